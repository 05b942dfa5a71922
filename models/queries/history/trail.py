"""Who changed what, when, from what to what? The audit trail, newest first, by windows (RULES 9).

Three statements for a window, however long the history and however much one change wrote: of a large one the
first rows are read, the rest is counted. Frozen documents of months are counted, not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import Case, Select, Value, fn

from models.domain.basics.notation import format_duration, format_money
from models.domain.basics.text import clean
from models.domain.basics.zone import zone
from models.domain.values import Desk
from models.storage import tables as t
from models.storage.compiled import Row, plain_rows
from models.storage.rows.reading import read_desk
from models.storage.rows.whole import whole

Columns = dict[str, Any]
Rowed = tuple[int, str, str, str | None, str | None]

ROWS_SHOWN = 20
"""Rows of one change that are read; a close writes hundreds."""
TEXT_SHOWN = 80
_BULKY = ("month_record", "statement")
_STORED_JSON = ("rates", "contacts", "domains", "checks", "tiers", "weekly_hours")
_HIDDEN = {"id", "alive_at", "touched_at"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field in words, before and after; None for nothing."""

    field: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        if self.before is None:
            return f"{self.field}: {self.after}"
        return f"{self.field}: {self.before} → {self.after or 'nothing'}"


@dataclass(frozen=True, slots=True)
class RowChange:
    """A record that a change added, changed or deleted."""

    table: str
    key: str
    what: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """How many records of a table a change added, changed or deleted."""

    table: str
    what: str
    count: int

    def __str__(self) -> str:
        return f"{self.count:,} {plural_of(self.table, self.count)} {self.what}"


@dataclass(frozen=True, slots=True)
class Step:
    """One change: when (epoch seconds), who, what; `undone` when it was taken back and not done again.

    `undoes` is the change that this one took back or did again; `count` the rows it wrote, of which `rows`
    holds the first, and `kinds` says what all of them are.
    """

    id: int
    at: int
    who: str
    title: str
    undone: bool
    undoes: int | None
    count: int
    rows: tuple[RowChange, ...]
    kinds: tuple[Kind, ...] = ()

    @property
    def summary(self) -> str:
        """All rows in a few words: "1,204 entries added, 3 clients added"."""
        return ", ".join(map(str, self.kinds))


def plural_of(table: str, count: int) -> str:
    """The name of so many records of a table: "entry", "entries"."""
    if count == 1:
        return table
    return f"{table[:-1]}ies" if table.endswith("y") else f"{table}s"


def read_history(limit: int = 50, before: int | None = None) -> tuple[Step, ...]:
    """The newest changes, or those before the id `before`."""
    return _steps(_changes(limit, before), None)


def read_record_history(
    key: str, table: str | None = None, limit: int = 50, before: int | None = None
) -> tuple[Step, ...]:
    """The changes of one record by key, in every table or in one ("entry", "contract", …), newest first."""
    tables = [table] if table is not None else [name for name in _KEYED if name not in _BULKY]
    own = _R.table.in_(tables) & (_R.key == key)
    return _steps(_changes(limit, before, _C.id.in_(_R.select(_R.change).where(own))), own)


_C, _R = t.Change, t.ChangeRow
_KEYED = tuple(
    str(table._meta.table_name) for table in t.ALL if hasattr(table, "key") and table is not t.ChangeRow
)
_WHAT = Case(None, [(_R.after.is_null(), "deleted"), (_R.before.is_null(), "added")], "changed").alias("what")


def _changes(limit: int, before: int | None, *conditions: Any) -> list[Row]:
    """Changes with whether they were taken back and not done again, newest first."""
    u = _C.alias()
    undo = u.select(u.id).where((u.id > _C.id) & (u.undoes == _C.id) & u.undone_at.is_null())
    undone = _C.undone_at.is_null(False) & fn.EXISTS(undo)
    query = _C.select(_C.id, _C.at, _C.who, _C.title, undone, _C.undoes)
    if before is not None:
        conditions = (*conditions, _C.id < before)
    if conditions:
        query = query.where(*conditions)
    return list(plain_rows(query.order_by(_C.id.desc()).limit(limit)))


def _steps(changes: Sequence[Row], own: Any) -> tuple[Step, ...]:
    """The changes with their rows, or (with a condition) with those of them that are meant."""
    numbers = [row[0] for row in changes]
    rows, kinds = _rows(numbers, own), _kinds(numbers, own)
    writer = _Writer(read_desk())
    steps = []
    for number, at, who, title, undone, undoes in changes:
        wrote = tuple(kinds.get(number, ()))
        written = tuple(writer.row(row) for row in rows.get(number, ()))
        count = sum(kind.count for kind in wrote)
        steps.append(Step(number, at, who, title, bool(undone), undoes, count, written, wrote))
    return tuple(steps)


