"""How do calendar months add up? The one place that adds months to dates (RULES 1)."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from models.domain.basics.errors import InvalidValue

FIRST_YEAR, LAST_YEAR = 1970, 2999
"""Years the desk accepts; a book outside them is a typing mistake."""

HORIZON_YEARS = 10
"""So far ahead a month or a day can be asked for: further ones are typing mistakes, and would take minutes."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


def add_months(day: date, months: int) -> date:
    """`day` moved by `months`, keeping the day of the month or taking the last of a shorter one (RULES 1).

    31 Jan 2026 + 1 month is 28 Feb 2026. Always add to the original start: chained months drift.
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month of the desk, ordered and hashable, written `2026-03`."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that `day` lies in."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        """The date on which the month begins."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The date on which the month ends, inclusive."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def days(self) -> int:
        """How many days the month has."""
        return monthrange(self.year, self.month)[1]

    def plus(self, months: int) -> Month:
        """The month `months` later (earlier when negative)."""
        year, month0 = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month0 + 1)

    def until(self, other: Month) -> int:
        """How many months `other` lies after this one."""
        return (other.year - self.year) * 12 + other.month - self.month


def months_between(first: Month, last: Month) -> list[Month]:
    """Every month from `first` to `last`, both inclusive; none when `last` is earlier."""
    return [first.plus(step) for step in range(first.until(last) + 1)]


def day_before(day: date) -> date:
    """The date one day earlier."""
    return day - timedelta(days=1)


def day_after(day: date) -> date:
    """The date one day later."""
    return day + timedelta(days=1)


def parse_month(text: str, path: str = "month") -> Month:
    """Read `2026-03`; raises InvalidValue with `path` when it is no month of the years accepted."""
    match = _MONTH.fullmatch(text)
    if match:
        month = Month(int(match[1]), int(match[2]))
        if 1 <= month.month <= 12 and FIRST_YEAR <= month.year <= LAST_YEAR:
            return month
    raise InvalidValue(path, f"{text!r} is no month; accepted is YYYY-MM from {FIRST_YEAR} to {LAST_YEAR}")


def parse_date(text: str, path: str = "date") -> date:
    """Read `2026-03-31`; raises InvalidValue with `path` when it is no date of the years accepted."""
    match = _DATE.fullmatch(text)
    if match and FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            pass
    raise InvalidValue(path, f"{text!r} is no date; accepted is YYYY-MM-DD from {FIRST_YEAR} to {LAST_YEAR}")


def within_horizon(day: date, today: date, path: str) -> date:
    """`day`, unless it lies more than HORIZON_YEARS after `today`: then InvalidValue with `path` names the last one.

    On 26 Nov 2026 the last day is 26 Nov 2036, and November 2036 the last month.
    """
    last = add_months(today, HORIZON_YEARS * 12)
    if Month.of(day) > Month.of(last):
        raise _too_far(day, last, path)
    return day


def month_within_horizon(month: Month, today: date, path: str) -> Month:
    """The same for a month, which is named as it was asked for: on 26 Nov 2026 the last one is 2036-11."""
    last = Month.of(today).plus(HORIZON_YEARS * 12)
    if month > last:
        raise _too_far(month, last, path)
    return month


def _too_far(named: date | Month, last: date | Month, path: str) -> InvalidValue:
    years = f"{HORIZON_YEARS} years from now"
    return InvalidValue(path, f"{named} lies too far ahead; accepted is up to {last}, {years}")
