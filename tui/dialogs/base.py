"""What do all questions to the user look like? A thin title, a body and a line of keys, on a page or in a box.

A dialog returns a typed value or None (escape) and never writes. What needs the room is a page; what needs about half
of the screen is a box of its height, and the row that it is about stays in sight beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tui.dialogs.answering import Answering
from tui.text.theme import tones
from tui.widgets.frame.foot import Foot
from tui.widgets.frame.toosmall import TooSmall
from tui.widgets.line import Lines, rule, title_line
from tui.widgets.spans import Spans, strip

if TYPE_CHECKING:
    from tui.program.protocol import Program

T = TypeVar("T")
AROUND = 5
"""Lines of a box beside its body: one that is empty, title and rule, rule and keys."""
HEAD = 3
"""Lines of the head of a screen, below which a box stands that cannot stand at the lower edge."""


class _Top(Lines):
    """The dialog's first two lines: its title and a rule."""

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
    """The dialog's last two lines: a rule or a message, and the keys."""

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
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (("esc", "close"),)
    DEFAULT_CSS = """
    Dialog { align: center top; overflow: hidden; layers: page cover; background: $background; }
    Dialog > #sheet { width: 100%; max-width: 100; height: 100%; padding: 1 0 0 0; overflow: hidden; }
    Dialog.boxed { background: transparent; align: center bottom; }
    Dialog.boxed > #sheet { max-width: 100%; height: auto; max-height: 100%; background: $background; }
    Dialog.boxed _Hints { dock: none; }
    Dialog.boxed.above { align: center top; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "Close", show=False, id="dialog.close", tooltip="Change nothing"),
        Binding("tab", "app.focus_next", "Next", show=False, id="dialog.next"),
        Binding("shift+tab", "app.focus_previous", "Previous", show=False, id="dialog.previous"),
    ]

    def __init__(self, title: str, right: Spans = ()) -> None:
        super().__init__()
        self._top = _Top(title, tuple(right))
        self._hints = _Hints(self.HINTS)

    @property
    def program(self) -> Program:
        """The running app, typed as what dialogs may ask of it."""
        return cast("Program", self.app)

    def compose_body(self) -> Iterable[Widget]:
        """The widgets between title and keys."""
        return ()

    def compose_foot(self) -> Iterable[Widget]:
        """What stands between the body and the keys."""
        return ()

    def compose(self) -> ComposeResult:
        """Title, body, foot, keys."""
        self._sheet = Vertical(self._top, *self.compose_body(), *self.compose_foot(), self._hints, id="sheet")
        self._stand(self.app.size)
        yield self._sheet
        yield TooSmall()

    def on_resize(self, event: events.Resize) -> None:
        """Below the smallest size a plain sentence covers the dialog."""
        self.query_one(TooSmall).judge(event.size)
        self._stand(event.size)

    def fit_box(self, width: int, most: int) -> int | None:
        """Give the body of a box its height, best at `most` lines; None for what needs a page."""
        return None

    def _stand(self, size: Size) -> None:
        """A box at the lower edge, or above the row that it is about where it would lie over it; else a page."""
        row = self._row_below()
        half = size.height // 2
        most = half if row is None else min(max(row, size.height - row - 1), size.height * 5 // 8)
        lines = self.fit_box(size.width, most - AROUND)
        height = AROUND + (lines or 0)
        above = lines is not None and row is not None and size.height - height <= row and height <= row
        self.update_classes({"boxed": lines is not None, "above": above}, update=self.is_mounted)
        self._sheet.styles.margin = (min(HEAD, row - height), 0, 0, 0) if above and row is not None else 0

    def _row_below(self) -> int | None:
        """The line of the screen with the row or the field that was active when this opened."""
        stack = self.app.screen_stack
        at = stack.index(self) if self in stack else len(stack)
        widget = stack[at - 1].focused if at else None
        line = getattr(widget, "active_line", None)
        return None if widget is None or line is None else widget.region.y + line

    def retitle(self, title: str, right: Spans = ()) -> None:
        """Change the title line."""
        self._top.retitle(title, tuple(right))

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Change the line of keys."""
        self._hints.change(hints)

    def action_close(self) -> None:
        """Close the dialog and return None."""
        self.dismiss(None)
