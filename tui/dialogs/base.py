"""What do all questions to the user look like? A page with a thin title, a body and a line of keys.

Law: a dialog returns a typed value or None (escape) and never writes. Its page is opaque: what lies behind is
neither drawn nor dimmed, so it opens at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget

from tui.dialogs.answering import Answering
from tui.text.theme import tones
from tui.widgets.frame.foot import Foot
from tui.widgets.frame.toosmall import TooSmall
from tui.widgets.line import Lines, rule, title_line
from tui.widgets.spans import Spans, strip

if TYPE_CHECKING:
    from tui.program.app import DeskApp

T = TypeVar("T")


class _Top(Lines):
    """Title and rule."""

    DEFAULT_CSS = "_Top { height: 2; }"

    def __init__(self, title: str, right: Spans) -> None:
        super().__init__()
        self._words, self._right = title, right

    def retitle(self, title: str, right: Spans) -> None:
        self._words, self._right = title, right
        self.refresh()

    def lines_for(self, width: int) -> Sequence[Spans]:
        return (title_line(self._words, self._right, width), rule(width))


class _Hints(Foot):
    """Rule or message, and keys."""

    DEFAULT_CSS = "_Hints { height: 2; dock: bottom; }"

    def __init__(self, hints: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._hints = tuple(hints)

    def change(self, hints: Sequence[tuple[str, str]]) -> None:
        if tuple(hints) != self._hints:
            self._hints = tuple(hints)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, spans = self.size.width, [(" ", "")]
        for key, words in self._hints:
            spans += [(key, "accent"), (f" {words}  ", "dim")]
        return strip(self.foot_lines(width, spans)[y], width, tones(self.app.theme))


class Dialog(Answering[T], inherit_bindings=False):
    """A titled page over the screen; subclasses give `compose_body` and call `dismiss(value)`."""

    AUTO_FOCUS = "*"
    WIDTH: ClassVar[int] = 100
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (("esc", "close"),)
    DEFAULT_CSS = """
    Dialog { align: center top; overflow: hidden; layers: page cover; background: $background; }
    Dialog > #sheet { width: 100%; max-width: 100; height: 100%; padding: 1 0 0 0; overflow: hidden; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "Close", show=False, id="dialog.close", tooltip="Change nothing"),
        Binding("tab", "app.focus_next", "Next", show=False, id="dialog.next"),
        Binding("shift+tab", "app.focus_previous", "Previous", show=False, id="dialog.previous"),
    ]

    def __init__(self, title: str, right: Spans = ()) -> None:
        """A dialog with this title."""
        super().__init__()
        self._top = _Top(title, tuple(right))
        self._hints = _Hints(self.HINTS)

    @property
    def desk(self) -> DeskApp:
        """The program."""
        return cast("DeskApp", self.app)

    def compose_body(self) -> Iterable[Widget]:
        """The widgets between title and keys."""
        return ()

    def compose_foot(self) -> Iterable[Widget]:
        """What stands between the body and the keys."""
        return ()

    def compose(self) -> ComposeResult:
        """Title, body, foot, keys."""
        yield Vertical(self._top, *self.compose_body(), *self.compose_foot(), self._hints, id="sheet")
        yield TooSmall()

    def on_resize(self, event: events.Resize) -> None:
        """Below the smallest size a plain sentence covers the dialog."""
        self.query_one(TooSmall).judge(event.size)

    def retitle(self, title: str, right: Spans = ()) -> None:
        """Change the title line."""
        self._top.retitle(title, tuple(right))

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Change the line of keys."""
        self._hints.change(hints)

    def action_close(self) -> None:
        """Leave without a value."""
        self.dismiss(None)
