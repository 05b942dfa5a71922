"""Which month is up, what do its checks say, and what is given away worth? The review of a month at its edges."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.months import Month, parse_month
from models.domain.basics.zone import zone
from models.queries.ledger.ledgers import Ledgers
from models.queries.month_end.clients import read_month_clients
from models.queries.month_end.handovers import _months as months_to_hand_over
from models.queries.month_end.months import entries_touching
from models.queries.month_end.review import read_month_end
from models.services.month_end.months import close_month
from models.services.time.timer import TimerStart, start_timer
from models.storage import tables as t
from tests.edges import table
from tests.opened import at, contract, entry, monthly, opened, small_book

JANUARY, FEBRUARY, MARCH, APRIL = (Month(2026, number) for number in (1, 2, 3, 4))
NOW = at("2026-04-02T12:00")


@pytest.mark.parametrize(
    ("month", "worth"),
    table(
        ("an hour of its own; what is shown late is not here but there", FEBRUARY, 7000),
        ("its own half hour, and the hour of February that is shown here", MARCH, 3500 + 7000),
        ("nothing was given away", APRIL, 0),
    ),
)
def test_what_is_given_away_is_worth_something_in_one_month(tmp_path: Path, month: Month, worth: int) -> None:
    given = {"scope": "courtesy"}
    work = [
        entry("own", "2026-02-10T10:00", "2026-02-10T11:00", **given),
        entry("late", "2026-02-11T10:00", "2026-02-11T11:00", late_in="2026-03", **given),
        entry("half", "2026-03-10T10:00", "2026-03-10T10:30", **given),
        entry("inside", "2026-03-11T10:00", "2026-03-11T10:30", scope="internal", client=None),
    ]
    with opened(tmp_path, small_book(entries=work, closed_months=["2026-02"]), NOW):
        assert read_month_end(month, NOW).totals.courtesy_worth == worth


def test_what_the_month_before_came_to(tmp_path: Path) -> None:
    """February had an hour at 70.00 and the fee, March the fee alone."""
    fee = {"amount": "100.00", "every": "month"}
    work = [entry("E-1", "2026-02-10T10:00", "2026-02-10T11:00", scope="additional")]
    book = small_book(contracts=[contract("plan", fee=fee, starts="2026-02-01")], entries=work)
    with opened(tmp_path, book):
        totals = [read_month_end(month, NOW).totals for month in (JANUARY, FEBRUARY, MARCH, APRIL)]
        assert [(each.last_total, each.total) for each in totals] == [
            (0, 0),
            (0, 17000),
            (17000, 10000),
            (10000, 10000),
        ]


@pytest.mark.parametrize(
    ("entries", "recorded", "now", "turn"),
    table(
        ("an empty desk shows the current month", [], [], "2026-04-30T23:59", APRIL),
        ("the first entry's month, when it is the one before", ["2026-03-01"], [], "2026-04-30T23:59", MARCH),
        ("not further back than the month before", ["2026-01-05"], [], "2026-04-30T23:59", MARCH),
        ("what is in the current one only is not over", ["2026-04-01"], [], "2026-04-30T23:59", APRIL),
        (
            "the first of what was worked and what was computed",
            ["2026-03-31"],
            [APRIL],
            "2026-04-01T00:00",
            MARCH,
        ),
        ("the same the other way round", ["2026-04-01"], [MARCH], "2026-04-01T00:00", MARCH),
    ),
)
def test_whose_turn_it_is(
    tmp_path: Path, entries: list[str], recorded: list[Month], now: str, turn: Month
) -> None:
    work = [entry("E-1", f"{day}T08:00", f"{day}T09:00") for day in entries]
    with opened(tmp_path, small_book(entries=work)):
        for month in recorded:
            t.MonthRecord.insert(client="acme", month=month, closing="[]", summary="{}").execute()
        view = read_month_end(None, at(now))
        assert (view.month, view.months[-1], view.closed) == (turn, APRIL, False)


def test_the_months_to_look_at_reach_to_what_is_closed_and_to_what_is_planned(tmp_path: Path) -> None:
    work = [entry("E-1", "2026-06-01T08:00", "2026-06-01T09:00")]
    with opened(tmp_path, small_book(closed_months=["2026-02"])):
        early = read_month_end(None, at("2026-01-15T08:00"))
        assert (early.months, early.month, early.reopenable) == (
            (Month(2025, 12), JANUARY, FEBRUARY),
            JANUARY,
            False,
        )
        assert [read_month_end(month, NOW).reopenable for month in (JANUARY, FEBRUARY, MARCH)] == [
            False,
            True,
            False,
        ]
    (tmp_path / "ahead").mkdir()
    with opened(tmp_path / "ahead", small_book(entries=work)):
        months = read_month_end(None, NOW).months
        assert (months[0], months[-1]) == (MARCH, Month(2026, 6))


def test_a_closed_month_keeps_what_was_said_and_one_closed_along_says_nothing(tmp_path: Path) -> None:
    """The entry without a note is remarked on while March is open, and afterwards as it was then."""
    work = [
        entry("E-1", "2026-02-10T10:00", "2026-02-10T11:00"),
        entry("E-2", "2026-03-10T10:00", "2026-03-10T11:00"),
    ]
    with opened(tmp_path, small_book(entries=work)):
        codes = {todo.code for todo in read_month_end(MARCH, NOW).todos}
        assert codes
        for month in (FEBRUARY, MARCH):
            close_month(month, NOW, "dana")
        t.ClosedMonth.delete().where(t.ClosedMonth.month == FEBRUARY).execute()
        march, february = read_month_end(MARCH, NOW), read_month_end(FEBRUARY, NOW)
        assert {todo.code for todo in march.todos} == codes
        assert (february.todos, february.closed, february.closed_by) == ((), True, "Dana")


@pytest.mark.parametrize(
    ("first", "last", "months"),
    table(
        ("all that are closed", None, None, ["2026-01", "2026-02"]),
        ("both ends are inside", "2026-02", "2026-02", ["2026-02"]),
        ("the last one is", None, "2026-01", ["2026-01"]),
        ("March has a statement only when it is closed", "2026-03", None, []),
    ),
)
def test_which_months_are_handed_over(
    tmp_path: Path, first: str | None, last: str | None, months: list[str]
) -> None:
    plan = contract("plan", allowances=[monthly("1:00")], fee={"amount": "10.00", "every": "month"})
    ends: list[Any] = [None if each is None else parse_month(each, "month") for each in (first, last)]
    with opened(tmp_path, small_book(contracts=[plan])):
        for month in (JANUARY, FEBRUARY):
            close_month(month, NOW, "dana")
        assert [str(month) for month in months_to_hand_over(*ends)] == months


def test_a_timer_that_was_forgotten_long_ago_touches_every_month_since(tmp_path: Path) -> None:
    with opened(tmp_path, small_book(), at("2025-12-10T12:00")):
        begun = start_timer(TimerStart("dana", "acme"), at("2025-12-10T12:00"))
        for month in (Month(2025, 12), FEBRUARY, APRIL):
            assert [one.key for one in entries_touching(month, zone("UTC"))] == [begun.key]
        assert entries_touching(Month(2025, 11), zone("UTC")) == []


def test_what_a_row_says_of_hours_and_of_none(tmp_path: Path) -> None:
    """Two hours, of which one was drawn; an hour outside the contract is not on demand."""
    work = [
        entry("E-1", "2026-03-10T10:00", "2026-03-10T11:00"),
        entry("E-2", "2026-03-11T10:00", "2026-03-11T11:00", client="bo", scope="additional"),
        entry("E-3", "2026-03-12T10:00", "2026-03-12T11:00", client="cy"),
    ]
    clients = [{"key": key, "name": key} for key in ("acme", "bo", "cy")]
    book = small_book(clients=clients, contracts=[contract("k", allowances=[monthly("2:00")])], entries=work)
    with opened(tmp_path, book, NOW):
        rows = read_month_clients(Ledgers(), MARCH)
    assert [(row.key, row.manner) for row in rows] == [("acme", "hours"), ("bo", ""), ("cy", "on demand")]
    (grant,) = rows[0].grants
    assert (grant.opening, grant.granted, grant.drawn, grant.lapsed, grant.closing) == (0, 120, 60, 60, 0)
