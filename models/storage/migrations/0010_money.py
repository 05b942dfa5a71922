"""The tenth schema: money stands in tables of its own, apart from minutes, and what was frozen is kept once.

Every text is put together again and compared before its row is written. The file stands on its own and stays as it is.
"""

from __future__ import annotations

import json
import re
from typing import Any

from peewee import BigIntegerField, ForeignKeyField, Model, TextField

MONEY = "money"
LEDGER = {"lines": [{"rate": MONEY, "amount": MONEY}], "total": MONEY, "units": [{"rate": MONEY}]}
TERMS = {"fee": {"amount": MONEY}, "cancellation": {"fee": {"amount": MONEY}}, "rates": {"*": MONEY}}
PLACES: dict[str, dict[str, Any]] = {
    "desk": {"document": {"hourly_cost": MONEY}},
    "work_type": {"rates": [{"rate": MONEY}]},
    "plan": {"document": TERMS},
    "contract": {"document": TERMS},
    "charge": {"unit_price": MONEY},
    "month_record": {"summary": {"total": MONEY, "amounts": {"*": MONEY}}, "document": LEDGER},
    "statement": {"document": LEDGER},
}
MARK = re.compile(r'"\\u000([1-4])"|(?<!\\)\\u000([5-7])')
IN_COLUMN = re.compile(r'"\\u000([1-4])"')
STRETCH = 2_000


class Base(Model):  # type: ignore[misc]  # peewee has no stubs
    class Meta:
        legacy_table_names = False


def _parent(name: str) -> Any:
    return type(name, (Base,), {"__module__": __name__})


Desk, WorkType, Plan, Contract = (_parent(name) for name in ("Desk", "WorkType", "Plan", "Contract"))
Charge, MonthRecord, Statement = (_parent(name) for name in ("Charge", "MonthRecord", "Statement"))
ChangeRow = _parent("ChangeRow")


def _row(parent: Any) -> Any:
    return ForeignKeyField(parent, primary_key=True, column_name="row", on_delete="CASCADE")


class DeskMoney(Base):
    row = _row(Desk)
    document = TextField()


class WorkTypeMoney(Base):
    row = _row(WorkType)
    rates = TextField()


class PlanMoney(Base):
    row = _row(Plan)
    document = TextField()


class ContractMoney(Base):
    row = _row(Contract)
    document = TextField()


class ChargeMoney(Base):
    row = _row(Charge)
    unit_price = BigIntegerField()


class MonthMoney(Base):
    row = _row(MonthRecord)
    summary = TextField(null=True)
    document = TextField(null=True)


class StatementMoney(Base):
    row = _row(Statement)
    document = TextField()


class ChangeMoney(Base):
    row = _row(ChangeRow)
    before = TextField(null=True)
    after = TextField(null=True)


SIDES = (
    *(DeskMoney, WorkTypeMoney, PlanMoney, ContractMoney),
    *(ChargeMoney, MonthMoney, StatementMoney, ChangeMoney),
)


def up(migrator: Any, db: Any) -> None:
    """Make the tables of money and fill them from what holds it today."""
    db.execute_sql('ALTER TABLE month_record ADD COLUMN statement INTEGER REFERENCES "statement" ("id")')
    _keep_ledgers_once(db)
    with db.bind_ctx((*SIDES, Desk, WorkType, Plan, Contract, Charge, MonthRecord, Statement, ChangeRow)):
        db.create_tables(SIDES)
    db.execute_sql("INSERT INTO charge_money (row, unit_price) SELECT id, unit_price FROM charge")
    db.execute_sql("ALTER TABLE charge DROP COLUMN unit_price")
    for table, places in PLACES.items():
        if table != "charge":
            _part_table(db, table, places)
    _part_history(db)


def _keep_ledgers_once(db: Any) -> None:
    """The ledger of a frozen month stands in its statement, where it was issued to the letter."""
    db.execute_sql(
        "UPDATE month_record SET statement = (SELECT s.id FROM statement s WHERE s.client = month_record.client"
        " AND s.month = month_record.month AND s.document = month_record.document ORDER BY s.version DESC LIMIT 1)"
        " WHERE frozen AND document IS NOT NULL"
    )
    db.execute_sql("UPDATE month_record SET document = NULL WHERE statement IS NOT NULL")


