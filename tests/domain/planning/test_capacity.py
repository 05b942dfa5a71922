"""What was sold against what can be worked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from models.domain.basics.months import Month
from models.domain.planning.capacity import Capacity, OpenDays, stretches, supply_minutes
from models.domain.values import Agent, DatedMinutes

JUNE = Month(2026, 6)
DANA, ELI = Agent("dana", "Dana", 2400), Agent("eli", "Eli", 1125)


def days(count: int, weekdays: int = 5, away: dict[str, int] | None = None) -> list[OpenDays]:
    return [OpenDays(JUNE.first_day, count, weekdays, away or {})]


def test_a_week_that_gets_shorter_counts_from_its_day() -> None:
    halved = replace(
        DANA, dated_minutes=(DatedMinutes(date(2026, 1, 1), 2400), DatedMinutes(date(2026, 6, 15), 1200))
    )
    cut = stretches(JUNE, [date(2026, 6, 15), date(2026, 6, 1), date(2026, 7, 1)])
    assert cut == [(date(2026, 6, 1), date(2026, 6, 14)), (date(2026, 6, 15), date(2026, 6, 30))]
    parts = [OpenDays(cut[0][0], 10, 5), OpenDays(cut[1][0], 12, 5)]
    assert supply_minutes([halved], parts, Decimal(1)) == 10 * 480 + 12 * 240
    assert supply_minutes([DANA], parts, Decimal(1)) == supply_minutes([DANA], days(22), Decimal(1))


def test_the_worked_example() -> None:
    supply = supply_minutes([DANA], days(22), Decimal("1.00"))
    assert supply == 10560
    capacity = Capacity(JUNE, supply, 19200, 19200, Fraction(0))
    assert capacity.percent(capacity.callable) == 182
    assert capacity.percent(capacity.expected) == 0


def test_share_and_odd_weeks_stay_exact() -> None:
    assert supply_minutes([DANA, ELI], days(13, 3), Decimal("0.125")) == Fraction(3525 * 13, 24)


def test_absences_are_taken_off_only_when_given() -> None:
    assert supply_minutes([DANA, ELI], days(22, away={"dana": 2}), Decimal(1)) == 480 * 20 + 225 * 22


def test_without_supply_there_is_no_load() -> None:
    assert supply_minutes([DANA], days(0, 0), Decimal(1)) == 0
    assert Capacity(JUNE, Fraction(0), 60, 0, Fraction(0)).percent(60) is None


def test_half_a_per_cent_is_rounded_up() -> None:
    capacity = Capacity(JUNE, Fraction(1000), 0, 0, Fraction(0))
    assert [capacity.percent(minutes) for minutes in (4, 5, 14, 15)] == [0, 1, 1, 2]


def test_one_more_block() -> None:
    capacity = Capacity(JUNE, Fraction(1000), 10, 5, Fraction(0))
    assert capacity.with_block(1200).callable == 1210
    assert capacity.with_block(1200).must_use == 5
    assert capacity.with_block(1200, expires=True).must_use == 1205
