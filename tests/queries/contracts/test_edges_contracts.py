"""Which contracts want a decision, on which day? Renewals and what was used of a contract, at their edges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from models.queries.contracts.contracts import read_renewed
from models.queries.contracts.renewal_board import read_renewal_board
from models.queries.contracts.renewals import RenewalRow, read_renewals
from models.queries.ledger.ledgers import Ledgers
from models.queries.overview.dashboard import read_decisions
from models.services.contracts.contracts import snooze_renewal
from tests.edges import table
from tests.opened import at, block, contract, entry, monthly, opened, small_book

ENDS = {"starts": "2026-01-01", "ends": "2026-06-30"}
"""A notice of one month: to be decided by 30 May."""
PERCENT = (0, 40, 41, 60, 61, 94, 95)
CONTRACTS = [
    contract("z-plan", **ENDS, allowances=[monthly("2:00")]),
    contract("a-plan", client="bo", **ENDS, kind="unlimited"),
    contract("open", client="cy", ends=None),
    contract("gone", client="cy", **ENDS, cancelled="2026-06-30"),
    contract("none", client="cy", **ENDS, renewal={"mode": "none"}),
    contract("old", client="cy", starts="2025-01-01", ends="2025-12-31"),
    contract("new", client="cy", starts="2026-01-01", ends="2026-07-31", renews="old"),
    block("hours", "2:00", client="di", starts="2026-02-10", ends=None, valid_months=3),
    contract("rates", client="di", kind="on_demand", ends=None),
    contract("next", client="fi", starts="2026-07-01", ends=None, kind="unlimited"),
    contract("last", client="fi", starts="2026-01-01", ends="2026-06-30", renewal={"mode": "none"}),
    contract("ends", client="fi", starts="2026-01-01", ends="2026-06-28"),
    *(block(f"p-{n}", "1:40", client=f"p-{n}", starts="2026-01-01", ends="2026-12-31") for n in PERCENT),
    contract("late", client="ed", starts="2026-06-01", ends="2026-06-30"),
]
CLIENTS = [{"key": key, "name": key.title()} for key in ("acme", "bo", "cy", "di", "ed", "fi")]
CLIENTS += [{"key": f"p-{n}", "name": f"P {n}"} for n in PERCENT]
ENTRIES = [
    entry("E-1", "2026-01-10T10:00", "2026-01-10T11:00"),
    entry("E-2", "2026-05-10T10:00", "2026-05-10T11:00"),
    entry("E-3", "2026-05-31T23:00", "2026-06-01T01:00"),
    entry("E-4", "2026-05-10T10:00", "2026-05-10T11:00", scope="internal"),
    *(
        entry(f"P-{n}", "2026-02-01T10:00", f"2026-02-01T{10 + n // 60}:{n % 60:02}", client=f"p-{n}")
        for n in PERCENT
    ),
    entry("E-5", "2026-03-01T10:00", "2026-03-01T11:00", client="di"),
]


@pytest.fixture(scope="module", autouse=True)
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One desk for all tables, which only read."""
    book = small_book(clients=CLIENTS, contracts=CONTRACTS, entries=ENTRIES)
    with opened(tmp_path_factory.mktemp("edges"), book):
        snooze_renewal("late", date(2026, 6, 20), at("2026-06-01T08:00"), "dana")
        yield


def rows(day: str, days: int | None = None) -> dict[str, RenewalRow]:
    return {row.contract: row for row in read_renewals(at(f"{day}T12:00"), days)}


def test_by_decision_then_key_and_only_what_needs_one() -> None:
    """Without an end, cancelled, declined, renewed already or not begun yet there is nothing to decide."""
    assert [key for key in rows("2026-05-31") if "p-" not in key] == [
        "hours",
        "ends",
        "a-plan",
        "z-plan",
        "new",
    ]
    assert read_renewed() == {"old": "new"}


@pytest.mark.parametrize(
    ("day", "key", "listed"),
    table(
        ("the day before it begins there is nothing to decide", "2026-05-31", "late", False),
        ("on its first day there is", "2026-06-01", "late", True),
        ("on the last day of the term, too", "2026-06-30", "z-plan", True),
        ("and the day after, until somebody decides", "2026-07-01", "z-plan", True),
    ),
)
def test_a_contract_is_listed_from_its_first_day_on(day: str, key: str, listed: bool) -> None:
    assert (key in rows(day)) is listed
    assert (key in [card.row.contract for card in read_renewal_board(at(f"{day}T12:00")).cards]) is listed


