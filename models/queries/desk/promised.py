"""What was promised for a span of days, and how does it stand with it? (RULES 2.9, 11)

A desk that promises nothing pays one statement, that of its contracts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.domain.basics.zone import zone
from models.domain.contracts.recurring import Occurrence, all_occurrences
from models.domain.planning.promised_work import Standing, standing
from models.domain.values import Contract, Request
from models.queries.desk.request_rows import read_requests
from models.storage import tables as t
from models.storage.expressions import unindexed
from models.storage.rows.contracts import Contracts
from models.storage.rows.reading import check_client, read_desk


@dataclass(frozen=True, slots=True)
class PromisedWork:
    """One time of promised work, how it stands, and the request that was opened for it."""

    occurrence: Occurrence
    standing: Standing
    request: Request | None


def read_promised(now: int, first: date, last: date, client: str | None = None) -> tuple[PromisedWork, ...]:
    """What is due from `first` to `last` as known at `now`, by due day, client, contract, key.

    Of one client, or of all. Raises NotFound for a client nobody knows.
    """
    if client is not None:
        check_client(client)
    contracts = Contracts(read_desk().currency)
    held = contracts.all_reaching(first) if client is None else contracts.reaching(client, first)
    return promised_work(held, now, first, last)


def promised_work(
    contracts: Iterable[Contract], now: int | Callable[[str], int], first: date, last: date
) -> tuple[PromisedWork, ...]:
    """The same of contracts that are read already; without a promise among them no statement.

    `now` may be asked for by client: each statement was issued at an instant of its own.
    """
    found = [each for contract in contracts for each in all_occurrences(contract, first, last)]
    if not found:
        return ()
    zone_of_desk = zone(read_desk().timezone)
    opened = _opened(sorted({each.contract for each in found}), [each.starts for each in found])
    rows = []
    for each in found:
        at, request = now if isinstance(now, int) else now(each.client), opened.get(each.key)
        rows.append(PromisedWork(each, standing(each, request, at, zone_of_desk), request))
    return tuple(sorted(rows, key=_order))


def _order(row: PromisedWork) -> tuple[date, str, str, str]:
    each = row.occurrence
    return each.due, each.client, each.contract, each.promise.key


def _opened(contracts: Sequence[str], starts: Sequence[date]) -> dict[Any, Request]:
    """The requests that were opened for periods of these contracts that begin within those days."""
    r = t.Request
    within = r.recurring_starts.between(min(starts).isoformat(), max(starts).isoformat())
    found = read_requests(r.recurring_contract.in_(contracts) & within, order=(unindexed(r.id),))
    return {request.recurring: request for request in found}


def promised_documents(rows: Sequence[PromisedWork], now: int) -> list[dict[str, Any]]:
    """The answer of `recurring` (RULES 11); a request that was reported after `now` is not known."""
    return [
        {
            "client": row.occurrence.client,
            "contract": row.occurrence.contract,
            "key": row.occurrence.promise.key,
            "name": row.occurrence.promise.name,
            "starts": row.occurrence.starts.isoformat(),
            "ends": row.occurrence.ends.isoformat(),
            "opens": row.occurrence.opens.isoformat(),
            "due": row.occurrence.due.isoformat(),
            "state": row.standing.state,
            "late": row.standing.late,
            "request": None if row.request is None or row.request.reported_at > now else row.request.key,
        }
        for row in rows
    ]
