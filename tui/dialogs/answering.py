"""When does a dialog give its answer? Once, and only when it is the dialog on top.

Whatever stands on a dialog, whoever was waiting for it and however often it is told to close, each screen leaves the
stack by itself and only itself. What it says of the time is right at every minute, as on a screen.
"""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen
from textual.widget import Widget

from tui.textual_private.drawn_lines import forget_drawn_lines

T = TypeVar("T")


class Answering(ModalScreen[T], inherit_bindings=False):
    """A modal screen whose `dismiss` may be called at any moment."""

    _answer: tuple[T | None] | None = None
    answered = False
    """Whether the answer was given: nobody is asked here any more."""

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Leave with a result; below another dialog (a question that came up) as soon as that one is gone."""
        if self.answered or not self.is_attached:
            return AwaitComplete()
        if self.app.screen is not self:
            self._answer = self._answer or (result,)
            return AwaitComplete()
        self.answered = True
        return super().dismiss(self._answer[0] if self._answer else result)

    def on_mount(self) -> None:
        minute = getattr(self.app, "minute", None)
        if minute is not None:
            minute.subscribe(self, lambda _: self.tick())

    def tick(self) -> None:
        """Another minute or day: say again what depends on it; nothing that was typed or chosen changes."""

    def on_screen_suspend(self) -> None:
        """Give the drawn lines back: Textual keeps the caches of a thousand closed widgets."""
        forget_drawn_lines((self, *self.walk_children(Widget)))

    def on_unmount(self) -> None:
        """The screen itself may have been drawn once more while it was being taken away."""
        forget_drawn_lines((self,))

    def on_screen_resume(self) -> None:
        """Give the answer that waited until the dialog above was closed."""
        if self._answer is not None:
            self.dismiss()
