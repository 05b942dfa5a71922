"""In which month does work count, and for whom? Ledgers, records and units at the first and last of months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from models.book.ledgers import ledger_json
from models.domain.basics.errors import NotFound
from models.domain.basics.months import Month, parse_month
from models.queries.ledger.ledgers import Ledgers
from models.queries.ledger.units import accounted_minutes_on, months_of_work, work_units
from models.queries.ledger.worked import read_beginnings, read_summaries, read_worked
from models.services.core.month_records import derive_through
from models.services.time.timer import TimerStart, start_timer
from models.storage.rows.reading import read_charges
from tests.edges import beside, table
from tests.opened import at, contract, entry, monthly, opened, small_book

ENTRIES = [
    # February is closed; what was forgotten of it is shown in March.
    entry("E-1", "2026-02-28T22:00", "2026-03-01T00:00", request="R-1"),
    entry("E-2", "2026-02-28T23:30", "2026-03-01T00:30", client="bo", agent="mo", request="R-3"),
    entry("E-3", "2026-02-20T10:00", "2026-02-20T10:45", late_in="2026-03", request="R-1"),
    entry("E-4", "2026-03-31T23:00", "2026-04-01T01:00", request="R-2"),
    entry("E-5", "2026-03-10T10:00", "2026-03-10T10:00", request="R-2"),
    entry("E-6", "2026-03-11T10:00", "2026-03-11T10:20", scope="internal", request="R-2"),
    entry("E-7", "2026-03-12T10:00", "2026-03-12T10:20", scope="courtesy", request="R-2"),
    entry("E-8", "2026-03-13T10:00", "2026-03-13T10:20", scope="additional", request="R-2"),
    entry("E-9", "2026-03-14T10:00", "2026-03-14T10:20"),
    entry("E-11", "2026-05-06T10:00", "2026-05-06T11:00", client="ed"),
    entry("E-12", "2026-02-28T23:00", "2026-03-01T01:00", client="fi", agent="li", late_in="2026-03"),
    # Longer than what an index finds by its start: it reaches from March far into April.
    entry("E-10", "2026-03-30T00:00", "2026-04-02T00:00", client="cy", agent="ty"),
]
CHARGES = [
    {"key": f"C-{n}", "client": client, "date": day, "description": "x", "quantity": 1, "unit_price": price}
    for n, (client, day, price) in enumerate(
        (
            ("acme", "2026-02-28", "1.00"),
            ("acme", "2026-03-01", "2.00"),
            ("acme", "2026-03-31", "4.00"),
            ("acme", "2026-04-01", "8.00"),
            ("bo", "2026-03-10", "16.00"),
        )
    )
]
CLIENTS = [
    {"key": "acme", "name": "Acme", "since": "2025-12-24"},
    {"key": "bo", "name": "Bo"},
    {"key": "cy", "name": "Cy"},
    {"key": "di", "name": "Di"},
    {"key": "ed", "name": "Ed"},
    {"key": "fi", "name": "Fi"},
]
REQUESTS = [
    {"key": f"R-{n}", "client": client, "subject": "x", "reported_at": "2026-01-01T08:00:00Z"}
    for n, client in ((1, "acme"), (2, "acme"), (3, "bo"))
]
CONTRACTS = [
    contract("plan", allowances=[monthly("1:00")]),
    contract("next", client="ed", starts="2026-05-05"),
]


@pytest.fixture(scope="module", autouse=True)
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One desk for all tables, which only read; February is closed."""
    book = small_book(
        agents=[{"key": key, "name": key.title()} for key in ("dana", "li", "mo", "ty")],
        clients=CLIENTS,
        requests=REQUESTS,
        contracts=CONTRACTS,
        entries=ENTRIES,
        charges=CHARGES,
        closed_months=["2026-02"],
    )
    with opened(tmp_path_factory.mktemp("edges"), book):
        yield


