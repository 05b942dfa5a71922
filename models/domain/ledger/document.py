"""What is a month's ledger to a reader? The document of RULES 10.1 that screens, commands and statements show.

A month is frozen as this document when it is closed: whatever is computed later, it says what was closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.domain.basics.months import Month
from models.domain.ledger.balances import Identity
from models.domain.ledger.results import BillLine, Draw, GrantLine, MonthLedger, Slice, UnitResult
from models.domain.ledger.sums import NO_SUMS, SPLIT, MonthSums, sums_of


@dataclass(frozen=True, slots=True)
class DrawLine:
    """What a unit took from a grant, in minutes, also for a session."""

    contract: str
    allowance: int | None
    valid_from: date
    amount: int

    @property
    def identity(self) -> Identity:
        """The grant's identity: contract, position of the allowance, first day."""
        return self.contract, self.allowance, self.valid_from


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit of work with its draws and the split of its counted minutes; `rate` in minor units an hour."""

    entries: tuple[str, ...]
    request: str | None
    work_type: str
    scope: str
    work_date: date
    spent_seconds: int
    accounted: int
    rate: int | None
    contract: str | None
    """The contract that governs it."""
    late: bool
    draws: tuple[DrawLine, ...] = ()
    covered: int = 0
    unlimited: int = 0
    by_sessions: int = 0
    overage: int = 0
    on_demand: int = 0
    additional: int = 0
    counted: int = 0
    """Accounted minutes by their weights (RULES 3.9)."""
    slices: tuple[Slice, ...] = ()

    @property
    def included(self) -> int:
        """Minutes drawn from minutes, from sessions or under an unlimited contract."""
        return self.covered + self.unlimited + self.by_sessions

    @property
    def billed(self) -> int:
        """Minutes that nothing covered."""
        return self.overage + self.on_demand + self.additional

    def part(self, name: str) -> int:
        """The minutes of that name: accounted, counted, or one of SPLIT."""
        number: int = getattr(self, name)
        return number


@dataclass(frozen=True, slots=True)
class LedgerDocument:
    """A client's month as it is read; `total` in minor units of `currency`."""

    client: str
    month: Month
    closed: bool
    currency: str
    sums: MonthSums = NO_SUMS
    grants: tuple[GrantLine, ...] = ()
    lines: tuple[BillLine, ...] = ()
    total: int = 0
    units: tuple[UnitLine, ...] = ()


def ledger_document(
    ledger: MonthLedger, currency: str, *, closed: bool, with_units: bool = True
) -> LedgerDocument:
    """The document of a computed month; `with_units` False leaves out what only a page of work needs."""
    return LedgerDocument(
        client=ledger.client,
        month=ledger.month,
        closed=closed,
        currency=currency,
        sums=sums_of(ledger),
        grants=ledger.grants,
        lines=ledger.lines,
        total=ledger.total,
        units=tuple(map(_unit_line, ledger.units)) if with_units else (),
    )


def _unit_line(result: UnitResult) -> UnitLine:
    unit = result.unit
    return UnitLine(
        entries=unit.entries,
        request=unit.request,
        work_type=unit.work_type,
        scope=unit.scope,
        work_date=unit.work_date,
        spent_seconds=unit.spent_seconds,
        accounted=unit.accounted,
        rate=unit.rate,
        contract=unit.contract,
        late=unit.late,
        draws=tuple(map(_draw_line, result.draws)),
        **{part: getattr(result, part) for part in SPLIT},
        counted=unit.counted,
        slices=unit.slices,
    )


def _draw_line(draw: Draw) -> DrawLine:
    return DrawLine(draw.contract, draw.allowance, draw.valid_from, draw.amount)
