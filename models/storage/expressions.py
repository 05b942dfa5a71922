"""Which conditions must be put in one way and no other, for an engine's sake? Each with its reason, measured.

They run on every engine, and are tried on each of them.
"""

from __future__ import annotations

from typing import Any

from peewee import Value, ValueLiterals, fn

from models.storage import tables as t
from models.storage.fields import PACKED


def is_long(entry: Any = t.Entry) -> Any:
    """Entries (or those of an alias) that last longer than `LONG_SECONDS`.

    The number stands in the text: `entry_long` is an index of such entries only. SQLite finds it for a value, too, but
    plans anew at each call (1,000,000 entries: 0.008 ms for 0.003); a plan made before the values never does.
    """
    return (entry.ended_at - entry.started_at) > ValueLiterals(Value(t.LONG_SECONDS))


def unindexed(column: Any) -> Any:
    """The column, where no index of it should be used.

    "No end yet and started before tonight" is a handful of timers; SQLite would look for them among all entries that
    ever started. 1,000,000 entries: 0.003 ms so, 89 ms with the index of the starts.
    """
    return column + 0


def unindexed_text(column: Any) -> Any:
    """The column of texts, where no index of it should be used: "longer than a day, of these clients".

    There are a handful of such entries, all in an index of their own; SQLite would walk everything that the clients
    ever had instead.
    """
    return fn.coalesce(column, "")


def is_json(column: Any) -> Any:
    """Texts that are JSON, which engines say differently: 9.9 MB take 23 ms there, parsed here 89."""
    return t.database.is_json(column, packed=isinstance(column, PACKED))


def beyond_ascii(column: Any) -> Any:
    """Texts with a letter beyond ASCII, whose case an engine may not know."""
    return t.database.beyond_ascii(column)


def statements_of(month: Any) -> Any:
    """The statements of a month, found client by client: their index begins with the client.

    6,900 statements: 0.25 ms so, 5.2 ms where all of them are walked.
    """
    s = t.Statement
    return (s.month == month) & s.client.in_(t.Client.select(t.Client.key))
