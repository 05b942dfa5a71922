"""What does an explanation leave unsaid, and what was there before a cap? Words of the ledger at their edges."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from models.domain.contracts.weight_words import week_grid
from models.domain.ledger.differences import shift_lines, shifts
from models.domain.values import Allowance, Band, BandTable
from tests.builders import contract, monthly, months, work
from tests.domain.ledger.test_explain_unit import unit_text
from tests.edges import table

PLAN = contract("plan", "retainer", monthly(60))
CAPPED = contract("plan", "retainer", monthly(240, 2, 360))
USED = [
    work("E-1", "2026-01-05 09:00", 60),
    work("E-2", "2026-02-05 09:00", 150),
    work("E-3", "2026-03-31 09:00", 100),
]


@pytest.mark.parametrize(
    ("minutes", "left_over", "billed"),
    table(
        ("all of it is covered", 60, False, False),
        ("a minute is not", 61, True, True),
    ),
)
def test_what_is_covered_leaves_nothing_over(minutes: int, left_over: bool, billed: bool) -> None:
    text = unit_text([PLAN], [work("E-1", "2026-03-02 10:00", minutes)], "2026-03")
    assert ("Left over" in text) is left_over
    assert ("Line: overage" in text) is billed
    assert ("Nothing is left to bill." in text) is not billed


def test_what_a_cap_takes_that_night_is_there_before() -> None:
    """RULES 2.4: on the last day of March, 0:30 of January and all 4:00 of February can be drawn; then 0:50 go."""
    text = unit_text([CAPPED], USED, "2026-03")
    assert "30 min left before, 0 min after" in text
    assert "240 min (4 h) left before, 170 min (2 h 50 min) after" in text


def test_sessions_of_a_contract_that_was_not_there_before_are_sessions() -> None:
    calls = contract("calls", "retainer", Allowance("month", sessions=2, session_minutes=15))
    old, new = (list(months(each, [], first="2026-03").values())[:1] for each in ([], [calls]))
    there, gone = shifts(old, new), shifts(new, old)
    assert {shift.measure for shift in (*there, *gone) if shift.grant is not None} == {"sessions"}
    assert shift_lines(there, "GBP", date(2026, 3, 10)) == ("March grant lapsing 0 sessions → 2 sessions",)


def test_the_heavier_hour_has_the_heavier_sign() -> None:
    """Eight signs for what weighs more than an hour, the last for all beyond; a minus for what weighs less."""
    weights = ("4", "3.5", "3", "2.5", "2", "1.75", "1.5", "1.25", "1.1", "1", "0.5")
    row = tuple(Band(60 * at, 60 * at + 60, Decimal(weight)) for at, weight in enumerate(weights))
    monday = week_grid(BandTable(date(2026, 1, 1), (row,) * 7))[1]
    assert monday == f"Mon {'&&&&%%@@##██▓▓▒▒░░··--'}{'·' * 26}"
