"""Prices, drift, capacity and replays: what the past tells."""

from __future__ import annotations

import json
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from models.domain.basics.errors import DeskError, InvalidValue, NotFound
from models.domain.basics.months import Month, parse_date
from models.domain.values import Book
from models.queries.ledger.ledgers import Ledgers
from models.queries.planning.capacity import capacity_document, read_outlook
from models.queries.planning.drift import drift_document, read_drift
from models.queries.planning.pricing import price_document
from models.queries.planning.replays import parse_plan, read_replays, replay_document
from models.services.core.month_records import derive_through
from tests.opened import at, block, contract, entry, monthly, opened, small_book
from tests.strategies import books

COST = {"hourly_cost": "28.00"}
JULY = at("2026-07-03T08:00")


def price(folder: Path, book: dict[str, Any], months: int = 6, now: int = JULY) -> dict[str, str]:
    with opened(folder, book):
        return price_document("acme", months, Decimal(50), "5", now)


def test_late_work_counts_in_its_own_month(tmp_path: Path) -> None:
    """June is asked for; what was done in May and is shown late in June is not June's."""
    book = small_book(
        desk=COST,
        entries=[
            entry("E-1", "2026-05-20T10:00", "2026-05-20T12:00"),
            entry("E-2", "2026-05-21T10:00", "2026-05-21T13:00", late_in="2026-06"),
            entry("E-3", "2026-06-10T10:00", "2026-06-10T11:00"),
        ],
        closed_months=["2026-05"],
        clients=[{"key": "acme", "name": "Acme", "since": "2026-05-01"}],
    )
    assert price(tmp_path, book, months=1)["mean_hours"] == "1.0000"
    with opened_again(tmp_path):
        assert price_document("acme", 2, Decimal(0), "1", JULY)["mean_hours"] == "3.0000"
        may = price_document("acme", 1, Decimal(0), "1", at("2026-06-01T00:00"))
    assert may["mean_hours"] == "5.0000"


def opened_again(folder: Path) -> Any:
    from models.storage.database import open_database

    return open_database(folder / "desk.db").connection()


def test_a_young_client_has_fewer_months(tmp_path: Path) -> None:
    """Without `since` the first entry begins it: April is not full, May and June are."""
    book = small_book(
        desk=COST,
        entries=[
            entry("E-1", "2026-04-02T10:00", "2026-04-02T19:00"),
            entry("E-2", "2026-05-02T10:00", "2026-05-02T12:00"),
        ],
    )
    assert price(tmp_path, book) == {"mean_hours": "1.0000", "price": "45.00"}


def test_a_contract_may_begin_a_client(tmp_path: Path) -> None:
    book = small_book(
        desk=COST, contracts=[contract("k")], entries=[entry("E-1", "2026-04-02T10:00", "2026-04-02T16:00")]
    )
    assert price(tmp_path, book)["mean_hours"] == "1.0000"


def test_stored_records_answer_the_same(tmp_path: Path) -> None:
    book = small_book(
        desk=COST, contracts=[contract("k")], entries=[entry("E-1", "2026-04-02T10:00", "2026-04-02T16:00")]
    )
    with opened(tmp_path, book):
        before = price_document("acme", 6, Decimal(0), "1", JULY)
        derive_through(Month(2026, 6))
        assert price_document("acme", 6, Decimal(0), "1", JULY) == before
        prices = [price_document("acme", 6, Decimal(markup), "1", JULY)["price"] for markup in (0, 50)]
        assert prices == ["28.00", "42.00"]


@pytest.mark.parametrize(
    ("book", "client", "months", "step", "error", "says"),
    [
        (small_book(desk=COST), "acme", 6, "5", DeskError, "no full month"),
        (small_book(contracts=[contract("k")]), "acme", 6, "5", DeskError, "hourly_cost"),
        (small_book(desk=COST), "nope", 6, "5", NotFound, "nope"),
        (small_book(desk=COST), "acme", 0, "5", InvalidValue, "months"),
        (small_book(desk=COST, contracts=[contract("k")]), "acme", 6, "0", InvalidValue, "step"),
        (small_book(desk=COST, contracts=[contract("k")]), "acme", 6, "-1", InvalidValue, "step"),
        (small_book(desk=COST, contracts=[contract("k")]), "acme", 6, "five", InvalidValue, "step"),
    ],
)
def test_prices_that_are_refused(
    tmp_path: Path,
    book: dict[str, Any],
    client: str,
    months: int,
    step: str,
    error: type[DeskError],
    says: str,
) -> None:
    with opened(tmp_path, book), pytest.raises(error, match=says):
        price_document(client, months, Decimal(50), step, JULY)


def request(key: str, cause: str | None) -> dict[str, Any]:
    return {
        "key": key,
        "client": "acme",
        "subject": key,
        "reported_at": "2026-03-01T09:00:00Z",
        "cause": cause,
    }


