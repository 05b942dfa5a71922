"""What can peewee not say, or only so that it is slow? The pieces of SQL as text, each with its reason.

Everything else is an expression that runs on every engine; what stands here is tried on each of them.
"""

from __future__ import annotations

from typing import Any

from peewee import SQL, SqliteDatabase, fn

from models.storage import tables as t


def is_long(entry: Any = t.Entry) -> Any:
    """Entries (or those of an alias) that last longer than `LONG_SECONDS`.

    The number stands in the text: `entry_long` is an index of such entries only, and no planner takes it for a
    value that comes later. 1,000,000 entries: 0.02 ms with the number, 70 ms with a value.
    """
    return (entry.ended_at - entry.started_at) > SQL(str(t.LONG_SECONDS))


def unindexed(column: Any) -> Any:
    """The column, where no index of it should be used.

    "No end yet and started before tonight" is a handful of timers; SQLite would look for them among all entries that
    ever started. 1,000,000 entries: 0.02 ms so, 95 ms with the index.
    """
    return column + 0


def is_json(column: Any) -> Any:
    """Texts that are JSON: a function of SQLite, one of ours on a server, and both are ten times as quick as we."""
    if isinstance(t.database.obj, SqliteDatabase):
        return fn.json_valid(column)
    return fn.deskhours_is_json(column)


def beyond_ascii(column: Any) -> Any:
    """Texts with a letter beyond ASCII, whose case an engine may not know: more bytes than letters."""
    if isinstance(t.database.obj, SqliteDatabase):
        return fn.length(column.cast("blob")) > fn.length(column)
    return fn.octet_length(column) > fn.length(column)
