"""What does a contract cost, and on which day is it billed? Term price and fee lines (RULES 2.8).

Guarantees (`test_the_lines_always_sum_to_the_price`): the shares of a term always sum to its price, to the last minor
unit, whatever the discount.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from models.domain.basics.frozen import dataclass
from models.domain.basics.money import round_half_up
from models.domain.basics.months import Month, add_months, day_before
from models.domain.contracts.periods import FAR, Period, days_from, months_later, period_on, periods
from models.domain.values import Contract, Fee


@dataclass(frozen=True, slots=True)
class FeeLine:
    """An amount of a contract's fee in minor units, billed on a date: the first day that it charges for."""

    date: date
    amount: int


def months_length(starts: date, ends: date) -> Fraction:
    """Months from `starts` to `ends` inclusive: whole ones, then the days of the running one (RULES 2.8).

    1 Jan to 10 Jun 2026: 5 + 10/30. `ends` may be the day before `starts` (nothing), not earlier.
    """
    whole = Month.of(starts).until(Month.of(ends)) + 1
    while day_before(add_months(starts, whole)) > ends:
        whole -= 1
    running = add_months(starts, whole)
    return whole + Fraction((ends - running).days + 1, (add_months(starts, whole + 1) - running).days)


def charged_length(contract: Contract, fee: Fee, last: date) -> Fraction:
    """Months from the start to `last` less the free ones, not below 0 (RULES 2.8).

    15 Jan 2026 to 14 Jan 2027, the first two months free: 10.
    """
    free = 0 if fee.every == "term" else fee.free_months
    return max(months_length(contract.starts, last) - free, Fraction(0))


def first_charged_day(contract: Contract, fee: Fee) -> date:
    """The day after the free months, the start without any or with a fee per term (RULES 2.8).

    Starts 15 Jan 2026, two months free: 15 Mar 2026.
    """
    return months_later(contract.starts, 0 if fee.every == "term" else fee.free_months)


def is_billed_in_advance(fee: Fee) -> bool:
    """Whether the whole term is one line at its beginning; a fee per term always is (RULES 2.8)."""
    return fee.billing == "term" or fee.every == "term"


def term_price(contract: Contract) -> int | None:
    """Price P of the whole term in minor units; None without a fee or an end (RULES 2.8).

    350.00 a month, 7 % off, three months: 976.50. A cancellation does not change it.
    """
    fee, ends = contract.fee, contract.term_end
    if fee is None or ends is None:
        return None
    if fee.every == "term":
        return round_half_up(_discounted(fee))
    length = charged_length(contract, fee, ends)
    return round_half_up(_discounted(fee) * (length / 3 if fee.every == "quarter" else length))


def fee_lines(contract: Contract, through: date, since: date = date.min) -> tuple[FeeLine, ...]:
    """The lines of the fee dated from `since` to `through`, earliest first, none of 0 (RULES 2.8).

    100.00 a month, 10 May to 9 Nov 2026: 70.85 on 10 May, …, 29.95 on 1 Nov, 600.00 in all.
    """
    fee = contract.fee
    if fee is None:
        return ()
    price = term_price(contract)
    if fee.every == "term" or (fee.billing == "term" and price is not None):
        lines = _single_line(contract, fee, price)
    elif price is None:
        lines = _open_ended_lines(contract, fee, through, since)
    else:
        lines = _shared_lines(contract, fee, price, through)
    return tuple(line for line in lines if line.amount and since <= line.date <= through)


def _single_line(contract: Contract, fee: Fee, price: int | None) -> Iterator[FeeLine]:
    """The whole price on the first charged day; a cancellation leaves it, but for one before that day."""
    day = first_charged_day(contract, fee)
    if day <= (contract.last_day or FAR):
        yield FeeLine(day, round_half_up(_discounted(fee)) if price is None else price)


def _open_ended_lines(contract: Contract, fee: Fee, through: date, since: date) -> Iterator[FeeLine]:
    """Each period for itself: amount × days charged / days of the period, discounted, rounded."""
    last_day, first = contract.last_day or FAR, period_on(contract, fee.every, since)
    for day, period in _charged_periods(contract, fee, min(through, last_day), first):
        days = days_from(day, min(period.last, last_day))
        yield FeeLine(day, round_half_up(_discounted(fee) * Fraction(days, period.whole_days)))


def _shared_lines(contract: Contract, fee: Fee, price: int, through: date) -> Iterator[FeeLine]:
    """The price shared over all periods; after a cancellation only the days of the running one are due.

    300.00 a month of 2026, cancelled on 10 Jun: June costs 300.00 × 10/30 = 100.00.
    """
    last_day = contract.last_day or FAR
    charged = _charged_periods(contract, fee, contract.term_end or FAR)
    for (day, period), share in zip(charged, _shares(price, charged), strict=True):
        if day > min(through, last_day):
            return
        if period.last > last_day:
            part = Fraction(days_from(day, last_day), days_from(day, period.last))
            yield FeeLine(day, round_half_up(share * part))
        else:
            yield FeeLine(day, share)


def _charged_periods(
    contract: Contract, fee: Fee, through: date, number: int = 0
) -> tuple[tuple[date, Period], ...]:
    """The periods from that number on, begun by `through`, with a day to charge for, each after its first such day."""
    charged = first_charged_day(contract, fee)
    found = ((max(period.first, charged), period) for period in periods(contract, fee.every, through, number))
    return tuple((day, period) for day, period in found if day <= min(period.last, through))


def _shares(price: int, charged: tuple[tuple[date, Period], ...]) -> Iterator[int]:
    """Cumulative shares of the price by charged days / days of the whole period: they sum to the price.

    Rounding the running sum, not each share, is what makes the sum exact.
    """
    weights = [Fraction(days_from(day, period.last), period.whole_days) for day, period in charged]
    total, running, billed = sum(weights, Fraction(0)), Fraction(0), 0
    for weight in weights:
        running += weight
        due = round_half_up(price * running / total)
        yield due - billed
        billed = due


def _discounted(fee: Fee) -> Fraction:
    """Amount per `every` after the discount, not rounded."""
    return fee.amount * (1 - Fraction(fee.discount_percent) / 100)
