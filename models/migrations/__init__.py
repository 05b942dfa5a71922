"""How does an older database become a current one? Numbered files, applied in order, after a verified backup."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peewee import SqliteDatabase


def upgrade(database: SqliteDatabase, path: Path, version: int) -> None:
    """Apply what is missing; an existing file is backed up first, and its references are checked afterwards."""
    from playhouse.migrations import Runner

    from models.database import APPLICATION_ID, SCHEMA_VERSION, StorageError

    if version:
        from models.backup import back_up

        back_up(path, f"before-schema-{SCHEMA_VERSION}")
    with database.connection_context():
        Runner(database, directory=str(Path(__file__).parent)).up()
        broken = database.execute_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise StorageError(f"{path}: the upgrade left {len(broken)} broken references; restore the backup")
        database.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
