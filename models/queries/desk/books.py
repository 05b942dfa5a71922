"""What is the whole desk, as a book? (RULES 10)"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from peewee import fn

from models.book import parse_client
from models.book.kept import EARLIER, earlier_document, is_of_this_machine
from models.domain.basics.months import parse_date
from models.domain.basics.zone import Zone, zone
from models.domain.kept import DaysOff, IssuedStatement, Plan, Review, Talk
from models.domain.values import Book, Client, Desk, Entry, Event, Note, OccurrenceKey, Request
from models.storage import tables as t
from models.storage.compiled import compiled, plain_rows
from models.storage.ledger_texts import document_from
from models.storage.reading import (
    read_agents,
    read_charges,
    read_closed_through,
    read_contracts,
    read_desk,
    read_entries,
    read_tiers,
    read_work_types,
)

_STRETCH = 5_000
"""Ids whose rows are read at once."""


def read_book() -> Book:
    """Everything that a book holds, in the order in which it came in; raises NotFound without a desk."""
    return replace(read_head(), requests=tuple(each_request()), entries=tuple(each_entry()))


def read_head() -> Book:
    """A book's sections but requests and entries, which may be more than memory holds; raises NotFound."""
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
        charges=tuple(sorted(charges, key=lambda charge: order[charge.key])),
        closed_months=tuple(month for (month,) in months),
        plans=read_plans(),
        absences=_read_absences(),
        statements=read_issued(zone(desk.timezone)),
        reviews=_read_reviews(),
        opportunities=_read_talks(),
        settings=_read_settings(desk),
    )


def each_request() -> Iterator[Request]:
    """Every request, in the order of the book, some at a time."""
    for these in _stretches(t.Request):
        yield from read_requests(these)


def each_entry() -> Iterator[Entry]:
    """Every entry, in the order of the book, some at a time."""
    for these in _stretches(t.Entry):
        yield from read_entries(these, order=(t.Entry.id,))


def _stretches(table: type[t.Table]) -> Iterator[Any]:
    """Conditions that together meet every row of a table, in the order of its ids."""
    last = table.select(fn.MAX(table.id)).scalar() or 0
    for first in range(1, last + 1, _STRETCH):
        yield table.id.between(first, first + _STRETCH - 1)


def read_plans() -> tuple[Plan, ...]:
    """Every plan of the catalogue, those no longer sold too."""
    p = t.Plan
    return tuple(
        Plan(*row) for row in p.select(p.key, p.name, p.document, p.archived).order_by(p.id).tuples()
    )


def _read_absences() -> tuple[DaysOff, ...]:
    a = t.Absence
    return tuple(
        DaysOff(*row) for row in a.select(a.agent, a.first, a.last, a.reason).order_by(a.id).tuples()
    )


def _read_reviews() -> tuple[Review, ...]:
    r = t.Review
    rows = r.select(r.client, r.month, r.reviewed_at, r.reviewed_by).order_by(r.id).tuples()
    return tuple(Review(*row) for row in rows)


def _read_talks() -> tuple[Talk, ...]:
    o = t.Opportunity
    rows = o.select(o.client, o.kind, o.since, o.result, o.next_on).order_by(o.id).tuples()
    return tuple(Talk(*row) for row in rows)


def read_issued(place: Zone) -> tuple[IssuedStatement, ...]:
    """What was issued for months that are closed, by number and version; days are those of the zone."""
    closed = read_closed_through()
    if closed is None:
        return ()
    s = t.Statement
    query = s.select(s.client, s.month, s.version, s.number, s.issued_at).where(s.month <= closed)
    rows = query.order_by(s.number, s.version).tuples()
    return tuple(
        IssuedStatement(client, month, version, number, place.date_of(issued_at))
        for client, month, version, number, issued_at in rows
    )


def _read_settings(desk: Desk) -> tuple[tuple[str, object], ...]:
    """The program's settings by name, but those of one machine; with statements that no close makes again."""
    rows = t.Setting.select(t.Setting.name, t.Setting.value).tuples()
    settings = {name: value for name, value in rows if not is_of_this_machine(name)}
    earlier = list(_earlier(desk))
    if earlier:
        settings[EARLIER] = earlier
    return tuple(sorted(settings.items()))