def test_drift_brings_its_evidence(tmp_path: Path) -> None:
    book = small_book(
        contracts=[contract("plan", allowances=[monthly("5:00")])],
        requests=[request("R-1", "content"), request("R-2", "content"), request("R-3", None)],
        entries=[
            entry("E-0", "2026-02-12T09:00", "2026-02-12T14:30", request="R-3"),
            entry("E-1", "2026-03-12T09:00", "2026-03-12T14:30", request="R-1"),
            entry("E-2", "2026-04-12T09:00", "2026-04-12T15:30", request="R-2"),
            entry("E-3", "2026-05-12T09:00", "2026-05-12T15:00"),
            entry("E-4", "2026-05-13T09:00", "2026-05-13T10:00", request="R-3"),
            entry("E-5", "2026-05-14T09:00", "2026-05-14T19:00", request="R-3", scope="additional"),
        ],
    )
    with opened(tmp_path, book):
        assert drift_document(at("2026-06-15T08:00")) == [
            {
                "client": "acme",
                "direction": "over",
                "months": ["2026-03", "2026-04", "2026-05"],
                "used": [330, 390, 420],
                "overage": [30, 90, 120],
                "monthly_allowance": 300,
                "requests": ["R-2", "R-1", "R-3"],
                "causes": [
                    {"cause": "content", "requests": 2, "minutes": 720},
                    {"cause": None, "requests": 1, "minutes": 420},
                ],
            }
        ]
        assert read_drift(at("2026-06-15T08:00"))[0].client_name == "Acme Ltd"
        assert read_drift(at("2026-06-15T08:00"), clients=[]) == ()


def test_drift_sees_late_work_in_its_month(tmp_path: Path) -> None:
    book = small_book(
        contracts=[contract("plan", allowances=[monthly("1:00")], starts="2026-03-01")],
        requests=[request("R-1", "forms")],
        entries=[entry("E-1", "2026-05-12T09:00", "2026-05-12T14:00", request="R-1", late_in="2026-06")],
        closed_months=["2026-03", "2026-04", "2026-05"],
    )
    with opened(tmp_path, book):
        row = drift_document(at("2026-06-15T08:00"))[0]
    assert (row["direction"], row["used"], row["overage"]) == ("over", [0, 0, 300], [0, 0, 240])
    assert (row["requests"], row["causes"][0]["minutes"]) == (["R-1"], 300)


@pytest.mark.parametrize(
    "contracts",
    [
        [],
        [contract("plan", allowances=[monthly("5:00")], starts="2026-03-02")],
        [contract("plan", allowances=[monthly("5:00")], ends="2026-05-30")],
        [block("b", "5:00")],
    ],
)
def test_who_was_not_under_a_retainer_does_not_drift(tmp_path: Path, contracts: list[dict[str, Any]]) -> None:
    book = small_book(contracts=contracts, entries=[entry("E-1", "2026-01-12T09:00", "2026-01-12T14:00")])
    with opened(tmp_path, book):
        assert drift_document(at("2026-06-15T08:00")) == []


def test_under(tmp_path: Path) -> None:
    book = small_book(
        contracts=[contract("plan", allowances=[monthly("5:00")])],
        clients=[{"key": "zeta", "name": "Zeta"}, {"key": "acme", "name": "Acme"}],
    )
    book["contracts"].append(contract("zeta", client="zeta", allowances=[monthly("1:00")]))
    with opened(tmp_path, book):
        found = drift_document(at("2026-06-15T08:00"))
    assert [(row["client"], row["direction"], row["requests"]) for row in found] == [
        ("acme", "under", []),
        ("zeta", "under", []),
    ]


def test_capacity_counts_openings_grants_and_sessions(tmp_path: Path) -> None:
    sessions = {"sessions": 2, "session_minutes": 15, "every": "month"}
    book = small_book(
        desk={"support_share": "0.80"},
        contracts=[
            contract("plan", allowances=[monthly("2:00"), sessions]),
            block("b", "10:00"),
            contract("u", kind="unlimited", covers=["design"]),
        ],
        entries=[
            entry("E-1", "2026-05-12T09:00", "2026-05-12T13:30"),
            entry("E-2", "2026-06-01T09:00", "2026-06-01T10:00"),
        ],
    )
    with opened(tmp_path, book):
        june = capacity_document(Month(2026, 6), at("2026-06-01T08:00"))
        assert june == {
            "month": "2026-06",
            "supply": 8448,
            # May took a session, its two hours and 2:15 of the block.
            "callable": 120 + 30 + 465,
            "must_use": 150,
            "expected": 90,
            "callable_percent": 7,
            "must_use_percent": 2,
            "expected_percent": 1,
            "recurring": 0,
            "recurring_percent": 0,
        }
        outlook = read_outlook(Month(2026, 6), 6, at("2026-06-01T08:00"))
        assert [str(month.capacity.month) for month in outlook][-1] == "2026-11"
        # In July's three months before it only those before now are known: April, May and March.
        assert {month.capacity.expected for month in outlook} == {90}


