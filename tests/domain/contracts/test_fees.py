"""What a contract costs, line by line, and that the lines add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.money import round_half_up
from models.domain.basics.months import add_months, day_before
from models.domain.contracts.fees import (
    FeeLine,
    charged_length,
    fee_lines,
    first_charged_day,
    is_billed_in_advance,
    months_length,
    term_price,
)
from models.domain.values import Contract, Fee

LATE = date(2100, 1, 1)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def plan(starts: date, ends: date | None, fee: Fee | None, **more: Any) -> Contract:
    return Contract("plan", "acme", "retainer", "Plan", starts, ends, fee=fee, **more)


def amounts(contract: Contract) -> list[int]:
    return [line.amount for line in fee_lines(contract, LATE)]


@pytest.mark.parametrize(
    ("starts", "ends", "length"),
    [
        (date(2026, 1, 1), date(2026, 6, 10), 5 + Fraction(10, 30)),
        (date(2026, 5, 10), date(2026, 11, 9), Fraction(6)),
        (date(2026, 1, 1), date(2026, 1, 31), Fraction(1)),
        (date(2026, 1, 1), date(2026, 1, 1), Fraction(1, 31)),
        (date(2026, 1, 1), date(2025, 12, 31), Fraction(0)),
        (date(2026, 1, 31), date(2026, 2, 10), Fraction(11, 28)),
        (date(2026, 1, 31), date(2026, 2, 27), Fraction(1)),
        (date(2026, 1, 31), date(2026, 3, 30), Fraction(2)),
        (date(2026, 1, 31), date(2026, 3, 1), 1 + Fraction(2, 31)),
        (date(2024, 2, 29), date(2025, 2, 27), Fraction(12)),
        (date(2024, 2, 29), date(2025, 2, 28), 12 + Fraction(1, 29)),
    ],
)
def test_length_is_whole_months_and_days_of_the_running_one(
    starts: date, ends: date, length: Fraction
) -> None:
    assert months_length(starts, ends) == length


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 80), st.integers(0, 900))
@settings(max_examples=100)
def test_length_grows_with_every_day_and_is_whole_after_whole_months(
    starts: date, months: int, days: int
) -> None:
    assert months_length(starts, day_before(add_months(starts, months))) == months
    ends = starts + timedelta(days=days)
    assert 0 <= months_length(starts, day_before(ends)) < months_length(starts, ends)


@pytest.mark.parametrize(
    ("last", "percent", "price"),
    [
        (date(2026, 3, 31), "7", 97650),
        (date(2026, 6, 30), "14", 180600),
        (date(2026, 12, 31), "21", 331800),
        (date(2026, 12, 31), "0", 420000),
        (date(2026, 12, 31), "100", 0),
    ],
)
def test_discounts_for_three_six_and_twelve_months(last: date, percent: str, price: int) -> None:
    fee = Fee(35000, "month", Decimal(percent), billing="term")
    contract = plan(date(2026, 1, 1), last, fee)
    assert term_price(contract) == price
    assert amounts(contract) == ([price] if price else [])
    assert sum(amounts(replace(contract, fee=replace(fee, billing="monthly")))) == price


def test_no_price_without_a_fee_or_an_end() -> None:
    assert term_price(plan(*YEAR, None)) is None
    assert fee_lines(plan(*YEAR, None), LATE) == ()
    assert term_price(plan(date(2026, 1, 1), None, Fee(100, "month"))) is None
    assert term_price(plan(date(2026, 1, 1), None, Fee(100, "term"))) is None


def test_six_months_from_the_tenth_cost_six_months() -> None:
    contract = plan(date(2026, 5, 10), date(2026, 11, 9), Fee(10000, "month"))
    assert term_price(contract) == 60000
    lines = fee_lines(contract, LATE)
    assert [line.amount for line in lines] == [7085, 9984, 9984, 9984, 9984, 9984, 2995]
    assert lines[0] == FeeLine(date(2026, 5, 10), 7085)
    assert lines[-1] == FeeLine(date(2026, 11, 1), 2995)
    assert fee_lines(contract, date(2026, 6, 1)) == lines[:2]
    assert fee_lines(contract, date(2026, 5, 31)) == lines[:1]
    assert fee_lines(contract, date(2026, 5, 9)) == ()
    anchored = replace(contract, anchor="start")
    assert amounts(anchored) == [10000] * 6


def test_shares_sum_to_the_price() -> None:
    fee = Fee(3335, "month", Decimal(3))
    assert amounts(plan(date(2026, 1, 1), date(2026, 3, 31), fee)) == [3235, 3235, 3235]


def test_the_first_months_are_free() -> None:
    contract = plan(date(2026, 1, 15), date(2027, 1, 14), Fee(31000, "month", free_months=2))
    lines = fee_lines(contract, LATE)
    assert lines[0] == FeeLine(date(2026, 3, 15), 17000)
    assert lines[1] == FeeLine(date(2026, 4, 1), 31000)
    assert lines[-1] == FeeLine(date(2027, 1, 1), 14000)
    assert sum(line.amount for line in lines) == term_price(contract) == 310000
    assert charged_length(contract, contract.fee or Fee(0, "month"), date(2027, 1, 14)) == 10


@pytest.mark.parametrize("free_months", [12, 13, 10**9])
def test_all_months_may_be_free(free_months: int) -> None:
    contract = plan(*YEAR, Fee(31000, "month", free_months=free_months))
    assert term_price(contract) == 0
    assert fee_lines(contract, LATE) == ()
    in_advance = replace(contract, fee=Fee(31000, "month", free_months=free_months, billing="term"))
    assert fee_lines(in_advance, LATE) == ()


def test_billing_for_the_term_is_one_line_on_the_first_charged_day() -> None:
    contract = plan(*YEAR, Fee(31000, "month", free_months=2, billing="term"))
    assert fee_lines(contract, LATE) == (FeeLine(date(2026, 3, 1), 310000),)
    assert fee_lines(contract, date(2026, 2, 28)) == ()


def test_a_quarter_is_three_months() -> None:
    contract = plan(*YEAR, Fee(90000, "quarter", Decimal(10)))
    assert term_price(contract) == 324000
    assert fee_lines(contract, LATE)[1] == FeeLine(date(2026, 4, 1), 81000)
    assert term_price(replace(contract, ends=date(2026, 4, 30))) == 108000
    one_free = replace(contract, fee=Fee(90000, "quarter", free_months=1))
    assert term_price(one_free) == 330000
    assert [line.date for line in fee_lines(one_free, date(2026, 4, 1))] == [
        date(2026, 2, 1),
        date(2026, 4, 1),
    ]


def test_a_fee_per_term_is_one_line_whatever_the_billing() -> None:
    fee = Fee(100001, "term", Decimal(50), free_months=3)
    contract = plan(date(2026, 1, 10), date(2026, 5, 20), fee)
    assert term_price(contract) == 50001
    assert fee_lines(contract, LATE) == (FeeLine(date(2026, 1, 10), 50001),)
    assert is_billed_in_advance(fee)
    assert first_charged_day(contract, fee) == date(2026, 1, 10)
    assert amounts(replace(contract, fee=replace(fee, billing="term"))) == [50001]


def test_a_fee_per_term_needs_no_end() -> None:
    contract = plan(date(2026, 1, 10), None, Fee(5000, "term", Decimal(10)))
    assert fee_lines(contract, LATE) == (FeeLine(date(2026, 1, 10), 4500),)


def test_an_open_ended_contract_pays_each_period_for_itself() -> None:
    contract = plan(date(2026, 4, 11), None, Fee(70000, "month"))
    assert fee_lines(contract, date(2026, 5, 31)) == (
        FeeLine(date(2026, 4, 11), 46667),
        FeeLine(date(2026, 5, 1), 70000),
    )
    discounted = replace(contract, fee=Fee(70000, "month", Decimal("12.5"), free_months=1))
    assert fee_lines(discounted, date(2026, 6, 30)) == (
        FeeLine(date(2026, 5, 11), round_half_up(Fraction(70000 * 21 * 7, 31 * 8))),
        FeeLine(date(2026, 6, 1), 61250),
    )


def test_an_open_ended_first_line_waits_for_its_charged_day() -> None:
    contract = plan(date(2026, 4, 11), None, Fee(70000, "month", free_months=1))
    assert fee_lines(contract, date(2026, 5, 10)) == ()
    assert len(fee_lines(contract, date(2026, 5, 11))) == 1


def test_the_running_month_of_a_cancelled_contract_costs_its_days() -> None:
    contract = plan(*YEAR, Fee(30000, "month"), cancelled=date(2026, 6, 10))
    assert amounts(contract) == [30000] * 5 + [10000]
    assert term_price(contract) == 360000
    assert amounts(replace(contract, cancelled=date(2026, 6, 30))) == [30000] * 6
    assert amounts(replace(contract, cancelled=date(2026, 5, 31))) == [30000] * 5
    assert amounts(replace(contract, cancelled=date(2026, 6, 1)))[-1] == 1000


def test_a_cancelled_share_counts_charged_days_only() -> None:
    contract = plan(date(2026, 2, 15), date(2026, 4, 14), Fee(28000, "month"))
    assert amounts(contract) == [14237, 28475, 13288]
    assert amounts(replace(contract, cancelled=date(2026, 2, 21))) == [7119]


def test_an_open_ended_contract_cancelled_in_mid_month() -> None:
    contract = plan(date(2026, 4, 11), None, Fee(30000, "month", Decimal(10)), cancelled=date(2026, 6, 10))
    assert amounts(contract) == [18000, 27000, 9000]
    assert amounts(replace(contract, cancelled=date(2026, 4, 20))) == [9000]


def test_a_cancellation_leaves_what_was_billed_in_advance() -> None:
    contract = plan(*YEAR, Fee(70000, "month", free_months=1, billing="term"), cancelled=date(2026, 6, 10))
    assert amounts(contract) == [770000]
    assert amounts(replace(contract, cancelled=date(2026, 2, 1))) == [770000]
    assert amounts(replace(contract, cancelled=date(2026, 1, 31))) == []
    assert amounts(plan(*YEAR, Fee(500, "term"), cancelled=date(2026, 1, 1))) == [500]


def test_cancelled_in_the_free_months_costs_nothing() -> None:
    contract = plan(*YEAR, Fee(70000, "month", free_months=2), cancelled=date(2026, 2, 28))
    assert amounts(contract) == []
    assert amounts(replace(contract, ends=None)) == []
    assert amounts(replace(contract, cancelled=date(2026, 3, 1))) == [round_half_up(Fraction(70000, 31))]


def test_a_fee_of_nothing_has_no_lines() -> None:
    assert fee_lines(plan(*YEAR, Fee(0, "month")), LATE) == ()
    assert fee_lines(plan(date(2026, 1, 1), None, Fee(0, "quarter")), date(2027, 1, 1)) == ()


@st.composite
def priced(draw: st.DrawFn) -> Contract:
    """A contract with an end and a fee by the month or quarter."""
    starts = draw(st.dates(date(2023, 1, 1), date(2027, 12, 31)))
    fee = Fee(
        draw(st.integers(1, 500000)),
        draw(st.sampled_from(["month", "quarter"])),
        draw(st.decimals(0, 100, places=2)),
        draw(st.integers(0, 14)),
        draw(st.sampled_from(["monthly", "term"])),
    )
    ends = starts + timedelta(days=draw(st.integers(0, 1200)))
    return plan(starts, ends, fee, anchor=draw(st.sampled_from(["calendar", "start"])))


@given(priced())
@settings(max_examples=100)
def test_the_lines_always_sum_to_the_price(contract: Contract) -> None:
    lines = fee_lines(contract, LATE)
    assert sum(line.amount for line in lines) == term_price(contract)
    assert all(line.amount > 0 for line in lines)
    assert contract.fee is not None
    charged = first_charged_day(contract, contract.fee)
    assert all(charged <= line.date <= (contract.ends or LATE) for line in lines)
    assert [line.date for line in lines] == sorted({line.date for line in lines})


@given(priced(), st.integers(0, 1200), st.booleans())
@settings(max_examples=100)
def test_a_cancellation_never_costs_more(contract: Contract, days: int, open_ended: bool) -> None:
    last = min(contract.starts + timedelta(days=days), contract.ends or LATE)
    if open_ended and contract.fee:
        contract = replace(contract, ends=None, fee=replace(contract.fee, billing="monthly"))
    before = {line.date: line.amount for line in fee_lines(contract, last)}
    after = fee_lines(replace(contract, cancelled=last), LATE)
    assert all(line.amount <= before[line.date] for line in after)
    assert [line.amount for line in after[:-1]] == list(before.values())[: len(after)][:-1]


@given(priced(), st.integers(-30, 1300))
@settings(max_examples=60)
def test_asking_for_less_gives_the_beginning(contract: Contract, days: int) -> None:
    through = contract.starts + timedelta(days=days)
    assert fee_lines(contract, through) == tuple(
        line for line in fee_lines(contract, LATE) if line.date <= through
    )


@given(priced(), st.integers(-30, 1600), st.booleans())
@settings(max_examples=60)
def test_asking_for_what_is_late_gives_the_end(contract: Contract, days: int, open_ended: bool) -> None:
    since, through = contract.starts + timedelta(days=days), contract.starts + timedelta(days=1500)
    contract = replace(contract, ends=None) if open_ended else contract
    lines = fee_lines(contract, through)
    assert fee_lines(contract, through, since) == tuple(line for line in lines if line.date >= since)
