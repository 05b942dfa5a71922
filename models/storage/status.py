"""Is a timer running? The one answer that must come at once: plain sqlite3, nothing heavy is loaded (RULES 11).

This module stands beside the tables, not on them, so that a prompt or a status bar can ask every few seconds.
"""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from os.path import exists, getsize

from models.domain.basics.errors import NotFound, StorageError
from models.domain.basics.zone import Zone, to_iso
from models.storage.location import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    SERVERS,
    no_desk_yet,
    shown,
    too_new,
    what_is_wrong,
)

TYPE_CHECKING = False  # typing itself costs `status` a tenth of its time
if TYPE_CHECKING:
    from typing import Any

    from models.storage.postgres.plain import Connection

FOREVER = 2**60
# The plus signs keep the planner on the index of running timers, away from all starts there ever were.
_RUNNING = (
    "SELECT agent, client, request, note, started_at, alive_at, key, work_type, scope FROM entry"
    " WHERE ended_at IS NULL AND (?1 IS NULL OR agent = ?1) AND +started_at <= ?2"
    " ORDER BY +started_at DESC"
)
_TODAY = (
    # Finished work counts whole, what is planned for later today, too; a timer counts up to now (RULES 11).
    "SELECT coalesce(sum(CASE WHEN until > since THEN until - since ELSE 0 END), 0) FROM ("
    "SELECT CASE WHEN coalesce(ended_at, ?2) > ?4 THEN ?4 ELSE coalesce(ended_at, ?2) END AS until,"
    " CASE WHEN started_at < ?3 THEN ?3 ELSE started_at END AS since FROM ("
    "SELECT agent, started_at, ended_at FROM entry WHERE started_at >= ?3 - 100000 AND started_at < ?4"
    # What is longer than 100,000 seconds, and a timer that was forgotten for days, have indexes of their own.
    " UNION ALL SELECT agent, started_at, ended_at FROM entry"
    " WHERE ended_at - started_at > 100000 AND started_at < ?3 - 100000"
    " UNION ALL SELECT agent, started_at, ended_at FROM entry"
    " WHERE ended_at IS NULL AND +started_at < ?3 - 100000"
    ") AS touching WHERE coalesce(ended_at, ?2) > ?3 AND (?1 IS NULL OR agent = ?1)) AS cut"
)


class Status:
    """What a prompt or a bar may want to know of one agent, or of all together."""

    def __init__(self, document: dict[str, Any], zone: Zone) -> None:
        """`document` is what `--json` answers; the rest is filled in by `read_status`."""
        self.document = document
        self.zone = zone
        self.seconds_back = 0
        """How far the clock went back while the timer ran."""
        self.last_seen: int | None = None
        """Since when nobody was seen, while that question is not answered."""
        self.agent_name = self.client_name = self.subject = ""
        self.left_minutes: int | None = None
        self.left_words = ""
        """What to say where nothing is counted, or nothing is known."""


def read_status(
    path: str,
    now: int,
    agent: str | None = None,
    *,
    user: str | None = None,
    past: bool = False,
    left: bool = False,
    everybody: bool = False,
) -> Status:
    """The status of `agent`; without one of who sits here as `user`, else the only agent, else of all.

    A clock that went back hides no timer, except when `past` says that `now` is not the clock. `left` asks for
    the client's minutes after the running timer; `everybody` adds `timers`, those of all, newest first.
    Raises NotFound without a desk, StorageError for a bad file.
    """
    if path.startswith(SERVERS):
        # Loaded here: a desk in a file needs no driver.
        from models.storage.postgres.plain import plain_connection

        with plain_connection(path) as server:
            return _asked(server, path, now, agent, user, past=past, left=left, everybody=everybody)
    if wrong := what_is_wrong(path):
        raise StorageError(f"{path}: {wrong}")
    if not exists(path) or getsize(path) == 0:
        _not_lost(path)
        raise NotFound(no_desk_yet(path))
    try:
        connection = sqlite3.connect(path, timeout=10)
        try:
            connection.execute("PRAGMA query_only = 1")
            _check_ours(connection, path)
            return _asked(connection, path, now, agent, user, past=past, left=left, everybody=everybody)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StorageError(f"{path}: {error}") from error
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RuntimeError) as error:
        words = f"{path}: a record does not hold what it should; deskhours doctor names the record"
        raise StorageError(words) from error


def _asked(
    connection: Connection,
    path: str,
    now: int,
    agent: str | None,
    user: str | None,
    *,
    past: bool,
    left: bool,
    everybody: bool,
) -> Status:
    who = agent if agent is not None or user is None else _who_sits_here(connection, user)
    status = _read(connection, path, now, who, past=past, left=left)
    if everybody:
        rows = connection.execute(_RUNNING, (None, now if past else FOREVER)).fetchall()
        status.document["timers"] = [_timer(row, now) for row in rows]
    return status


def _not_lost(path: str) -> None:
    """Name the backups of a desk that is gone."""
    # Loaded here: a status bar that finds its desk must not pay for it.
    from models.storage.sqlite.backup import check_not_lost

    check_not_lost(path)


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
        raise StorageError(too_new(path, version))


