"""What is open, what runs, who has hours left, what must be decided, what was done today? (RULES 12.1)"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from peewee import fn

from models.domain.basics.frozen import dataclass
from models.domain.basics.months import Month
from models.domain.basics.zone import Zone
from models.domain.contracts.renewals import decision_date, granted_minutes, is_listed
from models.domain.planning.marks import used_percent
from models.domain.values import Contract, Scope
from models.holiday_dates import calendar_of, remembered
from models.queries.clients.hours import HoursRow, read_hours
from models.queries.contracts.renewals import read_used
from models.queries.desk.session import Session, read_session
from models.queries.desk.settings import setting
from models.queries.ledger.balances import MonthBalance
from models.queries.ledger.ledgers import Ledgers
from models.queries.requests.queue import QueueRow, read_queue
from models.queries.time.day import named_between, part_between
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.rows.reading import entry_from, read_client_names, stored_contract
from models.storage.rows.whole import whole

DECIDE_WITHIN_DAYS = 90


@dataclass(frozen=True, slots=True)
class TodayRow:
    """An entry with time on the day; `ended_at` None for the timer that runs."""

    key: str
    started_at: int
    ended_at: int | None
    seconds: int
    """What of it lies on the day, a running timer until now (RULES 3.1)."""
    before: bool
    """Whether it began on an earlier day."""
    client: str | None
    client_name: str
    request: str | None
    subject: str
    note: str
    scope: Scope
    agent: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A contract to decide about (RULES 5.1)."""

    contract: str
    client: str
    name: str
    ends: date
    decision: date
    days: int
    mode: str
    used_percent: int | None
    """Minutes drawn in per cent of those granted so far; None when nothing is counted."""


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything that the dashboard shows, read at one instant."""

    session: Session
    now: int
    today: date
    month: Month
    month_day: int
    month_days: int
    """Which open day of how many of the month today is."""
    requests: tuple[QueueRow, ...]
    hours: tuple[HoursRow, ...]
    decisions: tuple[DecisionRow, ...]
    entries: tuple[TodayRow, ...]
    derived: tuple[MonthBalance, ...]
    """Month records that had to be computed; to be stored when there is time."""
    holidays: str | None
    holidays_kept: bool
    """Whether the next start finds the holidays of that code without the library."""

    @property
    def today_seconds(self) -> int:
        """Seconds logged today, the running timer included; what lies before midnight is yesterday's."""
        return sum(row.seconds for row in self.entries)


def read_dashboard(user: str, now: int) -> Dashboard:
    """The dashboard of that user of the machine; a fixed number of statements however many clients there are."""
    session = read_session(user, now)
    ledgers = Ledgers()
    today = ledgers.zone.date_of(now)
    month = Month.of(today)
    calendar = calendar_of(ledgers.desk)
    hours = read_hours(ledgers, month, today, now, calendar)
    return Dashboard(
        session=session,
        now=now,
        today=today,
        month=month,
        month_day=calendar.open_days(month.first_day, today),
        month_days=calendar.open_days(month.first_day, month.last_day),
        requests=read_queue(now),
        hours=hours,
        decisions=read_decisions(ledgers, today, now),
        entries=_today(session.me.key, ledgers.zone, today, now) if session.me else (),
        derived=tuple(ledgers.derived),
        holidays=ledgers.desk.holidays,
        holidays_kept=ledgers.desk.holidays is None or holidays_kept(ledgers.desk.holidays),
    )


def holidays_kept(code: str) -> bool:
    """Are all decades known by now stored, so that no start has to work them out again?"""
    return set(setting(f"holidays:{code}", {})) >= {str(block) for block in remembered(code)}


def _today(agent: str, zone: Zone, today: date, now: int) -> tuple[TodayRow, ...]:
    first, end = zone.starts(today), zone.starts(today + timedelta(days=1))
    rows = []
    for *columns, _, client_name, subject, _ in named_between(first, end, agent):
        entry = entry_from(columns)
        if (part := part_between(entry, first, end, now)) is None:
            continue
        rows.append(
            TodayRow(
                key=entry.key,
                started_at=entry.started_at,
                ended_at=entry.ended_at,
                seconds=part[1] - part[0],
                before=entry.started_at < first,
                client=entry.client,
                client_name=client_name or "",
                request=entry.request,
                subject=subject or "",
                note=entry.note,
                scope=entry.scope,
                agent=entry.agent,
            )
        )
    return tuple(rows)


def read_decisions(ledgers: Ledgers, today: date, now: int) -> tuple[DecisionRow, ...]:
    """Contracts whose decision is overdue or due within 90 days, by decision date, then key (RULES 5.1)."""
    listed = _listed(ledgers, today)
    used = read_used(ledgers, [contract for contract, _ in listed], now)
    names = read_client_names() if listed else {}
    rows = []
    for contract, decision in listed:
        granted = granted_minutes(contract, ledgers.desk.rounding, today)
        rows.append(
            DecisionRow(
                contract.key,
                contract.client,
                names[contract.client],
                contract.term_end or today,
                decision,
                (decision - today).days,
                contract.renewal.mode,
                used_percent(used[contract.key], granted),
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.decision, row.contract)))


@compiled
def _undecided(day: date) -> Any:
    """Terms that end and were neither cancelled nor renewed."""
    c, n = t.Contract, t.Contract.alias()
    renewed = n.select(n.id).where(n.renews == c.key)
    ends = c.ends.is_null(False) & c.cancelled.is_null() & (c.starts <= day)
    return c.select(whole(c.document)).where(ends & ~fn.EXISTS(renewed))


def _listed(ledgers: Ledgers, today: date) -> list[tuple[Contract, date]]:
    found = []
    for (document,) in _undecided(today):
        contract = stored_contract(document, ledgers.desk.currency)
        decision = decision_date(contract)
        near = decision is not None and decision <= today + timedelta(days=DECIDE_WITHIN_DAYS)
        if decision is not None and near and is_listed(contract, (), today):
            found.append((contract, decision))
    return found
