"""What does an explanation stand on, and how does it say minutes? (RULES 3.8)"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.domain.basics.months import MONTH_NAMES, Month
from models.domain.basics.phrases import day_words, duration_words, money_words
from models.domain.basics.zone import Zone
from models.domain.contracts.terms import ClientTerms
from models.domain.ledger.balances import Identity, State
from models.domain.ledger.document import LedgerDocument
from models.domain.values import Contract, Entry


@dataclass(frozen=True, slots=True)
class Basis:
    """What an explanation stands on: the month's document, and what it was made from."""

    document: LedgerDocument
    entries: Mapping[str, Entry]
    terms: ClientTerms
    zone: Zone
    opening: State
    """What the month before left of each grant, and what it had lost by then."""

    @property
    def month(self) -> Month:
        """The month of the ledger."""
        return self.document.month

    def money(self, minor: int) -> str:
        """An amount as it stands in a sentence: 331800 is "3,318.00"."""
        return money_words(minor, self.document.currency)

    def contract(self, key: str | None) -> Contract | None:
        """The client's contract of that key."""
        return next((found for found in self.terms.contracts if found.key == key), None)

    def name(self, key: str) -> str:
        """A contract's name as the client knows it, with its key where two share the name."""
        names = [contract.name for contract in self.terms.contracts]
        found = self.contract(key)
        if found is None or found.name == key:
            return key
        return found.name if names.count(found.name) == 1 else f"{found.name} ({key})"

    def grant_name(self, identity: Identity) -> str:
        """A grant by its contract and, where that grants more than one at a time, its first day and place."""
        contract, allowance, valid_from = identity
        found = self.contract(contract)
        if found is None or found.kind != "retainer":
            return self.name(contract)
        place = f", allowance {(allowance or 0) + 1}" if len(found.allowances) > 1 else ""
        return f"{self.name(contract)} from {day_words(valid_from)}{place}"


def minutes_words(minutes: int) -> str:
    """Minutes, from an hour on with the hours too: 47 is "47 min", 90 is "90 min (1 h 30 min)"."""
    return f"{minutes} min" if minutes < 60 else f"{minutes:,} min ({duration_words(minutes)})"


def month_words(month: Month) -> str:
    """A month as "March 2026"."""
    return f"{MONTH_NAMES[month.month - 1]} {month.year}"


def spent_words(seconds: int) -> str:
    """Clock time to the second: 2820 is "47 min", 61 is "1 min 1 s"."""
    minutes, rest = divmod(seconds, 60)
    if not rest:
        return minutes_words(minutes)
    return f"{minutes:,} min {rest} s" if minutes else f"{rest} s"
