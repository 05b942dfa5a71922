"""Can anybody ask who changed what is under the cursor, and read the answer, however much was changed?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from models.queries.history.trail import RowChange, Step
from models.services.contracts.contracts import decline_contract
from models.services.time.entries import edit_entry
from models.storage.rows.reading import read_entry
from tests.opened import contract, entry, monthly, small_book
from tests.tui.conftest import NOW, desk_app, press, running, screen_text, until
from tui.dialogs import history as dialog
from tui.dialogs.history import History, read_window, step_lines
from tui.program.app import DeskApp
from tui.program.palette.palette import open_palette
from tui.program.targets import RecordRef


def the_book() -> dict[str, Any]:
    return small_book(
        contracts=[contract("plan", allowances=[monthly("5:00")])],
        entries=[entry("E-1", "2026-03-04T10:00", "2026-03-04T11:00", note="call")],
        requests=[
            {"key": "R-1", "client": "acme", "subject": "Form [/]", "reported_at": "2026-03-04T09:00:00Z"}
        ],
    )


def changed(folder: Path, times: int = 1) -> DeskApp:
    """The desk, its entry edited so many times, its contract declined."""
    app = desk_app(folder, the_book())
    for number in range(times):
        known = app.data.fetch_now(read_entry, "E-1")
        app.data.write_now(edit_entry, replace(known, note=f"call [/] {number}"), NOW + number, "dana")
    app.data.write_now(decline_contract, "plan", NOW + 60, "mo")
    return app


async def ask(app: DeskApp, pilot: Pilot[int], *keys: str) -> str:
    """Press, and wait for the history."""
    await press(app, pilot, *keys)
    await until(pilot, lambda: isinstance(app.screen, History))
    await pilot.pause()
    return screen_text(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_an_entry_says_who_changed_it_from_what_to_what(tmp_path: Path, size: tuple[int, int]) -> None:
    app = changed(tmp_path)
    async with running(app, size) as pilot:
        await press(app, pilot, "5")
        text = await ask(app, pilot, "H")
        assert "History of entry E-1, Acme Ltd" in text
        assert "2026-03-04 16:00  dana" in text
        assert "note: call → call [/] 0" in text
        await press(app, pilot, "a")
        await until(pilot, lambda: "History of the desk" in screen_text(app))
        assert "Declined to renew Plan of Acme Ltd" in screen_text(
            app
        )  # beside the change that the cursor stays on
        await press(app, pilot, "up")
        assert "renewal.mode: manual → none" in screen_text(app)
        await press(app, pilot, "a")
        await until(pilot, lambda: "History of entry E-1" in screen_text(app))
        await press(app, pilot, "y")
        assert app.clipboard.startswith("Edited E-1\n2026-03-04 16:00, dana\n\nentry E-1  changed\n  note:")
        await press(app, pilot, "escape")
        assert not isinstance(app.screen, History)


@pytest.mark.parametrize(
    ("keys", "title"),
    [
        (("2",), "History of request R-1, Form [/]"),
        (("3",), "History of client acme, Acme Ltd"),
        (("4",), "History of the desk"),  # declined: nothing is left to decide
        (("6",), "History of client acme, Acme Ltd"),
        (("7",), "History of the desk"),
        (("1", "tab", "tab"), "History of entry E-1, Acme Ltd"),
    ],
)
async def test_every_screen_knows_what_is_under_the_cursor(
    tmp_path: Path, keys: tuple[str, ...], title: str
) -> None:
    app = changed(tmp_path)
    async with running(app) as pilot:
        await press(app, pilot, *keys)
        assert title in await ask(app, pilot, "H")


async def test_the_contract_of_a_clients_page_has_its_own(tmp_path: Path) -> None:
    app = changed(tmp_path)
    async with running(app) as pilot:
        await press(app, pilot, "3", "enter")
        side: Any = app.screen.query_one("#side")
        await until(pilot, lambda: side.count)
        while side.cursor_item.kind != "contract":
            await press(app, pilot, "down")
        assert "History of contract plan" in await ask(app, pilot, "H")


async def test_what_was_never_changed_says_so_and_the_palette_has_the_whole(tmp_path: Path) -> None:
    app = changed(tmp_path)
    async with running(app) as pilot:
        await press(app, pilot, "2")
        assert "Nothing was changed since it came in." in await ask(app, pilot, "H")
        await press(app, pilot, "escape")
        await open_palette(app)
        await pilot.pause()
        await pilot.press(*"whole", "space", *"desk", "enter")
        await until(pilot, lambda: isinstance(app.screen, History))
        assert "Declined to renew Plan of Acme Ltd" in screen_text(app)


async def test_older_changes_are_read_window_by_window(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(dialog, "WINDOW", 4)
    app = changed(tmp_path, 6)
    async with running(app) as pilot:
        await press(app, pilot, "5")
        assert "4 changes+" in await ask(app, pilot, "H")
        assert "o older" in screen_text(app)
        await press(app, pilot, "o")
        await until(pilot, lambda: "6 changes" in screen_text(app))
        assert "o older" not in screen_text(app)
        assert "call [/] 5" in screen_text(app)
    newest = app.data.fetch_now(read_window, RecordRef("entry", "E-1"), None)
    older = app.data.fetch_now(read_window, RecordRef("entry", "E-1"), newest[-1].id)
    assert [step.at - NOW for step in (*newest, *older)] == [5, 4, 3, 2, 1, 0]


def test_a_change_of_thousands_is_summed_up() -> None:
    row = RowChange("entry", "E-1", "added", ())
    step = Step(1, 0, "dana", "Imported", False, None, 20_000, (row,))
    lines = [
        line if isinstance(line, str) else "".join(text for text, _ in line)
        for line in step_lines(step, "now")
    ]
    assert "the first 1 of them:" in lines
