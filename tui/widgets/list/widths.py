"""How wide are the columns of a list now? Measured once on its rows, and laid out for the width that is drawn.

Of a long list a sample is measured; its columns then only grow, with the rows that come into sight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from tui.widgets.list.columns import GAP, READABLE, Cell, Column, content_widths, layout, whole_width
from tui.widgets.list.rowset import RowSet

T = TypeVar("T")
INDENT = 2
"""Cells before the first column, for the cursor and the mark."""
AROUND = INDENT + 2
"""Cells of a line that no column gets: the indent, a blank, and the bar."""
MEASURED = 300
"""Rows whose contents make the widths of the columns; of a longer list the first ones and some of the others."""


class ColumnWidths(Generic[T]):
    """The columns of one list with their widths; `titles` says whether their headings stand above them."""

    def __init__(
        self,
        columns: Sequence[Column],
        cells: Callable[[T], Sequence[Cell]],
        rows: RowSet[T],
        *,
        titles: bool,
    ) -> None:
        """Nothing is measured before somebody asks for a width."""
        self.columns, self._cells, self._rows, self._titles = columns, cells, rows, titles
        self.layout: tuple[tuple[int, int], ...] = ()
        """Index and width of each column that is shown, as last asked for; empty while nothing is known."""
        self.contents: tuple[int, ...] | None = None
        """The widest content of each column; None where there is nothing to measure."""
        self._width = 0
        self._unmeasured = True
        self._seen: set[int] = set()

    def use(self, columns: Sequence[Column]) -> None:
        """Lay out other columns from now on."""
        self.columns, self.layout, self._unmeasured = columns, (), True

    def at(self, width: int) -> tuple[tuple[int, int], ...]:
        """Index and width of the columns that are shown in a list of this width."""
        if width != self._width or not self.layout:
            self._width, self.layout = width, self._layout_at(width)
        return self.layout

    def column_at(self, x: int) -> int | None:
        """The index of the column that was last drawn at a cell of the line."""
        left = INDENT
        for index, width in self.layout:
            if left <= x < left + width + GAP:
                return index
            left += width + GAP
        return None

    def needed(self, bar: int = READABLE) -> int:
        """Cells in which no column is cut, and a bar has `bar` of them."""
        self._measure()
        return whole_width(self.columns, self.contents, titles=self._titles, bar=bar) + AROUND

    def changed(self) -> bool:
        """Measure the rows anew; True when the columns come out otherwise than they are drawn."""
        self._unmeasured = True
        if not self.layout:
            return False
        before, self.layout = self.layout, self._layout_at(self._width)
        return before != self.layout

    def grown(self, positions: Iterable[int], *, afresh: bool) -> bool:
        """Look at the rows in sight of a list too long to be measured whole; True when a column has to grow.

        `afresh`: the rows that were looked at before may be others now.
        """
        if self.contents is None or self._rows.total <= MEASURED:
            return False
        if afresh:
            self._seen.clear()
        new = set(positions) - self._seen
        self._seen.update(new)
        seen = content_widths(self.columns, (self._cells(self._rows.item(at)) for at in new))
        grown = tuple(map(max, self.contents, seen))
        if grown == self.contents:
            return False
        self.contents, self.layout = grown, ()
        return True

    def _layout_at(self, width: int) -> tuple[tuple[int, int], ...]:
        self._measure()
        return layout(self.columns, width - AROUND, self.contents, titles=self._titles)

    def _measure(self) -> None:
        if not self._unmeasured:
            return
        self._unmeasured = False
        known = self._rows.total and not all(column.bar for column in self.columns)
        rows = map(self._cells, self._rows.sample(MEASURED))
        self.contents = content_widths(self.columns, rows) if known else None
