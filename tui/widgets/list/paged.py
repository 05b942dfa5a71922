"""How are lines read that are more than there is room for? A block with a title of its own, turned by page keys.

Every line can be reached at every size; what is hidden is counted beside the title, with the key for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from tui.widgets.line import Lines, rule, title_line
from tui.widgets.spans import Span, Spans


class PagedLines(Lines):
    """A rule, a title, and a window on the lines of `all_lines`."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.top = 0

    def all_lines(self, width: int) -> Sequence[Spans]:
        """Every line at this width."""
        return ()

    def note(self) -> str:
        """A word at the right of the title."""
        return ""

    @property
    def _room(self) -> int:
        return max(1, self.size.height - 2)

    @property
    def is_long(self) -> bool:
        """Are there more lines than there is room for?"""
        return len(self.all_lines(self.size.width)) > self._room

    def page(self, pages: int) -> None:
        """Scroll by `pages` screens less one line; negative goes up."""
        self._to(self.top + pages * max(1, self._room - 1))

    def _to(self, top: int) -> None:
        wanted = max(0, min(top, len(self.all_lines(self.size.width)) - self._room))
        if wanted != self.top:
            self.top = wanted
            self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._to(self.top + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._to(self.top - 3)

    def lines_for(self, width: int) -> Sequence[Spans]:
        """Rule, title, and the lines of the window; before and after it they are counted."""
        lines, room = self.all_lines(width), self._room
        top = max(0, min(self.top, len(lines) - room))
        below = len(lines) - top - room
        counts = [f"{top} above · pgup"] if top else []
        counts += [f"{below} more · pgdn"] if below > 0 else []
        words = " · ".join(filter(None, [self.note(), *counts]))
        right: list[Span] = [(words, "accent" if counts else "dim"), (" ", "")] if words else []
        return (rule(width), title_line(self._title, right, width), *lines[top : top + room])
