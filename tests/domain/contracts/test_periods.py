"""Periods tile the term, and month ends are clamped and never chained."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.months import add_months, day_after, day_before
from models.domain.contracts.periods import (
    FAR,
    days_from,
    months_later,
    period_last_uncut,
    period_on,
    periods,
)
from models.domain.values import Contract, Every

Anchor = Literal["calendar", "start"]
LATE = date(2100, 1, 1)
DAYS = st.dates(date(2019, 1, 1), date(2029, 12, 31))
ANCHORS: st.SearchStrategy[Anchor] = st.sampled_from(["calendar", "start"])
STEPS: st.SearchStrategy[Every] = st.sampled_from(["month", "quarter"])


def plan(starts: date, ends: date | None = None, anchor: Anchor = "calendar") -> Contract:
    return Contract("plan", "acme", "retainer", "Plan", starts, ends, anchor=anchor)


def spans(contract: Contract, every: Every, through: date = LATE) -> list[tuple[date, date]]:
    return [(period.first, period.last) for period in periods(contract, every, through)]


def test_months_from_the_31st_are_counted_from_the_start() -> None:
    contract = plan(date(2026, 1, 31), anchor="start")
    assert spans(contract, "month", date(2026, 3, 31)) == [
        (date(2026, 1, 31), date(2026, 2, 27)),
        (date(2026, 2, 28), date(2026, 3, 30)),
        (date(2026, 3, 31), date(2026, 4, 29)),
    ]


def test_calendar_months_are_cut_by_the_term() -> None:
    found = periods(plan(date(2026, 4, 11), date(2026, 6, 10)), "month", LATE)
    assert [(period.first, period.last) for period in found] == [
        (date(2026, 4, 11), date(2026, 4, 30)),
        (date(2026, 5, 1), date(2026, 5, 31)),
        (date(2026, 6, 1), date(2026, 6, 10)),
    ]
    assert [(p.index, p.days, p.whole_days, p.is_whole) for p in found] == [
        (0, 20, 30, False),
        (1, 31, 31, True),
        (2, 10, 30, False),
    ]


def test_a_term_inside_one_month_cuts_both_ends() -> None:
    (only,) = periods(plan(date(2026, 2, 10), date(2026, 2, 20)), "month", LATE)
    assert (only.days, only.whole_first, only.whole_last) == (11, date(2026, 2, 1), date(2026, 2, 28))


@pytest.mark.parametrize("starts", [date(2026, 4, 1), date(2026, 5, 17), date(2026, 6, 30)])
def test_quarters_are_those_of_the_calendar(starts: date) -> None:
    contract = plan(starts, date(2026, 8, 1))
    first, second = periods(contract, "quarter", LATE)
    assert (first.whole_first, first.first, first.last) == (date(2026, 4, 1), starts, date(2026, 6, 30))
    assert (second.first, second.last, second.whole_last) == (
        date(2026, 7, 1),
        date(2026, 8, 1),
        date(2026, 9, 30),
    )


def test_quarters_anchored_at_the_start_are_clamped_too() -> None:
    assert spans(plan(date(2025, 11, 30), date(2026, 6, 10), "start"), "quarter") == [
        (date(2025, 11, 30), date(2026, 2, 27)),
        (date(2026, 2, 28), date(2026, 5, 29)),
        (date(2026, 5, 30), date(2026, 6, 10)),
    ]


def test_a_term_is_one_period() -> None:
    contract = plan(date(2026, 1, 31), date(2026, 6, 29), "start")
    assert spans(contract, "term") == [(date(2026, 1, 31), date(2026, 6, 29))]
    assert spans(contract, "term", date(2026, 1, 30)) == []
    assert spans(plan(date(2026, 1, 31)), "term") == [(date(2026, 1, 31), FAR)]
    assert period_last_uncut(contract, "term", 0) == date(2026, 6, 29)
    assert period_last_uncut(plan(date(2026, 1, 31)), "term", 0) == FAR


def test_a_block_counts_to_the_end_of_its_months() -> None:
    block = Contract("b", "acme", "block", "Block", date(2026, 11, 30), minutes=60, valid_months=3)
    assert spans(block, "month")[-1] == (date(2027, 2, 1), date(2027, 2, 27))


def test_a_cancellation_does_not_cut_a_period() -> None:
    contract = Contract(
        "plan", "acme", "retainer", "Plan", date(2026, 1, 1), date(2026, 6, 30), cancelled=date(2026, 2, 10)
    )
    assert spans(contract, "month", date(2026, 2, 1))[-1] == (date(2026, 2, 1), date(2026, 2, 28))


def test_periods_are_counted_on_beyond_the_end() -> None:
    contract = plan(date(2026, 1, 1), date(2026, 6, 30))
    assert period_last_uncut(contract, "month", 7) == date(2026, 8, 31)
    assert period_last_uncut(plan(date(2026, 1, 31), anchor="start"), "month", 1) == date(2026, 3, 30)
    assert period_last_uncut(plan(date(2026, 5, 17)), "quarter", 1) == date(2026, 9, 30)


def test_what_lies_beyond_the_calendar_is_far() -> None:
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2026, 1, 30), (9998 - 2026) * 12 + 11) == date(9998, 12, 30)
    assert months_later(date(2026, 1, 30), (9998 - 2026) * 12 + 12) == FAR
    assert months_later(date(2026, 1, 31), 10**12) == FAR
    assert period_last_uncut(plan(date(2026, 1, 1)), "month", 10**9) == day_before(FAR)


def test_an_open_end_asked_for_all_time_comes_to_an_end() -> None:
    assert periods(plan(date(9990, 5, 1)), "quarter", date.max)[-1].first == date(9998, 10, 1)


def test_no_period_before_the_start() -> None:
    contract = plan(date(2026, 4, 11))
    assert spans(contract, "month", date(2026, 4, 10)) == []
    assert len(spans(contract, "month", date(2026, 4, 11))) == 1


@given(DAYS, st.integers(0, 1500), ANCHORS, STEPS)
@settings(max_examples=100)
def test_periods_tile_the_term(starts: date, length: int, anchor: Anchor, every: Every) -> None:
    ends = starts + timedelta(days=length)
    contract = plan(starts, ends, anchor)
    found = periods(contract, every, LATE)
    assert found[0].first == starts
    assert found[-1].last == ends
    for before, after in pairwise(found):
        assert after.first == day_after(before.last)
        assert after.index == before.index + 1
    assert sum(period.days for period in found) == length + 1
    assert all(0 < period.days <= period.whole_days for period in found)
    assert all(p.whole_last == period_last_uncut(contract, every, p.index) for p in found)
    assert all(period.is_whole for period in found[1:-1])


@given(DAYS, ANCHORS, STEPS, st.integers(0, 1500))
@settings(max_examples=100)
def test_asking_for_less_gives_the_beginning(starts: date, anchor: Anchor, every: Every, ahead: int) -> None:
    contract, through = plan(starts, None, anchor), starts + timedelta(days=ahead)
    found = periods(contract, every, through)
    longer = periods(contract, every, add_months(through, 12))
    assert found == longer[: len(found)]
    assert found[-1].first <= through < longer[len(found)].first


@given(DAYS, ANCHORS, STEPS, st.integers(0, 40))
@settings(max_examples=60)
def test_a_period_asked_for_by_its_number_is_the_same(
    starts: date, anchor: Anchor, every: Every, number: int
) -> None:
    contract = plan(starts, None, anchor)
    assert periods(contract, every, LATE, number) == periods(contract, every, LATE)[number:]


@given(DAYS, ANCHORS, STEPS, st.integers(-400, 4000))
@settings(max_examples=100)
def test_every_day_lies_in_the_period_of_its_number(
    starts: date, anchor: Anchor, every: Every, days: int
) -> None:
    contract, day = plan(starts, None, anchor), starts + timedelta(days=days)
    found = periods(contract, every, LATE)[period_on(contract, every, day)]
    assert found.first <= day <= found.last if day >= starts else found.index == 0


def test_a_term_is_its_only_period_on_every_day() -> None:
    contract = plan(date(2026, 1, 31), date(2026, 12, 31))
    assert [period_on(contract, "term", day) for day in (date.min, date(2026, 5, 1), LATE)] == [0, 0, 0]
    assert periods(contract, "term", LATE, 1) == ()


@given(DAYS, STEPS)
@settings(max_examples=50)
def test_a_period_anchored_at_the_start_begins_on_its_day(starts: date, every: Every) -> None:
    step = 3 if every == "quarter" else 1
    for period in periods(plan(starts, None, "start"), every, add_months(starts, 30)):
        assert period.first == add_months(starts, period.index * step)
        assert period.is_whole


def test_days_count_both_ends() -> None:
    assert days_from(date(2026, 4, 11), date(2026, 4, 30)) == 20
    assert days_from(date(2026, 4, 11), date(2026, 4, 11)) == 1
    assert days_from(date(2026, 4, 11), date(2026, 4, 10)) == 0
