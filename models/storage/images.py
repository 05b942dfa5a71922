"""How does a whole row cross into the history and back? As its columns hold it, the same on every engine.

An image maps columns to texts, whole numbers and None: structures and days are the text of their column, and yes and no
are 1 and 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import BooleanField, Column, Select, Table

from models.domain.basics.months import Month
from models.storage import tables as t

Image = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Plain:
    """A table without its fields, which would convert what they read."""

    source: Table
    columns: dict[str, Column]
    flags: frozenset[str]
    """The columns that hold yes or no."""
    primary: Column


_PLAIN: dict[str, _Plain] = {}


def _plain(table: type[t.Table]) -> _Plain:
    meta = table._meta
    found = _PLAIN.get(meta.table_name)
    if found is None:
        source, fields = Table(meta.table_name), meta.sorted_fields
        columns = {field.column_name: Column(source, field.column_name) for field in fields}
        flags = frozenset(field.column_name for field in fields if isinstance(field, BooleanField))
        found = _Plain(source, columns, flags, columns[meta.primary_key.column_name])
        _PLAIN[meta.table_name] = found
    return found


def read_image(table: type[t.Table], primary: Any) -> Image | None:
    """The row of that primary key as it is now; None where there is none."""
    found = read_images(table, (primary,))
    return found[0] if found else None


def read_images(table: type[t.Table], primaries: tuple[Any, ...]) -> list[Image]:
    """The rows of those primary keys, in no order."""
    plain = _plain(table)
    wanted = [str(each) if isinstance(each, Month) else each for each in primaries]
    query = Select((plain.source,), [*plain.columns.values()]).where(plain.primary.in_(wanted))
    return [
        {
            name: int(value) if isinstance(value, bool) else value
            for name, value in zip(plain.columns, row, strict=True)
        }
        for row in query.tuples().execute(t.database)
    ]


def insert_image(table: type[t.Table], image: Image) -> None:
    """Add the row of an image, under its own number."""
    plain = _plain(table)
    plain.source.insert(_values(plain, image)).execute(t.database)


def update_image(table: type[t.Table], primary: Any, image: Image) -> None:
    """Write an image over the row of that primary key."""
    plain = _plain(table)
    plain.source.update(_values(plain, image)).where(plain.primary == primary).execute(t.database)


def delete_image(table: type[t.Table], primary: Any) -> None:
    """Remove the row of that primary key."""
    plain = _plain(table)
    plain.source.delete().where(plain.primary == primary).execute(t.database)


def _values(plain: _Plain, image: Image) -> dict[Column, Any]:
    return {
        plain.columns[name]: bool(value) if name in plain.flags else value for name, value in image.items()
    }
