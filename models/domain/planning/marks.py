"""How much is used, and when does it deserve a word? Shares, marks of 75, 90 and 100 %, run rate (RULES 8)."""

from __future__ import annotations

from fractions import Fraction

from models.domain.ledger.sums import MonthSums

MARKS = (75, 90, 100)
"""Per cent of the minutes usable in a month; each is recorded once per client and month."""


def used_percent(used: int, whole: int | None) -> int | None:
    """`used` of `whole` minutes in per cent, half-up; None where nothing is counted or nothing was given.

    48 of 840 minutes are 6 %.
    """
    return (200 * used + whole) // (2 * whole) if whole else None


def used_minutes(sums: MonthSums, *, has_hours: bool) -> int:
    """What a client used in a month, of the sums of RULES 3.7: what drew from its hours, and what went over them.

    The rest of the accounted minutes is billed apart. Where a client had no hours (`has_hours`) and drew from
    nothing, it used what it called on demand. 4:00 covered, 0:40 over and 0:50 additional: 4:40 used.
    """
    inside = sums.covered + sums.unlimited + sums.by_sessions + sums.overage
    return inside if inside or has_hours else sums.on_demand


def reached_marks(accounted: int, usable: int) -> tuple[int, ...]:
    """The marks that `accounted` of `usable` minutes have reached, lowest first; none when nothing is usable.

    270 of 300 minutes are 90 %: 75 and 90.
    """
    return tuple(mark for mark in MARKS if usable > 0 and accounted * 100 >= mark * usable)


def run_rate(used: int, days_gone: int, month_days: int) -> Fraction | None:
    """Minutes that the whole month comes to at the pace so far (RULES 8); None before the first working day.

    150 minutes in 10 of 22 working days: 330.
    """
    return Fraction(used * month_days, days_gone) if days_gone > 0 else None
