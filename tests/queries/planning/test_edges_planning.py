"""What does the past tell, and what can be worked? Capacity, causes, drift, prices and replays at their edges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.errors import DeskError, InvalidValue, NotFound
from models.domain.basics.months import Month, parse_month
from models.queries.contracts.contracts import read_contract
from models.queries.ledger.lapsing import read_lapsing
from models.queries.planning.capacity import read_outlook
from models.queries.planning.capacity_board import read_capacity_board, span_days
from models.queries.planning.causes import causes_document, default_first, read_causes, span_before
from models.queries.planning.drift import read_drift
from models.queries.planning.price_sheet import read_price_sheet
from models.queries.planning.pricing import price_document
from models.queries.planning.replay_board import read_replay_board
from models.queries.planning.replays import read_replays
from models.services.contracts.charges import create_absence
from models.services.requests.life import set_flags
from models.storage import tables as t
from tests.edges import beside, table
from tests.opened import at, block, contract, entry, monthly, opened, small_book

NOON = at("2026-07-01T12:00")
"""A Wednesday; March to June are over."""
FEE = {"amount": "100.00", "every": "month"}


def request(
    key: str, client: str, resolved: str | None, cause: str | None = "forms", **more: Any
) -> dict[str, Any]:
    events = [] if resolved is None else [{"at": f"{resolved}Z", "state": "resolved"}]
    start = {"key": key, "client": client, "subject": f"About {key}", "reported_at": "2026-01-02T08:00:00Z"}
    return start | {"events": events, "cause": cause} | more


REQUESTS = [
    request("R-1", "acme", "2026-04-01T00:00:00"),
    request("R-2", "acme", "2026-06-30T23:59:59", repeat_of="R-1"),
    request("R-3", "acme", "2026-03-31T23:59:59"),
    request("R-4", "acme", "2026-07-01T12:00:01"),
    request("R-5", "bo", "2026-05-05T10:00:00", None),
    request("R-6", "bo", "2026-05-05T10:00:00", "mail"),
    request("R-7", "acme", None, "mail"),
]
"""Over: acme used 2:24 of 2:00 in each month, 120 %; under: bo 0:48 of 2:00, 40 %; cy in between both."""
WORK = {"acme": 144, "bo": 48, "cy": 49, "di": 143, "fi": 300, "hal": 144}
ENTRIES = [
    entry(
        f"{client}-{month}",
        f"2026-{month}-10T10:00",
        f"2026-{month}-10T{10 + minutes // 60}:{minutes % 60:02}",
        client=client,
        agent="gone" if client == "hal" else client,
        request={"acme": "R-2", "bo": "R-5"}.get(client),
    )
    for client, minutes in WORK.items()
    for month in ("04", "05", "06")
]
CONTRACTS = [
    contract(
        "acme-1",
        starts="2026-01-01",
        ends="2026-04-30",
        allowances=[monthly("2:00", rollover={"periods": 2})],
        fee=FEE,
    ),
    contract(
        "acme-2",
        starts="2026-05-01",
        ends="2026-07-01",
        allowances=[monthly("2:00", rollover={"periods": 2})],
        fee=FEE,
    ),
    contract("bo", client="bo", starts="2026-04-01", ends="2026-06-30", allowances=[monthly("2:00")]),
    contract("cy", client="cy", allowances=[monthly("2:00")]),
    contract("di", client="di", allowances=[monthly("2:00", rollover={"periods": 6})]),
    contract("hal", client="hal", allowances=[monthly("2:00", rollover={"periods": 6})]),
    contract("ed", client="ed", kind="unlimited", fee={"amount": "300.00", "every": "quarter"}),
    contract("fi", client="fi", starts="2026-04-02", allowances=[monthly("2:00")], fee=FEE),
    block("gil", "2:00", client="gil", starts="2026-06-01", ends="2026-07-31"),
    block("gil-2", "1:00", client="gil", starts="2026-07-02", ends="2026-07-15"),
]
CLIENTS = [
    {
        "key": "acme",
        "name": "Acme",
        "since": "2026-04-01",
        "contacts": [{"name": "Ann"}, {"name": "Bo", "phone": "01"}],
    },
    {"key": "bo", "name": "Bo", "since": "2026-04-01"},
    {"key": "hal", "name": "Hal", "since": "2026-04-01"},
    *(
        {"key": key, "name": key.title(), "since": "2026-03-01"}
        for key in ("cy", "di", "ed", "fi", "gil", "zero")
    ),
]
KEYS = ("acme", "bo", "cy", "di", "fi", "gone")


def book(**more: Any) -> dict[str, Any]:
    agents = [{"key": key, "name": key.title(), "weekly_hours": "10:00"} for key in KEYS]
    sections: dict[str, Any] = {
        "desk": {"hourly_cost": "30.00"},
        "agents": agents,
        "clients": CLIENTS,
        "contracts": CONTRACTS,
        "requests": REQUESTS,
        "entries": ENTRIES,
    }
    return small_book(**(sections | more))


@pytest.fixture(scope="module", autouse=True)
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One desk for all tables, which only read."""
    with opened(tmp_path_factory.mktemp("edges"), book(), NOON):
        create_absence({"agent": "acme", "first": "2026-07-30", "last": "2026-08-03"}, NOON, "acme")
        create_absence({"agent": "bo", "first": "2026-06-20", "last": "2026-06-30"}, NOON, "acme")
        create_absence({"agent": "cy", "first": "2026-06-20", "last": "2026-07-01"}, NOON, "acme")
        set_flags(("R-2",), NOON, "acme", rework=True)
        t.Agent.update(archived=True).where(t.Agent.key == "gone").execute()
        yield


