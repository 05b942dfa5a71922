"""Which days and hours did the sample desk work? Its windows, England's bank holidays and two closed days.

Neither a clock nor a holiday library is used here, so that opening the demo costs milliseconds; the tests compare
these bank holidays with the library that the program itself asks.
"""

from __future__ import annotations

from datetime import date, timedelta

from models.domain.basics.months import Month
from models.domain.basics.zone import Zone
from models.domain.values import Window

MON_TO_THU = (Window(9 * 60, 12 * 60 + 30), Window(13 * 60 + 15, 17 * 60 + 30))
FRIDAY = (Window(9 * 60, 12 * 60 + 30), Window(13 * 60 + 15, 16 * 60 + 30))
HOURS = (MON_TO_THU, MON_TO_THU, MON_TO_THU, MON_TO_THU, FRIDAY, (), ())
_SATURDAY = 5


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous computus): 5 April in 2026."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def bank_holidays(year: int) -> frozenset[date]:
    """The eight bank holidays of England in `year`, those on a weekend moved to the next free weekday."""
    sunday = easter(year)
    days = [
        sunday - timedelta(days=2),
        sunday + timedelta(days=1),
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 5, 25)),
        _monday_from(date(year, 8, 25)),
    ]
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while day.weekday() >= _SATURDAY or day in days:
            day += timedelta(days=1)
        days.append(day)
    return frozenset(days)


def closed_days(first_year: int, last_year: int) -> tuple[date, ...]:
    """The days on which the sample desk itself stays closed: Christmas Eve and New Year's Eve."""
    return tuple(date(year, 12, day) for year in range(first_year, last_year + 1) for day in (24, 31))


class WorkCalendar:
    """The working days of the sample desk over the years given, both inclusive."""

    def __init__(self, zone: Zone, first_year: int, last_year: int) -> None:
        self.zone = zone
        closed = set(closed_days(first_year, last_year))
        for year in range(first_year, last_year + 1):
            closed |= bank_holidays(year)
        self._closed = closed

    def windows(self, day: date) -> tuple[Window, ...]:
        """The working windows of `day`, none when the desk is closed."""
        return () if day in self._closed else HOURS[day.weekday()]

    def at(self, day: date, minute: int) -> int:
        """The instant `minute` minutes after the first instant of `day`."""
        return self.zone.starts(day) + minute * 60

    def open_days(self, month: Month) -> list[date]:
        """The working days of `month`, in order."""
        days = (month.first_day + timedelta(days=step) for step in range(month.days))
        return [day for day in days if self.windows(day)]

    def last_open_before(self, day: date) -> date:
        """The last working day before `day`."""
        day -= timedelta(days=1)
        while not self.windows(day):
            day -= timedelta(days=1)
        return day

    def back(self, now: int, minutes: int) -> int:
        """The instant from which the desk has worked `minutes` minutes until `now`."""
        left, day = minutes * 60, self.zone.date_of(now)
        while True:
            for window in reversed(self.windows(day)):
                opens = self.at(day, window.opens)
                worked = min(self.at(day, window.closes), now) - opens
                if worked >= left:
                    return opens + worked - left
                left -= max(0, worked)
            day -= timedelta(days=1)

    def just_reported(self, now: int, minutes: int) -> int:
        """An instant about `minutes` working minutes before `now` whose working day is not over at `now`.

        Where there is none (before opening, on a weekend) it is the minute after the last closing.
        """
        instant = self.back(now, minutes)
        day = self.zone.date_of(instant)
        if now < self.at(day, self.windows(day)[-1].closes):
            return instant
        return min(now, self.at(day, self.windows(day)[-1].closes) + 60)
