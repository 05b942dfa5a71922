"""Which day does somebody mean who writes `mon`, `30 jan` or `Jan 30, 2026`? pendulum knows the names and the weeks.

Loaded with the first text that names a day: most times that are typed are times of today, and need none of it.
"""

from __future__ import annotations

import re
from datetime import date

import pendulum

from models.domain.basics.months import FIRST_YEAR, LAST_YEAR

_AHEAD_DAYS = 31
"""A date without a year may lie so far ahead; anything later is meant as last year's."""
_YEARS_BACK = 9
"""Eight years back hold a 29 February, also around 1900 and 2100."""
_ENGLISH = pendulum.locale("en")
_DATE = re.compile(r"(?:(\d{1,2})\.? ([a-z]{3,})|([a-z]{3,}) (\d{1,2}))\.?(?:,? (\d{4}))?", re.ASCII)


def latest_weekday(word: str, today: date) -> date | None:
    """The latest day of that name, `today` included: `mon`, `Thurs`; None for no name of three letters or more.

    On Wednesday 4 March 2026 `mon` is 2 March and `wed` is 4 March.
    """
    weekday = _position(word, "days")
    if weekday is None:
        return None
    return _plain(_pendulum(today).add(days=1).previous(pendulum.WeekDay(weekday)))


def named_date(words: str, today: date) -> date | None:
    """`30 jan`, `jan 30`, `30 jan 2026`; without a year the latest that is at most 31 days after `today`."""
    match = _DATE.fullmatch(words)
    month = _position(match[2] or match[3], "months") if match else None
    if match is None or month is None:
        return None
    day, latest = int(match[1] or match[4]), _pendulum(today).add(days=_AHEAD_DAYS)
    if match[5]:
        year = int(match[5])
        return _date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    tries = (_date(latest.year - back, month, day) for back in range(_YEARS_BACK))
    return next((found for found in tries if found is not None and found <= latest), None)


def _position(word: str, kind: str) -> int | None:
    """The number of the weekday (0 is Monday) or month (1 is January) whose name begins with the word."""
    names: dict[int, str] = _ENGLISH.get(f"translations.{kind}.wide")
    known = (number for number, name in names.items() if name.casefold().startswith(word))
    return next(known, None) if len(word) >= 3 else None


def _pendulum(day: date) -> pendulum.Date:
    return pendulum.date(day.year, day.month, day.day)


def _plain(day: date) -> date:
    return date(day.year, day.month, day.day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
