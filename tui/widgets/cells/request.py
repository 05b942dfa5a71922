"""How does a request look in the queue? What is due, how urgent, whose, and what is odd about it.

A mark is a sign, not a colour, and stands beside its word on the request's page; where there is room the words stand
in the list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from models.domain.values import PRIORITIES
from tui.text.clock_phrases import left_words
from tui.text.format import cut, width_of
from tui.widgets.cells.queue import coarse, due_words, queue_tone
from tui.widgets.list.columns import Cell, Column
from tui.widgets.spans import Span, Spans, spans_width

if TYPE_CHECKING:
    from models.queries.requests.queue import QueueRow

LEAST_SUBJECT = 10
"""Cells that a subject keeps beside the signs of who is at it; names go before it."""
COLUMNS = (
    Column("due", minimum=12, steady=12, maximum=12, sort=lambda row: row.due),
    Column("", minimum=2, name="priority", sort=lambda row: -PRIORITIES.index(row.priority)),
    Column("client", minimum=18),
    Column("subject", minimum=24),
    Column("number", minimum=6, drop=5, extra=True),
    Column("who", minimum=4, drop=1),
    Column("state", minimum=7, drop=3, extra=True),
    Column("age", align="right", drop=6, extra=True, sort=lambda row: row.reported_at),
    Column("cause", minimum=9, drop=4, extra=True),
    Column(
        "",
        yields=1,
        minimum=2,
        maximum=22,
        drop=2,
        name="flags",
        sort=lambda row: [mark for mark, *_ in flags_of(row)] or None,
    ),
)
PRIORITY_MARKS: dict[str, Span] = {
    "urgent": ("!!", "bad"),
    "high": ("!", "warn"),
    "normal": ("", ""),
    "low": ("↓", "dim"),
}
REPEAT, REWORK, OUTSIDE, CHANNEL, PROMISED = "↻", "↶", "+", "✗", "≡"
WEEK_DAYS = 7


def flags_of(row: QueueRow) -> list[tuple[str, str, str]]:
    """Mark, word and tone of everything odd about a request."""
    found = (
        (row.channel_not_included, CHANNEL, f"{row.channel} not included", "warn"),
        (row.no_longer_promised, PROMISED, "no longer promised", "warn"),
        (row.promised and not row.no_longer_promised, PROMISED, "promised", ""),
        (row.repeat_of is not None, REPEAT, "repeat", "warn"),
        (row.rework, REWORK, "rework", ""),
        (row.outside_scope, OUTSIDE, "outside", ""),
    )
    return [(mark, word, tone) for on, mark, word, tone in found if on]


def request_cells(row: QueueRow, now: int, zone: tzinfo | None, marks: Spans = ()) -> Sequence[Cell]:
    """The cells of `COLUMNS`; `marks` say who is at the request."""
    done = row.state in ("resolved", "closed")
    return (
        due_cell(row, now, zone),
        PRIORITY_MARKS[row.priority] if not done else ("", ""),
        (row.client_name, "dim" if done else ""),
        with_marks((row.subject, "dim" if done else ""), marks),
        (row.key, "dim"),
        (row.assignee or "–", "dim"),
        (row.state, "accent" if row.state == "new" else "dim"),
        (coarse(now - row.reported_at), "dim"),
        (row.cause or "", "dim"),
        _flags_cell(flags_of(row)),
    )


def with_marks(subject: Span, marks: Spans) -> Cell:
    """The signs stay in sight when the subject is cut; where there is no room for names, their signs alone."""
    if not marks:
        return subject

    def shown(width: int) -> list[Span]:
        kept = list(marks)
        if width_of(subject[0]) + spans_width(kept) > width < LEAST_SUBJECT + spans_width(kept):
            kept = [(text[:2], tone) for text, tone in marks]
        return [(cut(subject[0], width - spans_width(kept)), subject[1]), *kept]

    return shown


def due_cell(row: QueueRow, now: int, zone: tzinfo | None) -> Callable[[int], Spans]:
    """What is left of the clock: with the name of the clock where there is room for it."""
    return lambda width: [(_due(row, now, zone, width), due_tone(row))]


def due_tone(row: QueueRow) -> str:
    """Red for late, amber for soon and for what waits too long, dim for what rests."""
    if row.waiting_too_long:
        return "warn"
    return "dim" if row.state in ("resolved", "closed") else queue_tone(row)


def _due(row: QueueRow, now: int, zone: tzinfo | None, width: int) -> str:
    if row.state in ("resolved", "closed"):
        when = moment(row.clocks.resolved_at or row.state_since, now, zone, short=True)
        said = (f"{row.state} {when}", f"done {when}", when)  # a time is never torn
        return next((words for words in said if width_of(words) <= width), when)
    short = due_words(row, now, zone)
    if row.waiting_since is not None or row.left_seconds is None or row.left_seconds >= 0:
        return f"{short}, too long" if row.waiting_too_long and width >= 24 else short
    words = left_words(row.left_seconds, row.clock)
    for choice in (words, words.partition(",")[0]):
        if width_of(choice) <= width:
            return choice
    return words.partition(",")[0]


def _flags_cell(flags: Sequence[tuple[str, str, str]]) -> Cell:
    def shown(width: int) -> Spans:
        words = sum(len(word) + 2 for _, word, _ in flags) - 2
        if words <= width:
            return _joined([(word, tone or "dim") for _, word, tone in flags])
        return [(mark, tone or "dim") for mark, _, tone in flags]

    return shown if flags else ""


def _joined(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for number, span in enumerate(spans):
        joined += [(", ", "faint")] if number else []
        joined.append(span)
    return joined


def moment(instant: int, now: int, zone: tzinfo | None, *, short: bool = False) -> str:
    """`10:02` of today, `Mon 10:02` within a week, else `12 Oct 10:02`; with `short` no clock for the last."""
    local, today = datetime.fromtimestamp(instant, zone), datetime.fromtimestamp(now, zone)
    days = (local.date() - today.date()).days
    if days == 0:
        return f"{local:%H:%M}"
    if -WEEK_DAYS < days < WEEK_DAYS:
        return f"{local:%a}" if short else f"{local:%a %H:%M}"
    year = f" {local.year}" if local.year != today.year else ""
    return f"{local.day} {local:%b}{year}" + ("" if short else f" {local:%H:%M}")
