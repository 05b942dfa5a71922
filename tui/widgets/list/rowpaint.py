"""How is a list drawn? Title, column titles, rows, a thin bar and the count, one strip a line.

Law: a row is formatted when it is first shown and kept as a strip; what is drawn depends on the width of the
moment, never on an earlier one; text of users is plain text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Generic, TypeVar

from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.text.format import plural, width_of
from tui.text.theme import Row, tones
from tui.widgets.form.edit import Editor
from tui.widgets.frame.paneltitle import Other, name_spans, other_at, title_spans
from tui.widgets.list.columns import (
    GAP,
    READABLE,
    Cell,
    Column,
    cell_spans,
    content_widths,
    heading_spans,
    layout,
    whole_width,
)
from tui.widgets.list.rowset import Key, RowSet
from tui.widgets.list.sorting import Order, column_name
from tui.widgets.spans import Span, Spans, different_cells, strip

T = TypeVar("T")
CURSOR, RESTING, MARK = "▸", "›", "✓"
STRIPS_KEPT = 1500
MEASURED = 300
"""Rows whose contents make the widths of the columns; of a longer list the first ones and some of the others."""


class RowPainter(Widget, Generic[T]):
    """What `RowList` looks like; knows the rows, the cursor and the filter, but no key and no mouse."""

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
        heads_in_title: bool = False,
        footer: bool | None = None,
        marks: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Columns, and how an item gives its key, its cells and its search text (by default all its cells).

        With a `title` the count stands in the title line, otherwise in a last line (`footer`). The headings have
        a line of their own (`header`), or stand in the title line where there is room (`heads_in_title`).
        """
        super().__init__(id=id, classes=classes)
        self._columns = tuple(columns)
        self._cells = cells
        self._set: RowSet[T] = RowSet(key, search or self._text_of)
        self._title, self._noun, self._nouns, self._empty = title, noun, nouns, empty
        self._header, self._heads_in_title = header, heads_in_title
        self._others: tuple[Other, ...] = ()
        self._footer = not title if footer is None else footer
        self._marking = marks
        self._marked: set[Key] = set()
        self._strips: dict[tuple[int, str, bool], Strip] = {}
        self._layout: tuple[tuple[int, int], ...] = ()
        self._contents: tuple[int, ...] | None = None
        self._unmeasured = True
        self._drawn_width = 0
        self._seen: set[int] = set()
        self._typing: Editor | None = None
        self._loaded = False
        self._note: Spans = ()
        self.cursor = 0
        self.top = 0
        self._unchosen = False
        self.order: Order | None = None

    def set_title(self, title: str, note: Spans = ()) -> None:
        """Change the title line; `note` replaces the count at its right."""
        if (title, tuple(note)) != (self._title, tuple(self._note)):
            self._title, self._note = title, tuple(note)
            self.refresh(Region(0, 0, self.size.width, 1))

    def set_others(self, others: Sequence[Other]) -> None:
        """Name the panels that stand behind this one."""
        if tuple(others) != self._others:
            self._others = tuple(others)
            self.refresh(Region(0, 0, self.size.width, 1))

    def set_empty(self, text: str) -> None:
        """Change the sentence of the empty list."""
        self._empty = text
        if not len(self._set):
            self.refresh()

    # -- places ---------------------------------------------------------------------------------

    @property
    def _above(self) -> int:
        return bool(self._title) + self._header

    @property
    def active_line(self) -> int | None:
        """The line with the cursor, counted from the top of the list; None without rows."""
        return self._above + self.cursor - self.top if len(self._set) else None

    @property
    def comfortable(self) -> int:
        """Cells in which no column is cut and a bar shows more than a guess."""
        return self._needs(READABLE)

    def _needs(self, bar: int) -> int:
        self._layout_at(self._drawn_width or 80)
        return whole_width(self._columns, self._contents, titles=self._header, bar=bar) + 4

    @property
    def body_height(self) -> int:
        """Lines for rows."""
        return max(0, self.size.height - self._above - self._footer)

    def other_at(self, x: int) -> str | None:
        """The id of the panel behind this one that the title names at a cell."""
        return other_at(self._title, self._others, x)

    @property
    def whole_height(self) -> int:
        """Lines in which all rows stand, or the sentence of the empty list."""
        return self._above + max(1, len(self._set)) + self._footer

    @property
    def whole_width(self) -> int:
        """Cells in which no column is cut or left out, nor the sentence of the empty list."""
        return self._needs(0) if len(self._set) else width_of(self._empty) + 4

    @property
    def unchosen(self) -> bool:
        """No row is chosen yet: none is marked as the one that enter takes, until a key or a click chooses."""
        return self._unchosen

    @unchosen.setter
    def unchosen(self, unchosen: bool) -> None:
        if unchosen != self._unchosen:
            self._unchosen = unchosen
            self._strips.clear()
            self._refresh_row(self.cursor)

    @property
    def _has_bar(self) -> bool:
        return len(self._set) > self.body_height > 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Enough for all rows, where a style asks for `height: auto`."""
        return self.whole_height

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """All there is."""
        return container.width

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor in sight; the columns follow the width by themselves."""
        if self._keep_visible():
            self.refresh()

    def on_focus(self) -> None:
        """The cursor line and the title get their full colour."""
        self._refresh_row(self.cursor)
        self._refresh_title()

    def on_blur(self) -> None:
        """The cursor line and the title step back."""
        self._refresh_row(self.cursor)
        self._refresh_title()

    def _refresh_title(self) -> None:
        if self._title.strip():
            self.refresh(Region(0, 0, self.size.width, 1))

    def notify_style_update(self) -> None:
        """Another theme, other strips."""
        self._strips.clear()
        super().notify_style_update()

    # -- lines ----------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line for the compositor: title, column titles, a row, or the count."""
        width = self.size.width
        theme = self.app.theme
        if self._title and y == 0:
            return strip(self._title_spans(width), width, tones(theme))
        if self._header and y == self._above - 1:
            return self._render_header(width)
        row = y - self._above
        if self._footer and y == self.size.height - 1:
            return strip([("  ", ""), *self._right_note()], width, tones(theme))
        if row < self.body_height and self.top + row < len(self._set):
            return self._with_bar(self._row_strip(self.top + row), row)
        return self._render_below(row, width)

    def _title_spans(self, width: int) -> list[Span]:
        name = name_spans(self._title, self._others, focused=self.has_focus)
        heads = None
        if self._heads_in_title and self._set.total:
            heads = [(self._columns[index], size) for index, size in self._columns_at(width)]
        return title_spans(name, self._right_note(), width, heads)

    def _render_header(self, width: int) -> Strip:
        """The headings; an empty list has none."""
        spans: list[Span] = [("  ", "")]
        for index, size in self._columns_at(width) if self._set.total else ():
            column = self._columns[index]
            sign = self.order.sign if self.order is not None and self.order.column == index else ""
            spans += heading_spans(column, size, sign)
        return strip(spans, width, tones(self.app.theme))

    def _render_below(self, row: int, width: int) -> Strip:
        styles = tones(self.app.theme)
        if row == 0 and self._loaded and not len(self._set):
            text = f"Nothing matches “{self._set.filter}”. esc clears." if self._set.total else self._empty
            return strip([("  ", ""), (text, "dim")], width, styles)
        return Strip.blank(width, styles[""])

    def _row_strip(self, position: int) -> Strip:
        columns = self._columns_at(self.size.width)  # first of all: another width makes all strips worthless
        item = self._set.item(position)
        marked = bool(self._marked) and self._set.key(position) in self._marked
        where: Row = "plain"
        if position == self.cursor and not self._unchosen:
            where = "cursor" if self.has_focus else "blurred"
        known = self._strips.get((position, where, marked))
        if known is not None:
            return known
        if len(self._strips) >= STRIPS_KEPT:
            self._strips.clear()
        styles = tones(self.app.theme, where)
        pointer = {"plain": (" ", ""), "cursor": (CURSOR, "accent")}.get(where, (RESTING, "dim"))
        spans: list[Span] = [pointer, (MARK, "accent") if marked else (" ", "")]
        cells = self._cells(item)
        room = self.size.width - 1
        for index, width in columns:
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

    def _right_note(self) -> list[Span]:
        total = self._set.total
        state = self.state_note()
        if self._typing is not None or self._set.filter:
            return state[:-1]
        if self._note:
            return [*state, *self._sorted_note(), *self._note]
        if not self._loaded or (self._footer and not total):
            return []
        count = f"{total:,}" if self._title else plural(total, self._noun, self._nouns)
        return [*state, *self._sorted_note(), (count, "dim")]

    def state_note(self) -> list[Span]:
        """What stands before the count: marks, and the filter with what it leaves, each with a dot behind it."""
        words = self.mark_note()
        if self._typing is not None or self._set.filter:
            spans = [(self._set.filter, "accent")] if self._typing is None else self._typing.spans(40)
            left = (f"  {len(self._set):,} of {self._set.total:,}", "dim")
            return [*words, ("/", "accent"), *spans, left, (" · ", "faint")]
        return words

    def mark_note(self) -> list[Span]:
        """How many rows are marked; nothing in a list without marks."""
        return []

    def _sorted_note(self) -> list[Span]:
        """Where no heading can carry the sign: by what the rows are sorted."""
        if self.order is None or self._header:
            return []
        return [
            (f"by {column_name(self._columns, self.order.column)} {self.order.sign}", "accent"),
            ("  ", ""),
        ]

    def _text_of(self, item: T) -> str:
        spans = (cell_spans(cell, 200, "left") for cell in self._cells(item) if not callable(cell))
        return " ".join(text for cell in spans for text, _ in cell)

    def _columns_at(self, width: int) -> tuple[tuple[int, int], ...]:
        if width != self._drawn_width or not self._layout:
            self._forget()
            self._drawn_width = width
            self._layout = self._layout_at(width)
        return self._layout

    def _layout_at(self, width: int) -> tuple[tuple[int, int], ...]:
        if self._unmeasured:
            self._unmeasured = False
            known = self._set.total and not all(column.bar for column in self._columns)
            rows = map(self._cells, self._set.sample(MEASURED))
            self._contents = content_widths(self._columns, rows) if known else None
        return layout(self._columns, width - 4, self._contents, titles=self._header)

    def _measure(self) -> bool:
        """Look at the rows for the widths of the columns; True when they come out otherwise than before."""
        self._unmeasured = True
        if not self._layout:
            return False
        before, self._layout = self._layout, self._layout_at(self._drawn_width)
        return before != self._layout

    def _measure_seen(self) -> None:
        """Of a list that is too long to be measured: columns grow with the rows that come into sight."""
        if self._contents is None or self._set.total <= MEASURED:
            return
        if not self._strips:
            self._seen.clear()
        new = set(self._positions()) - self._seen
        self._seen.update(new)
        seen = content_widths(self._columns, (self._cells(self._set.item(at)) for at in new))
        grown = tuple(map(max, self._contents, seen))
        if grown != self._contents:
            self._contents = grown
            self._forget()
            self.refresh()

    def _forget(self) -> None:
        self._strips.clear()
        self._layout = ()

    # -- what changed ---------------------------------------------------------------------------

    def _painted(self) -> tuple[list[Strip], Spans] | None:
        """What is on the screen now, to be compared after a change; None when the list is not shown."""
        if not self._loaded or not self.size or not self.is_attached:
            return None
        return self._body(), self._right_note()

    def _positions(self) -> range:
        return range(self.top, min(self.top + self.body_height, len(self._set)))

    def _body(self) -> list[Strip]:
        if not len(self._set):
            return [self._render_below(0, self.size.width)]
        return [self._with_bar(self._row_strip(at), at - self.top) for at in self._positions()]

    def _paint_difference(self, before: tuple[list[Strip], Spans] | None) -> None:
        """Paint the lines that look different from before."""
        if before is None:
            self.refresh()
            return
        old, note = before
        for line, (was, now) in enumerate(zip_longest(old, self._body())):
            if (cells := different_cells(was, now, self.size.width)) is not None:
                self.refresh(Region(cells[0], self._above + line, cells[1] - cells[0], 1))
        if note != self._right_note():
            self._refresh_note()

    def _keep_visible(self) -> bool:
        """Scroll so that the cursor is shown; True when the offset changed."""
        height, old = self.body_height, self.top
        if height:
            self.top = max(0, min(self.top, len(self._set) - height))
            self.top = min(max(self.top, self.cursor - height + 1), self.cursor)
        self._measure_seen()
        return self.top != old

    def _refresh_row(self, position: int) -> None:
        line = position - self.top
        if 0 <= line < self.body_height:
            self.refresh(Region(0, self._above + line, self.size.width, 1))

    def _refresh_note(self) -> None:
        y = 0 if self._title else self.size.height - 1
        self.refresh(Region(0, y, self.size.width, 1))
