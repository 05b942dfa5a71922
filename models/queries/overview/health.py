"""Is the desk's database in order? What `doctor` finds, check by check, without changing anything.

What was derived of open months equals a replay of everything since the last close, and what was frozen still adds up
by the identities of RULES 3.7.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any

from peewee import DatabaseError

from models.book.contracts import parse_contract
from models.book.parsing import BOOK
from models.book.parsing import read_head as parsed_head
from models.book.reading import Fields
from models.book.references import Checks
from models.book.sections import parse_tier, parse_work_type
from models.book.writing import dump_lines
from models.domain.basics.errors import DeskError
from models.domain.basics.months import Month
from models.domain.ledger.document import LedgerDocument
from models.domain.ledger.draws import replay
from models.domain.ledger.summary import summary_of
from models.queries.desk.book.reading import read_head
from models.queries.ledger.beginnings import first_month
from models.queries.ledger.ledgers import Ledgers
from models.queries.overview.closed_health import broken_seals, differing_work, told, untold
from models.queries.overview.odd_rows import odd_rows
from models.queries.overview.odd_values import odd_words
from models.storage import tables as t
from models.storage.compiled import plain_rows
from models.storage.engine import Finding, Level
from models.storage.expressions import is_json
from models.storage.fields import JsonField, month_of
from models.storage.rows.copying import Step
from models.storage.rows.ledger_texts import Counted, document_and_counted
from models.storage.rows.month_texts import state_text, summary_text
from models.storage.rows.reading import read_desk
from models.storage.rows.whole import frozen_document, whole

_SHOWN = 10


def _finding(name: str, fine: str, odd: str, details: Iterable[str], level: Level = "wrong") -> Finding:
    """A finding with the first of its details and the number of all; of a million no more are held."""
    each = iter(details)
    shown = tuple(islice(each, _SHOWN))
    if not shown:
        return Finding(name, "ok", fine)
    rest = sum(1 for _ in each)
    more = (f"and {rest} more",) if rest else ()
    return Finding(name, level, odd.format(len(shown) + rest), (*shown, *more))


WAY_OUT = "deskhours restore FILE --yes puts back a backup from before"

UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError, DeskError, DatabaseError)
"""What a check meets where a row does not hold what it should."""


def read_findings(now: int, step: Step = untold) -> tuple[Finding, ...]:
    """The checks of what stands in the database, in one reading of it; raises NotFound without a desk.

    A check that cannot be made, as a row is not what it should be, is a finding and not the end of the others.
    `step` hears how far the long ones are.
    """
    if not t.Desk.select(t.Desk.id).exists():
        read_desk()
    with t.database.atomic("DEFERRED"):
        return (
            _made("documents", check_documents),
            _made("records", check_records),
            _made("closed months", partial(check_frozen, step)),
            _made("seals", partial(check_seals, step)),
            _made("closed work", partial(check_closed_work, step)),
            *check_rows(now),
        )


def _made(name: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except UNREADABLE as error:
        return Finding(
            name,
            "wrong",
            f"could not be checked, as a record does not hold what it should; {WAY_OUT}",
            (f"{type(error).__name__}: {error}",),
        )


def check_documents() -> Finding:
    """Does every stored structure hold what it should? Small ones are read as the program reads them."""
    broken: list[str] = []
    for table in t.ALL:
        meta = table._meta
        label, noun = meta.fields.get("key", meta.primary_key), meta.table_name.replace("_", " ")
        for field in (field for field in meta.sorted_fields if isinstance(field, JsonField)):
            rows = table.select(label).where(field.is_null(False), ~is_json(field))
            broken += [f"{noun} {key}: {field.column_name} is no JSON" for (key,) in plain_rows(rows)]
    broken += odd_words()
    if not broken:
        broken += _misread()
    return _finding(
        "documents",
        "every record holds what it should",
        "{} records do not hold what they should; " + WAY_OUT,
        broken,
    )


def _misread() -> Iterator[str]:
    """Records whose structure is JSON, but not what the book's rules accept; then what they name and is not there."""
    try:
        desk = read_desk()
    except UNREADABLE as error:
        yield f"desk: {error}"
        return
    for column in (t.Desk.name, t.Desk.timezone, t.Desk.currency):  # what is asked often stands apart, too
        if t.Desk.select(column).scalar() != getattr(desk, column.name):
            yield f"desk: {column.name} is not what its document says"
    w, c = t.WorkType, t.Client
    rows = w.select(w.key, w.name, whole(w.rates)).order_by(w.id).tuples()
    readers: list[tuple[str, Callable[[], object]]] = [
        (
            f"work type {key}",
            partial(parse_work_type, {"key": key, "name": name, "rates": rates}, desk),
        )
        for key, name, rates in rows
    ]
    for table, parse in ((t.Tier, parse_tier), (t.Contract, partial(parse_contract, desk=desk))):
        document = whole(table.document) if table is t.Contract else table.document
        found = table.select(table.key, document).order_by(table.id).tuples()
        noun = table._meta.table_name
        readers += [(f"{noun} {key}", partial(parse, document)) for key, document in found]
    for key, *lists in c.select(c.key, c.contacts, c.domains).order_by(c.id).tuples():
        for name, value in zip(("contacts", "domains"), lists, strict=True):
            if not isinstance(value, list):
                yield f"client {key}: {name} is no list"
    sound = True
    for name, read in readers:
        try:
            read()
        except UNREADABLE as error:
            sound = False
            yield f"{name}: {error}"
    if sound:
        try:
            head = read_head(with_closes=False)
            Checks(head)
            parsed_head(Fields(json.loads("".join(dump_lines(head, (), ()))), "", BOOK))
        except UNREADABLE as error:
            yield str(error)


