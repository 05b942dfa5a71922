"""What does a call leave, before it is recorded? The same as after (RULES 3.1-3.4, 8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.domain.basics.months import Month
from models.domain.basics.zone import zone
from models.domain.contracts.terms import ClientTerms
from models.domain.ledger.provisional import ClientWork
from models.domain.values import Allowance, Contract, Entry, Rounding, Scope
from tests.builders import DESK, WORK_TYPES, at, contract, monthly, work

NOW = at("2026-03-10 10:00")


def of(*contracts: Contract, entries: tuple[Entry, ...] = (), rounding: Rounding | None = None) -> ClientWork:
    desk = replace(DESK, rounding=rounding or Rounding(15, 0))
    terms = ClientTerms(desk, contracts, WORK_TYPES, date(2026, 12, 31))
    return ClientWork("acme", terms, zone("UTC"), Month(2026, 3), {}, entries)


def call(
    start: int = NOW, request: str | None = None, kind: str = "maintenance", scope: Scope = "support"
) -> Entry:
    return Entry("E-9", "dana", kind, start, None, "acme", request, scope)


SESSIONS = Allowance("month", sessions=2, session_minutes=15)
PLAN = contract("plan", "retainer", monthly(192))


@pytest.mark.parametrize(
    ("contracts", "rounding", "minutes", "rest", "sessions", "over"),
    [
        ((PLAN,), Rounding(15, 0), 47, 132, 0, 0),
        ((contract("plan", "retainer", monthly(30), SESSIONS),), Rounding(1, 0), 20, 40, 1, 0),
        ((contract("plan", "retainer", monthly(30), SESSIONS),), Rounding(1, 0), 10, 45, 1, 0),
        ((contract("plan", "retainer", monthly(30), SESSIONS),), Rounding(1, 0), 0, 60, 2, 0),
        ((contract("plan", "retainer", monthly(20)),), Rounding(15, 30), 1, -10, 0, 10),
        ((contract("free", "unlimited"),), Rounding(15, 30), 1, 0, 0, 0),
        ((), Rounding(15, 30), 1, -30, 0, 30),
    ],
)
def test_what_a_call_takes(
    contracts: tuple[Contract, ...], rounding: Rounding, minutes: int, rest: int, sessions: int, over: int
) -> None:
    """3:12 left, 47 minutes on the phone, an increment of 15: 60 accounted, 2:12 left."""
    after = of(*contracts, rounding=rounding).after(call(), NOW + minutes * 60)
    assert (after.rest, after.left.sessions, after.over) == (rest, sessions, over)


def test_only_what_the_work_type_may_draw_is_left() -> None:
    allowances = (monthly(120, work_types=("design",)), SESSIONS)
    both = of(contract("plan", "retainer", *allowances), contract("free", "unlimited", covers=("design",)))
    left = both.left(NOW, "maintenance")
    assert (left.manner, left.minutes, left.sessions, left.session_minutes) == ("counted", 0, 2, 15)
    assert both.left(NOW, "design").manner == "unlimited"
    assert of().left(NOW, "design").manner == "on_demand"


def test_a_call_is_rounded_together_with_the_work_of_its_request_and_day() -> None:
    before = (
        work("E-1", "2026-03-10 08:00", 5, request="R-1"),
        work("E-2", "2026-03-09 08:00", 50, request="R-1"),
        work("E-3", "2026-03-10 09:00", 5, request="R-1", work_type="design"),
    )
    known = of(PLAN, entries=before, rounding=Rounding(15, 30))
    alone, joined = (known.after(call(request=name), NOW + 60 * 20) for name in (None, "R-1"))
    assert (alone.counted, alone.added, alone.minimum) == (30, 30, True)
    assert (joined.counted, joined.added, joined.minimum) == (30, 0, True)
    assert joined.rest == known.left(NOW, "maintenance").total_minutes == 192 - 30 - 60 - 30


def test_after_midnight_a_call_is_two_pieces_and_the_second_pays_no_minimum() -> None:
    known = of(PLAN, rounding=Rounding(15, 180))
    after = known.after(call(at("2026-03-10 23:50")), at("2026-03-11 00:10"))
    assert (after.counted, after.added, after.rest, after.minimum) == (195, 195, -3, False)


def test_a_call_over_the_end_of_a_month_draws_from_both() -> None:
    after = of(PLAN).after(call(at("2026-03-31 23:00")), at("2026-04-01 01:00"))
    assert (after.counted, after.rest) == (120, 192 - 60)


def test_what_is_not_support_draws_nothing() -> None:
    after = of(PLAN).after(call(scope="additional"), NOW + 600)
    assert (after.counted, after.added, after.rest) == (15, 15, 192)


def test_a_clock_that_went_back_counts_nothing() -> None:
    assert of(PLAN).after(call(), NOW - 600).rest == 192


def test_the_shortest_call_counts_its_minimum() -> None:
    left = of(PLAN, rounding=Rounding(15, 30)).left(NOW, "maintenance")
    assert [left.call_minutes(seconds) for seconds in (0, 1, 1800, 1801)] == [0, 30, 30, 45]
    assert left.call_minutes() == 30


@pytest.mark.parametrize(("day", "rest"), [("2026-03-10", 300), ("2026-03-31", 300), ("2026-04-01", 420)])
def test_what_a_cap_takes_can_be_used_through_its_day(day: str, rest: int) -> None:
    """RULES 2.4: 5:00 a month held to 2:00: all of March's is left on its last day, then 2:00 and April's 5:00."""
    plan = contract("plan", "retainer", monthly(300, 3, 120))
    assert of(plan).left(at(f"{day} 10:00"), "maintenance").minutes == rest
