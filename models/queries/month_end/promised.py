"""Which promised work was due in the month and is not done? (RULES 2.9, 6.1)"""

from __future__ import annotations

from datetime import date

from models.domain.basics.months import Month, day_after
from models.domain.month_end.checks import Check, MissedWork, promise_checks
from models.queries.desk.promised import promised_work
from models.queries.ledger.ledgers import Ledgers
from models.storage import tables as t
from models.storage.reading import read_texts


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
