"""Who was there while a timer ran? Signs of life, absences, and the question that outlives the program (RULES 7).

A sign of life after a gap keeps what it overwrites as a question, in the same transaction. None of this is a change
of the desk's records: there is nothing to undo.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models.domain.absence import ASLEEP_SECONDS, BACK_SECONDS, Absence, Why
from models.queries.desk.absence import absence_name, read_absence, sleep_name
from models.services.core.settings import drop_setting, set_setting
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.machine.clock import boot_name, machine_name, slept_seconds

SHORT_SECONDS = 60
"""Somebody who is back so soon was not away."""


def sign_of_life(agent: str, now: int, seen: int | None = None, why: Why = "gone") -> Absence | None:
    """Note that the agent's program was there: how far a forgotten timer can be trusted.

    `seen` is when it was there before, if that is known better than the stored sign. Returns the question that
    stands about the agent's timer. The timers of others keep their signs: their programs may be long gone.
    """
    with t.database.atomic():
        row = _running(agent)
        if row is None:
            return None
        entry, started_at, alive_at = row
        known = max(alive_at or 0, seen if seen is not None and seen >= started_at else 0)
        stood = absence = read_absence(agent, entry, started_at)
        if known and now - known > ASLEEP_SECONDS and (absence is None or absence.why in ("back", "idle")):
            idle = absence is not None and absence.why == "idle"
            seen = absence.last_seen if absence is not None and idle else max(known, started_at)
            absence = keep_absence(agent, Absence(entry, seen, why, now))
        elif known - now > BACK_SECONDS and absence is None:
            absence = keep_absence(agent, Absence(entry, max(known, started_at), "back", now))
        if absence is stood:
            t.database.whisper()  # nobody need read the desk again for it
        _sign_of_life.run(now, agent)
        return absence


def _running(agent: str) -> tuple[str, int, int | None] | None:
    return _timer.first(agent)


@compiled
def _timer(agent: str) -> Any:
    e = t.Entry
    return e.select(e.key, e.started_at, e.alive_at).where((e.agent == agent) & e.ended_at.is_null())


@compiled
def _sign_of_life(now: int, agent: str) -> Any:
    e = t.Entry
    return e.update(alive_at=now).where((e.agent == agent) & e.ended_at.is_null())


def keep_absence(agent: str, absence: Absence) -> Absence:
    """Keep a question about the agent's timer until it is answered."""
    set_setting(absence_name(agent), absence.document())
    return absence


def note_idle(agent: str, last_key: int) -> Absence | None:
    """No key came since `last_key`: keep the question, unless an older one stands. None without a timer."""
    with t.database.atomic():
        row = _running(agent)
        if row is None:
            return None
        standing = read_absence(agent, row[0], row[1])
        return standing or keep_absence(agent, Absence(row[0], max(last_key, row[1]), "idle"))


def settle_absence(agent: str) -> None:
    """The question is answered, or the timer it was about has ended."""
    drop_setting(absence_name(agent))


def go_away(agent: str, now: int, ago_seconds: int = 0) -> dict[str, Any] | None:
    """The agent left `ago_seconds` ago; what stands before that, such as an earlier absence, goes on.

    Returns `{"agent", "entry", "since", "until"}`, None when no timer runs: then there is nothing to ask later.
    """
    with t.database.atomic():
        row = _running(agent)
        if row is None:
            return None
        entry, started_at, _ = row
        absence = read_absence(agent, entry, started_at)
        if absence is None or absence.why in ("back", "idle"):
            absence = Absence(entry, max(started_at, now - ago_seconds), "away")
        return _told(agent, keep_absence(agent, replace(absence, until=None)))


def come_back(agent: str, now: int, *, keep: bool = False) -> dict[str, Any] | None:
    """The agent is back: the question is asked when the dashboard is next seen, or all is kept with `keep`.

    Returns what `go_away` returns, None when the agent was not away. Less than a minute is no absence.
    """
    with t.database.atomic():
        row = _running(agent)
        absence = None if row is None else read_absence(agent, row[0], row[1])
        if absence is None:
            return None
        absence = replace(absence, until=max(now, absence.last_seen))
        if keep or now - absence.last_seen < SHORT_SECONDS:
            settle_absence(agent)
        else:
            keep_absence(agent, absence)
        return _told(agent, absence)


def _told(agent: str, absence: Absence) -> dict[str, Any]:
    return {"agent": agent, "entry": absence.entry, "since": absence.last_seen, "until": absence.until}


def note_machine(agent: str, entry: str) -> None:
    """Remember where this timer started, and how long the machine had slept, so that later sleep can be told."""
    noted = {"entry": entry, "boot": boot_name(), "slept": slept_seconds(), "machine": machine_name()}
    set_setting(sleep_name(agent), noted)
