"""What was promised to a client in a year, and was it done? A line a promise on the page, a text time by time.

A sign for each time in the order of its due day; the words beside it count them (RULES 2.9).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from models.domain.contracts.promise_words import ROUND_WORDS
from models.domain.planning.promised_work import Kept, kept
from tui.text.format import cut, long_date, safe, short_date, span_words
from tui.widgets.list.pagelist import PageLine, heading, plain
from tui.widgets.spans import Span, Spans, spread

if TYPE_CHECKING:
    from datetime import date

    from models.domain.basics.zone import Zone
    from models.queries.desk.promised import PromisedWork

SIGNS: dict[str, Span] = {
    "done": ("✓", "good"),
    "late": ("~", "warn"),
    "missed": ("✗", "bad"),
    "open": ("○", "strong"),
    "due": ("!", "warn"),
    "planned": ("·", "faint"),
}
WORDS = {
    "done": "done",
    "late": "done late",
    "missed": "missed",
    "open": "open",
    "due": "to be opened",
    "planned": "planned",
}
_NAME = 26


def word_of(row: PromisedWork) -> str:
    """The key of `SIGNS` for one time of a promise."""
    return "late" if row.standing.late else row.standing.state


def promised_lines(rows: Sequence[PromisedWork], today: date) -> Iterator[PageLine]:
    """The section of the page: a line a promise; nothing where nothing was promised in the year."""
    if not rows:
        return
    yield heading("promised", f"Promised work, {today.year}", _sum(_so_far(rows)))
    for number, of_one in enumerate(by_promise(rows)):
        yield _line(number, of_one, today)
    said = [part for word in SIGNS for part in ((SIGNS[word][0], "dim"), (f" {WORDS[word]}  ", "faint"))]
    yield plain("promised-signs", said)


def _so_far(rows: Sequence[PromisedWork]) -> Kept:
    """What was done or missed so far; what is open or still to come counts when its day is over."""
    return kept(row.standing for row in rows if row.standing.state in ("done", "missed"))


def _sum(found: Kept) -> Spans:
    parts: list[Span] = [(f"done {found.done} of {found.promised}", "dim")]
    if found.late:
        parts.append((f" · {found.late} late", "warn"))
    if found.missed:
        parts.append((f" · {found.missed} missed", "bad"))
    return parts if found.promised else ()


def by_promise(rows: Sequence[PromisedWork]) -> list[list[PromisedWork]]:
    """The times of each promise, those of a renewed contract together, in the order of the first due day."""
    found: dict[str, list[PromisedWork]] = {}
    for row in rows:
        found.setdefault(row.occurrence.promise.key, []).append(row)
    return list(found.values())


def _line(number: int, rows: Sequence[PromisedWork], today: date) -> PageLine:
    name = safe(rows[-1].occurrence.promise.name)
    following = next((row for row in rows if row.standing.state in ("open", "due", "planned")), None)
    request = following.request.key if following is not None and following.request is not None else ""

    def draw(width: int) -> Spans:
        label = min(_NAME, max(10, width // 3))
        right: list[Span] = []
        if following is not None:
            tone = "strong" if request else "dim"
            right = [(f"next {short_date(following.occurrence.due, today=today)}", tone)]
        room = max(4, width - label - sum(len(text) for text, _ in right) - 2)
        signs = [SIGNS[word_of(row)] for row in rows][-room:]
        return spread([(f"{cut(name, label - 1):<{label}}", ""), *signs], right, width)

    kind, record = ("request", request) if request else ("promised", rows[-1].occurrence.promise.key)
    return PageLine(f"promised-{number}", draw, kind, record, None, name)


def year_text(name: str, rows: Sequence[PromisedWork], zone: Zone) -> list[str]:
    """Every time of every promise as plain text, which can be copied into a letter to the client."""
    lines = [f"Promised to {safe(name)}", ""]
    if not rows:
        return [*lines, "Nothing comes round by itself. e on a contract, then ctrl+g, promises something."]
    found = _so_far(rows)
    late = f", {found.late} of them late" if found.late else ""
    if not found.promised:
        lines += ["Nothing was due so far.", ""]
    else:
        lines += [f"Promised and done: {found.done} of {found.promised}{late}; missed {found.missed}.", ""]
    for of_one in by_promise(rows):
        promise = of_one[-1].occurrence.promise
        lines += [f"{safe(promise.name)}, {ROUND_WORDS[promise.every]}"]
        lines += [_time(row, zone) for row in of_one]
        lines.append("")
    return lines[:-1]


def _time(row: PromisedWork, zone: Zone) -> str:
    each, request = row.occurrence, row.request
    said = f"  {span_words(each.starts, each.ends):<26} due {long_date(each.due):<16} {WORDS[word_of(row)]}"
    if request is None:
        return said
    resolved = next((event.at for event in request.events if event.state in ("resolved", "closed")), None)
    if row.standing.state == "done" and resolved is not None:
        said += f" {long_date(zone.date_of(resolved))}"
    return f"{said}  {request.key}"
