"""When does the desk work? Windows, open days, and a working clock that can be read and advanced (RULES 4.1).

Guarantees (`test_working_time_adds_up`, `test_one_holiday_more_never_brings_an_end_forward`): the clock adds up (from
a to b and on to c is from a to c), never runs backwards, and a holiday more never lets it run faster. Wall-clock
windows become instants in the desk's zone, so a day of a clock change has its true length. Sums are kept per window
in one table and found by bisection: a question costs microseconds, however many years it spans.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date, timedelta
from itertools import accumulate
from typing import Literal

from models.domain.basics.dated import in_force
from models.domain.basics.frozen import dataclass
from models.domain.basics.months import FIRST_YEAR, LAST_YEAR, day_after
from models.domain.basics.zone import zone
from models.domain.values import Desk, Week

Shut = Literal["no_hours", "closed_day", "holiday"]
Span = tuple[int, int]

_FIRST, _END = FIRST_YEAR - 1, LAST_YEAR + 2
"""Years that a table may cover, the end exclusive; one to spare on each side for the zone's offset."""
_FULL_DAY = 86_400
_WEEKS_OF_A_YEAR = 53
_LOOKED_BACK = 732


@dataclass(frozen=True, slots=True)
class _Table:
    """Every window of some whole years; `before` and `after` are the working seconds up to its two ends."""

    first_year: int
    end_year: int
    starts_at: int
    ends_at: int
    opens: list[int]
    before: list[int]
    after: list[int]
    day_closes: list[int]
    open_days: list[int]

    def total(self, instant: int) -> int:
        """Working seconds from the table's beginning to `instant`."""
        at = bisect_right(self.opens, instant) - 1
        if at < 0:
            return 0
        ran = self.before[at] + instant - self.opens[at]
        return min(ran, self.after[at])


@dataclass(frozen=True, slots=True)
class _Week:
    """Working hours from a date on; `minutes` of a full week: five days 9–17 are 2,400, on 5 `weekdays`."""

    since: date
    hours: Week
    minutes: int
    weekdays: int


def _week(since: date, hours: Week) -> _Week:
    minutes = [sum(window.closes - window.opens for window in windows) for windows in hours]
    return _Week(since, hours, sum(minutes), sum(1 for day in minutes if day > 0))


