"""How does a whole row cross into the history and back? As its columns hold it, the same on every engine.

An image maps columns to texts, whole numbers and None: structures and days are the text of their column, and yes and no
are 1 and 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import BooleanField, Column, Select, Table, fn

from models.domain.basics.months import Month
from models.storage import tables as t
from models.storage.fields import PACKED, packed
from models.storage.packing import unpack
from models.storage.rows.money import COLUMNS, part_text

Image = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Plain:
    """A table without its fields, which would convert what they read."""

    source: Table
    columns: dict[str, Column]
    flags: frozenset[str]
    """The columns that hold yes or no."""
    packed: dict[str, Any]
    """The columns whose texts a file packs, with their fields."""
    primary: Column
    read: dict[str, Any]
    """What is selected, with the name of each: money stands in a table of its own."""
    money: Table | None


_PLAIN: dict[str, _Plain] = {}


def _plain(table: type[t.Table]) -> _Plain:
    meta = table._meta
    found = _PLAIN.get(meta.table_name)
    if found is None:
        source, fields = Table(meta.table_name), meta.sorted_fields
        columns = {field.column_name: Column(source, field.column_name) for field in fields}
        flags = frozenset(field.column_name for field in fields if isinstance(field, BooleanField))
        long = {field.column_name: field for field in fields if isinstance(field, PACKED)}
        primary = columns[meta.primary_key.column_name]
        side = t.MONEY.get(meta.table_name)
        money = None if side is None else Table(side._meta.table_name)
        found = _Plain(source, columns, flags, long, primary, dict(columns), money)
        for name in COLUMNS.get(meta.table_name, {}):
            amounts = Select((money,), (Column(money, name),)).where(Column(money, "row") == primary)
            found.read[name] = fn.deskhours_whole(columns[name], amounts) if name in columns else amounts
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
    query = Select((plain.source,), [*plain.read.values()]).where(plain.primary.in_(wanted))
    return [
        {
            name: int(value) if isinstance(value, bool) else unpack(value) if name in plain.packed else value
            for name, value in zip(plain.read, row, strict=True)
        }
        for row in query.tuples().execute(t.database)
    ]


def predicted(table: type[t.Table], before: Image | None, values: dict[str, Any]) -> Image:
    """The image of a row once these values (by field, as `insert` takes them) are written."""
    meta = table._meta
    image = before or {
        field.column_name: field.db_value(meta.get_default_dict().get(field.name))
        for field in meta.sorted_fields
    }
    written = {
        meta.fields[name].column_name: meta.fields[name].db_value(value) for name, value in values.items()
    }
    return {
        name: int(value) if isinstance(value, bool) else value for name, value in (image | written).items()
    }


def insert_image(table: type[t.Table], image: Image) -> None:
    """Add the row of an image, under its own number."""
    plain = _plain(table)
    public, amounts = _parted(table, image)
    plain.source.insert(_values(plain, public)).execute(t.database)
    _keep_money(plain, image[plain.primary.name], amounts)


def update_image(table: type[t.Table], primary: Any, image: Image) -> None:
    """Write an image over the row of that primary key."""
    plain = _plain(table)
    public, amounts = _parted(table, image)
    plain.source.update(_values(plain, public)).where(plain.primary == primary).execute(t.database)
    _keep_money(plain, image[plain.primary.name], amounts)


def _parted(table: type[t.Table], image: Image) -> tuple[Image, Image]:
    """The image without its money, and the money by column."""
    public, amounts = dict(image), dict[str, Any]()
    for name, place in COLUMNS.get(table._meta.table_name, {}).items():
        if name in image and name not in table._meta.columns:
            amounts[name] = public.pop(name)
        elif image.get(name) is not None:
            public[name], amounts[name] = part_text(image[name], place)
    return public, amounts


def _keep_money(plain: _Plain, primary: Any, amounts: Image) -> None:
    if plain.money is None:
        return
    row = Column(plain.money, "row")
    plain.money.delete().where(row == primary).execute(t.database)
    if any(value is not None for value in amounts.values()):
        values = {Column(plain.money, name): value for name, value in amounts.items()}
        plain.money.insert({row: primary, **values}).execute(t.database)


def delete_image(table: type[t.Table], primary: Any) -> None:
    """Remove the row of that primary key."""
    plain = _plain(table)
    plain.source.delete().where(plain.primary == primary).execute(t.database)


def _values(plain: _Plain, image: Image) -> dict[Column, Any]:
    found = {}
    for name, value in image.items():
        if name in plain.packed:
            value = packed(plain.packed[name], value)
        found[plain.columns[name]] = bool(value) if name in plain.flags else value
    return found
