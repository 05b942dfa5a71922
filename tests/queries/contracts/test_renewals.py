"""What is to be decided, and how far contracts are used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.errors import DeskError, NotFound
from models.domain.basics.months import parse_date
from models.queries.contracts.contracts import contract_json
from models.queries.contracts.quotes import quote_document
from models.queries.contracts.renewals import read_renewals, renewals_document
from models.services.contracts.contracts import snooze_renewal
from tests.opened import at, block, contract, entry, monthly, opened, small_book

JULY = at("2026-07-05T08:00")


def rows(
    folder: Path, book: dict[str, Any], now: int = JULY, days: int | None = None
) -> list[dict[str, Any]]:
    with opened(folder, book):
        return renewals_document(now, days)


def test_by_decision_date_then_key(tmp_path: Path) -> None:
    contracts = [
        contract("z", ends="2026-08-31"),
        contract("b", ends="2026-08-31"),
        contract("late", ends="2026-02-28"),
        contract("open", ends=None),
        contract("gone", cancelled="2026-12-31"),
        contract("no", renewal={"mode": "none"}),
        contract("first", starts="2025-01-01", ends="2025-12-31"),
        contract("second", renews="first"),
        contract("future", starts="2026-07-06"),
    ]
    found = rows(tmp_path, small_book(contracts=contracts))
    assert [(row["contract"], row["bucket"], row["days_to_decision"]) for row in found] == [
        ("late", "overdue", -158),
        ("b", "0-30", 26),
        ("z", "0-30", 26),
        ("second", "91+", 148),
    ]


@pytest.mark.parametrize(("days", "keys"), [(25, ["late"]), (26, ["late", "b"]), (None, ["late", "b"])])
def test_days_limit_what_is_ahead_only(tmp_path: Path, days: int | None, keys: list[str]) -> None:
    book = small_book(contracts=[contract("b", ends="2026-08-31"), contract("late", ends="2026-02-28")])
    assert [row["contract"] for row in rows(tmp_path, book, days=days)] == keys


def test_used_counts_minutes_sessions_and_unlimited(tmp_path: Path) -> None:
    sessions = {"sessions": 2, "session_minutes": 15, "every": "month", "work_types": ["design"]}
    book = small_book(
        contracts=[
            contract(
                "plan", allowances=[monthly("1:00", work_types=["design"]), sessions], covers=["design"]
            ),
            contract("all", kind="unlimited", covers=["maintenance"]),
        ],
        entries=[
            entry("E-1", "2026-05-04T10:00", "2026-05-04T10:40", work_type="design"),
            entry("E-2", "2026-06-04T10:00", "2026-06-04T10:10", work_type="design"),
            entry("E-3", "2026-07-02T10:00", "2026-07-02T10:20"),
        ],
    )
    found = {row["contract"]: row for row in rows(tmp_path, book)}
    # 40 minutes are a session of 15 and 25 minutes; 10 minutes are 10 of a session.
    assert (found["plan"]["used_minutes"], found["plan"]["granted_minutes"]) == (50, 7 * 90)
    assert (found["all"]["used_minutes"], found["all"]["granted_minutes"]) == (20, None)


def test_only_work_done_so_far_counts(tmp_path: Path) -> None:
    book = small_book(
        contracts=[block("b", "20:00")],
        entries=[
            entry("E-1", "2026-06-30T23:30", "2026-07-01T00:30"),
            entry("E-2", "2026-07-05T07:00", "2026-07-05T08:00"),
            entry("E-3", "2026-07-04T23:50", "2026-07-05T08:01"),
            entry("E-4", "2026-07-06T07:00", "2026-07-06T08:00"),
            entry("E-5", "2026-09-06T07:00", "2026-09-06T08:00"),
        ],
    )
    assert rows(tmp_path, book)[0]["used_minutes"] == 60 + 60 + 10


def test_late_work_counts_when_it_was_done(tmp_path: Path) -> None:
    """Shown in February, since January is closed, but already done on 31 January."""
    book = small_book(
        contracts=[block("b", "20:00")],
        entries=[
            entry("E-1", "2026-01-05T10:00", "2026-01-05T11:00"),
            entry("E-2", "2026-01-30T10:00", "2026-01-30T13:00", late_in="2026-02"),
            entry("E-3", "2026-02-03T10:00", "2026-02-03T10:30"),
        ],
        closed_months=["2026-01"],
    )
    with opened(tmp_path, book):
        used = [
            renewals_document(at(now), None)[0]["used_minutes"]
            for now in ("2026-01-31T20:00", "2026-07-01T00:00")
        ]
    assert used == [240, 270]


def test_what_follows_the_term_still_counts(tmp_path: Path) -> None:
    rollover = {"periods": 2, "after_end_months": 2}
    book = small_book(
        contracts=[contract("plan", ends="2026-05-31", allowances=[monthly("1:00", rollover=rollover)])],
        entries=[entry("E-1", "2026-06-04T10:00", "2026-06-04T10:40")],
    )
    row = rows(tmp_path, book)[0]
    assert (row["used_minutes"], row["granted_minutes"], row["lapsed"]) == (40, 300, True)


def test_a_client_who_has_another_contract_is_not_lapsed(tmp_path: Path) -> None:
    over = contract("over", ends="2026-05-31")
    for position, (other, lapsed) in enumerate(
        [
            (contract("runs", ends=None), False),
            (contract("runs", ends=None, kind="on_demand"), True),
            (contract("runs", ends=None, starts="2026-07-06"), True),
            (contract("runs", ends=None, cancelled="2026-06-30"), True),
        ]
    ):
        folder = tmp_path / str(position)
        folder.mkdir()
        assert rows(folder, small_book(contracts=[over, other]))[0]["lapsed"] is lapsed


def test_rows_tell_names_and_snooze(tmp_path: Path) -> None:
    with opened(tmp_path, small_book(contracts=[contract("plan", ends="2026-08-31")])):
        snooze_renewal("plan", parse_date("2026-07-20"), JULY, "dana")
        row = read_renewals(JULY)[0]
    assert (row.client_name, row.name, row.snoozed_until) == ("Acme Ltd", "Plan", parse_date("2026-07-20"))
    assert row.proposal == "talk"


def test_quotes_and_contracts_by_key(tmp_path: Path) -> None:
    fee = {"amount": "700.00", "discount_percent": "10", "billing": "term"}
    with opened(tmp_path, small_book(contracts=[contract("plan", fee=fee), contract("free")])):
        quote = quote_document("plan", parse_date("2026-05-10"))
        assert quote["pro_rata"] == {"refund": "4225.32", "fee": "0.00", "net": "4225.32"}
        assert (quote["last_day"], quote["paid"]) == ("2026-06-10", "7560.00")
        with pytest.raises(DeskError, match="no quote for free"):
            quote_document("free", parse_date("2026-05-10"))
        with pytest.raises(NotFound, match="'nope'"):
            quote_document("nope", parse_date("2026-05-10"))
        assert contract_json("plan")["fee"]["amount"] == "700.00"
