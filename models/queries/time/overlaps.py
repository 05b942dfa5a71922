"""Which other work of the same agent does this entry overlap? (RULES 6.1)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from models.domain.month_end.checks import overlaps
from models.domain.values import Entry
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.raw import is_long
from models.storage.reading import ENTRY_COLUMNS, entry_from, read_entries


def read_overlaps(entry: Entry, now: int) -> tuple[Entry, ...]:
    """Other entries of the agent that share time with `entry`, by start; a timer that runs lasts until `now`.

    Touching is no overlap.
    """
    mine = _finished(entry, now)
    start, end = mine.started_at, mine.ended_at
    rows = _near(entry.agent, entry.key, start - t.LONG_SECONDS, start, end or start)
    others = sorted((entry_from(row) for row in rows), key=lambda other: (other.started_at, other.key))
    return tuple(other for other in others if any(overlaps((_finished(other, now), mine))))


@compiled
def _near(agent: str, key: str, near: int, start: int, end: int) -> Any:
    """What starts near, and before that what runs or is very long."""
    e = t.Entry
    others = e.select(*ENTRY_COLUMNS).where((e.agent == agent) & (e.key != key))
    close = others.where((e.started_at >= near) & (e.started_at < end))
    return close | others.where((e.started_at < start) & (e.ended_at.is_null() | is_long()))


def read_overlapping(added: Sequence[Entry]) -> tuple[tuple[Entry, Entry], ...]:
    """Pairs (earlier, later) that overlap, at least one of them among these finished entries, by agent and start."""
    if not added:
        return ()
    keys = {entry.key for entry in added}
    first = min(entry.started_at for entry in added) - t.LONG_SECONDS
    last = max(entry.ended_at or entry.started_at for entry in added)
    e = t.Entry
    near = read_entries(e.ended_at.is_null(False), (e.started_at >= first) | is_long(), e.started_at < last)
    return tuple(pair for pair in overlaps(near) if keys & {pair[0].key, pair[1].key})


def _finished(entry: Entry, now: int) -> Entry:
    return entry if entry.ended_at is not None else replace(entry, ended_at=max(now, entry.started_at))
