"""Since when does the desk have anything to count? Its contracts, entries and charges, whatever they are."""

from __future__ import annotations

from datetime import date

from peewee import fn

from models.domain.basics.months import Month
from models.queries.ledger.ledgers import Ledgers
from models.storage import tables as t


def first_month(ledgers: Ledgers, last: Month) -> Month:
    """The first month in which the desk has anything, `last` at the latest."""
    found = ledgers.contracts.rows().values()
    starts = [date.fromisoformat(contract.starts) for contracts in found for contract in contracts]
    started_at = t.Entry.select(fn.min(t.Entry.started_at)).scalar()
    charged = t.Charge.select(fn.min(t.Charge.date)).scalar()
    if started_at is not None:
        starts.append(ledgers.zone.date_of(started_at))
    if charged is not None:
        starts.append(charged)
    return min([last, *map(Month.of, starts)])
