"""On which date of the desk does an instant fall? Instants are integer seconds, dates belong to one zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models.domain.errors import InvalidValue

if TYPE_CHECKING:
    from models.domain.months import Month

_MIDNIGHT_GAP = timedelta(hours=3)


class Zone:
    """The desk's time zone; remembers each date's first instant, so a ledger asks the zone database once a day."""

    def __init__(self, name: str) -> None:
        """Raises InvalidValue when `name` is no IANA zone."""
        try:
            self.info = ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise InvalidValue(
                "desk.timezone", f"{name!r} is no time zone; accepted are IANA names like Europe/London"
            ) from error
        self.name = name
        self._starts: dict[date, int] = {}

    def starts(self, day: date) -> int:
        """The first instant of `day` (RULES 3.1): where midnight is skipped or repeated, the earliest that exists."""
        known = self._starts.get(day)
        if known is None:
            known = self._starts[day] = self._first_instant(day)
        return known

    def _first_instant(self, day: date) -> int:
        midnight = datetime(day.year, day.month, day.day, tzinfo=self.info)
        guess = int(midnight.timestamp())
        if self.date_of(guess) == day and self.date_of(guess - 1) < day:
            return guess
        # Midnight does not exist (or the clock went back over it): search for the change of date.
        low, high = guess - int(_MIDNIGHT_GAP.total_seconds()), guess + int(_MIDNIGHT_GAP.total_seconds())
        while high - low > 1:
            middle = (low + high) // 2
            if self.date_of(middle) < day:
                low = middle
            else:
                high = middle
        return high

    def date_of(self, instant: int) -> date:
        """The desk's date at `instant`."""
        return datetime.fromtimestamp(instant, self.info).date()

    def local(self, instant: int) -> datetime:
        """The wall clock of the desk at `instant`, aware."""
        return datetime.fromtimestamp(instant, self.info)

    def span(self, month: Month) -> tuple[int, int]:
        """The half-open range of instants of `month`."""
        return self.starts(month.first_day), self.starts(month.plus(1).first_day)


@lru_cache(maxsize=8)
def zone(name: str) -> Zone:
    """The shared Zone of that name."""
    return Zone(name)


def to_iso(instant: int) -> str:
    """`2026-03-02T09:05:00Z`."""
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
