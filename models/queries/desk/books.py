"""What is the whole desk, as a book? (RULES 10)"""

from __future__ import annotations

from models.book import parse_client
from models.domain.values import Book, Client, Event, Request
from models.storage import tables as t
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
        tuple(read_entries("1 = 1", (), "id")),
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
    "key, client, subject, reported_at, body, channel, priority, assignee, cause, work_type,"
    " first_response_at, repeat_of, outside_scope"
)


def read_requests(
    where: str = "1 = 1", parameters: tuple[object, ...] = (), order: str = "id"
) -> tuple[Request, ...]:
    """Requests with their events by a condition in plain SQL over the request table; two statements."""
    events: dict[str, list[Event]] = {}
    rows = t.database.execute_sql(
        f"SELECT request, at, state FROM request_event WHERE request IN (SELECT key FROM request WHERE {where})"
        " ORDER BY request, at, id",
        parameters,
    )
    for request, at, state in rows:
        events.setdefault(request, []).append(Event(at, state))
    sql = f"SELECT {REQUEST_COLUMNS} FROM request WHERE {where} ORDER BY {order}"
    return tuple(
        Request(*(*row[:12], bool(row[12]), tuple(events.get(row[0], ()))))
        for row in t.database.execute_sql(sql, parameters)
    )
