"""How is anything written? As one recorded change: all rows or none, guarded, undoable (RULES 6.2, 9).

Every service writes through a `ChangeInProgress`. It keeps each row's columns before and after, refuses what would
move a closed month, and drops derived month records that the change could make wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from peewee import IntegrityError, fn

from models.domain.basics.errors import DeskError
from models.services.core.guards import Guards
from models.storage import tables as t
from models.storage.rights import rights_here, was_recorded
from models.storage.rows.images import (
    delete_image,
    insert_image,
    predicted,
    read_image,
    read_images,
    update_image,
)
from models.storage.rows.whole import insert_row, insert_rows, update_row, whole

Row = dict[str, Any]


class ChangeInProgress:
    """One change in progress; made by `change`, never directly."""

    def __init__(self, now: int, who: str, title: str, undoes: int | None = None) -> None:
        """Writes the change's own row, so that the rows written through it can refer to it."""
        self.now, self.who = now, who
        self.guards = Guards()
        check_rights(t.Change)
        rights = rights_here()
        if rights.role == "agent" and who != rights.agent:
            raise DeskError(f"who signed in as {rights.agent} writes as {rights.agent} only, not as {who}")
        self.id: int = t.Change.insert(at=now, who=who, title=title, undoes=undoes).execute()
        self.rows = 0
        self._unwritten: list[Row] = []

    def insert(self, table: type[t.Table], **values: Any) -> Any:
        """Add a row; returns its primary key. Raises DeskError where the role may not (RULES 13)."""
        check_rights(table, values)
        judged = table is t.Entry and self._judge(table, None, predicted(table, None, values))
        primary = insert_row(table, values)
        self.wrote(table, None, self.row(table, primary), judged=judged)
        return primary

    def add_entries(self, rows: Sequence[Row]) -> None:
        """Add many finished entries, columns by name, each in the history as one that was added alone.

        Raises DeskError where the role may not (RULES 13).
        """
        if not rows:
            return
        check_rights(t.Entry, *rows)
        insert_rows(t.Entry, rows)
        keys = [row["key"] for row in rows]
        numbers = t.Entry.select(t.Entry.id).where(t.Entry.key.in_(keys)).order_by(t.Entry.id).tuples()
        added = read_images(t.Entry, tuple(number for (number,) in numbers))
        self.guards.check_added(added)
        self.rows += len(added)
        for row in added:
            names = {"change": self.id, "table": "entry", "key": row["key"]}
            self._unwritten.append({**names, "before": None, "after": row})
        self.write_history()

    def update(self, table: type[t.Table], primary: Any, **values: Any) -> bool:
        """Change columns of one row; False, and nothing is recorded, when all of them are so already."""
        before = self.row(table, primary)
        if before is None:
            raise DeskError(f"{_name(table)} {primary} is gone")
        check_rights(table, before, values)
        judged = table is t.Entry and self._judge(table, before, predicted(table, before, values))
        if not update_row(table, primary, values):
            raise DeskError(
                f"{_label(table, before)} was not changed: the server does not allow it, or it is gone"
            )
        after = self.row(table, primary)
        if after == before:
            return False
        self.wrote(table, before, after, judged=judged)
        return True

    def delete(self, table: type[t.Table], primary: Any) -> None:
        """Remove one row; the record of the change is the way back."""
        before = self.row(table, primary)
        if before is None:
            raise DeskError(f"{_name(table)} {primary} is gone")
        check_rights(table, before)
        judged = self._judge(table, before, None)
        try:
            if not table.delete().where(table._meta.primary_key == primary).execute():
                raise DeskError(f"{_label(table, before)} was not deleted: the server does not allow it")
        except IntegrityError as error:
            raise DeskError(f"{_label(table, before)} is still in use and cannot be deleted") from error
        self.wrote(table, before, None, judged=judged)

    def restore(self, table: type[t.Table], current: Row | None, wanted: Row | None) -> None:
        """Write a row's recorded columns back, whatever of insert, update and delete that takes."""
        primary = table._meta.primary_key.column_name
        check_rights(table, *(row for row in (current, wanted) if row is not None))
        judged = self._judge(table, current, wanted)
        if wanted is None and current is not None:
            delete_image(table, current[primary])
        elif wanted is not None and current is None:
            insert_image(table, wanted)
        elif wanted is not None and current is not None:
            update_image(table, current[primary], wanted)
        self.wrote(table, current, wanted, judged=judged)

    def _judge(self, table: type[t.Table], before: Row | None, after: Row | None) -> bool:
        """Refuse in words, before it is written, what a server would refuse by itself: entries of closed months."""
        if table is not t.Entry:
            return False
        self.guards.check(table, before, after)
        return True

    def row(self, table: type[t.Table], primary: Any) -> Row | None:
        """The raw columns of one row."""
        return read_image(table, primary)

    def wrote(
        self, table: type[t.Table], before: Row | None, after: Row | None, *, judged: bool = False
    ) -> None:
        """Check that a row may be changed (unless that was done), and record the change for history and undo."""
        if not judged:
            self.guards.check(table, before, after)
        self.rows += 1
        key = row_key(table, after or before or {})
        if table is t.Statement and after is not None:
            after = after | {"document": None}  # what was issued stays and is kept once; the history names it
        if table is t.ClosedMonth and after is not None:
            after = after | {"checks": None, "seal": None}  # they are read from the month itself
        names = {"change": self.id, "table": table._meta.table_name, "key": key}
        self._unwritten.append({**names, "before": before, "after": after})
        if after is None:
            self.write_history()  # a key that goes must not be given again, not even in the same change

    def write_history(self) -> None:
        """Write the rows of the history that wait: all at once, where each would be a way to the server."""
        with t.database.later():  # together with the commit, or with what is asked next
            insert_rows(t.ChangeRow, self._unwritten)
        self._unwritten.clear()