@pytest.mark.parametrize(
    ("client", "month", "accounted", "spent", "charges"),
    table(
        ("to the last midnight of February", "acme", "2026-02", 120, 120, ["1.00"]),
        (
            "internal counts nowhere, courtesy is spent only, late work stands here",
            "acme",
            "2026-03",
            145,
            165,
            ["2.00", "4.00"],
        ),
        ("from the first midnight of April", "acme", "2026-04", 60, 60, ["8.00"]),
        ("the part before midnight is another client's February", "bo", "2026-02", 30, 30, []),
        ("and the part after it its March", "bo", "2026-03", 30, 30, ["16.00"]),
        ("two days of a long stretch are March's", "cy", "2026-03", 2880, 2880, []),
        ("and its last day is April's", "cy", "2026-04", 1440, 1440, []),
        ("a month after it has nothing", "cy", "2026-05", 0, 0, []),
        ("who did nothing has nothing", "di", "2026-03", 0, 0, []),
        ("nor in a closed month", "di", "2026-02", 0, 0, []),
    ),
)
def test_a_month_has_its_own_work_and_charges(
    client: str, month: str, accounted: int, spent: int, charges: list[str]
) -> None:
    document = ledger_json(Ledgers().document(client, parse_month(month)))
    sums = document["minutes"]
    assert (sums["accounted"], sums["spent_seconds"]) == (accounted, spent * 60)
    assert [line["amount"] for line in document["lines"] if line["kind"] == "charge"] == charges
    assert Ledgers().records(parse_month(month), [client])[0].summary.sums.accounted == accounted


@pytest.mark.parametrize(
    ("month", "closed"),
    table(
        ("the month before the newest closed one is closed", "2026-01", True),
        ("the newest closed one is", "2026-02", True),
        ("the month after it is open", "2026-03", False),
    ),
)
def test_what_is_closed(month: str, closed: bool) -> None:
    ledgers = Ledgers()
    assert ledgers.is_closed(parse_month(month)) is closed
    assert ledgers.document("acme", parse_month(month)).closed is closed
    assert [one.frozen for one in ledgers.records(parse_month(month), ["acme", "di"])] == [closed, closed]


def test_a_client_nobody_knows_has_no_ledger() -> None:
    with pytest.raises(NotFound):
        ledger_json(Ledgers().document("nobody", Month(2026, 3)))


@pytest.mark.parametrize(
    ("client", "month", "grants"),
    table(
        ("a grant lasts to the end of its month", "acme", "2026-03", [("2026-03-01", 60, 60, 0)]),
        ("the next one begins with the next", "acme", "2026-04", [("2026-04-01", 60, 60, 0)]),
        ("what nobody used lapses", "acme", "2026-05", [("2026-05-01", 60, 0, 60)]),
        ("who has no contract has no grant", "bo", "2026-03", []),
    ),
)
def test_grants_of_a_month(client: str, month: str, grants: list[tuple[str, int, int, int]]) -> None:
    found = ledger_json(Ledgers().document(client, parse_month(month)))["grants"]
    rows = [(one["valid_from"], one["granted"], one["drawn"], one["lapsed"]) for one in found]
    assert rows == grants


@pytest.mark.parametrize(
    ("first", "last", "months"),
    table(
        ("late work of before is shown in March", "2026-02-01", "2026-02-28", ["2026-02", "2026-03"]),
        ("in March itself it is shown once", "2026-02-28", "2026-03-01", ["2026-02", "2026-03"]),
        ("after it nothing is late", "2026-04-01", "2026-04-30", ["2026-04"]),
        ("a single day is a month", "2026-03-31", "2026-03-31", ["2026-03"]),
        ("a span that ends before it begins has none", "2026-03-02", "2026-03-01", []),
    ),
)
def test_which_months_show_the_work_of_days(first: str, last: str, months: list[str]) -> None:
    found = months_of_work(date.fromisoformat(first), date.fromisoformat(last))
    assert [str(month) for month in found] == months


@pytest.mark.parametrize(
    ("first", "last", "minutes"),
    table(
        (
            "the last day of February, nothing of bo's March",
            "2026-02-28",
            "2026-02-28",
            {"R-1": 120, "R-3": 30},
        ),
        ("late work counts on its own day", "2026-02-20", "2026-02-20", {"R-1": 45}),
        ("a day before it has nothing", "2026-02-19", "2026-02-19", {}),
        ("both days of a night", "2026-03-31", "2026-04-01", {"R-2": 120}),
        ("its first day alone", "2026-03-31", "2026-03-31", {"R-2": 60}),
        ("its second day alone", "2026-04-01", "2026-04-01", {"R-2": 60}),
        (
            "additional is accounted, courtesy and internal are nothing",
            "2026-03-11",
            "2026-03-13",
            {"R-2": 20},
        ),
    ),
)
def test_what_was_accounted_on_days(first: str, last: str, minutes: dict[str, int]) -> None:
    ledgers, span = Ledgers(), (date.fromisoformat(first), date.fromisoformat(last))
    found = accounted_minutes_on(ledgers, *span, ("acme", "bo"), ("R-1", "R-2", "R-3"))
    assert {key: count for key, count in found.items() if count} == minutes
    own = accounted_minutes_on(ledgers, *span, ("acme", "bo"), ("R-3",))
    assert own == {key: count for key, count in minutes.items() if key == "R-3"}


