"""Who else is at a request, or at work at all? Signs with a name: a timer that runs, a page that stands open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tui.text.format import hm, width_of
from tui.widgets.spans import Span, spans_width

if TYPE_CHECKING:
    from models.queries.desk.colleagues import Colleague

TIMING, OPEN = "●", "◦"


def company_marks(
    request: str, colleagues: Sequence[Colleague], *, running: bool, mine: bool, now: int
) -> list[Span]:
    """` ● Mo 0:12 ◦ Priya` behind a subject; ` ●` alone for the own timer."""
    others = [each for each in colleagues if each.request == request]
    named = any(each.timing for each in others)
    marks: list[Span] = [(f" {TIMING}", "accent")] if mine or (running and not named) else []
    return [*marks, *((f" {words}", tone) for words, tone in (_mark(each, now) for each in others))]


def _mark(each: Colleague, now: int) -> Span:
    if each.timing:
        return (f"{TIMING} {each.first_name} {_length(each, now)}", "accent")
    return (f"{OPEN} {each.first_name}", "warn")


def _length(each: Colleague, now: int) -> str:
    return hm(max(0, now - each.since) // 60)


def team_words(colleagues: Iterable[Colleague], now: int, room: int) -> list[Span]:
    """Who works on what, as many as fit: `● Mo R-104 0:12 · ◦ Priya R-98 · 2 more`."""
    found: list[Span] = []
    waiting = list(colleagues)
    while waiting:
        each = waiting[0]
        what = each.request or each.client_name or "no client"
        length = f" {_length(each, now)}" if each.timing else ""
        words = f"{TIMING if each.timing else OPEN} {each.first_name} {what}{length}"
        gap = 3 if found else 0
        rest = 9 if len(waiting) > 1 else 0
        if spans_width(found) + gap + width_of(words) + rest > room:
            break
        found += [(" · ", "faint")] if found else []
        found.append((words, "accent" if each.timing else "warn"))
        waiting.pop(0)
    if waiting and found:
        found += [(" · ", "faint"), (f"{len(waiting)} more", "dim")]
    return found