@pytest.mark.parametrize(
    ("month", "open_days", "away", "callable_", "must_use"),
    table(
        (
            "an absence over a month's end is counted to its last day; cy's first day, too",
            "2026-07",
            23,
            2 + 1,
            0,
            0,
        ),
        ("and from the first of the next", "2026-08", 21, 1, 0, 0),
        ("a month without one", "2026-09", 22, 0, 0, 0),
    ),
)
def test_supply_of_a_month(month: str, open_days: int, away: int, callable_: int, must_use: int) -> None:
    """Five agents of two hours a day work; who left supplies nothing."""
    outlook = read_outlook(parse_month(month), 1, NOON)[0]
    assert outlook.open_days == open_days
    assert outlook.capacity.supply == 5 * 120 * open_days
    assert outlook.capacity.supply - outlook.present_supply == 120 * away
    assert read_capacity_board(NOON).months[parse_month(month).first_day.month - 7] == outlook


@pytest.mark.parametrize(
    ("span", "today", "first", "last"),
    table(
        ("on its first day this month is one day", "this month", "2026-07-01", "2026-07-01", "2026-07-01"),
        ("last month ends the day before", "last month", "2026-07-01", "2026-06-01", "2026-06-30"),
        ("over the end of a year", "3 months", "2026-01-01", "2025-11-01", "2026-01-01"),
        ("twelve months hold the running one", "12 months", "2026-12-31", "2026-01-01", "2026-12-31"),
    ),
)
def test_spans(span: Any, today: str, first: str, last: str) -> None:
    assert tuple(map(str, span_days(span, date.fromisoformat(today)))) == (first, last)


