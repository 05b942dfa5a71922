"""Which other work of the same agent does this entry overlap? (RULES 6.1)"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models.domain.month_end.checks import overlaps
from models.domain.values import Entry
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.expressions import is_long, unindexed, unindexed_text
from models.storage.rows.reading import ENTRY_COLUMNS, entry_from


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
    others = e.select(*ENTRY_COLUMNS).where(e.key != key)
    mine = others.where(e.agent == agent)
    close = mine.where((e.started_at >= near) & (e.started_at < end))
    running = mine.where(e.ended_at.is_null() & (unindexed(e.started_at) < start))
    return (
        close
        | running
        | others.where(is_long() & (e.started_at < start) & (unindexed_text(e.agent) == agent))
    )


def _finished(entry: Entry, now: int) -> Entry:
    return entry if entry.ended_at is not None else replace(entry, ended_at=max(now, entry.started_at))