@pytest.mark.parametrize(
    ("day", "days", "bucket"),
    table(
        ("the day after the decision it is overdue", "2026-05-31", -1, "overdue"),
        ("on the day of the decision it is not late", "2026-05-30", 0, "0-30"),
        ("thirty days before it is near", "2026-04-30", 30, "0-30"),
        ("a day more is the next month", "2026-04-29", 31, "31-60"),
        ("sixty days are that month", "2026-03-31", 60, "31-60"),
        ("sixty-one are the third", "2026-03-30", 61, "61-90"),
        ("ninety days are, too", "2026-03-01", 90, "61-90"),
        ("ninety-one are far away", "2026-02-28", 91, "91+"),
    ),
)
def test_how_near_a_decision_is(day: str, days: int, bucket: str) -> None:
    row = rows(day)["z-plan"]
    assert (row.days_to_decision, row.bucket) == (days, bucket)
    now = at(f"{day}T12:00")
    assert read_renewal_board(now).overdue == sum(card.bucket == "overdue" for card in rows(day).values())
    ledgers = Ledgers()
    near = [found.contract for found in read_decisions(ledgers, ledgers.zone.date_of(now), now)]
    assert ("z-plan" in near) is ("z-plan" in rows(day, 90)) is (days <= 90)
    assert near == list(rows(day, 90))


@pytest.mark.parametrize(
    ("day", "key", "lapsed"),
    table(
        ("on the last day of its term nothing is over", "2026-06-30", "z-plan", False),
        ("the day after the client is on demand", "2026-07-01", "z-plan", True),
        ("another contract serves on", "2026-08-01", "new", False),
        ("what begins today serves today", "2026-07-01", "ends", False),
        ("what ends today still does", "2026-06-30", "ends", False),
        ("rates alone do not serve; three months from 10 Feb end on 9 May", "2026-05-10", "hours", True),
        ("on 9 May they do not", "2026-05-09", "hours", False),
    ),
)
def test_a_term_is_over_the_day_after(day: str, key: str, lapsed: bool) -> None:
    assert rows(day)[key].lapsed is lapsed


@pytest.mark.parametrize(
    ("now", "key", "used", "granted"),
    table(
        ("before the work nothing was used", "2026-01-10T09:59", "z-plan", 0, 120),
        ("work counts when its entry has ended", "2026-01-10T11:00", "z-plan", 60, 120),
        ("a second before it is not done", "2026-01-10T10:59", "z-plan", 0, 120),
        ("the part before midnight counts from midnight on", "2026-06-01T00:30", "z-plan", 180, 720),
        ("all of it when it has ended", "2026-06-01T01:00", "z-plan", 240, 720),
        ("internal work draws nothing; May is granted on the first", "2026-05-01T00:00", "z-plan", 60, 600),
        ("the last grant of April is not May's", "2026-04-30T23:59", "z-plan", 60, 480),
        ("unlimited grants nothing that could be counted", "2026-05-31T12:00", "a-plan", 0, None),
        ("another client's work is its own", "2026-03-31T12:00", "hours", 60, 120),
    ),
)
def test_what_was_used_by_now(now: str, key: str, used: int, granted: int | None) -> None:
    found: Any = {row.contract: row for row in read_renewals(at(now), None)}[key]
    assert (found.used_minutes, found.granted_minutes) == (used, granted)


def test_a_decision_that_was_put_off_says_until_when() -> None:
    assert str(rows("2026-06-10")["late"].snoozed_until) == "2026-06-20"
    assert rows("2026-06-10")["z-plan"].snoozed_until is None


@pytest.mark.parametrize(
    ("percent", "proposal"),
    table(
        ("nothing used of something is smaller", 0, "smaller"),
        ("40 % is, too", 40, "smaller"),
        ("41 % is something to talk about", 41, "talk"),
        ("60 % is, too", 60, "talk"),
        ("61 % is as it should be", 61, "renew"),
        ("94 % is, too", 94, "renew"),
        ("95 % is bigger", 95, "bigger"),
    ),
)
def test_what_is_proposed(percent: int, proposal: str) -> None:
    card = next(
        card
        for card in read_renewal_board(at("2026-03-01T12:00")).cards
        if card.contract.key == f"p-{percent}"
    )
    assert (card.row.proposal, card.used_percent) == (proposal, percent)
