"""What comes back when a contract paid in advance ends early."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.errors import DeskError
from models.domain.basics.months import Month
from models.domain.contracts.cancellation import (
    Quote,
    Refund,
    cancellation_quote,
    is_paid_ahead,
    net_refund,
    refund_charge,
    refund_quote,
)
from models.domain.values import Cancellation, CancellationFee, Contract, Fee

NOTICE = date(2026, 5, 10)
TEN_PERCENT = Cancellation(fee=CancellationFee(percent=Decimal(10)))
IN_ADVANCE = Fee(70000, "month", Decimal(10), billing="term")


def paid_plan(
    fee: Fee | None = IN_ADVANCE, cancellation: Cancellation = TEN_PERCENT, **more: Any
) -> Contract:
    term = {"starts": date(2026, 1, 1), "ends": date(2026, 12, 31), **more}
    return Contract("k1", "acme", "retainer", "Plan", fee=fee, cancellation=cancellation, **term)


def test_the_worked_example() -> None:
    assert cancellation_quote(paid_plan(), NOTICE, None) == Quote(
        last_day=date(2026, 6, 10),
        unused_days=204,
        term_days=365,
        paid=756000,
        pro_rata=Refund(422532, 42253, 380279),
        rerated=Refund(382667, 38267, 344400),
    )


def test_a_fee_of_a_month_is_a_list_month() -> None:
    contract = paid_plan(cancellation=Cancellation(fee=CancellationFee(months=1)))
    quote = cancellation_quote(contract, NOTICE, None)
    assert quote.pro_rata == Refund(422532, 70000, 352532)
    assert quote.rerated == Refund(382667, 70000, 312667)


def test_to_the_very_end_nothing_comes_back() -> None:
    quote = cancellation_quote(paid_plan(), NOTICE, date(2026, 12, 31))
    assert (quote.last_day, quote.unused_days) == (date(2026, 12, 31), 0)
    assert quote.pro_rata == quote.rerated == Refund(0, 0, 0)


@pytest.mark.parametrize(
    ("notice", "wished", "last_day"),
    [
        (NOTICE, None, date(2026, 6, 10)),
        (NOTICE, date(2026, 5, 20), date(2026, 6, 10)),
        (NOTICE, date(2026, 6, 11), date(2026, 6, 11)),
        (NOTICE, date(2027, 6, 11), date(2026, 12, 31)),
        (date(2026, 1, 31), None, date(2026, 2, 28)),
        (date(2026, 12, 15), None, date(2026, 12, 31)),
        (date(2025, 1, 1), None, date(2026, 1, 1)),
        (date(2025, 1, 1), date(2025, 3, 1), date(2026, 1, 1)),
    ],
)
def test_the_last_day_is_held_within_the_term(notice: date, wished: date | None, last_day: date) -> None:
    assert cancellation_quote(paid_plan(), notice, wished).last_day == last_day


def test_notice_may_be_none_or_endless() -> None:
    at_once = paid_plan(cancellation=Cancellation(notice_months=0))
    assert cancellation_quote(at_once, NOTICE, None).last_day == NOTICE
    endless = paid_plan(cancellation=Cancellation(notice_months=10**9))
    assert cancellation_quote(endless, NOTICE, None).last_day == date(2026, 12, 31)


def test_leaving_may_cost_nothing_or_more_than_comes_back() -> None:
    for_nothing = cancellation_quote(paid_plan(cancellation=Cancellation()), NOTICE, None)
    assert for_nothing.pro_rata == Refund(422532, 0, 422532)
    dear = paid_plan(cancellation=Cancellation(fee=CancellationFee(amount=400000)))
    quote = cancellation_quote(dear, NOTICE, None)
    assert quote.pro_rata == Refund(422532, 400000, 22532)
    assert quote.rerated == Refund(382667, 400000, 0)


def test_a_discount_can_leave_nothing_to_re_rate() -> None:
    quote = cancellation_quote(paid_plan(), NOTICE, date(2026, 11, 30))
    assert quote.pro_rata.refund == 64208
    assert quote.rerated == Refund(0, 0, 0)


def test_days_count_from_the_first_charged_day() -> None:
    contract = paid_plan(replace(IN_ADVANCE, free_months=2), Cancellation())
    quote = cancellation_quote(contract, NOTICE, None)
    assert (quote.term_days, quote.unused_days, quote.paid) == (306, 204, 630000)
    assert quote.pro_rata.refund == 420000
    assert quote.rerated.refund == 396667  # 3 + 10/30 months of 700.00 are used
    early = cancellation_quote(contract, date(2026, 1, 10), None)
    assert (early.last_day, early.unused_days) == (date(2026, 2, 10), 306)
    assert early.pro_rata.refund == early.rerated.refund == 630000


def test_what_was_never_billed_does_not_come_back() -> None:
    """Two months are free, the price is billed on 1 March: the last day must not lie before it."""
    contract = paid_plan(replace(IN_ADVANCE, free_months=2), Cancellation())
    given = date(2026, 1, 10)
    assert refund_quote(contract, given, date(2026, 3, 1)) == cancellation_quote(
        contract, given, date(2026, 3, 1)
    )
    with pytest.raises(DeskError, match="its price is billed on 2026-03-01, after the last day 2026-02-28"):
        refund_quote(contract, given, date(2026, 2, 28))
    assert refund_quote(paid_plan(), NOTICE, None) == cancellation_quote(paid_plan(), NOTICE, None)


def test_a_term_free_altogether_gives_nothing_back() -> None:
    quote = cancellation_quote(paid_plan(replace(IN_ADVANCE, free_months=12)), NOTICE, None)
    assert (quote.term_days, quote.unused_days, quote.paid) == (0, 0, 0)
    assert quote.pro_rata == quote.rerated == Refund(0, 0, 0)


def test_a_month_of_a_quarter_is_a_third_of_it() -> None:
    cancellation = Cancellation(fee=CancellationFee(months=2))
    contract = paid_plan(Fee(100000, "quarter", billing="term"), cancellation)
    quote = cancellation_quote(contract, date(2026, 5, 30), None)
    assert quote.last_day == date(2026, 6, 30)
    assert quote.rerated == Refund(200000, 66667, 133333)


def test_a_month_of_a_term_is_the_amount_by_its_length() -> None:
    cancellation = Cancellation(fee=CancellationFee(months=1))
    contract = paid_plan(Fee(120000, "term", Decimal(25), free_months=5), cancellation)
    quote = cancellation_quote(contract, date(2026, 2, 28), date(2026, 3, 31))
    assert (quote.paid, quote.term_days) == (90000, 365)
    assert quote.rerated == Refund(60000, 10000, 50000)


@pytest.mark.parametrize(
    ("contract", "reason"),
    [
        (paid_plan(Fee(70000, "month")), "month by month"),
        (paid_plan(Fee(70000, "quarter")), "month by month"),
        (paid_plan(None), "no fee"),
        (paid_plan(Fee(70000, "term"), ends=None), "no end"),
    ],
)
def test_others_are_refused_by_name(contract: Contract, reason: str) -> None:
    with pytest.raises(DeskError, match=f"k1.*{reason}.*in advance"):
        cancellation_quote(contract, NOTICE, None)


@given(
    st.integers(0, 800),
    st.integers(0, 900),
    st.integers(1, 10**6),
    st.decimals(0, 100, places=1),
    st.integers(0, 8),
    st.sampled_from(
        [
            None,
            CancellationFee(percent=Decimal("12.5")),
            CancellationFee(amount=9900),
            CancellationFee(months=2),
        ]
    ),
)
@settings(max_examples=100)
def test_no_more_comes_back_than_was_paid(
    length: int, gone: int, amount: int, percent: Decimal, free: int, leaving: CancellationFee | None
) -> None:
    starts = date(2026, 1, 31)
    contract = paid_plan(
        Fee(amount, "month", percent, free, "term"),
        Cancellation(fee=leaving),
        starts=starts,
        ends=starts + timedelta(days=length),
    )
    quote = cancellation_quote(contract, starts + timedelta(days=gone), None)
    assert starts <= quote.last_day <= starts + timedelta(days=length)
    assert 0 <= quote.unused_days <= quote.term_days
    for refund in (quote.pro_rata, quote.rerated):
        assert 0 <= refund.net <= refund.refund <= quote.paid
        assert refund.net == max(refund.refund - refund.fee, 0)


@pytest.mark.parametrize(
    ("closed", "day"),
    [
        (None, date(2026, 6, 10)),
        (Month(2026, 5), date(2026, 6, 10)),
        (Month(2026, 6), date(2026, 7, 1)),
        (Month(2026, 12), date(2027, 1, 1)),
    ],
)
def test_a_refund_is_charged_in_the_first_open_month(closed: Month | None, day: date) -> None:
    quote = cancellation_quote(paid_plan(), NOTICE, None)
    net = net_refund(quote, "pro_rata")
    assert (net, net_refund(quote, "rerated")) == (380279, 344400)
    charge = refund_charge(paid_plan(), net, quote.last_day, closed, "C-1")
    assert (charge.date, charge.unit_price, charge.quantity, charge.contract) == (day, -380279, 1, "k1")
    assert charge.description == "Refund, Plan"


@pytest.mark.parametrize(
    ("contract", "ahead"),
    [
        (paid_plan(), True),
        (paid_plan(None), False),
        (paid_plan(Fee(70000, "month")), False),
        (paid_plan(ends=None), False),
        (paid_plan(Fee(70000, "term")), True),
    ],
)
def test_only_what_was_paid_ahead_can_come_back(contract: Contract, ahead: bool) -> None:
    assert is_paid_ahead(contract) is ahead
