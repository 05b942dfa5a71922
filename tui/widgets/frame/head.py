"""What stands above every screen? The strip of screens, the timer, and a rule that can say what is hidden.

Only cells that differ are painted: two a second while a timer runs, five a minute without one. A click on a
screen's name opens it.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.text.theme import tones
from tui.widgets.frame.timerbar import Running, timer_spans
from tui.widgets.frame.titlebar import Tab, Where, lower_line, strip_spans, top_line
from tui.widgets.spans import Span, Spans, changed_cells, spans_width, strip

STRIP, TIMER, LOWER = 0, 1, 2


class Head(Widget):
    """Strip, timer line and rule, given by `set_tabs`, `set_where`, `set_notice` and `tick`."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Head { height: 3; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._tabs: tuple[Tab, ...] = ()
        self._where = Where()
        self._notice: tuple[Span, ...] = ()
        self._timer: Running | None = None
        self._now = 0
        self._since = ""
        self._drawn: dict[int, list[Span]] = {}
        self._ready: dict[int, tuple[int, list[Span]]] = {}
        """Width and words of lines that are about to be painted."""

    def set_where(self, where: Where, tabs: Sequence[Tab] | None = None) -> None:
        """Change the desk, the agent, the minute, and the screens of the strip."""
        self._where = where
        if tabs is not None:
            self._tabs = tuple(tabs)
        self._paint(STRIP, LOWER)

    def set_notice(self, notice: Spans) -> None:
        """Say in the rule what the screen has no room for; nothing when empty."""
        self._notice = tuple(notice)
        self._paint(LOWER)

    def tick(self, running: Running | None, now: int, since: str = "") -> None:
        """Show the timer as of `now` (epoch seconds), or since when in the working hours there is none."""
        self._timer, self._now, self._since = running, now, since
        self._paint(TIMER)

    def _paint(self, *lines: int) -> None:
        """Paint the cells of these lines that differ from what was drawn last."""
        width = self.size.width
        if not width:
            return  # before the first layout: all of it is drawn then
        for y in lines:
            old = self._drawn.get(y)
            fresh = self._line(y, width)
            self._ready[y] = (width, fresh)
            if old == fresh:
                continue
            cells = (0, width) if old is None else changed_cells(old, fresh, width)
            if cells is not None:
                self.refresh(Region(cells[0], y, cells[1] - cells[0], 1))

    def _line(self, y: int, width: int) -> list[Span]:
        if y == TIMER:
            return timer_spans(self._timer, self._now, width, self._since, looks_on=self._where.looks_on)
        top, whole = top_line(self._tabs, self._where, width)
        return top if y == STRIP else lower_line(self._where, self._notice, width, with_where=not whole)

    def render_line(self, y: int) -> Strip:
        """One of the three lines."""
        width = self.size.width
        ready = self._ready.get(y)
        spans = ready[1] if ready is not None and ready[0] == width else self._line(y, width)
        self._drawn[y] = spans
        return strip(spans, width, tones(self.app.theme))

    def on_click(self, event: events.Click) -> None:
        """Open the screen under the pointer."""
        _, places = strip_spans(self._tabs, self._where, self.size.width)
        for left, right, name in places:
            if event.y == STRIP and left <= event.x < right:
                self.app.call_later(self.app.run_action, f"app.mode({name!r})")


__all__ = ["Head", "Running", "Tab", "Where", "spans_width"]
