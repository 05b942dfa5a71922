"""Is what was closed still what it was? Seals compared, statements counted, closed months replayed (RULES 6.2, 6.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.domain.basics.months import Month
from models.domain.ledger.document import LedgerDocument, UnitLine, ledger_document
from models.domain.ledger.draws import replay
from models.domain.ledger.results import BillLine
from models.queries.ledger.ledgers import Ledgers
from models.queries.month_end.seals import frozen_digests, statement_digests, text_digest
from models.storage import tables as t
from models.storage.compiled import compiled, plain_rows
from models.storage.fields import month_of
from models.storage.rows.ledger_texts import document_from
from models.storage.rows.whole import frozen_document, whole


def broken_seals() -> Iterator[str]:
    """What differs from the seals: months, records and statements that are missing, changed or too many."""
    m, r = t.ClosedMonth, t.MonthRecord
    before: Month | None = None
    for month, seal in list(m.select(m.month, m.seal).order_by(m.month).tuples()):
        expected = before
        if seal is not None and seal["after"] is not None:
            expected = month_of(seal["after"])
        if expected is not None and (expected != before or expected.plus(1) != month):
            yield f"{expected if expected != before else expected.plus(1)}: is missing among the closed months"
        if seal is not None:
            yield from _records(seal["records"], frozen_digests(expected, month))
            yield from _statements(month, seal["statements"])
        before = month
    after = r.month > ("" if before is None else before)
    frozen = r.select(r.month).where(r.frozen & after).distinct().order_by(r.month).tuples()
    yield from (f"{month}: is frozen, but missing among the closed months" for (month,) in list(frozen))


def _records(sealed: dict[str, dict[str, str]], found: dict[str, dict[str, str]]) -> Iterator[str]:
    for month in sorted(sealed.keys() | found.keys()):
        then, now = sealed.get(month, {}), found.get(month, {})
        for client in sorted(then.keys() | now.keys()):
            if client not in now:
                yield f"{client} {month}: the frozen month is missing"
            elif client not in then:
                yield f"{client} {month}: was not part of the close"
            elif then[client] != now[client]:
                yield f"{client} {month}: was changed after the close"


def _statements(month: Month, sealed: dict[str, str]) -> Iterator[str]:
    found = statement_digests(month)
    for number, digest in sealed.items():
        if number not in found:
            yield f"statement {number} of {month}: is missing"
        elif not found[number].startswith(digest):
            yield f"statement {number} of {month}: was changed after it was issued"


def changed_statements() -> Iterator[str]:
    """Statements whose content is not what was issued; those of earlier versions, too."""
    s = t.Statement
    rows = s.select(s.number, s.client, s.month, s.digest, whole(s.document)).order_by(s.number)
    for number, client, month, digest, document in plain_rows(rows):
        if digest is not None and digest != text_digest(document):
            yield f"statement {number} of {client} {month}: was changed after it was issued"


def differing_replays(ledgers: Ledgers, first: Month) -> Iterator[str]:
    """Closed months whose work or charges are not those that entries and charges make today.

    Draws and lapses are not compared: a later renewal may lawfully have given an old grant another end (RULES 6.2).
    """
    closed = ledgers.closed_through
    if closed is None or first > closed:
        return
    starts = dict.fromkeys(ledgers.clients, first)
    for client, opening, entries, charges in ledgers.material(ledgers.clients, starts, closed, {}):
        terms = ledgers.terms(client, closed)
        frozen: dict[str, str] = dict(_frozen_of(client))
        for ledger in replay(terms, client, entries, charges, ledgers.zone, first, closed, opening):
            currency = ledgers.desk.currency
            now = ledger_document(ledger, currency, closed=True)
            text = frozen.get(str(ledger.month))
            nothing = LedgerDocument(client, ledger.month, True, currency)
            then = nothing if text is None else document_from(text, currency)
            yield from _differences(f"{client} {ledger.month}", then, now)


@compiled
def _frozen_of(client: str) -> Any:
    r = t.MonthRecord
    return r.select(r.month, frozen_document(r)).where((r.client == client) & r.frozen)


def _differences(name: str, then: LedgerDocument, now: LedgerDocument) -> Iterator[str]:
    old, new = dict(map(_work, then.units)), dict(map(_work, now.units))
    for entries in dict.fromkeys((*old, *new)):
        if old.get(entries) != new.get(entries):
            was, is_now = _spent(old.get(entries)), _spent(new.get(entries))
            yield f"{name}: {', '.join(entries)}: {is_now} where {was} was closed"
    if sorted(_charges(then.lines)) != sorted(_charges(now.lines)):
        yield f"{name}: its charges are not those that were closed"


@dataclass(frozen=True, slots=True)
class _Work:
    """What entries alone make of a unit, whatever it drew from."""

    spent_seconds: int
    request: str | None
    work_type: str
    scope: str
    work_date: date
    late: bool


def _work(unit: UnitLine) -> tuple[tuple[str, ...], _Work]:
    work = _Work(unit.spent_seconds, unit.request, unit.work_type, unit.scope, unit.work_date, unit.late)
    return unit.entries, work


def _spent(work: _Work | None) -> str:
    if work is None:
        return "nothing"
    seconds = work.spent_seconds
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d} of {work.scope} work on {work.work_date}"


def _charges(lines: Iterable[BillLine]) -> Iterator[tuple[str, int]]:
    return ((line.charge or "", line.amount) for line in lines if line.kind == "charge")
