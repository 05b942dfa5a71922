"""How long is what a cell says? `1:30:00`, `18:25 min`, `1h 30m`, `1,5`, `90`: by the form that is expected."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

Form = Literal["hours", "minutes", "seconds", "h:mm", "typed"]
_CLOCK = re.compile(
    r"(\d{1,5}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?\s*(?:h|hrs?|hours?|std\.?)?", re.ASCII | re.IGNORECASE
)
_MINUTES_CLOCK = re.compile(r"(\d{1,5}):([0-5]\d)\s*min(?:utes?|\.)?", re.ASCII | re.IGNORECASE)
_NUMBER = r"\d+(?:[.,]\d+)?|[.,]\d+"
_UNITS = re.compile(
    rf"(?:({_NUMBER})\s*(?:h|hrs?|hours?|std\.?|stunden?|ч|год))?\s*(?:({_NUMBER})\s*(?:m|min|mins|minutes?|min\.|минут|мин))?"
    rf"\s*(?:({_NUMBER})\s*(?:s|sec|secs|seconds?|sek\.?|сек))?",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(\d{1,5})\s*h\s*([0-5]?\d)", re.ASCII | re.IGNORECASE)
_PLAIN = re.compile(rf"({_NUMBER})", re.ASCII)
_THOUSANDS = re.compile(
    r"(\d{1,3}(?:[.\u2019' ]\d{3})+),(\d+)|(\d{1,3}(?:[,\u2019' ]\d{3})+)\.(\d+)", re.ASCII
)
_LONGEST = 60
"""No longer text is a duration; Python writes no number of some thousand digits."""
_PER = {"hours": 3600, "minutes": 60, "seconds": 1, "h:mm": 3600, "typed": 3600}


@lru_cache(maxsize=4096)
def seconds_of(text: str, form: Form = "typed", decimal: str | None = None) -> int | None:
    """Whole seconds of a duration, rounded half-up; None for what is none. A plain number counts in `form`'s unit.

    `1:30` is one hour and a half; `18:25 min` is 18 minutes and 25 seconds; `1,5` and `1.5` are 5,400 in hours.
    `decimal` says that the other of `,` and `.` groups thousands.
    """
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        return None
    minutes = _MINUTES_CLOCK.fullmatch(text)
    if minutes:
        return int(minutes[1]) * 60 + int(minutes[2])
    clock = _CLOCK.fullmatch(text)
    if clock:
        if int(clock[2]) > 59 or int(clock[3] or 0) > 59:
            return None
        return int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3] or 0)
    short = _SHORT.fullmatch(text)
    if short:
        return int(short[1]) * 3600 + int(short[2]) * 60
    number = _PLAIN.fullmatch(_ungrouped(text, decimal))
    if number:
        return _whole(_value(number[1]) * _PER[form])
    units = _UNITS.fullmatch(text)
    if units and any(units.groups()):
        parts = zip(units.groups(), (3600, 60, 1), strict=True)
        return _whole(sum((_value(part) * per for part, per in parts if part), Fraction(0)))
    return None


def number_of(text: str, decimal: str | None = None) -> Fraction | None:
    """A plain number with either decimal sign; None for anything else."""
    text = " ".join(text.split())
    number = _PLAIN.fullmatch(_ungrouped(text, decimal)) if len(text) <= _LONGEST else None
    return _value(number[1]) if number else None


def _ungrouped(text: str, decimal: str | None) -> str:
    grouped = _THOUSANDS.fullmatch(text)
    if grouped:
        whole, rest = grouped[1] or grouped[3], grouped[2] or grouped[4]
        return re.sub(r"\D", "", whole) + "." + rest
    if decimal is not None:
        return text.replace("." if decimal == "," else ",", "")
    return text


def _value(text: str) -> Fraction:
    return Fraction(Decimal(text.replace(",", ".")))


def _whole(value: Fraction) -> int:
    return int(value + Fraction(1, 2))
