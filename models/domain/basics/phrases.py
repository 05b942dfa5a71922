"""How are amounts, durations and dates put into a sentence? In one manner, wherever the desk speaks.

What is said is exact and free of the machine's locale, so that a sentence is the same everywhere.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from models.domain.basics.months import MONTHS
from models.domain.basics.notation import currency_digits

FLOW_WORDS = {
    "opening": "brought forward",
    "granted": "granted",
    "drawn": "drawn",
    "lapsed": "lapsed",
    "forfeited": "over the carry limit",
    "reversed": "restored",
    "closing": "carried forward",
}
"""What the flows of a month and of a grant are called wherever the desk speaks (RULES 3.7)."""
PART_WORDS = {
    "accounted": "accounted",
    "counted": "counted",
    "covered": "used",
    "unlimited": "unlimited",
    "by_sessions": "by sessions",
    "overage": "overage",
    "on_demand": "on demand",
    "additional": "additional",
    "late_accounted": "late work",
}
"""What the sums of a month's work are called wherever the desk speaks (RULES 3.7)."""


def duration_words(minutes: int) -> str:
    """Minutes as people say them: 405 is "6 h 45 min", 300 is "5 h", 15 is "15 min"."""
    hours, rest = divmod(minutes, 60)
    parts = ([f"{hours:,} h"] if hours else []) + ([f"{rest} min"] if rest or not hours else [])
    return " ".join(parts)


def money_words(minor: int, currency: str) -> str:
    """An amount in minor units with its thousands apart: 331800 is "3,318.00"."""
    digits = currency_digits(currency)
    whole, rest = divmod(abs(minor), 10**digits)
    return f"{'-' if minor < 0 else ''}{whole:,}" + (f".{rest:0{digits}d}" if digits else "")


def amount_words(amount: str) -> str:
    """An amount as it stands in a document, with its thousands apart: "-3318.00" is "-3,318.00"."""
    whole, dot, rest = amount.removeprefix("-").partition(".")
    return f"{'-' if amount.startswith('-') else ''}{int(whole):,}{dot}{rest}"


def day_words(day: date) -> str:
    """A date as "27 Feb 2027"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def weight_words(name: str | None, weight: Decimal) -> str:
    """A band by its name and weight: "evening ×1.5"; without a name "×2" (RULES 3.9)."""
    return f"×{weight}" if name is None else f"{name} ×{weight}"


def count_words(count: int, noun: str) -> str:
    """A number and its noun: "1 month", "3 months"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
