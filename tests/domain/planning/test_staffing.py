"""Shares of expected work: nothing adds no part, and what several did is shared by their time (RULES 5.6)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from models.domain.basics.months import Month
from models.domain.planning.staffing import Done, Staffing, add_done, add_share


def test_nothing_makes_no_part() -> None:
    split: dict[str, Fraction] = {}
    add_share(split, "dana", Fraction(0))
    assert split == {}
    add_share(split, "dana", Fraction(5, 2))
    add_share(split, "dana", Fraction(1, 2))
    assert split == {"dana": 3}


MARCH = Month(2026, 3)


def staffing(full_time: int = 10_560) -> Staffing:
    return Staffing(MARCH, (Month(2026, 2),), full_time)


def test_what_several_did_is_shared_by_their_time() -> None:
    """60 minutes in one unit, dana 20 and eli 10 minutes of it, over three months."""
    mean = staffing()
    add_done(mean, Done("maintenance", 60, {"dana": 1200, "eli": 600}), 3)
    assert mean.by_work_type == {"maintenance": 20}
    assert mean.by_agent == {"dana": Fraction(40, 3), "eli": Fraction(20, 3)}
    assert mean.expected == sum(mean.by_agent.values()) == 20


def test_work_without_any_time_is_shared_evenly() -> None:
    mean = staffing()
    add_done(mean, Done("maintenance", 30, {"dana": 0, "eli": 0}), 1)
    assert mean.by_agent == {"dana": 15, "eli": 15}


@pytest.mark.parametrize(
    ("minutes", "full_time", "persons"), [(1584, 10_560, 15), (0, 10_560, 0), (60, 0, None)]
)
def test_persons_are_hundredths_of_full_time(minutes: int, full_time: int, persons: int | None) -> None:
    assert staffing(full_time).hundredths(Fraction(minutes)) == persons
