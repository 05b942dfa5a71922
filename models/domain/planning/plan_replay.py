"""What would another plan have cost? A client's real entries accounted under one contract alone (RULES 5.4).

Guarantees (`test_under_its_own_contract_the_replay_is_the_ledger`): under the contract that a client really has, as
its only one, the replay is its ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from models.domain.basics.months import Month, months_between
from models.domain.basics.zone import Zone
from models.domain.contracts.fees import fee_lines
from models.domain.contracts.terms import ClientTerms
from models.domain.contracts.weights import NO_FACTS, WeightFacts
from models.domain.ledger.balances import State, carried
from models.domain.ledger.draws import month_ledger
from models.domain.ledger.pieces import Piece, pieces_of
from models.domain.ledger.results import MonthLedger
from models.domain.values import Contract, Desk, Entry, WorkType


@dataclass(frozen=True, slots=True)
class PlanReplay:
    """A span under one contract: counted minutes, then money in minor units.

    `covered` holds unlimited and sessions too, `overage` on demand too; `additional` is billed beside the
    contract and in neither. `lapsed` holds what was forfeited.
    """

    contract: str
    covered: int
    overage: int
    additional: int
    lapsed: int
    fees: int
    time: int

    @property
    def total(self) -> int:
        """Fee lines of the span + time lines per month."""
        return self.fees + self.time

    @property
    def counted(self) -> int:
        """All minutes: total × 60 / counted is the effective price of an hour."""
        return self.covered + self.overage + self.additional


def replay_plan(
    desk: Desk,
    contract: Contract,
    work_types: Mapping[str, WorkType],
    entries: Iterable[Entry],
    zone: Zone,
    first: date,
    last: date,
    facts: WeightFacts = NO_FACTS,
) -> PlanReplay:
    """Account what was worked from `first` to `last` under `contract` alone (RULES 5.4).

    Weights are the contract's, or the desk's where it has none of its own (RULES 3.9).
    The contract runs from its own start, so what it granted before `first` may still be usable; before and
    after its term work is on demand. Where an entry was shown as late does not matter.
    1:30 in March under 3:00 a month at 300.00, February to March: covered 90, lapsed 270, total 600.00.
    """
    alone = replace(contract, renews=None)
    terms = ClientTerms(desk, (alone,), work_types, Month.of(last).last_day, facts=facts)
    pieces: dict[Month, list[Piece]] = {}
    for entry in entries:
        for piece in pieces_of(entry, zone, last):
            if first <= piece.work_date <= last:
                pieces.setdefault(Month.of(piece.work_date), []).append(piece)
    state: State = {}
    ledgers: list[MonthLedger] = []
    for month in months_between(Month.of(min(first, alone.starts)), Month.of(last)):
        ledgers.append(month_ledger(terms, alone.client, month, state, pieces.get(month, ())))
        state = carried(state, ledgers[-1].closing_state)
    results = [result for ledger in ledgers for result in ledger.units]
    return PlanReplay(
        contract=alone.key,
        covered=sum(result.covered + result.unlimited + result.by_sessions for result in results),
        overage=sum(result.overage + result.on_demand for result in results),
        additional=sum(result.additional for result in results),
        lapsed=_lost(terms, state, first, last),
        fees=sum(line.amount for line in fee_lines(alone, last, first)),
        time=sum(line.amount for ledger in ledgers for line in ledger.lines if line.kind != "fee"),
    )


def _lost(terms: ClientTerms, state: State, first: date, last: date) -> int:
    """Minutes of minute grants that lapsed or were forfeited from `first` to `last`, for good."""
    total = 0
    for identity, balance in state.items():
        source = terms.source(identity)
        grant = None if source is None else source.grant
        if grant is not None and grant.unit == "minutes":
            total += sum(loss.amount for loss in balance.losses if first <= loss.day <= last)
    return total
