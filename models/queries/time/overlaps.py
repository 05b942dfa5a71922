"""Which other work of the same agent does this entry overlap? (RULES 6.1)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.domain.month_end.checks import overlaps
from models.domain.values import Entry
from models.storage import tables as t
from models.storage.reading import ENTRY_COLUMNS, entry_from, read_entries


def read_overlaps(entry: Entry, now: int) -> tuple[Entry, ...]:
    """Other entries of the agent that share time with `entry`, by start; a timer that runs lasts until `now`.

    Touching is no overlap.
    """
    mine = _finished(entry, now)
    start, end = mine.started_at, mine.ended_at
    rows = t.database.execute_sql(
        f"SELECT {ENTRY_COLUMNS} FROM entry WHERE agent = ? AND key != ? AND started_at >= ? AND started_at < ?"
        f" UNION SELECT {ENTRY_COLUMNS} FROM entry WHERE agent = ? AND key != ? AND started_at < ?"
        f" AND (ended_at IS NULL OR ended_at - started_at > {t.LONG_SECONDS})",
        (entry.agent, entry.key, start - t.LONG_SECONDS, end, entry.agent, entry.key, start),
    )
    others = sorted((entry_from(row) for row in rows), key=lambda other: (other.started_at, other.key))
    return tuple(other for other in others if any(overlaps((_finished(other, now), mine))))


def read_overlapping(added: Sequence[Entry]) -> tuple[tuple[Entry, Entry], ...]:
    """Pairs (earlier, later) that overlap, at least one of them among these finished entries, by agent and start."""
    if not added:
        return ()
    keys = {entry.key for entry in added}
    first = min(entry.started_at for entry in added) - t.LONG_SECONDS
    last = max(entry.ended_at or entry.started_at for entry in added)
    near = read_entries(
        f"ended_at IS NOT NULL AND (started_at >= ? OR ended_at - started_at > {t.LONG_SECONDS}) AND started_at < ?",
        (first, last),
    )
    return tuple(pair for pair in overlaps(near) if keys & {pair[0].key, pair[1].key})


def _finished(entry: Entry, now: int) -> Entry:
    return entry if entry.ended_at is not None else replace(entry, ended_at=max(now, entry.started_at))
