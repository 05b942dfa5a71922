"""What does a desk consist of? Its people, clients and contracts, and what they did: requests, entries, charges."""

from __future__ import annotations

from peewee import (
    SQL,
    BigIntegerField,
    BooleanField,
    Check,
    DatabaseProxy,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from models.storage.fields import (
    DayField,
    JsonField,
    MonthField,
)

database = DatabaseProxy()


class Table(Model):
    """What every table shares: the database that was opened."""

    class Meta:
        """Bound when a database is opened."""

        database = database
        legacy_table_names = False


class Setting(Table):
    """A value of the program by name: theme, filters, counters."""

    name = TextField(primary_key=True)
    value = JsonField()


class Desk(Table):
    """The one desk of this database."""

    id = IntegerField(primary_key=True, constraints=[Check("id = 1")])
    name = TextField()
    timezone = TextField()
    currency = TextField()
    document = JsonField()
    """The desk as the book holds it (RULES 10)."""


class Agent(Table):
    """A person of the desk."""

    key = TextField(unique=True)
    name = TextField()
    weekly_minutes = IntegerField(default=0, constraints=[Check("weekly_minutes >= 0")])
    archived = BooleanField(default=False)
    weekly_hours = JsonField(null=True)
    """The weekly hours as in the book where they hold from dates on (RULES 4.2); `weekly_minutes` is the first."""


class WorkType(Table):
    """A kind of work; `rates` as in the book."""

    key = TextField(unique=True)
    name = TextField()
    rates = JsonField()
    archived = BooleanField(default=False)


class Tier(Table):
    """A service level; `document` as in the book."""

    key = TextField(unique=True)
    name = TextField()
    document = JsonField()


class Client(Table):
    """A client of the desk."""

    key = TextField(unique=True)
    name = TextField()
    tier = ForeignKeyField(Tier, field="key", column_name="tier", null=True, on_update="CASCADE")
    contacts = JsonField(default=list)
    domains = JsonField(default=list)
    since = DayField(null=True)
    notes = TextField(default="")
    language = TextField(null=True)
    archived = BooleanField(default=False)
    tiers = JsonField(null=True)
    """The tier as in the book where it holds from dates on (RULES 4.2); `tier` is the first."""
    paper = JsonField(null=True)
    """What its statements say of it, with the keys of the book; NULL for nothing."""


class Plan(Table):
    """What the desk sells: a contract without client and dates, as the book holds one."""

    key = TextField(unique=True)
    name = TextField()
    document = JsonField()
    archived = BooleanField(default=False)


class Contract(Table):
    """What a client bought; `document` is the contract as in the book, the columns are for SQL."""

    key = TextField(unique=True)
    client = ForeignKeyField(Client, field="key", column_name="client", on_update="CASCADE")
    kind = TextField()
    name = TextField()
    starts = DayField()
    ends = DayField(null=True)
    cancelled = DayField(null=True)
    renews = ForeignKeyField(
        "self", field="key", column_name="renews", null=True, unique=True, on_update="CASCADE"
    )
    document = JsonField()
    snoozed_until = DayField(null=True)

    class Meta:
        constraints = [Check("ends IS NULL OR ends >= starts")]


class Request(Table):
    """Something a client asked for; `state` is that of its last event."""

    key = TextField(unique=True)
    client = ForeignKeyField(Client, field="key", column_name="client", on_update="CASCADE", index=False)
    subject = TextField()
    body = TextField(default="")
    channel = TextField(default="email")
    priority = TextField(default="normal")
    state = TextField(default="new")
    assignee = ForeignKeyField(Agent, field="key", column_name="assignee", null=True, on_update="CASCADE")
    cause = TextField(null=True)
    work_type = ForeignKeyField(
        WorkType, field="key", column_name="work_type", null=True, on_update="CASCADE"
    )
    reported_at = BigIntegerField()
    first_response_at = BigIntegerField(null=True)
    resolved_at = BigIntegerField(null=True)
    repeat_of = ForeignKeyField("self", field="key", column_name="repeat_of", null=True, on_update="CASCADE")
    outside_scope = BooleanField(default=False)
    rework = BooleanField(default=False)
    touched_at = BigIntegerField(default=0)
    recurring_contract = TextField(
        null=True, constraints=[SQL('REFERENCES "contract" ("key") ON UPDATE CASCADE')]
    )
    """The contract that promised it, with the two below the time of it that this is (RULES 2.9)."""
    recurring_key = TextField(null=True)
    recurring_starts = DayField(null=True)
    premium = TextField(null=True)
    """Whether weights were agreed or waived for its work (RULES 3.9)."""

    class Meta:
        """The queue reads open requests only, history grows beside it."""

        indexes = ((("state", "reported_at"), False), (("client", "state"), False))


Request.add_index(
    *(Request.recurring_contract, Request.recurring_key, Request.recurring_starts),
    name="request_recurring",
    unique=True,
    where=Request.recurring_contract.is_null(False),
)
Request.add_index(Request.resolved_at, name="request_resolved", where=Request.resolved_at.is_null(False))
Request.add_index(
    Request.cause,
    Request.resolved_at,
    Request.reported_at,
    name="request_cause",
    where=Request.cause.is_null(False),
)
Request.add_index(Request.client, name="request_flagged", where=Request.rework | Request.outside_scope)
Request.add_index(Request.key, name="request_premium", where=Request.premium.is_null(False))


class RequestEvent(Table):
    """A change of a request's state with its instant."""

    request = ForeignKeyField(
        Request, field="key", column_name="request", on_update="CASCADE", on_delete="CASCADE", index=False
    )
    at = BigIntegerField()
    state = TextField()

    class Meta:
        """By request; by time for what is asked as of an earlier instant."""

        indexes = ((("request", "at"), False), (("at",), False))


class RequestNote(Table):
    """A note on a request."""

    request = ForeignKeyField(
        Request, field="key", column_name="request", on_update="CASCADE", on_delete="CASCADE", index=False
    )
    at = BigIntegerField()
    agent = ForeignKeyField(Agent, field="key", column_name="agent", null=True, on_update="CASCADE")
    text = TextField()

    class Meta:
        indexes = ((("request", "at"), False),)


LONG_SECONDS = 100_000
"""Entries longer than this are found by an index of their own, all others by their start."""


class Entry(Table):
    """Time of an agent; `ended_at` NULL is the running timer, `alive_at` its last sign of life."""

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
    scope = TextField(default="support")
    started_at = BigIntegerField()
    ended_at = BigIntegerField(null=True)
    note = TextField(default="")
    late_in = MonthField(null=True)
    alive_at = BigIntegerField(null=True)
    premium = TextField(null=True)
    """Whether weights were agreed or waived, before the word of its request (RULES 3.9)."""
    imported_tool = TextField(null=True)
    imported_id = TextField(null=True)
    """Where it came from, and what it was called there (RULES 16)."""
    told = BooleanField(null=True)
    """Of courtesy: the client was told that the next time is charged (RULES 3.10)."""
    imported_print = TextField(null=True)
    """A fingerprint of what the source said of it: another one means that it was changed there."""

    class Meta:
        """Two covering orders, by client and by time; small ones for what is rare."""

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
Entry.add_index(Entry.started_at, name="entry_long", where=(Entry.ended_at - Entry.started_at) > LONG_SECONDS)
Entry.add_index(
    *(Entry.imported_tool, Entry.imported_id),
    name="entry_imported",
    where=Entry.imported_id.is_null(False),
)
Entry.add_index(Entry.late_in, Entry.client, name="entry_late", where=Entry.late_in.is_null(False))


class Charge(Table):
    """Per-item work or a credit."""

    key = TextField(unique=True)
    client = ForeignKeyField(Client, field="key", column_name="client", on_update="CASCADE", index=False)
    date = DayField()
    description = TextField()
    quantity = IntegerField(constraints=[Check("quantity >= 1")])
    contract = TextField(null=True, constraints=[SQL('REFERENCES "contract" ("key") ON UPDATE CASCADE')])
    """The contract whose refund this is; written so that a migration can add it."""

    class Meta:
        indexes = ((("client", "date"), False), (("date", "client"), False))


class Absence(Table):
    """Days on which an agent does not work, both inclusive; only capacity asks."""

    agent = ForeignKeyField(Agent, field="key", column_name="agent", on_update="CASCADE")
    first = DayField()
    last = DayField()
    reason = TextField(default="")

    class Meta:
        constraints = [Check("last >= first")]
