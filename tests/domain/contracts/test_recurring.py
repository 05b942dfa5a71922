"""Promised work comes round once a period, is due on its last day, and ends with the contract (RULES 2.9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.errors import InvalidValue
from models.domain.contracts.checked import checked_contract
from models.domain.contracts.promise_words import promise_preview, promise_words
from models.domain.contracts.recurring import (
    Occurrence,
    all_occurrences,
    current,
    occurrence_at,
    occurrences,
    promised_minutes,
    to_open,
)
from models.domain.values import ROUNDS, Contract, OccurrenceKey, Promise, Round
from tests.recurring_reference import reference_occurrences

Anchor = Literal["calendar", "start"]
DAYS = st.dates(date(2023, 1, 1), date(2028, 12, 31))


def plan(
    starts: date,
    ends: date | None = None,
    every: Round = "month",
    *,
    anchor: Anchor = "calendar",
    cancelled: date | None = None,
    lead: int | None = None,
    since: date | None = None,
) -> Contract:
    promise = Promise("p", "Work", every, lead_days=lead, since=since)
    return Contract(
        "plan",
        "acme",
        "retainer",
        "Plan",
        starts,
        ends,
        anchor=anchor,
        cancelled=cancelled,
        recurring=(promise,),
    )


def rows(found: tuple[Occurrence, ...]) -> list[tuple[date, date, date]]:
    return [(each.starts, each.ends, each.opens) for each in found]


def test_a_quarterly_audit_is_cut_by_the_start() -> None:
    """The worked example of the rule."""
    contract = plan(date(2026, 2, 15), date(2026, 12, 31), "quarter", lead=10)
    assert rows(all_occurrences(contract, date.min, date.max)) == [
        (date(2026, 2, 15), date(2026, 3, 31), date(2026, 3, 21)),
        (date(2026, 4, 1), date(2026, 6, 30), date(2026, 6, 20)),
        (date(2026, 7, 1), date(2026, 9, 30), date(2026, 9, 20)),
        (date(2026, 10, 1), date(2026, 12, 31), date(2026, 12, 21)),
    ]


@pytest.mark.parametrize(
    ("every", "anchor", "expected"),
    [
        ("week", "start", (date(2026, 6, 15), date(2026, 6, 21))),
        ("month", "calendar", (date(2026, 6, 1), date(2026, 6, 30))),
        ("month", "start", (date(2026, 5, 20), date(2026, 6, 19))),
        ("quarter", "start", (date(2026, 4, 20), date(2026, 7, 19))),
        ("half_year", "calendar", (date(2026, 1, 20), date(2026, 6, 30))),
        ("half_year", "start", (date(2026, 1, 20), date(2026, 7, 19))),
        ("year", "calendar", (date(2026, 1, 20), date(2026, 12, 31))),
        ("year", "start", (date(2026, 1, 20), date(2027, 1, 19))),
        ("term", "calendar", (date(2026, 1, 20), date(2027, 6, 30))),
    ],
)
def test_the_period_of_a_day(every: Round, anchor: Anchor, expected: tuple[date, date]) -> None:
    """17 June 2026 in a contract that began on 20 January."""
    contract = plan(date(2026, 1, 20), date(2027, 6, 30), every, anchor=anchor)
    found = current(contract, contract.recurring[0], date(2026, 6, 17))
    assert found is not None
    assert (found.starts, found.ends, found.due) == (*expected, expected[1])


def test_a_cancellation_cuts_the_running_period_and_takes_what_comes_later() -> None:
    contract = plan(date(2026, 1, 1), date(2026, 12, 31), cancelled=date(2026, 2, 10))
    assert [each.due for each in all_occurrences(contract, date.min, date.max)] == [
        date(2026, 1, 31),
        date(2026, 2, 10),
    ]
    assert occurrence_at(contract, OccurrenceKey("plan", "p", date(2026, 3, 1))) is None
    assert to_open(contract, date(2026, 2, 11)) == ()


def test_once_a_term_needs_an_end() -> None:
    assert (
        occurrences(plan(date(2026, 1, 1), every="term"), Promise("p", "P", "term"), date.min, date.max) == ()
    )


def test_what_is_due_before_the_agreement_does_not_exist() -> None:
    contract = plan(date(2026, 1, 1), date(2026, 4, 30), since=date(2026, 3, 31))
    assert [each.due for each in all_occurrences(contract, date.min, date.max)] == [
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]
    assert current(contract, contract.recurring[0], date(2026, 2, 3)) is None
    assert occurrence_at(contract, OccurrenceKey("plan", "p", date(2026, 2, 1))) is None


@pytest.mark.parametrize(
    ("today", "opened"),
    [(date(2026, 3, 20), 0), (date(2026, 3, 21), 1), (date(2026, 3, 31), 1), (date(2026, 4, 1), 0)],
    ids=str,
)
def test_it_is_opened_from_its_opening_day_to_its_due_day(today: date, opened: int) -> None:
    contract = plan(date(2026, 2, 15), date(2026, 12, 31), "quarter", lead=10)
    assert len(to_open(contract, today)) == opened


@pytest.mark.parametrize(
    "key",
    [
        OccurrenceKey("plan", "p", date(2026, 2, 2)),
        OccurrenceKey("plan", "other", date(2026, 2, 1)),
        OccurrenceKey("plan", "p", date(2025, 12, 1)),
    ],
    ids=["no first day", "no such promise", "before the term"],
)
def test_a_name_of_nothing_finds_nothing(key: OccurrenceKey) -> None:
    contract = plan(date(2026, 1, 1), date(2026, 4, 30))
    assert occurrence_at(contract, key) is None


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    starts = draw(DAYS)
    ends = draw(st.none() | st.integers(0, 900).map(lambda days: starts + timedelta(days=days)))
    most = 500 if ends is None else (ends - starts).days
    cancelled = draw(st.none() | st.integers(0, most).map(lambda days: starts + timedelta(days=days)))
    return plan(
        starts,
        ends,
        draw(st.sampled_from(ROUNDS)),
        anchor=draw(st.sampled_from(["calendar", "start"])),
        cancelled=cancelled,
        lead=draw(st.none() | st.integers(0, 400)),
        since=draw(st.none() | DAYS),
    )


@settings(max_examples=40)
@given(contracts())
def test_occurrences_tile_the_term(contract: Contract) -> None:
    """From the first to the last day, or to the horizon, without gap or overlap; opened within the period."""
    horizon = date(2030, 1, 1)
    (promise,) = contract.recurring
    promise = Promise(promise.key, promise.name, promise.every, lead_days=promise.lead_days)
    found = occurrences(contract, promise, date.min, contract.last_day or horizon)
    assert all(each.starts <= each.opens <= each.ends for each in found)
    assert all(after.starts == before.ends + timedelta(days=1) for before, after in pairwise(found))
    if found:
        assert found[0].starts == contract.starts
    if contract.last_day is not None:
        assert found[-1].ends == contract.last_day


@settings(max_examples=60)
@given(contracts(), DAYS, st.integers(0, 500))
def test_any_part_of_the_years_is_what_a_walk_through_the_days_finds(
    contract: Contract, first: date, days: int
) -> None:
    """As somebody with a calendar would mark them, day by day."""
    last = first + timedelta(days=days)
    found = all_occurrences(contract, first, last)
    assert rows(found) == reference_occurrences(contract, contract.recurring[0], first, last)
    for each in found:
        assert occurrence_at(contract, each.key) == each


@settings(max_examples=40)
@given(contracts(), DAYS)
def test_the_current_one_holds_the_day(contract: Contract, today: date) -> None:
    found = current(contract, contract.recurring[0], today)
    if found is not None:
        assert found.starts <= today <= found.ends
    assert [
        each
        for each in all_occurrences(contract, today, today + timedelta(days=4000))[:1]
        if each.starts <= today
    ] == ([] if found is None else [found])


@pytest.mark.parametrize(
    ("promise", "path"),
    [
        (Promise("p", "P", "day"), "recurring[0].every"),  # type: ignore[arg-type]
        (Promise("p", "P", "term"), "recurring[0].every"),
        (Promise("", "P", "month"), "recurring[0].key"),
        (Promise("p", " ", "month"), "recurring[0].name"),
        (Promise("p", "P", "month", minutes=-1), "recurring[0].minutes"),
        (Promise("p", "P", "month", lead_days=-1), "recurring[0].lead_days"),
        (Promise("p", "P", "month", checklist=("a", " ")), "recurring[0].checklist[1]"),
        (Promise("p", "P", "month", work_type=""), "recurring[0].work_type"),
        (Promise("p", "P", "month", since=date(1, 1, 1)), "recurring[0].from"),
    ],
    ids=["every", "term", "key", "name", "minutes", "lead", "checklist", "work type", "from"],
)
def test_an_impossible_promise_is_refused_at_its_path(promise: Promise, path: str) -> None:
    contract = Contract("plan", "acme", "retainer", "Plan", date(2026, 1, 1), recurring=(promise,))
    with pytest.raises(InvalidValue) as refused:
        checked_contract(contract, "GBP")
    assert refused.value.path == f"contract.{path}"


def test_a_key_is_used_once_in_a_contract() -> None:
    twice = (Promise("p", "P", "month"), Promise("p", "Q", "week", work_type="maintenance"))
    contract = Contract("plan", "acme", "retainer", "Plan", date(2026, 1, 1), recurring=twice)
    with pytest.raises(InvalidValue, match="used already") as refused:
        checked_contract(contract, "GBP")
    assert refused.value.path == "contract.recurring[1].key"


@pytest.mark.parametrize(
    ("promise", "words"),
    [
        (Promise("p", "Look in", "week"), "Look in each week"),
        (Promise("p", "Check", "half_year", lead_days=0), "Check each half year, opened on the day"),
        (Promise("p", "Check", "year", lead_days=1), "Check each year, opened 1 day before"),
        (
            Promise("p", "Audit", "term", "seo", 90, 7, ("a", "b"), date(2026, 3, 4)),
            "Audit once in the term, opened 7 days before, about 1 h 30 min, 2 lines to tick, from 4 Mar 2026 on",
        ),
        (Promise("p", "Check", "month", checklist=("a",)), "Check each month, 1 line to tick"),
    ],
    ids=["week", "on the day", "a day before", "all of it", "one line"],
)
def test_a_promise_is_said_in_words(promise: Promise, words: str) -> None:
    assert promise_words(promise) == words


@pytest.mark.parametrize(
    ("ends", "today", "line"),
    [
        (None, date(2026, 1, 31), "Work: due 31 Jan 2026, 28 Feb 2026"),
        (None, date(2025, 6, 1), "Work: due 31 Jan 2026, 28 Feb 2026"),
        (date(2026, 2, 10), date(2026, 2, 1), "Work: due 10 Feb 2026"),
        (date(2026, 2, 10), date(2026, 2, 11), "Work: at no time any more"),
    ],
    ids=["today", "to come", "the last", "over"],
)
def test_the_next_due_days_are_told(ends: date | None, today: date, line: str) -> None:
    assert list(promise_preview(plan(date(2026, 1, 1), ends), today, 2)) == [line]


def test_promised_minutes_are_summed_over_what_is_due() -> None:
    """Two months of 30 minutes, and a promise without an estimate."""
    first, second = Promise("p", "Work", "month", minutes=30), Promise("q", "Look in", "week")
    contract = replace(plan(date(2026, 1, 1)), recurring=(first, second))
    assert promised_minutes([contract], date(2026, 1, 31), date(2026, 3, 30)) == 60


@pytest.mark.parametrize(("day", "is_there"), [(9, False), (10, True), (20, True)])
def test_before_the_term_nothing_is_promised_yet(day: int, is_there: bool) -> None:
    contract = plan(date(2026, 2, 10), date(2026, 12, 31))
    assert (current(contract, contract.recurring[0], date(2026, 2, day)) is not None) is is_there


def test_an_occurrence_is_due_on_the_last_day_of_its_period() -> None:
    contract = plan(date(2026, 2, 10), date(2026, 12, 31))
    found = current(contract, contract.recurring[0], date(2026, 2, 10))
    assert found is not None
    assert (found.due, found.key) == (date(2026, 2, 28), OccurrenceKey("plan", "p", date(2026, 2, 10)))