@pytest.mark.parametrize(
    ("first", "last", "before"),
    table(
        (
            "whole months have as many months before them",
            "2026-03-01",
            "2026-03-31",
            ("2026-02-01", "2026-02-28"),
        ),
        ("days have as many days", "2026-03-02", "2026-03-31", ("2026-01-31", "2026-03-01")),
        ("a month less its last day has days", "2026-03-01", "2026-03-30", ("2026-01-30", "2026-02-28")),
        ("a single day has the day before", "2026-03-01", "2026-03-01", ("2026-02-28", "2026-02-28")),
    ),
)
def test_the_span_before(first: str, last: str, before: tuple[str, str]) -> None:
    assert tuple(map(str, span_before(date.fromisoformat(first), date.fromisoformat(last)))) == before
    assert default_first(date(2026, 3, 31)) == default_first(date(2026, 3, 1)) == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("first", "last", "rows"),
    table(
        (
            "from the first second of April to the last of June",
            "2026-04-01",
            "2026-06-30",
            [("forms", "acme", 2, 1, 432), (None, "bo", 1, 0, 144), ("mail", "bo", 1, 0, 0)],
        ),
        ("resolved in March's last second", "2026-03-31", "2026-03-31", [("forms", "acme", 1, 0, 0)]),
        (
            "worked on in a span without being resolved there",
            "2026-05-10",
            "2026-05-10",
            [("forms", "acme", 0, 0, 144), (None, "bo", 0, 0, 48)],
        ),
        ("the day before the work there is nothing", "2026-05-09", "2026-05-09", []),
        ("what is resolved in a second is not resolved yet", "2026-07-01", None, []),
    ),
)
def test_causes_of_a_span(first: str, last: str | None, rows: list[tuple[Any, ...]]) -> None:
    until = None if last is None else date.fromisoformat(last)
    found = causes_document(date.fromisoformat(first), until, NOON)
    assert [tuple(row.values()) for row in found] == rows
    if until is not None:
        page = read_causes(date.fromisoformat(first), until, NOON)
        shown = [row for row in page.rows if row.requests or row.accounted]
        assert [(row.cause, row.client, row.requests, row.repeats, row.accounted) for row in shown] == rows


@pytest.mark.parametrize(
    ("now", "found"),
    table(
        (
            "twice over what was there or 120 % is over, 40 % is under; a minute less or more is neither",
            "2026-07-01T00:00",
            {"acme": "over", "bo": "under", "hal": "over"},
        ),
        ("a second before, June is no full month, and March counts", "2026-06-30T23:59", {"cy": "under"}),
        (
            "bo's term ended with June: in August it is not under a retainer for three months; fi is since the 2nd",
            "2026-08-01T00:00",
            {"cy": "under", "fi": "over"},
        ),
    ),
)
def test_who_drifts(now: str, found: dict[str, str]) -> None:
    rows = read_drift(at(now))
    assert {row.client: row.direction for row in rows} == found
    assert [row.client for row in rows] == sorted(found)


@pytest.mark.parametrize(
    ("today", "days", "rows"),
    table(
        ("what begins tomorrow does not lapse yet; fourteen days are near", "2026-07-01", 14, []),
        (
            "on the day it begins it is; what was drawn by nobody is all of it",
            "2026-07-02",
            13,
            [("gil-2", "2026-07-15", 60)],
        ),
        ("a day too far is not near", "2026-07-02", 12, []),
        (
            "on its last day it lapses today, with the soonest first",
            "2026-07-15",
            16,
            [("gil-2", "2026-07-15", 60), ("gil", "2026-07-31", 120)],
        ),
        ("the day after it is gone", "2026-07-16", 15, [("gil", "2026-07-31", 120)]),
    ),
)
def test_what_lapses_soon(today: str, days: int, rows: list[tuple[str, str, int]]) -> None:
    found = [one for one in read_lapsing(at(f"{today}T12:00"), days) if one.client == "gil"]
    assert [(one.contract, str(one.expires_on), one.minutes) for one in found] == rows


@pytest.mark.parametrize(
    ("client", "now", "months"),
    table(
        (
            "from the first day of a month on that month is full",
            "acme",
            "2026-07-01T00:00",
            ["2026-04", "2026-05", "2026-06"],
        ),
        ("a second earlier June is not over", "acme", "2026-06-30T23:59", ["2026-04", "2026-05"]),
        ("a young client has none", "acme", "2026-04-30T12:00", []),
    ),
)
def test_full_months_of_a_price(client: str, now: str, months: list[str]) -> None:
    sheet = read_price_sheet(client, at(now))
    assert list(map(str, sheet.months)) == months
    assert sheet.accounted == (144,) * len(months)


