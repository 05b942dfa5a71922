"""What does a place say that has nothing to show? One sentence, and the key that changes it."""

from __future__ import annotations

from collections.abc import Sequence

from tui.widgets.line import Lines
from tui.widgets.spans import Spans


class Empty(Lines):
    """A calm sentence in the upper third of its room; what follows ` · ` stands on its own line."""

    DEFAULT_CSS = "Empty { height: 1fr; }"

    def __init__(self, text: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = text

    def say(self, text: str) -> None:
        """Show this sentence; repaint only if it differs."""
        if text != self._text:
            self._text = text
            self.refresh()

    def lines_for(self, width: int) -> Sequence[Spans]:
        """The sentence in the middle of the width, a third of the height down."""
        above: list[Spans] = [[]] * (self.size.height // 3)
        words = self._text.split(" · ")
        first = len(words[0])
        shown: list[Spans] = [
            [(" " * max(1, (width - len(part)) // 2), ""), (part, "" if number == 0 else "dim")]
            for number, part in enumerate(words)
        ]
        return above + shown if first else above
