"""How does an older database become a current one? Numbered files in order, after a verified backup."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peewee import SqliteDatabase


def upgrade(database: SqliteDatabase, path: Path, version: int) -> None:
    """Apply what is missing, all of it or nothing; a filled file is backed up first. Raises StorageError.

    The whole upgrade is one transaction: a crash leaves the old schema, and a second program that opens the same
    file meanwhile waits, and finds it done.
    """
    from models.storage.database import SCHEMA_VERSION
    from models.storage.location import StorageError

    if version:
        _back_up(path, SCHEMA_VERSION)
    try:
        _apply(database, path)
    except StorageError:
        raise
    except Exception as error:  # a migration may fail in any way; the transaction has taken all of it back
        reason = str(error) or type(error).__name__
        raise StorageError(
            f"{path}: could not be upgraded from schema {version} to {SCHEMA_VERSION} ({reason});"
            " nothing was changed, the deskhours that wrote it still reads it"
        ) from error


def _apply(database: SqliteDatabase, path: Path) -> None:
    from playhouse.migrations import Runner

    from models.storage.database import APPLICATION_ID, SCHEMA_VERSION
    from models.storage.location import StorageError

    with database.connection_context():
        # Rebuilding a table would cascade over its references; this can only be said outside a transaction.
        database.pragma("foreign_keys", 0)
        with database.atomic():
            if database.pragma("user_version") == SCHEMA_VERSION:
                return
            database.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            Runner(database, directory=str(Path(__file__).parent)).up()
            broken = database.execute_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise StorageError(
                    f"{path}: the upgrade would leave {len(broken)} broken references; it was not done"
                )
            database.execute_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _back_up(path: Path, version: int) -> None:
    import sqlite3

    from models.storage.backup import back_up
    from models.storage.files import why
    from models.storage.location import StorageError

    try:
        back_up(path, f"before-schema-{version}")
    except (OSError, sqlite3.Error) as error:
        reason = why(error) if isinstance(error, OSError) else error
        raise StorageError(f"{path}: was not upgraded, as no backup could be made: {reason}") from error
