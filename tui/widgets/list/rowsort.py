"""How is a list put into another order? By a key or a click on a heading; what a user chose stays theirs.

The cursor stays on its row, and the order stays through new rows, other columns and a restart.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from tui.widgets.list.rowpaint import RowPainter
from tui.widgets.list.rowset import Key
from tui.widgets.list.sorting import Order, column_name, next_order, order_named, sort_key, sortable
from tui.widgets.spans import Spans

T = TypeVar("T")


def _sort(key: str, action: str, words: str, name: str, tooltip: str, shown: str) -> Binding:
    return Binding(key, action, words, show=False, key_display=shown, id=f"list.{name}", tooltip=tooltip)


class SortedRows(RowPainter[T]):
    """The part of a list that knows about orders; `RowList` has the keys to move and the mouse."""

    BINDINGS: ClassVar[list[BindingType]] = [
        _sort("less_than_sign", "sort(-1)", "Sort back", "sort-back", "Sort by the column before", "<"),
        _sort(
            "greater_than_sign",
            "sort(1)",
            "Sort",
            "sort",
            "Sort by the next column; at last as they came",
            ">",
        ),
        _sort("I", "invert", "Invert", "invert", "Turn the order of the sorted column round", "I"),
    ]

    class Sorted(Message):
        """Somebody chose another order; the program keeps it for the user, by the name of the list."""

        def __init__(self, name: str, order: tuple[str, bool] | None) -> None:
            """By the column of this name, reversed or not; None as the rows come."""
            super().__init__()
            self.name, self.order = name, order

    _key: Key | None = None

    @property
    def sort_name(self) -> str:
        """What the order of this list is kept under: its screen and its own name."""
        return f"{type(self.screen).__name__}.{self.id or self._words.one}"

    def on_mount(self) -> None:
        """Begin in the order that this user chose last."""
        self.recall_order()

    def recall_order(self) -> None:
        """Take the order that is kept for this list, as far as its columns have it."""
        kept = getattr(self.app, "sorts", {}).get(self.sort_name) if self.is_attached else None
        self._set_order(order_named(self._columns, *kept) if kept else None)

    def sort_by(self, order: Order | None) -> None:
        """Sort by a column, or not at all; the cursor stays on its row, and the user's choice is kept."""
        self._set_order(order)
        self.refresh()
        kept = None if order is None else (column_name(self._columns, order.column), order.reverse)
        self.post_message(self.Sorted(self.sort_name, kept))

    def set_sort(self, key: Callable[[T], Any] | None, reverse: bool = False) -> None:
        """Order the rows by `key` of an item, or as they came when None; the cursor stays on its row."""
        before = self._painted()
        name = self._key
        self._set.set_sort(key, reverse)
        found = self._set.position(name) if name is not None else None
        self.cursor = found or 0
        self._settle(before)

    def _set_order(self, order: Order | None) -> None:
        if order is None and self.order is None:
            return
        self.order = order
        if order is None:
            self.set_sort(None)
        else:
            self.set_sort(sort_key(self._columns, order.column, self._cells), order.reverse)

    def click_heading(self, index: int) -> None:
        """Sort by the column that was clicked; the other way round when it is sorted already."""
        if index in sortable(self._columns):
            again = self.order is not None and self.order.column == index and not self.order.reverse
            self.sort_by(Order(index, again))

    def action_sort(self, step: int) -> None:
        """By the next column, or the one before."""
        self.sort_by(next_order(self._columns, self.order, step))

    def action_invert(self) -> None:
        """The same column the other way round; the first column from its end where none was chosen."""
        order = self.order or Order(sortable(self._columns)[0])
        self.sort_by(Order(order.column, not order.reverse))

    def _settle(self, before: tuple[list[Strip], Spans] | None) -> None:
        """After other rows: keep the cursor in sight, paint the lines that look different, tell."""
        self._strips.doubt()
        self._keep_visible()
        self._tell()
        self._paint_difference(before)

    def _tell(self) -> None:
        """Say that the cursor came to another row."""
        raise NotImplementedError
