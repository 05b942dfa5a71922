"""Weeks from Monday to Sunday, numbered as ISO 8601 numbers them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.basics.weeks import week_number, week_of


@pytest.mark.parametrize(
    ("day", "first", "last", "number"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), date(2026, 11, 29), 48),
        (date(2026, 11, 29), date(2026, 11, 23), date(2026, 11, 29), 48),
        (date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 3), 53),
        (date(2027, 1, 4), date(2027, 1, 4), date(2027, 1, 10), 1),
        (date(2024, 12, 30), date(2024, 12, 30), date(2025, 1, 5), 1),
    ],
)
def test_a_week_of_the_calendar(day: date, first: date, last: date, number: int) -> None:
    assert week_of(day) == (first, last)
    assert week_number(day) == number


@given(st.dates(date(1970, 1, 5), date(2999, 12, 29)))
def test_weeks_tile_time(day: date) -> None:
    first, last = week_of(day)
    assert first <= day <= last
    assert last - first == timedelta(days=6)
    assert week_of(last + timedelta(days=1))[0] == last + timedelta(days=1)
    assert type(first) is type(last) is date
    assert week_number(day) == day.isocalendar().week
