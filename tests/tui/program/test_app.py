"""Does the program keep its promises when a read is slow, a write fails or the code is wrong?"""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual import events

from models.domain.basics.errors import DatabaseProblem, DeskError
from tests.tui.helpers import Thing, app_showing, picture, things
from tui.data import Data
from tui.dialogs.pick import Option, Pick, rank
from tui.program.app import DeskApp
from tui.program.palette import palette
from tui.program.palette.item import Item
from tui.widgets.frame.timerbar import Running, timer_spans
from tui.widgets.list.rows import RowList

NOW = 1_795_257_720


class Locked(Exception):
    """What an engine raises."""


async def test_the_first_screen_is_read_before_it_is_painted() -> None:
    app = app_showing(things(3))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True):
        assert app.query_one(RowList).count == 3


async def test_a_change_reloads_what_is_visible_and_keeps_the_place() -> None:
    app = app_showing(things(50))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await pilot.press("j", "j", "j")
        type(app.screen).shown = (Thing("new", "first"), *things(50))  # type: ignore[attr-defined]  # the board
        await app.submit(lambda: None)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.query_one(RowList).cursor_key == "t3"
        assert app.query_one(RowList).count == 51


@pytest.mark.parametrize("error", [DeskError("not today"), Locked("database is locked")])
async def test_a_failed_read_keeps_the_old_view_and_says_why(error: Exception) -> None:
    app = app_showing(things(5))
    app.data = Data(failures=(Locked,))

    def fails() -> Any:
        raise error

    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        app.screen.read = lambda: fails  # type: ignore[attr-defined]  # the board
        await pilot.press("ctrl+r")
        await app.workers.wait_for_complete()
        await pilot.pause()
        lines = picture(app)
        assert any(str(error) in line for line in lines)
        assert any("subject 4" in line for line in lines)


async def test_a_program_error_in_a_write_goes_to_a_private_file_without_values(tmp_path: Path) -> None:
    app = app_showing(things(1))
    app.data = Data(tmp_path / "desk.db")

    def broken() -> None:
        secret = "hunter2"
        raise RuntimeError(len(secret))

    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await app.submit(broken)
        await pilot.pause()
        log = tmp_path / "deskhours-errors.log"
        assert stat.S_IMODE(log.stat().st_mode) == 0o600
        assert "RuntimeError" in log.read_text()
        assert "hunter2'" not in log.read_text()
        assert any("Something went wrong inside deskhours" in line for line in picture(app))


async def test_a_failure_of_the_database_is_no_program_error() -> None:
    def locked() -> None:
        raise Locked("database is locked")

    with pytest.raises(DatabaseProblem, match="locked"):
        await Data(failures=(Locked,)).submit(locked)


async def test_the_mouse_outside_a_shrunken_screen_is_nothing() -> None:
    app = app_showing(things(5))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        for kind in (events.MouseDown, events.MouseUp, events.MouseMove, events.MouseScrollDown):
            app.post_message(kind(None, 300, 200, 0, 0, 1, False, False, False, 300, 200))
        await pilot.pause()
        assert app.is_running


async def test_the_palette_knows_every_key_and_record(monkeypatch: pytest.MonkeyPatch) -> None:

    done: list[str] = []
    app = app_showing(things(5))
    item = Item("Client [/] & Co", lambda: done.append("client"))
    monkeypatch.setattr(palette, "record_items", lambda *_: [item])
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await pilot.press("ctrl+p", *"client [/]")
        await pilot.pause()
        assert any("Client [/] & Co" in line for line in picture(app))
        await pilot.press("enter")
        await pilot.pause()
        assert done == ["client"]
        before = app.theme
        await pilot.press("ctrl+p", *"next theme", "enter")
        await pilot.pause()
        assert app.theme != before


async def test_help_lists_the_keys_that_work_here() -> None:
    app = app_showing(things(5))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert any("Every command, client and request" in line or "ctrl+p" in line for line in picture(app))
        await pilot.press("q")
        await pilot.pause()
        assert app.is_running
        assert not app.screen.is_modal


@pytest.mark.parametrize("theme", ["dark", "light", "terminal"])
async def test_every_theme_draws_the_same_signs(theme: str) -> None:
    app = app_showing(things(5))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        app.theme = theme
        await pilot.press("j")
        await pilot.pause()
        assert any(line.startswith("▸ subject 1") for line in picture(app))


def test_better_matches_stand_higher() -> None:
    options = [Option(1, "Delta Acme"), Option(2, "Acme Ltd"), Option(3, "A cosy meal"), Option(4, "None")]
    assert [option.key for option in rank("acme", options)] == [2, 1, 3]
    assert [option.key for option in rank("ltd ac", options)] == [2]


async def test_pick_takes_what_is_typed() -> None:
    app: DeskApp = app_showing(things(1))
    taken: list[Any] = []
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        app.push_screen(Pick("Client", [Option("a", "Acme"), Option("b", "Bluefin")]), taken.append)
        await pilot.press(*"blue", "enter")
        await pilot.pause()
        assert taken == ["b"]


def _text(running: Running | None, width: int, now: int = NOW) -> str:
    return "".join(text for text, _ in timer_spans(running, now, width))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "left this month 3:12, and 2:25 after this call"),
        ({"left_minutes": 40}, "left this month 0:40 · 0:07 over the hours left"),
        ({"left_minutes": None, "note": "unlimited"}, "unlimited"),
        ({"started_at": NOW + 60}, "● 0:00:00"),
    ],
)
def test_the_timer_line_says_what_the_call_leaves(change: dict[str, Any], words: str) -> None:
    values: dict[str, Any] = {"started_at": NOW - 2832, "client": "Acme", "left_minutes": 192, **change}
    make: Callable[..., Running] = Running
    assert words in _text(make(**values), 120)
    assert len(_text(make(**values), 120)) == 120
    assert "no timer" in _text(None, 80)
