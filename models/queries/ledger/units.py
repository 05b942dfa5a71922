"""What did the work on requests come to? Units of the months' ledgers that belong to a request (RULES 3.2).

A closed month answers what was frozen. Late work is shown in a later month (RULES 6.3), so whoever asks for the work
of some days must read the months of `late_months` too.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.domain.basics.months import Month, months_between
from models.domain.ledger.document import UnitLine
from models.domain.ledger.draws import shown_in
from models.domain.ledger.pieces import Piece, pieces_of
from models.domain.ledger.results import Unit
from models.domain.ledger.units import units_of
from models.queries.ledger.ledgers import Ledgers
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.rows.ledger_texts import add_request_minutes
from models.storage.rows.whole import frozen_minutes


@dataclass(frozen=True, slots=True)
class WorkUnit:
    """One accounting unit on a request; minutes, `spent_seconds` apart."""

    client: str
    request: str
    entries: tuple[str, ...]
    work_type: str
    scope: str
    work_date: date
    spent_seconds: int
    accounted: int
    counted: int
    """Accounted minutes by their weights (RULES 3.9)."""
    covered: int
    """Drawn from minutes, sessions or an unlimited contract."""
    overage: int
    on_demand: int
    additional: int
    rate: int | None
    """Minor units an hour."""
    contract: str | None
    late: bool
    month: Month
    """The month whose ledger shows it."""


def work_units(ledgers: Ledgers, months: Iterable[Month], clients: Sequence[str]) -> Iterator[WorkUnit]:
    """The units with a request that the ledgers of these clients show in these months, month by month."""
    for month in months:
        for client, document in ledgers.documents(clients, month).items():
            for unit in document.units:
                if unit.request is not None:
                    yield _unit(client, month, unit, unit.request)


def accounted_minutes_on(
    ledgers: Ledgers, first: date, last: date, clients: Sequence[str], requests: Container[str] | None = None
) -> dict[str, int]:
    """Accounted minutes of the days from `first` to `last` on each of `requests`, late work included (RULES 3.2).

    Without `requests` on any that was worked on.

    Closed months answer what was frozen. Of open ones the units are made and nothing is drawn: what is accounted
    depends on no grant, and years of it cost seconds.
    """
    months = months_of_work(first, last)
    closed = [month for month in months if ledgers.is_closed(month)]
    found: dict[str, int] = {}

    wanted, days = set(clients), (first.isoformat(), last.isoformat())
    for month in closed:
        for client, text in _frozen.each(month):
            if client in wanted:
                add_request_minutes(text, *days, requests, found)
    for unit in _open_units(ledgers, [month for month in months if month not in closed], clients, requests):
        if unit.request is not None and first <= unit.work_date <= last:
            found[unit.request] = found.get(unit.request, 0) + unit.accounted
    return found


@compiled
def _frozen(month: Month) -> Any:
    """Each client's ledger of a closed month."""
    r = t.MonthRecord
    return r.select(r.client, frozen_minutes(r)).where((r.month == month) & r.frozen)


def _open_units(
    ledgers: Ledgers, months: Sequence[Month], clients: Sequence[str], requests: Container[str] | None
) -> Iterator[Unit]:
    """The units on these requests that the ledgers of open months show."""
    if not months:
        return
    wanted, begin, end = set(months), min(months), max(months)
    for client, _, entries, _ in ledgers.material(clients, dict.fromkeys(clients, begin), end, {}):
        groups: dict[Month | None, list[Piece]] = {}
        for entry in entries:
            if entry.request is None or (requests is not None and entry.request not in requests):
                continue
            for piece in pieces_of(entry, ledgers.zone, end.last_day):
                month, late = shown_in(piece)
                if month in wanted:
                    # Late pieces form units among themselves, month by month; the others by their days alone.
                    groups.setdefault(month if late else None, []).append(piece)
        terms = ledgers.terms(client, end, begin)
        for shown, pieces in groups.items():
            yield from units_of(pieces, terms, late=shown is not None)


def _unit(client: str, month: Month, unit: UnitLine, request: str) -> WorkUnit:
    return WorkUnit(
        client=client,
        request=request,
        entries=unit.entries,
        work_type=unit.work_type,
        scope=unit.scope,
        work_date=unit.work_date,
        spent_seconds=unit.spent_seconds,
        accounted=unit.accounted,
        counted=unit.counted,
        covered=unit.included,
        overage=unit.overage,
        on_demand=unit.on_demand,
        additional=unit.additional,
        rate=unit.rate,
        contract=unit.contract,
        late=unit.late,
        month=month,
    )


def months_of_work(first: date, last: date) -> tuple[Month, ...]:
    """The months whose ledgers can show work of the days from `first` to `last`, late work included."""
    if last < first:
        return ()
    begins, ends = Month.of(first), Month.of(last)
    return (*months_between(begins, ends), *late_months(ends))


def late_months(after: Month) -> tuple[Month, ...]:
    """Months after one in which late work is shown, in order."""
    late = t.Entry.late_in
    rows = t.Entry.select(late).where(late > after).distinct().order_by(late).tuples()
    return tuple(month for (month,) in rows)
