"""By which column is a list sorted, and what is compared? Values, not the words that are shown.

A column sorts by its `sort`; without one by its cell's text, numbers in it as numbers (R-9 before R-10). What has no
value stands last in either direction; equal rows keep the order in which they came.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from models.domain.basics.folding import fold
from models.domain.basics.frozen import dataclass
from tui.widgets.list.columns import Cell, Column, cell_spans

T = TypeVar("T")
UP, DOWN = "▲", "▼"
_NUMBERS = re.compile(r"(\d[\d,]{0,99})")


@dataclass(frozen=True, slots=True)
class Order:
    """The column of this index, from the greatest to the least when `reverse`."""

    column: int
    reverse: bool = False

    @property
    def sign(self) -> str:
        """The arrow in the heading of the sorted column: ▲ or ▼."""
        return DOWN if self.reverse else UP


def sortable(columns: Sequence[Column]) -> list[int]:
    """The columns that a list can be sorted by: those with a heading, and those that say by what."""
    return [index for index, column in enumerate(columns) if column.title or column.sort is not None]


def column_name(columns: Sequence[Column], index: int) -> str:
    """What a column is called where it is remembered and spoken of."""
    column = columns[index]
    return column.title or column.name or f"column {index + 1}"


def next_order(columns: Sequence[Column], order: Order | None, step: int) -> Order | None:
    """The order by the next column in a direction; after the last one, the order in which the rows came."""
    choices: list[int | None] = [None, *sortable(columns)]
    now = None if order is None or order.column not in choices else order.column
    column = choices[(choices.index(now) + step) % len(choices)]
    return None if column is None else Order(column, order.reverse if order is not None else False)


def order_named(columns: Sequence[Column], name: str, reverse: bool) -> Order | None:
    """The order by the column of that name; None when the list has none (now)."""
    found = (index for index in sortable(columns) if column_name(columns, index) == name)
    return next((Order(index, reverse) for index in found), None)


def sort_key(
    columns: Sequence[Column], index: int, cells: Callable[[T], Sequence[Cell]]
) -> Callable[[T], Any]:
    """What an item is compared by in that column; None for an item that has no value there."""
    sort = columns[index].sort
    if sort is not None:
        return lambda item: comparable(sort(item))
    return lambda item: comparable(_text(cells(item), index))


def comparable(value: Any) -> Any:
    """A value that can be compared with any other of its column: texts folded, with their numbers as numbers."""
    if value is None or value == "":
        return None
    return (1, _natural(value)) if isinstance(value, str) else (0, value)


def _natural(text: str) -> tuple[tuple[str | int, ...], str]:
    parts = _NUMBERS.split(fold(text))
    return tuple(
        int(part.replace(",", "")) if number % 2 else part for number, part in enumerate(parts)
    ), text


def _text(cells: Sequence[Cell], index: int) -> str:
    if index >= len(cells):
        return ""
    return "".join(text for text, _ in cell_spans(cells[index], 200, "left")).strip(" –-·")
