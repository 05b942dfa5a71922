"""Can one always leave, and is nothing lost or done blindly on the way? (FOUND 2.5, 3.3, 6.7)"""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from models.queries.desk.session import read_revision
from tests.tui.conftest import desk_app, press, running, screen_text, settle, until, write
from tests.tui.requests_book import queue_book
from tests.tui.typing import one_by_one, one_write
from tui.dialogs.form import Form
from tui.dialogs.note import Note
from tui.dialogs.requests.one_line import Captured
from tui.program.app import DeskApp
from tui.program.start.modes import MODES

OPENINGS = {
    "palette": ("ctrl+p",),
    "help": ("question_mark",),
    "capture": ("n",),
    "add time": ("a",),
    "set-up": ("0",),
    "history": ("H",),
    "start on": ("S",),
    "why due": ("2", "equals_sign"),
    "client": ("3", "e"),
}


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
@pytest.mark.parametrize("opening", OPENINGS.values(), ids=OPENINGS)
async def test_found_6_7_the_keys_that_leave_leave_over_every_dialog(
    opening: tuple[str, ...], key: str, tmp_path: Path
) -> None:
    app = desk_app(tmp_path, queue_book())
    async with running(app):
        await one_write(app, *opening)
        assert app.screen.is_modal
        await one_write(app, key)
        assert app._exit
    assert app.return_code == 0


@pytest.mark.parametrize("mode", [mode.key for mode in MODES])
async def test_found_6_7_the_keys_that_leave_leave_every_screen(mode: str, tmp_path: Path) -> None:
    app = desk_app(tmp_path, queue_book())
    async with running(app):
        await one_write(app, mode, "ctrl+c")
        assert app._exit


@pytest.mark.parametrize(
    "opening", [("n",), ("a",), ("2", "e"), ("2", "l"), ("2", "r"), ("2", "plus"), ("N",)]
)
async def test_found_6_7_what_is_typed_is_asked_about_once(opening: tuple[str, ...], tmp_path: Path) -> None:
    app = desk_app(tmp_path, queue_book())
    async with running(app) as pilot:
        await one_write(app, *opening, "x", "y", "z")
        await one_write(app, "ctrl+q")
        assert not app._exit
        await until(pilot, lambda: "again leaves" in screen_text(app))
        await one_write(app, "w")
        await one_write(app, "ctrl+q")
        assert not app._exit
        await press(app, pilot, "ctrl+q")
        assert app._exit


async def test_found_2_5_the_capture_line_keeps_its_draft_until_it_is_saved_or_emptied(
    tmp_path: Path,
) -> None:
    app = desk_app(tmp_path, queue_book())

    def line() -> str:
        assert isinstance(app.screen, Captured)
        return app.screen.line.editor.text

    async with running(app) as pilot:
        await one_write(app, "n", *"acme", "space", *"form", "escape")
        assert not app.screen.is_modal
        await one_write(app, "3", "n")
        assert line() == "acme form"
        await one_write(app, "escape", "n")
        assert line() == "acme form"
        assert "ctrl+u empty" in screen_text(app)  # the next call is another client's
        await press(app, pilot, "ctrl+u")
        assert "ctrl+u" not in screen_text(app)
        await one_write(app, "escape", "1", "n")
        assert line() == ""
        await one_write(app, *"acme", "space", *"two", "enter")
        await one_write(app, "n")
        assert line() == ""


@pytest.mark.parametrize(
    "opening", [("a",), ("2", "l"), ("2", "e"), ("2", "r"), ("2", "plus"), ("3", "e"), ("N",)]
)
async def test_found_2_5_free_text_is_given_up_only_on_the_second_escape(
    opening: tuple[str, ...], tmp_path: Path
) -> None:
    app = desk_app(tmp_path, queue_book())
    async with running(app):
        await one_write(app, *opening)
        dialog = app.screen
        assert isinstance(dialog, Form | Note)
        await one_write(app, "x", "y", "z", "escape")
        await one_write(app, "escape")
        if app.screen is dialog:  # a list of choices was open: the first escape closed that
            await one_write(app, "escape")
        assert app.screen is not dialog


def revision(app: DeskApp) -> object:
    """How often something was written."""
    return app.data.fetch_now(read_revision)


@pytest.mark.parametrize("size", [(39, 24), (80, 9), (30, 8), (1, 1)])
async def test_found_3_3_below_40x10_no_key_acts_but_those_that_leave(
    size: tuple[int, int], tmp_path: Path
) -> None:
    app = desk_app(tmp_path, queue_book())
    async with running(app) as pilot:
        await blind(app, pilot, size)
        await one_write(app, "q")
        assert app._exit


async def blind(app: DeskApp, pilot: Pilot[int], size: tuple[int, int]) -> None:
    """On every screen and over a dialog: nothing happens."""
    for mode in [mode.key for mode in MODES]:
        await pilot.resize_terminal(120, 40)
        await press(app, pilot, mode)
        await settle(app, pilot)
        seen, written, theme = screen_text(app), revision(app), app.theme
        await pilot.resize_terminal(*size)
        keys = [key for key, active in app.screen.active_bindings.items() if active.enabled]
        left = {"q", "ctrl+q", "ctrl+c", "ctrl+z"}
        await one_write(app, *(key for key in keys if key not in left), "d", "y", "n", "enter")
        assert not app.screen.is_modal
        assert (revision(app), app.theme) == (written, theme)
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda shown=seen: screen_text(app).splitlines()[3:] == shown.splitlines()[3:])
    await one_write(app, "a")
    await write(app, pilot, "note")
    form = app.screen
    await pilot.resize_terminal(*size)
    await one_write(app, "escape", "escape", "q", "enter")
    await one_by_one(app, "x", "y")
    assert app.screen is form
    await pilot.resize_terminal(120, 40)
    await one_write(app, "escape", "escape")
    if app.screen is form:
        await one_write(app, "escape")
    await pilot.resize_terminal(*size)


async def test_a_tick_that_was_on_its_way_when_the_program_ended_finds_nothing_to_do(tmp_path: Path) -> None:
    app = desk_app(tmp_path, queue_book())
    async with running(app) as pilot:
        await press(app, pilot, "2")
        app.sessions.company.look_at("R-1")
    assert not app.screen_stack
    app.tick()
