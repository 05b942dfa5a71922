"""The three lines above every screen: title, timer, and a thin rule.

Law: a tick of the clock paints twelve cells; a line is painted whole only when something else in it changed.
"""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.theme import tones
from tui.widgets.line import rule
from tui.widgets.spans import Span, spans_width, strip
from tui.widgets.timerbar import ELAPSED_LEFT, ELAPSED_WIDTH, Running, timer_spans
from tui.widgets.titlebar import Where, title_spans


class Head(Widget):
    """Title line, timer line and rule, given by `set_where` and `tick`."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Head { height: 3; width: 1fr; }"

    def __init__(self) -> None:
        """Empty until told."""
        super().__init__()
        self._where = Where()
        self._timer: Running | None = None
        self._now = 0
        self._drawn: tuple[list[Span], list[Span]] = ([], [])

    def set_where(self, where: Where) -> None:
        """Change the title line; painted only when it differs."""
        if where != self._where:
            self._where = where
            self.refresh(Region(0, 0, self.size.width, 1))

    def tick(self, running: Running | None, now: int) -> None:
        """Show the timer as of `now` (epoch seconds)."""
        changed = running is not self._timer
        self._timer, self._now = running, now
        if running is None and not changed:
            return
        width = self.size.width
        fresh = timer_spans(running, now, width)
        same = not changed and fresh[2:] == self._drawn[1][2:]
        self._drawn = (self._drawn[0], fresh)
        where = Region(ELAPSED_LEFT, 1, ELAPSED_WIDTH, 1) if same else Region(0, 1, width, 1)
        self.refresh(where)

    def render_line(self, y: int) -> Strip:
        """One of the three lines."""
        width, styles = self.size.width, tones(self.app.theme)
        if y == 0:
            return strip(title_spans(self._where, width), width, styles)
        if y == 1:
            spans = timer_spans(self._timer, self._now, width)
            self._drawn = ([], spans)
            return strip(spans, width, styles)
        return strip(rule(width), width, styles)


__all__ = ["Head", "Running", "Where", "spans_width"]
