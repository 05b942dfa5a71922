"""Does a number of a value lie where the desk accepts it? The same words as for a text that was read (RULES 1, 10)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from models.domain.basics.months import FIRST_YEAR, LAST_YEAR, parse_date
from models.domain.basics.notation import (
    MOST_MINUTES,
    MOST_MONEY,
    format_duration,
    format_money,
    format_percent,
    parse_duration,
    parse_instant,
    parse_money,
    parse_percent,
)
from models.domain.basics.zone import to_iso

_DAY_SECONDS = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
_FIRST = (date(FIRST_YEAR, 1, 1).toordinal() - _EPOCH) * _DAY_SECONDS
_LAST = (date(LAST_YEAR, 12, 31).toordinal() + 1 - _EPOCH) * _DAY_SECONDS
_PERCENT_DIGITS = 6


def checked_minutes(minutes: int, path: str, most: int = MOST_MINUTES) -> int:
    """Minutes from 0 to `most`; raises InvalidValue at `path`."""
    return minutes if 0 <= minutes <= most else parse_duration(format_duration(minutes), path, most)


def checked_money(minor: int, path: str, currency: str) -> int:
    """Minor units of `currency`, not below 0, up to a billion of its main unit; raises InvalidValue at `path`."""
    if 0 <= minor <= MOST_MONEY:
        return minor
    return parse_money(format_money(minor, currency), path, currency)


def checked_percent(number: Decimal, path: str) -> Decimal:
    """A percentage from 0 to 100 with at most six decimals; raises InvalidValue at `path`."""
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -_PERCENT_DIGITS and 0 <= number <= 100:
        return number
    return parse_percent(format_percent(number), path)


def checked_instant(at: int, path: str) -> int:
    """Epoch seconds within the years that a desk knows; raises InvalidValue at `path`."""
    return at if _FIRST <= at < _LAST else parse_instant(to_iso(at), path)


def checked_day(day: date, path: str) -> date:
    """A date within the years that a desk knows; raises InvalidValue at `path`."""
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else parse_date(day.isoformat(), path)
