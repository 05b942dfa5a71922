"""Which entries have time on a day, and how much of them lies on it? (RULES 3.1)

What an entry gives to a day is the part between its midnights, on every screen and in every command; the parts of the
days add up to the entry to the second. The number of statements is fixed, and each is a range on the start of the
entries.
"""

from __future__ import annotations

from typing import Any

from models.domain.values import Entry
from models.storage import tables as t
from models.storage.reading import ENTRY_COLUMNS, entry_from

COLUMNS = ENTRY_COLUMNS.split(", ")
_NAMES = ", ".join(f"e.{column}" for column in COLUMNS)
_TOUCHING = (
    f"SELECT {_NAMES} FROM entry e WHERE e.started_at >= ? AND e.started_at < ?"
    " AND (e.ended_at IS NULL OR e.ended_at > ? OR e.started_at >= ?)"
    f" UNION SELECT {_NAMES} FROM entry e WHERE e.ended_at - e.started_at > {t.LONG_SECONDS}"
    " AND e.started_at < ? AND e.ended_at > ?"
    f" UNION SELECT {_NAMES} FROM entry e WHERE e.ended_at IS NULL AND +e.started_at < ?"
)
"""Three ranges, each with an index: what starts near, what is very long, what runs; see `_parameters`.

The plus keeps the planner from looking for the few timers among all that ever started.
"""


def entries_between(first: int, end: int) -> list[Entry]:
    """Every entry with time from the instant `first` to before `end`, and timers begun before `end`."""
    entries = map(entry_from, t.database.execute_sql(_TOUCHING, _parameters(first, end)))
    return sorted(entries, key=lambda entry: (entry.started_at, entry.key))


def named_between(first: int, end: int, agent: str | None) -> list[tuple[Any, ...]]:
    """As `entries_between`, by start and key, of one agent or of all (None).

    Each row holds `COLUMNS`, then the names of agent and client, the request's subject and the work type's name.
    """
    outer = ", ".join(f"x.{column}" for column in COLUMNS)
    sql = (
        f"SELECT {outer}, a.name, c.name, r.subject, w.name FROM ({_TOUCHING}) x"
        " LEFT JOIN agent a ON a.key = x.agent LEFT JOIN client c ON c.key = x.client"
        " LEFT JOIN request r ON r.key = x.request LEFT JOIN work_type w ON w.key = x.work_type"
    )
    values: tuple[object, ...] = _parameters(first, end)
    if agent is not None:
        sql, values = f"{sql} WHERE x.agent = ?", (*values, agent)
    return list(t.database.execute_sql(f"{sql} ORDER BY x.started_at, x.key", values))


def _parameters(first: int, end: int) -> tuple[int, ...]:
    near = first - t.LONG_SECONDS
    return (near, end, first, first, near, first, end)


def part_between(entry: Entry, starts: int, ends: int, now: int) -> tuple[int, int] | None:
    """The part of an entry from the instant `starts` to before `ends`, a running timer going until `now`.

    None where there is none; an entry without length has its part where it starts. A clock that went back shows a
    timer without length, never a negative one (RULES 7).
    """
    end = max(entry.started_at, now) if entry.ended_at is None else entry.ended_at
    start, stop = max(entry.started_at, starts), min(end, ends)
    if start < stop or starts <= entry.started_at < ends:
        return start, max(start, stop)
    return None