def _who_sits_here(connection: Connection, user: str) -> str | None:
    signed_in: str | None = getattr(connection, "signed_in", None)  # only a server knows who that is
    if signed_in is not None:
        return signed_in
    chosen = connection.execute("SELECT value FROM setting WHERE name = ?", (f"me:{user}",)).fetchone()
    agents = connection.execute("SELECT key FROM agent WHERE NOT archived ORDER BY id LIMIT 100").fetchall()
    for (key,) in agents:
        if chosen is not None and f'"{key}"' == chosen[0]:
            return str(key)
    if chosen is not None:
        from json import loads  # a key that JSON writes with escapes

        found = loads(chosen[0])
        if any(key == found for (key,) in agents):
            return str(found)
    return str(agents[0][0]) if len(agents) == 1 else None


def _read(
    connection: Connection, path: str, now: int, agent: str | None, *, past: bool, left: bool
) -> Status:
    desk = connection.execute("SELECT timezone FROM desk").fetchone()
    if desk is None:
        raise NotFound(f"{shown(path)}: there is no desk in this database yet; load a book or open deskhours")
    known = connection.execute("SELECT name FROM agent WHERE key = ?", (agent,)).fetchone()
    if agent is not None and known is None:
        agents = [str(key) for (key,) in connection.execute("SELECT key FROM agent ORDER BY id").fetchall()]
        raise NotFound(f"agent: {agent!r} is not known; accepted are {', '.join(agents) or 'none yet'}")
    zone = Zone(desk[0])
    today = zone.date_of(now)
    first, end = zone.starts(today), zone.starts(today + timedelta(days=1))
    running = connection.execute(_RUNNING, (agent, now if past else FOREVER)).fetchone()
    seconds = connection.execute(_TODAY, (agent, now, first, end)).fetchone()[0]
    status = Status({"timer": None, "today_seconds": seconds}, zone)
    if known is not None:
        status.agent_name = known[0]
    if running is not None:
        _fill(connection, status, running, now, past=past)
        if left:
            # Loaded here: only `--left` asks for it, and it needs the rules of the ledger.
            from models.storage.status_left import left_after

            status.left_minutes, status.left_words = left_after(connection, running, zone, now)
    return status


def _timer(running: tuple[Any, ...], now: int) -> dict[str, Any]:
    """The timer of a row as `--json` answers it."""
    agent, client, request, note, started_at, *_ = running
    return {
        "agent": agent,
        "client": client,
        "request": request,
        "note": note,
        "started_at": to_iso(started_at),
        "seconds": max(0, now - started_at),
    }


def _fill(connection: Connection, status: Status, running: tuple[Any, ...], now: int, *, past: bool) -> None:
    agent, client, request, _, started_at, alive_at, key, *_ = running
    status.document["timer"] = _timer(running, now)
    status.agent_name, status.client_name, status.subject = connection.execute(
        "SELECT coalesce((SELECT name FROM agent WHERE key = ?), ''),"
        " coalesce((SELECT name FROM client WHERE key = ?), ''),"
        " coalesce((SELECT subject FROM request WHERE key = ?), '')",
        (agent, client, request),
    ).fetchone()
    if past:
        return
    kept = connection.execute("SELECT value FROM setting WHERE name = ?", (f"absence:{agent}",)).fetchone()
    if kept is not None or started_at > now or (alive_at or 0) > now:
        # Loaded here: only a timer with a question about it needs them.
        from json import loads

        from models.domain.absence import absence_from, seconds_back

        absence = absence_from(loads(kept[0]), key, started_at) if kept is not None else None
        status.seconds_back = seconds_back(started_at, alive_at, now, absence)
        if absence is not None and absence.why != "back":
            status.last_seen = absence.last_seen


def status_line(status: Status) -> str:
    """The status in one line for people."""
    timer, today = status.document["timer"], status.document["today_seconds"]
    total = f"today {today // 3600}:{today // 60 % 60:02d}"
    if timer is None:
        return f"no timer is running; {total}"
    timers = [_timer_words(each) for each in status.document.get("timers", ())]
    return f"{', '.join(timers) or _timer_words(timer)}; {total}{question_words(status)}"


def _timer_words(timer: dict[str, Any]) -> str:
    seconds = timer["seconds"]
    elapsed = f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    what = " ".join(
        part for part in (timer["client"] or "no client", timer["request"], timer["note"]) if part
    )
    return f"{elapsed} {timer['agent']} on {what}"


def question_words(status: Status) -> str:
    """What speaks against the time of the running timer, to stand behind it; empty when nothing does."""
    if status.seconds_back:
        minutes = max(1, (status.seconds_back + 30) // 60)
        return f"; the clock went back by {minutes // 60}:{minutes % 60:02d} while it ran"
    if status.last_seen is not None:
        return f"; undecided since {status.zone.local(status.last_seen):%a %H:%M}"
    return ""
