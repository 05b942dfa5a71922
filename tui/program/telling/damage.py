"""Is the desk damaged, or the program wrong? Asked when what was read made no sense; loaded only then."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from models.domain.basics.errors import DeskError
from models.queries.overview.health import UNREADABLE, check_documents


def damage(connect: Callable[[], AbstractContextManager[Any]], check: Callable[[], list[str]]) -> str:
    """The first record that does not hold what it should, in words; empty where all do: then it is the program.

    `connect` makes a connection for reading, within which `check` asks the engine.
    """
    try:
        with connect():
            found = check()
            return found[0] if found else "; ".join(check_documents().details[:1])
    except UNREADABLE as error:
        return str(error) if isinstance(error, DeskError) else f"{type(error).__name__}"
