"""How does a ledger document become a statement? The texts behind its keys are looked up, no number is made.

The numbers of a closed month never move; a text may, as it is that of today.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from models.domain.basics.months import Month
from models.domain.basics.text import clean
from models.domain.basics.zone import Zone
from models.domain.ledger.document import LedgerDocument, UnitLine
from models.domain.ledger.pieces import Piece, pieces_of
from models.domain.ledger.results import BillLine, GrantLine
from models.domain.ledger.sums import FLOWS
from models.domain.planning.promised_work import Kept
from models.domain.values import Charge, Entry
from models.exporters.statements.changes import Change, changes_between
from models.exporters.statements.statement import (
    Header,
    Statement,
    StatementChange,
    StatementGrant,
    StatementLine,
    TaxLine,
    TimeLine,
    WindowLine,
    WorkLine,
)
from models.exporters.statements.words import client_cause


@dataclass(frozen=True, slots=True)
class Subject:
    """What a request is called and what caused it."""

    subject: str
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    """The texts behind the keys of a ledger document; what is missing here is called by its key."""

    zone: Zone
    agents: Mapping[str, str] = field(default_factory=dict)
    work_types: Mapping[str, str] = field(default_factory=dict)
    contracts: Mapping[str, str] = field(default_factory=dict)
    requests: Mapping[str, Subject] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    charges: Mapping[str, Charge] = field(default_factory=dict)


def build_statement(
    document: LedgerDocument,
    header: Header,
    sources: Sources,
    *,
    tax: TaxLine | None = None,
    before: LedgerDocument | None = None,
    promised: Kept | None = None,
) -> Statement:
    """The statement of a ledger document with its units; `before` is the version that it takes the place of."""
    work = _work(document.units, sources, header) if header.annex != "none" else ()
    times = (row for unit in document.units for row in _times(unit, sources))
    return Statement(
        header=header,
        sums=document.sums,
        grants=tuple(_grant(row, sources) for row in document.grants),
        lines=tuple(_line(row, sources) for row in document.lines),
        total=document.total,
        work=work,
        timesheet=tuple(times) if header.annex == "full" else (),
        tax=tax,
        windows=_windows(document.units),
        worked=bool(document.units),
        promised=promised,
        changes=() if before is None else _changes(changes_between(before, document), sources),
    )


def _changes(changes: Sequence[Change], sources: Sources) -> tuple[StatementChange, ...]:
    return tuple(
        StatementChange(
            change,
            subject=_subject(change, sources),
            work_type_name=_name(sources.work_types, change.work_type),
            contract_name=_name(sources.contracts, change.contract),
        )
        for change in changes
    )


def _subject(change: Change, sources: Sources) -> str:
    if change.charge is not None:
        charge = sources.charges.get(change.charge)
        return clean(charge.description) if charge is not None else change.charge
    known = sources.requests.get(change.name) if change.kind == "work" else None
    return clean(known.subject) if known is not None else ""


def _name(names: Mapping[str, str], key: str | None) -> str:
    return "" if key is None else clean(names.get(key) or key)


def _grant(row: GrantLine, sources: Sources) -> StatementGrant:
    return StatementGrant(
        contract=row.contract,
        contract_name=_name(sources.contracts, row.contract),
        unit=row.unit,
        valid_from=row.valid_from,
        expires_on=row.expires_on,
        **{flow: row.flow(flow) for flow in FLOWS},
    )


def _line(row: BillLine, sources: Sources) -> StatementLine:
    charge = sources.charges.get(row.charge) if row.charge is not None else None
    return StatementLine(
        kind=row.kind,
        contract=row.contract,
        contract_name=_name(sources.contracts, row.contract),
        work_type=row.work_type,
        work_type_name=_name(sources.work_types, row.work_type),
        minutes=row.minutes,
        rate=row.rate,
        amount=row.amount,
        late=row.late,
        charge=row.charge,
        description=clean(charge.description) if charge is not None else row.charge or "",
        quantity=charge.quantity if charge is not None else None,
        unit_price=charge.unit_price if charge is not None else None,
        day=charge.date if charge is not None else None,
    )


def _windows(units: Sequence[UnitLine]) -> tuple[WindowLine, ...]:
    """What lies in each window, by name and weight; the hours of weight 1 only beside others, and none alone."""
    found: dict[tuple[str, Decimal], tuple[int, int]] = {}
    for unit in units:
        for part in unit.slices:
            key = clean(part.name or ""), part.weight
            seconds, accounted = found.get(key, (0, 0))
            found[key] = seconds + part.seconds, accounted + part.accounted
    rows = (WindowLine(*key, *sums) for key, sums in found.items() if key[0] or key[1] != 1)
    return tuple(sorted(rows, key=lambda row: (row.weight, row.name)))


def _work(units: Sequence[UnitLine], sources: Sources, header: Header) -> tuple[WorkLine, ...]:
    """One line a request, in the order in which they were first worked on; late work apart."""
    groups: dict[tuple[bool, str, str], list[UnitLine]] = {}
    for unit in units:
        key = (unit.late, unit.request or "", "" if unit.request else unit.work_type)
        groups.setdefault(key, []).append(unit)
    lines = [_work_line(group, sources, header) for group in groups.values()]
    return tuple(sorted(lines, key=lambda line: (not line.late, line.first, line.request or "")))


def _work_line(units: Sequence[UnitLine], sources: Sources, header: Header) -> WorkLine:
    request = units[0].request
    known = sources.requests.get(request) if request is not None else None
    days = [unit.work_date for unit in units]
    types = dict.fromkeys(_name(sources.work_types, unit.work_type) for unit in units)

    return WorkLine(
        request=request,
        subject=clean(known.subject) if known is not None else "",
        cause=client_cause(clean(known.cause), header.language) if known and header.causes else "",
        work_type_name=", ".join(types),
        first=min(days),
        last=max(days),
        spent_seconds=sum(unit.spent_seconds for unit in units),
        accounted=sum(unit.accounted for unit in units),
        covered=sum(unit.included for unit in units),
        billed=sum(unit.billed for unit in units),
        courtesy_seconds=sum(unit.spent_seconds for unit in units if unit.scope == "courtesy"),
        late=units[0].late,
        counted=sum(unit.counted for unit in units),
    )


def _times(unit: UnitLine, sources: Sources) -> list[TimeLine]:
    """The pieces of a unit; a unit whose entries are gone (an older version) still shows its time."""
    zone = sources.zone
    pieces = _pieces(unit, sources)
    work_type = _name(sources.work_types, unit.work_type)
    if not pieces:
        return [
            TimeLine(
                day=unit.work_date,
                started="",
                ended="",
                agent="",
                request=unit.request,
                work_type_name=work_type,
                scope=unit.scope,
                note="",
                spent_seconds=unit.spent_seconds,
                accounted=unit.accounted,
                late=unit.late,
                counted=unit.counted,
            )
        ]
    return [
        TimeLine(
            day=piece.work_date,
            started=f"{zone.local(piece.started_at):%H:%M}",
            ended=f"{zone.local(piece.started_at + piece.seconds):%H:%M}",
            agent=_name(sources.agents, piece.entry.agent),
            request=unit.request,
            work_type_name=work_type,
            scope=unit.scope,
            note=clean(piece.entry.note).strip(),
            spent_seconds=piece.seconds,
            accounted=None if number else unit.accounted,
            late=unit.late,
            counted=None if number else unit.counted,
        )
        for number, piece in enumerate(pieces)
    ]


def _pieces(unit: UnitLine, sources: Sources) -> list[Piece]:
    """The unit's pieces: those of its day, or of its month where it is a request's month; none if they are others."""
    known = [sources.entries[key] for key in unit.entries if key in sources.entries]
    found = [piece for entry in known for piece in pieces_of(entry, sources.zone)]
    day, month = unit.work_date, Month.of(unit.work_date)
    for pieces in (
        [piece for piece in found if piece.work_date == day],
        [piece for piece in found if Month.of(piece.work_date) == month],
    ):
        if pieces and sum(piece.seconds for piece in pieces) == unit.spent_seconds:
            return pieces
    return []
