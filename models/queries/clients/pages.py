"""Who is supported, on what, and where did the hours go? The list of clients, a client's page, a month of it.

Each view is frozen and costs a fixed number of statements, whatever the number of clients or entries; every number is
one of the ledger's (RULES 3.7, 12.3).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from models.domain.basics.months import Month, parse_date
from models.domain.contracts.contract_words import contract_words
from models.domain.contracts.renewals import decision_date, is_listed, renewed_keys
from models.domain.ledger.document import LedgerDocument
from models.domain.ledger.summary import MonthSummary, usable_on
from models.domain.planning.marks import used_minutes
from models.domain.planning.opportunities import Opportunity
from models.domain.requests.clocks import clocks
from models.domain.values import Contract, Desk, Request
from models.holiday_dates import calendar_of
from models.queries.clients.hours import HoursRow, read_hours
from models.queries.desk.promised import PromisedWork, promised_work
from models.queries.desk.request_rows import CompiledRequests
from models.queries.desk.talks import read_last_talks
from models.queries.ledger.balances import MonthBalance
from models.queries.ledger.ledgers import Ledgers
from models.queries.ledger.worked import read_summaries
from models.queries.planning.drift import DriftRow, read_drift
from models.queries.planning.opportunities import read_flagged
from models.queries.requests.levels import Levels, read_levels
from models.queries.requests.queue import QueueRow, queue_row
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.expressions import unindexed_text
from models.storage.rows.reading import check_client, read_texts
from models.storage.rows.unknown import not_known

MONTHS_SHOWN = 12
_SECONDS_A_YEAR = 366 * 86_400
_DONE = ("resolved", "closed")

Stage = Literal["running", "to come", "over"]


@dataclass(frozen=True, slots=True)
class ClientLine:
    """A client in the list; `ended` is the last day of a contract that ran out with nothing after it."""

    hours: HoursRow
    tier: str | None
    ended: date | None
    overdue: date | None
    """The decision date of a contract that still waits for its decision, when that has passed."""

    @property
    def key(self) -> str:
        """The key of the client, by which a list knows the row."""
        return self.hours.client


@dataclass(frozen=True, slots=True)
class ClientBoard:
    """The rows of the list of clients, with their sums."""

    today: date
    month: Month
    currency: str
    lines: tuple[ClientLine, ...]

    @property
    def undecided_count(self) -> int:
        """How many clients lost their contract, which nobody decided."""
        return sum(line.ended is not None for line in self.lines)


@dataclass(frozen=True, slots=True)
class ContractPart:
    """A contract of the client, said in words."""

    contract: Contract
    words: tuple[str, ...]
    stage: Stage


@dataclass(frozen=True, slots=True)
class GrantPart:
    """What can be drawn today from one grant: `left` of `had` minutes, or sessions of `each` minutes."""

    contract: str
    allowance: int | None
    valid_from: date
    expires_on: date | None
    sessions: bool
    each: int
    had: int
    left: int


@dataclass(frozen=True, slots=True)
class MonthPart:
    """A month of the client, in minutes and minor units; `lost` is what lapsed and what was forfeited to a cap."""

    month: Month
    closed: bool
    usable: int
    granted: int
    used: int
    over: int
    """Of what was used, the part that no grant covered."""
    lost: int
    total: int


@dataclass(frozen=True, slots=True)
class TargetsMet:
    """A service-level target: how many of the requests that had it kept it."""

    met: int
    of: int

    @property
    def percent(self) -> int | None:
        """Whole per cent, half-up; None without any."""
        return None if not self.of else (200 * self.met + self.of) // (2 * self.of)


@dataclass(frozen=True, slots=True)
class ClientPage:
    """What the page of one client shows."""

    key: str
    name: str
    tier_name: str | None
    since: date | None
    archived: bool
    contacts: tuple[Mapping[str, str], ...]
    domains: tuple[str, ...]
    notes: str
    language: str | None
    desk: Desk
    today: date
    hours: HoursRow | None
    ended: date | None
    contracts: tuple[ContractPart, ...]
    grants: tuple[GrantPart, ...]
    months: tuple[MonthPart, ...]
    requests: tuple[QueueRow, ...]
    answered: TargetsMet
    resolved: TargetsMet
    drift: DriftRow | None
    names: Mapping[str, str]
    """Names of work types."""
    promised: tuple[PromisedWork, ...] = ()
    """What was promised for this calendar year (RULES 2.9)."""
    flagged: tuple[Opportunity, ...] = ()
    """Requests of the last three months that were rework or outside the scope (RULES 5.9)."""
    talks: tuple[str, ...] = ()
    """What was talked about, the newest first, in words."""


@dataclass(frozen=True, slots=True)
class ClientMonth:
    """The ledger of a month, as the command `ledger` answers it, with the words that a screen needs."""

    client: str
    name: str
    month: Month
    document: LedgerDocument
    subjects: Mapping[str, str]
    """Subjects of the requests in it."""
    charges: Mapping[str, str]
    """Descriptions of the charges in it."""
    names: Mapping[str, str]
    currency: str


def read_client_board(now: int) -> ClientBoard:
    """All clients who are not archived, by name."""
    ledgers = Ledgers()
    today = ledgers.zone.date_of(now)
    month = Month.of(today)
    levels = read_levels(ledgers.zone)
    rows = read_hours(ledgers, month, today, now, calendar_of(ledgers.desk))
    lines = []
    for row in rows:
        contracts = ledgers.contracts.undecided(row.client, today)
        overdue = _overdue(contracts, today)
        lines.append(
            ClientLine(row, levels.clients[row.client].tier_on(today), ran_out(contracts, today), overdue)
        )
    return ClientBoard(today, month, ledgers.desk.currency, tuple(lines))


def ran_out(contracts: Sequence[Contract], today: date) -> date | None:
    """The last day of the term after which nobody decided anything; None while something serves (RULES 5.1).

    A term to 31 Oct, nothing after it, today 21 Nov: 31 Oct. Declined or cancelled on purpose is no surprise.
    """
    giving = [contract for contract in contracts if contract.kind != "on_demand"]
    if any(_stage(contract, today) != "over" for contract in giving):
        return None
    ends = (contract.term_end for contract in giving if is_listed(contract, renewed_keys(contracts), today))
    return max((end for end in ends if end is not None), default=None)


def _overdue(contracts: Sequence[Contract], today: date) -> date | None:
    renewed = renewed_keys(contracts)
    due = [decision_date(c) for c in contracts if is_listed(c, renewed, today)]
    return min((day for day in due if day is not None and day < today), default=None)


def _stage(contract: Contract, today: date) -> Stage:
    if contract.starts > today:
        return "to come"
    return "over" if contract.is_over(today) else "running"


@compiled
def _client(key: str) -> Any:
    c = t.Client
    columns = (c.name, c.contacts, c.domains, c.since, c.notes, c.language, c.archived)
    return c.select(*columns).where(c.key == key)


@compiled
def _timers(client: str) -> Any:
    e = t.Entry
    running = (unindexed_text(e.client) == client) & e.ended_at.is_null()
    return e.select(e.request).where(running & (unindexed_text(e.request) != "")).order_by(e.agent)


def read_client_page(client: str, now: int) -> ClientPage:
    """One client with everything about it; raises NotFound."""
    row = _client.first(client)
    if row is None:
        raise not_known(t.Client, client, "client")
    name, contacts, domains, since, notes, language, archived = row
    ledgers = Ledgers()
    today = ledgers.zone.date_of(now)
    month = Month.of(today)
    contracts = ledgers.contracts.get(client, ())
    levels = read_levels(ledgers.zone, client)
    tier = levels.on(client, today)
    open_requests, answered, resolved = _requests(ledgers, client, levels, now)
    names = {key: work_type.name for key, work_type in ledgers.work_types.items()}
    record = ledgers.records(month, [client])[0]
    hours = read_hours(ledgers, month, today, now, calendar_of(ledgers.desk), client)
    return ClientPage(
        key=client,
        name=name,
        tier_name=None if tier is None else tier.name,
        since=parse_date(since) if since else None,
        archived=bool(archived),
        contacts=tuple(map(dict, json.loads(contacts))),
        domains=tuple(json.loads(domains)),
        notes=notes,
        language=language,
        desk=ledgers.desk,
        today=today,
        hours=next(iter(hours), None),
        ended=ran_out(contracts, today),
        contracts=_contract_parts(contracts, ledgers.desk, today, names),
        grants=_grant_parts(record, today),
        months=_month_parts(ledgers, client, month),
        requests=open_requests,
        answered=answered,
        resolved=resolved,
        drift=next(iter(read_drift(now, [client], ledgers)), None),
        names=names,
        promised=promised_work(contracts, now, date(today.year, 1, 1), date(today.year, 12, 31)),
        flagged=tuple(read_flagged(ledgers, now, client)),
        talks=read_last_talks(client).get(client, ()),
    )


def _contract_parts(
    contracts: Iterable[Contract], desk: Desk, today: date, names: Mapping[str, str]
) -> tuple[ContractPart, ...]:
    """Running ones, those to come, those that are over; newest first within each."""
    order = {"running": 0, "to come": 1, "over": 2}
    parts = [
        ContractPart(contract, contract_words(contract, desk, names), _stage(contract, today))
        for contract in contracts
    ]
    newest = sorted(parts, key=lambda part: part.contract.starts, reverse=True)
    return tuple(sorted(newest, key=lambda part: order[part.stage]))


def _grant_parts(record: MonthBalance, today: date) -> tuple[GrantPart, ...]:
    """What can be drawn today, the soonest to lapse first."""
    usable = [
        GrantPart(
            grant.contract,
            grant.allowance,
            grant.valid_from,
            grant.expires_on,
            grant.each != 1,
            grant.each,
            grant.had,
            grant.left,
        )
        for grant in usable_on(today, record.summary.grants, record.closing)
    ]
    return tuple(sorted(usable, key=lambda grant: (grant.expires_on or date.max, grant.valid_from)))


def _month_parts(ledgers: Ledgers, client: str, month: Month) -> tuple[MonthPart, ...]:
    """The last twelve months that have anything, newest first."""
    summaries = read_summaries(ledgers, month.plus(1 - MONTHS_SHOWN), month, [client])[client]
    return tuple(
        _month_part(found, summary, ledgers.is_closed(found))
        for found, summary in sorted(summaries.items(), reverse=True)
    )


def _month_part(month: Month, summary: MonthSummary, closed: bool) -> MonthPart:
    return MonthPart(
        month=month,
        closed=closed,
        usable=summary.usable,
        granted=summary.sums.granted,
        used=used_minutes(summary.sums, has_hours=bool(summary.grants)),
        over=summary.sums.overage,
        lost=summary.sums.lapsed + summary.sums.forfeited,
        total=summary.total,
    )


def _requests(
    ledgers: Ledgers, client: str, levels: Levels, now: int
) -> tuple[tuple[QueueRow, ...], TargetsMet, TargetsMet]:
    """Open requests, and how well the targets of the last twelve months were kept."""
    since = now - _SECONDS_A_YEAR
    found = _RECENT(client, now, since)
    calendar = calendar_of(ledgers.desk)
    running = {key for (key,) in _timers(client)}
    queue = [
        queue_row(request, False, request.reported_at, levels, calendar, now, running)
        for request in found
        if request.state not in _DONE
    ]
    return tuple(queue), *_targets_met(found, levels, calendar, now)


def _recent(client: str, now: int, since: int) -> tuple[Any, ...]:
    known = (_R.client == client) & (_R.reported_at <= now)
    return known, (_R.reported_at >= since) | _R.state.not_in(_DONE)


_R = t.Request
_RECENT = CompiledRequests(_recent, (_R.reported_at.desc(), _R.key))


def _targets_met(
    requests: Iterable[Request], levels: Levels, calendar: Any, now: int
) -> tuple[TargetsMet, TargetsMet]:
    known = [
        clocks(request, tier, calendar, now)
        for request in requests
        if (tier := levels.of(request)) is not None
    ]
    states = [(found.response_state, found.resolution_state) for found in known]
    kept = [
        TargetsMet(
            sum(pair[which] == "met" for pair in states),
            sum(pair[which] in {"met", "breached"} for pair in states),
        )
        for which in (0, 1)
    ]
    return kept[0], kept[1]


def read_client_month(client: str, month: Month) -> ClientMonth:
    """The ledger of a client and month; a closed month answers what was frozen. Raises NotFound."""
    ledgers = Ledgers()
    document = ledgers.document(client, month)
    requests = {unit.request for unit in document.units if unit.request is not None}
    charges = {line.charge for line in document.lines if line.charge is not None}
    return ClientMonth(
        client=client,
        name=check_client(client),
        month=month,
        document=document,
        subjects=read_texts(t.Request.subject, requests),
        charges=read_texts(t.Charge.description, charges),
        names={key: work_type.name for key, work_type in ledgers.work_types.items()},
        currency=ledgers.desk.currency,
    )