class Beginning(ChangeInProgress):
    """The rows of a desk that begins: nothing stood before them, so nothing is recorded and nothing guarded."""

    def __init__(self, now: int, who: str) -> None:
        self.now, self.who = now, who
        self.rows = 0

    def insert(self, table: type[t.Table], **values: Any) -> Any:
        """Add a row, as quickly as many are added."""
        insert_rows(table, (values,))
        return table.select(fn.MAX(table.id)).scalar() if table._meta.auto_increment else None


@contextmanager
def change(now: int, who: str, title: str, undoes: int | None = None) -> Iterator[ChangeInProgress]:
    """One transaction around one recorded change; nothing of it stays when anything in it fails."""
    with t.database.atomic():
        work = ChangeInProgress(now, who, title, undoes)
        yield work
        work.guards.finish()
        work.write_history()
        if work.rows == 0:
            t.Change.delete().where(t.Change.id == work.id).execute()


def check_rights(table: type[t.Table], *rows: Mapping[str, Any]) -> None:
    """Raise DeskError where whoever is connected may not write these rows, as the server would (RULES 13)."""
    rights = rights_here()
    if rights.leads:
        return
    agents = tuple(row["agent"] for row in rows if "agent" in row)
    refusal = rights.refusal(table._meta.table_name, agents)
    if refusal is not None:
        raise DeskError(refusal)


def row_key(table: type[t.Table], row: Row) -> str:
    """How a record is named in the history: its key where it has one."""
    return str(row.get("key") or row.get(table._meta.primary_key.column_name))


def _name(table: type[t.Table]) -> str:
    return str(table._meta.table_name).replace("_", " ")


def _label(table: type[t.Table], row: Row) -> str:
    return f"{_name(table)} {row_key(table, row)}"


def next_key(table: type[t.Table], prefix: str) -> str:
    """A key that is free and never was another's, deleted or undone: the prefix and a number that grows."""
    number = (table.select(fn.MAX(table.id)).scalar() or 0) + 1
    while _was_used(table, f"{prefix}{number}"):
        number += 1
    return f"{prefix}{number}"


def _was_used(table: type[t.Table], key: str) -> bool:
    return bool(table.select().where(table.key == key).exists() or was_recorded(table._meta.table_name, key))


TABLES: dict[str, type[t.Table]] = {table._meta.table_name: table for table in t.ALL}


Recorded = tuple[type[t.Table], Row | None, Row | None]
"""A row that a change wrote: table, before, after."""
_WINDOW = 500


class RecordedRows:
    """The rows that a change wrote, in order or in reverse; read some hundred at a time: an import has millions."""

    def __init__(self, change_id: int) -> None:
        """Of the change with that id; rows are read when somebody asks for them."""
        self._change = change_id

    def __iter__(self) -> Iterator[Recorded]:
        """The first one first."""
        return self._rows(backwards=False)

    def __reversed__(self) -> Iterator[Recorded]:
        """The last one first."""
        return self._rows(backwards=True)

    def _rows(self, *, backwards: bool) -> Iterator[Recorded]:
        r = t.ChangeRow
        rows = r.select(r.id, r.table, whole(r.before), whole(r.after)).where(r.change == self._change)
        rows = rows.order_by(r.id.desc() if backwards else r.id).limit(_WINDOW)
        window = list(rows.tuples())
        while window:
            for _, name, before, after in window:
                yield TABLES[name], _columns(TABLES[name], before), _columns(TABLES[name], after)
            last = window[-1][0]
            window = list(rows.where(r.id < last if backwards else r.id > last).tuples())


def _columns(table: type[t.Table], row: Row | None) -> Row | None:
    """A recorded row; a column that came with a later schema has its default."""
    if row is None:
        return None
    meta = table._meta
    missing = {name: field for name, field in meta.columns.items() if name not in row}
    if missing:
        defaults = meta.get_default_dict()
        row |= {name: field.db_value(defaults.get(field.name)) for name, field in missing.items()}
    return row
