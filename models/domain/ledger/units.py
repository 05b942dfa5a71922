"""How does clock time become accounted minutes? Entries are cut at midnight, gathered, rounded (RULES 3.1, 3.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from models.domain.basics.zone import Zone
from models.domain.contracts.terms import ClientTerms
from models.domain.ledger.results import Unit
from models.domain.values import Entry, Rounding

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of an entry that lies on one date of the desk; `carried` when it began before midnight."""

    entry: Entry
    work_date: date
    started_at: int
    seconds: int
    carried: bool


def pieces_of(entry: Entry, zone: Zone) -> tuple[Piece, ...]:
    """Cut a finished entry at the desk's midnights; a timer that runs has no pieces (RULES 3.1).

    31 Jan 23:30 to 1 Feb 00:45 gives 30 minutes on 31 Jan and 45 on 1 Feb.
    """
    if entry.ended_at is None:
        return ()
    start, end = entry.started_at, entry.ended_at
    day = zone.date_of(start)
    midnight = zone.starts(day + _ONE_DAY)
    if end <= midnight:
        return (Piece(entry, day, start, end - start, False),)
    pieces = [Piece(entry, day, start, midnight - start, False)]
    while midnight < end:
        day += _ONE_DAY
        start, midnight = midnight, zone.starts(day + _ONE_DAY)
        # A date that a zone left out (Apia, 30 Dec 2011) has no time to work in, and no piece.
        if midnight > start:
            pieces.append(Piece(entry, day, start, min(end, midnight) - start, True))
    return tuple(pieces)


def accounted_minutes(spent_seconds: int, rounding: Rounding, *, with_minimum: bool = True) -> int:
    """Whole minutes after minimum, then increment; zero stays zero (RULES 3.2).

    47 minutes with an increment of 15 are 60; 12 minutes with a minimum of 30 are 30.
    """
    if spent_seconds <= 0:
        return 0
    floor = rounding.minimum * 60 if with_minimum else 0
    step = rounding.increment * 60
    return -(-max(floor, spent_seconds) // step) * rounding.increment


def units_of(pieces: Iterable[Piece], terms: ClientTerms, *, late: bool = False) -> list[Unit]:
    """Gather one client's pieces into units, rounded by the governing contract, in the order of RULES 3.3.

    `late` pieces are to be given apart: they form units among themselves (RULES 6.3). Internal pieces are left out.
    """
    groups: dict[tuple[object, ...], list[Piece]] = {}
    for piece in pieces:
        entry = piece.entry
        if entry.scope == "internal":
            continue
        rounding = terms.rounding(terms.governing(piece.work_date, entry.work_type))
        if entry.request is None or rounding.per == "entry":
            key: tuple[object, ...] = (entry.key, piece.work_date)
        else:
            key = (entry.request, entry.work_type, entry.scope, piece.work_date)
        groups.setdefault(key, []).append(piece)
    return sorted((_unit(group, terms, late) for group in groups.values()), key=lambda unit: unit.order)


def _unit(pieces: list[Piece], terms: ClientTerms, late: bool) -> Unit:
    if len(pieces) > 1:
        pieces.sort(key=lambda piece: (piece.started_at, piece.entry.key))
    first = pieces[0]
    entry, day = first.entry, first.work_date
    contract = terms.governing(day, entry.work_type)
    spent = sum(piece.seconds for piece in pieces)
    courtesy = entry.scope == "courtesy"
    # One call pays the minimum once: what only came over midnight has paid it on the day before.
    with_minimum = not all(piece.carried for piece in pieces)
    accounted = (
        0 if courtesy else accounted_minutes(spent, terms.rounding(contract), with_minimum=with_minimum)
    )
    return Unit(
        entries=tuple(piece.entry.key for piece in pieces),
        request=entry.request,
        work_type=entry.work_type,
        scope=entry.scope,
        work_date=day,
        started_at=first.started_at,
        spent_seconds=spent,
        accounted=accounted,
        rate=None if courtesy else terms.rate(contract, entry.work_type, day),
        contract=None if contract is None else contract.key,
        late=late,
    )