def test_capacity_without_supply(tmp_path: Path) -> None:
    with opened(tmp_path, small_book(desk={"hours": {}}, contracts=[block("b", "10:00")])):
        july = capacity_document(Month(2026, 7), JULY)
    assert (july["supply"], july["callable"], july["callable_percent"]) == (0, 600, None)


def test_absences_count_for_the_screen_only(tmp_path: Path) -> None:
    from models.storage import tables as t

    with opened(tmp_path, small_book()):
        t.Absence.insert(agent="dana", first="2026-06-05", last="2026-06-09").execute()
        june = read_outlook(Month(2026, 6), 1, JULY)[0]
    assert june.capacity.supply == 10560
    assert june.present_supply == 10560 - 3 * 480
    assert june.open_days == 22


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(books(running=False, closed=True))
def test_callable_is_the_sum_of_the_ledgers(book: Book) -> None:
    month = Month(2026, 3)
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), book):
        capacity = read_outlook(month, 1, JULY)[0].capacity
        documents = Ledgers().documents(Ledgers().clients, month).values()
    minutes = {c.key: [a.session_minutes for a in c.allowances] for c in book.contracts}
    called = must = 0
    for document in documents:
        for row in document.grants:
            each = minutes[row.contract][row.allowance or 0] if row.unit == "sessions" else 1
            usable = (row.opening + row.granted) * (each or 0)
            called += usable
            must += usable if row.expires_on is not None and row.expires_on <= month.last_day else 0
    assert (capacity.callable, capacity.must_use) == (called, must)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(books(running=False, closed=True))
def test_work_is_counted_once_and_in_its_own_month(book: Book) -> None:
    """The sums by month of work are those of the ledgers' units, wherever these are shown."""
    from models.queries.ledger.worked import read_worked

    first, last = Month(2025, 12), Month(2026, 4)
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), book):
        ledgers = Ledgers()
        found = read_worked(ledgers, first, last, ledgers.clients)
        sums: dict[tuple[str, str], int] = {}
        for step in range(8):
            for client, document in Ledgers().documents(ledgers.clients, first.plus(step)).items():
                for unit in document.units:
                    key = client, str(Month.of(unit.work_date))
                    sums[key] = sums.get(key, 0) + unit.accounted
    assert {
        (client, str(month)): worked.accounted
        for client, months in found.items()
        for month, worked in months.items()
    } == {key: minutes for key, minutes in sums.items() if str(first) <= key[1] <= str(last)}


def test_replays_side_by_side(tmp_path: Path) -> None:
    hour = {
        "key": "hour",
        "client": "nobody",
        "kind": "on_demand",
        "name": "Hour",
        "starts": "2026-02-01",
        "rates": {"*": "150.00"},
    }
    hour["rounding"] = {"increment": 15, "minimum": 180}
    plan = contract(
        "plan-300", starts="2026-02-01", ends="2026-03-31", allowances=[monthly("3:00")], client=None
    )
    plan["fee"] = {"amount": "300.00"}
    span = parse_date("2026-02-01"), parse_date("2026-03-31")
    book = small_book(
        contracts=[block("own", "100:00")],
        entries=[
            entry("E-0", "2026-01-31T23:00", "2026-02-01T00:00"),
            entry("E-1", "2026-03-02T10:00", "2026-03-02T11:30"),
            entry("E-2", "2026-04-01T00:00", "2026-04-01T03:00"),
        ],
    )
    with opened(tmp_path, book):
        plans = [parse_plan(json.dumps(document), "acme") for document in (hour, plan)]
        assert replay_document("acme", *span, plans) == [
            {"contract": "hour", "covered": 0, "overage": 180, "lapsed": 0, "total": "450.00"},
            {"contract": "plan-300", "covered": 90, "overage": 0, "lapsed": 270, "total": "600.00"},
        ]
        with pytest.raises(NotFound, match="nope"):
            read_replays("nope", *span, plans)
        with pytest.raises(InvalidValue, match="TO"):
            read_replays("acme", span[1], span[0], plans)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "no JSON at line 1"),
        ("[]", "f.json"),
        (json.dumps(contract("k", kind="block")), r"f\.json\.hours"),
        (json.dumps(contract("k", covers=["cooking"])), r"f\.json\.covers\[0\]"),
    ],
)
def test_plans_that_are_refused(tmp_path: Path, text: str, says: str) -> None:
    with opened(tmp_path, small_book()), pytest.raises(InvalidValue, match=says):
        parse_plan(text, "acme", "f.json")
