"""How does every list of the program look and move? One widget on the line API, from five rows to 100,000.

Law: a step of the cursor paints two lines; new rows keep the cursor on its key, the scroll offset and the
filter; text of users is plain text. Rows are formatted when they are first shown and kept as one strip each.

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
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.format import plural
from tui.theme import Row, tones
from tui.widgets.columns import GAP, Cell, Column, cell_spans, layout
from tui.widgets.edit import Editor
from tui.widgets.line import title_line
from tui.widgets.rowset import Key, RowSet
from tui.widgets.spans import Span, Spans, segments, strip

T = TypeVar("T")
CURSOR, MARK = "▸", "✓"
STRIPS_KEPT = 1500
WHEEL = 3


def _move(keys: str, action: str, description: str) -> Binding:
    return Binding(keys, action, description, show=False, id=f"list.{action.replace('_', '-')}")


class RowList(Widget, Generic[T], can_focus=True):
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

    @dataclass
    class Highlighted(Message):
        """The cursor came to another row; `key` is None in an empty list."""

        rows: RowList[Any]
        key: Key | None

        @property
        def control(self) -> RowList[Any]:
            """The list, for `@on(RowList.Highlighted, "#id")`."""
            return self.rows

    @dataclass
    class Opened(Message):
        """Enter or a double click on a row."""

        rows: RowList[Any]
        key: Key

        @property
        def control(self) -> RowList[Any]:
            """The list, for `@on(RowList.Opened, "#id")`."""
            return self.rows

    @dataclass
    class Marked(Message):
        """The set of marked rows changed."""

        rows: RowList[Any]
        keys: frozenset[Key]

        @property
        def control(self) -> RowList[Any]:
            """The list."""
            return self.rows

    @dataclass
    class Filtered(Message):
        """The filter changed."""

        rows: RowList[Any]
        text: str

        @property
        def control(self) -> RowList[Any]:
            """The list."""
            return self.rows

    @dataclass
    class HeaderClicked(Message):
        """A click on a column's title, for screens that sort."""

        rows: RowList[Any]
        column: int

        @property
        def control(self) -> RowList[Any]:
            """The list."""
            return self.rows

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        key: Callable[[T], Key],
        cells: Callable[[T], Sequence[Cell]],
        search: Callable[[T], str] | None = None,
        title: str = "",
        noun: str = "row",
        nouns: str | None = None,
        empty: str = "Nothing here.",
        header: bool = True,
        footer: bool | None = None,
        marks: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Columns, and how an item gives its key, its cells and its search text (by default all its cells).

        With a `title` the count stands in the title line, otherwise in a last line (`footer`).
        """
        super().__init__(id=id, classes=classes)
        self._columns = tuple(columns)
        self._cells = cells
        self._set: RowSet[T] = RowSet(key, search or self._text_of)
        self._title, self._noun, self._nouns, self._empty = title, noun, nouns, empty
        self._header = header
        self._footer = not title if footer is None else footer
        self._marking = marks
        self._marked: set[Key] = set()
        self._strips: dict[tuple[int, str, bool], Strip] = {}
        self._layout: tuple[tuple[int, int], ...] = ()
        self._typing: Editor | None = None
        self._loaded = False
        self._key: Key | None = None
        self._note: Spans = ()
        self.cursor = 0
        self.top = 0

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
    def marked(self) -> frozenset[Key]:
        """Keys of the marked rows."""
        return frozenset(self._marked)

    @property
    def filter(self) -> str:
        """The filter's text."""
        return self._set.filter

    def set_rows(self, items: Sequence[T]) -> None:
        """Show these items (a `Window` for very long lists); cursor, scroll offset, marks and filter stay.

        Lines that look the same as before are not painted again.
        """
        before = self._painted()
        key, shift = self._key, self.cursor - self.top
        self._set.replace(items)
        self._loaded = True
        found = self._set.position(key, self.cursor) if key is not None else None
        self.cursor = found if found is not None else max(0, min(self.cursor, len(self._set) - 1))
        if found is not None and found - shift != self.top:
            self.top = found - shift
        self._settle(before)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Use other columns; the cells of an item must match."""
        self._columns = tuple(columns)
        self._forget()
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

    def set_sort(self, key: Callable[[T], Any] | None, reverse: bool = False) -> None:
        """Order the rows by `key` of an item, or as they came when None; the cursor stays on its row."""
        before = self._painted()
        name = self._key
        self._set.set_sort(key, reverse)
        found = self._set.position(name) if name is not None else None
        self.cursor = found or 0
        self._settle(before)

    def set_title(self, title: str, note: Spans = ()) -> None:
        """Change the title line; `note` replaces the count at its right."""
        if (title, tuple(note)) != (self._title, tuple(self._note)):
            self._title, self._note = title, tuple(note)
            self.refresh(Region(0, 0, self.size.width, 1))

    def set_empty(self, text: str) -> None:
        """Change the sentence of the empty list."""
        self._empty = text
        if not len(self._set):
            self.refresh()

    def move_to(self, position: int) -> None:
        """Put the cursor on a row by position, clamped; paints two lines, or the list when it scrolls."""
        position = max(0, min(position, len(self._set) - 1))
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
        if action is not None and not self.app._keymap:
            action(self)
            event.stop()
            event.prevent_default()

    def action_down(self) -> None:
        """To the next row."""
        self.move_to(self.cursor + 1)

    def action_up(self) -> None:
        """To the previous row."""
        self.move_to(self.cursor - 1)

    def action_page_down(self) -> None:
        """A page on, the last row of this page staying in sight."""
        self._page(max(1, self.body_height - 1))

    def action_page_up(self) -> None:
        """A page back."""
        self._page(-max(1, self.body_height - 1))

    def action_top(self) -> None:
        """To the first row."""
        self.move_to(0)

    def action_bottom(self) -> None:
        """To the last row."""
        self.move_to(len(self._set) - 1)

    def action_open(self) -> None:
        """Tell that the row under the cursor was chosen."""
        if len(self._set):
            self.post_message(self.Opened(self, self._set.key(self.cursor)))

    def action_mark(self) -> None:
        """Mark the row under the cursor, or take the mark away, and go on."""
        key = self.cursor_key
        if key is None:
            return
        self._marked ^= {key}
        self._refresh_row(self.cursor)
        self.post_message(self.Marked(self, frozenset(self._marked)))
        self.move_to(self.cursor + 1)

    def clear_marks(self) -> None:
        """Take all marks away."""
        if self._marked:
            self._marked.clear()
            self.refresh()
            self.post_message(self.Marked(self, frozenset()))

    def action_filter(self) -> None:
        """Begin to type a filter; enter keeps it, escape shows all rows again."""
        self._typing = Editor(self._set.filter, limit=80)
        self._refresh_note()
        self.screen.refresh_bindings()

    def action_clear(self) -> None:
        """Drop the filter."""
        self._typing = None
        self.set_filter("")
        self._refresh_note()
        self.screen.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """`x` only where marking is on; `esc` only while there is something to clear."""
        if action == "mark":
            return self._marking
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
            self._click_header(event.x)
        elif 0 <= row < self.body_height and self.top + row < len(self._set):
            if event.x >= self.size.width - 1 and self._has_bar:
                self._scroll_to_bar(row)
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

    def _click_header(self, x: int) -> None:
        left = 2
        for index, width in self._layout:
            if left <= x < left + width:
                self.post_message(self.HeaderClicked(self, index))
                return
            left += width + GAP

    # -- drawing --------------------------------------------------------------------------------

    @property
    def _above(self) -> int:
        return bool(self._title) + self._header

    @property
    def body_height(self) -> int:
        """Lines for rows."""
        return max(0, self.size.height - self._above - self._footer)

    @property
    def _has_bar(self) -> bool:
        return len(self._set) > self.body_height > 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Enough for all rows, where a style asks for `height: auto`."""
        return self._above + max(1, len(self._set)) + self._footer

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """All there is."""
        return container.width

    def on_resize(self, event: events.Resize) -> None:
        """Other widths, other columns; the compositor may have drawn the new size with the old ones already."""
        self._forget()
        self._keep_visible()
        self.refresh()

    def on_focus(self) -> None:
        """The cursor line gets its full colour."""
        self._refresh_row(self.cursor)

    def on_blur(self) -> None:
        """The cursor line steps back."""
        self._refresh_row(self.cursor)

    def notify_style_update(self) -> None:
        """Another theme, other strips."""
        self._strips.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """One line for the compositor: title, column titles, a row, or the count."""
        width = self.size.width
        theme = self.app.theme
        if self._title and y == 0:
            return strip(title_line(self._title, self._right_note(), width), width, tones(theme))
        if self._header and y == self._above - 1:
            return self._render_header(width)
        row = y - self._above
        if self._footer and y == self.size.height - 1:
            return strip([("  ", ""), *self._right_note()], width, tones(theme))
        if row < self.body_height and self.top + row < len(self._set):
            return self._with_bar(self._row_strip(self.top + row), row)
        return self._render_below(row, width)

    def _render_header(self, width: int) -> Strip:
        spans: list[Span] = [("  ", "")]
        for index, size in self._columns_at(width):
            column = self._columns[index]
            spans += [*cell_spans((column.title, "dim"), size, column.align), (" " * GAP, "")]
        spans.pop()
        return strip(spans, width, tones(self.app.theme))

    def _render_below(self, row: int, width: int) -> Strip:
        styles = tones(self.app.theme)
        if row == 0 and self._loaded and not len(self._set):
            text = f"Nothing matches “{self._set.filter}”. esc clears." if self._set.total else self._empty
            return strip([("  ", ""), (text, "dim")], width, styles)
        return Strip.blank(width, styles[""])

    def _row_strip(self, position: int) -> Strip:
        item = self._set.item(position)
        marked = bool(self._marked) and self._set.key(position) in self._marked
        where: Row = "plain"
        if position == self.cursor:
            where = "cursor" if self.has_focus else "blurred"
        known = self._strips.get((position, where, marked))
        if known is not None:
            return known
        if len(self._strips) >= STRIPS_KEPT:
            self._strips.clear()
        styles = tones(self.app.theme, where)
        pointer = (" ", "") if where == "plain" else (CURSOR, "accent" if where == "cursor" else "dim")
        spans: list[Span] = [pointer, (MARK, "accent") if marked else (" ", "")]
        cells = self._cells(item)
        room = self.size.width - 1
        for index, width in self._columns_at(self.size.width):
            column = self._columns[index]
            spans += cell_spans(cells[index] if index < len(cells) else "", width, column.align)
            spans.append((" " * GAP, ""))
        spans.pop()
        drawn = strip(spans, room, styles)
        self._strips[(position, where, marked)] = drawn
        return drawn

    def _with_bar(self, row: Strip, line: int) -> Strip:
        first, last = self._bar()
        styles = tones(self.app.theme)
        bar = Segment("▐", styles["faint"]) if first <= line < last else Segment(" ", styles[""])
        return Strip([*row, bar], row.cell_length + 1)

    def _bar(self) -> tuple[int, int]:
        if not self._has_bar:
            return (0, 0)
        height, total = self.body_height, len(self._set)
        size = max(1, height * height // total)
        travel = max(1, total - height)
        first = (height - size) * min(self.top, travel) // travel
        return (first, first + size)

    def _scroll_to_bar(self, line: int) -> None:
        self._scroll(line * max(0, len(self._set) - self.body_height) // max(1, self.body_height - 1))

    def _right_note(self) -> list[Span]:
        shown, total = len(self._set), self._set.total
        if self._typing is not None:
            return [("/", "accent"), *self._typing.spans(40), (f"  {shown:,} of {total:,}", "dim")]
        if self._set.filter:
            return [(f"/{self._set.filter}", "accent"), (f"  {shown:,} of {total:,}", "dim")]
        if self._note:
            return list(self._note)
        if not self._loaded or (self._footer and not total):
            return []
        return [(f"{total:,}" if self._title else plural(total, self._noun, self._nouns), "dim")]

    # -- inside ---------------------------------------------------------------------------------

    def _text_of(self, item: T) -> str:
        spans = (cell_spans(cell, 200, "left") for cell in self._cells(item) if not callable(cell))
        return " ".join(text for cell in spans for text, _ in cell)

    def _columns_at(self, width: int) -> tuple[tuple[int, int], ...]:
        if not self._layout:
            self._layout = layout(self._columns, width - 4)
        return self._layout

    def _forget(self) -> None:
        self._strips.clear()
        self._layout = ()

    def _painted(self) -> tuple[list[Strip], Spans] | None:
        """What is on the screen now, to be compared after a change; None when the list is not shown."""
        if not self._loaded or not self.size or not self.is_attached:
            return None
        return self._body(), self._right_note()

    def _body(self) -> list[Strip]:
        last = min(self.top + self.body_height, len(self._set))
        return [self._with_bar(self._row_strip(at), at - self.top) for at in range(self.top, last)]

    def _settle(self, before: tuple[list[Strip], Spans] | None) -> None:
        """After other rows: paint the lines that look different."""
        self._strips.clear()
        self._keep_visible()
        self._tell()
        if before is None:
            self.refresh()
            return
        old, note = before
        fresh = self._body()
        for line in range(max(len(old), len(fresh), 1)):
            if old[line : line + 1] != fresh[line : line + 1] or not fresh:
                self.refresh(Region(0, self._above + line, self.size.width, 1))
        if note != self._right_note():
            self._refresh_note()

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
            if target != self.cursor:
                self.cursor = target
                self._keep_visible()
                self.refresh()
                self._tell()

    def _scroll(self, top: int) -> None:
        top = max(0, min(top, len(self._set) - self.body_height))
        if top != self.top:
            self.top = top
            self.refresh()

    def _keep_visible(self) -> bool:
        """Scroll so that the cursor is shown; True when the offset changed."""
        height, old = self.body_height, self.top
        if height:
            self.top = max(0, min(self.top, len(self._set) - height))
            self.top = min(max(self.top, self.cursor - height + 1), self.cursor)
        return self.top != old

    def _refresh_row(self, position: int) -> None:
        line = position - self.top
        if 0 <= line < self.body_height:
            self.refresh(Region(0, self._above + line, self.size.width, 1))

    def _refresh_note(self) -> None:
        y = 0 if self._title else self.size.height - 1
        self.refresh(Region(0, y, self.size.width, 1))


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
_TYPING_MOVES = ("down", "up", "pagedown", "pageup")
__all__ = ["Cell", "Column", "RowList", "segments"]
