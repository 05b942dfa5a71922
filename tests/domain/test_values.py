"""The little that values know by themselves: the end of a term, the state of a request (RULES 2, 4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.domain.values import DatedTargets, Event, Note, Request, Target, Tier
from tests.builders import block, contract


def test_the_last_day_of_a_term() -> None:
    plan = contract("k")
    assert (plan.term_end, plan.last_day) == (date(2026, 12, 31), date(2026, 12, 31))
    cancelled = replace(plan, cancelled=date(2026, 3, 10))
    assert (cancelled.term_end, cancelled.last_day) == (date(2026, 12, 31), date(2026, 3, 10))
    assert replace(plan, ends=None).last_day is None


def test_months_make_the_end_of_a_block() -> None:
    assert block("b", 60, date(2026, 11, 30), None, valid_months=3).last_day == date(2027, 2, 27)


def test_a_request_is_new_until_its_first_event() -> None:
    request = Request("R", "acme", "Form", 0)
    assert request.state == "new"
    assert replace(request, events=(Event(1, "open"), Event(2, "waiting"))).state == "waiting"


def test_a_request_was_touched_when_it_says_so_or_when_its_last_part_happened() -> None:
    request = Request("R", "acme", "Form", 5)
    assert request.last_touched == 5
    assert replace(request, events=(Event(7, "open"), Event(6, "waiting"))).last_touched == 7
    assert replace(request, notes=(Note(9, "dana", "text"),)).last_touched == 9
    assert replace(request, touched_at=4, notes=(Note(9, "dana", "text"),)).last_touched == 4


@pytest.mark.parametrize(
    ("day", "over", "within"),
    [
        (date(2025, 12, 31), False, False),
        (date(2026, 1, 1), False, True),
        (date(2026, 12, 31), False, True),
        (date(2027, 1, 1), True, False),
    ],
)
def test_a_term_holds_its_first_and_its_last_day(day: date, over: bool, within: bool) -> None:
    assert (contract("k").is_over(day), contract("k").is_in_term(day)) == (over, within)
    assert not contract("k", ends=None).is_over(date(2900, 1, 1))


def test_a_tier_promises_by_date() -> None:
    plain = Tier("gold", "Gold", Target("h", 4))
    assert plain.on(date(2026, 3, 1)) is plain
    dated = (
        DatedTargets(date(2026, 1, 1), Target("h", 4)),
        DatedTargets(date(2026, 3, 1), Target("h", 2), clock="always"),
    )
    changed = replace(plain, targets=dated)
    assert changed.on(date(2026, 2, 28)) == plain
    assert changed.on(date(2026, 3, 1)) == replace(plain, first_response=Target("h", 2), clock="always")
