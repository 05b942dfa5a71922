"""What can a client use today, and who is listed? Hours, what is left, grants, months and pages at their edges."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.domain.basics.months import Month
from models.holiday_dates import calendar_of
from models.queries.clients.alike import read_twin
from models.queries.clients.hours import HoursRow, read_hours
from models.queries.clients.pages import read_client_board, read_client_page
from models.queries.ledger.ledgers import Ledgers
from models.queries.ledger.left import read_left
from models.services.time.timer import TimerStart, start_timer
from models.storage import tables as t
from tests.edges import HOUR, beside, table
from tests.opened import at, block, contract, entry, monthly, opened, small_book

NOON = at("2026-03-10T12:00")
"""A Tuesday, the seventh open day of 22."""

CONTRACTS = [
    # Rolls over for two months: what January left lapses with March.
    contract("plan", allowances=[monthly("4:00", rollover={"periods": 2})]),
    # Two blocks, the older one used up before it lapses; the third has not begun.
    block("b-old", "1:00", client="bo", starts="2026-01-01", ends="2026-03-09"),
    block("b-new", "2:00", client="bo", starts="2026-02-01", ends="2026-03-10"),
    block("b-next", "5:00", client="bo", starts="2026-03-11", ends=None),
    contract("all", client="cy", kind="unlimited", ends="2026-03-10"),
    contract("rates", client="di", kind="on_demand", ends=None),
    contract(
        "calls",
        client="ed",
        allowances=[{"sessions": 3, "session_minutes": 20, "every": "month"}, monthly("1:00")],
    ),
    contract(
        "short",
        client="fi",
        starts="2026-03-10",
        ends="2026-03-10",
        proration="full",
        allowances=[monthly("1:00")],
    ),
    block("g-1", "1:00", client="gil", starts="2026-01-01", ends="2026-12-31"),
    block("g-2", "1:00", client="gil", starts="2026-02-01", ends="2026-06-30"),
    block("g-3", "1:00", client="gil", starts="2026-03-01", ends="2026-06-30", covers=["maintenance"]),
    block("g-4", "1:00", client="gil", starts="2025-01-01", ends=None),
    block("j-1", "1:00", client="jo", starts="2026-03-01", ends="2026-03-31"),
    block("j-2", "1:00", client="jo", starts="2026-03-02", ends="2026-06-30"),
    block("k-1", "1:00", client="kim", starts="2026-03-10", ends="2026-12-31", cancelled="2026-03-20"),
    block("k-2", "1:00", client="kim", starts="2026-03-01", ends="2026-03-28"),
    contract("l-1", client="lou", starts="2026-03-01", ends="2026-03-20", allowances=[monthly("1:00")]),
    block("m-1", "1:00", client="max", starts="2026-03-01", ends="2026-03-31"),
]
CLIENTS = [
    {"key": "acme", "name": "acme Ltd"},
    {"key": "bo", "name": "Bo", "since": "2026-01-05"},
    {"key": "cy", "name": "Cy"},
    {"key": "di", "name": "Di"},
    {"key": "ed", "name": "Ed"},
    {"key": "fi", "name": "Fi"},
    {"key": "gil", "name": "Gil"},
    {"key": "gone", "name": "Gone"},
    {"key": "jo", "name": "Jo"},
    {"key": "kim", "name": "Kim"},
    {"key": "lou", "name": "Lou"},
    {"key": "max", "name": "Max"},
    {"key": "zero", "name": "Ábel"},
]
ENTRIES = [
    entry("E-1", "2026-01-12T10:00", "2026-01-12T13:00"),
    entry("E-2", "2026-03-03T10:00", "2026-03-03T10:40"),
    entry("E-3", "2026-03-03T11:00", "2026-03-03T13:00", scope="internal"),
    entry("E-4", "2026-03-03T14:00", "2026-03-03T15:00", scope="courtesy"),
    entry("E-5", "2026-02-03T10:00", "2026-02-03T11:00", client="bo"),
    entry("E-6", "2026-03-04T10:00", "2026-03-04T10:30", client="bo"),
    entry("E-7", "2026-03-05T10:00", "2026-03-05T11:00", client="di"),
    entry("E-8", "2026-03-06T10:00", "2026-03-06T10:10", client="ed"),
    entry("E-10", "2026-03-06T14:00", "2026-03-06T15:55", client="jo"),
    entry("E-11", "2026-03-06T16:00", "2026-03-06T16:45", client="lou"),
    entry("E-12", "2026-03-06T17:00", "2026-03-06T18:15", client="max"),
    entry("E-9", "2026-03-06T12:00", "2026-03-06T12:30", scope="additional"),
]


@pytest.fixture(scope="module", autouse=True)
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One desk for all tables, which only read; three timers run since eleven."""
    agents = [{"key": key, "name": key.title()} for key in ("dana", "mo", "ty")]
    book = small_book(clients=CLIENTS, contracts=CONTRACTS, entries=ENTRIES, agents=agents)
    with opened(tmp_path_factory.mktemp("edges"), book):
        start_timer(TimerStart("dana", "acme"), NOON - HOUR)
        start_timer(TimerStart("mo", "acme", scope="internal"), NOON - HOUR)
        start_timer(TimerStart("ty", "bo"), NOON - HOUR)
        t.Client.update(archived=True).where(t.Client.key == "gone").execute()
        yield


