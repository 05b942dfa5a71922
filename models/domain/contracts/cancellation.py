"""What comes back when a contract paid for its whole term ends early? Both ways to count it (RULES 5.2)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

from models.domain.basics.errors import DeskError
from models.domain.basics.frozen import dataclass
from models.domain.basics.money import round_half_up
from models.domain.basics.months import Month, day_after
from models.domain.contracts.fees import (
    charged_length,
    first_charged_day,
    is_billed_in_advance,
    months_length,
    term_price,
)
from models.domain.contracts.periods import days_from, months_later
from models.domain.values import CancellationFee, Charge, Contract, Fee


@dataclass(frozen=True, slots=True)
class Refund:
    """What one way of counting gives back, the fee for leaving, and what is left, in minor units."""

    refund: int
    fee: int
    net: int


@dataclass(frozen=True, slots=True)
class Quote:
    """An early end: the last day, the days paid for and not used, and the refund counted both ways."""

    last_day: date
    unused_days: int
    term_days: int
    paid: int
    pro_rata: Refund
    rerated: Refund


RefundMethod = Literal["pro_rata", "rerated"]
REFUND_METHODS: tuple[RefundMethod, ...] = ("pro_rata", "rerated")
METHOD_WORDS: dict[str, str] = {"pro_rata": "pro rata", "rerated": "re-rated"}


def net_refund(quote: Quote, method: RefundMethod) -> int:
    """What is paid back by that way of counting, in minor units (RULES 5.2)."""
    return (quote.pro_rata if method == "pro_rata" else quote.rerated).net


def refund_charge(
    contract: Contract, net: int, last_day: date, closed_through: Month | None, key: str
) -> Charge:
    """The refund as a charge: on the last day, or on the first day of the first open month if that is later.

    3,802.79 back on 10 Jun 2026, May being closed: a charge of −3,802.79 on 10 Jun (RULES 5.2).
    """
    day = last_day
    if closed_through is not None:
        day = max(day, closed_through.plus(1).first_day)
    return Charge(key, contract.client, day, f"Refund, {contract.name}", 1, -net, contract=contract.key)


def is_paid_ahead(contract: Contract) -> bool:
    """Was the whole term paid in advance, so that something may come back?"""
    return (
        contract.fee is not None
        and contract.term_end is not None
        and term_price(contract) is not None
        and is_billed_in_advance(contract.fee)
    )


def cancellation_quote(contract: Contract, notice: date, last: date | None) -> Quote:
    """What leaving early gives back, notice being given on `notice` and `last` the wished day (RULES 5.2).

    Raises DeskError when the contract is not billed in advance for the term. 12 × 700.00 − 10 % for 2026,
    notice 10 May: last day 10 Jun, 204 of 365 days unused, pro rata 4,225.32, re-rated 3,826.67.
    """
    fee, ends, paid = contract.fee, contract.term_end, term_price(contract)
    if fee is None or ends is None or paid is None or not is_billed_in_advance(fee):
        raise DeskError(_refusal(contract))
    last_day = last_day_after_notice(contract, notice, last, ends)
    charged = first_charged_day(contract, fee)
    term_days = max(days_from(charged, ends), 0)
    unused_days = max(days_from(max(charged, day_after(last_day)), ends), 0)
    pro_rata = Fraction(paid * unused_days, max(term_days, 1))
    monthly = _monthly_amount(contract, fee, ends)
    rerated = max(paid - charged_length(contract, fee, last_day) * monthly, Fraction(0))
    leaving = contract.cancellation.fee
    return Quote(
        last_day=last_day,
        unused_days=unused_days,
        term_days=term_days,
        paid=paid,
        pro_rata=_refund(round_half_up(pro_rata), leaving, monthly),
        rerated=_refund(round_half_up(rerated), leaving, monthly),
    )


def refund_quote(contract: Contract, notice: date, last: date | None) -> Quote:
    """The quote of which something can be booked; raises DeskError where nothing was paid ahead (RULES 5.2).

    The first two months are free and the last day lies in them: the price is never billed, so none comes back.
    """
    quote, fee = cancellation_quote(contract, notice, last), contract.fee
    if fee is not None and quote.last_day < first_charged_day(contract, fee):
        reason = (
            f"its price is billed on {first_charged_day(contract, fee)}, after the last day {quote.last_day}"
        )
        raise DeskError(f"no refund for {contract.key}: {reason}; accepted are contracts paid by then")
    return quote


def last_day_after_notice(contract: Contract, notice: date, last: date | None, ends: date) -> date:
    """The later of the wished day and the end of the notice, held within the term (RULES 5.2).

    Notice on 10 May, one month: 10 Jun, whatever earlier day is wished.
    """
    earliest = months_later(notice, contract.cancellation.notice_months)
    wished = earliest if last is None else max(last, earliest)
    return min(max(wished, contract.starts), ends)


def _monthly_amount(contract: Contract, fee: Fee, ends: date) -> Fraction:
    """The list amount of a month, not discounted: a third of a quarter's, or the term's / its length."""
    if fee.every == "term":
        return fee.amount / months_length(contract.starts, ends)
    return Fraction(fee.amount, 3 if fee.every == "quarter" else 1)


def _refund(refund: int, leaving: CancellationFee | None, monthly: Fraction) -> Refund:
    """Take the fee for leaving off a refund; nothing is asked beyond it."""
    fee = _leaving_fee(refund, leaving or CancellationFee(), monthly)
    return Refund(refund, fee, max(refund - fee, 0))


def _leaving_fee(refund: int, leaving: CancellationFee, monthly: Fraction) -> int:
    """Percent of the refund, an amount, or so many monthly list amounts; 0 when nothing is agreed."""
    if leaving.percent is not None:
        return round_half_up(refund * Fraction(leaving.percent) / 100)
    if leaving.months is not None:
        return round_half_up(leaving.months * monthly)
    return leaving.amount or 0


def _refusal(contract: Contract) -> str:
    """Why there is nothing to quote, in the words of a person."""
    if contract.fee is None:
        reason = "it has no fee"
    elif contract.term_end is None:
        reason = "it has no end"
    else:
        reason = "it is billed month by month, and costs nothing after its last day"
    return f"no quote for {contract.key}: {reason}; accepted are contracts billed in advance for the term"
