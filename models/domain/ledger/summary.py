"""What do lists, charts and forecasts need of a month? A short summary, kept beside its balances (RULES 3.7, 5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from models.domain.basics.frozen import dataclass
from models.domain.basics.months import Month
from models.domain.ledger.balances import still_to_forfeit
from models.domain.ledger.sums import NO_SUMS, MonthSums, sums_of

if TYPE_CHECKING:
    # What is kept is read without the engine that computes it.
    from models.domain.contracts.terms import ClientTerms
    from models.domain.ledger.balances import State
    from models.domain.ledger.results import GrantLine, MonthLedger, UnitResult


@dataclass(frozen=True, slots=True)
class Amounts:
    """What the lines of a month bill, by their kind, in minor units."""

    fee: int = 0
    overage: int = 0
    on_demand: int = 0
    additional: int = 0
    charge: int = 0

    @property
    def time(self) -> int:
        """The amount billed for time, in minor units, without fees and charges."""
        return self.overage + self.on_demand + self.additional


@dataclass(frozen=True, slots=True)
class WorkedMonth:
    """Minutes by the month of the work: late work counts there for prices and drift (RULES 5.3)."""

    month: Month
    accounted: int
    support: int
    """Counted minutes of support (RULES 3.9, 5.5)."""
    overage: int


@dataclass(frozen=True, slots=True)
class GrantBalance:
    """A grant of the month: minutes with `each` 1, or sessions of `each` minutes."""

    contract: str
    allowance: int | None
    valid_from: date
    expires_on: date | None
    each: int
    had: int
    """What the month opened with or granted."""
    drawn: int
    left: int
    """What was left before it lapsed; what a cap took is gone (`usable_on` adds it where its day is to come)."""

    @property
    def left_minutes(self) -> int:
        """What is left, in minutes."""
        return self.left * self.each

    def usable_on(self, day: date) -> bool:
        """Can it be drawn from on that day, first and last day included? (RULES 3.3)"""
        begun = self.left != 0 and self.valid_from <= day
        return begun and (self.expires_on is None or self.expires_on >= day)


@dataclass(frozen=True, slots=True)
class ContractDraw:
    """Minutes that the month drew from a contract, sessions and unlimited in minutes too (RULES 5.1)."""

    contract: str
    minutes: int


@dataclass(frozen=True, slots=True)
class MonthSummary:
    """A client's month in small numbers: minutes, money in minor units."""

    sums: MonthSums = NO_SUMS
    total: int = 0
    amounts: Amounts = Amounts()
    usable: int = 0
    """Opening and granted, sessions in minutes."""
    expiring: int = 0
    """Of the usable minutes, those that expire in the month."""
    unlimited_contract: bool = False
    """Whether an unlimited contract is in force on some day of the month."""
    worked: tuple[WorkedMonth, ...] = ()
    grants: tuple[GrantBalance, ...] = ()
    drawn_from: tuple[ContractDraw, ...] = ()


NO_SUMMARY = MonthSummary()
"""The summary of a month without anything."""


def usable_on(day: date, grants: Iterable[GrantBalance], closing: State) -> tuple[GrantBalance, ...]:
    """The grants that hold something on that day of their month, which leaves `closing` behind.

    What a cap takes on that day or later is still there.
    """
    held = (_before_caps(grant, closing, day) for grant in grants)
    return tuple(grant for grant in held if grant.usable_on(day))


def _before_caps(grant: GrantBalance, closing: State, day: date) -> GrantBalance:
    if grant.had - grant.drawn <= grant.left:
        return grant  # nothing was forfeited: the balances need not be read
    balance = closing.get((grant.contract, grant.allowance, grant.valid_from))
    return replace(grant, left=grant.left + still_to_forfeit(balance, day))


def summary_of(ledger: MonthLedger, terms: ClientTerms, sums: MonthSums | None = None) -> MonthSummary:
    """The summary of a computed month; with its `sums` where they were made already."""
    grants = tuple(_grant_balance(grant, terms) for grant in ledger.grants)
    last = ledger.month.last_day
    return MonthSummary(
        sums=sums or sums_of(ledger),
        total=ledger.total,
        amounts=_amounts(ledger),
        usable=sum(grant.had * grant.each for grant in grants),
        expiring=sum(
            grant.had * grant.each
            for grant in grants
            if grant.expires_on is not None and grant.expires_on <= last
        ),
        unlimited_contract=any(
            source.valid_from <= last
            and (source.expires_on is None or source.expires_on >= ledger.month.first_day)
            for source in terms.unlimited
        ),
        worked=_worked(ledger.units),
        grants=grants,
        drawn_from=_drawn_from(ledger.units),
    )


def _grant_balance(row: GrantLine, terms: ClientTerms) -> GrantBalance:
    source = terms.source(row.identity)
    grant = None if source is None else source.grant
    each = (grant.session_minutes or 0) if grant is not None and row.unit == "sessions" else 1
    had, left = row.opening + row.granted, row.closing + row.lapsed
    return GrantBalance(
        row.contract, row.allowance, row.valid_from, row.expires_on, each, had, row.drawn, left
    )


def _amounts(ledger: MonthLedger) -> Amounts:
    sums: dict[str, int] = {}
    for line in ledger.lines:
        sums[line.kind] = sums.get(line.kind, 0) + line.amount
    return Amounts(**sums)


def _drawn_from(results: Iterable[UnitResult]) -> tuple[ContractDraw, ...]:
    drawn: dict[str, int] = {}
    for result in results:
        for draw in result.draws:
            drawn[draw.contract] = drawn.get(draw.contract, 0) + draw.amount
    return tuple(ContractDraw(contract, minutes) for contract, minutes in sorted(drawn.items()))


def _worked(results: Iterable[UnitResult]) -> tuple[WorkedMonth, ...]:
    by_month: dict[Month, list[int]] = {}
    for result in results:
        sums = by_month.setdefault(Month.of(result.unit.work_date), [0, 0, 0])
        sums[0] += result.unit.accounted
        sums[1] += result.unit.counted if result.unit.scope == "support" else 0
        sums[2] += result.overage
    return tuple(WorkedMonth(month, *sums) for month, sums in sorted(by_month.items()))
