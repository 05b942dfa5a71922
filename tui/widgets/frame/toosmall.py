"""What if the terminal is too small? A plain sentence, and all is there again when it grows."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Size

from tui.widgets.line import Lines
from tui.widgets.spans import Spans

LEAST_WIDTH, LEAST_HEIGHT = 40, 10


class TooSmall(Lines):
    """A cover over a screen, shown below 40×10; the focus below it stays where it is."""

    DEFAULT_CSS = """
    TooSmall { layer: cover; width: 100%; height: 100%; display: none; background: $background; }
    TooSmall.shown { display: block; }
    """

    def __init__(self) -> None:
        """Hidden until a size is judged."""
        super().__init__()
        self._size_now = Size(0, 0)

    def judge(self, size: Size) -> None:
        """Cover the screen if this size is too small."""
        small = size.width < LEAST_WIDTH or size.height < LEAST_HEIGHT
        self._size_now = size
        if small != self.has_class("shown"):
            self.set_class(small, "shown")
        elif small:
            self.refresh()

    def lines_for(self, width: int) -> Sequence[Spans]:
        """The sentence, in words that fit."""
        size = self._size_now
        return (
            [("deskhours", "accent")],
            [(f"needs {LEAST_WIDTH}x{LEAST_HEIGHT},", "")],
            [(f"this is {size.width}x{size.height}", "dim")],
            [("ctrl+q leaves", "dim")],
        )
