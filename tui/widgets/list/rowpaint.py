"""How is a list drawn? Title, column titles, rows, a thin bar and the count, one strip a line.

A row is formatted when it is first shown and kept as a strip; what is drawn depends on the width of the moment, never
on an earlier one; text of users is plain text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Generic, TypeVar

from textual import events, on
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.text.format import width_of
from tui.text.theme import Row, tones
from tui.widgets.form.edit import Editor
from tui.widgets.list.columns import Cell, Column
from tui.widgets.list.listheads import ListTitle, RowWords, filter_words, headings, sorted_words
from tui.widgets.list.rowset import Key, RowSet
from tui.widgets.list.rowstrips import RowStrips, cells_text
from tui.widgets.list.scrollbar import ScrollBar
from tui.widgets.list.sorting import Order
from tui.widgets.list.widths import AROUND, ColumnWidths
from tui.widgets.spans import Span, Spans, different_cells, strip

T = TypeVar("T")


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
        self._set: RowSet[T] = RowSet(key, search or (lambda item: cells_text(cells(item))))
        self._widths = ColumnWidths(self._columns, cells, self._set, titles=header)
        self._strips = RowStrips(self._set, cells, self._widths)
        self.title = ListTitle(title, self._refresh_title)
        self._words = RowWords(noun, nouns, empty)
        self._header, self._heads_in_title = header, heads_in_title
        self._footer = not title if footer is None else footer
        self._marking = marks
        self._marked: set[Key] = set()
        self._typing: Editor | None = None
        self._loaded = False
        self.cursor = 0
        self.top = 0
        self._unchosen = False
        self.order: Order | None = None
        self._drawn_title: Strip | None = None

    def set_title(self, title: str, note: Spans = ()) -> None:
        """Change the title line; `note` replaces the count at its right."""
        self.title.change(title, note)

    def set_empty(self, text: str) -> None:
        """Change the sentence of the empty list."""
        self._words = replace(self._words, none=text)
        if not len(self._set):
            self.refresh()

    # -- places ---------------------------------------------------------------------------------

    @property
    def _above(self) -> int:
        return bool(self.title.name) + self._header

    @property
    def active_line(self) -> int | None:
        """The line with the cursor, counted from the top of the list; None without rows."""
        return self._above + self.cursor - self.top if len(self._set) else None

    @property
    def comfortable(self) -> int:
        """Cells in which no column is cut and a bar shows more than a guess."""
        return self._widths.needed()

    @property
    def body_height(self) -> int:
        """The lines that are left for rows below the head and above the foot."""
        return max(0, self.size.height - self._above - self._footer)

    @property
    def whole_height(self) -> int:
        """Lines in which all rows stand, or the sentence of the empty list."""
        return self._above + max(1, len(self._set)) + self._footer

    @property
    def whole_width(self) -> int:
        """Cells in which no column is cut or left out, nor the sentence of the empty list."""
        return self._widths.needed(bar=0) if len(self._set) else width_of(self._words.none) + AROUND

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
    def _bar(self) -> ScrollBar:
        return ScrollBar(self.body_height, len(self._set), self.top)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Enough for all rows, where a style asks for `height: auto`."""
        return self.whole_height

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Take the container's whole width: rows are cut to it, never wrapped."""
        return container.width

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor in sight; the columns follow the width by themselves."""
        if self._keep_visible():
            self.refresh()

    @on(events.Focus)
    @on(events.Blur)
    def _step_forward_or_back(self) -> None:
        """The cursor line and the title have their full colour only while the list has the keys."""
        self._refresh_row(self.cursor)
        if self.title.name.strip():
            self._refresh_line(0)

    def notify_style_update(self) -> None:
        """Drop the cached strips, as the new theme has other colours."""
        self._strips.clear()
        super().notify_style_update()

    # -- lines ----------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line for the compositor: title, column titles, a row, or the count."""
        width = self.size.width
        styles = tones(self.app.theme)
        columns = self._widths.at(width) if self._set.total else ()  # an empty list has no headings
        row = y - self._above
        if self.title.name and y == 0:
            self._drawn_title = self._title_strip()
            return self._drawn_title
        if self._header and row == -1:
            return strip(headings(self._columns, columns, self.order), width, styles)
        if self._footer and y == self.size.height - 1:
            return strip([("  ", ""), *self._right_note()], width, styles)
        if row < self.body_height and self.top + row < len(self._set):
            return self._row_strip(self.top + row, width, self._bar)
        if row == 0 and self._loaded and not len(self._set):
            return strip([("  ", ""), self._words.empty(self._set)], width, styles)
        return Strip.blank(width, styles[""])

    def _title_strip(self) -> Strip:
        width = self.size.width
        columns = self._widths.at(width) if self._heads_in_title and self._set.total else ()
        heads = [(self._columns[at], size) for at, size in columns]
        title = self.title.spans(self._right_note(), width, heads, focused=self.has_focus)
        return strip(title, width, tones(self.app.theme))

    def _row_strip(self, position: int, width: int, bar: ScrollBar) -> Strip:
        """A row, with the bar at its end."""
        marked = bool(self._marked) and self._set.key(position) in self._marked
        where: Row = "plain"
        if position == self.cursor and not self._unchosen:
            where = "cursor" if self.has_focus else "blurred"
        theme = self.app.theme
        row = self._strips.row(position, width, where, marked, theme)
        return bar.beside(row, position - self.top, tones(theme))

    def _right_note(self) -> list[Span]:
        total = self._set.total
        state = self.state_note()
        if self._typing is not None or self._set.filter:
            return state[:-1]
        sorted_by = [] if self._header else sorted_words(self._columns, self.order)
        if self.title.note:
            return [*state, *sorted_by, *self.title.note]
        if not self._loaded or (self._footer and not total):
            return []
        return [*state, *sorted_by, self._words.count(total, named=bool(self.title.name))]

    def state_note(self) -> list[Span]:
        """What stands before the count: the filter with what it leaves, and a dot behind it."""
        return filter_words(self._set, self._typing)

    def _measure_seen(self) -> None:
        """Of a list that is too long to be measured: columns grow with the rows that come into sight."""
        if self._widths.grown(self._bar.in_sight, afresh=not len(self._strips)):
            self._strips.clear()
            self.refresh()

    # -- what changed ---------------------------------------------------------------------------

    def _painted(self) -> tuple[list[Strip], Spans] | None:
        """What is on the screen now, to be compared after a change; None when the list is not shown."""
        if not self._loaded or not self.size or not self.is_attached:
            return None
        if not len(self._set):
            return [self.render_line(self._above)], self._right_note()
        width, bar = self.size.width, self._bar
        return [self._row_strip(at, width, bar) for at in bar.in_sight], self._right_note()

    def _paint_difference(self, before: tuple[list[Strip], Spans] | None) -> None:
        """Paint the lines that look different from before."""
        after, width = self._painted() if before is not None else None, self.size.width
        if before is None or after is None:
            self.refresh()
            return
        for line, (was, now) in enumerate(zip_longest(before[0], after[0])):
            if (cells := different_cells(was, now, width)) is not None:
                self.refresh(Region(cells[0], self._above + line, cells[1] - cells[0], 1))
        if before[1] != after[1]:
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
            self._refresh_line(self._above + line)

    def _refresh_note(self) -> None:
        if self.title.name:
            self._refresh_title()
        else:
            self._refresh_line(self.size.height - 1)

    def _refresh_title(self) -> None:
        """Paint what differs in the title from what was drawn last: the sum of the day at its end, say."""
        drawn, width = self._drawn_title, self.size.width
        if drawn is None or drawn.cell_length != width or not self.title.name or not self.is_attached:
            self._refresh_line(0)
        elif (cells := different_cells(drawn, self._title_strip(), width)) is not None:
            self.refresh(Region(cells[0], 0, cells[1] - cells[0], 1))

    def _refresh_line(self, y: int) -> None:
        self.refresh(Region(0, y, self.size.width, 1))
