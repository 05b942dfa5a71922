"""What lists need of a month: amounts for time, balances in minutes, and what can be drawn on a day (RULES 3.7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.domain.ledger.document import UnitLine
from models.domain.ledger.summary import Amounts, GrantBalance
from models.domain.ledger.sums import MonthSums

BALANCE = GrantBalance("plan", 0, date(2026, 3, 1), date(2026, 3, 31), 15, 4, 1, 3)


def test_fees_and_charges_are_not_billed_for_time() -> None:
    assert Amounts(fee=1, overage=10, on_demand=100, additional=1000, charge=10_000).time == 1110


def test_sessions_left_are_minutes_at_their_length() -> None:
    assert (BALANCE.left_minutes, replace(BALANCE, each=1).left_minutes) == (45, 3)


def test_a_unit_is_what_grants_gave_and_what_is_billed() -> None:
    parts = {"covered": 1, "unlimited": 2, "by_sessions": 4, "overage": 8, "on_demand": 16, "additional": 32}
    unit = UnitLine(
        ("E",), None, "maintenance", "support", date(2026, 3, 1), 0, 63, None, None, False, **parts
    )
    assert (unit.included, unit.billed) == (7, 56)


def test_both_identities_of_a_month() -> None:
    sums = MonthSums(opening=10, granted=60, drawn=30, lapsed=5, forfeited=6, reversed=1, closing=30)
    assert sums.balance_holds
    assert not replace(sums, closing=31).balance_holds
    split = MonthSums(
        covered=1, unlimited=2, by_sessions=4, overage=8, on_demand=16, additional=32, counted=63
    )
    assert split.split_holds
    assert not replace(split, counted=62).split_holds
    assert not replace(split, accounted=63).is_weighed
    assert replace(split, accounted=42).is_weighed
