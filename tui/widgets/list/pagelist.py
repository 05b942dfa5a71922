"""How is a page of figures read with a cursor? Lines of which some can be opened or explained, and headings.

The cursor never rests on a heading; a heading above the first line stays in sight.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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


class PageList(RowList[PageLine]):
    """A page of lines."""

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

    def show_lines(self, title: str, note: Spans, lines: list[PageLine]) -> None:
        """Show a page; the cursor stays on its line when that is still there."""
        self.set_title(title, [*note, (" ", "")] if note else [(" ", "")])
        self.set_rows(lines)
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
