"""How does a whole book come into an empty database, and the desk out again as a book? (RULES 10)"""

from __future__ import annotations

from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.values import Book
from models.services.core.changes import change
from models.services.month_end.months import close_month
from models.storage import tables as t
from models.storage.writing import (
    agent_columns,
    charge_columns,
    client_columns,
    contract_columns,
    desk_columns,
    entry_columns,
    request_columns,
    tier_columns,
    work_type_columns,
)


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
    t.Desk.insert(id=1, **desk_columns(desk)).execute()
    t.insert_rows(t.Agent, [agent_columns(agent) for agent in book.agents])
    t.insert_rows(t.WorkType, [work_type_columns(work_type, desk) for work_type in book.work_types])
    t.insert_rows(t.Tier, [tier_columns(tier) for tier in book.tiers])
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
    t.insert_rows(t.Entry, (entry_columns(entry) for entry in book.entries))
    t.insert_rows(t.Charge, [charge_columns(charge) for charge in book.charges])
