"""At which instants was work that is told in local times? A gap is reported, a repeated hour told by the duration.

A span that differs from its duration by over a minute is a doubt, by over an hour the line is bad (RULES 16).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from models.domain.basics.typed.wallclock import gap_around, instants_of
from models.domain.basics.zone import Zone
from models.importers.base import BadLine, Doubt

ROUNDED_SECONDS = 60
WRONG_SECONDS = 3600
_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
_CLOCK_CHANGE = "the clock is set back in these hours; taken as the first of the two"

Local = tuple[date, int]
"""A day and the seconds since its midnight on the wall clock; 86,400 is the midnight after it."""


class Clock:
    """Local times of one zone as instants; remembers each day's offset, as most days have one only."""

    def __init__(self, zone: Zone) -> None:
        """Asks the zone once a day."""
        self.zone = zone
        self._offsets: dict[date, int | None] = {}

    def instants(self, local: Local, which: str) -> tuple[int, ...]:
        """The one instant of a local time, two in the repeated hour. Raises BadLine for a time that is skipped."""
        day, seconds = local
        if not 1970 <= day.year <= 2999:
            raise BadLine(f"{which} {day} lies outside the years 1970 to 2999")
        offset = self._offset(day)
        if offset is not None:
            return ((day.toordinal() - _EPOCH) * _DAY + seconds - offset,)
        shown = datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)  # noqa: DTZ001 - wall clock
        found = instants_of(shown, self.zone)
        if not found:
            leaves, lands = gap_around(shown, self.zone)
            raise BadLine(
                f"{which} {shown:%Y-%m-%d %H:%M} does not exist in {self.zone.name}: the clock goes from "
                f"{leaves:%H:%M} to {lands:%H:%M}; is the report in another zone?"
            )
        return found

    def _offset(self, day: date) -> int | None:
        """Seconds east of Greenwich all through the day; None for a day on which that changes."""
        if day not in self._offsets:
            noon = (day.toordinal() - _EPOCH) * _DAY + _DAY // 2
            around = {self._offset_at(noon + hour * 3600) for hour in range(-40, 41, 4)}
            self._offsets[day] = around.pop() if len(around) == 1 else None
        return self._offsets[day]

    def _offset_at(self, instant: int) -> int:
        offset = self.zone.local(instant).utcoffset()
        return int(offset.total_seconds()) if offset is not None else 0

    def span(
        self, start: Local, end: Local | None, seconds: int | None, unread: str = ""
    ) -> tuple[int, int, tuple[Doubt, ...]]:
        """Start and end as instants, and doubts. `unread` is a duration that could not be read. Raises BadLine."""
        starts = self.instants(start, "start")
        if end is None:
            if seconds is None:
                said = (
                    f"duration {unread!r} is no duration" if unread else "has neither an end nor a duration"
                )
                raise BadLine(said)
            twice: tuple[Doubt, ...] = ()
            if len(starts) > 1:
                twice = (("clock_change", f"{_hm(start[1])} comes twice that day, taken as the first"),)
            return starts[0], starts[0] + seconds, twice
        pairs = [(one, two) for one in starts for two in self.instants(end, "end")]
        return _judged(pairs, seconds, unread)


def judged(started_at: int, ended_at: int, seconds: int | None, unread: str = "") -> tuple[Doubt, ...]:
    """What the duration of a record says about its instants; raises BadLine when they are an hour apart."""
    return _judged([(started_at, ended_at)], seconds, unread)[2]


def _judged(
    pairs: list[tuple[int, int]], seconds: int | None, unread: str
) -> tuple[int, int, tuple[Doubt, ...]]:
    fitting = [
        pair for pair in pairs if seconds is not None and abs(pair[1] - pair[0] - seconds) <= ROUNDED_SECONDS
    ]
    if len(pairs) > 1 and len(fitting) != 1:
        later = [pair for pair in fitting or pairs if pair[1] > pair[0]] or pairs
        return (*later[0], (("clock_change", _CLOCK_CHANGE),))
    started_at, ended_at = (fitting or pairs)[0]
    if unread:
        return (
            started_at,
            ended_at,
            (("duration", f"the duration {unread!r} was not understood; the times are taken"),),
        )
    if seconds is None or ended_at < started_at:
        return started_at, ended_at, ()
    return started_at, ended_at, _apart(ended_at - started_at, seconds)


def _apart(span: int, seconds: int) -> tuple[Doubt, ...]:
    difference = abs(span - seconds)
    words = f"the times are {timedelta(seconds=span)} apart, the duration is {timedelta(seconds=seconds)}"
    if difference > WRONG_SECONDS:
        raise BadLine(words)
    return (("duration", words),) if difference > ROUNDED_SECONDS else ()


def _hm(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
