"""How does a file take in a whole desk? Rows may name what comes later, and indexes wait until all are there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from models.storage.rows.filling import without_indexes


@contextmanager
def filling_file(database: Any) -> Iterator[None]:
    """Within a change: fill the empty tables of a desk inside; references are looked at when all is done."""
    database.pragma("defer_foreign_keys", 1)
    with without_indexes(database):
        yield
