"""Shares of expected work: nothing adds no part, and what several did is shared by their time (RULES 5.6)."""

from __future__ import annotations

from fractions import Fraction

from models.domain.planning.staffing import add_share


def test_nothing_makes_no_part() -> None:
    split: dict[str, Fraction] = {}
    add_share(split, "dana", Fraction(0))
    assert split == {}
    add_share(split, "dana", Fraction(5, 2))
    add_share(split, "dana", Fraction(1, 2))
    assert split == {"dana": 3}
