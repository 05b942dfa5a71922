"""Where am I, who am I, what day is it? The first line of every screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tui.format import long_date
from tui.widgets.spans import Span, spread


@dataclass(frozen=True, slots=True)
class Where:
    """What the first line says; `now` is local to the desk."""

    desk: str = ""
    screen: str = ""
    agent: str = ""
    now: datetime | None = None
    demo: bool = False
    read_only: bool = False


def title_spans(where: Where, width: int) -> list[Span]:
    """` deskhours  Northgate · Requests       Dana · Sat 21 Nov 2026 · 10:42 `."""
    left: list[Span] = [(" ", ""), ("deskhours", "accent"), ("  ", ""), (where.desk, "strong")]
    if where.screen:
        left += [("  · " if where.desk else "", "faint"), (where.screen, "dim")]
    if where.demo:
        left.append(("  demo", "warn"))
    if where.read_only:
        left.append(("  read only", "warn"))
    moment = where.now
    parts = [where.agent]
    if moment is not None:
        parts += [long_date(moment.date()), f"{moment:%H:%M}"] if width >= 70 else [f"{moment:%H:%M}"]
    right = [(" · ".join(part for part in parts if part), "dim"), (" ", "")]
    return spread(left, right, width)
