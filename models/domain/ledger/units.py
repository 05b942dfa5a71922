"""How does clock time become accounted and counted minutes? Pieces are gathered, rounded, weighed (RULES 3.2, 3.9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from models.domain.basics.money import round_half_up
from models.domain.basics.months import Month
from models.domain.contracts.terms import ClientTerms
from models.domain.ledger.bands import cuts_of, least_minutes, weighed
from models.domain.ledger.pieces import Piece, pieces_of
from models.domain.ledger.results import Slice, Unit
from models.domain.values import Contract, Entry, Rounding


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

    With `request_month` a request's pieces of a month and one governing contract are one unit: 45 + 45 + 5 minutes
    with an increment of 60 are 120.

    `late` pieces are to be given apart: they form units among themselves (RULES 6.3). Internal pieces are left out.
    """
    return sorted(
        (_unit(group, terms, late) for group in unit_groups(pieces, terms)), key=lambda unit: unit.order
    )


def unit_groups(pieces: Iterable[Piece], terms: ClientTerms) -> list[list[Piece]]:
    """The pieces that are rounded together, each group in time order (RULES 3.2)."""
    groups: dict[tuple[object, ...], list[Piece]] = {}
    for piece in pieces:
        if piece.entry.scope != "internal":
            groups.setdefault(_unit_key(piece, terms), []).append(piece)
    for group in groups.values():
        if len(group) > 1:
            group.sort(key=lambda piece: (piece.started_at, piece.entry.key))
    return list(groups.values())


def _unit_key(piece: Piece, terms: ClientTerms) -> tuple[object, ...]:
    """What the pieces of one unit have in common, by the rounding that governs them (RULES 3.2)."""
    entry, day = piece.entry, piece.work_date
    if entry.request is None:
        return entry.key, day
    contract = terms.governing(day, entry.work_type)
    per = terms.rounding(contract).per
    if per == "entry":
        return entry.key, day
    if per == "request_day":
        return entry.request, entry.work_type, entry.scope, day
    governing = None if contract is None else contract.key
    return entry.request, entry.work_type, entry.scope, Month.of(day), governing


def _unit(pieces: list[Piece], terms: ClientTerms, late: bool) -> Unit:
    first = pieces[0]
    entry, day = first.entry, first.work_date
    contract = terms.governing(day, entry.work_type)
    courtesy = entry.scope == "courtesy"
    if len(pieces) == 1:
        spent, carried = first.seconds, first.carried
        entries: tuple[str, ...] = (entry.key,)
    else:
        spent, carried = sum(piece.seconds for piece in pieces), all(piece.carried for piece in pieces)
        # Over midnight an entry has two pieces in the unit of a month, and is named once.
        entries = tuple(dict.fromkeys(piece.entry.key for piece in pieces))
    if terms.is_weighed:
        minutes = minutes_of(pieces, terms, contract)
        accounted, counted, slices = minutes.accounted, minutes.counted, minutes.slices
    else:
        # Most desks weigh nothing: what is accounted counts.
        rounding = terms.rounding(contract)
        accounted = 0 if courtesy else accounted_minutes(spent, rounding, with_minimum=not carried)
        counted, slices = accounted, ()
    return Unit(
        entries=entries,
        request=entry.request,
        work_type=entry.work_type,
        scope=entry.scope,
        work_date=day,
        started_at=first.started_at,
        spent_seconds=spent,
        accounted=accounted,
        counted=counted,
        rate=None if courtesy else terms.rate(contract, entry.work_type, day),
        contract=None if contract is None else contract.key,
        late=late,
        slices=slices,
    )


@dataclass(frozen=True, slots=True)
class Minutes:
    """What a unit's clock time comes to, and by which rule (RULES 3.2, 3.9)."""

    rounding: Rounding
    """The governing one, its minimum that of a band where work touches one with a greater minimum."""
    carried: bool
    """It came over midnight, and the call has paid its minimum on the day before."""
    accounted: int
    counted: int
    slices: tuple[Slice, ...]


def minutes_of(pieces: Sequence[Piece], terms: ClientTerms, contract: Contract | None) -> Minutes:
    """Accounted and counted minutes of a unit's pieces under the contract that governs them (RULES 3.2, 3.9).

    Tuesday 21:50 to 22:10 with minimums of 60 before 22:00 (weight 1.5) and 90 after (2): accounted 90, counted 158.
    """
    rounding, carried = terms.rounding(contract), all(piece.carried for piece in pieces)
    weighing = terms.weighing(contract, pieces[0].work_date)
    cuts = [] if weighing is None else cuts_of(pieces, weighing, terms.zone)
    least = least_minutes(cuts)
    if least > rounding.minimum:
        rounding = replace(rounding, minimum=least)
    accounted = 0
    if pieces[0].entry.scope != "courtesy":
        spent = sum(piece.seconds for piece in pieces)
        accounted = accounted_minutes(spent, rounding, with_minimum=not carried)
    return Minutes(rounding, carried, accounted, *weighed(cuts, accounted))


def weighed_seconds(call: Entry, terms: ClientTerms) -> int:
    """Clock seconds of a finished call by their weights, before any rounding (RULES 3.9, 8).

    Half an hour in the day and half an hour in an evening of 1.5: 4,500.
    """
    total = Fraction(0)
    for piece in pieces_of(call, terms.zone):
        contract = terms.governing(piece.work_date, call.work_type)
        weighing = terms.weighing(contract, piece.work_date)
        if weighing is None:
            total += piece.seconds
        else:
            total += sum(cut.seconds * Fraction(cut.weight) for cut in cuts_of([piece], weighing, terms.zone))
    return round_half_up(total)
