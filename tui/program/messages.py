"""How does the program say what happened? One message at a time, on the line above the keys, gone with the next key.

Law: what only confirms goes with the next key once it was painted, or after some seconds; an error or a warning
stays until a key comes that was pressed after there was time to read it, and nothing less takes its place before.
Messages that wait are counted.
"""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.notifications import Notification, Notify, SeverityLevel

from tui.text.format import safe
from tui.widgets.frame.foot import Foot, Told

if TYPE_CHECKING:
    Base = App[int]
else:
    Base = object

SECONDS = 4.0
"""How long a confirmation stands when no key comes."""
READING_SECONDS = 0.8
"""How long an error stands at least: keys that were on their way already take nothing away."""
KEPT = 5


class Messages(Base):
    """The part of the program that tells; mixed into the app."""

    def begin_messages(self) -> None:
        """Nothing to tell yet."""
        self.told: Told | None = None
        self.told_waiting: list[Told] = []
        self._told_painted = 0.0

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Tell something; the text is never markup."""
        super().notify(
            safe(message), title=safe(title), severity=severity, timeout=timeout or SECONDS, markup=False
        )

    def _refresh_notifications(self) -> None:
        """No toasts: without this private name they would be drawn over the last rows, too."""

    def on_notify(self, event: Notify) -> None:
        """Show it now, or after what nobody has seen yet."""
        fresh = _told(event.notification)
        current = self.told
        if current is not None and current.loud and not self._read and fresh != current:
            if fresh.loud and fresh not in self.told_waiting:
                self.told_waiting = [*self.told_waiting, fresh][-KEPT:]
                self._paint_told()
            return
        self._tell(fresh)

    @property
    def _read(self) -> bool:
        """Whether what is told stood there long enough."""
        if self.told is None or not self._told_painted:
            return False
        return not self.told.loud or monotonic() - self._told_painted >= READING_SECONDS

    def _tell(self, told: Told | None) -> None:
        self.told, self._told_painted = told, 0.0
        if told is not None and not told.loud:
            self.set_timer(told.seconds, partial(self._expire, told))
        self._paint_told()

    def _expire(self, told: Told) -> None:
        if self.told is told:
            self._next_told()

    def _next_told(self) -> None:
        self._tell(self.told_waiting.pop(0) if self.told_waiting else None)

    def told_painted(self) -> None:
        """The line was drawn: from now on it can be read."""
        if not self._told_painted:
            self._told_painted = monotonic()

    def _paint_told(self) -> None:
        for screen in self.screen_stack if self._running else ():
            for foot in screen.query(Foot):
                foot.refresh()

    async def on_event(self, event: events.Event) -> None:
        """A key or a click takes away what was read."""
        typed = isinstance(event, events.Key | events.MouseDown | events.Paste)
        if typed and self.told is not None and not event.is_forwarded and self._read:
            self._next_told()
        await super().on_event(event)


def _told(notification: Notification) -> Told:
    words = (notification.title, str(notification.message))
    text = " ".join(" ".join(part.split()) for part in words if part)
    return Told(text, notification.severity, notification.timeout)
