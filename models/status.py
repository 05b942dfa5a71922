"""Is a timer running? The one answer that must come at once: plain sqlite3, nothing heavy is loaded (RULES 11).

This module stands beside the tables, not on them, so that a prompt or a status bar can ask every few seconds.
"""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from os.path import exists

from models.domain.errors import NotFound
from models.domain.zone import Zone, to_iso
from models.location import APPLICATION_ID, SCHEMA_VERSION, StorageError, what_is_wrong

TYPE_CHECKING = False  # typing itself costs `status` a tenth of its time
if TYPE_CHECKING:
    from typing import Any

# The plus signs keep the planner on the index of running timers, away from all starts there ever were.
_RUNNING = (
    "SELECT agent, client, request, note, started_at FROM entry WHERE ended_at IS NULL"
    " AND (?1 IS NULL OR agent = ?1) AND +started_at <= ?2 ORDER BY +started_at DESC LIMIT 1"
)
_TODAY = (
    "SELECT coalesce(sum(min(coalesce(ended_at, ?2), ?2, ?4) - max(started_at, ?3)), 0) FROM ("
    "SELECT agent, started_at, ended_at FROM entry WHERE started_at >= ?3 - 100000 AND started_at < min(?4, ?2)"
    # What is longer than 100,000 seconds, and a timer that was forgotten for days, have indexes of their own.
    " UNION ALL SELECT agent, started_at, ended_at FROM entry"
    " WHERE ended_at - started_at > 100000 AND started_at < ?3 - 100000"
    " UNION ALL SELECT agent, started_at, ended_at FROM entry"
    " WHERE ended_at IS NULL AND +started_at < ?3 - 100000"
    ") WHERE coalesce(ended_at, ?2) > ?3 AND (?1 IS NULL OR agent = ?1)"
)


def status_document(path: str, now: int, agent: str | None = None) -> dict[str, Any]:
    """The running timer and the seconds of today, of one agent or of all: `{"timer", "today_seconds"}`.

    The running timer's time counts in the sum. Raises NotFound without a desk, StorageError for a bad file.
    """
    if wrong := what_is_wrong(path):
        raise StorageError(f"{path}: {wrong}")
    if not exists(path):
        raise NotFound(f"{path}: there is no desk yet; deskhours load FILE or deskhours makes one")
    try:
        connection = sqlite3.connect(path, timeout=10)
        try:
            connection.execute("PRAGMA query_only = 1")
            _check_ours(connection, path)
            return _read(connection, path, now, agent)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StorageError(f"{path}: {error}") from error


def _check_ours(connection: sqlite3.Connection, path: str) -> None:
    """Neither another program's nor a newer deskhours' file is read."""
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if owner != APPLICATION_ID:
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if owner or version or tables:
            raise StorageError(f"{path}: is another program's database; it was left untouched")
        raise NotFound(f"{path}: there is no desk in this database yet; load a book or open deskhours")
    if version > SCHEMA_VERSION:
        raise StorageError(
            f"{path}: has schema {version}, this deskhours knows up to {SCHEMA_VERSION}; "
            "install the newer deskhours, nothing was changed"
        )


def _read(connection: sqlite3.Connection, path: str, now: int, agent: str | None) -> dict[str, Any]:
    desk = connection.execute("SELECT timezone FROM desk").fetchone()
    if desk is None:
        raise NotFound(f"{path}: there is no desk in this database yet; load a book or open deskhours")
    known = connection.execute("SELECT 1 FROM agent WHERE key = ?", (agent,)).fetchone()
    if agent is not None and known is None:
        raise NotFound(f"agent: {agent!r} is not known")
    zone = Zone(desk[0])
    today = zone.date_of(now)
    first, end = zone.starts(today), zone.starts(today + timedelta(days=1))
    running = connection.execute(_RUNNING, (agent, now)).fetchone()
    seconds = connection.execute(_TODAY, (agent, now, first, end)).fetchone()[0]
    timer = None
    if running is not None:
        key, client, request, note, started_at = running
        timer = {
            "agent": key,
            "client": client,
            "request": request,
            "note": note,
            "started_at": to_iso(started_at),
            "seconds": max(0, now - started_at),
        }
    return {"timer": timer, "today_seconds": seconds}


def status_line(document: dict[str, Any]) -> str:
    """The status in one line for people."""
    timer, today = document["timer"], document["today_seconds"]
    total = f"today {today // 3600}:{today // 60 % 60:02d}"
    if timer is None:
        return f"no timer is running; {total}"
    seconds = timer["seconds"]
    elapsed = f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    what = " ".join(
        part for part in (timer["client"] or "no client", timer["request"], timer["note"]) if part
    )
    return f"{elapsed} {timer['agent']} on {what}; {total}"
