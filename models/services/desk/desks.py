"""How does a whole book come into an empty database, and the desk out again as a book? (RULES 10)"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from models.book.kept import EARLIER, earlier_statements
from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.basics.zone import zone
from models.domain.values import Book, Request
from models.queries.month_end.seals import text_digest
from models.services.core.changes import change
from models.services.core.settings import set_setting
from models.services.month_end.months import close_loaded
from models.storage import tables as t
from models.storage.ledger_texts import document_text
from models.storage.writing import (
    absence_columns,
    agent_columns,
    charge_columns,
    client_columns,
    contract_columns,
    desk_columns,
    entry_columns,
    opportunity_columns,
    plan_columns,
    request_columns,
    review_columns,
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
                close_loaded(month, now, who)
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
    t.insert_rows(t.Agent, map(agent_columns, book.agents))
    t.insert_rows(t.WorkType, (work_type_columns(work_type, desk) for work_type in book.work_types))
    t.insert_rows(t.Tier, map(tier_columns, book.tiers))
    t.insert_rows(t.Client, map(client_columns, book.clients))
    t.insert_rows(t.Plan, map(plan_columns, book.plans))
    # A successor may stand before the contract that it renews: references are set when all are there.
    t.insert_rows(t.Contract, (contract_columns(each, desk) | {"renews": None} for each in book.contracts))
    for contract in book.contracts:
        if contract.renews is not None:
            t.Contract.update(renews=contract.renews).where(t.Contract.key == contract.key).execute()
    t.insert_rows(t.Request, (request_columns(request) | {"repeat_of": None} for request in book.requests))
    for request in book.requests:
        if request.repeat_of is not None:
            t.Request.update(repeat_of=request.repeat_of).where(t.Request.key == request.key).execute()
    t.insert_rows(t.RequestEvent, _events(book.requests))
    t.insert_rows(t.RequestNote, _notes(book.requests))
    t.insert_rows(t.Entry, map(entry_columns, book.entries))
    t.insert_rows(t.Charge, map(charge_columns, book.charges))
    t.insert_rows(t.Absence, map(absence_columns, book.absences))
    t.insert_rows(t.Review, map(review_columns, book.reviews))
    t.insert_rows(t.Opportunity, map(opportunity_columns, book.opportunities))
    t.insert_rows(t.Statement, _statements(book))
    for name, value in book.settings:
        if name != EARLIER:
            set_setting(name, value)


def _events(requests: Iterable[Request]) -> Iterator[dict[str, Any]]:
    for request in requests:
        for event in request.events:
            yield {"request": request.key, "at": event.at, "state": event.state}


def _notes(requests: Iterable[Request]) -> Iterator[dict[str, Any]]:
    for request in requests:
        for note in request.notes:
            yield {"request": request.key, "at": note.at, "agent": note.by, "text": note.text}


def _statements(book: Book) -> Iterator[dict[str, Any]]:
    """What was issued; the content of the newest version comes with the close of its month."""
    place = zone(book.desk.timezone)
    earlier = earlier_statements(book.settings, book.desk.currency)
    texts = {(issued.number, issued.version): document_text(content) for issued, content in earlier}
    listed = {(issued.number, issued.version): issued for issued in book.statements}
    listed |= {(issued.number, issued.version): issued for issued, _ in earlier}
    for key in sorted(listed):
        issued, text = listed[key], texts.get(key)
        yield {
            "number": issued.number,
            "client": issued.client,
            "month": issued.month,
            "version": issued.version,
            "issued_at": place.starts(issued.issued_on),
            "document": text,
            "digest": None if text is None else text_digest(text),
        }
