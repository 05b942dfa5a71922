"""Marks of use and the run rate."""

from __future__ import annotations

from fractions import Fraction

import pytest

from models.domain.marks import reached_marks, run_rate


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
