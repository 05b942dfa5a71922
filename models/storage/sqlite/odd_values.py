"""Which values are not of the kind of their column? SQLite takes any value anywhere, and what reads it falls.

A server refuses such values when they are written; a file gets them from other programs and from damaged disks.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from peewee import BigIntegerField, BooleanField, Case, ForeignKeyField, IntegerField, fn

from models.domain.basics.notation import parse_instant
from models.storage import tables as t
from models.storage.fields import PACKED, DayField, MonthField

_LAST_SECOND = parse_instant("2999-12-31T23:59:59Z", "")
_MOST = 20
"""Of one table: nobody mends more by hand."""


def odd_values() -> list[str]:
    """The records with such a value, table by table, each with the first column of that sort; in words."""
    return [words for table in t.ALL for words in _odd_rows(table)]


def _odd_rows(table: Any) -> list[str]:
    meta = table._meta
    odd = [(field.is_null(False) & ~_fits(field), field.column_name) for field in meta.sorted_fields]
    label = meta.fields.get("key", meta.primary_key)
    rows = (
        table.select(fn.coalesce(fn.quote(label), "?"), Case(None, odd))
        .where(reduce(or_, (condition for condition, _ in odd)))
        .limit(_MOST)
        .tuples()
    )
    noun = meta.table_name.replace("_", " ")
    return [f"{noun} {str(key).strip(chr(39))}: {column} holds what it cannot hold" for key, column in rows]


def _fits(column: Any) -> Any:
    field = column
    while isinstance(field, ForeignKeyField):
        field = field.rel_field
    if isinstance(field, BooleanField):
        return fn.quote(column).in_(("0", "1"))
    if isinstance(field, IntegerField):
        number = fn.typeof(column) == "integer"
        if isinstance(field, BigIntegerField) and field.name.endswith("at"):
            return number & (column >= 0) & (column <= _LAST_SECOND)
        return number
    if isinstance(field, (DayField, MonthField)):
        # Without a modifier a date is given back as it stands, 30 February too.
        text = column.cast("text")
        day = text.concat("-01") if isinstance(field, MonthField) else text
        return (fn.typeof(column) == "text") & (fn.coalesce(fn.date(day, "+0 days"), "") == day)
    return fn.typeof(column).in_(("text", "blob") if isinstance(field, PACKED) else ("text",))
