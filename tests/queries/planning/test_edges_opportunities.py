"""When is something worth a talk, and when not quite? Opportunities and drift at their edges (RULES 5.5, 5.9)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.domain.planning.opportunities import Opportunity
from models.queries.planning.drift import read_drift
from models.queries.planning.opportunities import read_opportunities
from tests.edges import table
from tests.opened import at, contract, entry, monthly, opened, small_book

NOW = at("2026-07-03T08:00")
OLD = [{"key": "acme", "name": "Acme", "since": "2026-01-01"}]


def kinds() -> dict[str, Opportunity]:
    return {row.kind: row for row in read_opportunities(NOW)}


def hours(count: int, months: tuple[int, ...] = (4, 5, 6)) -> list[dict[str, Any]]:
    return [entry(f"E-{n}", f"2026-0{n}-04T10:00", f"2026-0{n}-04T{10 + count}:00") for n in months]


@pytest.mark.parametrize(
    ("fee", "saved"),
    table(
        ("280.00 a month is what four hours cost: nothing is saved", "280.00", None),
        ("a penny less is a penny in each month", "279.99", 3),
        ("dearer is no offer", "280.01", None),
    ),
)
def test_a_plan_must_be_cheaper(tmp_path: Path, fee: str, saved: int | None) -> None:
    plan = {
        "key": "five",
        "name": "Five",
        "kind": "retainer",
        "months": 12,
        "allowances": [monthly("5:00")],
        "fee": {"amount": fee, "every": "month"},
    }
    with opened(tmp_path, small_book(clients=OLD, entries=hours(4), plans=[plan])):
        row = kinds().get("hourly")
    assert (row and row.amount) == saved


@pytest.mark.parametrize(
    ("terms", "found"),
    table(
        ("what grants nothing and is unlimited is paid for nothing", {"kind": "unlimited"}, (0, 20000)),
        ("hours of both months", {"allowances": [monthly("1:30")]}, (180, 20000)),
        ("nothing was granted, so nothing lies unused", {"allowances": []}, None),
        (
            "from the 2nd of May on: 30 days of 31 are 88 minutes and 96.77",
            {"allowances": [monthly("1:30")], "starts": "2026-05-02"},
            (88 + 90, 9677 + 10000),
        ),
    ),
)
def test_what_lies_unused(tmp_path: Path, terms: dict[str, Any], found: tuple[int, int] | None) -> None:
    fee = {"amount": "100.00", "every": "month"}
    with opened(tmp_path, small_book(clients=OLD, contracts=[contract("k", fee=fee) | terms])):
        row = kinds().get("unused")
    assert (row and (row.minutes, row.amount)) == found


@pytest.mark.parametrize(
    ("since", "found"),
    table(
        ("May and June are two full months", "2026-05-01", True),
        ("from the 2nd on, June is one", "2026-05-02", False),
    ),
)
def test_two_full_months_are_wanted(tmp_path: Path, since: str, found: bool) -> None:
    young = [{"key": "acme", "name": "Acme", "since": since}]
    plan = contract("k", allowances=[monthly("1:00")], starts=since)
    with opened(tmp_path, small_book(clients=young, contracts=[plan])):
        assert ("unused" in kinds()) is found


@pytest.mark.parametrize(
    ("reported", "keys"),
    table(
        ("at this very second", "2026-07-03T08:00:00Z", "R-1"),
        ("in a second is not yet", "2026-07-03T08:00:01Z", None),
        ("three months ago today", "2026-04-03T00:00:00Z", "R-1"),
        ("a second before that day is too long ago", "2026-04-02T23:59:59Z", None),
    ),
)
@pytest.mark.parametrize("flag", ["rework", "outside_scope"])
def test_when_a_flag_counts(tmp_path: Path, reported: str, keys: str | None, flag: str) -> None:
    asked = {"key": "R-1", "client": "acme", "subject": "Help", "reported_at": reported, flag: True}
    with opened(tmp_path, small_book(clients=OLD, requests=[asked])):
        found = kinds()
    assert {kind: row.detail for kind, row in found.items()} == ({} if keys is None else {flag: keys})


def test_drift_is_since_the_first_of_its_months(tmp_path: Path) -> None:
    plan = contract("k", allowances=[monthly("5:00")])
    with opened(tmp_path, small_book(clients=OLD, contracts=[plan], entries=hours(1))):
        assert kinds()["drift"].since == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("second", "direction"),
    table(
        ("two hours since the 2nd of June: 2:24 are 120 % of them", "2:00", "over"),
        ("three hours: between under and over", "3:00", None),
    ),
)
def test_drift_looks_at_the_allowance_of_the_last_day(
    tmp_path: Path, second: str, direction: str | None
) -> None:
    work = [entry(f"E-{n}", f"2026-0{n}-04T10:00", f"2026-0{n}-04T12:24") for n in (4, 5, 6)]
    contracts = [
        contract("one", ends="2026-06-01", allowances=[monthly("4:00")]),
        contract("two", starts="2026-06-02", allowances=[monthly(second)]),
    ]
    with opened(tmp_path, small_book(clients=OLD, contracts=contracts, entries=work)):
        rows = read_drift(NOW)
    assert [row.direction for row in rows] == ([] if direction is None else [direction])


def test_causes_of_drift_with_equal_minutes_go_by_name_the_unknown_first(tmp_path: Path) -> None:
    asked = [
        {
            "key": f"R-{n}",
            "client": "acme",
            "subject": "x",
            "reported_at": "2026-01-05T09:00:00Z",
            "cause": cause,
        }
        for n, cause in enumerate(("mail", None, "forms"))
    ]
    work = [
        entry(f"E-{n}", f"2026-0{6 - n}-04T10:00", f"2026-0{6 - n}-04T12:00", request=f"R-{n}")
        for n in range(3)
    ]
    plan = contract("k", allowances=[monthly("1:00")])
    with opened(tmp_path, small_book(clients=OLD, contracts=[plan], requests=asked, entries=work)):
        (row,) = read_drift(NOW)
    assert [cause.cause for cause in row.causes] == [None, "forms", "mail"]
    assert [request for request, _ in row.requests] == ["R-0", "R-1", "R-2"]
