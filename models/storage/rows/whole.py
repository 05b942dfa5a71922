"""How do rows and their money go in and out together? The one place that parts them and puts them together.

`whole(contract.document)` in a select is the text as it was written; `insert_rows`, `insert_row` and `update_row`
part what they are given. Money stands in tables of its own, which a server can keep from whom it likes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from peewee import fn

from models.storage import tables as t
from models.storage.fields import DayField, JsonField, JsonTextField, MonthField, Text
from models.storage.plain_text import to_json
from models.storage.rows.money import COLUMNS, part_image, part_text

Row = dict[str, Any]


def whole(column: Any) -> Any:
    """A column that holds money (a field of a table or of its alias) as it was written."""
    side = t.MONEY[column.model._meta.table_name]
    amounts = side.select(getattr(side, column.name)).where(side.row == _owner(column).id)
    return fn.deskhours_whole(column, amounts)


def frozen_document(record: Any = t.MonthRecord) -> Any:
    """The ledger of a frozen month (or of an alias) as it was written: its own, else that of its statement."""
    s = t.Statement
    issued = s.select(whole(s.document)).where(s.id == record.statement)
    return fn.coalesce(whole(record.document), issued)


def frozen_minutes(record: Any = t.MonthRecord) -> Any:
    """The same without its amounts, for whoever asks for minutes alone; what is put together takes most of a read."""
    s = t.Statement
    return fn.coalesce(record.document, s.select(s.document).where(s.id == record.statement))


def price_of(charge: Any = t.Charge) -> Any:
    """The price of a charge (or of an alias) in minor units; 0 for whoever may not see it."""
    side = t.ChargeMoney
    return fn.coalesce(side.select(side.unit_price).where(side.row == charge.id), 0)


def _owner(column: Any) -> Any:
    """The table, or the alias, whose column this is."""
    return getattr(column, "source", None) or column.model


def insert_row(table: type[t.Table], values: Row) -> Any:
    """Add a row with its money; returns its primary key."""
    public, money = _parted(table, values)
    key = table.insert(**public).execute()
    primary = values.get(table._meta.primary_key.name, key)
    _keep(table, primary, money)
    return primary


def update_row(table: type[t.Table], primary: Any, values: Row) -> int:
    """Change columns of a row, its money with them; how many rows that were, 0 where it is not there to be changed."""
    public, money = _parted(table, values)
    done = 1
    if public:
        done = int(table.update(**public).where(table._meta.primary_key == primary).execute())
    if money and done:
        _keep(table, primary, money)
    return done


def _keep(table: type[t.Table], primary: Any, money: Row) -> None:
    """Write the amounts of a row over those that are there; a column is left alone that is not named."""
    if not money:
        return
    side = t.MONEY[table._meta.table_name]
    before = side.select().where(side.row == primary).dicts().first() or {}
    side.delete().where(side.row == primary).execute()
    after = {name: value for name, value in (before | money).items() if name != "row"}
    if any(value is not None for value in after.values()):
        side.insert(row=primary, **after).execute()


def _parted(table: type[t.Table], values: Row) -> tuple[Row, Row]:
    """The values without money, as the table takes them, and the money by column (None: there is none)."""
    places = COLUMNS.get(table._meta.table_name)
    if not places or not places.keys() & values.keys():
        return values, {}
    public, money = dict(values), {}
    for name in places.keys() & values.keys():
        field = table._meta.fields.get(name)
        if field is None:
            money[name] = public.pop(name)
        elif table is t.ChangeRow:
            public[name], money[name] = _parted_image(values["table"], values[name])
        else:
            public[name], money[name] = _parted_column(field, values[name], places[name])
    return public, money


def _parted_image(table: str, image: Row | None) -> tuple[Text | None, str | None]:
    if image is None:
        return None, None
    text, amounts = part_image(table, image)
    return Text(text), amounts


def _parted_column(field: Any, value: Any, place: Any) -> tuple[Text | None, str | None]:
    if value is None:
        return None, None
    as_text = isinstance(field, JsonTextField) or isinstance(value, Text)
    text, amounts = part_text(value if as_text else to_json(value), place)
    return Text(text), amounts


def insert_rows(table: type[t.Table], rows: Iterable[Row]) -> None:
    """Add many rows that have the same keys; peewee builds a statement a batch, an engine knows a quicker way."""
    if table._meta.table_name in COLUMNS:
        _insert_parted(table, rows)
    else:
        _insert_plain(table, rows)


def _insert_parted(table: type[t.Table], rows: Iterable[Row]) -> None:
    """Rows with money get numbers that are known before, so that it can name them; others are given theirs."""
    parted = [_parted(table, row) for row in rows]
    if not any(value is not None for _, money in parted for value in money.values()):
        _insert_plain(table, (public for public, _ in parted))
        return
    number = int(table.select(fn.MAX(table.id)).scalar() or 0)
    keys = [public.get("id", position) for position, (public, _) in enumerate(parted, number + 1)]
    _insert_plain(table, ({"id": key, **public} for key, (public, _) in zip(keys, parted, strict=True)))
    side = t.MONEY[table._meta.table_name]
    names = [name for name in side._meta.fields if name != "row"]
    amounts = (
        {"row": key, **{name: money.get(name) for name in names}}
        for key, (_, money) in zip(keys, parted, strict=True)
        if any(value is not None for value in money.values())
    )
    _insert_plain(side, amounts)


def _insert_plain(table: type[t.Table], rows: Iterable[Row]) -> None:
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    meta = table._meta
    rest = {name: value for name, value in meta.get_default_dict().items() if name not in first}
    fields = [meta.fields[name] for name in (*first, *rest)]
    ours = (DayField, MonthField, JsonField)
    converters: list[tuple[int, Callable[[Any], Any]]] = [
        (at, field.db_value) for at, field in enumerate(fields) if isinstance(field, ours)
    ]
    defaults = rest.values()

    def values(row: Row) -> list[Any]:
        found = [*row.values(), *defaults]
        for at, convert in converters:
            found[at] = convert(found[at])
        return found

    columns = [field.column_name for field in fields]
    t.database.bulk_insert(meta.table_name, columns, (values(row) for row in chain((first,), rows)))