def hours(now: int = NOON) -> dict[str, HoursRow]:
    ledgers = Ledgers()
    today = ledgers.zone.date_of(now)
    rows = read_hours(ledgers, Month.of(today), today, now, calendar_of(ledgers.desk))
    return {row.client: row for row in rows}


def at_noon_of(day: str) -> int:
    return at(f"{day}T12:00")


def test_the_list_has_all_but_archived_clients_by_folded_name() -> None:
    assert list(hours()) == ["zero", "acme", "bo", "cy", "di", "ed", "fi", "gil", "jo", "kim", "lou", "max"]
    assert [line.key for line in read_client_board(NOON).lines] == list(hours())


@pytest.mark.parametrize(
    ("client", "day", "left"),
    table(
        ("the day before it begins a grant gives nothing", "fi", "2026-03-09", 0),
        ("on its only day it gives all", "fi", "2026-03-10", 60),
        ("the day after it gives nothing", "fi", "2026-03-11", 0),
        ("a block on its last day still gives what is left", "bo", "2026-03-10", 90),
        ("the day after it lapsed only the next one gives", "bo", "2026-03-11", 300),
        ("a block that is used up gives nothing though it has not lapsed", "bo", "2026-03-09", 90),
        ("what rolled over lasts to the last day of March", "acme", "2026-03-31", 60 + 240 + 240 - 40),
        ("and on the first of April what January left is gone", "acme", "2026-04-01", 240 + 240 + 240),
        ("nothing was bought, nothing is left", "zero", "2026-03-10", 0),
    ),
)
def test_found_5_4_what_is_left_on_a_day(client: str, day: str, left: int) -> None:
    now = at_noon_of(day)
    assert hours(now)[client].left == left
    assert read_left(client, now).minutes == left
    assert sum(grant.left * grant.each for grant in read_client_page(client, now).grants) == left


@pytest.mark.parametrize(
    ("client", "seconds"),
    table(
        ("a timer for the client counts, one for internal work does not", "acme", HOUR),
        ("another client's timer is not its own", "bo", HOUR),
        ("who has no timer has no running time", "cy", 0),
    ),
)
def test_found_5_4_internal_time_is_not_the_clients(client: str, seconds: int) -> None:
    assert hours()[client].running_seconds == seconds


def test_a_clock_that_went_back_shows_no_negative_time() -> None:
    assert hours(NOON - 2 * HOUR)["acme"].running_seconds == 0


@pytest.mark.parametrize(
    ("client", "day", "grants"),
    table(
        (
            "the soonest to lapse first, used-up ones never",
            "acme",
            "2026-03-10",
            [("2026-01-01", 20), ("2026-02-01", 240), ("2026-03-01", 240)],
        ),
        ("of two blocks the used-up one is not listed", "bo", "2026-03-09", [("2026-02-01", 90)]),
        ("the one to come is not listed before it begins", "bo", "2026-03-10", [("2026-02-01", 90)]),
        ("without an end it is listed from its first day", "bo", "2026-03-11", [("2026-03-11", 300)]),
        (
            "what lapses sooner stands first, then what began earlier; never is last",
            "gil",
            "2026-03-10",
            [("2026-02-01", 60), ("2026-03-01", 60), ("2026-01-01", 60), ("2025-01-01", 60)],
        ),
        (
            "what this month used up is not listed, though it lapses later",
            "jo",
            "2026-03-10",
            [("2026-03-02", 5)],
        ),
        (
            "sessions and minutes stand side by side",
            "ed",
            "2026-03-10",
            [("2026-03-01", 2), ("2026-03-01", 60)],
        ),
        ("unlimited is no grant", "cy", "2026-03-10", []),
    ),
)
def test_found_5_4_grants_of_a_page(client: str, day: str, grants: list[tuple[str, int]]) -> None:
    found = read_client_page(client, at_noon_of(day)).grants
    assert [(grant.valid_from.isoformat(), grant.left) for grant in found] == grants
    assert [grant.sessions for grant in found] == [grant.each == 20 for grant in found]