@pytest.mark.parametrize(
    ("day", "client", "fees", "paying"),
    table(
        (
            "on its last day a contract's fee is paid, a quarter's by the month",
            "2026-07-01",
            "acme",
            (("Plan", 10000),),
            3,
        ),
        ("the day after it is not", "2026-07-02", "acme", (), 2),
        ("a contract without a fee is none", "2026-07-01", "cy", (), 3),
        ("a quarter's fee is three months'", "2026-07-01", "ed", (("Plan", 10000),), 3),
        ("the day before the second begins the first is paid", "2026-04-01", "acme", (("Plan", 10000),), 2),
    ),
)
def test_fees_of_a_day(day: str, client: str, fees: tuple[Any, ...], paying: int) -> None:
    sheet = read_price_sheet(client, at(f"{day}T12:00"))
    assert (sheet.fees, sheet.paying) == (fees, paying)


@pytest.mark.parametrize(
    ("months", "accepted"),
    table(
        ("none is no span", 0, False),
        ("one is", 1, True),
        ("1,200 are", 1200, True),
        ("one more is not", 1201, False),
    ),
)
def test_how_many_months_a_price_looks_at(months: int, accepted: bool) -> None:
    if accepted:
        assert price_document("acme", months, Decimal(0), "1", NOON)["mean_hours"] == "2.4000"
    else:
        with pytest.raises(InvalidValue):
            price_document("acme", months, Decimal(0), "1", NOON)


@pytest.mark.parametrize(
    ("first", "last", "covered", "overage"),
    table(
        ("the day of the work", "2026-06-10", "2026-06-10", 120, 24),
        ("the day before it", "2026-06-09", "2026-06-09", 0, 0),
        ("the day after it", "2026-06-11", "2026-06-30", 0, 0),
        ("two months of it", "2026-05-10", "2026-06-10", 240, 48),
    ),
)
def test_a_replay_has_the_work_of_its_days(first: str, last: str, covered: int, overage: int) -> None:
    plan = read_contract("cy")
    done = read_replays("acme", date.fromisoformat(first), date.fromisoformat(last), [plan])[0]
    assert (done.covered, done.overage) == (covered, overage)
    with pytest.raises(InvalidValue):
        read_replays("acme", date(2026, 6, 2), date(2026, 6, 1), [plan])


@pytest.mark.parametrize(
    ("day", "mine"),
    table(
        ("on its last day it is what the client has", "2026-07-01", ["acme-2"]),
        ("the day after there is nothing", "2026-07-02", []),
        ("the day before the second begins it is the first", "2026-04-30", ["acme-1"]),
        ("on the day it begins it is the second", "2026-05-01", ["acme-2"]),
    ),
)
def test_what_the_client_has_today(day: str, mine: list[str]) -> None:
    board = read_replay_board("acme", 1, at(f"{day}T12:00"))
    assert [offer.key for offer in board.offers if offer.mine] == mine
    assert read_contract("acme-2").is_in_term(date.fromisoformat(day)) is ("acme-2" in mine)


def test_an_absence_is_listed_to_its_last_day() -> None:
    assert [one.row.agent for one in read_capacity_board(NOON).absences] == ["cy", "acme"]
    assert [one.key for one in read_capacity_board(NOON).agents] == list(KEYS[:-1])


def test_an_empty_desk_has_nothing_to_say(tmp_path: Path) -> None:
    with beside(tmp_path, small_book(clients=[], agents=[])):
        board = read_capacity_board(NOON)
        assert (board.lapsing, board.drift, board.causes.rows, board.absences) == ((), (), (), ())
        assert board.months[0].capacity.supply == board.months[0].capacity.callable == 0
        assert causes_document(None, None, NOON) == []
        with pytest.raises(NotFound):
            read_price_sheet("acme", NOON)
    with pytest.raises(DeskError):
        price_document("zero", 1, Decimal(0), "1", at("2026-03-01T12:00"))
    assert Month(2026, 7) == read_capacity_board(NOON).months[0].capacity.month


