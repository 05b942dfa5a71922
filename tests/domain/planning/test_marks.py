"""Marks of use and the run rate."""

from __future__ import annotations

from fractions import Fraction

import pytest

from models.domain.planning.marks import reached_marks, run_rate, used_percent


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
