"""What is the whole desk, as a book? (RULES 10)"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from models.book import parse_client
from models.domain.basics.months import parse_date
from models.domain.values import Book, Client, Event, OccurrenceKey, Request
from models.storage import tables as t
from models.storage.compiled import compiled, plain_rows
from models.storage.reading import (
    read_agents,
    read_charges,
    read_contracts,
    read_desk,
    read_entries,
    read_tiers,
    read_work_types,
)


def read_book() -> Book:
    """Everything that a book holds, in the order in which it came in; raises NotFound without a desk."""
    desk = read_desk()
    months = t.ClosedMonth.select(t.ClosedMonth.month).order_by(t.ClosedMonth.month).tuples()
    charges = read_charges("0000", "9999")
    order = {
        key: index
        for index, (key,) in enumerate(t.Charge.select(t.Charge.key).order_by(t.Charge.id).tuples())
    }
    return Book(
        desk,
        read_agents(archived=True),
        tuple(read_work_types(desk).values()),
        tuple(read_tiers().values()),
        read_clients(),
        read_contracts(desk),
        read_requests(),
        tuple(read_entries(order=(t.Entry.id,))),
        tuple(sorted(charges, key=lambda charge: order[charge.key])),
        tuple(month for (month,) in months),
    )


def read_clients() -> tuple[Client, ...]:
    """Every client, in the order of the book."""
    c = t.Client
    rows = c.select(c.key, c.name, c.tier, c.tiers, c.contacts, c.domains, c.since).order_by(c.id).tuples()
    return tuple(
        parse_client(
            {
                "key": key,
                "name": name,
                "tier": tier if tiers is None else tiers,
                "contacts": contacts,
                "domains": domains,
                "since": None if since is None else since.isoformat(),
            }
        )
        for key, name, tier, tiers, contacts, domains, since in rows
    )


REQUEST_COLUMNS = (
    t.Request.key,
    t.Request.client,
    t.Request.subject,
    t.Request.reported_at,
    t.Request.body,
    t.Request.channel,
    t.Request.priority,
    t.Request.assignee,
    t.Request.cause,
    t.Request.work_type,
    t.Request.first_response_at,
    t.Request.repeat_of,
    t.Request.outside_scope,
    t.Request.recurring_contract,
    t.Request.recurring_key,
    t.Request.recurring_starts,
    t.Request.premium,
)
REQUEST_WIDTH = len(REQUEST_COLUMNS)


def request_from(row: Sequence[Any], events: Sequence[Event]) -> Request:
    """The request of a row that begins with REQUEST_COLUMNS; the due day of promised work is not known yet."""
    request = Request(*(*row[:12], bool(row[12]), tuple(events)))
    contract, key, starts, premium = row[13:17]
    if premium is not None:
        request = replace(request, premium=premium)
    if contract is None:
        return request
    return replace(request, recurring=OccurrenceKey(contract, key, parse_date(starts)))


def with_due_days(requests: Sequence[Request]) -> tuple[Request, ...]:
    """The requests, those for promised work with the day it is due (RULES 2.9); without them no statement."""
    if all(request.recurring is None for request in requests):
        return tuple(requests)
    # Loaded here: most desks promise nothing.
    from models.queries.desk.due_days import due_days

    days = due_days({request.recurring for request in requests if request.recurring is not None})
    return tuple(
        request if request.recurring is None else replace(request, due_day=days.get(request.recurring))
        for request in requests
    )


def read_requests(*conditions: Any, order: Sequence[Any] = (t.Request.id,)) -> tuple[Request, ...]:
    """Requests that meet all conditions, with their events; two statements."""
    r, v = t.Request, t.RequestEvent
    query, said = r.select(*REQUEST_COLUMNS), v.select(v.request, v.at, v.state)
    if conditions:
        query = query.where(*conditions)
        said = said.where(v.request.in_(r.select(r.key).where(*conditions)))
    events = events_by_request(plain_rows(said.order_by(v.request, v.at, v.id)))
    found = [request_from(row, events.get(row[0], ())) for row in plain_rows(query.order_by(*order))]
    return with_due_days(found)


def events_by_request(rows: Iterable[Sequence[Any]]) -> dict[str, list[Event]]:
    """The events of each request, from rows of request, instant and state."""
    events: dict[str, list[Event]] = {}
    for request, at, state in rows:
        events.setdefault(request, []).append(Event(at, state))
    return events


def find_request(key: str) -> Request | None:
    """The request of that key with its events, None for a key that is not known; two statements."""
    row = _request.first(key)
    if row is None:
        return None
    (found,) = with_due_days([request_from(row, [Event(at, state) for at, state in _events(key)])])
    return found


@compiled
def _request(key: str) -> Any:
    return t.Request.select(*REQUEST_COLUMNS).where(t.Request.key == key)


@compiled
def _events(key: str) -> Any:
    v = t.RequestEvent
    return v.select(v.at, v.state).where(v.request == key).order_by(v.at, v.id)
