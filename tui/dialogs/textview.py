"""Where does this number come from? A text to be read and to be copied into an answer to a client."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import ClassVar, TypeVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui.dialogs.base import Dialog
from tui.widgets.textlines import TextLines

T = TypeVar("T")


class TextView(Dialog[T]):
    """A plain text with scrolling and a key that copies it."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (("↑↓", "scroll"), ("y", "copy"), ("esc", "close"))
    AUTO_FOCUS = "TextLines"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "copy", id="text.copy", tooltip="Copy the whole text to the clipboard"),
    ]

    def __init__(
        self,
        title: str,
        lines: Sequence[str],
        *,
        again: Callable[[], Awaitable[Sequence[str] | None]] | None = None,
    ) -> None:
        """Show these lines; `again` reads those of a later minute, None where they cannot be read."""
        super().__init__(title)
        self._lines, self._again = tuple(lines), again
        self._text = TextLines(("", *self._lines))

    def compose_body(self) -> Iterable[Widget]:
        yield self._text

    def tick(self) -> None:
        """The text of this minute, at the same place."""
        if self._again is not None:
            self._read_again(self._again)

    @work(exclusive=True, group="page")
    async def _read_again(self, again: Callable[[], Awaitable[Sequence[str] | None]]) -> None:
        lines = await again()
        if lines is not None:
            self._lines = tuple(lines)
            self._text.set_lines(("", *self._lines), same=True)

    def action_copy(self) -> None:
        """Copy the text to the clipboard of the terminal."""
        self.app.copy_to_clipboard("\n".join(self._lines) + "\n")
        self.program.notify("Copied.", timeout=2)
