"""How is the page of a request read? Scrolled by the usual keys, at its place while data changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from tui.screens.requests.page_lines import WHEN, Surroundings, page_lines
from tui.widgets.spans import Spans, wrap_spans
from tui.widgets.textlines import TextLines

if TYPE_CHECKING:
    from models.queries.requests.page import RequestPage


class RequestPane(TextLines, inherit_bindings=False):
    """The page; `space` stays the key of the timer here, so it does not scroll."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "by(1)", "Down", show=False, id="page.down"),
        Binding("up,k", "by(-1)", "Up", show=False, id="page.up"),
        Binding("pagedown,ctrl+f", "page(1)", "Next page", show=False, id="page.page-down"),
        Binding("pageup,ctrl+b", "page(-1)", "Previous page", show=False, id="page.page-up"),
        Binding("home,g", "by(-1000000)", "Beginning", show=False, id="page.top"),
        Binding("end,G", "by(1000000)", "End", show=False, id="page.bottom"),
        Binding("enter", "go", "Go to…", show=False, id="page.go", tooltip="Go to what the page names"),
    ]

    class Go(Message):
        """Sent when enter is pressed on a line of the page."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__((), id=id)
        self.page: RequestPage | None = None
        self._around: Surroundings | None = None

    def show_page(self, page: RequestPage | None, around: Surroundings) -> None:
        """Show a page; the same request stays scrolled where it was, another begins at its top."""
        same = page is not None and self.page is not None and page.row.key == self.page.row.key
        top = self.top if same else 0
        self.page, self._around = page, around
        self._wrapped_width = self.size.width
        fresh = self._wrap(self._wrapped_width)
        if fresh == self._wrapped and top == self.top:
            return
        self._wrapped = fresh
        self.top = max(0, min(top, len(fresh) - self.size.height))
        self.refresh()

    def _wrap(self, width: int) -> list[Spans]:
        if self.page is None or self._around is None or width < 12:
            return []
        room = width - 3
        lines = page_lines(self.page, self._around, room)
        return [[(" ", ""), *part] for line in lines for part in wrap_spans(line, room, WHEN)]

    def on_click(self, event: events.Click) -> None:
        """Give the page the focus."""
        self.focus(scroll_visible=False)

    def action_go(self) -> None:
        """Ask the screen where to go."""
        self.post_message(self.Go())
