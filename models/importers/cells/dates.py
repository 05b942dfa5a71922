"""Which day and which time does a cell name? In the forms that tools and spreadsheets write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from models.domain.basics.text import shown
from models.importers.base import ORDER_WORDS, BadLine
from models.importers.csv_layout import DateOrder

_DATE = re.compile(r"(\d{1,4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,4})\.?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2}))?(?:[:.](\d{2})(?:[.,]\d+)?)?\s?(?:([ap])\.?\s?m\.?|uhr|h)?",
    re.ASCII | re.IGNORECASE,
)
_MOMENT = re.compile(
    r"(?P<day>\S*\d{4}\S*?|\S+[-/.]\S+[-/.]\S+?),?(?:[T\s]\s*(?P<time>\d.*))?", re.IGNORECASE
)
_BLANKS = re.compile(r"[\s\u00a0\u202f\u2009]+")
_WEEKDAY = re.compile(r"[^\W\d_]{2,12}\.?,?\s+(?=\d)")
_CENTURY = 100


@dataclass(frozen=True, slots=True)
class Numbers:
    """The three numbers of a written date, and how they were written."""

    first: int
    second: int
    third: int
    separator: str
    year_first: bool
    year_last: bool

    def as_day(self, order: DateOrder) -> date | None:
        """The date in this order; None when there is none."""
        if (self.year_first and order != "ymd") or (self.year_last and order == "ymd"):
            return None
        one, two, three = self.first, self.second, self.third
        year, month, day = {"ymd": (one, two, three), "dmy": (three, two, one), "mdy": (three, one, two)}[
            order
        ]
        try:
            return date(year + 2000 if year < _CENTURY else year, month, day)
        except ValueError:
            return None


@lru_cache(maxsize=4096)
def numbers_of(text: str) -> Numbers | None:
    """The numbers of a date such as 2026-10-05, 05/10/2026, 5.10.26 or 20261005; None for anything else."""
    match = _DATE.fullmatch(text)
    if match is None:
        compact = _COMPACT.fullmatch(text)
        if compact is None:
            return None
        return Numbers(int(compact[1]), int(compact[2]), int(compact[3]), "", True, False)
    first, separator, second, third = match.groups()
    if len(first) == 3 or len(third) == 3 or (len(first) > 2 and len(third) > 2):
        return None
    return Numbers(int(first), int(second), int(third), separator, len(first) == 4, len(third) == 4)


@lru_cache(maxsize=4096)
def day_of(text: str, order: DateOrder | None, name: str) -> date:
    """The day that a cell names; with year first nothing needs to be said, else in `order`. Raises BadLine."""
    numbers = numbers_of(text)
    if numbers is None:
        raise BadLine(f"{name} {shown(text)} is no date; accepted is YYYY-MM-DD")
    if numbers.year_first:
        found = numbers.as_day("ymd")
        if found is None:
            raise BadLine(f"{name} {shown(text)} is no day of the calendar")
        return found
    if order is None:
        if numbers.separator != ".":
            raise BadLine(f"{name} {shown(text)} could be day or month first; say which with --date-order")
        order = "dmy"
    found = numbers.as_day(order)
    if found is None:
        raise BadLine(f"{name} {shown(text)} is no day of the calendar, {ORDER_WORDS[order]}")
    return found


def clock_of(text: str, name: str) -> int:
    """Seconds since midnight of a time of day: 9:05, 09:05:30, 9:05 PM, 9.05; 24:00 is 86,400. Raises BadLine."""
    if len(text) == 8 and text[2] == text[5] == ":" and text.replace(":", "").isdigit() and text.isascii():
        hour, minute, second = int(text[:2]), int(text[3:5]), int(text[6:])
        if hour < 24 and minute < 60 and second < 60:
            return hour * 3600 + minute * 60 + second
    match = _TIME.fullmatch(_BLANKS.sub(" ", text).strip())
    if match and (match[2] or match[4]):
        hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
        if match[4]:
            hour = _half_day(hour, match[4].lower(), text, name)
        if hour < 24 and minute < 60 and second < 60:
            return hour * 3600 + minute * 60 + second
        if (hour, minute, second) == (24, 0, 0):
            return 86_400
    raise BadLine(f"{name} {shown(text)} is no time; accepted is HH:MM or HH:MM:SS")


def _half_day(hour: int, half: str, text: str, name: str) -> int:
    if not 1 <= hour <= 12:
        raise BadLine(f"{name} {shown(text)} is no time; with am or pm the hours go from 1 to 12")
    return hour % 12 + (12 if half == "p" else 0)


@lru_cache(maxsize=4096)
def split_moment(text: str) -> tuple[str, str]:
    """The date and the time of a cell that may hold both: `05.10.2026 09:00`; a time alone has no date."""
    text = _WEEKDAY.sub("", _BLANKS.sub(" ", text).strip(), count=1)
    match = _MOMENT.fullmatch(text)
    if match is None:
        return "", text
    return match["day"].rstrip(","), match["time"] or ""


def instant_of(text: str, name: str) -> int:
    """The instant of an ISO text with an offset: 2026-10-05T08:00:00Z, 2026-10-05 09:00+01:00. Raises BadLine."""
    found = offset_instant(text)
    if found is None:
        raise BadLine(f"{name} {shown(text)} is no instant; accepted is 2026-10-05T08:00:00Z")
    return found


def offset_instant(text: str) -> int | None:
    """The same, or None for a text that is no ISO instant or says no offset; parts of a second are dropped."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if moment.tzinfo is None or not 1970 <= moment.year <= 2999:
        return None
    return int(moment.timestamp() // 1)
