"""Does a key that works everywhere mean the same everywhere, and does every key do or say something?"""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.binding import Binding, BindingsMap

from tests.opened import contract, entry, monthly
from tests.tui.conftest import desk_app, press, running, screen_text, settle, until, write
from tests.tui.requests_book import queue_book
from tui.dialogs.confirm import Confirm
from tui.late import load
from tui.program.app import DeskApp
from tui.program.start.modes import MODES, Mode
from tui.screens.clients.explaining import Explained
from tui.screens.timesheet.screen import Timesheet


def plain(action: str) -> str:
    """Without the namespace."""
    return action.removeprefix("app.").removeprefix("screen.")


@pytest.mark.parametrize("mode", MODES, ids=[mode.name for mode in MODES])
def test_found_3_10_no_screen_gives_a_key_of_the_whole_program_another_meaning(mode: Mode) -> None:
    everywhere = {
        key: binding
        for binding in DeskApp.BINDINGS
        if isinstance(binding, Binding)
        for key in binding.key.split(",")
    }
    screen = load(mode.place)
    assert screen._merged_bindings.key_to_bindings
    for key, bindings in screen._merged_bindings.key_to_bindings.items():
        for binding in bindings:
            if key in everywhere:
                assert plain(binding.action) == plain(everywhere[key].action), key
                assert binding.id == everywhere[key].id, key


async def test_found_3_10_nor_does_any_widget_of_a_screen(tmp_path: Path) -> None:
    app = desk_app(tmp_path, queue_book())
    own = {key for key in app._bindings.key_to_bindings if key not in {"ctrl+p"}}
    async with running(app) as pilot:
        for mode in MODES:
            await press(app, pilot, mode.key)
            for widget in app.screen.walk_children():
                bindings: BindingsMap = widget._bindings
                assert not own & {key for key in bindings.key_to_bindings if key not in {"space"}}, widget


async def test_found_3_10_split_and_scope_and_closing_have_keys_of_their_own(tmp_path: Path) -> None:
    app = desk_app(tmp_path, queue_book())
    async with running(app) as pilot:
        await press(app, pilot, "5")
        await press(app, pilot, "b")
        assert "Split E-1" in screen_text(app)
        await press(app, pilot, "escape", "C")
        assert "Scope of E-1" in screen_text(app)
        await press(app, pilot, "escape", "S")
        assert "Start the timer on" in screen_text(app)
        await press(app, pilot, "escape", "6", "left", "C")
        assert (
            isinstance(app.screen, Confirm) or "comes first" in screen_text(app) or "Mend" in screen_text(app)
        )


async def test_found_3_12_a_typed_date_is_shown(tmp_path: Path) -> None:
    app = desk_app(tmp_path, queue_book(entries=[entry("E-9", "2026-01-20T10:00", "2026-01-20T11:00")]))
    async with running(app) as pilot:
        await press(app, pilot, "5", "J")
        await write(app, pilot, "20 Jan")
        await press(app, pilot, "enter")
        screen = app.screen
        assert isinstance(screen, Timesheet)
        assert "Tue 20 Jan 2026" in screen_text(app)
        assert screen.entries.cursor_key == "E-9"
        await press(app, pilot, "J")
        await write(app, pilot, "nonsense")
        await press(app, pilot, "enter")
        assert "Jump to a date" in screen_text(app)


async def test_found_3_12_time_is_still_added_on_the_day_that_is_shown(tmp_path: Path) -> None:
    app = desk_app(tmp_path, queue_book())
    async with running(app) as pilot:
        await press(app, pilot, "5", "left", "a")
        assert "2026-03-03" in screen_text(app) or "3 Mar" in screen_text(app)


async def test_found_3_12_from_an_explained_unit_e_goes_to_its_entry(tmp_path: Path) -> None:
    book = queue_book(
        contracts=[contract("plan", allowances=[monthly("3:00")], rounding={"increment": 15})],
        entries=[entry("E-7", "2026-03-02T10:00", "2026-03-02T10:40")],
        requests=[],
    )
    app = desk_app(tmp_path, book)
    async with running(app) as pilot:
        await press(app, pilot, "3", "l")
        side = app.screen.side  # type: ignore[attr-defined]
        await until(pilot, lambda: any(line.key.startswith("unit-") for line in side._set))
        side.move_to_key(next(line.key for line in side._set if line.key.startswith("unit-")))
        await press(app, pilot, "equals_sign")
        assert isinstance(app.screen, Explained)
        await press(app, pilot, "e")
        screen = app.screen
        assert isinstance(screen, Timesheet)
        await until(pilot, lambda: screen.entries.cursor_key == "E-7")
        await press(app, pilot, "3", "e")
        await settle(app, pilot)
        assert isinstance(app.screen, Timesheet)


@pytest.mark.parametrize("key", ["x", "v", "p"])
async def test_found_3_12_keys_for_clients_say_a_word_on_the_checks(key: str, tmp_path: Path) -> None:
    app = desk_app(
        tmp_path, queue_book(entries=[entry("E-1", "2026-02-04T10:00", "2026-02-04T10:47", client=None)])
    )
    async with running(app) as pilot:
        await press(app, pilot, "6", "left")
        app.screen.checks.focus()  # type: ignore[attr-defined]
        await press(app, pilot, key)
        assert any("tab goes to the clients" in toast.message for toast in app._notifications)
