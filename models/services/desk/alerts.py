"""Which marks were reached, once and for all? Each is recorded once per client and month (RULES 8)."""

from __future__ import annotations

from models.domain.basics.months import Month
from models.queries.ledger.ledgers import Ledgers
from models.queries.overview.alerts import reached
from models.storage import tables as t


def record_alerts(now: int) -> tuple[tuple[str, int], ...]:
    """Record the marks reached in the month of `now` that were not yet; returns them as (client, per cent).

    Not a change that somebody made: there is nothing to undo, and a mark stays when the use falls again.
    """
    with t.database.atomic():
        ledgers = Ledgers()
        month = Month.of(ledgers.zone.date_of(now))
        known = set(t.Alert.select(t.Alert.client, t.Alert.percent).where(t.Alert.month == month).tuples())
        fresh = [
            (client, percent)
            for client, _, percent in reached(ledgers.records(month))
            if (client, percent) not in known
        ]
        for client, percent in fresh:
            t.Alert.insert(client=client, month=month, percent=percent, reached_at=now).execute()
    return tuple(fresh)
