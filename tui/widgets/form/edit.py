"""What does a key do to one line of text? The editor behind filters, forms and pickers.

The text is always one line of clean characters no longer than `limit`; the caret always stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from textual.events import Key

from tui.text.format import safe, width_of
from tui.widgets.spans import Span

_WORD_LEFT = re.compile(r"\w*\W*$")
_WORD_RIGHT = re.compile(r"^\W*\w*")


class Editor:
    """One line of text and a caret."""

    def __init__(self, text: str = "", *, limit: int = 1000) -> None:
        """Begin with the caret behind `text`."""
        self.limit = limit
        self.text = ""
        self.caret = 0
        self.whole = False
        """The whole text is selected: what is typed next replaces it."""
        self.set(text)
        self._commands: dict[str, Callable[[], None]] = {
            "left": lambda: self._to(self.caret - 1),
            "right": lambda: self._to(self.caret + 1),
            "home": lambda: self._to(0),
            "ctrl+a": lambda: self._to(0),
            "end": lambda: self._to(len(self.text)),
            "ctrl+e": lambda: self._to(len(self.text)),
            "ctrl+left": lambda: self._to(self._word_start()),
            "alt+b": lambda: self._to(self._word_start()),
            "ctrl+right": lambda: self._to(self._word_end()),
            "alt+f": lambda: self._to(self._word_end()),
            "backspace": lambda: self._remove(self.caret - 1, self.caret),
            "delete": lambda: self._remove(self.caret, self.caret + 1),
            "ctrl+d": lambda: self._remove(self.caret, self.caret + 1),
            "ctrl+w": lambda: self._remove(self._word_start(), self.caret),
            "alt+backspace": lambda: self._remove(self._word_start(), self.caret),
            "ctrl+backspace": lambda: self._remove(self._word_start(), self.caret),
            "ctrl+u": lambda: self._remove(0, self.caret),
            "ctrl+k": lambda: self._remove(self.caret, len(self.text)),
        }

    def set(self, text: str) -> None:
        """Replace the text; the caret goes behind it."""
        self.text = safe(text)[: self.limit]
        self.caret = len(self.text)
        self.whole = False

    def select(self) -> None:
        """Select the whole text, if there is any."""
        self.whole = bool(self.text)

    def insert(self, text: str) -> None:
        """Put cleaned text at the caret, as far as the limit allows."""
        if self.whole:
            self.set("")
        fresh = safe(text)[: self.limit - len(self.text)]
        self.text = self.text[: self.caret] + fresh + self.text[self.caret :]
        self.caret += len(fresh)

    def key(self, event: Key) -> bool:
        """Do what a key says; False when it means nothing to a line of text."""
        command = self._commands.get(event.key)
        if command is not None:
            if self.whole and event.key in {"backspace", "delete"}:
                self.set("")
            self.whole = False
            command()
            return True
        if event.is_printable and event.character:
            self.insert(event.character)
            return True
        return False

    def spans(self, width: int, tone: str = "", *, caret: bool = True) -> list[Span]:
        """The part of the text around the caret that fits into `width` cells, the caret drawn."""
        if not caret:
            return [(self.text, tone)]
        if self.whole:
            return [(self.text, "caret")]
        start = self._first_shown(width)
        behind = self.text[self.caret + 1 :]
        at = self.text[self.caret : self.caret + 1] or " "
        return [(self.text[start : self.caret], tone), (at, "caret"), (behind, tone)]

    def _first_shown(self, width: int) -> int:
        start, room = self.caret, width - 2
        while start > 0 and (room := room - width_of(self.text[start - 1])) >= 0:
            start -= 1
        return start

    def _to(self, caret: int) -> None:
        self.caret = max(0, min(len(self.text), caret))

    def _remove(self, start: int, stop: int) -> None:
        start, stop = max(0, start), min(len(self.text), stop)
        self.text = self.text[:start] + self.text[stop:]
        self.caret = start

    def _word_start(self) -> int:
        match = _WORD_LEFT.search(self.text[: self.caret])
        return match.start() if match else 0

    def _word_end(self) -> int:
        match = _WORD_RIGHT.search(self.text[self.caret :])
        return self.caret + (match.end() if match else 0)