def test_what_may_be_called_for_and_what_must_be_used(tmp_path: Path) -> None:
    """Two hours a month that roll over once and a block of an hour to July's end, an hour of work in each month."""
    plan = contract(
        "plan", starts="2026-04-01", ends=None, allowances=[monthly("2:00", rollover={"periods": 1})]
    )
    hour = block("hour", "1:00", starts="2026-07-01", ends="2026-07-31", covers=["design"])
    work = [
        entry(f"W-{month}", f"2026-0{month}-02T10:00", f"2026-0{month}-02T1{hours}:00")
        for month, hours in ((4, 1), (5, 2), (6, 3))
    ]
    clients = [
        {
            "key": "acme",
            "name": "Acme",
            "since": "2026-04-01",
            "contacts": [{"name": "Ann"}, {"name": "Bo", "phone": "01"}],
        }
    ]
    with beside(tmp_path, small_book(clients=clients, contracts=[plan, hour], entries=work)):
        july, august, *_ = read_outlook(Month(2026, 7), 3, NOON)
        assert (july.capacity.callable, july.capacity.must_use, july.capacity.expected) == (180, 60, 120)
        assert (august.capacity.callable, august.capacity.must_use, august.capacity.expected) == (
            240,
            120,
            120,
        )
        june = read_outlook(Month(2026, 6), 1, NOON)[0]
        assert june.capacity.expected == 90
        call = read_capacity_board(NOON).lapsing[-1]
        assert (call.contact, call.phone, call.client_name) == ("Bo", "01", "Acme")


@pytest.mark.parametrize(
    ("now", "last", "rows"),
    table(
        (
            "in the second of its end a request is resolved",
            "2026-05-05T10:00",
            None,
            {("mail", 1), (None, 1)},
        ),
        ("a second before it is not", "2026-05-05T09:59", None, set()),
        (
            "a span that goes beyond today ends with today",
            "2026-05-05T10:00",
            "2026-12-31",
            {("mail", 1), (None, 1)},
        ),
    ),
)
def test_what_is_resolved_by_now(now: str, last: str | None, rows: set[tuple[str | None, int]]) -> None:
    until = None if last is None else date.fromisoformat(last)
    found = causes_document(date(2026, 5, 5), until, at(now))
    assert {(row["cause"], row["requests"]) for row in found if row["client"] == "bo"} == rows
    assert sum(row["accounted"] for row in found) == 0


def test_the_costliest_cause_stands_first_then_the_most_frequent_then_by_name(tmp_path: Path) -> None:
    asked = [
        request(f"R-{n}", "acme", "2026-06-01T10:00:00", cause)
        for n, cause in enumerate(("z", "a", "a", "b", None))
    ]
    work = [entry("E-1", "2026-06-01T10:00", "2026-06-01T11:00", request="R-0")]
    with beside(tmp_path, small_book(requests=asked, entries=work)):
        set_flags(("R-1",), NOON, "dana", rework=True)
        day = date(2026, 6, 1)
        found = causes_document(day, day, NOON)
        assert read_causes(day, day, NOON).requests[0].key == "R-0"
    assert [row["cause"] for row in found] == ["z", "a", "b", None]


def test_requests_of_equal_cost_stand_by_the_time_of_their_solution_then_by_key(tmp_path: Path) -> None:
    days = (("R-4", "03"), ("R-3", "01"), ("R-2", "02"), ("R-1", "02"))
    asked = [request(key, "acme", f"2026-06-{day}T10:00:00", "z") for key, day in days]
    with beside(tmp_path, small_book(requests=asked)):
        found = read_causes(date(2026, 6, 1), date(2026, 6, 3), NOON).requests
    assert [each.key for each in found] == ["R-3", "R-1", "R-2", "R-4"]
