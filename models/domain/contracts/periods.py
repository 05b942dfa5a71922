"""Which periods does a contract have? Calendar or anchored at its start, cut by the term (RULES 2.1).

Guarantees (`test_periods_tile_the_term`): periods tile the term without gap or overlap, and each is computed from the
original start, never from the period before it, so that 28 February does not make the rest of the year start on the
28th.
"""

from __future__ import annotations

from datetime import date

from models.domain.basics.frozen import dataclass
from models.domain.basics.months import add_months, day_before
from models.domain.values import Contract, Every

FAR = date(9998, 12, 31)
"""The computer's calendar ends in 9999; a date that would lie beyond this one is as good as this one."""

_MONTHS = {"month": 1, "quarter": 3}


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a contract, days inclusive: cut by start and end of the term, and as it would be whole.

    A cancellation does not cut it (RULES 2): the allowance of a period already begun stays.
    """

    index: int
    first: date
    last: date
    whole_first: date
    whole_last: date

    @property
    def days(self) -> int:
        """Days of the period within the term."""
        return days_from(self.first, self.last)

    @property
    def whole_days(self) -> int:
        """Days of the uncut period."""
        return days_from(self.whole_first, self.whole_last)

    @property
    def is_whole(self) -> bool:
        """Whether the term cuts nothing off."""
        return self.first == self.whole_first and self.last == self.whole_last


def days_from(first: date, last: date) -> int:
    """Days from `first` to `last`, both inclusive; 0 or less when `last` comes before `first`."""
    return (last - first).days + 1


def months_later(day: date, months: int) -> date:
    """`add_months`, but FAR where that would leave the calendar (an expiry in 120,000 months, say)."""
    beyond = months > (FAR.year - day.year) * 12 + FAR.month - day.month
    return FAR if beyond else add_months(day, months)


def periods(contract: Contract, every: Every, through: date, number: int = 0) -> tuple[Period, ...]:
    """All periods from that number on that begin within the term and not after `through`, earliest first (RULES 2.1).

    Starts 31 Jan 2026, monthly, anchor start: 31 Jan–27 Feb, 28 Feb–30 Mar, 31 Mar–29 Apr; from 2 on the last alone.
    """
    end = contract.term_end or FAR
    if every == "term":
        whole = Period(0, contract.starts, end, contract.starts, end)
        return (whole,) if contract.starts <= through and number == 0 else ()
    base, step = _base(contract, every), _MONTHS[every]
    until = min(through, end, day_before(FAR))
    found: list[Period] = []
    whole_first = months_later(base, number * step)
    while max(whole_first, contract.starts) <= until:
        following = months_later(base, (number + 1) * step)
        whole_last = day_before(following)
        first, last = max(whole_first, contract.starts), min(whole_last, end)
        found.append(Period(number, first, last, whole_first, whole_last))
        whole_first, number = following, number + 1
    return tuple(found)


def period_on(contract: Contract, every: Every, day: date) -> int:
    """The number of the period in which a day lies, as if the term did not end; 0 for a day before the first.

    Monthly from 31 Jan 2026, anchor start: 0 up to 27 Feb, 1 up to 30 Mar, 2 up to 29 Apr.
    """
    base = _base(contract, every)
    if every == "term" or day <= base:
        return 0
    step = _MONTHS[every]
    number = ((day.year - base.year) * 12 + day.month - base.month) // step
    return number if months_later(base, number * step) <= day else number - 1


def period_last_uncut(contract: Contract, every: Every, index: int) -> date:
    """Last day of period `index`, counted on as if the term did not end (RULES 2.4); of a term, its end.

    Monthly from 1 Jan 2026 to 30 Jun: period 7 ends on 31 Aug 2026.
    """
    if every == "term":
        return contract.term_end or FAR
    return day_before(months_later(_base(contract, every), (index + 1) * _MONTHS[every]))


def _base(contract: Contract, every: Every) -> date:
    """The day from which periods are counted: the start, or the first of its calendar month or quarter."""
    starts = contract.starts
    if every == "term" or contract.anchor == "start":
        return starts
    return date(starts.year, starts.month - (starts.month - 1) % _MONTHS[every], 1)
