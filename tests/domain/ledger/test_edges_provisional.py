"""What does a call leave where hours weigh more? Counted and accounted minutes apart, and minimums that are none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from models.domain.basics.months import Month
from models.domain.basics.zone import zone
from models.domain.contracts.terms import ClientTerms
from models.domain.ledger.provisional import ClientWork
from models.domain.values import Band, BandTable, Entry, Rounding
from tests.builders import DESK, WORK_TYPES, at, contract, monthly, work
from tests.domain.ledger.test_explain_unit import unit_text
from tests.edges import table

EVENING = (Band(19 * 60, 22 * 60, Decimal("1.5"), "evening"),)
TABLE = BandTable(date(2026, 1, 1), (EVENING,) * 7)
PLAN = contract("plan", "retainer", monthly(300))


def of(*entries: Entry, minimum: int = 0) -> ClientWork:
    desk = replace(DESK, rounding=Rounding(15, minimum), bands=(TABLE,))
    terms = ClientTerms(desk, (PLAN,), WORK_TYPES, date(2026, 12, 31))
    return ClientWork("acme", terms, zone("UTC"), Month(2026, 3), {}, entries)


def call(start: str, request: str | None = None) -> Entry:
    return Entry("E-9", "dana", "maintenance", at(start), None, "acme", request, "support")


@pytest.mark.parametrize(
    ("start", "minutes", "minimum", "numbers"),
    table(
        ("an hour before the evening", "2026-03-10 18:00", 60, 0, (60, 60, 60, False, 240)),
        ("an hour of the evening weighs 90", "2026-03-10 19:00", 60, 0, (60, 90, 90, False, 210)),
        ("half of it", "2026-03-10 18:30", 60, 0, (60, 75, 75, False, 225)),
        ("what the minimum makes of it weighs, too", "2026-03-10 19:00", 10, 30, (30, 45, 45, True, 255)),
        ("at the minimum none is said", "2026-03-10 19:00", 30, 30, (30, 45, 45, False, 255)),
    ),
)
def test_what_an_evening_call_takes(
    start: str, minutes: int, minimum: int, numbers: tuple[int, int, int, bool, int]
) -> None:
    after = of(minimum=minimum).after(call(start), at(start) + 60 * minutes)
    assert (after.accounted, after.counted, after.added, after.minimum, after.rest) == numbers


def test_what_a_call_adds_to_the_evening_of_its_request_is_counted() -> None:
    known = of(work("E-1", "2026-03-10 19:00", 30, request="R-1"))
    after = known.after(call("2026-03-10 20:00", "R-1"), at("2026-03-10 20:30"))
    assert (after.accounted, after.counted, after.added, after.rest) == (60, 90, 45, 210)


def test_calls_of_equal_length_that_weigh_differently_are_told_apart() -> None:
    """One after the other of the same work: what was computed for the first is not taken for the second."""
    known = of()
    early, late = (
        known.after(replace(call("2026-03-10 18:00"), started_at=at(start)), at(start) + 3600)
        for start in ("2026-03-10 18:00", "2026-03-10 19:00")
    )
    assert (early.rest, late.rest) == (240, 210)


def test_a_single_draw_gives_no_reason_for_its_place() -> None:
    text = unit_text([PLAN], [work("E-1", "2026-03-10 10:00", 30)], "2026-03")
    assert "Drawn, in the order of RULES 3.3:" in text
    assert "None" not in text
