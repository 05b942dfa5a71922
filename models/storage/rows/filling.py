"""How does an engine take in many rows quickly? Without keeping indexes row by row.

An index that is made when all rows are there is sorted once; kept row by row, a million entries cost most of their
time in indexes that are written in no order. Those that make sure of something stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from models.storage import tables as t


@contextmanager
def without_indexes(database: Any) -> Iterator[None]:
    """Within a change of a database to which the tables are bound: fill its tables inside."""
    kept = [
        (table._schema, index)
        for table in t.ALL
        for index in table._meta.fields_to_index()
        if not index._unique
    ]
    for schema, index in kept:
        database.execute(schema._drop_index(index, True))
    yield
    for schema, index in kept:
        database.execute(schema._create_index(index, True))
