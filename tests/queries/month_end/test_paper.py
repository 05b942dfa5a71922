"""Who says how a statement looks, what tax it has, and what the second version says of the first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.errors import NotFound
from models.domain.basics.months import Month
from models.queries.month_end.statements import read_statement, read_statements
from models.services.month_end.months import close_month, reopen_month
from models.storage import tables as t
from tests.opened import at, contract, entry, monthly, opened, small_book

MARCH, APRIL = Month(2026, 3), Month(2026, 4)
CLOSING = at("2026-04-02T10:00")
TAX = [
    {"from": "2026-01-01", "percent": "20", "name": "VAT"},
    {"from": "2026-04-01", "percent": "21", "name": "VAT"},
]


def desk(folder: Path, *, client: dict[str, Any] | None = None, **changes: Any) -> Any:
    book = small_book(
        deskhours_book=2,
        desk={
            "address": ["4 Quayside"],
            "tax_id": "GB 1",
            "bank": ["IBAN"],
            "footer": "Ltd",
            "tax": TAX,
            "payment_days": 14,
        },
        clients=[{"key": "acme", "name": "Acme", **(client or {})}],
        requests=[
            {
                **{"key": "R-1", "client": "acme", "subject": "Form", "cause": "user-error"},
                "reported_at": "2026-03-02T08:00:00Z",
            }
        ],
        entries=[entry("E-1", "2026-03-02T09:00", "2026-03-02T10:00", request="R-1")],
        **changes,
    )
    return opened(folder, book, CLOSING)


def plan(key: str, **statement: Any) -> dict[str, Any]:
    return contract(key, allowances=[monthly("5:00")], statement=statement or None)


def test_the_default_is_the_work_by_request_without_causes(tmp_path: Path) -> None:
    with desk(tmp_path, contracts=[plan("plan")]):
        found = read_statement("acme", MARCH)
    assert (found.header.annex, found.header.causes, found.header.page) == ("summary", False, None)
    assert [(row.request, row.cause) for row in found.work] == [("R-1", "")]
    assert found.timesheet == ()


@pytest.mark.parametrize(
    ("client", "contracts", "annex", "causes"),
    [
        ({"annex": "full"}, [plan("plan")], "full", False),
        ({"annex": "full", "causes": True}, [plan("plan", annex="none")], "none", True),
        ({}, [plan("b", annex="full"), plan("a", annex="none")], "none", False),
        ({}, [plan("b", annex="full"), plan("a", causes=True)], "full", True),
    ],
    ids=[
        "the client",
        "a contract before the client, key by key",
        "the first contract by key",
        "that says so",
    ],
)
def test_who_says_how_it_looks(
    tmp_path: Path, client: dict[str, Any], contracts: list[dict[str, Any]], annex: str, causes: bool
) -> None:
    with desk(tmp_path, client={"statement": client or None}, contracts=contracts):
        found = read_statement("acme", MARCH)
        asked = read_statement("acme", MARCH, annex="full")
    assert (found.header.annex, found.header.causes) == (annex, causes)
    assert len(asked.timesheet) == 1


def test_a_contract_that_is_over_says_nothing(tmp_path: Path) -> None:
    old = contract("old", starts="2025-01-01", ends="2026-02-28", statement={"annex": "none"})
    with desk(tmp_path, contracts=[old]):
        assert read_statement("acme", Month(2026, 2)).header.annex == "none"
        assert read_statement("acme", MARCH).header.annex == "summary"


@pytest.mark.parametrize(
    ("client", "month", "percent", "note"),
    [
        ({}, MARCH, "20", None),
        ({}, APRIL, "21", None),
        ({}, Month(2025, 12), None, None),
        ({"tax": "reverse_charge"}, MARCH, None, "reverse_charge"),
        ({"tax": "none"}, MARCH, None, "none"),
        ({"tax": "none"}, Month(2025, 12), None, None),
    ],
)
def test_the_tax_of_the_months_end_unless_the_client_has_none(
    tmp_path: Path, client: dict[str, Any], month: Month, percent: str | None, note: str | None
) -> None:
    with desk(tmp_path, client=client):
        found = read_statement("acme", month)
    assert (None if found.tax is None else str(found.tax.percent), found.header.tax_note) == (percent, note)


@pytest.mark.parametrize(
    ("client", "due"), [({}, date(2026, 4, 16)), ({"payment_days": 30}, date(2026, 5, 2))]
)
def test_days_to_pay_are_the_clients_else_the_desks(
    tmp_path: Path, client: dict[str, Any], due: date
) -> None:
    with desk(tmp_path, client=client):
        assert read_statement("acme", MARCH).header.due_on is None
        close_month(MARCH, CLOSING, "dana")
        assert read_statement("acme", MARCH).header.due_on == due


@pytest.fixture
def twice(tmp_path: Path) -> Iterator[None]:
    """March closed, reopened, a call added, closed again a day later."""
    with desk(tmp_path):
        close_month(MARCH, CLOSING, "dana")
        reopen_month(MARCH, "a call was missing", CLOSING, "dana")
        t.Entry.update(ended_at=t.Entry.ended_at + 1800).execute()
        close_month(MARCH, CLOSING + 86_400, "dana")
        yield


@pytest.mark.usefixtures("twice")
def test_version_two_says_what_changed_since_version_one() -> None:
    found = read_statement("acme", MARCH)
    assert (found.header.version, found.header.changed_since) == (2, (1, date(2026, 4, 2)))
    assert found.header.issued_on == date(2026, 4, 3)
    said = [(row.change.kind, row.change.name, row.change.before, row.change.after) for row in found.changes]
    assert said == [
        ("total", "", 7_000, 10_500),
        ("line", "on_demand", 7_000, 10_500),
        ("sum", "spent_seconds", 3_600, 5_400),
        ("sum", "accounted", 60, 90),
        ("sum", "on_demand", 60, 90),
        ("work", "R-1", 60, 90),
    ]
    assert found.changes[-1].subject == "Form"
    first = read_statement("acme", MARCH, version=1)
    assert (first.total, first.changes, first.header.changed_since) == (7_000, (), None)
    assert [each.header.version for each in read_statements(MARCH)] == [2]


@pytest.mark.usefixtures("twice")
def test_a_version_of_which_only_the_number_is_known_is_said_to_be_so() -> None:
    t.Statement.update(document=None).where(t.Statement.version == 1).execute()
    assert read_statement("acme", MARCH).header.changed_since is None
    with pytest.raises(NotFound, match="of version 1 of the statement of 'acme' only the number is known"):
        read_statement("acme", MARCH, version=1)


def test_a_requests_month_shows_its_days(tmp_path: Path) -> None:
    """One unit of the whole month, a row for each piece of it (RULES 3.2)."""
    book = small_book(
        deskhours_book=2,
        desk={"rounding": {"increment": 60, "minimum": 60, "per": "request_month"}},
        requests=[{"key": "R-1", "client": "acme", "subject": "x", "reported_at": "2026-03-02T08:00:00Z"}],
        entries=[
            entry("E-1", "2026-03-02T09:00", "2026-03-02T09:45", request="R-1"),
            entry("E-2", "2026-03-09T09:00", "2026-03-09T09:05", request="R-1"),
        ],
    )
    with opened(tmp_path, book, CLOSING):
        rows = read_statement("acme", MARCH, annex="full").timesheet
    assert [(row.day.day, row.started, row.spent_seconds, row.accounted) for row in rows] == [
        (2, "09:00", 2_700, 60),
        (9, "09:00", 300, None),
    ]
