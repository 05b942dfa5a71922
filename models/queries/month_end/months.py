"""What does a month come to for the whole desk, and what stands in the way of its close? (RULES 6)"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from models.book.ledgers import ledger_json
from models.domain.basics.months import Month
from models.domain.basics.notation import format_money
from models.domain.basics.zone import Zone, zone
from models.domain.ledger.document import LedgerDocument
from models.domain.month_end.checks import Check, ResolvedRequest, entry_checks, request_checks, short_days
from models.domain.values import Desk, Entry
from models.holiday_dates import calendar_of
from models.queries.ledger.ledgers import Ledgers
from models.storage import tables as t
from models.storage.reading import read_agents, read_entries


def entries_touching(month: Month, desk_zone: Zone) -> list[Entry]:
    """Every entry with time in the month or shown late in it, and running timers begun before its end.

    Of late work also what the same agent did at the same time, in whatever month: it may be claimed twice.
    """
    first, end = desk_zone.span(month)
    reach = t.LONG_SECONDS
    touching = read_entries(
        "started_at >= ? AND started_at < ? AND (ended_at IS NULL OR ended_at >= ?)",
        (first - reach, end, first),
    )
    found = {entry.key: entry for entry in touching}
    rare = read_entries(
        f"ended_at - started_at > {reach} AND started_at < ? AND ended_at > ?", (first - reach, first)
    )
    found.update({entry.key: entry for entry in rare})
    found.update({entry.key: entry for entry in read_entries("late_in = ?", (str(month),))})
    found.update({entry.key: entry for entry in _beside_late(month)})
    found.update(
        {entry.key: entry for entry in read_entries("ended_at IS NULL AND +started_at < ?", (end,), "agent")}
    )
    return sorted(found.values(), key=lambda entry: (entry.started_at, entry.key))


def _beside_late(month: Month) -> Iterator[Entry]:
    same = (
        "late.agent = entry.agent AND late.started_at < entry.ended_at AND late.ended_at > entry.started_at"
    )
    near = f"entry.started_at > late.started_at - {t.LONG_SECONDS} AND entry.started_at < late.ended_at"
    # Two statements in one, each with an index of its own: an agent's years are not searched for a late hour.
    return read_entries(
        f"id IN (SELECT entry.id FROM entry AS late CROSS JOIN entry WHERE late.late_in = ? AND {near} AND {same}"
        f" UNION SELECT entry.id FROM entry AS late CROSS JOIN entry WHERE late.late_in = ?"
        f" AND entry.ended_at - entry.started_at > {t.LONG_SECONDS} AND {same})",
        (str(month), str(month)),
    )


def read_checks(month: Month, desk: Desk, today: date) -> list[Check]:
    """The checks of RULES 6.1, blocking ones first; days after `today` are not short yet."""
    desk_zone = zone(desk.timezone)
    entries = entries_touching(month, desk_zone)
    checks = entry_checks(month, entries, desk_zone)
    checks += request_checks(_resolved_in(month, desk_zone))
    absent = read_absences(month.first_day, month.last_day)
    checks += short_days(month, read_agents(), entries, calendar_of(desk), desk_zone, today, absent)
    return sorted(checks, key=lambda check: check.level != "blocking")


def read_absences(first: date, last: date) -> dict[str, frozenset[date]]:
    """The days between two dates on which each agent is away."""
    a = t.Absence
    rows = a.select(a.agent, a.first, a.last).where((a.first <= last) & (a.last >= first)).tuples()
    days: dict[str, set[date]] = {}
    for agent, begins, ends in rows:
        start, stop = max(begins, first), min(ends, last)
        span = (date.fromordinal(n) for n in range(start.toordinal(), stop.toordinal() + 1))
        days.setdefault(agent, set()).update(span)
    return {agent: frozenset(found) for agent, found in days.items()}


def _resolved_in(month: Month, desk_zone: Zone) -> list[ResolvedRequest]:
    first, end = desk_zone.span(month)
    rows = t.database.execute_sql(
        "SELECT key, subject, cause, EXISTS (SELECT 1 FROM entry WHERE entry.request = request.key)"
        " FROM request WHERE resolved_at >= ? AND resolved_at < ? ORDER BY resolved_at, key",
        (first, end),
    )
    return [ResolvedRequest(key, subject, cause, bool(timed)) for key, subject, cause, timed in rows]


def check_document(check: Check) -> dict[str, Any]:
    """A check as JSON; agent and day are there when the check is about them."""
    document = asdict(check)
    document["day"] = None if check.day is None else check.day.isoformat()
    return document


def _check_from(written: Mapping[str, Any]) -> Check:
    day = written.get("day")
    return Check(**{**written, "day": None if day is None else date.fromisoformat(day)})


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
    checks = map(_check_from, row[0]) if row else read_checks(month, ledgers.desk, today)
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
