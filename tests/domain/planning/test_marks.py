"""Marks of use and the run rate."""

from __future__ import annotations

from fractions import Fraction

import pytest

from models.domain.ledger.sums import MonthSums
from models.domain.planning.marks import reached_marks, run_rate, used_minutes, used_percent


@pytest.mark.parametrize(
    ("accounted", "usable", "marks"),
    [
        (0, 300, ()),
        (224, 300, ()),
        (225, 300, (75,)),
        (269, 300, (75,)),
        (270, 300, (75, 90)),
        (300, 300, (75, 90, 100)),
        (900, 300, (75, 90, 100)),
        (10, 0, ()),
    ],
)
def test_marks(accounted: int, usable: int, marks: tuple[int, ...]) -> None:
    assert reached_marks(accounted, usable) == marks


def test_run_rate() -> None:
    assert run_rate(280, 15, 21) == 392
    assert run_rate(100, 3, 22) == Fraction(2200, 3)
    assert run_rate(100, 0, 22) is None


@pytest.mark.parametrize(
    ("used", "whole", "percent"),
    [(0, 60, 0), (48, 840, 6), (1, 200, 1), (99, 20_000, 0), (100, 20_000, 1), (90, 60, 150), (5, 0, None)],
)
def test_a_share_is_rounded_half_up(used: int, whole: int, percent: int | None) -> None:
    assert used_percent(used, whole) == percent
    assert used_percent(used, None) is None


@pytest.mark.parametrize(
    ("sums", "has_hours", "used"),
    [
        (MonthSums(covered=240, overage=40, additional=50), True, 280),
        (MonthSums(unlimited=10, by_sessions=15, on_demand=30), False, 25),
        (MonthSums(on_demand=30), False, 30),
        (MonthSums(on_demand=30), True, 0),
        (MonthSums(additional=30), False, 0),
    ],
)
def test_what_was_used_is_what_drew_or_went_over(sums: MonthSums, has_hours: bool, used: int) -> None:
    assert used_minutes(sums, has_hours=has_hours) == used
