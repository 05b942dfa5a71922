"""What does a desk put on paper, and what does a client want there? Values of RULES 6.5, nothing of the ledger.

Tax is no part of the ledger: it is one line on a statement's total, rounded once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from models.domain.basics.money import round_half_up

Annex = Literal["full", "summary", "none"]
PageSize = Literal["A4", "letter"]
ClientTax = Literal["none", "reverse_charge"]

ANNEXES: tuple[Annex, ...] = ("full", "summary", "none")
PAGES: tuple[PageSize, ...] = ("A4", "letter")
CLIENT_TAXES: tuple[ClientTax, ...] = ("none", "reverse_charge")
MOST_PAYMENT_DAYS = 3650


@dataclass(frozen=True, slots=True)
class StatementStyle:
    """How a client's statements look; None leaves it to the next that says so (contract, client, default)."""

    annex: Annex | None = None
    """`summary`: the work by request; `full`: the timesheet as well; `none`: neither."""
    causes: bool | None = None
    language: str | None = None
    page: PageSize | None = None


@dataclass(frozen=True, slots=True)
class TaxRate:
    """The desk's tax from a day on; `percent` None is no tax."""

    since: date
    percent: Decimal | None
    name: str = ""


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


def style_of(styles: Sequence[StatementStyle | None]) -> StatementStyle:
    """One style of many: each key of the first that says so."""
    said = [style for style in styles if style is not None]
    return StatementStyle(
        annex=next((style.annex for style in said if style.annex is not None), None),
        causes=next((style.causes for style in said if style.causes is not None), None),
        language=next((style.language for style in said if style.language is not None), None),
        page=next((style.page for style in said if style.page is not None), None),
    )