class Calendar:
    """The working hours of a desk less its holidays and closed days (RULES 4.1).

    A table once built is never changed but replaced by a longer one, so threads may share a calendar.
    """

    def __init__(self, desk: Desk, is_holiday: Callable[[date], bool]) -> None:
        """`is_holiday` says whether a date is a public holiday; raises InvalidValue for an unknown zone."""
        self.zone = zone(desk.timezone)
        self._weeks = tuple(_week(row.since, row.hours) for row in desk.dated_hours) or (
            _week(date.min, desk.hours),
        )
        self._closed_days = frozenset(desk.closed_days)
        self._is_holiday = is_holiday
        self._table: _Table | None = None
        self._most_weekly = max(week.minutes for week in self._weeks)

    def _week_of(self, day: date) -> _Week:
        return self._weeks[0] if len(self._weeks) == 1 else in_force(self._weeks, day)

    @property
    def changes_on(self) -> tuple[date, ...]:
        """The days from which other working hours hold, without the first (RULES 4.2)."""
        return tuple(week.since for week in self._weeks[1:])

    def working_weekdays(self, day: date) -> int:
        """Weekdays with any window, by the hours in force on `day`."""
        return self._week_of(day).weekdays

    def day_minutes(self, day: date) -> int | None:
        """A working day in minutes, rounded up, by the hours in force on `day`; None without hours (RULES 4.2).

        37:30 over 4 days is 563.
        """
        week = self._week_of(day)
        return -(-week.minutes // week.weekdays) if week.weekdays else None

    def shut(self, day: date) -> Shut | None:
        """Why the desk does not work on `day`, None if it does; a Sunday without hours is no holiday."""
        if not self._week_of(day).hours[day.weekday()]:
            return "no_hours"
        if day in self._closed_days:
            return "closed_day"
        return "holiday" if self._is_holiday(day) else None

    def windows(self, day: date) -> tuple[Span, ...]:
        """The instants between which the desk works on `day`, ends exclusive, none when shut (RULES 4.1).

        A wall time that is skipped is the instant of the clock change, one that is repeated the first of two.
        """
        if self.shut(day) is not None:
            return ()
        spans = [(window.opens, window.closes) for window in self._week_of(day).hours[day.weekday()]]
        start = self.zone.starts(day)
        if self.zone.starts(day_after(day)) - start == _FULL_DAY:
            return tuple((start + opens * 60, start + closes * 60) for opens, closes in spans)
        instant = self.zone.instant
        turned = [(instant(day, opens), instant(day, closes)) for opens, closes in spans]
        return tuple(span for span in turned if span[0] < span[1])

    def is_open_day(self, day: date) -> bool:
        """Does the desk work at all on `day`?"""
        return bool(self.windows(day))

    def open_days(self, first: date, last: date) -> int:
        """Working days from `first` to `last`, both inclusive: 22 in June 2026 on weekdays (RULES 5.6, 8)."""
        if last < first:
            return 0
        days = self._years(first.year, last.year).open_days
        return bisect_right(days, last.toordinal()) - bisect_left(days, first.toordinal())

    def working_seconds(self, start: int, end: int) -> int:
        """Seconds that the working clock runs from `start` to `end`; 0 when `end` is not later.

        From Friday 16:30 to Monday 09:30, on weekdays 9–17, 3,600.
        """
        if end <= start:
            return 0
        table = self._covering(start, end)
        return table.total(end) - table.total(start)

    def advance(self, instant: int, seconds: int) -> int | None:
        """The earliest instant at which the working clock has run `seconds` since `instant` (RULES 4.2).

        24 hours from Friday 5 Jun 2026 16:00, on weekdays 9–17, end on Wednesday 16:00. None without working
        hours, or when there are not enough before the last year that the desk accepts.
        """
        if not self._most_weekly:
            return None
        if seconds <= 0:
            return instant
        table: _Table | None = self._covering(instant, instant)
        if seconds > self._most_weekly * 60 * _WEEKS_OF_A_YEAR * (_END - _FIRST):
            return None  # more than all years hold: no need to build them to know
        while table is not None:
            goal = table.total(instant) + seconds
            at = bisect_left(table.after, goal)
            if at < len(table.after):
                return table.opens[at] + goal - table.before[at]
            table = self._longer(table)
        return None

    def close_of_day(self, instant: int) -> int | None:
        """The close of this working day; from closing time on, and on closed days, of the next (RULES 4.2).

        Friday 16:59 gives Friday 17:00, Friday 17:00 gives Monday 17:00. None when the desk never works.
        """
        table: _Table | None = self._covering(instant, instant) if self._most_weekly else None
        while table is not None:
            at = bisect_right(table.day_closes, instant)
            if at < len(table.day_closes):
                return table.day_closes[at]
            table = self._longer(table)
        return None

    def last_close(self, day: date) -> int | None:
        """The close of `day`, or of the last working day before it (RULES 2.9): of Sunday, Friday 17:00.

        None when the desk did not work within the two years before.
        """
        for back in range(_LOOKED_BACK):
            windows = self.windows(day - timedelta(days=back))
            if windows:
                return windows[-1][1]
        return None

    def _covering(self, start: int, end: int) -> _Table:
        table = self._table
        if table is not None and table.starts_at <= start and end < table.ends_at:
            return table
        return self._years(self.zone.date_of(start).year, self.zone.date_of(end).year)

    def _years(self, first: int, last: int) -> _Table:
        """A table from the year `first` to `last`, inclusive, as far as years are accepted."""
        first, end = max(_FIRST, min(first, _END - 1)), max(_FIRST + 1, min(last + 1, _END))
        table = self._table
        if table is not None:
            first, end = min(first, table.first_year), max(end, table.end_year)
            if (first, end) == (table.first_year, table.end_year):
                return table
        self._table = table = self._build(first, end)
        return table

    def _longer(self, table: _Table) -> _Table | None:
        """A table reaching twice as far, None at the end of all years: so every search ends."""
        last = self._weeks[-1]
        if table.end_year >= _END or (not last.minutes and last.since.year < table.end_year):
            return None
        return self._years(table.first_year, 2 * table.end_year - table.first_year)

    def _build(self, first_year: int, end_year: int) -> _Table:
        first, end = date(first_year, 1, 1), date(end_year, 1, 1)
        spans: list[Span] = []
        day_closes: list[int] = []
        open_days: list[int] = []
        for ordinal in range(first.toordinal(), end.toordinal()):
            windows = self.windows(date.fromordinal(ordinal))
            if windows:
                spans.extend(windows)
                day_closes.append(windows[-1][1])
                open_days.append(ordinal)
        after = list(accumulate(closes - opens for opens, closes in spans))
        return _Table(
            first_year=first_year,
            end_year=end_year,
            starts_at=self.zone.starts(first),
            ends_at=self.zone.starts(end),
            opens=[opens for opens, _ in spans],
            before=[0, *after][: len(after)],
            after=after,
            day_closes=day_closes,
            open_days=open_days,
        )
