"""Is a value that no column can hold found, whichever column it is? And does what reads it refuse in words?

What only another program writes: a text where an instant should be, bytes where a text, a word that no rule knows.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from models.storage import tables as t
from models.storage.database import open_database
from models.storage.fields import PACKED
from models.storage.sqlite.odd_values import odd_values
from tests.opened import at, contract, entry, monthly, opened, small_book
from tui.cli import main

NOW = at("2026-03-31T12:00")
BOOK = small_book(
    contracts=[contract("plan", allowances=[monthly("5:00")], fee={"amount": "50.00", "every": "month"})],
    requests=[
        {
            "key": "R-1",
            "client": "acme",
            "subject": "x",
            "reported_at": "2026-01-05T09:00:00Z",
            "events": [{"at": "2026-01-06T09:00:00Z", "state": "open"}],
        }
    ],
    entries=[entry("E-1", "2026-03-02T09:00", "2026-03-02T10:00", request="R-1", note="fixed")],
    charges=[
        {
            "key": "C-1",
            "client": "acme",
            "date": "2026-03-05",
            "description": "x",
            "quantity": 1,
            "unit_price": "1.00",
        }
    ],
    plans=[
        {"key": "small", "name": "Small", "kind": "retainer", "months": 12, "allowances": [monthly("2:00")]}
    ],
    closed_months=["2026-01"],
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    with opened(folder, BOOK, NOW):
        pass
    return folder / "desk.db"


@pytest.fixture
def path(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "desk.db"))
    return shutil.copy(whole, tmp_path / "desk.db")


def put(path: Path, table: str, column: str, value: object) -> bool:
    """Write a value past every check; False where the table has no row or refuses it."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = 1")
        last = f"(SELECT max(rowid) FROM {table})"
        try:
            done = connection.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid = {last}', (value,))
        except sqlite3.Error:
            return False
        connection.commit()
        return done.rowcount == 1


def test_f16_bytes_are_found_in_every_column_of_every_table(path: Path, whole: Path) -> None:
    tried = 0
    for table in t.ALL:
        for field in table._meta.sorted_fields:
            shutil.copy(whole, path)
            if isinstance(field, PACKED) or not put(
                path, table._meta.table_name, field.column_name, b"\xff\xfe"
            ):
                continue
            tried += 1
            with open_database(path).looking():
                found = odd_values()
            assert any(words.endswith(f": {field.column_name} holds what it cannot hold") for words in found)
    assert tried > 80


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("request", "reported_at", "[1]"),
        ("request", "resolved_at", 2**62),
        ("request", "resolved_at", -1),
        ("request", "state", "asleep"),
        ("request", "priority", ""),
        ("request", "rework", 2),
        ("request_event", "at", 1.5),
        ("contract", "kind", "gift"),
        ("contract", "ends", "2026-02-30"),
        ("contract", "ends", "soon"),
        ("contract", "document", '{"a": [null]}'),
        ("contract_money", "document", "[]"),
        ("entry", "late_in", "2026-13"),
        ("entry", "scope", "gift"),
        ("charge", "date", ""),
        ("charge_money", "unit_price", "one"),
        ("desk", "timezone", "Mars/Olympus"),
        ("desk", "currency", "gold"),
        ("desk", "document", "[]"),
        ("plan", "document", '"x"'),
        ("client", "paper", "[1]"),
        ("client", "tiers", "5"),
        ("agent", "weekly_hours", '{"a": 1}'),
        ("closed_month", "month", "2026-1"),
        ("work_type_money", "rates", "{"),
    ],
)
def test_f16_doctor_names_it_and_what_reads_it_refuses_in_words(
    path: Path, capsys: pytest.CaptureFixture[str], table: str, column: str, value: object
) -> None:
    assert put(path, table, column, value)
    assert main(["doctor", "--json"]) == 1
    checks = json.loads(capsys.readouterr().out)["checks"]
    (wrong, *_) = [check for check in checks if check["level"] == "wrong"]
    assert wrong["details"]
    for words in (["status"], ["status", "--for", "tmux"], ["ledger", "acme", "2026-03"], ["dump"]):
        main(words)
        assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("kept", ["", "[]", "5", "null", '{"a": [null]}', '{"202": ["x"]}', "{"])
def test_f16_a_status_bar_is_told_in_a_sentence(
    path: Path, capsys: pytest.CaptureFixture[str], kept: str
) -> None:
    """Holidays as an earlier run kept them, which the hours that are left are counted by."""
    assert main(["start", "acme"]) == 0
    with contextlib.closing(sqlite3.connect(path)) as connection:
        bands = [{"from": "2020-01-01", "windows": {"holiday": [{"at": "00:00-24:00", "weight": "2"}]}}]
        connection.execute(
            "UPDATE desk SET document = json_set(document, '$.holidays', 'GB-ENG', '$.bands', json(?))",
            (json.dumps(bands),),
        )
        connection.execute("INSERT OR REPLACE INTO setting VALUES ('holidays:GB-ENG', ?)", (kept,))
        connection.commit()
    capsys.readouterr()
    assert main(["status", "--for", "tmux"]) == 1
    assert "deskhours doctor names the record" in capsys.readouterr().err


def test_a_desk_that_is_well_has_no_odd_value(path: Path) -> None:
    with open_database(path).looking():
        assert odd_values() == []
