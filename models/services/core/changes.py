"""How is anything written? As one recorded change: all rows or none, guarded, undoable (RULES 6.2, 9).

Every service writes through a `ChangeInProgress`. It keeps each row's columns before and after, refuses what would
move a closed month, and drops derived month records that the change could make wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from peewee import IntegrityError

from models.domain.basics.errors import DeskError
from models.domain.basics.months import Month
from models.services.core.guards import Guards
from models.storage import tables as t
from models.storage.fields import to_json

Row = dict[str, Any]


class ChangeInProgress:
    """One change in progress; made by `change`, never directly."""

    def __init__(self, now: int, who: str, title: str, undoes: int | None = None) -> None:
        """Writes the change's own row, so that the rows written through it can refer to it."""
        self.now, self.who = now, who
        self.guards = Guards()
        self.id: int = t.Change.insert(at=now, who=who, title=title, undoes=undoes).execute()
        self.rows = 0

    def insert(self, table: type[t.Table], **values: Any) -> Any:
        """Add a row; returns its primary key."""
        key = table.insert(**values).execute()
        primary = values.get(table._meta.primary_key.name, key)
        self.wrote(table, None, self.row(table, primary))
        return primary

    def update(self, table: type[t.Table], primary: Any, **values: Any) -> bool:
        """Change columns of one row; False, and nothing is recorded, when all of them are so already."""
        before = self.row(table, primary)
        if before is None:
            raise DeskError(f"{_name(table)} {primary} is gone")
        table.update(**values).where(table._meta.primary_key == primary).execute()
        after = self.row(table, primary)
        if after == before:
            return False
        self.wrote(table, before, after)
        return True

    def delete(self, table: type[t.Table], primary: Any) -> None:
        """Remove one row; the record of the change is the way back."""
        before = self.row(table, primary)
        if before is None:
            raise DeskError(f"{_name(table)} {primary} is gone")
        try:
            table.delete().where(table._meta.primary_key == primary).execute()
        except IntegrityError as error:
            raise DeskError(f"{_label(table, before)} is still in use and cannot be deleted") from error
        self.wrote(table, before, None)

    def restore(self, table: type[t.Table], current: Row | None, wanted: Row | None) -> None:
        """Write a row's recorded columns back, whatever of insert, update and delete that takes."""
        primary = table._meta.primary_key.column_name
        name = f'"{table._meta.table_name}"'
        if wanted is None and current is not None:
            t.database.execute_sql(f'DELETE FROM {name} WHERE "{primary}" = ?', (current[primary],))
        elif wanted is not None and current is None:
            columns = ", ".join(f'"{column}"' for column in wanted)
            marks = ", ".join("?" * len(wanted))
            t.database.execute_sql(f"INSERT INTO {name} ({columns}) VALUES ({marks})", tuple(wanted.values()))
        elif wanted is not None and current is not None:
            sets = ", ".join(f'"{column}" = ?' for column in wanted)
            t.database.execute_sql(
                f'UPDATE {name} SET {sets} WHERE "{primary}" = ?', (*wanted.values(), current[primary])
            )
        self.wrote(table, current, wanted)

    def row(self, table: type[t.Table], primary: Any) -> Row | None:
        """The raw columns of one row."""
        meta = table._meta
        value = str(primary) if isinstance(primary, Month) else primary
        cursor = t.database.execute_sql(
            f'SELECT * FROM "{meta.table_name}" WHERE "{meta.primary_key.column_name}" = ?', (value,)
        )
        found = cursor.fetchone()
        return None if found is None else dict(zip((c[0] for c in cursor.description), found, strict=True))

    def wrote(self, table: type[t.Table], before: Row | None, after: Row | None) -> None:
        """Check that a row may be changed, and record the change for history and undo."""
        self.guards.check(table, before, after)
        self.rows += 1
        t.database.execute_sql(
            "INSERT INTO change_row (change_id, table_name, key, before, after) VALUES (?, ?, ?, ?, ?)",
            (
                self.id,
                table._meta.table_name,
                row_key(table, after or before or {}),
                None if before is None else to_json(before),
                None if after is None else to_json(after),
            ),
        )


@contextmanager
def change(now: int, who: str, title: str, undoes: int | None = None) -> Iterator[ChangeInProgress]:
    """One transaction around one recorded change; nothing of it stays when anything in it fails."""
    with t.database.atomic():
        work = ChangeInProgress(now, who, title, undoes)
        yield work
        work.guards.finish()
        if work.rows == 0:
            t.Change.delete().where(t.Change.id == work.id).execute()


def row_key(table: type[t.Table], row: Row) -> str:
    """How a record is named in the history: its key where it has one."""
    return str(row.get("key") or row.get(table._meta.primary_key.column_name))


def _name(table: type[t.Table]) -> str:
    return str(table._meta.table_name).replace("_", " ")


def _label(table: type[t.Table], row: Row) -> str:
    return f"{_name(table)} {row_key(table, row)}"


def next_key(table: type[t.Table], prefix: str) -> str:
    """A key that is free and never was another's, deleted or undone: the prefix and a number that grows."""
    name = table._meta.table_name
    number = (t.database.execute_sql(f'SELECT max(id) FROM "{name}"').fetchone()[0] or 0) + 1
    used = (
        f'SELECT EXISTS (SELECT 1 FROM "{name}" WHERE key = ?)'
        " OR EXISTS (SELECT 1 FROM change_row WHERE table_name = ? AND key = ?)"
    )
    while t.database.execute_sql(used, (f"{prefix}{number}", name, f"{prefix}{number}")).fetchone()[0]:
        number += 1
    return f"{prefix}{number}"


TABLES: dict[str, type[t.Table]] = {table._meta.table_name: table for table in t.ALL}


def recorded_rows(change_id: int) -> list[tuple[type[t.Table], Row | None, Row | None]]:
    """The rows that a change wrote, in order: table, before, after."""
    rows = t.database.execute_sql(
        "SELECT table_name, before, after FROM change_row WHERE change_id = ? ORDER BY id", (change_id,)
    )

    return [(TABLES[name], _columns(before), _columns(after)) for name, before, after in rows]


def _columns(text: str | None) -> Row | None:
    return None if text is None else json.loads(text)
