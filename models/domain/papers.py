"""What is said of desk and client on paper, beside the numbers? Addresses, tax, bank, payment days (RULES 6.5).

The names are those of the book (RULES 10); None and an empty tuple mean that nothing is said.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Literal

from models.domain.basics.errors import InvalidValue
from models.domain.basics.frozen import dataclass
from models.domain.basics.text import shown

Annex = Literal["full", "summary", "none"]
Page = Literal["A4", "letter"]
ClientTax = Literal["none", "reverse_charge"]

ANNEXES: tuple[Annex, ...] = ("full", "summary", "none")
PAGES: tuple[Page, ...] = ("A4", "letter")
CLIENT_TAXES: tuple[ClientTax, ...] = ("none", "reverse_charge")
MOST_DAYS = 3650
"""Days to pay: ten years are a typing mistake."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Z]{2})?", re.ASCII)
_LOGO = re.compile(r".+\.(?:svg|png)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TaxRate:
    """A tax with its name from a date on; `percent` of None is no tax any more."""

    since: date
    percent: Decimal | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class DeskPaper:
    """What the desk's statements say of the desk; `payment_days` where a client has none of its own."""

    address: tuple[str, ...] = ()
    tax_id: str | None = None
    bank: tuple[str, ...] = ()
    footer: str | None = None
    logo: str | None = None
    """The name of an SVG or PNG file."""
    tax: tuple[TaxRate, ...] = ()
    """Earliest first; before the first there is none."""
    payment_days: int | None = None

    def tax_on(self, day: date) -> TaxRate | None:
        """The tax in force on a day: that of the latest date up to it, None where it is none."""
        rate = next((rate for rate in reversed(self.tax) if rate.since <= day), None)
        return None if rate is None or rate.percent is None else rate


@dataclass(frozen=True, slots=True)
class StatementChoice:
    """How a client wants the statement, or one contract says it; None leaves it to the next who says so."""

    annex: Annex | None = None
    causes: bool | None = None
    language: str | None = None
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class ClientPaper:
    """What a client's statements say of the client; `tax` puts the desk's tax aside."""

    address: tuple[str, ...] = ()
    tax_id: str | None = None
    order_number: str | None = None
    payment_days: int | None = None
    tax: ClientTax | None = None
    statement: StatementChoice | None = None


NO_DESK_PAPER, NO_CLIENT_PAPER = DeskPaper(), ClientPaper()


def parse_language(value: object, path: str) -> str:
    """A language of statements, like "de" or "pt-BR"; raises InvalidValue."""
    if isinstance(value, str) and _LANGUAGE.fullmatch(value):
        return value
    raise InvalidValue(path, f"{shown(value)} is no language; accepted is a code like de, en-GB or ru")


def checked_logo(name: str, path: str) -> str:
    """The name of a picture that paper can take; raises InvalidValue for another kind of file."""
    if _LOGO.fullmatch(name):
        return name
    raise InvalidValue(path, f"{shown(name)} is no logo; accepted is the name of an .svg or .png file")
