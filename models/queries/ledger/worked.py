"""How much was worked in the months past? From the months' records, a fixed number of statements (RULES 5.3).

Work counts in the month it was done. What a later month shows as late is looked for in the records up to the first
open month, since late work is never shown in a later one (RULES 6.3).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.domain.basics.months import Month
from models.domain.ledger.summary import MonthSummary
from models.domain.planning.workload import Worked
from models.queries.ledger.ledgers import Ledgers
from models.storage import tables as t
from models.storage.fields import month_of
from models.storage.month_texts import summary_from

Summaries = dict[str, dict[Month, MonthSummary]]


def horizon(ledgers: Ledgers, last: Month) -> Month:
    """The last month whose ledger can show work of `last` or before."""
    closed = ledgers.closed_through
    return last if closed is None else max(last, closed.plus(1))


def read_summaries(ledgers: Ledgers, first: Month, last: Month, clients: Sequence[str]) -> Summaries:
    """Each client's summaries of the months from `first` to `last` that have any."""
    found: Summaries = {client: {} for client in clients}
    if not clients:
        return found
    fresh = [*ledgers.records(last, clients), *ledgers.derived]
    marks = ",".join("?" * len(found))
    rows = t.database.execute_sql(
        "SELECT client, month, summary FROM month_record"
        f" WHERE month >= ? AND month <= ? AND client IN ({marks})",
        (str(first), str(last), *found),
    )
    for client, month, summary in rows:
        found[client][month_of(month)] = summary_from(summary)
    for record in fresh:
        if record.client in found and first <= record.month <= last:
            found[record.client][record.month] = record.summary
    return found


def read_worked(
    ledgers: Ledgers, first: Month, last: Month, clients: Sequence[str]
) -> dict[str, dict[Month, Worked]]:
    """What each client's work of the months from `first` to `last` came to, by month; not without work."""
    found: dict[str, dict[Month, Worked]] = {}
    for client, summaries in read_summaries(ledgers, first, horizon(ledgers, last), clients).items():
        by_month = found[client] = {}
        for summary in summaries.values():
            for work in summary.worked:
                if first <= work.month <= last:
                    known = by_month.get(work.month, Worked())
                    by_month[work.month] = known.plus(work.accounted, work.support, work.overage)
    return found


def read_beginnings(ledgers: Ledgers, clients: Sequence[str]) -> dict[str, date | None]:
    """The day on which each client began: `since`, else the first contract or entry (RULES 5.3)."""
    wanted, found = set(clients), {}
    rows = t.database.execute_sql(
        "SELECT c.key, c.since, (SELECT e.started_at FROM entry e WHERE e.client = c.key"
        " ORDER BY e.started_at LIMIT 1) FROM client c"
    )
    for client, since, started_at in rows:
        if client not in wanted:
            continue
        days = [contract.starts for contract in ledgers.contracts.get(client, ())]
        if started_at is not None:
            days.append(ledgers.zone.date_of(started_at))
        found[client] = date.fromisoformat(since) if since else min(days, default=None)
    return found
