"""The minutes on requests are those of the ledgers, whatever the span, without any ledger being drawn."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from models.demo import DEMO_NOW, demo_book
from models.domain.values import Book
from models.queries.ledger.ledgers import Ledgers
from models.queries.ledger.units import accounted_minutes_on, months_of_work, work_units
from tests.opened import at, contract, entry, monthly, opened, small_book
from tests.strategies import books

SPANS = (
    (date(2026, 9, 1), date(2026, 11, 24)),
    (date(2026, 10, 10), date(2026, 11, 3)),
    (date(2026, 5, 1), date(2026, 7, 31)),
    (date(2026, 11, 25), date(2026, 11, 24)),
)


def by_ledgers(
    ledgers: Ledgers, first: date, last: date, clients: list[str], keys: set[str]
) -> dict[str, int]:
    """What the units of the ledgers say."""
    found: dict[str, int] = {}
    for unit in work_units(ledgers, months_of_work(first, last), clients):
        if unit.request in keys and first <= unit.work_date <= last:
            found[unit.request] = found.get(unit.request, 0) + unit.accounted
    return found


def test_found_1_9_the_sample_desk_says_the_same_both_ways(tmp_path: Path) -> None:
    with opened(tmp_path, demo_book(DEMO_NOW), DEMO_NOW):
        ledgers = Ledgers()
        clients = list(ledgers.clients)
        keys = {f"R-{number}" for number in range(1, 5000)}
        for first, last in SPANS:
            found = accounted_minutes_on(ledgers, first, last, clients, keys)
            assert found == by_ledgers(ledgers, first, last, clients, keys)
            assert bool(found) is (first <= last)


@given(book=books())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_found_1_9_every_desk_says_the_same_both_ways(book: Book) -> None:
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), book):
        ledgers = Ledgers()
        clients, keys = list(ledgers.clients), {request.key for request in book.requests}
        days = [ledgers.zone.date_of(entry.started_at) for entry in book.entries] or [date(2026, 1, 1)]
        for first, last in ((min(days), max(days)), (min(days).replace(day=15), max(days).replace(day=15))):
            found = accounted_minutes_on(ledgers, first, last, clients, keys)
            assert found == by_ledgers(ledgers, first, last, clients, keys)


@pytest.mark.parametrize("closed", [[], ["2026-01"]])
def test_late_work_is_rounded_in_the_month_that_shows_it(tmp_path: Path, closed: list[str]) -> None:
    request = {"key": "R-1", "client": "acme", "subject": "x", "reported_at": "2026-01-05T09:00:00Z"}
    late = {"late_in": "2026-02"} if closed else {}
    book = small_book(
        contracts=[
            contract(
                "plan",
                allowances=[monthly("5:00")],
                rounding={"increment": 15, "minimum": 30, "per": "request_day"},
            )
        ],
        requests=[request],
        entries=[
            entry("E-1", "2026-01-05T10:00", "2026-01-05T10:10", request="R-1"),
            entry("E-2", "2026-01-05T11:00", "2026-01-05T11:10", request="R-1", **late),
        ],
        closed_months=closed,
    )
    with opened(tmp_path, book, at("2026-03-01T09:00")):
        span = date(2026, 1, 1), date(2026, 1, 31)
        assert accounted_minutes_on(Ledgers(), *span, ["acme"], {"R-1"}) == {"R-1": 60 if closed else 30}