def _earlier(desk: Desk) -> Iterator[dict[str, Any]]:
    """Replaced versions with their content, and all versions of months that are open again."""
    closed, place, s = read_closed_through(), zone(desk.timezone), t.Statement
    newest: dict[int, int] = dict(s.select(s.number, fn.MAX(s.version)).group_by(s.number).tuples())
    rows = (
        s.select(s.client, s.month, s.version, s.number, s.issued_at, s.document)
        .where(s.document.is_null(False))
        .order_by(s.number, s.version)
        .tuples()
    )
    for client, month, version, number, issued_at, text in rows:
        if closed is None or month > closed or version < newest[number]:
            issued = IssuedStatement(client, month, version, number, place.date_of(issued_at))
            yield earlier_document(issued, document_from(text, desk.currency))


def read_clients() -> tuple[Client, ...]:
    """Every client, in the order of the book."""
    c = t.Client
    names = ("key", "name", "tier", "contacts", "domains", "since", "language", "notes", "archived")
    rows = c.select(*(getattr(c, name) for name in names), c.tiers, c.paper).order_by(c.id).tuples()
    return tuple(_client(dict(zip(names, row[:-2], strict=True)), *row[-2:]) for row in rows)


def _client(document: dict[str, Any], tiers: object, paper: dict[str, Any] | None) -> Client:
    since = document["since"]
    return parse_client(
        document
        | (paper or {})
        | {
            "tier": document["tier"] if tiers is None else tiers,
            "since": None if since is None else since.isoformat(),
        }
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
    t.Request.rework,
    t.Request.touched_at,
)
REQUEST_WIDTH = len(REQUEST_COLUMNS)


def request_from(row: Sequence[Any], events: Sequence[Event]) -> Request:
    """The request of a row that begins with REQUEST_COLUMNS, without notes.

    The due day of promised work is not known yet.
    """
    contract, key, starts, premium, rework, touched_at = row[13:19]
    recurring = None if contract is None else OccurrenceKey(contract, key, parse_date(starts))
    said = (bool(row[12]), tuple(events), recurring, None, premium, bool(rework), (), touched_at)
    return Request(*(*row[:12], *said))  # made once: a replaced field costs as much as the request


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
    """Requests that meet all conditions, with their events and notes; three statements."""
    r, v, n = t.Request, t.RequestEvent, t.RequestNote
    query, said = r.select(*REQUEST_COLUMNS), v.select(v.request, v.at, v.state)
    noted = n.select(n.request, n.at, n.agent, n.text)
    if conditions:
        these = r.select(r.key).where(*conditions)
        query = query.where(*conditions)
        said, noted = said.where(v.request.in_(these)), noted.where(n.request.in_(these))
    events = events_by_request(plain_rows(said.order_by(v.request, v.at, v.id)))
    notes: dict[str, list[Note]] = {}
    for request, *note in plain_rows(noted.order_by(n.request, n.at, n.id)):
        notes.setdefault(request, []).append(Note(*note))
    found = [
        replace(request_from(row, events.get(row[0], ())), notes=tuple(notes.get(row[0], ())))
        for row in plain_rows(query.order_by(*order))
    ]
    return with_due_days(found)


def events_by_request(rows: Iterable[Sequence[Any]]) -> dict[str, list[Event]]:
    """The events of each request, from rows of request, instant and state."""
    events: dict[str, list[Event]] = {}
    for request, at, state in rows:
        events.setdefault(request, []).append(Event(at, state))
    return events


def find_request(key: str) -> Request | None:
    """The request of that key with events and notes, None for a key that is not known; three statements."""
    row = _request.first(key)
    if row is None:
        return None
    events = [Event(at, state) for at, state in _events(key)]
    notes = tuple(Note(*note) for note in _notes(key))
    (found,) = with_due_days([replace(request_from(row, events), notes=notes)])
    return found


@compiled
def _request(key: str) -> Any:
    return t.Request.select(*REQUEST_COLUMNS).where(t.Request.key == key)


@compiled
def _events(key: str) -> Any:
    v = t.RequestEvent
    return v.select(v.at, v.state).where(v.request == key).order_by(v.at, v.id)


@compiled
def _notes(key: str) -> Any:
    n = t.RequestNote
    return n.select(n.at, n.agent, n.text).where(n.request == key).order_by(n.at, n.id)
