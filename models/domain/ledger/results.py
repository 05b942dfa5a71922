"""What does a client's month consist of? The values that the ledger is computed into (RULES 3.7).

Minutes, or a number of sessions where the unit says so; money in minor units.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from models.domain.basics.months import Month
from models.domain.ledger.balances import Identity, State
from models.domain.values import Scope


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of a unit in one band, neighbours of the same name and weight joined (RULES 3.9)."""

    name: str | None
    weight: Decimal
    seconds: int
    accounted: int
    """Its share of the unit's accounted minutes."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is rounded once: a piece, or one request's pieces of a day or a month (RULES 3.2)."""

    entries: tuple[str, ...]
    request: str | None
    work_type: str
    scope: Scope
    work_date: date
    started_at: int
    spent_seconds: int
    accounted: int
    counted: int
    """Accounted minutes by their weights; without weights the same (RULES 3.9)."""
    rate: int | None
    contract: str | None
    late: bool
    slices: tuple[Slice, ...] = ()
    """In time order; none where every weight is 1."""

    @property
    def order(self) -> tuple[date, int, str]:
        """The order in which units draw (RULES 3.3)."""
        return self.work_date, self.started_at, min(self.entries)


@dataclass(frozen=True, slots=True)
class Draw:
    """What one unit took from one grant; `amount` in minutes, also for a session (RULES 10.1)."""

    contract: str
    allowance: int | None
    valid_from: date
    amount: int
    kind: str
    """"unlimited", "sessions" or "minutes"."""
    reversed: int = 0
    """How much of it came from what had been lost: minutes, or 1 for a session."""


@dataclass(frozen=True, slots=True)
class UnitResult:
    """A unit with its draws and the split of its counted minutes (RULES 3.5, 3.7)."""

    unit: Unit
    draws: tuple[Draw, ...] = ()
    covered: int = 0
    unlimited: int = 0
    by_sessions: int = 0
    overage: int = 0
    on_demand: int = 0
    additional: int = 0


@dataclass(frozen=True, slots=True)
class GrantLine:
    """One grant in one month; minutes, or a number of sessions (RULES 3.7)."""

    contract: str
    allowance: int | None
    unit: str
    """"minutes" or "sessions"."""
    valid_from: date
    expires_on: date | None
    opening: int
    granted: int
    drawn: int
    lapsed: int
    forfeited: int
    reversed: int
    closing: int

    @property
    def identity(self) -> Identity:
        """The grant's identity: contract, position of the allowance, first day."""
        return self.contract, self.allowance, self.valid_from

    def flow(self, name: str) -> int:
        """The number of that name, one of FLOWS."""
        number: int = getattr(self, name)
        return number


@dataclass(frozen=True, slots=True)
class BillLine:
    """A line of the bill; `minutes` and `rate` are None for fees and charges, `amount` in minor units."""

    kind: str
    """One of LINE_KINDS."""
    contract: str | None
    work_type: str | None
    minutes: int | None
    rate: int | None
    amount: int
    late: bool = False
    charge: str | None = None
    """The key of a charge."""


@dataclass(frozen=True, slots=True)
class MonthLedger:
    """A client's month: grants, units, lines, and the balances that it leaves (`carried` for the next one)."""

    client: str
    month: Month
    grants: tuple[GrantLine, ...]
    units: tuple[UnitResult, ...]
    lines: tuple[BillLine, ...]
    closing_state: State = field(default_factory=dict)

    @property
    def total(self) -> int:
        """What the month bills, in minor units."""
        return sum(line.amount for line in self.lines)
