"""How does the program say what happened? One message at a time, on the line above the keys, gone with the next key.

What only confirms goes with the next key once it was painted, or after some seconds; an error or a warning stays
until a key comes that was pressed after there was time to read it, and nothing less takes its place before. Messages
that wait are counted.
"""

from __future__ import annotations

from functools import partial
from time import monotonic

from textual import events
from textual.app import App
from textual.notifications import Notification

from tui.widgets.frame.foot import Foot, Told

SECONDS = 4.0
"""How long a confirmation stands when no key comes."""
READING_SECONDS = 0.8
"""How long an error stands at least: keys that were on their way already take nothing away."""
KEPT = 5


class Messages:
    """Shows the program's messages one after the other in the footer."""

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self.told: Told | None = None
        self.waiting: list[Told] = []
        self._painted_at = 0.0

    def hear(self, notification: Notification) -> None:
        """Show it now, or after what nobody has seen yet."""
        fresh = _told(notification)
        current = self.told
        if current is not None and current.must_be_seen and not self._read and fresh != current:
            if fresh.must_be_seen and fresh not in self.waiting:
                self.waiting = [*self.waiting, fresh][-KEPT:]
                self._paint()
            return
        self.tell(fresh)

    @property
    def _read(self) -> bool:
        """Whether what is told stood there long enough."""
        if self.told is None or not self._painted_at:
            return False
        return not self.told.must_be_seen or monotonic() - self._painted_at >= READING_SECONDS

    def tell(self, told: Told | None) -> None:
        """Show this, or nothing, whatever waits."""
        self.told, self._painted_at = told, 0.0
        if told is not None and not told.must_be_seen:
            self._app.set_timer(told.seconds, partial(self._expire, told))
        self._paint()

    def _expire(self, told: Told) -> None:
        if self.told is told:
            self._next_told()

    def _next_told(self) -> None:
        self.tell(self.waiting.pop(0) if self.waiting else None)

    def painted(self) -> None:
        """The line was drawn: from now on it can be read."""
        if not self._painted_at:
            self._painted_at = monotonic()

    def _paint(self) -> None:
        for screen in self._app.screen_stack if self._app.is_running else ():
            for foot in screen.query(Foot):
                foot.refresh()

    def answered_by(self, event: events.Event) -> None:
        """A key or a click takes away what was read."""
        typed = isinstance(event, events.Key | events.MouseDown | events.Paste)
        if typed and self.told is not None and not event.is_forwarded and self._read:
            self._next_told()


def _told(notification: Notification) -> Told:
    words = (notification.title, str(notification.message))
    text = " ".join(" ".join(part.split()) for part in words if part)
    return Told(text, notification.severity, notification.timeout)
