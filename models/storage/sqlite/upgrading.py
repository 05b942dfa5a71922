"""How does an older database become a current one? Numbered files in order, after a verified backup."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peewee import Column, DatabaseError, Select, Table, fn
from playhouse.migrations import Runner

from models.domain.basics.errors import StorageError
from models.storage import migrations, tables
from models.storage.fields import PACKED
from models.storage.files.whole import why
from models.storage.location import APPLICATION_ID
from models.storage.packing import pack
from models.storage.raw import broken_references, give_back_pages
from models.storage.sqlite.backup import back_up
from models.storage.sqlite.failures import cause_of, explain_failure

if TYPE_CHECKING:
    from peewee import SqliteDatabase


_STRETCH = 500
"""Rows with long texts that are held at once."""


def upgrade(database: SqliteDatabase, path: Path, version: int, wanted: int) -> None:
    """Bring a file from schema `version` to `wanted`; a filled one is backed up first. Raises StorageError.

    The whole upgrade is one transaction: a crash leaves the old schema, and a second program that opens the same
    file meanwhile waits, and finds it done.
    """
    if version:
        _back_up(path, wanted)
    try:
        _apply(database, path, wanted)
    except StorageError:
        raise
    except Exception as error:  # a migration may fail in any way; the transaction has taken all of it back
        cause = cause_of(error)
        if not version and isinstance(cause, (DatabaseError, sqlite3.Error)):
            raise StorageError(explain_failure(cause, path)) from error  # nothing is upgraded: it is made
        reason = str(cause) or type(cause).__name__
        raise StorageError(
            f"{path}: could not be upgraded from schema {version} to {wanted} ({reason});"
            " nothing was changed, the deskhours that wrote it still reads it"
        ) from error

    if version:
        _give_back(database)


def _give_back(database: SqliteDatabase) -> None:
    """Give pages that the upgrade left free back to the disk; without room or a lock for that they stay."""
    with contextlib.suppress(DatabaseError), database.connection_context():
        give_back_pages(database)


def _apply(database: SqliteDatabase, path: Path, wanted: int) -> None:
    with database.connection_context():
        # Rebuilding a table would cascade over its references; this can only be said outside a transaction.
        database.pragma("foreign_keys", 0)
        with database.atomic():
            if database.pragma("user_version") == wanted:
                return
            database.pragma("application_id", APPLICATION_ID)
            Runner(database, directory=str(Path(migrations.__file__).parent)).up()
            _pack(database)
            broken = len(broken_references(database.connection()))
            if broken:
                raise StorageError(
                    f"{path}: the upgrade would leave {broken} broken references; it was not done"
                )
            database.pragma("user_version", wanted)


def _pack(database: SqliteDatabase) -> None:
    """Pack the long texts that a migration, or an older program, has written."""
    for table in tables.ALL:
        source, primary = Table(table._meta.table_name), table._meta.primary_key.column_name
        key = Column(source, primary)
        for name in (field.column_name for field in table._meta.sorted_fields if isinstance(field, PACKED)):
            column = Column(source, name)
            plain = Select((source,), (key, column)).where(fn.typeof(column) == "text")
            for row, text in _in_stretches(database, plain, key):
                change = source.update({column: pack(text)})
                database.execute(change.where(key == row))


def _in_stretches(database: SqliteDatabase, query: Any, key: Any) -> Iterator[tuple[Any, str]]:
    """Rows in the order of their keys, some of them at a time: they are changed while they are read."""
    query = query.order_by(key).limit(_STRETCH)
    rows = list(database.execute(query))
    while rows:
        yield from rows
        rows = list(database.execute(query.where(key > rows[-1][0])))


def _back_up(path: Path, version: int) -> None:
    try:
        back_up(path, f"before-schema-{version}")
    except (OSError, sqlite3.Error) as error:
        reason = why(error) if isinstance(error, OSError) else error
        raise StorageError(f"{path}: was not upgraded, as no backup could be made: {reason}") from error
