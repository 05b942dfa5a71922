"""Which months does another contract change, and which of them are said? The preview of a contract at its edges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.domain.values import Contract
from models.queries.contracts.change_preview import read_contract_shifts
from models.queries.contracts.contracts import read_contract
from tests.edges import table
from tests.opened import at, contract, entry, monthly, opened, small_book

NOW = at("2026-03-10T12:00")
SPRING = ["March", "April", "May", "June"]
WINTER = ["November", "December", "January 2027", "February 2027"]
EVENING = [{"from": "2026-01-01", "windows": {"tue": [{"at": "19:00-22:00", "weight": "2"}]}}]


@pytest.fixture(scope="module", autouse=True)
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One desk for all tables: an hour of a Tuesday evening, weighed, of ten hours; February is closed."""
    plan = contract("plan", allowances=[monthly("10:00")], bands=EVENING)
    book = small_book(
        clients=[{"key": "acme", "name": "Acme"}, {"key": "bo", "name": "Bo"}],
        contracts=[plan],
        entries=[entry("E-1", "2026-03-03T19:00", "2026-03-03T20:00")],
        closed_months=["2026-02"],
    )
    with opened(tmp_path_factory.mktemp("edges"), book, NOW):
        yield


def sold(starts: date) -> Contract:
    return replace(read_contract("plan"), key="more", client="bo", starts=starts, ends=None, bands=None)


@pytest.mark.parametrize(
    ("starts", "months"),
    table(
        (
            "since the closed month: from the first open one to three months from now",
            date(2026, 1, 1),
            SPRING,
        ),
        ("from this month on: three months behind it", date(2026, 3, 1), SPRING),
        ("from a month that is to come: three months behind that", date(2026, 11, 1), WINTER),
    ),
)
def test_which_months_are_compared(starts: date, months: list[str]) -> None:
    found = read_contract_shifts("bo", [sold(starts)], NOW)
    assert [line.split(":")[0] for line in found] == months


@pytest.mark.parametrize(
    "terms",
    table(
        ("without weights an hour counts an hour", {"bands": ()}),
        ("so it does where weights must be agreed", {"premium": "agreed"}),
    ),
)
def test_what_counts_less_is_said(terms: dict[str, Any]) -> None:
    (line,) = read_contract_shifts("acme", [replace(read_contract("plan"), **terms)], NOW)
    assert line == "March: used 2:00 → 1:00, counted 2:00 → 1:00, lapsing 8:00 → 9:00"


def test_what_changes_nothing_says_nothing() -> None:
    old = read_contract("plan")
    assert read_contract_shifts("acme", [old], NOW) == ()
    assert read_contract_shifts("bo", [], NOW) == ()
    # Without its plan the evening's hour falls to on demand, and counts what the desk's weights say: an hour.
    (line, *_) = read_contract_shifts("acme", [], NOW, ["plan"])
    assert "on demand 0:00 → 1:00" in line
