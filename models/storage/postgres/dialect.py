"""What does PostgreSQL say differently from SQLite? Types of columns, and conditions with words of its own."""

from __future__ import annotations

from typing import Any

from peewee import Database, PostgresqlDatabase, fn

from models.storage.postgres.line import Line


class Dialect(PostgresqlDatabase):  # type: ignore[misc]  # peewee has no types of its own
    """The words of a server, whatever is said in them; how that gets there is its `ServerDatabase`'s."""

    field_types = PostgresqlDatabase.field_types | {
        "AUTO": "BIGINT",  # given by a trigger as a file gives them: the highest and one more
        "INT": "BIGINT",
        "TEXT": 'TEXT COLLATE "C"',  # texts sort by their characters, wherever the server stands
    }

    def init(self, database: str, **parameters: Any) -> None:
        """Without a driver of peewee's: that one is not loaded for a desk in a file."""
        self._isolation_level = None
        Database.init(self, database, **parameters)

    @property
    def index_value_literals(self) -> bool:
        """Values of indexes are part of their text."""
        return True

    def _set_server_version(self, conn: Line) -> None:
        self.server_version = conn.info.server_version

    def packed(self, text: str) -> str:
        """As it is: a server compresses by itself."""
        return text

    def is_json(self, column: Any, *, packed: bool) -> Any:
        """Asked of a function of ours: servers before 16 have none."""
        return fn.deskhours_is_json(column)

    def beyond_ascii(self, column: Any) -> Any:
        """More bytes than letters."""
        return fn.octet_length(column) > fn.length(column)
