"""How is a longer text read? Plain lines, wrapped to the width, scrolled by the usual keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.text.format import wrapped
from tui.text.theme import tones
from tui.widgets.spans import Spans, strip, wrap_spans


class TextLines(Widget, can_focus=True):
    """Lines of plain text or of spans; what is too long wraps between words."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "TextLines { height: 1fr; width: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "by(1)", "Down", show=False, id="text.down"),
        Binding("up,k", "by(-1)", "Up", show=False, id="text.up"),
        Binding("pagedown,space", "page(1)", "Next page", show=False, id="text.page-down"),
        Binding("pageup", "page(-1)", "Previous page", show=False, id="text.page-up"),
        Binding("home,g", "by(-1000000)", "Beginning", show=False, id="text.top"),
        Binding("end,G", "by(1000000)", "End", show=False, id="text.bottom"),
    ]

    def __init__(self, lines: Sequence[str | Spans], *, id: str | None = None) -> None:
        """Show these lines from the first one."""
        super().__init__(id=id)
        self._lines = tuple(lines)
        self._wrapped: list[Spans] = []
        self._wrapped_width = 0
        self.top = 0

    def set_lines(self, lines: Sequence[str | Spans], *, same: bool = False) -> None:
        """Show other lines, from the first one; with `same` of what is shown already, at their place.

        Only lines that differ are painted.
        """
        old, was = self._wrapped, self.top
        self._lines = tuple(lines)
        self._wrap_again()
        self.top = max(0, min(self.top, len(self._wrapped) - self.size.height)) if same else 0
        for y in range(self.size.height):
            if old[was + y : was + y + 1] != self._wrapped[self.top + y : self.top + y + 1]:
                self.refresh(Region(0, y, self.size.width, 1))

    def on_resize(self, event: events.Resize) -> None:
        """Wrap anew; the place in the text stays."""
        self._wrap_again()
        self.action_by(0)
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """All lines, where a style asks for `height: auto`; what stands above and below has its place."""
        return max(1, min(self.lines_at(width), viewport.height - 6))

    def lines_at(self, width: int) -> int:
        """Lines of the whole text at a width."""
        return len(self._wrap(width))

    def _wrap_again(self) -> None:
        self._wrapped_width = self.size.width
        self._wrapped = self._wrap(self._wrapped_width)

    def _wrap(self, width: int) -> list[Spans]:
        found: list[Spans] = []
        for line in self._lines:
            if not isinstance(line, str):
                found += [[(" ", ""), *part] for part in wrap_spans(line, max(10, width - 2), 2)]
                continue
            indent = " " * (len(line) - len(line.lstrip()))
            room = max(10, width - 2)
            parts = wrapped(line, room, indent=indent) or [""]
            found += [[(" ", ""), (part, "")] for part in parts]
        return found

    @property
    def is_long(self) -> bool:
        """Are there more lines than there is room for?"""
        return bool(self.size.height) and len(self._wrapped) > self.size.height

    def action_by(self, lines: int) -> None:
        """Scroll by `lines`, within the text; negative goes up."""
        top = max(0, min(self.top + lines, len(self._wrapped) - self.size.height))
        if top != self.top:
            self.top = top
            self.refresh()

    def action_page(self, pages: int) -> None:
        """Scroll by `pages` screens less one line; negative goes up."""
        self.action_by(pages * max(1, self.size.height - 1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -3)

    def _wheel(self, event: Any, lines: int) -> None:
        event.stop()
        event.prevent_default()
        self.action_by(lines)

    def render_line(self, y: int) -> Strip:
        """One line for the compositor."""
        width, styles = self.size.width, tones(self.app.theme)
        if width != self._wrapped_width:  # a size of its own can be older than what is drawn
            self._wrap_again()
        line = y + self.top
        if line < len(self._wrapped):
            return strip(self._wrapped[line], width, styles)
        return Strip.blank(width, styles[""])
