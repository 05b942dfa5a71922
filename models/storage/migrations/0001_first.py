"""The first schema, frozen: it stands on its own and stays as it is, whatever the tables become later."""

from __future__ import annotations

from typing import Any

from peewee import (
    BigIntegerField,
    BooleanField,
    Check,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Base(Model):  # type: ignore[misc]  # peewee has no stubs
    """The base of the table copies in this migration, which later changes of the tables do not touch."""

    class Meta:
        """Names as the tables have them."""

        legacy_table_names = False


class Setting(Base):
    name = TextField(primary_key=True)
    value = TextField()


class Desk(Base):
    id = IntegerField(primary_key=True, constraints=[Check("id = 1")])
    name = TextField()
    timezone = TextField()
    currency = TextField()
    document = TextField()


class Agent(Base):
    key = TextField(unique=True)
    name = TextField()
    weekly_minutes = IntegerField(constraints=[Check("weekly_minutes >= 0")])
    archived = BooleanField()


class WorkType(Base):
    key = TextField(unique=True)
    name = TextField()
    rates = TextField()
    archived = BooleanField()


class Tier(Base):
    key = TextField(unique=True)
    name = TextField()
    document = TextField()


class Client(Base):
    key = TextField(unique=True)
    name = TextField()
    tier = ForeignKeyField(Tier, field="key", column_name="tier", null=True, on_update="CASCADE")
    contacts = TextField()
    domains = TextField()
    since = TextField(null=True)
    notes = TextField()
    language = TextField(null=True)
    archived = BooleanField()


class Plan(Base):
    key = TextField(unique=True)
    name = TextField()
    document = TextField()
    archived = BooleanField()


class Contract(Base):
    key = TextField(unique=True)
    client = ForeignKeyField(Client, field="key", column_name="client", on_update="CASCADE")
    kind = TextField()
    name = TextField()
    starts = TextField()
    ends = TextField(null=True)
    cancelled = TextField(null=True)
    renews = ForeignKeyField(
        "self", field="key", column_name="renews", unique=True, null=True, on_update="CASCADE"
    )
    document = TextField()
    snoozed_until = TextField(null=True)

    class Meta:
        constraints = [Check("ends IS NULL OR ends >= starts")]


class Request(Base):
    key = TextField(unique=True)
    client = ForeignKeyField(Client, field="key", column_name="client", on_update="CASCADE", index=False)
    subject = TextField()
    body = TextField()
    channel = TextField()
    priority = TextField()
    state = TextField()
    assignee = ForeignKeyField(Agent, field="key", column_name="assignee", null=True, on_update="CASCADE")
    cause = TextField(null=True)
    work_type = ForeignKeyField(
        WorkType, field="key", column_name="work_type", null=True, on_update="CASCADE"
    )
    reported_at = BigIntegerField()
    first_response_at = BigIntegerField(null=True)
    resolved_at = BigIntegerField(null=True)
    repeat_of = ForeignKeyField("self", field="key", column_name="repeat_of", null=True, on_update="CASCADE")
    outside_scope = BooleanField()
    rework = BooleanField()
    touched_at = BigIntegerField()

    class Meta:
        indexes = ((("state", "reported_at"), False), (("client", "state"), False))


class RequestEvent(Base):
    request = ForeignKeyField(
        Request, field="key", column_name="request", on_delete="CASCADE", on_update="CASCADE", index=False
    )
    at = BigIntegerField()
    state = TextField()

    class Meta:
        indexes = ((("request", "at"), False),)


class RequestNote(Base):
    request = ForeignKeyField(
        Request, field="key", column_name="request", on_delete="CASCADE", on_update="CASCADE", index=False
    )
    at = BigIntegerField()
    agent = ForeignKeyField(Agent, field="key", column_name="agent", null=True, on_update="CASCADE")
    text = TextField()

    class Meta:
        indexes = ((("request", "at"), False),)


class Entry(Base):
    key = TextField(unique=True)
    agent = ForeignKeyField(Agent, field="key", column_name="agent", on_update="CASCADE", index=False)
    client = ForeignKeyField(
        Client, field="key", column_name="client", null=True, on_update="CASCADE", index=False
    )
    request = ForeignKeyField(
        Request, field="key", column_name="request", null=True, on_update="CASCADE", index=False
    )
    work_type = ForeignKeyField(
        WorkType, field="key", column_name="work_type", on_update="CASCADE", index=False
    )
    scope = TextField()
    started_at = BigIntegerField()
    ended_at = BigIntegerField(null=True)
    note = TextField()
    late_in = TextField(null=True)
    alive_at = BigIntegerField(null=True)

    class Meta:
        constraints = [
            Check("ended_at IS NULL OR ended_at >= started_at"),
            Check("scope IN ('support', 'additional', 'courtesy', 'internal')"),
        ]
        indexes = (
            (("client", "started_at", "ended_at"), False),
            (("started_at", "client", "ended_at"), False),
            (("request", "started_at", "ended_at"), False),
            (("agent", "started_at", "ended_at"), False),
        )


Entry.add_index(Entry.agent, name="entry_running", unique=True, where=Entry.ended_at.is_null())
Entry.add_index(Entry.started_at, name="entry_long", where=(Entry.ended_at - Entry.started_at) > 100_000)
Entry.add_index(Entry.late_in, Entry.client, name="entry_late", where=Entry.late_in.is_null(False))


class Charge(Base):
    key = TextField(unique=True)
    client = ForeignKeyField(Client, field="key", column_name="client", on_update="CASCADE", index=False)
    date = TextField()
    description = TextField()
    quantity = IntegerField(constraints=[Check("quantity >= 1")])
    unit_price = BigIntegerField()

    class Meta:
        indexes = ((("client", "date"), False), (("date", "client"), False))


class Absence(Base):
    agent = ForeignKeyField(Agent, field="key", column_name="agent", on_update="CASCADE")
    first = TextField()
    last = TextField()
    reason = TextField()

    class Meta:
        constraints = [Check("last >= first")]


class ClosedMonth(Base):
    month = TextField(primary_key=True)
    closed_at = BigIntegerField()
    closed_by = TextField()
    checks = TextField()


class MonthRecord(Base):
    client = ForeignKeyField(Client, field="key", column_name="client", on_update="CASCADE", index=False)
    month = TextField()
    frozen = BooleanField()
    closing = TextField()
    summary = TextField()
    document = TextField(null=True)

    class Meta:
        indexes = ((("month", "client"), True), (("client", "month"), False))


class Statement(Base):
    number = IntegerField(unique=True)
    client = ForeignKeyField(Client, field="key", column_name="client", on_update="CASCADE", index=False)
    month = TextField()
    version = IntegerField()
    issued_at = BigIntegerField()
    document = TextField()

    class Meta:
        indexes = ((("client", "month", "version"), True),)


class Review(Base):
    client = ForeignKeyField(Client, field="key", column_name="client", on_update="CASCADE", index=False)
    month = TextField()
    reviewed_at = BigIntegerField()
    reviewed_by = TextField()

    class Meta:
        indexes = ((("month", "client"), True),)


class Alert(Base):
    client = ForeignKeyField(Client, field="key", column_name="client", on_update="CASCADE", index=False)
    month = TextField()
    percent = IntegerField()
    reached_at = BigIntegerField()

    class Meta:
        indexes = ((("month", "client", "percent"), True),)


class Change(Base):
    at = BigIntegerField()
    who = TextField()
    title = TextField()
    undone_at = BigIntegerField(null=True)
    undoes = IntegerField(null=True)


class ChangeRow(Base):
    change = ForeignKeyField(Change, on_delete="CASCADE", index=False)
    table = TextField(column_name="table_name")
    key = TextField()
    before = TextField(null=True)
    after = TextField(null=True)

    class Meta:
        indexes = ((("change",), False), (("table", "key"), False))


ALL = (
    Setting,
    Desk,
    Agent,
    WorkType,
    Tier,
    Client,
    Plan,
    Contract,
    Request,
    RequestEvent,
    RequestNote,
    Entry,
    Charge,
    Absence,
    ClosedMonth,
    MonthRecord,
    Statement,
    Review,
    Alert,
    Change,
    ChangeRow,
)


def up(migrator: Any, db: Any) -> None:
    """Create every table of the first schema, with its indexes."""
    with db.bind_ctx(ALL):
        db.create_tables(ALL)
