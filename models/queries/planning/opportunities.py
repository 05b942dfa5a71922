"""What is worth a talk, with whom, and what was said the last time? (RULES 5.9)

Read from the months' summaries, the flagged requests and the catalogue; a fixed number of statements, one replay for
each client that pays by the hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from models.domain.basics.months import Month, add_months
from models.domain.basics.notation import format_money
from models.domain.basics.phrases import day_words
from models.domain.contracts.fees import term_price
from models.domain.contracts.renewals import ADVICE, successor
from models.domain.kept import OpportunityKind
from models.domain.ledger.summary import MonthSummary
from models.domain.planning.opportunities import (
    FLAGGED_MONTHS,
    HOURLY_MONTHS,
    UNUSED_MONTHS,
    Opportunity,
    in_order,
    unused_fee,
    worth,
)
from models.domain.planning.workload import full_months
from models.domain.values import Contract
from models.queries.contracts.renewals import RenewalRow, read_renewals
from models.queries.desk.talks import Talk, read_talks
from models.queries.ledger.ledgers import Ledgers
from models.queries.ledger.units import months_of_work, work_units
from models.queries.ledger.worked import Summaries, read_beginnings, read_summaries
from models.queries.planning.drift import DriftRow, read_drift
from models.queries.planning.replay_board import plan_offers, read_catalogue
from models.queries.planning.replays import read_work, replays_of
from models.storage import tables as t
from models.storage.rows.reading import read_client_names

PROPOSED_WITHIN_DAYS = 90


def opportunities_document(now: int) -> list[dict[str, Any]]:
    """The rows of `opportunities` (RULES 5.9, 11), those that sleep too."""
    ledgers = Ledgers()
    currency = ledgers.desk.currency
    return [
        {
            "client": row.client,
            "kind": row.kind,
            "since": row.since.isoformat(),
            "minutes": row.minutes,
            "amount": format_money(row.amount, currency),
            "next_on": None if row.next_on is None else row.next_on.isoformat(),
        }
        for row in read_opportunities(now, ledgers)
    ]


def read_opportunities(now: int, ledgers: Ledgers | None = None) -> tuple[Opportunity, ...]:
    """Everything worth a talk at `now`, the largest amount first (RULES 5.9)."""
    ledgers = ledgers or Ledgers()
    clients = _present_clients(ledgers)
    past = _past(ledgers, clients, ledgers.zone.date_of(now))
    found = [
        *read_flagged(ledgers, now),
        *(_drift(row, past.summaries[row.client]) for row in read_drift(now, clients, ledgers)),
        *_renewals(ledgers, read_renewals(now, PROPOSED_WITHIN_DAYS, ledgers)),
        *_hourly(ledgers, past),
        *_unused(ledgers, past),
    ]
    talks = read_talks()
    return in_order(
        replace(row, next_on=talks[row.client, row.kind][0].next_on)
        if (row.client, row.kind) in talks
        else row
        for row in found
    )


@dataclass(frozen=True, slots=True)
class _Past:
    """The last full months of every client, and what they came to."""

    months: dict[str, tuple[Month, ...]]
    summaries: Summaries


def _present_clients(ledgers: Ledgers) -> tuple[str, ...]:
    query = t.Client.select(t.Client.key).where(~t.Client.archived).order_by(t.Client.key)
    return tuple(key for (key,) in query.tuples())


def _past(ledgers: Ledgers, clients: Sequence[str], today: date) -> _Past:
    count = max(HOURLY_MONTHS, UNUSED_MONTHS)
    months = {
        client: full_months(began, today, count)
        for client, began in read_beginnings(ledgers, clients).items()
    }
    this = Month.of(today)
    return _Past(months, read_summaries(ledgers, this.plus(-count), this.plus(-1), clients))


# -- flagged requests ---------------------------------------------------------------------------


def read_flagged(ledgers: Ledgers, now: int, only: str | None = None) -> Iterator[Opportunity]:
    """Rework, and work outside the scope: requests with a flag that were reported or worked on in 3 months.

    Of one client or of all; `detail` has the keys of the requests.
    """
    today = ledgers.zone.date_of(now)
    first = add_months(today, -FLAGGED_MONTHS)
    r = t.Request
    query = r.select(r.key, r.client, r.reported_at, r.rework, r.outside_scope).where(
        (r.rework | r.outside_scope) & (r.reported_at <= now)
    )
    if only is not None:
        query = query.where(r.client == only)
    flagged = {
        key: (client, at, bool(again), bool(outside)) for key, client, at, again, outside in query.tuples()
    }
    if not flagged:
        return
    minutes, amounts = _work_of(ledgers, {client for client, *_ in flagged.values()}, first, today)
    kinds: tuple[tuple[OpportunityKind, int], ...] = (("rework", 2), ("outside_scope", 3))
    for kind, place in kinds:
        by_client: dict[str, list[str]] = {}
        for key, row in flagged.items():
            if row[place] and (key in minutes or ledgers.zone.date_of(row[1]) >= first):
                by_client.setdefault(row[0], []).append(key)
        for client, keys in by_client.items():
            yield Opportunity(
                client,
                kind,
                ledgers.zone.date_of(min(flagged[key][1] for key in keys)),
                sum(minutes.get(key, 0) for key in keys),
                sum(amounts.get(key, 0) for key in keys),
                detail=", ".join(sorted(keys)),
            )


def _work_of(
    ledgers: Ledgers, clients: Iterable[str], first: date, last: date
) -> tuple[dict[str, int], dict[str, int]]:
    """Accounted minutes of each request in the days, and what they come to at the rate of each unit (RULES 3.5)."""
    minutes: dict[str, int] = {}
    amounts: dict[str, int] = {}
    for unit in work_units(ledgers, months_of_work(first, last), sorted(clients)):
        if first <= unit.work_date <= last:
            terms = ledgers.terms(unit.client, unit.month, Month.of(first))
            rate = unit.rate
            if rate is None:
                rate = terms.rate(
                    terms.governing(unit.work_date, unit.work_type), unit.work_type, unit.work_date
                )
            minutes[unit.request] = minutes.get(unit.request, 0) + unit.accounted
            amounts[unit.request] = amounts.get(unit.request, 0) + worth(unit.accounted, rate)
    return minutes, amounts


# -- months of the past -------------------------------------------------------------------------


def _drift(row: DriftRow, summaries: dict[Month, MonthSummary]) -> Opportunity:
    """Over: what was billed beyond the allowance; under: the part of the fees that was paid for nothing."""
    used, allowed = sum(row.used), row.monthly_allowance * len(row.months)
    amounts = [summaries[month].amounts for month in row.months if month in summaries]
    if row.direction == "over":
        amount = sum(each.overage + each.on_demand for each in amounts)
    else:
        amount = unused_fee(sum(each.fee for each in amounts), used, allowed)
    return Opportunity(
        row.client, "drift", row.months[0].first_day, used - round(allowed), amount, detail=row.direction
    )


def _renewals(ledgers: Ledgers, rows: Iterable[RenewalRow]) -> Iterator[Opportunity]:
    """Decisions of the next 90 days; the amount is the price of a further term."""
    for row in rows:
        price = term_price(successor(ledgers.contracts.of_key(row.client, row.contract), ())) or 0
        yield Opportunity(
            row.client,
            "renewal",
            row.decision - timedelta(days=PROPOSED_WITHIN_DAYS),
            row.used_minutes,
            price,
            row.snoozed_until,
            detail=f"{row.name}, ends {day_words(row.ends)}: {ADVICE[row.proposal]}",
        )


def _hourly(ledgers: Ledgers, past: _Past) -> Iterator[Opportunity]:
    """Clients on demand for 3 full months whom a plan of the catalogue would have cost less (RULES 5.4)."""
    paid: dict[str, int] = {}
    for client, known in past.months.items():
        months = known[-HOURLY_MONTHS:]
        if len(months) == HOURLY_MONTHS and _by_the_hour(
            ledgers.contracts.reaching(client, months[0].first_day), months
        ):
            summaries = past.summaries[client]
            paid[client] = sum(summaries[month].amounts.time for month in months if month in summaries)
    clients = [client for client, amount in paid.items() if amount]
    catalogue = read_catalogue() if clients else []
    if not catalogue:
        return
    months = past.months[clients[0]][-HOURLY_MONTHS:]  # the last full ones, for everybody the same
    first, last = months[0].first_day, months[-1].last_day
    work = read_work(ledgers, clients, first, last)
    for client in clients:
        offers = plan_offers(catalogue, ledgers.desk, client, first, HOURLY_MONTHS)
        names = {offer.key: offer.name for offer in offers}
        best = min(replays_of(ledgers, work[client], first, last, offers), key=lambda replay: replay.total)
        if best.total < paid[client]:
            yield Opportunity(
                client, "hourly", first, best.counted, paid[client] - best.total, detail=names[best.contract]
            )


def _by_the_hour(contracts: Iterable[Contract], months: Sequence[Month]) -> bool:
    """Was nothing but rates agreed on any day of the months?"""
    first, last = months[0].first_day, months[-1].last_day
    return not any(
        contract.kind != "on_demand" and contract.starts <= last and not contract.is_over(first)
        for contract in contracts
    )


def _unused(ledgers: Ledgers, past: _Past) -> Iterator[Opportunity]:
    """Clients with hours granted of which nothing was drawn in 2 full months; the amount is what they paid for."""
    for client, known in past.months.items():
        months = known[-UNUSED_MONTHS:]
        found = [past.summaries[client].get(month) for month in months]
        summaries = [summary for summary in found if summary is not None]
        if len(summaries) < UNUSED_MONTHS or any(summary.drawn_from for summary in summaries):
            continue
        granted = summaries[0].usable + sum(summary.sums.granted for summary in summaries[1:])
        if granted or any(summary.unlimited_contract for summary in summaries):
            fees = sum(summary.amounts.fee for summary in summaries)
            yield Opportunity(client, "unused", months[0].first_day, granted, fees)


# -- what was said ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpportunityBoard:
    """The list as the screen shows it; talks by client and kind, newest first."""

    today: date
    currency: str
    rows: tuple[Opportunity, ...]
    names: dict[str, str]
    talks: dict[tuple[str, str], tuple[Talk, ...]]


def read_opportunity_board(now: int) -> OpportunityBoard:
    """Everything worth a talk, with the names of the clients and what was said before."""
    ledgers = Ledgers()
    rows = read_opportunities(now, ledgers)
    return OpportunityBoard(
        ledgers.zone.date_of(now), ledgers.desk.currency, rows, read_client_names(), read_talks()
    )
