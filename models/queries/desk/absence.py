"""What speaks against the time of a running timer? The kept question, signs of life, the machine's sleep (RULES 7)."""

from __future__ import annotations

from typing import Any

from peewee import JOIN

from models.domain.absence import Absence, TimerQuestion, absence_from, timer_question
from models.domain.basics.frozen import dataclass
from models.domain.values import Entry
from models.queries.desk.settings import setting
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.machine.clock import boot_name, slept_seconds

PACE_HOURS = 8
"""After so many hours a running timer is asked about, where the desk says nothing else."""
IDLE_MINUTES = 20
"""After so many minutes without a key it is asked, where the setting `idle_minutes` says nothing else."""


def absence_name(agent: str) -> str:
    """The setting that keeps the question about the agent's timer."""
    return f"absence:{agent}"


def sleep_name(agent: str) -> str:
    """The setting that keeps how long the machine had slept when the agent's timer started."""
    return f"sleep:{agent}"


def read_machine(agent: str, entry: str) -> str:
    """The machine at which the agent's timer started; empty where that is not known."""
    noted = setting(sleep_name(agent))
    known = isinstance(noted, dict) and noted.get("entry") == entry
    return str(noted.get("machine") or "") if known else ""


def read_absence(agent: str, entry: str, started_at: int) -> Absence | None:
    """The unanswered question about that running entry of the agent."""
    return absence_from(setting(absence_name(agent)), entry, started_at)


def read_pace_hours() -> int:
    """The desk's limit for a timer that runs on, in hours."""
    return _whole("pace_hours", PACE_HOURS)


def read_idle_minutes() -> int:
    """After how many minutes without a key a running timer is asked about; 0 is never."""
    return _whole("idle_minutes", IDLE_MINUTES)


def _whole(name: str, default: int) -> int:
    """A setting that is a number; what a book says there may be anything."""
    kept = setting(name, default)
    return kept if isinstance(kept, int) else default


@dataclass(frozen=True, slots=True)
class QuestionedTimer:
    """A running timer that should not be ended by the clock without a word."""

    entry: Entry
    client_name: str
    question: TimerQuestion


def read_timer_question(entry: Entry, now: int) -> QuestionedTimer | None:
    """Why the running entry should not be ended at `now` without asking; None when all is well."""
    name, alive_at = _timer.one(entry.key)
    question = timer_question(
        started_at=entry.started_at,
        alive_at=alive_at,
        absence=read_absence(entry.agent, entry.key, entry.started_at),
        slept_seconds=_slept_since(entry),
        now=now,
        pace_hours=read_pace_hours(),
    )
    return None if question is None else QuestionedTimer(entry, name or "no client", question)


@compiled
def _timer(key: str) -> Any:
    e, c = t.Entry, t.Client
    return e.select(c.name, e.alive_at).join(c, JOIN.LEFT_OUTER).where(e.key == key)


def _slept_since(entry: Entry) -> int:
    """Seconds that this machine is known to have slept while the timer ran."""
    noted, slept = setting(sleep_name(entry.agent)), slept_seconds()
    if not isinstance(noted, dict) or slept is None or noted.get("entry") != entry.key:
        return 0
    return max(0, slept - int(noted.get("slept") or slept)) if noted.get("boot") == boot_name() else 0
