"""Money is rounded half-up, once."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.money import amount_for, round_half_up


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (Fraction(0), 0),
        (Fraction(5, 2), 3),
        (Fraction(7, 2), 4),
        (Fraction(249, 100), 2),
        (Fraction(-5, 2), -3),
        (Fraction(-249, 100), -2),
        (Fraction(-1, 2), -1),
        (Fraction(-1, 3), 0),
        (Fraction(10**30 + 1, 2), (10**30 + 2) // 2),
    ],
)
def test_halves_are_rounded_away_from_zero(value: Fraction, rounded: int) -> None:
    assert round_half_up(value) == rounded


@given(st.integers(-(10**9), 10**9), st.sampled_from([1, 2, 4, 5, 8, 20, 1000]))
@settings(max_examples=100)
def test_rounding_agrees_with_decimal(numerator: int, denominator: int) -> None:
    exact = Decimal(numerator) / Decimal(denominator)
    assert round_half_up(Fraction(numerator, denominator)) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("minutes", "rate", "amount"),
    [
        (40, 9000, 6000),
        (30, 10000, 5000),
        (10, 10000, 1667),
        (1, 30, 1),
        (1, 29, 0),
        (90, 0, 0),
        (0, 7000, 0),
    ],
)
def test_minutes_cost_their_part_of_the_hourly_rate(minutes: int, rate: int, amount: int) -> None:
    assert amount_for(minutes, rate) == amount
