"""How does a row of a list look? Cursor, mark and cells in one strip, made when the row is first shown and kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from textual.strip import Strip

from tui.text.format import Align
from tui.text.privacy import money_is_hidden
from tui.text.theme import Row, tones
from tui.widgets.list.columns import GAP, Cell, cell_spans, raw_spans
from tui.widgets.list.rowset import RowSet
from tui.widgets.list.widths import ColumnWidths
from tui.widgets.spans import Span, fit_spans, strip

T = TypeVar("T")
CURSOR, RESTING, MARK = "▸", "›", "✓"
STRIPS_KEPT = 1500
Place = tuple[int, Row, bool]
"""The position of a row, whether the cursor is on it, and whether it is marked."""
Said = tuple[tuple[int, Align, tuple[Span, ...]], ...]
"""Of each column that is shown its width, its side, and the words of its cell."""
Look = tuple[Said, str, bool]
"""All that a strip of one width depends on: its words, the theme, and whether money is hidden."""
SEARCHED = 200
"""Cells of a cell's text that a search looks at."""


class RowStrips(Generic[T]):
    """The strips of one list; they hold for one width of it and one layout of its columns."""

    def __init__(
        self, rows: RowSet[T], cells: Callable[[T], Sequence[Cell]], widths: ColumnWidths[T]
    ) -> None:
        """None is made before its row is shown."""
        self._rows, self._cells, self._widths = rows, cells, widths
        self._kept: dict[Place, tuple[Look, Strip]] = {}
        self._before: dict[Place, tuple[Look, Strip]] = {}
        """Those of the rows that stood here before: most of them look the same a minute later."""
        self._width = 0

    def __len__(self) -> int:
        """How many strips are kept."""
        return len(self._kept)

    def clear(self) -> None:
        """Forget all strips: other columns or other colours."""
        self._kept.clear()
        self._before.clear()

    def doubt(self) -> None:
        """The rows may be others, or look otherwise by now: a strip is kept if its cells say the same."""
        self._before, self._kept = self._kept or self._before, {}

    def row(self, position: int, width: int, where: Row, marked: bool, theme: str) -> Strip:
        """The strip of a shown row in a list of `width` cells, the last of which is left to the bar."""
        if width != self._width:
            self.clear()
            self._width = width
        known = self._kept.get((position, where, marked))
        if known is not None:
            return known[1]
        if len(self._kept) >= STRIPS_KEPT:
            self._kept.clear()
        cells, columns = self._cells(self._rows.item(position)), self._widths.columns
        said = tuple(
            (size, columns[at].align, tuple(raw_spans(cells[at] if at < len(cells) else "", size)))
            for at, size in self._widths.at(width)
        )
        look = (said, theme, money_is_hidden())
        before = self._before.get((position, where, marked))
        drawn = (
            before[1]
            if before is not None and before[0] == look
            else _draw(said, width, where, marked, theme)
        )
        self._kept[(position, where, marked)] = look, drawn
        return drawn


def _draw(said: Said, width: int, where: Row, marked: bool, theme: str) -> Strip:
    """Pointer, mark and cells."""
    pointer = {"plain": (" ", ""), "cursor": (CURSOR, "accent")}.get(where, (RESTING, "dim"))
    spans: list[Span] = [pointer, (MARK, "accent") if marked else (" ", "")]
    for size, align, words in said:
        spans += fit_spans(words, size, align)
        spans.append((" " * GAP, ""))
    spans.pop()
    return strip(spans, width - 1, tones(theme, where))


def cells_text(cells: Sequence[Cell]) -> str:
    """What a search looks at where a list does not say: the text of all cells but the bars."""
    spans = (cell_spans(cell, SEARCHED, "left") for cell in cells if not callable(cell))
    return " ".join(text for cell in spans for text, _ in cell)
