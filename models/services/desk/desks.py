"""Setting up: load a whole book into an empty database, or dump the desk as a book (RULES 10)."""

from __future__ import annotations

from typing import Any

from models.book import (
    client_document,
    contract_document,
    desk_document,
    tier_document,
    work_type_document,
)
from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.requests.clocks import resolved_at
from models.domain.values import Agent, Book, Client, Contract, Desk, Request
from models.services.core.changes import change
from models.services.month_end.months import close_month
from models.services.time.entries import columns
from models.storage import tables as t

_LAST = 1 << 60


def load_book(book: Book, now: int, who: str = "load") -> None:
    """Write a book that was read and checked; all or nothing. Raises DeskError when there is a desk already.

    Its closed months are closed in order at the end; one that cannot be is refused at `closed_months[i]`.
    """
    with t.database.atomic():
        if t.Desk.select().exists():
            raise DeskError("load: this database has a desk already; accepted is one without")
        _insert_all(book)
        for index, month in enumerate(book.closed_months):
            try:
                close_month(month, now, who)
            except DeskError as error:
                raise InvalidValue(f"closed_months[{index}]", str(error)) from error
        # A loaded desk is a beginning: there is nothing before it to go back to.
        t.Change.delete().execute()
        with change(now, who, f"Loaded the desk {book.desk.name}") as work:
            work.rows = 1
            t.Change.update(undone_at=now).where(t.Change.id == work.id).execute()


def _insert_all(book: Book) -> None:
    desk = book.desk
    t.Desk.insert(
        id=1,
        name=desk.name,
        timezone=desk.timezone,
        currency=desk.currency,
        document=desk_document(desk),
    ).execute()
    t.insert_rows(t.Agent, [agent_columns(agent) for agent in book.agents])
    t.insert_rows(
        t.WorkType,
        [
            {"key": w.key, "name": w.name, "rates": work_type_document(w, desk)["rates"]}
            for w in book.work_types
        ],
    )
    t.insert_rows(t.Tier, [{"key": x.key, "name": x.name, "document": tier_document(x)} for x in book.tiers])
    t.insert_rows(t.Client, [client_columns(client) for client in book.clients])
    # A successor may stand before the contract that it renews: references are set when all are there.
    rows = [contract_columns(contract, desk) | {"renews": None} for contract in book.contracts]
    t.insert_rows(t.Contract, rows)
    for contract in book.contracts:
        if contract.renews is not None:
            t.Contract.update(renews=contract.renews).where(t.Contract.key == contract.key).execute()
    t.insert_rows(t.Request, [request_columns(request) | {"repeat_of": None} for request in book.requests])
    for request in book.requests:
        if request.repeat_of is not None:
            t.Request.update(repeat_of=request.repeat_of).where(t.Request.key == request.key).execute()
    events = [
        {"request": request.key, "at": event.at, "state": event.state}
        for request in book.requests
        for event in request.events
    ]
    t.insert_rows(t.RequestEvent, events)
    t.insert_rows(t.Entry, (columns(entry) for entry in book.entries))
    t.insert_rows(
        t.Charge,
        [
            {
                "key": c.key,
                "client": c.client,
                "date": c.date,
                "description": c.description,
                "quantity": c.quantity,
                "unit_price": c.unit_price,
            }
            for c in book.charges
        ],
    )


def agent_columns(agent: Agent) -> dict[str, Any]:
    """An agent as columns."""
    return {"key": agent.key, "name": agent.name, "weekly_minutes": agent.weekly_minutes}


def client_columns(client: Client) -> dict[str, Any]:
    """A client as columns."""
    document = client_document(client)
    return {
        "key": client.key,
        "name": client.name,
        "tier": client.tier,
        "contacts": document["contacts"],
        "domains": document["domains"],
        "since": client.since,
    }


def contract_columns(contract: Contract, desk: Desk) -> dict[str, Any]:
    """A contract as columns; `ends` is the end of the term, also where months make it."""
    return {
        "key": contract.key,
        "client": contract.client,
        "kind": contract.kind,
        "name": contract.name,
        "starts": contract.starts,
        "ends": contract.term_end,
        "cancelled": contract.cancelled,
        "renews": contract.renews,
        "document": contract_document(contract, desk),
    }


def request_columns(request: Request) -> dict[str, Any]:
    """A request as columns, with what its events make of it."""
    moments = [request.reported_at, *(event.at for event in request.events)]
    return {
        "key": request.key,
        "client": request.client,
        "subject": request.subject,
        "body": request.body,
        "channel": request.channel,
        "priority": request.priority,
        "state": request.state,
        "assignee": request.assignee,
        "cause": request.cause,
        "work_type": request.work_type,
        "reported_at": request.reported_at,
        "first_response_at": request.first_response_at,
        "resolved_at": resolved_at(request, _LAST),
        "repeat_of": request.repeat_of,
        "outside_scope": request.outside_scope,
        "touched_at": max(moments),
    }
