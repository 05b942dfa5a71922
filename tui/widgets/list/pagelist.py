"""How is a page of figures read with a cursor? Lines of which some can be opened or explained, and headings.

The cursor never rests on a heading; a heading above the first line stays in sight.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import events

from models.domain.basics.months import Month
from tui.widgets.list.columns import Column
from tui.widgets.list.rows import RowList
from tui.widgets.spans import Spans, spread


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page: what it shows at a width, and what stands behind it.

    `kind` and `record` name what enter opens ("request", "contract", "month", "unit", …); a line of kind "" is
    a heading or a blank line.
    """

    key: str
    draw: Callable[[int], Spans]
    kind: str = "text"
    record: str = ""
    month: Month | None = None
    text: str = ""


def heading(key: str, title: str, right: Spans = ()) -> PageLine:
    """A line of the page with the title of the section below it."""

    def draw(width: int) -> Spans:
        return spread([(title, "title")], right, width)

    return PageLine(key, draw, "", text=title)


def blank(key: str) -> PageLine:
    """A line of the page without text, for the space between sections."""
    return PageLine(key, lambda width: (), "")


def plain(
    key: str, spans: Spans, kind: str = "text", record: str = "", month: Month | None = None
) -> PageLine:
    """A line that is the same at every width."""
    text = " ".join(part for part, _ in spans)
    return PageLine(key, lambda width: spans, kind, record, month, text)


Lines = Callable[[int], list[PageLine]]
"""Makes the lines of a page for a width in cells: long texts are broken to it."""
_AROUND = 6
"""Cells of a line that are no text: the cursor, the scroll bar and what is left free at the right."""


class PageList(RowList[PageLine]):
    """A page of lines, which are made anew when its width is another one."""

    _page_lines: Lines | None = None
    _made_for = 0

    def __init__(self, *, id: str, empty: str) -> None:
        super().__init__(
            (Column("", bar=True, minimum=20),),
            key=lambda line: line.key,
            cells=lambda line: (line.draw,),
            search=lambda line: line.text,
            title=" ",
            noun="line",
            empty=empty,
            header=False,
            id=id,
        )

    def show_lines(self, title: str, note: Spans, lines: Lines) -> None:
        """Show a page; the cursor stays on its line when that is still there."""
        self.set_title(title, [*note, (" ", "")] if note else [(" ", "")])
        self._page_lines = lines
        self._make_lines()

    def on_resize(self, event: events.Resize) -> None:
        """Break the lines to the width, also where they came before the page had its place."""
        super().on_resize(event)
        if self._text_cells != self._made_for:
            self._make_lines()

    @property
    def _text_cells(self) -> int:
        """Cells for the text of a line; a guess while the page was not laid out."""
        return (self.size.width or self.app.size.width // 2) - _AROUND

    def _make_lines(self) -> None:
        self._made_for = self._text_cells
        if self._page_lines is not None:
            self.set_rows(self._page_lines(self._made_for))
            self.move_to(self.cursor)

    def move_to(self, position: int) -> None:
        """Put the cursor on a line, or on the next one that is no heading."""
        position = max(0, min(position, self.count - 1))
        step = 1 if position >= self.cursor else -1
        found = self._readable(position, step)
        if found is None:
            found = self._readable(position, -step)
        if found is not None:
            super().move_to(found)

    def _readable(self, position: int, step: int) -> int | None:
        while 0 <= position < self.count:
            if self._set.item(position).kind:
                return position
            position += step
        return None

    def _keep_visible(self) -> bool:
        old = self.top
        super()._keep_visible()
        first = self._readable(0, 1)
        if first is not None and self.cursor <= first < self.body_height:
            self.top = 0
        return self.top != old
