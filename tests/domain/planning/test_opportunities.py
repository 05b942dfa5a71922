"""What is worth a talk: amounts rounded once, an order that never wavers, words for what came of it (RULES 5.9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from models.domain.planning.opportunities import (
    Opportunity,
    flagged_words,
    in_order,
    talk_words,
    unused_fee,
    worth,
)

DAY = date(2026, 3, 1)
DRIFT = Opportunity("acme", "drift", DAY, 60, 5000)


@pytest.mark.parametrize(
    ("next_on", "sleeps"),
    [(None, False), (date(2026, 3, 9), False), (date(2026, 3, 10), False), (date(2026, 3, 11), True)],
)
def test_it_sleeps_until_the_day_of_the_next_talk(next_on: date | None, sleeps: bool) -> None:
    assert replace(DRIFT, next_on=next_on).sleeps(date(2026, 3, 10)) is sleeps


def test_what_came_of_a_talk() -> None:
    assert talk_words("drift", "takes the bigger plan", date(2027, 3, 3)) == (
        "drift: takes the bigger plan; again on 3 Mar 2027"
    )
    assert talk_words("hourly", "", None) == "a plan would be cheaper: talked about"


def test_flags_are_counted_with_their_time() -> None:
    rework = Opportunity("acme", "rework", DAY, 70, 0, detail="R-1, R-2")
    outside = Opportunity("acme", "outside_scope", DAY, 0, 0, detail="R-3")
    assert flagged_words((rework, outside)) == "2 rework, 1:10; 1 outside scope, 0:00"
    assert flagged_words(()) == ""


def test_the_most_money_comes_first_then_the_client_then_the_kind() -> None:
    wanted = (
        DRIFT,
        replace(DRIFT, amount=4000, client="acme", kind="rework"),
        replace(DRIFT, amount=4000, client="acme", kind="drift"),
        replace(DRIFT, amount=4000, client="acme", kind="drift", since=date(2026, 4, 1)),
        replace(DRIFT, amount=4000, client="beta", kind="rework"),
    )
    assert in_order(reversed(wanted)) == wanted


def test_minutes_are_worth_their_rate_rounded_once() -> None:
    assert (worth(50, 9000), worth(1, 30), worth(1, 29), worth(0, 9000)) == (7500, 1, 0, 0)


@pytest.mark.parametrize(
    ("used", "allowed", "unused"),
    [(180, 540, 20000), (0, 540, 30000), (540, 540, 0), (600, 540, 0), (0, 0, 0), (1, Fraction(3, 2), 10000)],
)
def test_the_fee_of_what_was_not_used(used: int, allowed: Fraction | int, unused: int) -> None:
    """300.00 for 9:00, of which 3:00 were used: 200.00."""
    assert unused_fee(30000, used, allowed) == unused
