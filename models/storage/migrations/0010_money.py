"""The tenth schema: money stands in tables of its own, apart from minutes, and what was frozen is kept once.

Every text is put together again and compared before its row is written. The file stands on its own and stays as it is.
"""

from __future__ import annotations

import json
import re
from typing import Any

from peewee import SQL, BigIntegerField, ForeignKeyField, IntegerField, Model, Table, TextField, fn

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
    reference = SQL('REFERENCES "statement" ("id")')
    migrator.migrate(
        migrator.add_column("month_record", "statement", IntegerField(null=True, constraints=[reference]))
    )
    _keep_ledgers_once(db)
    with db.bind_ctx((*SIDES, Desk, WorkType, Plan, Contract, Charge, MonthRecord, Statement, ChangeRow)):
        db.create_tables(SIDES)
    charge, side = Table("charge", ("id", "unit_price")), Table("charge_money", ("row", "unit_price"))
    db.execute(side.insert(charge.select(charge.id, charge.unit_price), columns=[side.row, side.unit_price]))
    migrator.migrate(migrator.drop_column("charge", "unit_price"))
    for table, places in PLACES.items():
        if table != "charge":
            _part_table(db, table, places)
    _part_history(db)


def _keep_ledgers_once(db: Any) -> None:
    """The ledger of a frozen month stands in its statement, where it was issued to the letter."""
    r = Table("month_record", ("client", "month", "frozen", "document", "statement"))
    s = Table("statement", ("id", "client", "month", "version", "document"))
    same = (s.client == r.client) & (s.month == r.month) & (s.document == r.document)
    newest = s.select(s.id).where(same).order_by(s.version.desc()).limit(1)
    db.execute(r.update({r.statement: newest}).where(r.frozen & r.document.is_null(False)))
    db.execute(r.update({r.document: None}).where(r.statement.is_null(False)))


def _part_table(db: Any, table: str, places: dict[str, Any]) -> None:
    source = Table(table, ("id", *places))
    side = Table(f"{table.removesuffix('_record')}_money", ("row", *places))
    for number, *texts in _rows(db, source, *places):
        parted = [
            (None, None) if text is None else part(text, place)
            for text, place in zip(texts, places.values(), strict=True)
        ]
        if all(amounts is None for _, amounts in parted):
            continue
        public = {name: text for name, (text, _) in zip(places, parted, strict=True)}
        private = {name: amounts for name, (_, amounts) in zip(places, parted, strict=True)}
        _put(db, source, side, number, public, private)


def _part_history(db: Any) -> None:
    source = Table("change_row", ("id", "table_name", "before", "after"))
    side = Table("change_money", ("row", "before", "after"))
    for number, table, *texts in _rows(db, source, "table_name", "before", "after"):
        places = PLACES.get(table)
        if places is None:
            continue
        (before, was), (after, will) = (
            (None, None) if text is None else part_image(text, places) for text in texts
        )
        if was is None and will is None:
            continue
        public, private = {"before": before, "after": after}, {"before": was, "after": will}
        _put(db, source, side, number, public, private)


def _put(
    db: Any, source: Any, side: Any, number: int, public: dict[str, Any], private: dict[str, Any]
) -> None:
    """A row without its amounts, and those in the table beside it."""
    texts = {getattr(source, name): text for name, text in public.items()}
    db.execute(source.update(texts).where(source.id == number))
    amounts = {getattr(side, name): text for name, text in private.items()}
    db.execute(side.insert({side.row: number, **amounts}))


def _rows(db: Any, source: Any, *names: str) -> Any:
    last = db.execute(source.select(fn.MAX(source.id))).fetchone()[0] or 0
    wanted = source.select(source.id, *(getattr(source, name) for name in names)).order_by(source.id)
    for first in range(0, last, STRETCH):
        stretch = wanted.where((source.id > first) & (source.id <= first + STRETCH))
        yield from db.execute(stretch).fetchall()


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
