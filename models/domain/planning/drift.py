"""Who uses far more or far less than they pay for? Three full months against the retainer (RULES 5.5).

A client drifts one way or not at all, and whoever did and paid nothing does not drift.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Literal

from models.domain.basics.months import day_after
from models.domain.contracts.fees import months_length
from models.domain.contracts.grants import allowance_minutes
from models.domain.contracts.periods import FAR
from models.domain.planning.workload import Worked, mean
from models.domain.values import Allowance, Contract

Direction = Literal["over", "under"]

MONTHS = 3
"""Full months that are looked at."""
_OVER, _UNDER = Fraction(120, 100), Fraction(40, 100)
_OVERAGE_MONTHS = 2


def is_under_retainer(contracts: Iterable[Contract], first: date, last: date) -> bool:
    """Does every day from `first` to `last` lie within the term of a retainer (RULES 5.5)?"""
    day = first
    for contract in sorted(contracts, key=lambda contract: contract.starts):
        if contract.kind == "retainer" and contract.starts <= day <= (contract.last_day or FAR):
            day = day_after(contract.last_day or FAR)
    return day > last


def monthly_allowance(contracts: Iterable[Contract], day: date) -> Fraction:
    """Minutes per month of the retainers whose term holds `day` (RULES 5.5).

    A quarter's are divided by 3, a term's by its length; 9:00 a quarter and 2 sessions of 15 minutes: 210.
    """
    return sum(
        (
            _per_month(contract, allowance)
            for contract in contracts
            if contract.kind == "retainer" and contract.starts <= day <= (contract.last_day or FAR)
            for allowance in contract.allowances
        ),
        Fraction(0),
    )


def _per_month(contract: Contract, allowance: Allowance) -> Fraction:
    minutes = allowance_minutes(allowance) + (allowance.sessions or 0) * (allowance.session_minutes or 0)
    if allowance.every == "month":
        return Fraction(minutes)
    if allowance.every == "quarter":
        return Fraction(minutes, 3)
    return minutes / months_length(contract.starts, contract.term_end or contract.starts)


def drift_of(worked: Sequence[Worked], allowance: Fraction) -> Direction | None:
    """Over: mean support minutes of 120 % or more, or overage in 2 months; under: 40 % or less (RULES 5.5).

    5.5, 6.5 and 7 hours on 5: mean 6.33 of 5, 127 %, "over". None in between, and when both are nothing.
    """
    used = mean([month.support for month in worked])
    if sum(1 for month in worked if month.overage > 0) >= _OVERAGE_MONTHS:
        return "over"
    if used == 0 and allowance == 0:
        return None
    if used >= allowance * _OVER:
        return "over"
    return "under" if used <= allowance * _UNDER else None