def read_kinds(change: int) -> tuple[Kind, ...]:
    """What all rows of one change are, in the order in which they were written."""
    return tuple(_kinds([change], None).get(change, ()))


def _of(changes: list[int], own: Any) -> Any:
    chosen = _R.change.in_(changes)
    return chosen if own is None else chosen & own


def _kinds(changes: list[int], own: Any) -> dict[int, list[Kind]]:
    """What all rows of each change are, in the order in which they were written."""
    query = _R.select(_R.change, _R.table, _WHAT, fn.count(_R.id)).where(_of(changes, own))
    query = query.group_by(_R.change, _R.table, _WHAT).order_by(_R.change, fn.min(_R.id))
    found: dict[int, list[Kind]] = {}
    for number, table, what, count in plain_rows(query):
        found.setdefault(number, []).append(Kind(table.replace("_", " "), what, count))
    return found


def _rows(changes: list[int], own: Any) -> dict[int, list[Rowed]]:
    """The first rows of each change."""
    bulky = _R.table.in_(_BULKY)
    before = Case(None, [(bulky, None)], whole(_R.before)).alias("before")
    after = Case(None, [(bulky & _R.after.is_null(False), Value("{}"))], whole(_R.after)).alias("after")
    place = fn.row_number().over(partition_by=[_R.change], order_by=[_R.id]).alias("place")
    rows = _R.select(_R.id, _R.change, _R.table, _R.key, before, after, place).where(_of(changes, own))
    n = rows.alias("numbered").c
    first = Select([rows.alias("numbered")], [n.change_id, n.table_name, n.key, n.before, n.after])
    found: dict[int, list[Rowed]] = {}
    for row in plain_rows(first.where(n.place <= ROWS_SHOWN).order_by(n.id)):
        found.setdefault(row[0], []).append(row)
    return found


class _Writer:
    """Puts the columns of a row into words, in the desk's zone and currency."""

    def __init__(self, desk: Desk) -> None:
        self.zone, self.currency = zone(desk.timezone), desk.currency

    def row(self, row: Rowed) -> RowChange:
        """What a change did to one row, in words."""
        _, table, key, before, after = row
        old, new = self._flat(before), self._flat(after)
        what = "deleted" if after is None else "changed" if before is not None else "added"
        fields = tuple(
            FieldChange(
                name.replace("_", " "), self._text(name, old.get(name)), self._text(name, new.get(name))
            )
            for name in dict.fromkeys((*new, *old))
            if old.get(name) != new.get(name)
        )
        return RowChange(table.replace("_", " "), key, what, fields)

    def _flat(self, text: str | None) -> Columns:
        """The columns of a row, structures opened up, without what is nothing or the program's own affair."""
        row: Columns = json.loads(text) if text else {}
        flat: Columns = {}
        document: Columns = {}
        for name in ("document", "paper"):
            document |= json.loads(row.pop(name, None) or "{}")
        for name, value in (document | row).items():
            stored = name in _STORED_JSON and isinstance(value, str)
            flat.update(_opened(name, json.loads(value) if stored else value))
        worth = (pair for pair in flat.items() if pair[0] not in _HIDDEN and pair[1] not in (None, ""))
        return dict(worth)

    def _text(self, name: str, value: Any) -> str | None:
        """A value as people write it: instants in the desk's zone, minutes as H:MM, amounts as decimals."""
        if value is None:
            return None
        if name.endswith("_at") and isinstance(value, int):
            return self.zone.local(value).strftime("%Y-%m-%d %H:%M:%S")
        if name == "weekly_minutes":
            return format_duration(value)
        if name == "unit_price" and isinstance(value, int):
            return format_money(value, self.currency)
        if name in {"archived", "outside_scope", "rework"} or isinstance(value, bool):
            return "yes" if value else "no"
        text = clean(str(value))
        return text if len(text) <= TEXT_SHOWN else f"{text[:TEXT_SHOWN]}…"


def _opened(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """A structure as pairs of path and plain value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _opened(f"{name}.{key}", inner)
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for position, inner in enumerate(value):
            yield from _opened(f"{name}[{position}]", inner)
    elif isinstance(value, list):
        yield name, ", ".join(str(item) for item in value)
    else:
        yield name, value
