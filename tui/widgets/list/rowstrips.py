"""How does a row of a list look? Cursor, mark and cells in one strip, made when the row is first shown and kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from textual.strip import Strip

from tui.text.theme import Row, tones
from tui.widgets.list.columns import GAP, Cell, cell_spans
from tui.widgets.list.rowset import RowSet
from tui.widgets.list.widths import ColumnWidths
from tui.widgets.spans import Span, strip

T = TypeVar("T")
CURSOR, RESTING, MARK = "▸", "›", "✓"
STRIPS_KEPT = 1500
SEARCHED = 200
"""Cells of a cell's text that a search looks at."""


class RowStrips(Generic[T]):
    """The strips of one list; they hold for one width of it and one layout of its columns."""

    def __init__(
        self, rows: RowSet[T], cells: Callable[[T], Sequence[Cell]], widths: ColumnWidths[T]
    ) -> None:
        """None is made before its row is shown."""
        self._rows, self._cells, self._widths = rows, cells, widths
        self._kept: dict[tuple[int, Row, bool], Strip] = {}
        self._width = 0

    def __len__(self) -> int:
        """How many strips are kept."""
        return len(self._kept)

    def clear(self) -> None:
        """Forget all strips: other rows, other columns or other colours."""
        self._kept.clear()

    def row(self, position: int, width: int, where: Row, marked: bool, theme: str) -> Strip:
        """The strip of a shown row in a list of `width` cells, the last of which is left to the bar."""
        if width != self._width:
            self._kept.clear()
            self._width = width
        known = self._kept.get((position, where, marked))
        if known is not None:
            return known
        if len(self._kept) >= STRIPS_KEPT:
            self._kept.clear()
        pointer = {"plain": (" ", ""), "cursor": (CURSOR, "accent")}.get(where, (RESTING, "dim"))
        spans: list[Span] = [pointer, (MARK, "accent") if marked else (" ", "")]
        cells = self._cells(self._rows.item(position))
        for index, size in self._widths.at(width):
            spans += cell_spans(
                cells[index] if index < len(cells) else "", size, self._widths.columns[index].align
            )
            spans.append((" " * GAP, ""))
        spans.pop()
        drawn = self._kept[(position, where, marked)] = strip(spans, width - 1, tones(theme, where))
        return drawn


def cells_text(cells: Sequence[Cell]) -> str:
    """What a search looks at where a list does not say: the text of all cells but the bars."""
    spans = (cell_spans(cell, SEARCHED, "left") for cell in cells if not callable(cell))
    return " ".join(text for cell in spans for text, _ in cell)
