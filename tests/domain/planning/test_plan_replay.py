"""The same work under another contract."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings

from models.domain.basics.months import Month
from models.domain.basics.notation import parse_instant
from models.domain.basics.zone import zone
from models.domain.contracts.terms import ClientTerms
from models.domain.ledger.draws import replay
from models.domain.planning.plan_replay import PlanReplay, replay_plan
from models.domain.values import (
    Allowance,
    Book,
    Contract,
    DatedRate,
    Desk,
    Entry,
    Fee,
    Rollover,
    Rounding,
    WorkType,
)
from tests.strategies import books

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 31)
DESK = Desk("Desk", "UTC", "GBP")
TYPES = {"m": WorkType("m", "Maintenance", (DatedRate(date(2020, 1, 1), 6000),))}


def entry(key: str, start: str, end: str, **more: Any) -> Entry:
    return Entry(
        key, "dana", "m", parse_instant(f"{start}:00Z", ""), parse_instant(f"{end}:00Z", ""), "acme", **more
    )


def plan(**more: Any) -> Contract:
    terms = {"kind": "retainer", "starts": FEBRUARY, "ends": MARCH, **more}
    return Contract(key="plan", client="other", name="Plan", **terms)


def run(contract: Contract, *entries: Entry, first: date = FEBRUARY, last: date = MARCH) -> PlanReplay:
    return replay_plan(DESK, contract, TYPES, entries, zone("UTC"), first, last)


CALL = entry("E-1", "2026-03-02T10:00", "2026-03-02T11:30")


def test_by_the_hour_against_a_plan() -> None:
    hour = plan(kind="on_demand", rates=(("*", 15000),), rounding=Rounding(15, 180))
    found = run(hour, CALL)
    assert (found.covered, found.overage, found.lapsed, found.total) == (0, 180, 0, 45000)
    month = plan(allowances=(Allowance("month", minutes=180),), fee=Fee(30000, "month"))
    found = run(month, CALL)
    assert (found.covered, found.overage, found.lapsed, found.total) == (90, 0, 270, 60000)
    assert (found.fees, found.time, found.counted) == (60000, 0, 90)


def test_only_pieces_inside_the_span_count() -> None:
    over_the_edge = entry("E-1", "2026-01-31T23:30", "2026-02-01T00:45")
    after = entry("E-2", "2026-04-01T00:00", "2026-04-01T01:00")
    found = run(plan(allowances=(Allowance("month", minutes=40),)), over_the_edge, after)
    assert (found.covered, found.overage, found.time) == (40, 5, 500)


def test_what_was_granted_before_the_span_may_be_used_in_it() -> None:
    rollover = Rollover(periods=1)
    early = plan(
        starts=date(2026, 1, 1),
        allowances=(Allowance("month", minutes=60, rollover=rollover),),
        fee=Fee(100, "month"),
    )
    long_call = entry("E-1", "2026-02-02T10:00", "2026-02-02T12:30")
    found = run(early, long_call)
    # January's hour and February's are drawn; March's lapses on the last day, as the term ends.
    assert (found.covered, found.overage, found.lapsed, found.fees) == (120, 30, 60, 200)


def test_losses_count_only_from_the_first_to_the_last_day() -> None:
    contract = plan(starts=date(2025, 12, 1), ends=None, allowances=(Allowance("month", minutes=60),))
    assert run(contract).lapsed == 120
    assert run(contract, last=date(2026, 3, 30)).lapsed == 60
    assert run(contract, first=date(2026, 3, 31)).lapsed == 60
    capped = plan(allowances=(Allowance("month", minutes=60, rollover=Rollover(3, cap=20)),))
    assert run(capped, last=date(2026, 3, 30)).lapsed == 40
    assert run(capped).lapsed == 120


def test_before_and_after_the_term_work_is_on_demand() -> None:
    inside = plan(
        starts=date(2026, 3, 1), ends=date(2026, 3, 1), allowances=(Allowance("month", minutes=600),)
    )
    assert run(inside, CALL).overage == 90
    later = plan(starts=date(2026, 4, 1), ends=None, allowances=(Allowance("month", minutes=600),))
    found = run(later, CALL)
    assert (found.covered, found.overage, found.lapsed, found.total) == (0, 90, 0, 9000)


def test_sessions_unlimited_additional_and_late() -> None:
    sessions = plan(allowances=(Allowance("month", sessions=1, session_minutes=30),))
    assert (run(sessions, CALL).covered, run(sessions, CALL).overage, run(sessions).lapsed) == (30, 60, 0)
    assert run(plan(kind="unlimited"), CALL).covered == 90
    extra = replace(CALL, scope="additional")
    found = run(plan(kind="unlimited"), extra)
    assert (found.covered, found.overage, found.additional, found.total, found.counted) == (
        0,
        0,
        90,
        9000,
        90,
    )
    late = replace(CALL, late_in=Month(2026, 5))
    assert run(plan(kind="unlimited"), late).covered == 90


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(books(running=False))
def test_under_its_own_contract_the_replay_is_the_ledger(book: Book) -> None:
    """The law, for each contract as the only one of its client."""
    place, types = zone(book.desk.timezone), {work_type.key: work_type for work_type in book.work_types}
    first, last = Month(2025, 11), Month(2026, 9)
    for contract in book.contracts:
        alone = replace(contract, renews=None)
        entries = [e for e in book.entries if e.client == contract.client]
        terms = ClientTerms(book.desk, [alone], types, last.last_day)
        ledgers = list(replay(terms, contract.client, entries, (), place, first, last))
        found = replay_plan(book.desk, contract, types, entries, place, first.first_day, last.last_day)
        units = [unit for ledger in ledgers for unit in ledger.units]
        assert found.covered == sum(u.covered + u.unlimited + u.by_sessions for u in units)
        assert found.overage == sum(u.overage + u.on_demand for u in units)
        assert found.additional == sum(u.additional for u in units)
        assert found.counted == sum(u.unit.counted for u in units)
        assert found.total == sum(ledger.total for ledger in ledgers)
        rows = [row for ledger in ledgers for row in ledger.grants if row.unit == "minutes"]
        assert found.lapsed == sum(row.lapsed + row.forfeited for row in rows)
