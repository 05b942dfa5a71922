"""Months added to dates, and months and dates as people write them (RULES 1)."""

from __future__ import annotations

from datetime import date

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import (
    Month,
    add_months,
    day_after,
    day_before,
    month_within_horizon,
    months_between,
    parse_date,
    parse_month,
    within_horizon,
)

MONTHS = st.builds(Month, st.integers(1971, 2900), st.integers(1, 12))


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 8, 31), 24, date(2028, 8, 31)),
    ],
)
def test_add_months(day: date, months: int, found: date) -> None:
    assert add_months(day, months) == found


@given(st.dates(date(1970, 1, 1), date(2900, 12, 31)), st.integers(-600, 600))
def test_months_are_added_as_pendulum_adds_them(day: date, months: int) -> None:
    """Integers do it where a ledger asks for every row; pendulum is the measure of what they do."""
    moved = pendulum.date(day.year, day.month, day.day).add(months=months)
    assert add_months(day, months) == date(moved.year, moved.month, moved.day)
    assert Month.of(day).plus(months) == Month(moved.year, moved.month)
    assert Month.of(day).last_day == pendulum.date(day.year, day.month, 1).end_of("month")


def test_chained_months_drift_which_is_why_nothing_chains_them() -> None:
    start = date(2026, 1, 31)
    assert add_months(add_months(start, 1), 1) != add_months(start, 2)


def test_a_month() -> None:
    february = Month.of(date(2028, 2, 10))
    assert (str(february), february.days) == ("2028-02", 29)
    assert (february.first_day, february.last_day) == (date(2028, 2, 1), date(2028, 2, 29))
    assert february.plus(-2) == Month(2027, 12)
    assert february.plus(11) == Month(2029, 1)
    assert Month(2026, 11).until(february) == 15


def test_months_between() -> None:
    assert months_between(Month(2026, 11), Month(2027, 1)) == [
        Month(2026, 11),
        Month(2026, 12),
        Month(2027, 1),
    ]
    assert months_between(Month(2026, 1), Month(2026, 1)) == [Month(2026, 1)]
    assert months_between(Month(2026, 2), Month(2026, 1)) == []


def test_the_days_around_a_day() -> None:
    assert (day_before(date(2026, 3, 1)), day_after(date(2026, 12, 31))) == (
        date(2026, 2, 28),
        date(2027, 1, 1),
    )


@given(MONTHS, st.integers(-500, 500))
def test_months_count_forth_and_back(month: Month, steps: int) -> None:
    other = month.plus(steps)
    assert month.until(other) == steps
    assert other.plus(-steps) == month
    assert (month < other) == (steps > 0) == (str(month) < str(other))


@given(st.dates(date(1971, 1, 1), date(2900, 1, 1)), st.integers(-200, 200))
def test_adding_months_lands_in_that_month_not_after_the_day(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert Month.of(moved) == Month.of(day).plus(months)
    assert moved.day == min(day.day, Month.of(moved).days)


@pytest.mark.parametrize("text", ["1970-01", "2026-03", "2999-12"])
def test_reading_months(text: str) -> None:
    assert str(parse_month(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-3", "2026-13", "2026-00", "1969-12", "3000-01", "2026-03-01", "٢٠٢٦-٠٣", "2026-03\n"],
)
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(InvalidValue, match="accepted is YYYY-MM") as refused:
        parse_month(text, "MONTH")
    assert refused.value.path == "MONTH"


@pytest.mark.parametrize("text", ["1970-01-01", "2028-02-29", "2999-12-31"])
def test_reading_dates(text: str) -> None:
    assert parse_date(text).isoformat() == text


@pytest.mark.parametrize(
    "text", ["", "2026-02-29", "2026-2-9", "1969-12-31", "3000-01-01", "2026-13-01", "2026-04-31", "tomorrow"]
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(InvalidValue, match="accepted is YYYY-MM-DD"):
        parse_date(text)


@pytest.mark.parametrize("day", [date(2026, 11, 25), date(2036, 11, 26), date(2036, 11, 30)])
def test_ten_years_ahead_a_month_is_taken_whole(day: date) -> None:
    assert within_horizon(day, date(2026, 11, 26), "starts") == day


def test_the_month_after_is_refused_with_the_last_day_accepted() -> None:
    with pytest.raises(
        InvalidValue, match=r"^starts: 2036-12-01 lies too far ahead; accepted is up to 2036-11-26"
    ):
        within_horizon(date(2036, 12, 1), date(2026, 11, 26), "starts")


def test_a_month_too_far_is_refused_as_it_was_asked_for() -> None:
    today = date(2026, 11, 26)
    assert month_within_horizon(Month(2036, 11), today, "MONTH") == Month(2036, 11)
    with pytest.raises(
        InvalidValue, match=r"^MONTH: 2036-12 lies too far ahead; accepted is up to 2036-11, 10 years"
    ):
        month_within_horizon(Month(2036, 12), today, "MONTH")
