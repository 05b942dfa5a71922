"""What must be decided, contract by contract, with all that a decision needs? (RULES 5.1, 12)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.domain.contracts.contract_words import contract_words
from models.domain.contracts.fees import term_price
from models.domain.planning.marks import used_percent
from models.domain.values import Contract, Desk
from models.queries.contracts.renewals import RenewalRow, read_renewals
from models.queries.ledger.ledgers import Ledgers


@dataclass(frozen=True, slots=True)
class RenewalCard:
    """A row of the timeline and the contract behind it; `price` is that of the term in minor units."""

    row: RenewalRow
    contract: Contract
    words: tuple[str, ...]
    price: int | None

    @property
    def used_percent(self) -> int | None:
        """Minutes drawn in per cent of those granted so far; None where nothing is counted."""
        return used_percent(self.row.used_minutes, self.row.granted_minutes)


@dataclass(frozen=True, slots=True)
class RenewalBoard:
    """The timeline, all contracts that have an end and no successor."""

    today: date
    desk: Desk
    cards: tuple[RenewalCard, ...]

    @property
    def overdue(self) -> int:
        """How many decisions are late."""
        return sum(card.row.bucket == "overdue" for card in self.cards)


def read_renewal_board(now: int) -> RenewalBoard:
    """Every listed contract by decision date, however far away."""
    ledgers = Ledgers()
    cards = []
    for row in read_renewals(now, None, ledgers):
        contract = ledgers.contracts.of_key(row.client, row.contract)
        words = contract_words(contract, ledgers.desk)
        cards.append(RenewalCard(row, contract, words, term_price(contract)))
    return RenewalBoard(ledgers.zone.date_of(now), ledgers.desk, tuple(cards))
