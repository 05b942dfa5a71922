"""What tax comes on a statement's total, and how does the statement look? (RULES 6.5)

Tax is no part of the ledger: it is one line on the total, rounded once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from models.domain.basics.money import round_half_up
from models.domain.values import StatementStyle, TaxRate


@dataclass(frozen=True, slots=True)
class TaxLine:
    """The tax of one statement: `amount` in minor units, rounded once on the total."""

    name: str
    percent: Decimal
    amount: int


def tax_on(total: int, day: date, rates: Sequence[TaxRate]) -> TaxLine | None:
    """The tax on a total in minor units by the latest rate from `day` or before; None where none holds.

    20 % on 87.53 are 17.51, and on -87.53 they are -17.51 (RULES 6.5).
    """
    held = [rate for rate in rates if rate.since <= day]
    rate = max(held, key=lambda each: each.since) if held else None
    if rate is None or rate.percent is None:
        return None
    return TaxLine(rate.name, rate.percent, round_half_up(Fraction(rate.percent) * total / 100))


def style_of(styles: Iterable[StatementStyle]) -> StatementStyle:
    """One style of many: each key of the first that says so."""
    said = tuple(styles)
    return StatementStyle(
        annex=next((style.annex for style in said if style.annex is not None), None),
        causes=next((style.causes for style in said if style.causes is not None), None),
        language=next((style.language for style in said if style.language is not None), None),
        page=next((style.page for style in said if style.page is not None), None),
    )
