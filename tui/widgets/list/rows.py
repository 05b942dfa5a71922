"""How does every list of the program look and move? One widget on the line API, from five rows to 100,000.

A step of the cursor paints two lines; new rows keep the cursor on its key, the scroll offset and the filter; text of
users is plain text. Rows are formatted when they are first shown and kept as one strip each.

    class Board(DeskScreen):
        def compose_body(self):
            yield RowList(
                (Column("due", 11), Column("client", flex=2, drop=1), Column("subject", flex=3)),
                key=lambda request: request.key,
                cells=lambda request: ((request.due, "bad"), request.client, request.subject),
                title="Open requests", noun="request", empty="No open requests. n makes one.",
            )

`rows.set_rows(view.requests)` shows them; `RowList.Opened` tells that enter or a double click chose one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from tui.widgets.form.edit import Editor
from tui.widgets.list.columns import Cell, Column
from tui.widgets.list.rowmarks import MarkedRows
from tui.widgets.list.rowset import Key
from tui.widgets.list.sorting import sortable

T = TypeVar("T")
WHEEL = 3


def _move(keys: str, action: str, description: str) -> Binding:
    return Binding(keys, action, description, show=False, id=f"list.{action.replace('_', '-')}")


class ListMessage(Message):
    """What a list sends to its screen; `control` makes `@on(RowList.Opened, "#id")` work."""

    def __init__(self, rows: RowList[Any]) -> None:
        super().__init__()
        self.rows = rows

    @property
    def control(self) -> RowList[Any]:
        """The list that sent the message, for Textual's `@on` selectors."""
        return self.rows


