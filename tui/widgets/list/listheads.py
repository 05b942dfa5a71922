"""What stands above and below the rows of a list? Its title, the headings of its columns, and words about its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from models.domain.basics.frozen import dataclass
from tui.text.format import plural
from tui.widgets.form.edit import Editor
from tui.widgets.frame.paneltitle import Other, name_spans, other_at, title_spans
from tui.widgets.list.columns import Column, heading_spans
from tui.widgets.list.rowset import RowSet
from tui.widgets.list.sorting import Order, column_name
from tui.widgets.spans import Span, Spans

DOT: Span = (" · ", "faint")


@dataclass(slots=True)
class ListTitle:
    """The title line of a list: its name, the panels behind it, and a note that replaces the count."""

    name: str
    changed: Callable[[], None]
    """Paints the line anew."""
    note: Spans = ()
    others: tuple[Other, ...] = ()

    def change(self, name: str, note: Spans) -> None:
        """Take another name, and a note that replaces the count."""
        if (name, tuple(note)) != (self.name, tuple(self.note)):
            self.name, self.note = name, tuple(note)
            self.changed()

    def put_before(self, others: Sequence[Other]) -> None:
        """Name these panels as the ones behind this one."""
        if tuple(others) != self.others:
            self.others = tuple(others)
            self.changed()

    def other_at(self, x: int) -> str | None:
        """The id of the panel that is named at a cell."""
        return other_at(self.name, self.others, x)

    def spans(
        self, right: Spans, width: int, heads: Sequence[tuple[Column, int]] | None, *, focused: bool
    ) -> list[Span]:
        """The whole line, with `right` at its end and the heads of columns where there is room."""
        return title_spans(name_spans(self.name, self.others, focused=focused), right, width, heads)


@dataclass(frozen=True, slots=True)
class RowWords:
    """What the rows of a list are called: one of them, several (by default with an s), and when there is none."""

    one: str
    several: str | None
    none: str

    def count(self, total: int, *, named: bool) -> Span:
        """How many there are; without what they are called where a title says it (`named`)."""
        return (f"{total:,}" if named else plural(total, self.one, self.several), "dim")

    def empty(self, rows: RowSet[Any]) -> Span:
        """Why no row is shown."""
        text = f"Nothing matches “{rows.filter}”. esc clears." if rows.total else self.none
        return (text, "dim")


def headings(columns: Sequence[Column], layout: Sequence[tuple[int, int]], order: Order | None) -> list[Span]:
    """The line of headings; the one by which the rows are sorted carries the sign."""
    spans: list[Span] = [("  ", "")]
    for index, size in layout:
        sign = order.sign if order is not None and order.column == index else ""
        spans += heading_spans(columns[index], size, sign)
    return spans


def filter_words(rows: RowSet[Any], typing: Editor | None) -> list[Span]:
    """The filter, or the line in which it is typed, and what it leaves, with a dot behind; nothing without one."""
    if typing is None and not rows.filter:
        return []
    spans = [(rows.filter, "accent")] if typing is None else typing.spans(40)
    return [("/", "accent"), *spans, (f"  {len(rows):,} of {rows.total:,}", "dim"), DOT]


def sorted_words(columns: Sequence[Column], order: Order | None) -> list[Span]:
    """By what the rows are sorted, for a list in which no heading can carry the sign."""
    if order is None:
        return []
    return [(f"by {column_name(columns, order.column)} {order.sign}", "accent"), ("  ", "")]
