"""What does a month come to for the whole desk, and what stands in the way of its close? (RULES 6)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from models.book.closed.closes import check_document, parse_check
from models.book.ledgers import ledger_json
from models.domain.basics.months import Month, parse_date
from models.domain.basics.notation import format_money
from models.domain.basics.zone import Zone
from models.domain.ledger.document import LedgerDocument
from models.domain.month_end.checks import Check, ResolvedRequest, entry_checks, request_checks, short_days
from models.domain.values import Entry
from models.holiday_dates import calendar_of
from models.queries.ledger.ledgers import Ledgers
from models.queries.month_end.premium import read_premium_checks
from models.queries.month_end.promised import read_promise_checks
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.expressions import is_long, unindexed
from models.storage.rows.reading import ENTRY_COLUMNS, entry_columns, entry_from, read_agents


def entries_touching(month: Month, desk_zone: Zone) -> list[Entry]:
    """Every entry with time in the month or shown late in it, and running timers begun before its end.

    Of late work also what the same agent did at the same time, in whatever month: it may be claimed twice.
    """
    first, end = desk_zone.span(month)
    rows = (*_touching(first - t.LONG_SECONDS, end, first), *_rare(first - t.LONG_SECONDS, first))
    others = (*_late(month), *_beside_late(month), *_timers(end))
    found = {row[0]: row for row in (*rows, *others)}
    return sorted(map(entry_from, found.values()), key=lambda entry: (entry.started_at, entry.key))


_E = t.Entry


@compiled
def _touching(near: int, end: int, first: int) -> Any:
    started = (_E.started_at >= near) & (_E.started_at < end)
    return _E.select(*ENTRY_COLUMNS).where(started & (_E.ended_at.is_null() | (_E.ended_at >= first)))


@compiled
def _rare(near: int, first: int) -> Any:
    return _E.select(*ENTRY_COLUMNS).where(is_long() & (_E.started_at < near) & (_E.ended_at > first))


@compiled
def _late(month: Month) -> Any:
    return _E.select(*ENTRY_COLUMNS).where(_E.late_in == month)


@compiled
def _timers(end: int) -> Any:
    return _E.select(*ENTRY_COLUMNS).where(_E.ended_at.is_null() & (unindexed(_E.started_at) < end))


@compiled
def _beside_late(month: Month) -> Any:
    """Two statements in one, each with an index of its own: an agent's years are not searched for a late hour."""
    late, e = _E.alias(), _E.alias()
    same = (late.agent == e.agent) & (late.started_at < e.ended_at) & (late.ended_at > e.started_at)
    near = (e.started_at > late.started_at - t.LONG_SECONDS) & (e.started_at < late.ended_at)

    def beside(condition: Any) -> Any:
        pairs = late.select(*entry_columns(e)).join(e, on=condition & same)
        return pairs.where(late.late_in == month)

    return beside(near) | beside(is_long(e))


def read_checks(month: Month, ledgers: Ledgers, today: date) -> list[Check]:
    """The checks of RULES 6.1, blocking ones first; days after `today` are not short yet."""
    desk, desk_zone = ledgers.desk, ledgers.zone
    # Work that a later month shows as late was not there when this one was closed.
    entries = [
        entry
        for entry in entries_touching(month, desk_zone)
        if entry.late_in is None or entry.late_in <= month
    ]
    checks = entry_checks(month, entries, desk_zone)
    checks += read_premium_checks(ledgers, month, entries)
    checks += request_checks(_resolved_in(month, desk_zone))
    checks += read_promise_checks(ledgers, month, today)
    absent = read_absences(month.first_day, month.last_day)
    checks += short_days(month, read_agents(), entries, calendar_of(desk), desk_zone, today, absent)
    return sorted(checks, key=lambda check: check.level != "blocking")


def read_absences(first: date, last: date) -> dict[str, frozenset[date]]:
    """The days between two dates on which each agent is away."""
    days: dict[str, set[date]] = {}
    for agent, begins, ends in _away(first, last):
        start, stop = max(parse_date(begins), first), min(parse_date(ends), last)
        span = (date.fromordinal(n) for n in range(start.toordinal(), stop.toordinal() + 1))
        days.setdefault(agent, set()).update(span)
    return {agent: frozenset(found) for agent, found in days.items()}


@compiled
def _away(first: date, last: date) -> Any:
    a = t.Absence
    return a.select(a.agent, a.first, a.last).where((a.first <= last) & (a.last >= first))


def _resolved_in(month: Month, desk_zone: Zone) -> list[ResolvedRequest]:
    first, end = desk_zone.span(month)
    rows = _resolved_between(first, end)
    return [ResolvedRequest(key, subject, cause, bool(timed)) for key, subject, cause, timed in rows]


@compiled
def _resolved_between(first: int, end: int) -> Any:
    r = t.Request
    timed = fn.EXISTS(_E.select(_E.id).where(_E.request == r.key))
    inside = (r.resolved_at >= first) & (r.resolved_at < end)
    return r.select(r.key, r.subject, r.cause, timed).where(inside).order_by(r.resolved_at, r.key)


@dataclass(frozen=True, slots=True)
class DeskMonth:
    """The desk's month: its checks (of a closed month those of the close), its clients, the total in minor units."""

    month: Month
    closed: bool
    currency: str
    checks: tuple[Check, ...]
    clients: tuple[LedgerDocument, ...]
    """Each client's ledger, without units."""

    @property
    def total(self) -> int:
        """The sum of the month's statements, in minor units."""
        return sum(ledger.total for ledger in self.clients)


def read_desk_month(month: Month, today: date, clients: Sequence[str] | None = None) -> DeskMonth:
    """The month of the desk on that day, for all clients or for some (RULES 11)."""
    ledgers = Ledgers()
    row = t.ClosedMonth.select(t.ClosedMonth.checks).where(t.ClosedMonth.month == month).tuples().first()
    checks = map(parse_check, row[0]) if row else read_checks(month, ledgers, today)
    documents = ledgers.documents(clients or ledgers.clients, month, with_units=False)
    return DeskMonth(
        month, ledgers.is_closed(month), ledgers.desk.currency, tuple(checks), tuple(documents.values())
    )


def desk_month_json(found: DeskMonth) -> dict[str, Any]:
    """The answer of `month` (RULES 11)."""
    return {
        "month": str(found.month),
        "closed": found.closed,
        "checks": [check_document(check) for check in found.checks],
        "clients": [ledger_json(ledger, with_units=False) for ledger in found.clients],
        "total": format_money(found.total, found.currency),
    }
