"""What is to be remembered of a call? A page to write on, of several lines: enter breaks a line, ctrl+s saves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import TextArea

from models.domain.basics.text import MOST_BODY, clean
from tui.dialogs.base import Dialog

LEAST_LINES = 4
"""Lines below which nobody can write in a box."""


class Note(Dialog[str]):
    """A text to write or to change; returns it, empty when it was emptied, None when nothing shall change."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("ctrl+s", "save"),
        ("enter", "new line"),
        ("esc", "close"),
    )
    AUTO_FOCUS = "TextArea"
    DEFAULT_CSS = """
    Note TextArea {
        height: 1fr; border: none; padding: 1 2; background: $background; color: $foreground;
        scrollbar-size-vertical: 1;
    }
    Note TextArea:focus { border: none; }
    Note.boxed TextArea { padding: 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", show=False, id="note.save", tooltip="Save what is written"),
    ]

    def __init__(self, title: str, text: str = "", *, typed: str | None = None, why: str = "") -> None:
        """Begin with this text, or with what was `typed` over it before it was refused, and say `why`."""
        super().__init__(title, ((why, "warn"),) if why else ())
        self._before = text
        self._leaving = False
        text = text if typed is None else typed
        self.area = TextArea(text, soft_wrap=True, show_line_numbers=False, highlight_cursor_line=False)
        self.area.cursor_blink = False

    def compose_body(self) -> Iterable[Widget]:
        yield self.area

    def fit_box(self, width: int, most: int) -> int | None:
        """A few lines to write on; a page for what is longer."""
        lines = sum(1 + len(line) // max(10, width - 4) for line in self.area.text.split("\n"))
        fits = max(LEAST_LINES, lines + 1) <= most
        self.area.styles.height = max(LEAST_LINES, most) if fits else "1fr"
        return max(LEAST_LINES, most) if fits else None

    def action_save(self) -> None:
        """Return the text, cleaned of control characters."""
        text = clean(self.area.text, lines=True).strip()[:MOST_BODY]
        self.dismiss(text if text != self._before else None)

    @property
    def unsaved(self) -> str:
        """What leaving the program would lose; empty while nothing was written."""
        text = self.area.text.strip()
        return text if text != self._before else ""

    def action_close(self) -> None:
        """Close the note; what was written is given up only on the second press."""
        if self.unsaved and not self._leaving:
            self._leaving = True
            self.retitle("Not saved yet", (("esc again gives it up, ctrl+s saves", "warn"),))
            return
        self.dismiss(None)
