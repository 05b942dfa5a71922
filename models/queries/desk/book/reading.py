"""What is the whole desk, as a book? (RULES 10)"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from peewee import fn

from models.book.closed.closes import MOST_CHECKS, close_document, parse_check
from models.book.closed.earlier import earlier_document
from models.book.kept import CLOSES, EARLIER, FROZEN, is_of_this_machine
from models.book.sections import parse_client
from models.domain.basics.months import Month
from models.domain.basics.zone import Zone, zone
from models.domain.kept import DaysOff, IssuedStatement, Plan, Review, Talk
from models.domain.month_end.checks import Close
from models.domain.values import Book, Client, Desk, Entry, Request
from models.queries.desk.request_rows import read_requests
from models.storage import tables as t
from models.storage.rows.ledger_texts import document_from
from models.storage.rows.reading import (
    read_agents,
    read_charges,
    read_closed_through,
    read_contracts,
    read_desk,
    read_entries,
    read_tiers,
    read_work_types,
)
from models.storage.rows.whole import whole

_STRETCH = 5_000
"""Ids whose rows are read at once."""


def read_head(*, with_closes: bool = True) -> Book:
    """A book's sections but requests and entries, which may be more than memory holds; raises NotFound.

    `with_closes` False leaves out what the checks said at each close, which may be a line for every entry.
    """
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
        settings=_read_settings(desk, with_closes),
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
        Plan(*row) for row in p.select(p.key, p.name, whole(p.document), p.archived).order_by(p.id).tuples()
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


def _read_settings(desk: Desk, with_closes: bool) -> tuple[tuple[str, object], ...]:
    """The program's settings by name, but those of one machine; with statements that no close makes again."""
    rows = t.Setting.select(t.Setting.name, t.Setting.value).tuples()
    settings = {name: value for name, value in rows if name != FROZEN and not is_of_this_machine(name)}
    earlier = list(_earlier(desk))
    if earlier:
        settings[EARLIER] = earlier
    closes = {str(month): close_document(close) for month, close in (_read_closes() if with_closes else ())}
    if closes:
        settings[CLOSES] = closes
    return tuple(sorted(settings.items()))


def _read_closes() -> Iterator[tuple[Month, Close]]:
    c = t.ClosedMonth
    rows = c.select(c.month, c.closed_at, c.closed_by, c.checks).order_by(c.month).tuples()
    for position, (month, closed_at, closed_by, checks) in enumerate(rows.iterator()):
        # There may be one for every entry of a month, which no dump keeps; only one month's are held at a time.
        known = tuple(map(parse_check, checks)) if len(checks) <= MOST_CHECKS else None
        yield month, Close(closed_at, closed_by, known, position > 0 or _is_issued(month))


def _is_issued(month: Month) -> bool:
    """Was the first closed month closed for itself? Else the next one was, which is open again (RULES 6.4)."""
    s, r = t.Statement, t.MonthRecord
    stated = s.select(s.id).where(s.month == month).exists()
    return stated or not r.select(r.id).where(r.frozen & (r.month == month)).exists()


def _earlier(desk: Desk) -> Iterator[dict[str, Any]]:
    """Replaced versions with their content, and all versions of months that are open again."""
    closed, place, s = read_closed_through(), zone(desk.timezone), t.Statement
    newest: dict[int, int] = dict(s.select(s.number, fn.MAX(s.version)).group_by(s.number).tuples())
    columns = (s.client, s.month, s.version, s.number, s.issued_at, whole(s.document))
    query = s.select(*columns).order_by(s.number, s.version)
    if closed is not None:
        later = s.alias()
        replaced = fn.EXISTS(
            later.select(later.id).where((later.number == s.number) & (later.version > s.version))
        )
        query = query.where((s.month > closed) | replaced)
    for client, month, version, number, issued_at, text in query.tuples():
        is_open = closed is None or month > closed
        if is_open or (version < newest[number] and text is not None):
            issued = IssuedStatement(client, month, version, number, place.date_of(issued_at))
            yield earlier_document(issued, None if text is None else document_from(text, desk.currency))


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
