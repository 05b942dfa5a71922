"""How many statements does a read need? Whatever the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


def steps(read: Callable[[], object]) -> int:
    """About how many instructions the engine of a file carries out for a read."""
    seen = 0

    def count() -> int:
        nonlocal seen
        seen += 1
        return 0

    connection = t.database.obj.connection()
    connection.set_progress_handler(count, 10)
    try:
        read()
    finally:
        connection.set_progress_handler(None, 0)
    return seen * 10