@pytest.mark.parametrize(
    ("client", "day", "manner"),
    table(
        ("unlimited on its last day", "cy", "2026-03-10", "unlimited"),
        ("on demand the day after", "cy", "2026-03-11", "on_demand"),
        ("hours on the only day of a term", "fi", "2026-03-10", "counted"),
        ("on demand the day before it", "fi", "2026-03-09", "on_demand"),
        ("on demand without a contract", "zero", "2026-03-10", "on_demand"),
        ("on demand with rates only", "di", "2026-03-10", "on_demand"),
        ("sessions are counted", "ed", "2026-03-10", "counted"),
    ),
)
def test_how_a_client_calls(client: str, day: str, manner: str) -> None:
    assert read_left(client, at_noon_of(day)).manner == manner


@pytest.mark.parametrize(
    ("client", "day", "manner"),
    table(
        ("unlimited on its last day", "cy", "2026-03-10", "unlimited"),
        ("on demand the day after", "cy", "2026-03-11", "on_demand"),
        ("a block on its last day", "bo", "2026-03-10", "block"),
        ("a retainer's month keeps its manner after the term", "lou", "2026-03-25", "retainer"),
        ("a retainer on its only day", "fi", "2026-03-10", "retainer"),
        ("on demand with rates only", "di", "2026-03-10", "on_demand"),
        ("on demand without a contract", "zero", "2026-03-10", "on_demand"),
    ),
)
def test_the_manner_of_a_row(client: str, day: str, manner: str) -> None:
    assert hours(at_noon_of(day))[client].manner == manner


@pytest.mark.parametrize(
    ("client", "day", "lapsing", "on", "carried"),
    table(
        ("what lapses with the month's end counts", "acme", "2026-03-10", 20, "2026-03-31", 260),
        ("what lapses a month later does not", "acme", "2026-02-10", 0, None, 60),
        ("a block on its last day lapses then", "bo", "2026-03-10", 90, "2026-03-10", 90),
        ("what began this month is not carried", "bo", "2026-03-11", 0, None, 0),
        ("what never lapses is carried, too", "gil", "2026-06-30", 120, "2026-06-30", 240),
        ("of two that lapse the first day is said", "kim", "2026-03-10", 120, "2026-03-20", 0),
        ("sessions lapse in minutes", "ed", "2026-03-10", 100, "2026-03-31", 0),
    ),
)
def test_what_lapses_this_month(client: str, day: str, lapsing: int, on: str | None, carried: int) -> None:
    row = hours(at_noon_of(day))[client]
    assert (row.lapsing, row.lapses_on and row.lapses_on.isoformat(), row.carried) == (lapsing, on, carried)


@pytest.mark.parametrize(
    ("client", "used", "usable", "over", "accounted", "amount", "until"),
    table(
        ("additional and courtesy are not used up; additional is billed", "acme", 40, 540, 0, 70, 3500, None),
        ("a block says what was used of it since it began", "bo", 30, 120, 0, 30, 0, "2026-03-10"),
        ("unlimited has used and counts nothing", "cy", 0, 0, 0, 0, 0, None),
        ("on demand is used and billed", "di", 60, 0, 0, 60, 7000, None),
        ("a session is used as what it covered", "ed", 10, 120, 0, 10, 0, None),
        ("the first block to end is said; a cancelled one ends then", "kim", 0, 120, 0, 0, 0, "2026-03-20"),
        ("what went over a block is used, too", "max", 75, 60, 15, 75, 1750, "2026-03-31"),
        ("who has nothing uses nothing", "zero", 0, 0, 0, 0, 0, None),
    ),
)
def test_the_numbers_of_a_row(
    client: str, used: int, usable: int, over: int, accounted: int, amount: int, until: str | None
) -> None:
    row = hours()[client]
    assert (row.used, row.usable, row.over) == (used, usable, over)
    assert (row.accounted, row.amount, row.until and row.until.isoformat()) == (accounted, amount, until)


