"""How does `status` ask a server? As it asks a file: the same statements, one connection, the driver alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

import psycopg

from models.domain.basics.errors import NotFound, StorageError
from models.storage.location import SCHEMA_VERSION, Server, no_desk_yet, too_new
from models.storage.postgres.failures import explained
from models.storage.postgres.line import connect, conninfo_of

if TYPE_CHECKING:
    import sqlite3

_VALUE = re.compile(r"\?(\d*)")


class PlainConnection:
    """What `status` needs of a connection, in sqlite3's way."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        """Of the driver's connection."""
        self._connection = connection

    @property
    def signed_in(self) -> str | None:
        """The agent of whoever signed in; None without a team (RULES 13)."""
        if self._connection.execute("SELECT to_regclass('deskhours_team')").fetchone() == (None,):
            return None
        row: Any = self._connection.execute("SELECT deskhours_me()").fetchone()
        return None if row is None or row[0] is None else str(row[0])

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """Run a statement in which ? and ?1 stand for values."""
        values: list[Any] = []

        def place(found: re.Match[str]) -> str:
            values.append(parameters[int(found[1]) - 1 if found[1] else len(values)])
            return "%s"

        return self._connection.execute(_VALUE.sub(place, sql.replace("%", "%%")).encode(), values)


Connection: TypeAlias = "sqlite3.Connection | PlainConnection"
"""What `status` asks: a file or a server."""


@contextmanager
def plain_connection(url: str) -> Iterator[PlainConnection]:
    """A connection that reads one state of the desk; raises NotFound without one, StorageError for faults."""
    place = Server(url)
    try:
        with connect(conninfo_of(url)) as connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            plain = PlainConnection(connection)
            _check_ours(plain, place)
            yield plain
            connection.execute("ROLLBACK")
    except psycopg.Error as error:
        raise explained(error, str(place)) from error


def _check_ours(connection: PlainConnection, place: Server) -> None:
    if connection.execute("SELECT to_regclass('deskhours')").fetchone() == (None,):
        raise NotFound(no_desk_yet(place))
    found = connection.execute("SELECT version FROM deskhours").fetchone()
    if found is not None and found[0] > SCHEMA_VERSION:
        raise StorageError(too_new(place, found[0]))
