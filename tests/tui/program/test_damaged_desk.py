"""A record that is not what it should be is told on the screen; the program goes on."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from tests.opened import contract, entry, monthly, small_book
from tests.tui.conftest import desk_app, press, running, screen_text

BOOK = small_book(
    contracts=[contract("plan", allowances=[monthly("5:00")])],
    requests=[{"key": "R-1", "client": "acme", "subject": "Form", "reported_at": "2026-03-04T09:00:00Z"}],
    entries=[entry("E-1", "2026-03-04T09:00", "2026-03-04T10:00", request="R-1")],
)


@pytest.mark.file
@pytest.mark.parametrize(
    ("table", "column", "value", "keys", "told"),
    [
        ("client", "contacts", '{"a": 1}', ("3", "enter"), "client acme: contacts is no list"),
        ("contract", "document", "[]", ("3", "4"), "a list is not accepted"),
        ("contract", "ends", "soon", ("4",), "contract plan: ends holds what it cannot hold"),
        ("entry", "started_at", -(2**62), ("5", "6"), "entry E-1: started_at holds what it cannot hold"),
        ("desk", "timezone", "Mars/Olympus", ("5",), "is no time zone"),
    ],
)
async def test_found_6_6_one_odd_record_does_not_end_the_program(
    tmp_path: Path, table: str, column: str, value: object, keys: tuple[str, ...], told: str
) -> None:
    app = desk_app(tmp_path, BOOK)
    with contextlib.closing(sqlite3.connect(tmp_path / "desk.db")) as connection:
        connection.execute("PRAGMA ignore_check_constraints = 1")
        connection.execute(f'UPDATE {table} SET "{column}" = ?', (value,))
        connection.commit()
    async with running(app, (120, 40)) as pilot:
        seen = screen_text(app)
        for key in keys:
            await press(app, pilot, key)
            seen += screen_text(app)
    assert told in seen


async def test_a_fault_of_the_program_is_not_taken_for_damage(tmp_path: Path) -> None:
    app = desk_app(tmp_path, BOOK)

    def wrong() -> None:
        raise TypeError("of the program")

    with pytest.raises(TypeError, match="of the program"):
        app.data.fetch_now(wrong)
