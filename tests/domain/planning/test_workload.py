"""Full months, and sums of work."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.basics.months import Month, parse_month
from models.domain.planning.workload import Worked, full_months, mean


@pytest.mark.parametrize(
    ("began", "today", "count", "before", "months"),
    [
        (date(2026, 2, 15), date(2026, 7, 3), 12, None, ["2026-03", "2026-04", "2026-05", "2026-06"]),
        (date(2026, 2, 1), date(2026, 4, 30), 12, None, ["2026-02", "2026-03"]),
        (date(2026, 2, 1), date(2026, 5, 1), 2, None, ["2026-03", "2026-04"]),
        (date(2026, 2, 1), date(2026, 5, 1), 2, "2026-04", ["2026-02", "2026-03"]),
        (date(2026, 2, 1), date(2026, 5, 1), 2, "2027-04", ["2026-03", "2026-04"]),
        (date(2026, 4, 2), date(2026, 5, 1), 2, None, []),
        (date(2027, 4, 2), date(2026, 5, 1), 2, None, []),
        (None, date(2026, 5, 1), 2, None, []),
    ],
)
def test_full_months(
    began: date | None, today: date, count: int, before: str | None, months: list[str]
) -> None:
    found = full_months(began, today, count, None if before is None else parse_month(before))
    assert [str(month) for month in found] == months


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(1, 40),
)
def test_full_months_are_over_and_after_the_beginning(began: date, today: date, count: int) -> None:
    months = full_months(began, today, count)
    assert len(months) <= count
    assert all(month.first_day >= began and month.last_day < today for month in months)
    if months:
        assert months[-1] == Month.of(today).plus(-1)
        assert len(months) == count or months[0].plus(-1).first_day < began


def test_work_adds_up() -> None:
    assert Worked(1, 2, 3).plus(10, 20, 30) == Worked(11, 22, 33)


def test_mean_is_exact() -> None:
    assert mean([192, 150, 306, 0, 240, 216]) == 184
    assert mean([1, 0, 0]) == Fraction(1, 3)
    assert mean([]) == 0