def check_records() -> Finding:
    """Do the derived records of open months equal a replay?"""
    m = t.MonthRecord
    stored = plain_rows(m.select(m.client, m.month, m.closing, whole(m.summary)).where(~m.frozen))
    derived = {(client, month): (closing, summary) for client, month, closing, summary in stored}
    differ: list[str] = []
    if derived:
        ledgers = Ledgers()
        for client, month, closing, summary in _replayed(
            ledgers, month_of(max(month for _, month in derived))
        ):
            kept = derived.pop((client, month), None)
            if kept is not None and tuple(map(json.loads, kept)) != (closing, summary):
                differ.append(f"{client} {month}")
        differ += [f"{client} {month} (no month of this client)" for client, month in derived]
    return _finding(
        "records",
        "what was derived of open months equals a replay",
        "{} derived months differ from a replay; --repair derives them anew",
        differ,
    )


def _replayed(ledgers: Ledgers, last: Month) -> Iterator[tuple[str, str, Any, Any]]:
    """Closing and summary of every client's open months to `last`, as JSON would give them back."""
    closed = ledgers.closed_through
    frozen = {} if closed is None else {record.client: record for record in ledgers.records(closed)}
    first = closed.plus(1) if closed is not None else first_month(ledgers, last)
    starts = dict.fromkeys(ledgers.clients, first)
    for client, opening, entries, charges in ledgers.material(ledgers.clients, starts, last, frozen):
        terms = ledgers.terms(client, last)
        for ledger in replay(terms, client, entries, charges, ledgers.zone, first, last, opening):
            texts = state_text(ledger.closing_state), summary_text(summary_of(ledger, terms))
            yield client, str(ledger.month), *map(json.loads, texts)


def check_frozen(step: Step = untold) -> Finding:
    """Do the closed months still add up, each by itself and each with the next?"""
    return _finding(
        "closed months",
        "every closed month adds up",
        "{} sums of closed months do not add up; " + WAY_OUT,
        _broken_sums(step),
    )


def _broken_sums(step: Step) -> Iterator[str]:
    m = t.MonthRecord
    count = m.select().where(m.frozen).count()
    rows = plain_rows(
        m.select(m.client, m.month, frozen_document(m)).where(m.frozen).order_by(m.client, m.month)
    )
    currency = read_desk().currency
    before: tuple[str, str, int] | None = None
    for client, month, text in told(rows, "closed months", count, step):
        document, units = document_and_counted(text, currency)
        for reason in broken_identities(document, units):
            yield f"{client} {month}: {reason}"
        opening = document.sums.opening
        follows = before is not None and before[0] == client and str(month_of(before[1]).plus(1)) == month
        if before is not None and follows and before[2] != opening:
            yield f"{client} {month}: opens with {opening} min, the month before closed with {before[2]}"
        before = (client, month, document.sums.closing)


def check_seals(step: Step = untold) -> Finding:
    """Are the closed months and their statements what they were when they were closed and issued?"""
    return _finding(
        "seals",
        "closed months and statements are as they were closed and issued",
        "{} things are not as they were closed or issued; " + WAY_OUT,
        dict.fromkeys(broken_seals(step)),
    )


def check_closed_work(step: Step = untold) -> Finding:
    """Do the entries and charges of closed months still make what was closed?"""
    ledgers = Ledgers()
    closed = ledgers.closed_through
    details = () if closed is None else differing_work(ledgers, first_month(ledgers, closed), step)
    return _finding(
        "closed work",
        "a replay of the closed months gives the work that was closed",
        "{} times or charges of closed months are not what was closed; " + WAY_OUT,
        details,
    )


def broken_identities(document: LedgerDocument, units: Iterable[Counted]) -> Iterator[str]:
    """What does not add up in a ledger of RULES 10.1: opening + granted - ... = closing, the parts = counted."""
    sums = document.sums
    if not sums.balance_holds:
        yield "opening and flows do not make the closing"
    for name in ("granted", "drawn", "lapsed", "forfeited", "reversed"):
        if sum(grant.flow(name) for grant in document.grants if grant.unit == "minutes") != sums.of(name):
            yield f"the grants do not add up to {name}"
    if not sums.split_holds:
        yield "the parts of the month do not make what is counted"
    for entries, counted, parts in units:
        if parts != counted:
            yield f"the parts of the unit of {', '.join(entries)} do not make what is counted"


def check_rows(now: int) -> Iterator[Finding]:
    """Rows that contradict each other, and rows that a person should look at."""
    for name, level, odd, query in odd_rows(now):
        yield _finding(name, "none odd", odd, (key for (key,) in plain_rows(query)), level)
