"""How does a whole book come into an empty database, and the desk out again as a book? (RULES 10)"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from peewee import IntegrityError

from models.book.closed.closes import closes_of
from models.book.closed.earlier import earlier_statements
from models.book.closed.frozen import frozen_months
from models.book.kept import CLOSES, EARLIER, FROZEN
from models.book.streaming import BookFile, book_in_memory
from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.basics.months import month_within_horizon
from models.domain.basics.text import shown
from models.domain.basics.zone import BEFORE_ALL, zone
from models.domain.values import Book, Entry, Request
from models.queries.ledger.ledgers import Ledgers
from models.queries.month_end.seals import text_digest
from models.services.core.changes import Beginning
from models.services.core.settings import set_setting
from models.services.month_end.months import close_loaded
from models.storage import tables as t
from models.storage.rows.ledger_texts import document_text
from models.storage.rows.whole import insert_row, insert_rows
from models.storage.rows.writing import (
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

T = TypeVar("T")
_BATCH = 2_000
"""Rows that are made and written at once; fewer than SQLite takes as parameters of one statement."""


def unwatched(what: str, of: int, done: int) -> None:
    """Nobody watches how far a load is."""


def load_book(
    book: Book | BookFile,
    now: int,
    who: str = "load",
    step: Callable[[str, int, int], None] = unwatched,
) -> None:
    """Write a book that was read and checked; all or nothing. Raises DeskError when there is a desk already.

    Its closed months are closed in order at the end; one that cannot be is refused at `closed_months[i]`. A desk that
    was loaded is a beginning: nothing of it can be undone. `step` hears what is being done and how far it is.
    """
    source = book if isinstance(book, BookFile) else book_in_memory(book)
    head = source.head
    with t.database.atomic():
        if t.Desk.select().exists():
            raise DeskError("load: this database has a desk already; accepted is one without")
        _check_not_far(head, now)
        _insert_head(head)
        _insert_requests(source.requests(), partial(step, "requests", source.request_count))
        _insert_entries(source.entries(), partial(step, "entries", source.entry_count))
        work, ledgers, said = Beginning(now, who), Ledgers(), closes_of(head.settings)
        frozen = frozen_months(head.settings, head.desk.currency)
        if frozen:
            set_setting(FROZEN, [[client, str(month)] for client, month in sorted(frozen)])
        for index, month in enumerate(head.closed_months):
            step("closed months", len(head.closed_months), index)
            try:
                close_loaded(work, ledgers, month, said.get(month), frozen)
            except DeskError as error:
                raise InvalidValue(f"closed_months[{index}]", str(error)) from error
        title = f"Loaded the desk {head.desk.name}"
        t.Change.insert(at=now, who=who, title=title, undone_at=now).execute()


def _check_not_far(head: Book, now: int) -> None:
    """A month beyond the horizon is not closed, since with it would be every month before it."""
    today = zone(head.desk.timezone).date_of(max(now, BEFORE_ALL))
    for index, month in enumerate(head.closed_months):
        month_within_horizon(month, today, f"closed_months[{index}]")


def _insert_head(book: Book) -> None:
    """Everything but requests and entries."""
    desk = book.desk
    insert_row(t.Desk, {"id": 1, **desk_columns(desk)})
    insert_rows(t.Agent, map(agent_columns, book.agents))
    insert_rows(t.WorkType, (work_type_columns(work_type, desk) for work_type in book.work_types))
    insert_rows(t.Tier, map(tier_columns, book.tiers))
    insert_rows(t.Client, map(client_columns, book.clients))
    insert_rows(t.Plan, map(plan_columns, book.plans))
    # A successor may stand before the contract that it renews: references are set when all are there.
    insert_rows(t.Contract, (contract_columns(each, desk) | {"renews": None} for each in book.contracts))
    for contract in book.contracts:
        if contract.renews is not None:
            t.Contract.update(renews=contract.renews).where(t.Contract.key == contract.key).execute()
    insert_rows(t.Charge, map(charge_columns, book.charges))
    insert_rows(t.Absence, map(absence_columns, book.absences))
    insert_rows(t.Review, map(review_columns, book.reviews))
    insert_rows(t.Opportunity, map(opportunity_columns, book.opportunities))
    insert_rows(t.Statement, _statements(book))
    for name, value in book.settings:
        if name not in (CLOSES, EARLIER, FROZEN):
            set_setting(name, value)


def _insert_requests(requests: Iterable[Request], step: Callable[[int], None]) -> None:
    repeats: dict[str, str] = {}
    done = 0
    for batch in _batches(requests):
        # A repeat may stand before the request that it repeats.
        insert_rows(t.Request, (request_columns(request) | {"repeat_of": None} for request in batch))
        insert_rows(t.RequestEvent, _events(batch))
        insert_rows(t.RequestNote, _notes(batch))
        repeats |= {request.key: request.repeat_of for request in batch if request.repeat_of is not None}
        done += len(batch)
        step(done)
    for key, repeated in repeats.items():
        t.Request.update(repeat_of=repeated).where(t.Request.key == key).execute()


def _insert_entries(entries: Iterable[Entry], step: Callable[[int], None]) -> None:
    done = 0
    for batch in _batches(entries):
        try:
            with t.database.atomic():
                insert_rows(t.Entry, map(entry_columns, batch))
        except IntegrityError as error:
            _refuse_repeat(batch, done)
            raise InvalidValue("entries", f"cannot be kept ({error})") from error
        done += len(batch)
        step(done)


def _refuse_repeat(batch: Sequence[Entry], before: int) -> None:
    """Refuse the first entry of the batch whose key was used; `before` is how many came earlier."""
    keys = [entry.key for entry in batch]
    seen = {key for (key,) in t.Entry.select(t.Entry.key).where(t.Entry.key.in_(keys)).tuples()}
    for position, key in enumerate(keys, before):
        if key in seen:
            raise InvalidValue(
                f"entries[{position}].key", f"{shown(key)} is used already; accepted is a key that is free"
            )
        seen.add(key)


def _batches(rows: Iterable[T]) -> Iterator[list[T]]:
    rows = iter(rows)
    while batch := list(islice(rows, _BATCH)):
        yield batch


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
    texts = {
        (issued.number, issued.version): document_text(content) for issued, content in earlier if content
    }
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
