"""As what quantity is a line billed, and what does the tax make of the total? One rule for every form (RULES 6.5).

Guarantees (`test_found_4_7_every_minute_multiplies_out`): quantity × price, rounded half up to a minor unit, is the
amount of the line. Hours are the quantity only where that holds; else it is 1 and the hours stand in the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from models.domain.basics.money import round_half_up
from models.domain.papers import DeskPaper
from models.exporters.statements.statement import StatementLine, TaxLine

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Billed:
    """A line as a bookkeeper reads it; `price` in minor units for one of `quantity`."""

    quantity: Decimal
    price: int
    hours: bool
    """Whether the quantity counts hours."""
    spelled: bool
    """Whether the hours and their rate belong into the text, as they are not the quantity."""


def billed(line: StatementLine) -> Billed:
    """What multiplies out to the amount: 1:30 at 65.00 are 1.50 × 65.00, but 1:20 are 1 × 86.67."""
    if line.minutes is not None and line.rate is not None:
        hours = decimal_hours(line.minutes)
        if multiplies_out(hours, line.rate, line.amount):
            return Billed(hours, line.rate, hours=True, spelled=False)
        return Billed(Decimal(1), line.amount, hours=False, spelled=True)
    if line.quantity is not None and line.unit_price is not None:
        return Billed(Decimal(line.quantity), line.unit_price, hours=False, spelled=False)
    return Billed(Decimal(1), line.amount, hours=False, spelled=line.minutes is not None)


def decimal_hours(minutes: int) -> Decimal:
    """Minutes as hours with two decimals: 80 are 1.33."""
    return (Decimal(minutes) / 60).quantize(_CENT, ROUND_HALF_UP)


def multiplies_out(hours: Decimal, rate: int, amount: int) -> bool:
    """Is `hours` × `rate`, rounded half up to a minor unit, the `amount` (RULES 6.5)? 1.33 × 65.00 is not 86.67."""
    return (hours * rate).quantize(Decimal(1), ROUND_HALF_UP) == amount


def tax_on(total: int, day: date, desk: DeskPaper) -> TaxLine | None:
    """The desk's tax in force on `day` on a total in minor units, rounded once; None where there is none.

    20 % on 87.53 are 17.51, on -87.53 they are -17.51 (RULES 6.5).
    """
    rate = desk.tax_on(day)
    if rate is None or rate.percent is None:
        return None
    return TaxLine(rate.name, rate.percent, round_half_up(Fraction(rate.percent) * total / 100))
