"""Which months of the past tell the future? Full months, and what was worked in each (RULES 5.3, 5.5, 5.6).

Guarantees (`test_work_is_counted_once_and_in_its_own_month`): work counts in the month it was done, also when a later
month shows it as late.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from models.domain.basics.frozen import dataclass
from models.domain.basics.months import Month


@dataclass(frozen=True, slots=True)
class Worked:
    """What a client's work of one month came to, in minutes: all accounted, support accounted, overage."""

    accounted: int = 0
    support: int = 0
    overage: int = 0

    def plus(self, accounted: int, support: int, overage: int) -> Worked:
        """The two workloads taken together."""
        return Worked(self.accounted + accounted, self.support + support, self.overage + overage)


def full_months(
    began: date | None, today: date, count: int, before: Month | None = None
) -> tuple[Month, ...]:
    """The last `count` full months, earliest first; fewer when the client is younger (RULES 5.3).

    A full month is over on `today`, lies before `before` if that is given, and begins on `began` or later.
    Began 15 Feb, today 3 Jul: March to June.
    """
    if began is None:
        return ()
    end = Month.of(today) if before is None else min(before, Month.of(today))
    first = Month.of(began) if began.day == 1 else Month.of(began).plus(1)
    return tuple(end.plus(-step) for step in range(min(count, first.until(end)), 0, -1))


def mean(values: Sequence[int]) -> Fraction:
    """The exact mean of the months; 0 without any."""
    return Fraction(sum(values), len(values)) if values else Fraction(0)
