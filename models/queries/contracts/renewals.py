"""Which contracts want a decision, and how far are they used? (RULES 5.1)"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from models.domain.basics.frozen import dataclass
from models.domain.basics.months import Month, months_between
from models.domain.contracts.renewals import (
    Bucket,
    Proposal,
    bucket_of,
    decision_date,
    granted_minutes,
    is_listed,
    proposal_for,
    renewed_keys,
)
from models.domain.values import Contract
from models.queries.ledger.ledgers import Ledgers
from models.queries.ledger.worked import horizon, read_draws
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.expressions import is_long, unindexed_text
from models.storage.rows.reading import read_client_names

if TYPE_CHECKING:
    from models.domain.ledger.document import DrawLine


@dataclass(frozen=True, slots=True)
class RenewalRow:
    """A contract that wants a decision; minutes by what was drawn and granted so far."""

    contract: str
    client: str
    client_name: str
    name: str
    kind: str
    starts: date
    ends: date
    decision: date
    days_to_decision: int
    bucket: Bucket
    mode: str
    used_minutes: int
    granted_minutes: int | None
    lapsed: bool
    """The term is over and nothing follows or runs beside it: the client is on demand (RULES 5.1)."""
    snoozed_until: date | None
    proposal: Proposal


def renewals_document(now: int, days: int | None = 90) -> list[dict[str, Any]]:
    """The rows of `renewals` (RULES 11): decision in at most `days` days, overdue ones always; None for all.

    `lapsed`, `proposal` and `snoozed_until` are there beside what RULES 11 names.
    """
    return [_document(row) for row in read_renewals(now, days)]


def _document(row: RenewalRow) -> dict[str, Any]:
    return {
        "contract": row.contract,
        "client": row.client,
        "ends": row.ends.isoformat(),
        "decision": row.decision.isoformat(),
        "days_to_decision": row.days_to_decision,
        "bucket": row.bucket,
        "mode": row.mode,
        "used_minutes": row.used_minutes,
        "granted_minutes": row.granted_minutes,
        "lapsed": row.lapsed,
        "snoozed_until": None if row.snoozed_until is None else row.snoozed_until.isoformat(),
        "proposal": row.proposal,
    }


def read_renewals(now: int, days: int | None = 90, ledgers: Ledgers | None = None) -> tuple[RenewalRow, ...]:
    """The listed contracts by decision date, then key (RULES 5.1)."""
    ledgers = ledgers or Ledgers()
    today = ledgers.zone.date_of(now)
    known = ledgers.contracts
    every = [contract for client in known.rows() for contract in known.undecided(client, today)]
    renewed = renewed_keys(every)
    listed = []
    for contract in every:
        decision = decision_date(contract)
        if decision is not None and is_listed(contract, renewed, today):
            left = (decision - today).days
            if days is None or left <= days:
                listed.append((decision, contract.key, contract))
    listed.sort(key=lambda item: item[:2])
    used = read_used(ledgers, [contract for *_, contract in listed], now)
    names, snoozed = read_client_names(), _snoozed()
    served = {contract.client for contract in every if _serves(contract, today)}
    return tuple(
        _row(
            ledgers,
            contract,
            decision,
            today,
            used[key],
            names[contract.client],
            snoozed.get(key),
            contract.client in served,
        )
        for decision, key, contract in listed
    )


def _serves(contract: Contract, today: date) -> bool:
    """Is a contract that gives more than rates within its term today?"""
    return contract.kind != "on_demand" and contract.is_in_term(today)


def _snoozed() -> dict[str, date]:
    c = t.Contract
    return dict(c.select(c.key, c.snoozed_until).where(c.snoozed_until.is_null(False)).tuples())


def _row(
    ledgers: Ledgers,
    contract: Contract,
    decision: date,
    today: date,
    used: int,
    client_name: str,
    snoozed_until: date | None,
    served: bool,
) -> RenewalRow:
    granted = granted_minutes(contract, ledgers.desk.rounding, today)
    ends = contract.term_end or decision
    left = (decision - today).days
    return RenewalRow(
        contract=contract.key,
        client=contract.client,
        client_name=client_name,
        name=contract.name,
        kind=contract.kind,
        starts=contract.starts,
        ends=ends,
        decision=decision,
        days_to_decision=left,
        bucket=bucket_of(left),
        mode=contract.renewal.mode,
        used_minutes=used,
        granted_minutes=granted,
        lapsed=ends < today and not served,
        snoozed_until=snoozed_until,
        proposal=proposal_for(used, granted),
    )


def read_used(ledgers: Ledgers, contracts: Sequence[Contract], now: int) -> dict[str, int]:
    """Minutes that work done by `now` has drawn from each contract, sessions and unlimited too (RULES 5.1).

    Work is done when its entry has ended; of an entry that is not, what lies on days before today.
    """
    used = dict.fromkeys((contract.key for contract in contracts), 0)
    if not contracts:
        return used
    clients = sorted({contract.client for contract in contracts})
    current = Month.of(ledgers.zone.date_of(now))
    first = min(Month.of(contract.starts) for contract in contracts)
    undone = _undone(clients, now)
    # Where all work is done, the records say it all, and no month is computed to its units.
    last = current.plus(-1) if undone else horizon(ledgers, current)
    draws: list[tuple[str, int]] = []
    if first <= last:
        draws += read_draws(ledgers, first, last, clients)
    if undone:
        rest = _draws_of_the_rest(ledgers, current, clients, now, undone)
        draws += [(draw.contract, draw.amount) for draw in rest]
    for key, minutes in draws:
        if key in used:
            used[key] += minutes
    return used


def _draws_of_the_rest(
    ledgers: Ledgers, current: Month, clients: Sequence[str], now: int, undone: set[str]
) -> Iterator[DrawLine]:
    """Draws of units done by `now` that are shown in the month of `now`, or later as late work."""
    today = ledgers.zone.date_of(now)
    for month in months_between(current, horizon(ledgers, current)):
        for document in ledgers.documents(clients, month).values():
            for unit in document.units:
                if unit.work_date < today or undone.isdisjoint(unit.entries):
                    yield from unit.draws


def _undone(clients: Sequence[str], now: int) -> set[str]:
    """Entries of the clients that end after `now`."""
    return {key for (key,) in _ending_after(now, clients, now - t.LONG_SECONDS)}


@compiled
def _ending_after(now: int, clients: Sequence[str], near: int) -> Any:
    """Two ranges of time, not one of each client: long ones have an index of their own."""
    e = t.Entry
    near_by = (e.started_at >= near) & (e.ended_at > now)
    close = e.select(e.key).where(unindexed_text(e.client).in_(clients) & near_by)
    return close | e.select(e.key).where(is_long() & (e.ended_at > now))
