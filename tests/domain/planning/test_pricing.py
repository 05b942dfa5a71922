"""A price from what was used."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.planning.pricing import more_clients, price_guide

USED = [192, 150, 306, 0, 240, 216]


def test_the_worked_example() -> None:
    guide = price_guide(USED, 2800, Decimal(50), 500)
    assert guide.mean_hours == Fraction(184, 60)
    assert guide.mean_text == "3.0667"
    assert guide.price == 13000


@pytest.mark.parametrize(
    ("used", "step", "price"),
    [([60], 2800, 2800), ([60], 2801, 2801), ([61], 1, 2847), ([0, 0], 500, 0), ([60], 1000, 3000)],
)
def test_rounded_up_to_the_step(used: list[int], step: int, price: int) -> None:
    assert price_guide(used, 2800, Decimal(0), step).price == price


def test_mean_is_rounded_half_up_for_reading_only() -> None:
    assert price_guide([60, 0, 0, 0, 0, 0, 0, 0], 100, Decimal(0), 1).mean_text == "0.1250"
    assert price_guide([6] + [0] * 15, 100, Decimal(0), 1).mean_text == "0.0063"


@given(
    st.lists(st.integers(0, 20_000), min_size=1, max_size=24), st.integers(0, 20_000), st.integers(1, 10_000)
)
def test_never_below_cost_and_less_than_a_step_above(used: list[int], cost: int, step: int) -> None:
    price = price_guide(used, cost, Decimal("33.3"), step).price
    exact = Fraction(sum(used), len(used) * 60) * cost * Fraction(1333, 1000)
    assert price % step == 0
    assert exact <= price < exact + step


def test_refusals() -> None:
    with pytest.raises(DeskError, match="hourly_cost"):
        price_guide(USED, None, Decimal(50), 500)
    with pytest.raises(DeskError, match="no full month"):
        price_guide([], 2800, Decimal(50), 500)
    with pytest.raises(InvalidValue, match="step: 0"):
        price_guide(USED, 2800, Decimal(50), 0)
    with pytest.raises(InvalidValue, match="markup: -1"):
        price_guide(USED, 2800, Decimal(-1), 500)


@pytest.mark.parametrize(
    ("clients", "percent", "more"),
    [(10, "20", 3), (10, "50", 10), (10, "0", 0), (0, "20", 0), (10, "100", None)],
)
def test_what_a_discount_costs(clients: int, percent: str, more: int | None) -> None:
    assert more_clients(clients, Decimal(percent)) == more