def test_units_are_those_with_a_request_of_the_clients_asked_for() -> None:
    found = list(work_units(Ledgers(), (Month(2026, 3),), ("acme",)))
    assert {unit.client for unit in found} == {"acme"}
    assert {unit.request for unit in found} == {"R-1", "R-2"}
    assert [(unit.entries, unit.late) for unit in found if unit.request == "R-1"] == [(("E-3",), True)]


@pytest.mark.parametrize(
    ("first", "last", "worked"),
    table(
        ("late work counts in the month in which it was done", "2026-02", "2026-02", {"2026-02": 165}),
        ("and not in the one that shows it", "2026-03", "2026-03", {"2026-03": 100}),
        ("a month without work is not there", "2026-04", "2026-06", {"2026-04": 60}),
        ("nor the month before", "2026-01", "2026-01", {}),
    ),
)
def test_what_was_worked_in_months(first: str, last: str, worked: dict[str, int]) -> None:
    found = read_worked(Ledgers(), parse_month(first), parse_month(last), ["acme"])["acme"]
    assert {str(month): one.accounted for month, one in found.items() if one.accounted} == worked


def test_summaries_are_of_the_months_and_clients_asked_for() -> None:
    found = read_summaries(Ledgers(), Month(2026, 2), Month(2026, 3), ["acme", "bo"])
    assert {client: sorted(map(str, months)) for client, months in found.items()} == {
        "acme": ["2026-02", "2026-03"],
        "bo": ["2026-02", "2026-03"],
    }


def test_a_client_begins_on_the_day_given_else_with_its_first_contract_or_work() -> None:
    found = read_beginnings(Ledgers(), ("acme", "bo", "di", "ed"))
    assert found == {
        "acme": date(2025, 12, 24),
        "bo": date(2026, 2, 28),
        "di": None,
        "ed": date(2026, 5, 5),
    }


def test_what_was_stored_of_open_months_is_not_counted_again(tmp_path: Path) -> None:
    """Two hours roll over a month: March's left in April, and April's in May, whether records were stored or not."""
    plan = contract("plan", starts="2026-03-01", allowances=[monthly("2:00", rollover={"periods": 1})])
    work = [
        entry("E-1", "2026-03-10T10:00", "2026-03-10T11:00"),
        entry("E-2", "2026-04-10T10:00", "2026-04-10T10:30"),
        entry("E-3", "2026-05-01T00:00", "2026-05-01T01:00"),
    ]
    with beside(tmp_path, small_book(contracts=[plan], entries=work)):
        start_timer(TimerStart("dana", "acme"), at("2026-04-30T12:00"))
        april, may = Month(2026, 4), Month(2026, 5)
        sums = {month: Ledgers().document("acme", month).sums for month in (april, may)}
        assert [(one.opening, one.accounted, one.closing) for one in sums.values()] == [
            (60, 30, 120),
            (120, 60, 120),
        ]
        derive_through(april)
        assert {month: Ledgers().document("acme", month).sums for month in (april, may)} == sums
        assert Ledgers().records(may, ["acme"])[0].closing == Ledgers().records(may)[0].closing


def test_who_has_no_record_in_a_closed_month_did_nothing_there(tmp_path: Path) -> None:
    """Bo has a record of January, none of February: March begins after it."""
    work = [
        entry("E-1", "2026-01-10T10:00", "2026-01-10T11:00"),
        entry("E-2", "2026-03-10T10:00", "2026-03-10T10:30"),
    ]
    with beside(tmp_path, small_book(entries=work, closed_months=["2026-02"])):
        found = {month: Ledgers().document("acme", Month(2026, month)).sums for month in (2, 3, 4)}
        assert {month: one.accounted for month, one in found.items()} == {2: 0, 3: 30, 4: 0}


def test_charges_are_of_the_days_and_clients_asked_for() -> None:
    assert [one.key for one in read_charges("2026-03-01", "2026-03-31", ["acme"])] == ["C-1", "C-2"]
    assert [one.key for one in read_charges("2026-03-01", "2026-03-31")] == ["C-1", "C-4", "C-2"]


def test_of_late_work_over_midnight_only_what_lies_before_the_month_is_late() -> None:
    units = Ledgers().document("fi", Month(2026, 3)).units
    assert [(unit.work_date, unit.late) for unit in units] == [
        (date(2026, 2, 28), True),
        (date(2026, 3, 1), False),
    ]
