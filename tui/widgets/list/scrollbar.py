"""Where in a long list are we? A thin bar in the last cell of the rows."""

from __future__ import annotations

from collections.abc import Mapping

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from models.domain.basics.frozen import dataclass


@dataclass(frozen=True, slots=True)
class ScrollBar:
    """The bar of `height` lines beside a list of `total` rows, of which the one at `top` is the first in sight."""

    height: int
    total: int
    top: int

    @property
    def shown(self) -> bool:
        """Whether there are rows out of sight."""
        return self.total > self.height > 0

    @property
    def in_sight(self) -> range:
        """The positions of the rows beside it."""
        return range(self.top, min(self.top + self.height, self.total))

    @property
    def thumb(self) -> tuple[int, int]:
        """The lines (from, before) that are drawn; none where all rows are in sight."""
        if not self.shown:
            return (0, 0)
        size = max(1, self.height * self.height // self.total)
        travel = max(1, self.total - self.height)
        first = (self.height - size) * min(self.top, travel) // travel
        return (first, first + size)

    def top_at(self, line: int) -> int:
        """The row that comes first in sight where somebody clicks on a line of the bar."""
        return line * max(0, self.total - self.height) // max(1, self.height - 1)

    def beside(self, row: Strip, line: int, styles: Mapping[str, Style]) -> Strip:
        """The strip of a row, with this line's cell of the bar behind it."""
        first, last = self.thumb
        cell = Segment("▐", styles["faint"]) if first <= line < last else Segment(" ", styles[""])
        return Strip([*row, cell], row.cell_length + 1)
