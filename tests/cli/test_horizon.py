"""Far dates are refused at once with the last one named; what lies within the horizon is answered."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from models.book.ledgers import ledger_json
from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import Month, within_horizon
from models.domain.basics.zone import Zone
from models.domain.values import Entry
from models.queries.contracts.contracts import read_contract
from models.queries.ledger.ledgers import Ledgers
from models.queries.time.entry_preview import Change, read_preview
from models.services.contracts.charges import create_charge
from models.services.contracts.contracts import create_contract
from models.services.time.entries import add_entry, edit_entry
from models.storage.database import open_database
from models.storage.rows.reading import read_entry
from tests.month_json import month_document
from tests.opened import at, contract, entry, monthly, opened, small_book
from tui.cli import main

NOW = at("2026-03-31T12:00")
FAR = (
    ["ledger", "acme", "2999-12"],
    ["month", "2999-12"],
    ["month", "2206-11"],
    ["close", "2999-12"],
    ["capacity", "2999-12"],
    ["statement", "acme", "2999-12"],
    ["statement", "--all", "2999-12", "--output", "papers"],
    ["alerts", "--at", "2999-01-01T00:00:00Z"],
    ["status", "--at", "2999-01-01T00:00:00Z"],
    ["requests", "--at", "2999-01-01T00:00:00Z"],
    ["drift", "--at", "2206-01-01T00:00:00Z"],
    ["replay", "acme", "2026-01-01", "2999-12-31", "--contract", "plan.json"],
    ["causes", "--to", "2999-12-31"],
    ["export", "invoice-lines", "--from", "2026-01-01", "--to", "2999-12-31"],
    ["preview", "entry", "E-1", "--from", "2998-03-03T09:00", "--to", "2998-03-03T10:00"],
    ["preview", "entry", "E-1", "--from", "2998-03-03T09:00", "--to", "2998-03-03T10:00", "--json"],
    ["cancel-quote", "plan", "--notice", "2999-12-31"],
)


@pytest.fixture(autouse=True)
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    book = small_book(
        contracts=[
            contract("plan", ends=None, allowances=[monthly("5:00", rollover={"periods": 3, "cap": None})])
        ],
        entries=[entry("E-1", "2026-03-02T09:00", "2026-03-02T10:00")],
    )
    with opened(tmp_path, book, NOW):
        pass
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "desk.db"))
    monkeypatch.setattr("tui.commands.base.clock", lambda: NOW)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.json").write_text("{}", encoding="utf-8")
    return tmp_path / "desk.db"


@pytest.mark.parametrize("words", FAR, ids=" ".join)
def test_found_6_8_what_is_too_far_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 1
    assert "lies too far ahead; accepted is up to 2036-03" in capsys.readouterr().err


def test_found_1_10_a_far_month_of_an_open_contract_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["ledger", "acme", "2036-03"], ["month", "2036-03"], ["capacity", "2036-03"]):
        assert main([*words, "--json"]) == 0
        document = json.loads(capsys.readouterr().out)
        assert document["month"] == "2036-03"
    assert main(["ledger", "acme", "2036-04"]) == 1


def test_a_far_month_is_refused_as_it_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["month", "2206-11"]) == 1
    words = "MONTH: 2206-11 lies too far ahead; accepted is up to 2036-03, 10 years from now"
    assert words in capsys.readouterr().err


def test_found_6_8_a_book_closes_no_month_beyond_the_horizon(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the last month each month before it would be closed: a typing mistake took minutes."""
    for months, words in (
        (["2999-12"], "closed_months[0]: 2999-12 lies too far ahead; accepted is up to 2036-03"),
        (["2036-03", "2036-04"], "closed_months[1]: 2036-04 lies too far ahead"),
    ):
        (path.parent / "book.json").write_text(json.dumps(small_book(closed_months=months)), encoding="utf-8")
        assert main(["--database", str(path.parent / "new.db"), "load", "book.json"]) == 1
        assert words in capsys.readouterr().err


