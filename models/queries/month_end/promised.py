"""Which promised work was due in the month and is not done? (RULES 2.9, 6.1)"""

from __future__ import annotations

from datetime import date

from models.domain.basics.months import Month, day_after
from models.domain.contracts.periods import FAR
from models.domain.month_end.checks import Check, MissedWork, promise_checks
from models.domain.planning.promised_work import Kept, kept
from models.queries.desk.promised import promised_work
from models.queries.ledger.ledgers import Ledgers
from models.storage import tables as t
from models.storage.reading import read_texts


def read_kept(ledgers: Ledgers, client: str, month: Month, issued_at: int | None) -> Kept | None:
    """What was promised to a client for the month and done: "Promised and done: 4 of 4" (RULES 2.9, 6.5).

    As it was known at the end of the day on which the statement was issued, so that it stays, also where a book
    brought the day alone; a draft says what is known by now. None where nothing was promised.
    """
    place = ledgers.zone
    now = place.starts(FAR if issued_at is None else day_after(place.date_of(issued_at)))
    rows = promised_work(ledgers.contracts.get(client, ()), now, month.first_day, month.last_day)
    return kept(row.standing for row in rows) if rows else None


def read_promise_checks(ledgers: Ledgers, month: Month, today: date) -> list[Check]:
    """A warning for each that is missed by the end of `today`; without a promise no statement."""
    contracts = [contract for of_client in ledgers.contracts.values() for contract in of_client]
    now = ledgers.zone.starts(day_after(today)) - 1
    rows = promised_work(contracts, now, month.first_day, month.last_day)
    missed = [row for row in rows if row.standing.state == "missed"]
    names = read_texts(t.Client.name, {row.occurrence.client for row in missed})
    return promise_checks(
        MissedWork(
            row.occurrence.client,
            names[row.occurrence.client],
            row.occurrence.promise.name,
            row.occurrence.due,
            row.request.key if row.request is not None else None,
        )
        for row in missed
    )
