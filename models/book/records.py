"""What may stand in the book's requests, entries and charges? Their JSON becomes values that check themselves.

What a record refers to is checked by `references` (RULES 4, 10). A new key stands in the set of its record here, is
read in its parser, and written in `writing`.
"""

from __future__ import annotations

from functools import partial

from models.book.reading import Fields, as_given
from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import (
    parse_day,
    parse_flag,
    parse_instant,
    parse_money,
    parse_month_value,
    parse_whole,
)
from models.domain.basics.text import parse_body, parse_key, parse_line
from models.domain.checked import checked_entry, checked_request
from models.domain.values import STATES, Charge, Desk, Entry, Event, Imported, Note, OccurrenceKey, Request

_REQUEST = frozenset(
    {
        "key",
        "client",
        "subject",
        "body",
        "channel",
        "priority",
        "state",
        "assignee",
        "cause",
        "work_type",
        "reported_at",
        "first_response_at",
        "repeat_of",
        "outside_scope",
        "events",
        "recurring",
        "premium",
        "rework",
        "notes",
        "touched_at",
    }
)
_EVENT = frozenset(("at", "state"))
_OCCURRENCE = frozenset(("contract", "key", "starts"))
_NOTE = frozenset(("at", "by", "text"))
_IMPORTED = frozenset(("tool", "id", "print"))
_ENTRY = frozenset(
    {
        "key",
        "agent",
        "client",
        "request",
        "work_type",
        "scope",
        "started_at",
        "ended_at",
        "note",
        "late_in",
        "premium",
        "told",
        "imported",
    }
)
_CHARGE = frozenset(("key", "client", "date", "description", "quantity", "unit_price", "contract"))


def _event(document: object, path: str) -> Event:
    fields = Fields(document, path, _EVENT)
    return Event(fields.needed("at", parse_instant), fields.needed("state", as_given))


def _occurrence(document: object, path: str) -> OccurrenceKey:
    fields = Fields(document, path, _OCCURRENCE)
    return OccurrenceKey(
        fields.needed("contract", parse_key),
        fields.needed("key", parse_key),
        fields.needed("starts", parse_day),
    )


def _note(document: object, path: str) -> Note:
    fields = Fields(document, path, _NOTE)
    return Note(
        fields.needed("at", parse_instant),
        fields.optional("by", parse_key),
        fields.needed("text", parse_body),
    )


def _imported(document: object, path: str) -> Imported:
    fields = Fields(document, path, _IMPORTED)
    return Imported(
        fields.needed("tool", parse_key),
        fields.needed("id", parse_line),
        fields.optional("print", parse_key),
    )


def parse_request(document: object, path: str = "request") -> Request:
    """A request and its changes of state in order; a `state`, if given, is that of the last (RULES 10)."""
    fields = Fields(document, path, _REQUEST)
    given = Request(
        key=fields.needed("key", as_given),
        client=fields.needed("client", as_given),
        subject=fields.needed("subject", as_given),
        reported_at=fields.needed("reported_at", parse_instant),
        body=fields.value("body", as_given, ""),
        channel=fields.value("channel", as_given, "email"),
        priority=fields.value("priority", as_given, "normal"),
        assignee=fields.optional("assignee", as_given),
        cause=fields.optional("cause", as_given),
        work_type=fields.optional("work_type", as_given),
        first_response_at=fields.optional("first_response_at", parse_instant),
        repeat_of=fields.optional("repeat_of", as_given),
        outside_scope=fields.value("outside_scope", parse_flag, False),
        events=fields.items("events", _event),
        recurring=fields.optional("recurring", _occurrence),
        premium=fields.optional("premium", as_given),
        rework=fields.value("rework", parse_flag, False),
        notes=fields.items("notes", _note),
        touched_at=fields.optional("touched_at", parse_instant),
    )
    request = checked_request(given, path)
    state = fields.choice("state", STATES, request.state)
    if state != request.state:
        raise InvalidValue(
            fields.at("state"),
            f"'{state}' is not that of its last event; accepted is {request.state} or null",
        )
    return request


def parse_entry(document: object, path: str = "entry") -> Entry:
    """A time entry; without `ended_at` it is running, and it never ends before its start."""
    fields = Fields(document, path, _ENTRY)
    entry = Entry(
        key=fields.needed("key", as_given),
        agent=fields.needed("agent", as_given),
        work_type=fields.needed("work_type", as_given),
        started_at=fields.needed("started_at", parse_instant),
        ended_at=fields.optional("ended_at", parse_instant),
        client=fields.optional("client", as_given),
        request=fields.optional("request", as_given),
        scope=fields.value("scope", as_given, "support"),
        note=fields.value("note", as_given, ""),
        late_in=fields.optional("late_in", parse_month_value),
        premium=fields.optional("premium", as_given),
        told=fields.value("told", parse_flag, False),
        imported=fields.optional("imported", _imported),
    )
    return checked_entry(entry, path)


def parse_charge(document: object, desk: Desk, path: str = "charge") -> Charge:
    """A charge in the desk's currency; a negative price is a credit (RULES 3.6)."""
    fields = Fields(document, path, _CHARGE)
    return Charge(
        key=fields.needed("key", parse_key),
        client=fields.needed("client", parse_key),
        date=fields.needed("date", parse_day),
        description=fields.needed("description", parse_line),
        quantity=fields.needed("quantity", partial(parse_whole, least=1)),
        unit_price=fields.needed("unit_price", partial(parse_money, currency=desk.currency, signed=True)),
        contract=fields.optional("contract", parse_key),
    )
