"""Where am I, where else can I go, who am I, what time is it? The strip of screens and the words beside it.

Every screen of the program has its number in the strip at every width; the active one carries a sign before it and
its name. Desk, agent, date and time stand at the right of the strip where all fits, else on the line below the timer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import product

from models.domain.basics.frozen import dataclass
from tui.text.format import long_date, short_date, width_of
from tui.widgets.line import RULE
from tui.widgets.spans import Span, Spans, fit_spans, spans_width

ACTIVE = "▸"


@dataclass(frozen=True, slots=True)
class Tab:
    """A screen in the strip: the name of its mode, its key, its title and a shorter one."""

    name: str
    key: str
    title: str
    short: str


@dataclass(frozen=True, slots=True)
class Where:
    """What the lines say; `now` is local to the desk, `active` the name of the mode on the screen."""

    desk: str = ""
    active: str = ""
    agent: str = ""
    now: datetime | None = None
    demo: bool = False
    read_only: bool = False
    line: str = ""
    """What is wrong with the line to the server."""
    looks_on: bool = False
    """Whether whoever sits here may change nothing."""


def strip_spans(
    tabs: Sequence[Tab], where: Where, width: int
) -> tuple[list[Span], list[tuple[int, int, str]]]:
    """The strip, and the cells (from, before) of each mode's name, for clicks.

    `▸1 Dashboard  2 Requests …`, closer together at 80 cells, numbers alone but for the active one below. Closer
    also where desk, agent and time then fit beside it.
    """
    active, beside = where.active, spans_width(where_spans(where, 10_000)) + 3
    styles = ((2, "title"), (2, "short"), (1, "short"), (1, "number"))
    for room, (gap, words) in product((width - beside, width), styles):
        names = [_tab_words(tab, words, tab.name == active) for tab in tabs]
        whole = sum(len(key) + width_of(name) + gap for key, name in names) <= room
        if whole and (words != "number" or room == width):
            break
    spans: list[Span] = []
    places: list[tuple[int, int, str]] = []
    left = 0
    for tab, (key, name) in zip(tabs, names, strict=True):
        here = tab.name == active
        lead = " " * (gap - 1) if left else ""
        spans += [(lead, ""), (ACTIVE if here else " ", "accent"), (key, "tab" if here else "accent")]
        spans.append((name, "tab" if here else "dim"))
        begin, left = left, left + len(lead) + 1 + len(key) + width_of(name)
        places.append((begin, left, tab.name))
    return spans, places


def _tab_words(tab: Tab, words: str, active: bool) -> tuple[str, str]:
    if words == "number" and not active:
        return tab.key, ""
    return tab.key, f" {tab.title if words == 'title' else tab.short}"


def where_spans(where: Where, room: int) -> list[Span]:
    """`Northgate · Dana · Sat 21 Nov 2026 · 10:42`, as much of it as `room` cells hold, the time last of all."""
    marks: list[Span] = []
    if where.demo:
        marks.append(("demo", "warn"))
    if where.read_only:
        marks.append(("read only", "warn"))
    if where.line:
        marks.append((where.line, "warn"))
    desk: list[Span] = [(where.desk, "strong")] if where.desk else []
    agent: list[Span] = [(where.agent, "dim")] if where.agent else []
    moment = where.now
    if moment is None:
        return _fitting([[*desk, *marks, *agent], [*marks, *agent], marks], room)
    clock: Span = (f"{moment:%H:%M}", "dim")
    day, short = (long_date(moment.date()), "dim"), (short_date(moment.date()), "dim")
    choices = [
        [*desk, *marks, *agent, day, clock],
        [*desk, *marks, *agent, short, clock],
        [*marks, *agent, short, clock],
        [*marks, short, clock],
        [*marks, clock],
        [clock],
    ]
    return _fitting(choices, room)


def _fitting(choices: Sequence[Spans], room: int) -> list[Span]:
    for choice in choices:
        joined: list[Span] = []
        for span in choice:
            joined += [(" · ", "faint"), span] if joined else [span]
        if spans_width(joined) <= room:
            return joined
    return []


def top_line(tabs: Sequence[Tab], where: Where, width: int) -> tuple[list[Span], bool]:
    """The strip, with everything about the place at its right when all of that fits (then True)."""
    spans, _ = strip_spans(tabs, where, width)
    used = spans_width(spans)
    words = where_spans(where, 10_000)
    size = spans_width(words)
    if used + size + 3 > width:
        return fit_spans(spans, width), False
    return [*spans, (" " * (width - used - size - 1), ""), *words, (" ", "")], True


def lower_line(where: Where, notice: Spans, width: int, *, with_where: bool) -> list[Span]:
    """The thin rule below the timer; in it, at the left, what is hidden and matters, at the right the place."""
    left: list[Span] = [(" ", ""), *notice, (" ", "")] if notice else [(" ", "")]
    right: list[Span] = []
    if with_where:
        words = where_spans(where, width - spans_width(left) - 4)
        right = [(" ", ""), *words] if words else []
    room = width - spans_width(left) - spans_width(right) - 1
    if room < 0:
        return fit_spans(left, width)
    return [*left, (RULE * room, "faint"), *right, (" ", "")]