def test_found_6_8_an_entry_of_centuries_is_not_cut_to_its_end(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A typing mistake in a book: the days behind the month that is asked for are not looked at."""
    asked: list[date] = []
    starts = Zone.starts

    def heard(zone: Zone, day: date) -> int:
        asked.append(day)
        return starts(zone, day)

    folder = path.parent / "long"
    folder.mkdir()
    with opened(folder, small_book(entries=[entry("E-1", "2026-03-02T09:00", "2998-03-02T10:00")]), NOW):
        monkeypatch.setattr(Zone, "starts", heard)
        spent = ledger_json(Ledgers().document("acme", Month(2026, 3)))["minutes"]["spent_seconds"]
        assert spent == at("2026-04-01T00:00") - at("2026-03-02T09:00")
        month_document(Month(2026, 3), date(2026, 3, 31))
        assert max(asked) < date(2100, 1, 1)


def test_the_horizon_is_the_month_ten_years_from_now() -> None:
    assert within_horizon(date(2036, 3, 31), date(2026, 3, 1), "TO") == date(2036, 3, 31)
    with pytest.raises(InvalidValue, match="2036-03-01"):
        within_horizon(date(2036, 4, 1), date(2026, 3, 1), "TO")


def test_found_1_9_causes_without_dates_are_those_of_three_months(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def request(key: str, day: str) -> dict[str, object]:
        return {
            **{"key": key, "client": "acme", "subject": key, "cause": key.lower()},
            "reported_at": f"{day}T09:00:00Z",
            "events": [{"at": f"{day}T10:00:00Z", "state": "resolved"}],
        }

    book = small_book(requests=[request("OLD", "2025-12-31"), request("NEW", "2026-01-01")])
    with opened(path.parent / "other", book, NOW):
        pass
    base = ["--database", str(path.parent / "other" / "desk.db"), "causes", "--json"]
    for more, wanted in (
        ([], ["new"]),
        (["--to", "2026-02-28"], ["new", "old"]),
        (["--from", "2025-01-01"], ["new", "old"]),
        (["--from", "2025-01-01", "--to", "2025-12-31"], ["old"]),
    ):
        assert main([*base, *more]) == 0
        assert sorted(row["cause"] for row in json.loads(capsys.readouterr().out)) == wanted


FAR_WORK = Entry(
    "", "dana", "maintenance", at("2998-03-03T09:00"), at("2998-03-03T10:00"), "acme", None, "support", ""
)
NEAR_WORK = replace(FAR_WORK, started_at=at("2036-03-31T09:00"), ended_at=at("2036-03-31T10:00"))
TOO_FAR = "lies too far ahead; accepted is up to 2036-03-31, 10 years from now"


def test_found_1_10_work_beyond_the_horizon_is_refused_at_once(path: Path) -> None:
    with open_database(path).connection():
        assert TOO_FAR in read_preview(Change(after=(FAR_WORK,)), NOW).lines[0]
        with pytest.raises(InvalidValue, match=f"started_at: 2998-03-03 {TOO_FAR}"):
            add_entry(FAR_WORK, NOW, "dana")
        over = replace(NEAR_WORK, ended_at=at("2036-04-01T01:00"))
        with pytest.raises(InvalidValue, match="ended_at: 2036-04-01"):
            edit_entry(replace(over, key="E-1"), NOW, "dana")
        assert read_preview(Change(after=(NEAR_WORK,)), NOW).refused is None
        assert add_entry(NEAR_WORK, NOW, "dana").started_at == NEAR_WORK.started_at


def test_found_6_8_what_a_book_brought_from_far_away_is_taken_back_at_once(tmp_path: Path) -> None:
    far = entry("E-1", "2998-03-03T09:00", "2998-03-03T10:00")
    folder = tmp_path / "far"
    folder.mkdir()
    book = small_book(contracts=[contract("plan", ends=None, allowances=[monthly("5:00")])], entries=[far])
    with opened(folder, book, NOW):
        work = read_entry("E-1")
        near = replace(work, started_at=NOW - 3600, ended_at=NOW)
        lines = read_preview(Change((work,), (near,)), NOW).ledger
        assert "accounted in March 0:00 → 1:00" in lines
        edit_entry(near, NOW, "dana")


def test_found_6_8_contracts_and_charges_begin_within_the_horizon(path: Path) -> None:
    with open_database(path).connection():
        plan = replace(read_contract("plan"), key="later", starts=date(2036, 4, 1))
        with pytest.raises(InvalidValue, match=r"contract\.starts: 2036-04-01 lies too far ahead"):
            create_contract(plan, NOW, "dana")
        last = replace(plan, starts=date(2036, 3, 31))
        assert create_contract(last, NOW, "dana").starts == last.starts
        charge = {"client": "acme", "description": "x", "quantity": 1, "unit_price": "1.00"}
        with pytest.raises(InvalidValue, match="date: 2036-04-01 lies too far ahead"):
            create_charge({**charge, "date": "2036-04-01"}, NOW, "dana")
        assert create_charge({**charge, "date": "2036-03-31"}, NOW, "dana").date == date(2036, 3, 31)