class RowList(MarkedRows[T], can_focus=True):
    """A list with a cursor; see the module for an example."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "RowList { height: 1fr; width: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        _move("down,j", "down", "Next row"),
        _move("up,k", "up", "Previous row"),
        _move("pagedown,ctrl+f", "page_down", "Next page"),
        _move("pageup,ctrl+b", "page_up", "Previous page"),
        _move("home,g", "top", "First row"),
        _move("end,G", "bottom", "Last row"),
        Binding("enter", "open", "Open", show=False, id="list.open", tooltip="Open the row under the cursor"),
        Binding("slash", "filter", "filter", key_display="/", id="list.filter", tooltip="Show matching rows"),
        Binding("escape", "clear", "clear filter", id="list.clear", tooltip="Show all rows"),
        Binding("x", "mark", "Mark", show=False, id="list.mark", tooltip="Mark the row for a joint action"),
    ]

    class Highlighted(ListMessage):
        """The cursor came to another row; `key` is None in an empty list."""

        def __init__(self, rows: RowList[Any], key: Key | None) -> None:
            super().__init__(rows)
            self.key = key

    class Opened(ListMessage):
        """Enter or a double click on a row."""

        def __init__(self, rows: RowList[Any], key: Key) -> None:
            super().__init__(rows)
            self.key = key

    class Filtered(ListMessage):
        """Sent when the text of the filter changed."""

        def __init__(self, rows: RowList[Any], text: str) -> None:
            super().__init__(rows)
            self.text = text

    steps: ClassVar[frozenset[str]] = frozenset()
    """Keys that only move the cursor."""

    # -- what others ask and tell -------------------------------------------------------------

    @property
    def cursor_key(self) -> Key | None:
        """The key of the row under the cursor, None in an empty list."""
        return self._set.key(self.cursor) if len(self._set) else None

    @property
    def cursor_item(self) -> T | None:
        """The item under the cursor, None in an empty list."""
        return self._set.item(self.cursor) if len(self._set) else None

    @property
    def count(self) -> int:
        """Rows shown (after the filter)."""
        return len(self._set)

    @property
    def filter(self) -> str:
        """The text that rows must hold to be shown, empty for all."""
        return self._set.filter

    def set_rows(self, items: Sequence[T]) -> None:
        """Show these items (a `Window` for very long lists); cursor, offset, marks and filter stay.

        Lines that look the same as before are not painted again, unless a column has another width now.
        """
        before = self._painted()
        key, shift = self._key, self.cursor - self.top
        self.drop_marks(items)
        self._set.replace(items)
        self._loaded = True
        found = self._set.position(key, self.cursor) if key is not None else None
        self.cursor = found if found is not None else max(0, min(self.cursor, len(self._set) - 1))
        if found is not None and found - shift != self.top:
            self.top = found - shift
        if self._widths.changed():
            before = None
        self._settle(before)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Use other columns; the cells of an item must match. The order stays, by the column's name."""
        self._columns = tuple(columns)
        self._widths.use(self._columns)
        self._strips.clear()
        self.recall_order()
        self.refresh()

    def set_filter(self, text: str) -> None:
        """Show only rows that hold every word of `text`."""
        if text == self._set.filter:
            return
        key = self._key
        self._set.set_filter(text)
        self._strips.clear()
        found = self._set.position(key, self.cursor) if key is not None else None
        self.cursor, self.top = found or 0, 0
        self._keep_visible()
        self.refresh()
        self._tell()
        self.post_message(self.Filtered(self, text))

    def move_to(self, position: int) -> None:
        """Put the cursor on a row by position, clamped; paints two lines, or the list when it scrolls."""
        position = max(0, min(position, len(self._set) - 1))
        self.unchosen = False
        if position == self.cursor:
            if self._keep_visible():
                self.refresh()
            return
        old, self.cursor = self.cursor, position
        if self._keep_visible():
            self.refresh()
        else:
            self._refresh_row(old)
            self._refresh_row(position)
        self._tell()

    def move_to_key(self, key: Key) -> bool:
        """Put the cursor on the row of a key; False when it is not shown."""
        found = self._set.position(key, self.cursor)
        if found is None:
            return False
        self.move_to(found)
        return True

    # -- keys -----------------------------------------------------------------------------------

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """While the filter is typed, letters belong to it."""
        return self._typing is not None and (character is not None and character.isprintable())

    def on_key(self, event: events.Key) -> None:
        """The quick path: movement needs no search through the bindings of the whole screen."""
        if self._typing is not None:
            self._type(event)
            return
        action = _QUICK.get(event.key)
        if action is not None:
            action(self)
            event.stop()
            event.prevent_default()

    def action_down(self) -> None:
        """To the next row; to the first one while none is chosen."""
        self.move_to(self.cursor + (not self.unchosen))

    def action_up(self) -> None:
        """To the previous row."""
        self.move_to(self.cursor - 1)

    def action_page_down(self) -> None:
        """A page on, the last row of this page staying in sight."""
        self._page(max(1, self.body_height - 1))

    def action_page_up(self) -> None:
        """Move the cursor one page up, with one row of the last page in sight."""
        self._page(-max(1, self.body_height - 1))

    def action_top(self) -> None:
        """To the first row."""
        self.move_to(0)

    def action_bottom(self) -> None:
        """To the last row."""
        self.move_to(len(self._set) - 1)

    def action_open(self) -> None:
        """Tell that the row under the cursor was chosen."""
        if len(self._set) and not self.unchosen:
            self.post_message(self.Opened(self, self._set.key(self.cursor)))

    def action_filter(self) -> None:
        """Begin to type a filter; enter keeps it, escape shows all rows again."""
        self._typing = Editor(self._set.filter, limit=80)
        self._refresh_note()
        self.post_message(self.Filtered(self, self._set.filter))
        self.screen.refresh_bindings()

    def action_clear(self) -> None:
        """Clear the filter and show every row again."""
        self._typing = None
        self.set_filter("")
        self._refresh_note()
        self.post_message(self.Filtered(self, ""))
        self.screen.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """`x` only where marking is on; `esc` only while there is something to clear."""
        if action == "mark":
            return self._marking
        if action in {"sort", "invert"}:
            return bool(sortable(self._columns))
        if action == "clear":
            return bool(self._set.filter) or self._typing is not None
        return True

    def _type(self, event: events.Key) -> None:
        editor = self._typing
        if editor is None or event.key in _TYPING_MOVES:
            action = _QUICK.get(event.key)
            if action is not None:
                action(self)
        elif event.key == "escape":
            self.action_clear()
        elif event.key in {"enter", "tab"}:
            self._typing = None
            self._refresh_note()
            self.post_message(self.Filtered(self, self._set.filter))
            self.screen.refresh_bindings()
        elif editor.key(event):
            self.set_filter(editor.text)
            self._refresh_note()
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Text pasted while the filter is typed."""
        if self._typing is not None:
            self._typing.insert(event.text)
            self.set_filter(self._typing.text)
            self._refresh_note()
            event.stop()

    # -- mouse ----------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a second one opens; on a column's title it tells the screen."""
        row = event.y - self._above
        if self._header and row == -1:
            if (index := self._widths.column_at(event.x)) is not None:
                self.click_heading(index)
        elif 0 <= row < self.body_height and self.top + row < len(self._set):
            if event.x >= self.size.width - 1 and self._bar.shown:
                self._scroll(self._bar.top_at(row))
                return
            self.move_to(self.top + row)
            if event.chain == 2:
                self.action_open()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the rows, not the cursor."""
        self._scroll(self.top + WHEEL)
        event.stop()
        event.prevent_default()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the rows, not the cursor."""
        self._scroll(self.top - WHEEL)
        event.stop()
        event.prevent_default()

    # -- inside ---------------------------------------------------------------------------------

    def _tell(self) -> None:
        key = self.cursor_key
        if key != self._key:
            self._key = key
            self.post_message(self.Highlighted(self, key))

    def _page(self, rows: int) -> None:
        """The cursor keeps its line of the screen, the rows move under it."""
        if self.body_height:
            limit = max(0, len(self._set) - self.body_height)
            self.top = max(0, min(limit, self.top + rows))
            target = max(0, min(self.cursor + rows, len(self._set) - 1))
            self.unchosen = False
            if target != self.cursor:
                self.cursor = target
                self._keep_visible()
                self.refresh()
                self._tell()

    def _scroll(self, top: int) -> None:
        top = max(0, min(top, len(self._set) - self.body_height))
        if top != self.top:
            self.top = top
            self._measure_seen()
            self.refresh()


_ACTIONS: dict[str, Callable[[RowList[Any]], None]] = {
    "down": RowList.action_down,
    "up": RowList.action_up,
    "page_down": RowList.action_page_down,
    "page_up": RowList.action_page_up,
    "top": RowList.action_top,
    "bottom": RowList.action_bottom,
}
_QUICK = {
    key: _ACTIONS[binding.action]
    for binding in RowList.BINDINGS
    if isinstance(binding, Binding) and binding.action in _ACTIONS
    for key in binding.key.split(",")
}
RowList.steps = frozenset(_QUICK)
_TYPING_MOVES = ("down", "up", "pagedown", "pageup")
__all__ = ["Cell", "Column", "RowList"]
