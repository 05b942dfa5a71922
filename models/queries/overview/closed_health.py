"""Is what was closed still what it was? Seals compared, statements counted, closed months replayed (RULES 6.2, 6.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from models.domain.basics.months import Month
from models.domain.basics.zone import Zone
from models.domain.contracts.terms import ClientTerms
from models.domain.ledger.draws import shown_in
from models.domain.ledger.pieces import Piece, pieces_of
from models.domain.ledger.units import unit_groups
from models.domain.values import Entry
from models.queries.ledger.ledgers import Ledgers
from models.queries.month_end.seals import StatementDigest, frozen_digests, read_statement_digests
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.fields import month_of
from models.storage.rows.copying import Step
from models.storage.rows.ledger_texts import Work, Works, works_and_charges
from models.storage.rows.whole import frozen_document

T = TypeVar("T")


def untold(what: str, of: int, done: int) -> None:
    """The `step` of a caller that shows no progress."""


def told(things: Iterable[T], what: str, of: int, step: Step) -> Iterator[T]:
    """The same things; `step` hears after each that it is done."""
    for done, thing in enumerate(things, 1):
        yield thing
        step(what, of, done)


def broken_seals(step: Step = untold) -> Iterator[str]:
    """What differs from the seals: months, records and statements that are missing, changed or too many.

    Each statement is read once, for the seal and for the digest that it carries itself.
    """
    m, r, s = t.ClosedMonth, t.MonthRecord, t.Statement
    before: Month | None = None
    months: set[Month] = set()
    closed = list(m.select(m.month, m.seal).order_by(m.month).tuples())
    for month, seal in told(closed, "seals", len(closed), step):
        expected = before
        if seal is not None and seal["after"] is not None:
            expected = month_of(seal["after"])
        if expected is not None and (expected != before or expected.plus(1) != month):
            yield f"{expected if expected != before else expected.plus(1)}: is missing among the closed months"
        if seal is not None:
            yield from _records(seal["records"], frozen_digests(expected, month))
        yield from _statements(month, {} if seal is None else seal["statements"])
        months.add(month)
        before = month
    after = r.month > ("" if before is None else before)
    frozen = r.select(r.month).where(r.frozen & after).distinct().order_by(r.month).tuples()
    yield from (f"{month}: is frozen, but missing among the closed months" for (month,) in list(frozen))
    issued = s.select(s.month).distinct().order_by(s.month).tuples()
    for (month,) in list(issued):
        if month not in months:
            yield from _statements(month, {})


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
    """Statements of a month that are not as the seal, or as they themselves say; those of earlier versions, too."""
    found: dict[str, StatementDigest] = {}
    for each in read_statement_digests(month):
        found[each.name] = each
        if each.said is not None and each.said != each.digest:
            yield f"statement {each.number} of {each.client} {month}: was changed after it was issued"
    for name, digest in sealed.items():
        if name not in found:
            yield f"statement {name} of {month}: is missing"
        elif fault := found[name].fault(digest):
            yield f"statement {name} of {month}: {fault}"


def differing_work(ledgers: Ledgers, first: Month, step: Step = untold) -> Iterator[str]:
    """Closed months whose work or charges are not those that entries and charges make today.

    Draws and lapses are not compared: a later renewal may lawfully have given an old grant another end (RULES 6.2).
    So nothing is drawn here, and no line is made but those of charges.
    """
    closed = ledgers.closed_through
    if closed is None or first > closed:
        return
    starts = dict.fromkeys(ledgers.clients, first)
    material = ledgers.material(ledgers.clients, starts, closed, {})
    for client, _, entries, charges in told(material, "closed work, by client", len(ledgers.clients), step):
        now = _works_of(entries, ledgers.terms(client, closed), ledgers.zone)
        billed: dict[str, list[tuple[str, int]]] = {}
        for charge in charges:
            line = charge.key, charge.quantity * charge.unit_price
            billed.setdefault(str(Month.of(charge.date)), []).append(line)
        then = {month: works_and_charges(text) for month, text in _frozen_of(client)}
        for month in (str(first.plus(step)) for step in range(first.until(closed) + 1)):
            old, charged = then.get(month, ({}, []))
            name = f"{client} {month}"
            yield from _differences(name, old, now.get(month, {}))
            if sorted(charged) != sorted(billed.get(month, ())):
                yield f"{name}: its charges are not those that were closed"


@compiled
def _frozen_of(client: str) -> Any:
    r = t.MonthRecord
    return r.select(r.month, frozen_document(r)).where((r.client == client) & r.frozen)


def _works_of(entries: Iterable[Entry], terms: ClientTerms, zone: Zone) -> dict[str, Works]:
    """The work of each month; late work makes units by itself (RULES 6.3)."""
    pieces: dict[tuple[str, bool], list[Piece]] = {}
    for entry in entries:
        for piece in pieces_of(entry, zone):
            if entry.late_in is None:
                pieces.setdefault((piece.work_date.isoformat()[:7], False), []).append(piece)
            else:
                month, late = shown_in(piece)
                pieces.setdefault((str(month), late), []).append(piece)
    found: dict[str, Works] = {}
    for (text, late), some in pieces.items():
        works = found.setdefault(text, {})
        for group in unit_groups(some, terms):
            first = group[0]
            entry, day = first.entry, first.work_date.isoformat()
            names: tuple[str, ...] = (entry.key,)
            seconds = first.seconds
            if len(group) > 1:
                names = tuple(dict.fromkeys(piece.entry.key for piece in group))
                seconds = sum(piece.seconds for piece in group)
            works[names] = seconds, entry.request, entry.work_type, entry.scope, day, late
    return found


def _differences(name: str, old: Works, new: Works) -> Iterator[str]:
    if old == new:
        return
    for entries in dict.fromkeys((*old, *new)):
        if old.get(entries) != new.get(entries):
            was, is_now = _spent(old.get(entries)), _spent(new.get(entries))
            yield f"{name}: {', '.join(entries)}: {is_now} where {was} was closed"


def _spent(work: Work | None) -> str:
    if work is None:
        return "nothing"
    seconds, _, _, scope, day, _ = work
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d} of {scope} work on {day}"
