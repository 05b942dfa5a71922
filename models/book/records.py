"""What may stand in the book's requests, entries and charges? The reader of each (RULES 4, 10).

The law: time runs forward in every record that is returned; what it refers to is checked by `references`.
"""

from __future__ import annotations

from functools import partial

from models.book.reading import Fields, one_of
from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import (
    parse_day,
    parse_flag,
    parse_instant,
    parse_money,
    parse_month_value,
    parse_whole,
)
from models.domain.basics.text import parse_body, parse_key, parse_line, parse_name
from models.domain.basics.zone import to_iso
from models.domain.values import CHANNELS, PRIORITIES, SCOPES, STATES, Charge, Desk, Entry, Event, Request

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
    }
)
_EVENT = frozenset(("at", "state"))
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
    }
)
_CHARGE = frozenset(("key", "client", "date", "description", "quantity", "unit_price"))


def _event(document: object, path: str) -> Event:
    fields = Fields(document, path, _EVENT)
    return Event(fields.needed("at", parse_instant), fields.needed("state", one_of(STATES)))


def _check_request(request: Request, path: str) -> None:
    if request.first_response_at is not None and request.first_response_at < request.reported_at:
        answered, reported = to_iso(request.first_response_at), to_iso(request.reported_at)
        raise InvalidValue(
            f"{path}.first_response_at", f"{answered} lies before the report; accepted is {reported} or later"
        )
    earliest = request.reported_at
    for position, event in enumerate(request.events):
        if event.at < earliest:
            before = "the event before it" if position else "the report"
            raise InvalidValue(
                f"{path}.events[{position}].at",
                f"{to_iso(event.at)} lies before {before}; accepted is {to_iso(earliest)} or later",
            )
        earliest = event.at


def parse_request(document: object, path: str = "request") -> Request:
    """A request and its changes of state in order; a `state`, if given, is that of the last (RULES 10)."""
    fields = Fields(document, path, _REQUEST)
    request = Request(
        key=fields.needed("key", parse_key),
        client=fields.needed("client", parse_key),
        subject=fields.needed("subject", parse_line),
        reported_at=fields.needed("reported_at", parse_instant),
        body=fields.value("body", parse_body, ""),
        channel=fields.choice("channel", CHANNELS, "email"),
        priority=fields.choice("priority", PRIORITIES, "normal"),
        assignee=fields.optional("assignee", parse_key),
        cause=fields.optional("cause", parse_name),
        work_type=fields.optional("work_type", parse_key),
        first_response_at=fields.optional("first_response_at", parse_instant),
        repeat_of=fields.optional("repeat_of", parse_key),
        outside_scope=fields.value("outside_scope", parse_flag, False),
        events=fields.items("events", _event),
    )
    _check_request(request, path)
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
        key=fields.needed("key", parse_key),
        agent=fields.needed("agent", parse_key),
        work_type=fields.needed("work_type", parse_key),
        started_at=fields.needed("started_at", parse_instant),
        ended_at=fields.optional("ended_at", parse_instant),
        client=fields.optional("client", parse_key),
        request=fields.optional("request", parse_key),
        scope=fields.choice("scope", SCOPES, "support"),
        note=fields.value("note", parse_body, ""),
        late_in=fields.optional("late_in", parse_month_value),
    )
    if entry.ended_at is not None and entry.ended_at < entry.started_at:
        ended, started = to_iso(entry.ended_at), to_iso(entry.started_at)
        raise InvalidValue(
            fields.at("ended_at"), f"{ended} lies before the start; accepted is {started} or later"
        )
    return entry


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
    )
