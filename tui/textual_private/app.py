"""What does the app itself take from the inside of Textual? No toasts, no tracebacks, a first frame at once."""

from __future__ import annotations

from typing import Any

from rich.segment import Segment, Segments
from textual.app import App
from textual.screen import Screen

from tui.textual_private.names import SCREENS, present

FAILED = 70
"""The exit status after a fault of the program (EX_SOFTWARE)."""
_ENDING = ("_return_code", "_exception", "_exception_event", "_exit_renderables", "_close_messages_no_wait")


def _always(value: bool) -> Any:
    """An attribute with a value that nobody changes."""
    return property(lambda _: value, lambda _self, _value: None)


class QuietApp(App[int]):
    """Textual's app without toasts and without tracebacks."""

    _disable_notifications = _always(True)
    _disable_tooltips = _always(True)

    def farewell(self, error: Exception) -> str | None:
        """What is said when a fault ends the program; None when it does not end it."""
        raise NotImplementedError

    def paint_now(self) -> None:
        """Paint the screen at once instead of at the next tick of its clock, and once instead of twice."""
        if present(self.screen, "_on_timer_update", "_dirty_widgets"):
            self.screen._dirty_widgets.add(
                self.screen
            )  # else its parts are painted first, and then all of it
            self.screen._on_timer_update()

    def write_to_terminal(self, sequence: str) -> None:
        """Write between two frames; nothing where there is no terminal."""
        driver = getattr(self, "_driver", None)
        if sequence and driver is not None and not self.is_headless:
            driver.write(sequence)

    def _handle_exception(self, error: Exception) -> None:
        """A fault in a message or a worker: end with a sentence instead of a traceback."""
        if not present(self, *_ENDING):
            super()._handle_exception(error)
            return
        if (words := self.farewell(error)) is None:
            return
        self._return_code = FAILED
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._exit_renderables.append(Segments([Segment(words)]))
        self._close_messages_no_wait()


def take_sheets_as_they_stand(screen: Screen[Any]) -> None:
    """Tell a new screen that the sheets are parsed: only another theme is a reason to do it again."""
    if present(screen, *SCREENS) and present(screen.app, *SCREENS):
        screen._css_update_count = screen.app._css_update_count


def fault(app: Any, error: Exception) -> None:
    """End the app as after any fault in a message."""
    if present(app, "_handle_exception"):
        app.call_later(app._handle_exception, error)
    else:
        app.call_later(app.exit, None, FAILED)
