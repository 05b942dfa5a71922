"""Why is a screen painted once when it opens? Because the paints that Textual repeats for safety are left out.

While a screen opens, Textual lays it out up to four times and paints all of it three times, with the same result.
Law: the first paint shows everything; what any widget changes afterwards is painted as usual. Stands on private
names of Textual 8.2; without them a screen opens slower, not wrong.
"""

from __future__ import annotations

from typing import Self, TypeVar

from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

R = TypeVar("R")
OPENING_SECONDS = 0.1


class OnePaint(Screen[R]):
    """A screen that is painted once when it opens; a base of screens and dialogs."""

    _opening = True
    _painted_once = False

    def on_screen_resume(self) -> None:
        """The opening ends a moment after the screen is shown."""
        if self._opening:
            self.set_timer(OPENING_SECONDS, self._opened_at_last)

    def _opened_at_last(self) -> None:
        self._opening = False

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """As usual, but no second paint of a whole screen that has just been painted."""
        if self._opening and not regions and not recompose:
            if not layout:
                return self
            repaint = False
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def _compositor_refresh(self) -> None:
        """Paint nothing during a batch (it would be thrown away); after the first paint nothing is waiting."""
        if self.app._batch_count:
            return
        super()._compositor_refresh()
        if not self._painted_once and self.is_current and self.is_mounted:
            self._painted_once = True
            for widget in self.walk_children(Widget):
                widget._repaint_required = False
