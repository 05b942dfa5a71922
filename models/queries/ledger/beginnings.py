"""Since when does the desk have anything to count? Its contracts, entries and charges, whatever they are."""

from __future__ import annotations

from datetime import date

from models.domain.basics.months import Month
from models.queries.ledger.ledgers import Ledgers
from models.storage import tables as t


def first_month(ledgers: Ledgers, last: Month) -> Month:
    """The first month in which the desk has anything, `last` at the latest."""
    starts = [contract.starts for contracts in ledgers.contracts.values() for contract in contracts]
    started_at, charged = t.database.execute_sql(
        "SELECT (SELECT min(started_at) FROM entry), (SELECT min(date) FROM charge)"
    ).fetchone()
    if started_at is not None:
        starts.append(ledgers.zone.date_of(started_at))
    if charged is not None:
        starts.append(date.fromisoformat(charged))
    return min([last, *map(Month.of, starts)])
