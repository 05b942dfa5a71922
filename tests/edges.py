"""What do the tables of edges stand on? A desk of a module that is only read, another one beside it, and sentences."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from models.storage import tables as t
from tests.opened import opened

DAY = 86_400
HOUR = 3_600


def table(*rows: tuple[Any, ...]) -> list[Any]:
    """Rows of a table: the sentence that says why comes first and is the row's name, the rest are its values."""
    return [pytest.param(*values, id=sentence) for sentence, *values in rows]


@contextmanager
def beside(folder: Path, book: dict[str, Any], now: int = 0) -> Iterator[None]:
    """Another desk for a while; then the one that was bound before is bound again."""
    bound = t.database.obj
    try:
        with opened(folder, book, now):
            yield
    finally:
        t.database.initialize(bound)
