"""What may be drawn, from when until when? The grants of retainers and blocks (RULES 2.2 to 2.5).

Guarantees (`test_a_grant_stays_within_its_allowance_and_lives_at_least_a_day`): a grant never exceeds its allowance
and never expires before it begins; a cancellation moves its expiry and never its size. How much of it is left is the
ledger's question, not this module's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from models.domain.basics.frozen import dataclass
from models.domain.basics.months import day_after, day_before
from models.domain.contracts.periods import FAR, Period, months_later, period_last_uncut, period_on, periods
from models.domain.values import Allowance, Contract, Rounding


@dataclass(frozen=True, slots=True)
class Grant:
    """Minutes or sessions that can be drawn from `valid_from` to `expires_on`, both inclusive (RULES 1)."""

    contract: str
    allowance: int | None
    """Position in the contract; None for a block."""
    unit: Literal["minutes", "sessions"]
    valid_from: date
    expires_on: date | None
    """None: it never expires."""
    amount: int
    """Minutes, or the number of sessions."""
    session_minutes: int | None
    scope: frozenset[str] | None
    """Work types that may draw from it; None is all of them."""
    free: bool
    """Whether its contract costs nothing: no fee, amount 0 or 100 % off (RULES 3.3)."""

    @property
    def identity(self) -> tuple[str, int | None, date]:
        """What tells it from every other grant: contract key, position of the allowance, first day."""
        return (self.contract, self.allowance, self.valid_from)


def grants_of(
    contract: Contract, desk_rounding: Rounding, through: date, renewed: bool, since: date = date.min
) -> tuple[Grant, ...]:
    """Grants of a retainer or block that begin by `through`, by allowance and first day (RULES 2.2 to 2.5).

    `renewed` says that some contract renews this one; `desk_rounding` counts where the contract has none. What expired
    before `since` is left out, so that ten years of a retainer cost what one does.
    5:00 a month from 1 Jan to 31 Mar 2026, no rollover: three grants of 300 minutes, each for its month.
    """
    if contract.kind == "block":
        return _block_grant(contract, through)
    if contract.kind != "retainer":
        return ()
    increment = (contract.rounding or desk_rounding).increment
    found: list[Grant] = []
    for position in range(len(contract.allowances)):
        found.extend(_allowance_grants(contract, position, increment, through, renewed, since))
    return tuple(grant for grant in found if grant.expires_on is None or grant.expires_on >= since)


def cap_days(contract: Contract, allowance: int, through: date, since: date = date.min) -> tuple[date, ...]:
    """Days from `since` to `through` after which what is left of the allowance at this position is held to its cap.

    They are the last days of its periods, cut by the last day of the term (RULES 2.4): 31 Jan, 28 Feb and
    10 Mar for a monthly allowance from 1 Jan 2026, cancelled on 10 Mar. None without a cap.
    """
    rule = contract.allowances[allowance]
    if rule.rollover.cap is None:
        return ()
    end = contract.last_day or FAR
    first = period_on(contract, rule.every, since)
    last_days = (min(period.last, end) for period in periods(contract, rule.every, min(through, end), first))
    return tuple(day for day in last_days if since <= day <= through)


def allowance_minutes(allowance: Allowance) -> int:
    """Whole minutes per period of hours or pages; 0 for sessions (RULES 2.2).

    Whole groups of pages only, at least one: at 1:00 per 6 pages, 24 pages are 240, 20 are 180, 5 are 60.
    """
    if allowance.pages is None:
        return allowance.minutes or 0
    groups = allowance.pages // (allowance.pages_per_group or 1)
    return max(groups, min(allowance.pages, 1)) * (allowance.minutes_per_group or 0)


def is_free(contract: Contract) -> bool:
    """Whether the contract costs nothing: no fee, amount 0, or 100 % off (RULES 3.3)."""
    fee = contract.fee
    return fee is None or fee.amount == 0 or fee.discount_percent >= 100


def _block_grant(contract: Contract, through: date) -> tuple[Grant, ...]:
    """The one grant of a block, never prorated (RULES 2.5)."""
    if contract.starts > through or not contract.minutes:
        return ()
    return (
        Grant(
            contract=contract.key,
            allowance=None,
            unit="minutes",
            valid_from=contract.starts,
            expires_on=contract.last_day,
            amount=contract.minutes,
            session_minutes=None,
            scope=_scope(contract.covers),
            free=is_free(contract),
        ),
    )


def _allowance_grants(
    contract: Contract, position: int, increment: int, through: date, renewed: bool, since: date
) -> Iterator[Grant]:
    """One grant for each period of one allowance that may hold on `since`; none for an allowance of nothing."""
    allowance = contract.allowances[position]
    sessions = allowance.sessions
    whole = allowance_minutes(allowance) if sessions is None else sessions
    if not whole:
        return
    scope = _scope(contract.covers if allowance.work_types is None else allowance.work_types)
    free, cut = is_free(contract), _cut(contract, allowance, renewed)
    prorated = sessions is None and contract.proration == "prorate"
    first = max(0, period_on(contract, allowance.every, since) - allowance.rollover.periods)
    for period in periods(contract, allowance.every, min(through, contract.last_day or FAR), first):
        yield Grant(
            contract=contract.key,
            allowance=position,
            unit="minutes" if sessions is None else "sessions",
            valid_from=period.first,
            expires_on=_expiry(contract, allowance, period, cut),
            amount=_prorated(whole, period, increment) if prorated else whole,
            session_minutes=allowance.session_minutes,
            scope=scope,
            free=free,
        )


def _prorated(whole: int, period: Period, increment: int) -> int:
    """Minutes by days covered, up to the increment but never above the whole (RULES 2.3).

    600 minutes from 11 Apr, increment 15: 600 × 20/30 = 400, so 405.
    """
    if period.is_whole:
        return whole
    steps = -(-whole * period.days // (period.whole_days * increment))
    return min(steps * increment, whole)


def _cut(contract: Contract, allowance: Allowance, renewed: bool) -> date | None:
    """The day on which the end of the contract ends its grants at the latest; None for none (RULES 2.4).

    Ends 30 Jun, `after_end_months` 1: 31 Jul.
    """
    rollover, last_day = allowance.rollover, contract.last_day
    carried_over = renewed and rollover.across_renewal and allowance.every != "term"
    if last_day is None or carried_over:
        return None
    return day_before(months_later(day_after(last_day), rollover.after_end_months))


def _expiry(contract: Contract, allowance: Allowance, period: Period, cut: date | None) -> date | None:
    """Last day of the grant of `period`: of the period `rollover.periods` later, or the cut (RULES 2.4).

    An allowance per term always expires on the cut of its own contract.
    """
    if allowance.every == "term":
        return cut
    last = period_last_uncut(contract, allowance.every, period.index + allowance.rollover.periods)
    return last if cut is None else min(last, cut)


def _scope(work_types: tuple[str, ...] | None) -> frozenset[str] | None:
    return None if work_types is None else frozenset(work_types)