@pytest.mark.parametrize(
    ("client", "mark", "pace"),
    table(
        ("45 of 39 minutes of a part of a month are all of it; a pace is a retainer's", "lou", 100, 363),
        ("a block has a mark by what was used of it, and no pace", "jo", 90, None),
        ("75 of 60 minutes are over a block", "max", 100, None),
        ("40 of 540 minutes have reached none", "acme", 0, 41),
    ),
)
def test_marks_and_pace_of_a_row(client: str, mark: int, pace: int | None) -> None:
    row = hours()[client]
    assert (row.mark, row.run_rate_percent) == (mark, pace)


def part_keys(client: str, day: str) -> list[tuple[str, str]]:
    return [(part.contract.key, part.stage) for part in read_client_page(client, at_noon_of(day)).contracts]


@pytest.mark.parametrize(
    ("client", "day", "parts"),
    table(
        (
            "the newest that runs, then what comes, then what is over; the last day runs, the first day, too",
            "bo",
            "2026-03-10",
            [("b-new", "running"), ("b-next", "to come"), ("b-old", "over")],
        ),
        (
            "of those that run the newest first",
            "gil",
            "2026-03-01",
            [("g-3", "running"), ("g-2", "running"), ("g-1", "running"), ("g-4", "running")],
        ),
        ("what begins today runs", "fi", "2026-03-10", [("short", "running")]),
        ("what ended yesterday is over", "fi", "2026-03-11", [("short", "over")]),
    ),
)
def test_contracts_of_a_page(client: str, day: str, parts: list[tuple[str, str]]) -> None:
    assert part_keys(client, day) == parts


@pytest.mark.parametrize(
    ("client", "day", "ended", "overdue"),
    table(
        (
            "on its last day nothing is over; the decision of 10 February is late",
            "fi",
            "2026-03-10",
            None,
            "2026-02-10",
        ),
        ("the day after it is over", "fi", "2026-03-11", "2026-03-10", "2026-02-10"),
        ("what follows later is to come: nothing ran out", "bo", "2026-03-10", None, "2026-02-09"),
        ("on the day of the decision it is not late", "kim", "2026-02-28", None, None),
        (
            "a cancelled block was meant to end; the other one ran out",
            "kim",
            "2026-03-29",
            "2026-03-28",
            "2026-02-28",
        ),
        ("rates alone never run out", "di", "2027-03-10", None, None),
    ),
)
def test_who_ran_out(client: str, day: str, ended: str | None, overdue: str | None) -> None:
    line = next(line for line in read_client_board(at_noon_of(day)).lines if line.key == client)
    assert (line.ended and str(line.ended), line.overdue and str(line.overdue)) == (ended, overdue)
    assert line.ended == read_client_page(client, at_noon_of(day)).ended


def test_months_of_a_page_are_the_last_twelve_newest_first() -> None:
    months = read_client_page("acme", at_noon_of("2027-01-10")).months
    assert [str(part.month) for part in months] == [str(Month(2027, 1).plus(-step)) for step in range(12)]
    assert {part.month: part.lost for part in read_client_page("acme", at_noon_of("2026-04-10")).months}[
        Month(2026, 3)
    ] == 20


@pytest.mark.parametrize(
    ("name", "but", "twin"),
    table(
        ("case, accents and blanks make no difference", " BÓ ", None, ("bo", "Bo")),
        ("a client is no twin of itself", "Bo", "bo", None),
        ("another one is", "bo", "cy", ("bo", "Bo")),
        ("another name is none", "Boo", None, None),
    ),
)
def test_names_that_look_the_same(name: str, but: str | None, twin: tuple[str, str] | None) -> None:
    assert read_twin(name, but) == twin


def test_a_retainer_without_hours_beside_a_block_is_a_retainers_row(tmp_path: Path) -> None:
    care = contract("care"), block("hours", "2:00", starts="2026-02-01", ends=None)
    clients = [{"key": "acme", "name": "Acme", "tier": "gold"}, {"key": "bo", "name": "Bo"}]
    tiers = [{"key": "gold", "name": "Gold", "first_response": "4h"}]
    more = contract("bare", client="bo")
    with beside(tmp_path, small_book(clients=clients, tiers=tiers, contracts=[*care, more])):
        assert {client: row.manner for client, row in hours().items()} == {
            "acme": "retainer",
            "bo": "retainer",
        }
        pages = [read_client_page(client, NOON) for client in ("acme", "bo")]
        assert [page.tier_name for page in pages] == ["Gold", None]
