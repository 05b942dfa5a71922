"""Who sits here, and what runs? What every screen's first lines need, in a handful of statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from peewee import JOIN

from models.domain.absence import Absence
from models.domain.basics.errors import NotFound
from models.domain.basics.frozen import dataclass
from models.domain.basics.money import amount_for
from models.domain.basics.months import day_after
from models.domain.basics.zone import zone
from models.domain.values import Entry, Rounding
from models.holiday_dates import calendar_of
from models.queries.desk.absence import read_absence, read_idle_minutes, read_pace_hours
from models.queries.desk.settings import setting
from models.queries.ledger.ledgers import Ledgers, newest_change
from models.queries.ledger.left import client_work
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.rights import rights_here
from models.storage.rows.reading import read_desk, read_running_entry

if TYPE_CHECKING:
    from models.domain.ledger.provisional import ClientWork
    from models.domain.ledger.results import Slice

_MANNERS = {"counted": "", "unlimited": "unlimited", "on_demand": "on demand"}


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
    """Minutes the client can still draw today with this work, None where nothing is counted."""
    rounding: Rounding
    words: str
    """What to say where nothing is counted: unlimited, on demand, internal."""
    alive_at: int | None
    """The program's last sign of life while the timer ran, in epoch seconds."""
    absence: Absence | None = None
    """What was asked about it and is not answered yet."""
    rate: int | None = None
    """Minor units an hour of what nothing covers; None where it costs nothing."""
    work: ClientWork | None = None
    """The client's other work, None where the entry is in no ledger."""

    def left_after(self, elapsed_seconds: int) -> int:
        """Minutes left once `elapsed_seconds` of this entry are accounted; negative when over."""
        if self.work is None:
            return self.left_minutes or 0
        return self.work.after(self.entry, self.entry.started_at + elapsed_seconds).rest

    def weighed_after(self, elapsed_seconds: int) -> tuple[tuple[Slice, ...], int, int] | None:
        """In which bands the call lies by now, its accounted and its counted minutes; None where every weight is 1.

        An hour from 19:00 in an evening of 1.5: that slice, 60, 90 (RULES 3.9).
        """
        if self.work is None or self.entry.scope == "courtesy" or not self.work.terms.is_weighed:
            return None
        after = self.work.after(self.entry, self.entry.started_at + elapsed_seconds)
        return (after.slices, after.accounted, after.counted) if after.slices else None

    def minimum_after(self, elapsed_seconds: int) -> tuple[int, int | None] | None:
        """Minutes that this work counts as because of a minimum, and what they cost; None when none applies.

        Four seconds under a minimum of three hours at 90.00, nothing left: 180 minutes, 270.00 (RULES 3.2).
        """
        if self.work is None or self.entry.scope == "courtesy":
            return None
        after = self.work.after(self.entry, self.entry.started_at + elapsed_seconds)
        if not after.minimum:
            return None
        billed = after.over if self.entry.scope == "support" else after.added
        return after.counted, amount_for(billed, self.rate) if billed and self.rate else None


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
    idle_minutes: int = 20
    """After how many minutes without a key a running timer is asked about; 0 for never (RULES 7)."""
    working: tuple[tuple[int, int], ...] = ()
    """Half-open spans of today's and tomorrow's working hours, while nothing runs."""
    last_ended: int | None = None
    """When the agent's newest work ended, while nothing runs."""

    def nothing_since(self, now: int) -> int | None:
        """Since when nothing runs in the working hours of today; None outside of them, or while a timer runs.

        Hours from 9:00, the last work ended at 11:30, now 14:00: since 11:30. Nothing was done yet: since 9:00.
        """
        today = zone(self.timezone).date_of(now)
        spans = [span for span in self.working if zone(self.timezone).date_of(span[0]) == today]
        if self.running is not None or not any(first <= now < last for first, last in spans):
            return None
        ended = self.last_ended if self.last_ended is not None and self.last_ended <= now else None
        return max(spans[0][0], ended or 0)


def read_revision() -> int:
    """The number of the newest change."""
    return newest_change()


def has_desk() -> bool:
    """Is there a desk in this database?"""
    return bool(t.Desk.select(t.Desk.id).exists())


def read_session(user: str, now: int) -> Session:
    """What the head of every screen shows for this user of the machine; raises NotFound without a desk."""
    row = _desk.first()
    if row is None:
        raise NotFound("there is no desk in this database yet")
    agents = tuple(Person(key, name) for key, name in _people())
    chosen = rights_here().agent or setting(f"me:{user}")
    me = next((person for person in agents if person.key == chosen), agents[0] if agents else None)
    running = None if me is None else read_running(me.key, now)
    name, timezone, currency = row
    zone(timezone)  # what is none is refused here, not by whoever shows a time
    revision, pace = read_revision(), read_pace_hours()
    idle = read_idle_minutes()
    working, ended = ((), None) if running or me is None else _nothing_runs(me.key, now)
    return Session(name, timezone, currency, agents, me, running, revision, pace, idle, working, ended)


@compiled
def _desk() -> Any:
    return t.Desk.select(t.Desk.name, t.Desk.timezone, t.Desk.currency)


@compiled
def _people() -> Any:
    a = t.Agent
    return a.select(a.key, a.name).where(~a.archived).order_by(a.id)


def _nothing_runs(agent: str, now: int) -> tuple[tuple[tuple[int, int], ...], int | None]:
    """Working hours of today and tomorrow, and the end of the newest work."""
    desk = read_desk()
    calendar, today = calendar_of(desk), zone(desk.timezone).date_of(now)
    days = (today, day_after(today))
    ended = _newest_end.first(agent, now)
    windows = tuple((span[0], span[1]) for day in days for span in calendar.windows(day))
    return windows, None if ended is None else ended[0]


@compiled
def _newest_end(agent: str, now: int) -> Any:
    e = t.Entry
    begun = e.select(e.ended_at).where((e.agent == agent) & (e.started_at <= now))
    return begun.order_by(e.started_at.desc()).limit(1)


@compiled
def _names(key: str) -> Any:
    """Names of client and request of an entry, and its last sign of life."""
    e, c, r = t.Entry, t.Client, t.Request
    joined = (
        e.select(c.name, r.subject, e.alive_at).join(c, JOIN.LEFT_OUTER).switch(e).join(r, JOIN.LEFT_OUTER)
    )
    return joined.where(e.key == key)


def read_running(agent: str, now: int) -> RunningTimer | None:
    """The agent's running timer with what its client has left now."""
    entry = read_running_entry(agent)
    if entry is None:
        return None
    name, subject, alive_at = _names.one(entry.key)
    absence = read_absence(agent, entry.key, entry.started_at)
    left, rounding, words, rate, work = _what_is_left(entry, now)
    return RunningTimer(
        entry, name or "", subject or "", left, rounding, words, alive_at, absence, rate, work
    )


def _what_is_left(entry: Entry, now: int) -> tuple[int | None, Rounding, str, int | None, ClientWork | None]:
    if entry.client is None or entry.scope == "internal":
        return None, Rounding(), "internal" if entry.scope == "internal" else "no client yet", None, None
    ledgers = Ledgers()
    work = client_work(ledgers, entry.client, entry.started_at, now)
    left, today = work.left(now, entry.work_type), ledgers.zone.date_of(now)
    if entry.scope == "courtesy":
        return None, left.rounding, "courtesy, costs nothing", None, work
    rate = work.terms.rate(work.terms.governing(today, entry.work_type), entry.work_type, today)
    words = "additional, billed" if entry.scope == "additional" else _MANNERS[left.manner]
    return None if words else left.total_minutes, left.rounding, words, rate, work
