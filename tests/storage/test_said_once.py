"""A desk of the tenth schema said every month what every month before it had lost; it is upgraded to the letter."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.months import Month
from models.domain.ledger.balances import State, carried
from models.domain.values import Entry
from models.queries.month_end.seals import read_seal
from models.queries.overview.health import read_findings
from models.services.month_end.months import close_month
from models.services.time.entries import add_entry
from models.storage import tables as t
from models.storage.database import open_database
from models.storage.packing import unpack
from models.storage.plain_text import to_json
from models.storage.rows.month_texts import StoredState, state_text
from tests.fresh import real_upgrades
from tests.opened import at, contract, entry, monthly, opened, small_book

pytestmark = pytest.mark.file
NOW = at("2026-08-10T12:00")
MONTHS = [Month(2026, number) for number in range(1, 8)]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Seven closed months, with late work that takes one of January's two lost hours back in April, one in June."""
    book = small_book(
        clients=[{"key": "acme", "name": "Acme Ltd"}, {"key": "beta", "name": "Beta"}],
        contracts=[
            contract("k", ends="2026-05-31", allowances=[monthly("10:00")]),
            contract("b", client="beta", ends="2026-02-28", allowances=[monthly("1:00")]),
        ],
        entries=[entry("E-1", "2026-01-12T09:00", "2026-01-12T17:00")],
    )
    with opened(tmp_path, book, NOW):
        for month in MONTHS:
            if month.month in (4, 6):
                begin = at(f"2026-01-{20 + month.month}T09:00")
                add_entry(Entry("", "dana", "maintenance", begin, begin + 3600, "acme"), NOW, "dana")
            close_month(month, NOW, "dana")
    real_upgrades(monkeypatch)
    return tmp_path / "desk.db"


def contents() -> dict[str, list[Any]]:
    """What months and their history hold."""
    r, c = t.MonthRecord, t.ClosedMonth
    return {
        "records": list(r.select(r.client, r.month, r.closing).order_by(r.month, r.client).tuples()),
        "seals": list(c.select(c.month, c.seal).order_by(c.month).tuples()),
        "history": list(t.ChangeRow.select(t.ChangeRow.table, t.ChangeRow.key).tuples()),
    }


def as_it_was(path: Path) -> None:
    """Make it a desk of the tenth schema: every record names all that is lost by then, nothing is packed."""
    r, states = t.MonthRecord, dict[str, State]()
    with open_database(path).connection():
        for client in ("acme", "beta"):
            for month in MONTHS:
                own = (r.client == client) & (r.month == month)
                row = r.select(r.id, r.closing).where(own).tuples().first()
                states[client] = carried(states.get(client, {}), StoredState(row[1]) if row else {})
                text = state_text(states[client])
                if row is None:
                    empty = to_json({"grants": [], "units": [], "lines": []})
                    values = {"client": client, "month": month, "frozen": True, "closing": text}
                    r.insert(**values, summary=to_json({"late_accounted": 0}), document=empty).execute()
                else:
                    r.update(closing=text).where(own).execute()
        for month in MONTHS:
            seal = read_seal(month, None if month == MONTHS[0] else month.plus(-1))
            t.ClosedMonth.update(seal=seal).where(t.ClosedMonth.month == month).execute()
        image = {"id": 1, "client": "acme", "month": "2026-01", "frozen": 1, "closing": "[]", "summary": "{}"}
        t.ChangeRow.insert(change=1, table="month_record", key="1", after=image).execute()
        t.ChangeMoney.insert(row=t.ChangeRow.select().count(), after="1").execute()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.create_function("unpack", 1, unpack)
        for table, column in (
            ("statement", "document"),
            ("month_record", "summary"),
            ("closed_month", "seal"),
        ):
            connection.execute(f"UPDATE {table} SET {column} = unpack({column})")
        connection.execute("DELETE FROM schema_migration WHERE name LIKE '0011%'")
        connection.execute("PRAGMA user_version = 10")


def test_found_5_3_the_upgrade_says_once_what_was_lost_and_seals_it_anew(path: Path) -> None:
    with open_database(path).connection():
        expected = contents()
    as_it_was(path)
    with open_database(path).connection():
        assert contents() == expected
        assert t.ChangeMoney.select().count() == 0
        assert [finding for finding in read_findings(NOW) if finding.level == "wrong"] == []
        months = [str(month) for client, month, _ in expected["records"] if client == "beta"]
        assert months == ["2026-01", "2026-02"]
    with closing(sqlite3.connect(path)) as connection:
        kinds = connection.execute("SELECT DISTINCT typeof(document) FROM statement").fetchall()
    assert kinds == [("blob",)]


def test_a_seal_that_was_broken_stays_broken(path: Path) -> None:
    as_it_was(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        changed = "replace(summary, '\"accounted\":480', '\"accounted\":481')"
        connection.execute(f"UPDATE month_record SET summary = {changed} WHERE month = '2026-01'")
    with open_database(path).connection():
        wrong = [finding for finding in read_findings(NOW) if finding.level == "wrong"]
    assert [(finding.name, finding.details) for finding in wrong] == [
        ("seals", ("acme 2026-01: was changed after the close",))
    ]
