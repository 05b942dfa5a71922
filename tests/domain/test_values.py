"""The little that values know by themselves: the end of a term, the state of a request (RULES 2, 4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.domain.values import Event, Request
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