def _part_table(db: Any, table: str, places: dict[str, Any]) -> None:
    names = ", ".join(places)
    side = f"{table.removesuffix('_record')}_money"
    for number, *texts in _rows(db, table, names):
        parted = [
            (None, None) if text is None else part(text, place)
            for text, place in zip(texts, places.values(), strict=True)
        ]
        if all(amounts is None for _, amounts in parted):
            continue
        sets = ", ".join(f"{name} = ?" for name in places)
        db.execute_sql(f"UPDATE {table} SET {sets} WHERE id = ?", (*(text for text, _ in parted), number))
        marks = ", ".join("?" * len(places))
        values = (number, *(amounts for _, amounts in parted))
        db.execute_sql(f"INSERT INTO {side} (row, {names}) VALUES (?, {marks})", values)


def _part_history(db: Any) -> None:
    for number, table, *texts in _rows(db, "change_row", "table_name, before, after"):
        places = PLACES.get(table)
        if places is None:
            continue
        (before, was), (after, will) = (
            (None, None) if text is None else part_image(text, places) for text in texts
        )
        if was is None and will is None:
            continue
        db.execute_sql("UPDATE change_row SET before = ?, after = ? WHERE id = ?", (before, after, number))
        db.execute_sql("INSERT INTO change_money (row, before, after) VALUES (?, ?, ?)", (number, was, will))


def _rows(db: Any, table: str, names: str) -> Any:
    last = db.execute_sql(f"SELECT max(id) FROM {table}").fetchone()[0] or 0
    for first in range(0, last, STRETCH):
        yield from db.execute_sql(
            f"SELECT id, {names} FROM {table} WHERE id > ? AND id <= ? ORDER BY id", (first, first + STRETCH)
        ).fetchall()


def part(text: str, place: Any) -> tuple[str, str | None]:
    """A text without its amounts, and those; one that is not as this program writes texts stays whole."""
    try:
        value = json.loads(text)
    except ValueError:
        return text, None
    pieces: list[str] = []
    public = to_json(cut(value, place, pieces))
    if not pieces or together(public, pieces) != text:
        return text, None
    return public, "\x1f".join(pieces)


def part_image(text: str, places: dict[str, Any]) -> tuple[str, str | None]:
    """The same for an image of the history, whose columns are texts themselves."""
    image, pieces = json.loads(text), list[str]()
    for name, value in image.items():
        if name not in places or value is None:
            continue
        if isinstance(value, str):
            parted, amounts = part(value, places[name])
            if amounts is not None:
                image[name] = IN_COLUMN.sub(lambda mark: chr(min(7, int(mark[1]) + 4)), parted)
            pieces += [to_json(piece)[1:-1] for piece in (amounts or "").split("\x1f") if piece]
        else:
            image[name] = cut(value, MONEY, pieces)
    public = to_json(image)
    if not pieces or together(public, pieces) != text:
        return text, None
    return public, "\x1f".join(pieces)


def together(public: str, pieces: list[str]) -> str:
    """What was parted, put together."""
    rest = iter(pieces)
    return MARK.sub(lambda _: next(rest), public)


def cut(value: Any, place: Any, pieces: list[str]) -> Any:
    """The value with marks in the places of its amounts."""
    if place is MONEY:
        if value is None:
            return None
        pieces.append(to_json(value))
        if isinstance(value, str):
            return "\x01" if value.strip("-0.") else "\x02"
        return "\x03" if value else "\x04"
    if isinstance(place, list) and isinstance(value, list):
        return [cut(each, place[0], pieces) for each in value]
    if isinstance(place, dict) and isinstance(value, dict):
        rest = place.get("*")
        return {
            key: cut(each, place.get(key, rest), pieces) if key in place or rest is not None else each
            for key, each in value.items()
        }
    return value


def to_json(value: Any) -> str:
    """As this program writes texts."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
