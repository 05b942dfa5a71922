"""Which entries have time on a day, and how much of them lies on it? (RULES 3.1)

What an entry gives to a day is the part between its midnights, on every screen and in every command; the parts of the
days add up to the entry to the second. The number of statements is fixed, and each is a range on the start of the
entries.
"""

from __future__ import annotations

from typing import Any

from peewee import JOIN, Select

from models.domain.values import Entry
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.expressions import is_long, unindexed
from models.storage.rows.reading import ENTRY_COLUMNS, entry_from

COLUMNS = tuple(column.name for column in ENTRY_COLUMNS)


def _touching(near: int, first: int, end: int) -> Any:
    """Three ranges, each with an index: what starts near, what is very long, what runs."""
    e = t.Entry
    every = e.select(*ENTRY_COLUMNS)
    reaches = e.ended_at.is_null() | (e.ended_at > first) | (e.started_at >= first)
    close = every.where((e.started_at >= near) & (e.started_at < end) & reaches)
    long = every.where(is_long() & (e.started_at < near) & (e.ended_at > first))
    return close | long | every.where(e.ended_at.is_null() & (unindexed(e.started_at) < end))


_between = compiled(_touching)


@compiled
def _named_all(near: int, first: int, end: int) -> Any:
    found = _touching(near, first, end).alias("x")
    return _with_names(found)


@compiled
def _named_of(near: int, first: int, end: int, agent: str) -> Any:
    found = _touching(near, first, end).alias("x")
    return _with_names(found).where(found.c.agent == agent)


def _with_names(found: Any) -> Any:
    """What touches a span, with its names."""
    x, a, c, r, w = found.c, t.Agent, t.Client, t.Request, t.WorkType
    return (
        Select([found], [*(getattr(x, name) for name in COLUMNS), a.name, c.name, r.subject, w.name])
        .join(a, JOIN.LEFT_OUTER, on=(a.key == x.agent))
        .join(c, JOIN.LEFT_OUTER, on=(c.key == x.client))
        .join(r, JOIN.LEFT_OUTER, on=(r.key == x.request))
        .join(w, JOIN.LEFT_OUTER, on=(w.key == x.work_type))
        .order_by(x.started_at, x.key)
    )


def entries_between(first: int, end: int) -> list[Entry]:
    """Every entry with time from the instant `first` to before `end`, and timers begun before `end`."""
    entries = map(entry_from, _between(first - t.LONG_SECONDS, first, end))
    return sorted(entries, key=lambda entry: (entry.started_at, entry.key))


def named_between(first: int, end: int, agent: str | None) -> list[tuple[Any, ...]]:
    """As `entries_between`, by start and key, of one agent or of all (None).

    Each row holds `COLUMNS`, then the names of agent and client, the request's subject and the work type's name.
    """
    span = (first - t.LONG_SECONDS, first, end)
    return _named_all(*span) if agent is None else _named_of(*span, agent)


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
