"""Which rows were marked for a joint action, and which of them does it take? Only those that can be seen.

A mark that a filter hides, or whose row is gone, takes part in nothing; how many there are stands on the screen
wherever the list says how many rows it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from textual.message import Message

from tui.widgets.list.listheads import DOT
from tui.widgets.list.rowset import Key
from tui.widgets.list.rowsort import SortedRows
from tui.widgets.spans import Span

T = TypeVar("T")


class MarkedRows(SortedRows[T]):
    """The part of a list that knows about marks; `RowList` has the keys to move and the mouse."""

    class Marked(Message):
        """The set of marked rows changed; `control` makes `@on(RowList.Marked, "#id")` work."""

        def __init__(self, rows: MarkedRows[Any], keys: frozenset[Key]) -> None:
            super().__init__()
            self.rows, self.keys = rows, keys

        @property
        def control(self) -> MarkedRows[Any]:
            """The list that sent the message, for Textual's `@on` selectors."""
            return self.rows

    @property
    def marked(self) -> frozenset[Key]:
        """Keys of the marked rows, whether or not they can be seen."""
        return frozenset(self._marked)

    @property
    def acting(self) -> tuple[T, ...]:
        """What a joint action takes: the marked rows that are shown, else the row under the cursor."""
        if self._in_sight and (found := self._seen_marks()):
            return found
        return (self._set.item(self.cursor),) if len(self._set) else ()

    @property
    def _in_sight(self) -> bool:
        """Whether the list itself is on the screen: behind an open page nobody sees its marks."""
        return bool(self.size.width and self.size.height) and all(
            node.display for node in (self, *self.ancestors) if hasattr(node, "display")
        )

    def _seen_marks(self) -> tuple[T, ...]:
        if not self._marked:
            return ()
        return tuple(self._set.item(at) for at in range(len(self._set)) if self._set.key(at) in self._marked)

    def state_note(self) -> list[Span]:
        """`3 marked`, and how many of them a filter hides; then the filter. Each has a dot behind it."""
        if not self._marked:
            return super().state_note()
        hidden = len(self._marked) - len(self._seen_marks())
        words = f"{len(self._marked):,} marked" + (f", {hidden:,} hidden" if hidden else "")
        return [(words, "warn" if hidden else "accent"), DOT, *super().state_note()]

    def action_mark(self) -> None:
        """Mark the row under the cursor, or take the mark away, and go on."""
        if not len(self._set):
            return
        self._marked ^= {self._set.key(self.cursor)}
        self._refresh_row(self.cursor)
        self._tell_marks()
        self.move_to(self.cursor + 1)

    def clear_marks(self) -> None:
        """Take all marks away."""
        if self._marked:
            self._marked.clear()
            self.refresh()
            self._tell_marks()

    def drop_marks(self, items: Sequence[T]) -> None:
        """Forget the marks of rows that are no longer among these."""
        if self._marked and not self._marked <= (left := {self._set.key_of(item) for item in items}):
            self._marked &= left
            self._tell_marks()

    def _tell_marks(self) -> None:
        self._refresh_note()
        self.post_message(self.Marked(self, frozenset(self._marked)))

    def move_to(self, position: int) -> None:
        """Put the cursor on a row by position."""
        raise NotImplementedError
