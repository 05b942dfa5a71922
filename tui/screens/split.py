"""Where does the detail of a list stand: beside it, below it, or in its place?

It stands beside the list where both are whole; below, where the screen is tall enough; else enter opens it in the
place of the list. The list takes the room that its rows and columns need, the detail has the rest.
"""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.widget import Widget

from tui.screens.base import DeskScreen
from tui.widgets.list.rows import RowList

V = TypeVar("V")
FRAME = 5
"""Lines of every screen that are no part of its body: the head and the keys."""
BORDER = 3


class SplitScreen(DeskScreen[V], Generic[V]):
    """A screen of a list and its detail; the classes `beside`, `below` and `narrow` say how they stand."""

    LIST_CELLS: ClassVar[int] = 60
    """Cells that the list shall have before the detail may stand beside it."""
    DETAIL_CELLS: ClassVar[int] = 48
    """Cells that the detail has at least beside the list."""
    DETAIL_LINES: ClassVar[int] = 10
    """Lines that the detail has at least below the list."""
    LEAST_LINES: ClassVar[int] = 8
    """Lines that the detail has at least where the screen is not tall."""
    TALL: ClassVar[int] = 36
    """Lines of a tall screen."""
    LOW: ClassVar[int] = 28
    """Lines of a screen from which on the detail stands below."""

    _given: tuple[int | str, int | str] | None = None

    def split_parts(self) -> tuple[Widget, RowList[Any]]:
        """The part with the list, and the list itself."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Compose for the size at hand, so that nothing is styled twice."""
        self._say_manner(self.app.size)
        yield from super().compose()

    def _say_manner(self, size: Size) -> tuple[bool, bool]:
        beside = size.width >= self.LIST_CELLS + self.DETAIL_CELLS + BORDER
        below = not beside and size.height >= self.LOW
        self.update_classes(
            {"beside": beside, "below": below, "narrow": not beside and not below}, update=self.is_mounted
        )
        return beside, below

    def on_resize(self, event: events.Resize) -> None:
        """Choose again where the detail stands, as the screen has another size."""
        super().on_resize(event)
        self.share_room(event.size)

    def share_room(self, size: Size | None = None) -> None:
        """Give list and detail their room; called again when the rows have changed."""
        size = size or self.size
        if not size:
            return
        beside, below = self._say_manner(size)
        part, rows = self.split_parts()
        width: int | str = "1fr"
        height: int | str = "1fr"
        if beside:
            width = max(self.LIST_CELLS, min(rows.comfortable, size.width - self.DETAIL_CELLS - BORDER))
        elif below:
            detail = self.DETAIL_LINES if size.height >= self.TALL else self.LEAST_LINES
            most = max(4, size.height - FRAME - detail)
            height = min(rows.whole_height + (0 if part is rows else 1), most)
        if (width, height) != self._given:
            self._given = (width, height)
            part.styles.width, part.styles.height = width, height
