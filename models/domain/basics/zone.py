"""On which date of the desk does an instant fall? Instants are integer seconds, dates belong to one zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models.domain.basics.errors import InvalidValue

TYPE_CHECKING = False  # typing itself costs `status` a tenth of its time
if TYPE_CHECKING:
    from models.domain.basics.months import Month

BEFORE_ALL = 1_735_689_600
"""1 January 2025: a clock that says less was never set."""
AFTER_ALL = 32_503_680_000
"""1 January 3000: no date of a desk lies there, and a clock that says so is broken."""
_ONE_DAY = timedelta(days=1)
_DAY_MINUTES = 1440
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
        if self._shown_date(guess) == day and self._shown_date(guess - 1) < day:
            return guess
        # Midnight does not exist: search for the change of date.
        low, high = guess - int(_MIDNIGHT_GAP.total_seconds()), guess + int(_MIDNIGHT_GAP.total_seconds())
        while high - low > 1:
            middle = (low + high) // 2
            if self._shown_date(middle) < day:
                low = middle
            else:
                high = middle
        return high

    def instant(self, day: date, minutes: int) -> int:
        """The first instant at which the wall clock shows `minutes` after midnight of `day`, or later.

        A wall time that is skipped is the instant of the clock change, one that is repeated the first of two.
        """
        start = self.starts(day)
        if minutes == 0:
            return start
        following = self.starts(day + _ONE_DAY)
        if minutes == _DAY_MINUTES:
            return following
        if following - start == _DAY_MINUTES * 60:
            return start + minutes * 60
        wall = datetime(day.year, day.month, day.day, tzinfo=self.info) + timedelta(minutes=minutes)
        high, low = int(wall.timestamp()), int(wall.replace(fold=1).timestamp())
        # Only in a skipped hour does the second reading lie before the first: the change is between them.
        while high - low > 1:
            middle = (low + high) // 2
            if self.local(middle).replace(tzinfo=None) < wall.replace(tzinfo=None):
                low = middle
            else:
                high = middle
        return high

    def date_of(self, instant: int) -> date:
        """The desk's date at `instant`: dates never go back, so that `starts` cuts time into one piece a date.

        St. John's set its clock back from 00:01 to 23:01: that hour already belongs to the new date.
        """
        shown = self._shown_date(instant)
        following = shown + _ONE_DAY
        return following if instant >= self.starts(following) else shown

    def _shown_date(self, instant: int) -> date:
        return datetime.fromtimestamp(instant, self.info).date()

    def local(self, instant: int) -> datetime:
        """The wall clock of the desk at `instant`, aware."""
        return datetime.fromtimestamp(instant, self.info)

    def span(self, month: Month) -> tuple[int, int]:
        """The half-open range of instants of `month`."""
        return self.starts(month.first_day), self.starts(month.plus(1).first_day)


@lru_cache(maxsize=8)
def zone(name: str) -> Zone:
    """The Zone of that IANA name, made once; raises InvalidValue."""
    return Zone(name)


def to_iso(instant: int) -> str:
    """An instant in epoch seconds as UTC text: `2026-03-02T09:05:00Z`."""
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
