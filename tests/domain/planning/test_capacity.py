"""What was sold against what can be worked."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from models.domain.basics.months import Month
from models.domain.planning.capacity import Capacity, supply_minutes
from models.domain.values import Agent

JUNE = Month(2026, 6)
DANA, ELI = Agent("dana", "Dana", 2400), Agent("eli", "Eli", 1125)


def test_the_worked_example() -> None:
    supply = supply_minutes([DANA], 5, 22, Decimal("1.00"))
    assert supply == 10560
    capacity = Capacity(JUNE, supply, 19200, 19200, Fraction(0))
    assert capacity.percent(capacity.callable) == 182
    assert capacity.percent(capacity.expected) == 0


def test_share_and_odd_weeks_stay_exact() -> None:
    assert supply_minutes([DANA, ELI], 3, 13, Decimal("0.125")) == Fraction(3525 * 13, 24)


def test_absences_are_taken_off_only_when_given() -> None:
    assert supply_minutes([DANA, ELI], 5, 22, Decimal(1), {"dana": 2}) == 480 * 20 + 225 * 22


def test_without_supply_there_is_no_load() -> None:
    assert supply_minutes([DANA], 0, 0, Decimal(1)) == 0
    assert Capacity(JUNE, Fraction(0), 60, 0, Fraction(0)).percent(60) is None


def test_half_a_per_cent_is_rounded_up() -> None:
    capacity = Capacity(JUNE, Fraction(1000), 0, 0, Fraction(0))
    assert [capacity.percent(minutes) for minutes in (4, 5, 14, 15)] == [0, 1, 1, 2]


def test_one_more_block() -> None:
    capacity = Capacity(JUNE, Fraction(1000), 10, 5, Fraction(0))
    assert capacity.with_block(1200).callable == 1210
    assert capacity.with_block(1200).must_use == 5
    assert capacity.with_block(1200, expires=True).must_use == 1205
