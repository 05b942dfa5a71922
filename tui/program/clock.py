"""What time is it, and who must hear that it is later? Minutes and days of the program's clock.

Two signals tell of it: `new_day` when the desk's date is another one (payload: the date), `minute` when the clock
shows another minute (payload: epoch seconds). A clock that jumped, forward or back, in sleep or by hand, is told
like one that went on; a new day is told before its minute.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo

from textual.dom import DOMNode
from textual.signal import Signal


def machine_now() -> int:
    """Epoch seconds; the program asks the machine nowhere else what time it is."""
    return int(time.time())


Moment = tuple[int, date]
"""A minute, counted from the epoch, and the desk's date in it."""
NO_DAY = date.min
"""The date before the desk's zone is known."""


class Clock:
    """Gives the time to the program, and tells it when a minute or a day is over."""

    def __init__(self, owner: DOMNode, now: Callable[[], int], zone: Callable[[], tzinfo | None]) -> None:
        """Signals of `owner`; `now` gives epoch seconds, `zone` the desk's zone, None as long as there is no desk."""
        self._now, self._zone = now, zone
        self.minute: Signal[int] = Signal(owner, "minute")
        self.new_day: Signal[date] = Signal(owner, "new-day")
        self._told: Moment = (now() // 60, NO_DAY)

    def local(self) -> datetime:
        """The desk's date and time of day; those of UTC as long as there is no desk."""
        return datetime.fromtimestamp(self._now(), self._zone() or UTC)

    def moment(self) -> Moment:
        """This minute and the desk's date."""
        return self._now() // 60, self.local().date()

    def tell(self) -> bool:
        """Publish the new day and the new minute; whether there was anything to tell."""
        minute, day = self.moment()
        if self._zone() is None:
            day = NO_DAY
        last, self._told = self._told, (minute, day)
        is_new_day = day != last[1] and NO_DAY not in (day, last[1])
        if is_new_day:
            self.new_day.publish(day)
        if is_new_day or minute != last[0]:
            self.minute.publish(self._now())
            return True
        return False
