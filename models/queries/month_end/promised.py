"""Which promised work was due in the month and is not done? (RULES 2.9, 6.1)"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from models.domain.basics.months import Month, day_after
from models.domain.contracts.periods import FAR
from models.domain.month_end.checks import Check, MissedWork, promise_checks
from models.domain.planning.promised_work import Kept, Standing, kept
from models.queries.desk.promised import promised_work
from models.queries.ledger.ledgers import Ledgers
from models.storage import tables as t
from models.storage.rows.reading import read_texts


def read_kept(ledgers: Ledgers, month: Month, issued_at: Mapping[str, int | None]) -> dict[str, Kept]:
    """What was promised to clients for the month and done: "Promised and done: 4 of 4" (RULES 2.9, 6.5).

    As it was known at the end of the day on which a client's statement was issued, so that it stays, also where a book
    brought the day alone; a draft (None) says what is known by now. Clients to whom nothing was promised are left out.
    """
    place = ledgers.zone

    def known_at(client: str) -> int:
        at = issued_at[client]
        return place.starts(FAR if at is None else day_after(place.date_of(at)))

    contracts = (
        contract for client in issued_at for contract in ledgers.contracts.reaching(client, month.first_day)
    )
    found: dict[str, list[Standing]] = {}
    for row in promised_work(contracts, known_at, month.first_day, month.last_day):
        found.setdefault(row.occurrence.client, []).append(row.standing)
    return {client: kept(standings) for client, standings in found.items()}


def read_promise_checks(ledgers: Ledgers, month: Month, today: date) -> list[Check]:
    """A warning for each that is missed by the end of `today`; without a promise no statement."""
    contracts = list(ledgers.contracts.all_reaching(month.first_day))
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
