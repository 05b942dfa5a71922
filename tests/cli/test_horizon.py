"""Far dates are refused at once with the last one named; what lies within the horizon is answered."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import within_horizon
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
    assert "lies too far ahead; accepted is up to 2036-03-31, 10 years from now" in capsys.readouterr().err


def test_found_1_10_a_far_month_of_an_open_contract_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["ledger", "acme", "2036-03"], ["month", "2036-03"], ["capacity", "2036-03"]):
        assert main([*words, "--json"]) == 0
        document = json.loads(capsys.readouterr().out)
        assert document["month"] == "2036-03"
    assert main(["ledger", "acme", "2036-04"]) == 1


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
