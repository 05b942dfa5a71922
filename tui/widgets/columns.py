"""Which columns fit, and how wide is each? Pure arithmetic, so that every list narrows in the same calm way.

Law: the widths and gaps never exceed the room; what is least important goes first; numbers keep their place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tui.format import Align, width_of
from tui.widgets.spans import Span, Spans, fit_spans

GAP = 2
Cell = str | Span | Sequence[Span] | Callable[[int], Spans]
"""Text; text and tone; several of them; or a callable of the width, for bars."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: fixed (`width`), or at least `minimum` and growing by `flex` up to `maximum`."""

    title: str
    width: int = 0
    flex: int = 0
    minimum: int = 6
    maximum: int = 0
    align: Align = "left"
    drop: int = 0
    """0 stays on every screen; otherwise the highest number is dropped first when the room is short."""
    sort: Callable[[Any], Any] | None = None
    """What an item is sorted by in this column (None: it has no value here); without it the text of the cell."""
    name: str = ""
    """What the column is called where its heading is empty."""

    @property
    def least(self) -> int:
        """Cells below which the column is dropped or cut."""
        return self.width or self.minimum


def layout(columns: Sequence[Column], room: int) -> tuple[tuple[int, int], ...]:
    """Pairs (index of the column, its width) that fit into `room` cells."""
    kept = list(range(len(columns)))
    while len(kept) > 1 and _least(columns, kept) > room:
        droppable = [index for index in kept if columns[index].drop]
        if not droppable:
            break
        kept.remove(max(droppable, key=lambda index: (columns[index].drop, index)))
    widths = {index: columns[index].least for index in kept}
    _grow(columns, widths, room - _least(columns, kept))
    return tuple(_clamped(kept, widths, room))


def _least(columns: Sequence[Column], kept: Sequence[int]) -> int:
    return sum(columns[index].least for index in kept) + GAP * (len(kept) - 1)


def _grow(columns: Sequence[Column], widths: dict[int, int], extra: int) -> None:
    flexible = [index for index in widths if columns[index].flex and not columns[index].width]
    while extra > 0 and flexible:
        weight = sum(columns[index].flex for index in flexible)
        grown = 0
        for index in tuple(flexible):
            column = columns[index]
            share = max(1, extra * column.flex // weight)
            if column.maximum:
                share = min(share, column.maximum - widths[index])
                if share + widths[index] >= column.maximum:
                    flexible.remove(index)
            share = max(0, min(share, extra - grown))
            widths[index] += share
            grown += share
        if not grown:
            break
        extra -= grown


def _clamped(kept: Sequence[int], widths: dict[int, int], room: int) -> list[tuple[int, int]]:
    fitting: list[tuple[int, int]] = []
    for index in kept:
        width = min(widths[index], room)
        if width <= 0:
            break
        fitting.append((index, width))
        room -= width + GAP
    return fitting


def cell_spans(cell: Cell, width: int, align: Align) -> list[Span]:
    """A cell of exactly `width` cells."""
    return fit_spans(_spans(cell, width), width, align)


def _spans(cell: Cell, width: int) -> Spans:
    if isinstance(cell, str):
        return ((cell, ""),)
    if callable(cell):
        return cell(width)
    if len(cell) == 2 and isinstance(cell[0], str) and isinstance(cell[1], str):
        return ((cell[0], cell[1]),)
    return [part for part in cell if isinstance(part, tuple)]


def heading_spans(column: Column, width: int, sign: str = "") -> list[Span]:
    """A column's heading and the gap behind it; the `sign` of a sorted one follows the title, or takes the gap."""
    if not sign:
        return [*cell_spans((column.title, "dim"), width, column.align), (" " * GAP, "")]
    if column.align == "left" and width_of(column.title) < width:
        return [*cell_spans((f"{column.title}{sign}", "accent"), width, "left"), (" " * GAP, "")]
    return [*cell_spans((column.title, "accent"), width, column.align), (f"{sign} ", "accent")]
