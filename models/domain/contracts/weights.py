"""Which table of weights holds for work on a day, and does it hold at all? (RULES 3.9)

A table is the governing contract's, or the desk's where the contract has no word of its own. Whether its weights
hold is agreed once and for all (`always`), or case by case on a request or an entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from models.domain.values import Band, BandTable, Contract, Desk, Entry, PremiumRule, PremiumWord

NO_WEIGHT = Decimal(1)


def _never(day: date) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class WeightFacts:
    """What weights depend on besides contracts: public holidays, and the words given on requests by key."""

    is_holiday: Callable[[date], bool] = _never
    requests: Mapping[str, PremiumWord] = field(default_factory=dict)


NO_FACTS = WeightFacts()
"""No holidays and no words: enough where neither the desk nor a contract has tables of weights."""


def has_weights(desk: Desk, contracts: Sequence[Contract]) -> bool:
    """Could any work weigh more or less than it takes? Only then holidays and words on requests are needed."""
    return bool(desk.bands) or any(contract.bands for contract in contracts)


def tables_for(desk: Desk, contract: Contract | None) -> tuple[BandTable, ...]:
    """The tables of a contract, or the desk's where it has no word of its own or does not exist (RULES 3.9)."""
    return desk.bands if contract is None or contract.bands is None else contract.bands


def premium_rule(desk: Desk, contract: Contract | None) -> PremiumRule:
    """When the weights hold for work that the contract governs (RULES 3.9)."""
    return desk.premium if contract is None or contract.premium is None else contract.premium


def table_on(tables: Sequence[BandTable], day: date) -> BandTable | None:
    """The table in force on `day`: the latest that began by then; None before the first (RULES 3.9)."""
    return max((t for t in tables if t.since <= day), key=lambda t: t.since, default=None)


def premium_word(entry: Entry, facts: WeightFacts) -> PremiumWord | None:
    """What was said for this work: the entry's word, else its request's (RULES 3.9)."""
    if entry.premium is not None or entry.request is None:
        return entry.premium
    return facts.requests.get(entry.request)


def weights_hold(rule: PremiumRule, word: PremiumWord | None) -> bool:
    """Under `always` weights hold unless waived, under `agreed` only where agreed (RULES 3.9)."""
    return word != "waived" if rule == "always" else word == "agreed"


@dataclass(frozen=True, slots=True)
class Weighing:
    """The table that a unit takes, and what decides whether and on which days it holds."""

    table: BandTable
    rule: PremiumRule
    facts: WeightFacts
    closed_days: frozenset[date]

    def holds_for(self, entry: Entry) -> bool:
        """Do the weights hold for this entry's work?"""
        return weights_hold(self.rule, premium_word(entry, self.facts))

    def is_undecided(self, entry: Entry) -> bool:
        """Would the weights hold if somebody agreed to them, and did nobody agree or waive?"""
        return self.rule == "agreed" and premium_word(entry, self.facts) is None

    def bands(self, day: date) -> tuple[Band, ...]:
        """The bands of a date: the holiday's on a public holiday or closed day, if the table has that row."""
        holiday = self.table.holiday
        if holiday is not None and (day in self.closed_days or self.facts.is_holiday(day)):
            return holiday
        return self.table.weekdays[day.weekday()]


def weighing(
    desk: Desk, contract: Contract | None, day: date, facts: WeightFacts = NO_FACTS
) -> Weighing | None:
    """What weighs work that the contract governs on `day`; None where nothing does (RULES 3.9)."""
    table = table_on(tables_for(desk, contract), day)
    if table is None:
        return None
    return Weighing(table, premium_rule(desk, contract), facts, frozenset(desk.closed_days))
