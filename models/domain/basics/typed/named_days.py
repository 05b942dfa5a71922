"""Which day does somebody mean who writes `mon`, `30 jan`, `+3m` or `end of month`? pendulum knows names and calendar.

Loaded with the first text that names a day: most times that are typed are times of today, and need none of it.
"""

from __future__ import annotations

import re
from datetime import date

import pendulum

from models.domain.basics.months import FIRST_YEAR, LAST_YEAR, parse_date

_AHEAD_DAYS = 31
"""A date without a year may lie so far ahead; anything later is meant as last year's."""
_YEARS_BACK = 9
"""Eight years back hold a 29 February, also around 1900 and 2100."""
_ENGLISH = pendulum.locale("en")
_DATE = re.compile(r"(?:(\d{1,2})\.? ([a-z]{3,})|([a-z]{3,}) (\d{1,2}))\.?(?:,? (\d{4}))?", re.ASCII)
_STEP = re.compile(r"([+-])\s?(\d{1,4})\s?(d|days?|w|weeks?|m|months?|y|years?)?", re.ASCII)
_UNITS = {"d": "days", "w": "weeks", "m": "months", "y": "years"}
_END = re.compile(r"end of (?:(next |last |this )?month|([a-z]{3,})(?: (\d{4}))?)", re.ASCII)


def day_in_words(words: str, today: date, path: str) -> date | None:
    """A day that a form is told: `next mon`, `+2w`, `end of nov`, `30 nov`; None for none, InvalidValue for no date.

    On 31 January 2026 `+1m` is 28 February, `end of next month` too, and `next sat` (that Saturday) 7 February.
    """
    if (step := _STEP.fullmatch(words)) is not None:
        return _stepped(_pendulum(today), step)
    if (end := _END.fullmatch(words)) is not None:
        return _month_end(_pendulum(today), end)
    named = _DATE.fullmatch(words)
    month = _position(named[2] or named[3], "months") if named else None
    if named is not None and month is not None:
        day, year = int(named[1] or named[4]), int(named[5] or today.year)
        return parse_date(f"{year:04d}-{month:02d}-{day:02d}", path)
    if words.startswith("next "):
        weekday = _position(words.removeprefix("next "), "days")
        return None if weekday is None else _plain(_pendulum(today).next(pendulum.WeekDay(weekday)))
    return latest_weekday(words.removeprefix("last "), today)


def spoken_day(day: date, today: date) -> str:
    """A day as people say it: on 26 Nov 2026 30 Nov is "Mon 30 Nov, in 4 days"; another year is named."""
    said = _pendulum(day).format("ddd D MMM" if day.year == today.year else "ddd D MMM YYYY", locale="en")
    away = _pendulum(today).diff(_pendulum(day)).in_words(locale="en")
    if day == today:
        return f"{said}, today"
    return f"{said}, in {away}" if day > today else f"{said}, {away} ago"


def _stepped(today: pendulum.Date, step: re.Match[str]) -> date | None:
    count = int(step[1] + step[2])
    try:
        return _in_range(today.add(**{_UNITS[(step[3] or "d")[0]]: count}))
    except (OverflowError, ValueError):
        return None


def _month_end(today: pendulum.Date, end: re.Match[str]) -> date | None:
    if end[2] is not None:
        month = _position(end[2], "months")
        if month is None:
            return None
        year = int(end[3] or today.year)
        return _in_range(pendulum.date(year, month, 1).end_of("month")) if year else None
    months = {"next ": 1, "last ": -1}.get(end[1] or "", 0)
    return _in_range(today.start_of("month").add(months=months).end_of("month"))


def _in_range(day: date) -> date | None:
    return _plain(day) if FIRST_YEAR <= day.year <= LAST_YEAR else None


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
