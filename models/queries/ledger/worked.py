"""How much was worked in the months past? From the months' records, a fixed number of statements (RULES 5.3).

Work counts in the month it was done. What a later month shows as late is looked for in the records up to the first
open month, since late work is never shown in a later one (RULES 6.3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from models.domain.basics.months import Month
from models.domain.ledger.summary import MonthSummary
from models.domain.planning.workload import Worked
from models.queries.ledger.ledgers import Ledgers
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.fields import month_of
from models.storage.rows.month_texts import drawn_from, summary_from
from models.storage.rows.whole import whole

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
    for client, month, summary in _summaries(first, last, list(found)):
        found[client][month_of(month)] = summary_from(summary)
    for record in fresh:
        if record.client in found and first <= record.month <= last:
            found[record.client][record.month] = record.summary
    return found


def read_draws(
    ledgers: Ledgers, first: Month, last: Month, clients: Sequence[str]
) -> Iterator[tuple[str, int]]:
    """Contract and minutes of what was drawn in each of the clients' months from `first` to `last`.

    A year of 300 clients takes a fifth of the time that their summaries do.
    """
    ledgers.records(last, clients)
    wanted = set(clients)
    fresh = {
        (record.client, str(record.month)): record.summary
        for record in ledgers.derived
        if record.client in wanted and first <= record.month <= last
    }
    for client, month, summary in _kept(first, last, list(clients)):
        if (client, month) not in fresh:
            yield from drawn_from(summary)
    for summary in fresh.values():
        yield from ((draw.contract, draw.minutes) for draw in summary.drawn_from)


@compiled
def _kept(first: Month, last: Month, clients: Sequence[str]) -> Any:
    """The summaries as they are kept, without their amounts."""
    r = t.MonthRecord
    inside = (r.month >= first) & (r.month <= last) & r.client.in_(clients)
    return r.select(r.client, r.month, r.summary).where(inside)


@compiled
def _summaries(first: Month, last: Month, clients: Sequence[str]) -> Any:
    r = t.MonthRecord
    inside = (r.month >= first) & (r.month <= last) & r.client.in_(clients)
    return r.select(r.client, r.month, whole(r.summary)).where(inside)


@compiled
def _first_starts() -> Any:
    c, e = t.Client, t.Entry
    first = e.select(e.started_at).where(e.client == c.key).order_by(e.started_at).limit(1)
    return c.select(c.key, c.since, first)


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
    for client, since, started_at in _first_starts():
        if client not in wanted:
            continue
        days = [date.fromisoformat(contract.starts) for contract in ledgers.contracts.rows().get(client, ())]
        if started_at is not None:
            days.append(ledgers.zone.date_of(started_at))
        found[client] = date.fromisoformat(since) if since else min(days, default=None)
    return found
