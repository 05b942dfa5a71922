"""How are money, durations, instants and percentages written? The one crossing between texts and integers.

Guarantees (`test_money_reads_back`, `test_durations_read_back`, `test_instants_read_back`): what is written is read
back as the same value, and a text that is not exactly of the form is refused with its path, itself and what is
accepted (RULES 1, 10). Digits are ASCII digits; nothing is a float.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from models.domain.basics.currencies import DIGITS
from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import FIRST_YEAR, LAST_YEAR, Month, parse_date, parse_month
from models.domain.basics.text import shown

MOST_MINUTES = 60 * 1_000_000
"""A million hours: more is a typing mistake."""
MOST_MONEY = 10**12
"""In minor units; a quantity of a million times this still fits 64 bits."""
MOST_COUNT = 1_000_000

_CURRENCY = re.compile(r"[A-Z]{3}")
_MONEY = re.compile(r"(-?)(\d{1,15})(?:\.(\d{1,3}))?", re.ASCII)
_DURATION = re.compile(r"(\d{1,7}):([0-5]\d)", re.ASCII)
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)Z", re.ASCII)
_DECIMAL = re.compile(r"\d{1,3}(?:\.\d{1,6})?", re.ASCII)
_EPOCH = date(1970, 1, 1).toordinal()

Option = TypeVar("Option", bound=str)


def parse_currency(value: object, path: str) -> str:
    """A currency code of three capital letters; raises InvalidValue."""
    if isinstance(value, str) and _CURRENCY.fullmatch(value):
        return value
    raise InvalidValue(path, f"{shown(value)} is no currency; accepted is a three-letter code like GBP")


def currency_digits(currency: str) -> int:
    """How many decimals `currency` has (RULES 1): GBP 2, JPY 0, BHD 3."""
    return DIGITS.get(currency, 2)


def parse_money(value: object, path: str, currency: str, *, signed: bool = False) -> int:
    """Minor units of a decimal string with at most the currency's digits (RULES 1); below 0 only if `signed`.

    "70", "70.0" and "70.00" GBP are 7000; "70" JPY is 70; "70.0" JPY is refused.
    """
    digits = currency_digits(currency)
    match = _MONEY.fullmatch(value) if isinstance(value, str) else None
    if match and len(match[3] or "") <= digits:
        minor = int(match[2] + (match[3] or "").ljust(digits, "0"))
        if minor <= MOST_MONEY and (signed or not match[1] or minor == 0):
            return -minor if match[1] else minor
    form = "0" if digits == 0 else "0." + "0" * digits
    sign = "" if signed else ", not below 0"
    raise InvalidValue(
        path, f'{shown(value)} is no amount; accepted is a string like "{form}" in {currency}{sign}'
    )


def minor_units(text: str) -> int:
    """Minor units of what `format_money` wrote: "976.50" is 97650."""
    return int(text.replace(".", ""))


def format_money(minor: int, currency: str) -> str:
    """Minor units as a decimal string with all digits of the currency: 97650 GBP is "976.50"."""
    digits = currency_digits(currency)
    sign, text = "-" if minor < 0 else "", f"{abs(minor):0{digits + 1}d}"
    return f"{sign}{text[:-digits]}.{text[-digits:]}" if digits else sign + text


def parse_duration(value: object, path: str, most: int = MOST_MINUTES) -> int:
    """Minutes of "H:MM", up to `most`; hours may exceed 24, minutes are 00 to 59: "37:30" is 2250."""
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match and (minutes := int(match[1]) * 60 + int(match[2])) <= most:
        return minutes
    raise InvalidValue(
        path,
        f"{shown(value)} is no duration; accepted is H:MM with minutes 00 to 59,"
        f" up to {format_duration(most)}",
    )


def format_duration(minutes: int) -> str:
    """Minutes as "H:MM": 2250 is "37:30"."""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else ''}{hours}:{rest:02d}"


def parse_instant(value: object, path: str) -> int:
    """Epoch seconds of "2026-03-02T09:05:00Z", UTC to the second."""
    match = _INSTANT.fullmatch(value) if isinstance(value, str) else None
    midnight = _midnight(match[1]) if match else None
    if match and midnight is not None:
        return midnight + int(match[2]) * 3600 + int(match[3]) * 60 + int(match[4])
    raise InvalidValue(
        path, f"{shown(value)} is no instant; accepted is UTC to the second, like 2026-03-02T09:05:00Z"
    )


@lru_cache(maxsize=4096)
def _midnight(day: str) -> int | None:
    """Epoch seconds at which a day begins in UTC; None for one that is none, or outside the years of a desk."""
    if not FIRST_YEAR <= int(day[:4]) <= LAST_YEAR:
        return None
    try:
        return (date.fromisoformat(day).toordinal() - _EPOCH) * 86400
    except ValueError:
        return None


def parse_day(value: object, path: str) -> date:
    """A date "2026-03-31" of any JSON value; raises InvalidValue."""
    if isinstance(value, str):
        return parse_date(value, path)
    raise InvalidValue(path, f"{shown(value)} is no date; accepted is a string YYYY-MM-DD")


def parse_month_value(value: object, path: str) -> Month:
    """A month "2026-03" of any JSON value; raises InvalidValue."""
    if isinstance(value, str):
        return parse_month(value, path)
    raise InvalidValue(path, f"{shown(value)} is no month; accepted is a string YYYY-MM")


def parse_percent(value: object, path: str) -> Decimal:
    """A percentage from 0 to 100 as a decimal string: "7.5"."""
    return _decimal(value, path, 100, "percentage")


def parse_share(value: object, path: str) -> Decimal:
    """A share from 0 to 1 as a decimal string: "0.80"."""
    return _decimal(value, path, 1, "share")


def _decimal(value: object, path: str, most: int, noun: str) -> Decimal:
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        number = Decimal(value)
        if number <= most:
            return number
    raise InvalidValue(
        path, f'{shown(value)} is no {noun}; accepted is a decimal string from 0 to {most}, like "0.50"'
    )


def format_percent(number: Decimal) -> str:
    """A percentage without needless zeros, so that equal values are written alike: 10.0 is "10"."""
    return f"{number.normalize():f}"


def format_share(number: Decimal) -> str:
    """A share with two digits or more: 1 is "1.00", 0.125 is "0.125"."""
    whole, _, decimals = format_percent(number).partition(".")
    return f"{whole}.{decimals:0<2}"


def parse_whole(value: object, path: str, least: int = 0, most: int = MOST_COUNT) -> int:
    """A whole JSON number from `least` to `most`; true, 1.0 and "1" are none."""
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    raise InvalidValue(path, f"{shown(value)} is not accepted; it is a whole number from {least} to {most}")


def parse_flag(value: object, path: str) -> bool:
    """A JSON true or false; raises InvalidValue."""
    if isinstance(value, bool):
        return value
    raise InvalidValue(path, f"{shown(value)} is not accepted; it is true or false")


def parse_choice(value: object, path: str, options: tuple[Option, ...]) -> Option:
    """The word of `options` that the value is; raises InvalidValue."""
    for option in options:
        if value == option:
            return option
    raise InvalidValue(path, f"{shown(value)} is not accepted; it is one of {', '.join(options)}")
