"""What is kept of months and of changes? What was computed and frozen, what was done when, and money apart from all.

A row of money stands beside the row it belongs to, so that the database itself can refuse it (RULES 13).
"""

from __future__ import annotations

from peewee import SQL, BigIntegerField, BooleanField, ForeignKeyField, IntegerField, TextField

from models.storage.fields import (
    DayField,
    JsonField,
    JsonTextField,
    MonthField,
    PackedJsonField,
    PackedTextField,
)
from models.storage.tables.records import Charge, Client, Contract, Desk, Plan, Table, WorkType


class ClosedMonth(Table):
    """A month that was closed, with what the checks said then."""

    month = MonthField(primary_key=True)
    closed_at = BigIntegerField()
    closed_by = TextField()
    checks = PackedJsonField()
    seal = PackedJsonField(null=True)
    """Digests of all that the close froze; NULL where it was undone under an older schema."""


class Statement(Table):
    """A client's numbered record of a closed month; number and versions stay when a month is closed again."""

    number = IntegerField()
    client = ForeignKeyField(Client, field="key", column_name="client", on_update="CASCADE", index=False)
    month = MonthField()
    version = IntegerField()
    issued_at = BigIntegerField()
    document = PackedTextField(null=True)
    """NULL for an earlier version that came with a book without its content."""
    digest = TextField(null=True)
    """Of the document, by which a change after the issue is seen (RULES 6.5)."""

    class Meta:
        # each version of a statement is issued once
        indexes = ((("client", "month", "version"), True), (("number", "version"), True))


class MonthRecord(Table):
    """A client's month as computed: frozen when closed; otherwise derived and rebuilt at will (RULES 3, 6.2)."""

    client = ForeignKeyField(Client, field="key", column_name="client", on_update="CASCADE", index=False)
    month = MonthField()
    frozen = BooleanField(default=False)
    closing = JsonTextField()
    """Balances at the month's end of the grants that hold something, and of those that it touched."""
    summary = PackedTextField()
    document = PackedTextField(null=True)
    """The whole ledger of a frozen month that no statement holds."""
    statement = IntegerField(null=True, constraints=[SQL('REFERENCES "statement" ("id")')])
    """The statement that holds the ledger of a frozen month; written so that a migration can add it."""

    class Meta:
        indexes = ((("month", "client"), True), (("client", "month"), False))


class Review(Table):
    """A client's month that somebody looked at before the close."""

    client = ForeignKeyField(Client, field="key", column_name="client", on_update="CASCADE", index=False)
    month = MonthField()
    reviewed_at = BigIntegerField()
    reviewed_by = TextField()

    class Meta:
        indexes = ((("month", "client"), True),)


class Opportunity(Table):
    """Something that was talked about with a client; it sleeps until `next_on` (RULES 5.9)."""

    client = ForeignKeyField(Client, field="key", column_name="client", on_update="CASCADE")
    kind = TextField()
    since = DayField(null=True)
    result = TextField(default="")
    next_on = DayField(null=True)


class Alert(Table):
    """A mark that a client's use reached in a month, recorded once (RULES 8)."""

    client = ForeignKeyField(Client, field="key", column_name="client", on_update="CASCADE", index=False)
    month = MonthField()
    percent = IntegerField()
    reached_at = BigIntegerField()

    class Meta:
        """Each mark once a client and month."""

        indexes = ((("month", "client", "percent"), True),)


class Change(Table):
    """One thing that somebody did, as one step of undo (RULES 9)."""

    at = BigIntegerField()
    who = TextField()
    title = TextField()
    undone_at = BigIntegerField(null=True)
    undoes = IntegerField(null=True)
    """The change that this one took back or did again."""


class ChangeRow(Table):
    """One row that a change wrote: its columns before and after; NULL for not there."""

    change = ForeignKeyField(Change, on_delete="CASCADE", index=False)
    table = TextField(column_name="table_name")
    key = TextField()
    before = JsonField(null=True)
    after = JsonField(null=True)

    class Meta:
        """By change for undo, by key for the history of a record."""

        indexes = ((("change",), False), (("table", "key"), False))


class DeskMoney(Table):
    """What an hour of the desk costs (`models.storage.rows.money`)."""

    row = ForeignKeyField(Desk, primary_key=True, column_name="row", on_delete="CASCADE")
    document = TextField()


class WorkTypeMoney(Table):
    """The rates of a work type."""

    row = ForeignKeyField(WorkType, primary_key=True, column_name="row", on_delete="CASCADE")
    rates = TextField()


class PlanMoney(Table):
    """The fee and the rates of a plan."""

    row = ForeignKeyField(Plan, primary_key=True, column_name="row", on_delete="CASCADE")
    document = TextField()


class ContractMoney(Table):
    """The fee and the rates of a contract."""

    row = ForeignKeyField(Contract, primary_key=True, column_name="row", on_delete="CASCADE")
    document = TextField()


class ChargeMoney(Table):
    """The price of a charge, in minor units."""

    row = ForeignKeyField(Charge, primary_key=True, column_name="row", on_delete="CASCADE")
    unit_price = BigIntegerField()


class MonthMoney(Table):
    """The amounts of a client's month."""

    row = ForeignKeyField(MonthRecord, primary_key=True, column_name="row", on_delete="CASCADE")
    summary = TextField(null=True)
    document = TextField(null=True)


class StatementMoney(Table):
    """The amounts of a statement."""

    row = ForeignKeyField(Statement, primary_key=True, column_name="row", on_delete="CASCADE")
    document = TextField()


class ChangeMoney(Table):
    """The amounts in a row of the history."""

    row = ForeignKeyField(ChangeRow, primary_key=True, column_name="row", on_delete="CASCADE")
    before = TextField(null=True)
    after = TextField(null=True)


MONEY: dict[str, type[Table]] = {
    "desk": DeskMoney,
    "work_type": WorkTypeMoney,
    "plan": PlanMoney,
    "contract": ContractMoney,
    "charge": ChargeMoney,
    "month_record": MonthMoney,
    "statement": StatementMoney,
    "change_row": ChangeMoney,
}
"""The table that holds the money of another one, row by row."""
