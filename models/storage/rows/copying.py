"""How does a whole desk come from one engine into another? Row by row, every table, and read back to be compared.

Nothing is converted but yes and no: texts and whole numbers are the same on every engine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from peewee import BooleanField, Column, ForeignKeyField, Select, Table, fn

from models.domain.basics.errors import DeskError
from models.storage import tables as t
from models.storage.fields import PACKED
from models.storage.packing import unpack

Step = Callable[[str, int, int], None]
"""Hears of what is being done: what, of how many, how many are done."""
_STRETCH = 1_000
"""Ids whose rows are held at once: some rows hold a ledger."""


class _Rows:
    """The rows of a table in a database, in the order of their primary keys."""

    def __init__(self, database: Any, table: type[t.Table]) -> None:
        """Of any database that has the table."""
        meta = table._meta
        self._database, self.name = database, meta.table_name
        self._source = Table(meta.table_name)
        self.columns = tuple(field.column_name for field in meta.sorted_fields)
        self.flags = {n for n, field in enumerate(meta.sorted_fields) if isinstance(field, BooleanField)}
        self.own = {
            n
            for n, field in enumerate(meta.sorted_fields)
            if isinstance(field, ForeignKeyField) and field.rel_model is table
        }
        """Columns that name other rows of the same table."""
        self._long = {n: field for n, field in enumerate(meta.sorted_fields) if isinstance(field, PACKED)}
        """Columns whose texts a file packs."""
        self._primary = Column(self._source, meta.primary_key.column_name)
        self._by_stretches = bool(meta.auto_increment)

    def count(self) -> int:
        """How many rows there are."""
        return int(self._ask(Select((self._source,), (fn.COUNT(self._primary),)))[0][0])

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        query = Select((self._source,), [Column(self._source, name) for name in self.columns])
        query = query.order_by(self._primary)
        if not self._by_stretches:
            yield from map(self._plain, self._ask(query))
            return
        last = self._ask(Select((self._source,), (fn.MAX(self._primary),)))[0][0] or 0
        for first in range(0, last, _STRETCH):
            yield from map(
                self._plain, self._ask(query.where(self._primary.between(first + 1, first + _STRETCH)))
            )

    def _ask(self, query: Any) -> list[tuple[Any, ...]]:
        return list(self._database.execute(query).fetchall())

    def _plain(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """Yes and no as 1 and 0, what is packed as it was written."""
        if not self.flags and not self._long:
            return tuple(row)
        return tuple(
            int(value) if n in self.flags else unpack(value) if n in self._long else value
            for n, value in enumerate(row)
        )

    def fill(self, rows: Iterator[tuple[Any, ...]]) -> None:
        """Add the rows; what names rows of the same table is filled in when all of them are there, if it must be."""
        ready = map(self._as_kept, rows)
        if not self.own or self._database.refers_ahead(self.name):
            self._database.bulk_insert(self.name, self.columns, ready)
            return
        later: list[tuple[Any, dict[str, Any]]] = []
        self._database.bulk_insert(self.name, self.columns, self._alone(ready, later))
        for primary, named in later:
            change = {Column(self._source, name): value for name, value in named.items()}
            self._database.execute(self._source.update(change).where(self._primary == primary))

    def _alone(
        self, rows: Iterator[Sequence[Any]], later: list[tuple[Any, dict[str, Any]]]
    ) -> Iterator[Sequence[Any]]:
        """The rows without what they name in their own table, which is put down for later."""
        key = self.columns.index(self._primary.name)
        for row in rows:
            named = {self.columns[n]: row[n] for n in self.own if row[n] is not None}
            if named:
                later.append((row[key], named))
            yield [None if n in self.own else value for n, value in enumerate(row)]

    def _as_kept(self, row: tuple[Any, ...]) -> Sequence[Any]:
        """A row as this database keeps it: yes and no, long texts."""
        if not self.flags and not self._long:
            return row
        values, pack = list(row), self._database.packed
        for n in self.flags:
            values[n] = bool(values[n])
        for n in self._long:
            values[n] = None if values[n] is None else pack(values[n])
        return values


def copy_desk(source: Any, target: Any, step: Step) -> dict[str, int]:
    """Copy every row of one database into another that is empty; how many of each table there are.

    Reads the copy again and compares it. Raises DeskError; whoever calls holds the transactions of both sides.
    """
    counts = {}
    for table in t.ALL:
        rows, copies = _Rows(source, table), _Rows(target, table)
        total, digest = rows.count(), hashlib.sha256()
        copies.fill(_watched(_hashed(rows, digest), rows.name, total, step))
        again = hashlib.sha256()
        for _ in _hashed(copies, again):
            pass
        if again.digest() != digest.digest():
            raise DeskError(f"the copy of the table {rows.name} differs from what was read; nothing was kept")
        counts[rows.name] = total
    return counts


def clear_desk(database: Any) -> None:
    """Remove every row of every table."""
    for table in reversed(t.ALL):
        source = Table(table._meta.table_name)
        own = [field.column_name for field in table._meta.sorted_fields if _names_itself(field, table)]
        if own:  # a row that another one names cannot go before it
            database.execute(source.update({Column(source, name): None for name in own}))
        database.execute(source.delete())


def _names_itself(field: Any, table: type[t.Table]) -> bool:
    return isinstance(field, ForeignKeyField) and field.rel_model is table


def _hashed(rows: _Rows, digest: Any) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        digest.update(repr(row).encode())
        yield row


def _watched(rows: Iterator[tuple[Any, ...]], name: str, total: int, step: Step) -> Iterator[tuple[Any, ...]]:
    what = name.replace("_", " ")
    for number, row in enumerate(rows, 1):
        if number % 1000 == 0 or number == total:
            step(what, total, number)
        yield row
