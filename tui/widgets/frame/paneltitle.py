"""What does the first line of a panel say? Its name, the panels that it hides, the heads of its columns, a note.

The panel with the keys has its name in the accent and strong, all others dim. What hides behind a panel is named
beside its name, with the one thing that matters there, and a click brings it forward.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.domain.basics.frozen import dataclass
from tui.text.format import width_of
from tui.widgets.list.columns import Column, cell_spans
from tui.widgets.spans import Span, Spans, fit_spans, spans_width

BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Other:
    """A panel behind this one: its id, its name, and what matters there, such as `1 overdue`."""

    id: str
    title: str
    matter: Span = ("", "")

    @property
    def words(self) -> list[Span]:
        """The panel's name and, where something matters there, that beside it."""
        return (
            [(self.title, "dim"), (f" {self.matter[0]}", self.matter[1])]
            if self.matter[0]
            else [(self.title, "dim")]
        )


def name_spans(title: str, others: Sequence[Other], *, focused: bool) -> list[Span]:
    """` Hours · Today 1:27 · Renewals 1 overdue`."""
    spans: list[Span] = [(" ", ""), (title, "focus" if focused else "blur")]
    for other in others:
        spans += [(BETWEEN, "faint"), *other.words]
    return spans


def other_at(title: str, others: Sequence[Other], x: int) -> str | None:
    """The id of the hidden panel whose name stands at a cell."""
    left = 1 + width_of(title)
    for other in others:
        left += len(BETWEEN)
        right = left + spans_width(other.words)
        if left <= x < right:
            return other.id
        left = right
    return None


def title_spans(
    name: Spans, note: Spans, width: int, heads: Sequence[tuple[Column, int]] | None = None
) -> list[Span]:
    """The whole line; the heads of columns stand over them where name and note leave room."""
    right: list[Span] = [*note, (" ", "")] if note else []
    end = width - spans_width(right) - 1
    if end < 8:
        return fit_spans(name, width)
    spans = list(name) if spans_width(name) <= end else fit_spans(name, end)
    used = spans_width(spans)
    left = 2
    for column, size in heads or ():
        for head in (column.title, column.short):
            shown = max(size, width_of(head))  # what follows has no head, or leaves its own away
            if head and left >= used + 2 and left + shown <= end:
                spans += [(" " * (left - used), ""), *cell_spans((head, "dim"), shown, column.align)]
                used = left + shown
                break
        left += size + 2
    return [*spans, (" " * (width - used - spans_width(right)), ""), *right]
