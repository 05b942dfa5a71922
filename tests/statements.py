"""How many statements does a read need? Whatever the engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from models.storage import tables as t


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that are sent inside, as they come."""
    seen: list[str] = []

    def note(event: Any) -> None:
        seen.append(event.sql)

    hooks = t.database.obj.query_hooks
    hooks.append(note)
    try:
        yield seen
    finally:
        hooks.remove(note)
