"""What does a client get to read about a month? One frozen statement, the source of every form (RULES 6.5).

The numbers are those of the ledger document (RULES 10.1), frozen or of the open month; no form computes a number of
its own. Texts are looked up when the statement is read and cleaned; numbers of a closed month never move.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from models.domain.basics.months import Month
from models.domain.basics.text import clean
from models.domain.basics.zone import Zone
from models.domain.ledger.document import LedgerDocument, UnitLine
from models.domain.ledger.pieces import pieces_of
from models.domain.ledger.results import BillLine, GrantLine
from models.domain.ledger.sums import FLOWS, MonthSums
from models.domain.values import Charge, Entry
from models.exporters.statements.words import client_cause

Status = Literal["draft", "final"]


@dataclass(frozen=True, slots=True)
class Header:
    """Who writes to whom about which month; a number only once the month is closed and one was issued."""

    desk_name: str
    client: str
    client_name: str
    month: Month
    currency: str
    status: Status
    desk_address: tuple[str, ...] = ()
    contact: str = ""
    number: int | None = None
    version: int | None = None
    issued_on: date | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class StatementGrant:
    """A grant in the month: minutes, or a number of sessions."""

    contract: str
    contract_name: str
    unit: str
    valid_from: date
    expires_on: date | None
    opening: int
    granted: int
    drawn: int
    lapsed: int
    forfeited: int
    reversed: int
    closing: int


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A line of the total; money in minor units; `description` to `day` are for charges only."""

    kind: str
    contract: str | None
    contract_name: str
    work_type: str | None
    work_type_name: str
    minutes: int | None
    rate: int | None
    amount: int
    late: bool
    charge: str | None = None
    description: str = ""
    quantity: int | None = None
    unit_price: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class WorkLine:
    """What was done on one request (or without one, by work type), with its cause."""

    request: str | None
    subject: str
    cause: str
    work_type_name: str
    first: date
    last: date
    spent_seconds: int
    accounted: int
    covered: int
    billed: int
    courtesy_seconds: int
    late: bool


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A row of the timesheet: a piece of an entry; `accounted` stands at the first piece of its unit."""

    day: date
    started: str
    ended: str
    agent: str
    request: str | None
    work_type_name: str
    scope: str
    note: str
    spent_seconds: int
    accounted: int | None
    late: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """A client's month, ready for every form; `total` in minor units."""

    header: Header
    sums: MonthSums
    grants: tuple[StatementGrant, ...]
    lines: tuple[StatementLine, ...]
    total: int
    work: tuple[WorkLine, ...]
    timesheet: tuple[TimeLine, ...]

    @property
    def over(self) -> int:
        """Accounted minutes that no contract covered and that are billed."""
        return self.sums.overage + self.sums.on_demand + self.sums.additional

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell at all."""
        return not (self.grants or self.lines or self.timesheet)


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


def build_statement(document: LedgerDocument, header: Header, sources: Sources) -> Statement:
    """The statement of a ledger document with its units (RULES 6.5)."""
    return Statement(
        header=header,
        sums=document.sums,
        grants=tuple(_grant(row, sources) for row in document.grants),
        lines=tuple(_line(row, sources) for row in document.lines),
        total=document.total,
        work=_work(document.units, sources, header.language),
        timesheet=tuple(row for unit in document.units for row in _times(unit, sources)),
    )


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


def _work(units: Sequence[UnitLine], sources: Sources, language: str) -> tuple[WorkLine, ...]:
    """One line a request, in the order in which they were first worked on; late work apart."""
    groups: dict[tuple[bool, str, str], list[UnitLine]] = {}
    for unit in units:
        key = (unit.late, unit.request or "", "" if unit.request else unit.work_type)
        groups.setdefault(key, []).append(unit)
    lines = [_work_line(group, sources, language) for group in groups.values()]
    return tuple(sorted(lines, key=lambda line: (not line.late, line.first, line.request or "")))


def _work_line(units: Sequence[UnitLine], sources: Sources, language: str) -> WorkLine:
    request = units[0].request
    known = sources.requests.get(request) if request is not None else None
    days = [unit.work_date for unit in units]
    types = dict.fromkeys(_name(sources.work_types, unit.work_type) for unit in units)

    return WorkLine(
        request=request,
        subject=clean(known.subject) if known is not None else "",
        cause=client_cause(clean(known.cause), language) if known is not None else "",
        work_type_name=", ".join(types),
        first=min(days),
        last=max(days),
        spent_seconds=sum(unit.spent_seconds for unit in units),
        accounted=sum(unit.accounted for unit in units),
        covered=sum(unit.included for unit in units),
        billed=sum(unit.billed for unit in units),
        courtesy_seconds=sum(unit.spent_seconds for unit in units if unit.scope == "courtesy"),
        late=units[0].late,
    )


def _times(unit: UnitLine, sources: Sources) -> list[TimeLine]:
    """The pieces of a unit; a unit whose entries are gone (an older version) still shows its time."""
    day, zone = unit.work_date, sources.zone
    known = [sources.entries[key] for key in unit.entries if key in sources.entries]
    pieces = [piece for entry in known for piece in pieces_of(entry, zone) if piece.work_date == day]
    whole = sum(piece.seconds for piece in pieces) == unit.spent_seconds
    work_type, accounted = _name(sources.work_types, unit.work_type), unit.accounted
    late, scope, request = unit.late, unit.scope, unit.request
    if not pieces or not whole:
        return [TimeLine(day, "", "", "", request, work_type, scope, "", unit.spent_seconds, accounted, late)]
    return [
        TimeLine(
            day=day,
            started=f"{zone.local(piece.started_at):%H:%M}",
            ended=f"{zone.local(piece.started_at + piece.seconds):%H:%M}",
            agent=_name(sources.agents, piece.entry.agent),
            request=request,
            work_type_name=work_type,
            scope=scope,
            note=clean(piece.entry.note).strip(),
            spent_seconds=piece.seconds,
            accounted=None if number else accounted,
            late=late,
        )
        for number, piece in enumerate(pieces)
    ]
