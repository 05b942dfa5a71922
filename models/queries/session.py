"""Who sits here, and what runs? What every screen's first lines need, in a handful of statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models import tables as t
from models.domain.errors import NotFound
from models.domain.months import Month
from models.domain.values import Entry, Rounding
from models.domain.zone import zone
from models.queries.ledgers import Ledgers, Record
from models.queries.settings import setting
from models.queries.values import read_entries


@dataclass(frozen=True, slots=True)
class Person:
    """An agent to choose from."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class RunningTimer:
    """The agent's running entry and what its client has left, counted provisionally (RULES 8)."""

    entry: Entry
    client_name: str
    subject: str
    left_minutes: int | None
    """Minutes the client can still draw today, None where nothing is counted."""
    rounding: Rounding
    earlier_seconds: int
    """Finished time of today that is accounted together with this entry (RULES 3.2)."""
    words: str
    """What to say where nothing is counted: unlimited, on demand, internal."""
    alive_at: int | None
    """The program's last sign of life while the timer ran, in epoch seconds."""

    def left_after(self, elapsed_seconds: int) -> int:
        """Minutes left once `elapsed_seconds` of this entry are accounted; negative when over."""
        from models.domain.units import accounted_minutes

        before = accounted_minutes(self.earlier_seconds, self.rounding)
        after = accounted_minutes(self.earlier_seconds + elapsed_seconds, self.rounding)
        return (self.left_minutes or 0) - (after - before)


@dataclass(frozen=True, slots=True)
class Session:
    """The desk, the agent at this screen, and the timer."""

    desk_name: str
    timezone: str
    currency: str
    agents: tuple[Person, ...]
    me: Person | None
    running: RunningTimer | None
    revision: int
    """Grows with every change by anybody; equal means nothing happened since."""
    pace_hours: int
    """After how many hours a running timer is asked about (RULES 7)."""


def read_revision() -> int:
    """The number of the newest change."""
    return int(t.database.execute_sql("SELECT coalesce(max(id), 0) FROM change").fetchone()[0])


def has_desk() -> bool:
    """Is there a desk in this database?"""
    return bool(t.Desk.select(t.Desk.id).exists())


def read_session(user: str, now: int) -> Session:
    """What the head of every screen shows for this user of the machine; raises NotFound without a desk."""
    row = t.Desk.select(t.Desk.name, t.Desk.timezone, t.Desk.currency).tuples().first()
    if row is None:
        raise NotFound("there is no desk in this database yet")
    people = t.Agent.select(t.Agent.key, t.Agent.name).where(~t.Agent.archived).order_by(t.Agent.id).tuples()
    agents = tuple(Person(key, name) for key, name in people)
    chosen = setting(f"me:{user}")
    me = next((person for person in agents if person.key == chosen), agents[0] if agents else None)
    running = None if me is None else read_running(me.key, now)
    name, timezone, currency = row
    pace_hours = int(setting("pace_hours", 8))
    return Session(name, timezone, currency, agents, me, running, read_revision(), pace_hours)


def read_running(agent: str, now: int) -> RunningTimer | None:
    """The agent's running timer with what its client has left now."""
    entry = next(read_entries("agent = ? AND ended_at IS NULL", (agent,)), None)
    if entry is None:
        return None
    name, subject, alive_at = t.database.execute_sql(
        "SELECT c.name, r.subject, e.alive_at FROM entry e LEFT JOIN client c ON c.key = e.client"
        " LEFT JOIN request r ON r.key = e.request WHERE e.key = ?",
        (entry.key,),
    ).fetchone()
    left, rounding, earlier, words = _what_is_left(entry, now)
    return RunningTimer(entry, name or "", subject or "", left, rounding, earlier, words, alive_at)


def _what_is_left(entry: Entry, now: int) -> tuple[int | None, Rounding, int, str]:
    if entry.client is None or entry.scope == "internal":
        return None, Rounding(), 0, "internal" if entry.scope == "internal" else "no client yet"
    ledgers = Ledgers()
    today = ledgers.zone.date_of(now)
    month = Month.of(today)
    terms = ledgers.terms(entry.client, month, month)
    contract = terms.governing(today, entry.work_type)
    rounding = terms.rounding(contract)
    if entry.scope == "courtesy":
        return None, rounding, 0, "courtesy, costs nothing"
    if entry.scope == "additional":
        return None, rounding, 0, "additional, billed"
    if any(source.holds(today, entry.work_type) for source in terms.unlimited):
        return None, rounding, 0, "unlimited"
    record = ledgers.records(month, [entry.client])[0]
    rows = usable_today(record, today)
    if not rows and (contract is None or contract.kind == "on_demand"):
        return None, rounding, 0, "on demand"
    earlier = _earlier_today(entry, ledgers.zone.starts(today)) if rounding.per == "request_day" else 0
    return sum(left * each for *_, each, left in rows), rounding, earlier, ""


def usable_today(record: Record, today: date) -> list[tuple[str, int | None, str, str | None, int, int]]:
    """Grants that can be drawn today: contract, allowance, valid from, expires on, minutes each, left."""
    day = today.isoformat()
    return [
        (contract, allowance, valid_from, expires_on, each, left)
        for contract, allowance, valid_from, expires_on, each, _, _, left in record.summary["grants"]
        if left and valid_from <= day and (expires_on is None or expires_on >= day)
    ]


def _earlier_today(entry: Entry, midnight: int) -> int:
    """Finished seconds of the same request, work type and scope since midnight."""
    if entry.request is None:
        return 0
    row = t.database.execute_sql(
        "SELECT coalesce(sum(ended_at - started_at), 0) FROM entry WHERE request = ? AND work_type = ?"
        " AND scope = ? AND started_at >= ? AND ended_at IS NOT NULL",
        (entry.request, entry.work_type, entry.scope, midnight),
    ).fetchone()
    return int(row[0])


def desk_today(timezone: str, now: int) -> date:
    """The desk's date now."""
    return zone(timezone).date_of(now)
