"""Does the screen keep its promises when the clock jumps, the file is locked and keys come too fast?"""

from __future__ import annotations

import itertools
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from tests.opened import small_book
from tests.tui.conftest import NOW, Clock, desk_app, screen_text, settle, until
from tui import data as data_module
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Form
from tui.program.app import DeskApp
from tui.screens.timesheet.screen import Timesheet
from tui.widgets.form.fields import TextField


def entries(folder: Path) -> list[tuple[int, int | None]]:
    """Start and end of every entry in the file."""
    with sqlite3.connect(folder / "desk.db") as connection:
        return connection.execute("SELECT started_at, ended_at FROM entry ORDER BY id").fetchall()


def desk(folder: Path, clock: Clock, **sections: Any) -> DeskApp:
    """A desk whose clock is ours, with one open request."""
    request = {"key": "R-1", "client": "acme", "subject": "Form", "reported_at": "2026-03-04T09:00:00Z"}
    app = desk_app(folder, small_book(**({"requests": [request]} | sections)))
    app._clock = clock
    return app


async def start(app: DeskApp, pilot: Pilot[int]) -> None:
    """The timer runs on the row under the cursor."""
    await settle(app, pilot)
    await pilot.press("space")
    await until(pilot, lambda: app.sessions.running is not None)


async def test_after_a_sleep_the_hours_are_asked_about_and_can_be_cut(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    async with app.run_test(size=(100, 30)) as pilot:
        await start(app, pilot)
        clock.now += 60
        app.tick()
        clock.now += 14 * 3600
        app.tick()
        await until(pilot, lambda: "has run for 14:01" in screen_text(app))
        await pilot.press("l")
        await until(pilot, lambda: app.sessions.running is None)
    assert entries(tmp_path) == [(NOW, NOW + 60)]


async def test_what_is_typed_elsewhere_answers_no_question(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    async with app.run_test(size=(100, 30)) as pilot:
        await start(app, pilot)
        app.tick()
        await pilot.press("n")
        await until(pilot, lambda: app.screen.is_modal)
        clock.now += 3600
        app.tick()
        await pilot.press(*"acme daily dandelion")
        assert not isinstance(app.screen, Confirm)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert app.sessions.running is not None


async def test_a_clock_that_went_back_is_asked_about_at_the_stop(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    async with app.run_test(size=(100, 30)) as pilot:
        await start(app, pilot)
        app.tick()
        clock.now -= 3600
        app.tick()
        assert "● 0:00:00" in screen_text(app)
        await pilot.press("space")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("escape")
        assert entries(tmp_path) == [(NOW, None)]
        await pilot.press("space")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("n")
        await until(pilot, lambda: app.sessions.running is None)
    assert entries(tmp_path) == [(NOW, NOW)]


@pytest.mark.parametrize("times", [20, pytest.param(200, marks=pytest.mark.long)])
async def test_a_held_space_bar_never_doubles_a_timer(tmp_path: Path, clock: Clock, times: int) -> None:
    app = desk(tmp_path, clock)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settle(app, pilot)
        for _ in range(times):
            clock.now += 1
            await pilot.press("space")
        await until(pilot, lambda: not app.timer.writing)
        assert not any("already" in toast.message for toast in app._notifications)
    found = entries(tmp_path)
    assert len(found) > 1
    assert sum(ended is None for _, ended in found) <= 1
    assert all(ended is None or ended >= started for started, ended in found)
    assert all(first[1] is not None and first[1] <= then[0] for first, then in itertools.pairwise(found))


async def test_a_locked_file_is_said_and_the_keys_go_on(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_module, "PATIENCE_SECONDS", 0.01)
    app = desk(tmp_path, clock)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settle(app, pilot)
        holder = sqlite3.connect(tmp_path / "desk.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        await pilot.press("space")
        await until(pilot, lambda: "Waiting for the database" in screen_text(app))
        await pilot.press("space", "space", "question_mark")
        assert "Keys" in screen_text(app)
        await pilot.press("escape")
        holder.execute("ROLLBACK")
        await until(pilot, lambda: app.sessions.running is not None)
        holder.close()
    assert entries(tmp_path) == [(NOW, None)]


async def test_a_desk_that_can_only_be_read_says_so_all_the_time(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    app.place = replace(app.place, read_only=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        for mode in "1234567":
            await pilot.press(mode)
            await until(pilot, lambda: any("read only" in line for line in screen_text(app).splitlines()[:3]))


async def test_a_dialog_below_another_leaves_when_it_comes_up_again(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    answers: list[Any] = []
    async with app.run_test(size=(80, 24)) as pilot:
        lower, upper = Form("Lower", [TextField("name", "Name")]), Confirm("Upper", "Sure?")
        app.push_screen(lower, answers.append)
        app.push_screen(upper, answers.append)
        await pilot.pause()
        lower.dismiss({"name": "x"})
        await pilot.pause()
        assert app.screen is upper
        await pilot.press("y")
        await until(pilot, lambda: not app.screen.is_modal)
        assert answers == ["y", {"name": "x"}]
        lower.dismiss({"name": "again"})
        await pilot.pause()
        assert len(answers) == 2


async def test_a_refusal_of_a_form_is_wrapped_at_any_width(tmp_path: Path, clock: Clock) -> None:
    async def refuse(values: dict[str, Any]) -> dict[str, str]:
        return {"": "the whole of it is refused, in many words"}

    app = desk(tmp_path, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        form = Form("Something", [TextField("name", "Name")], submit=refuse)
        app.push_screen(form)
        await pilot.press("x", "enter")
        await until(pilot, lambda: "refused" in screen_text(app))
        for width in (1, 2, 7, 40, 200):
            await pilot.resize_terminal(width, 20)
            await pilot.pause()
        assert "refused" in screen_text(app)


async def test_a_burst_of_theme_keys_is_one_change(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        worn: list[str] = []
        app.watch(app, "theme", lambda name: worn.append(name), init=False)
        before = app.theme
        for _ in range(7):
            app.views.action_theme()
        await until(pilot, lambda: app.theme != before)
        assert len(worn) == 1


async def test_time_is_added_while_another_week_is_being_read(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(app, pilot)
        await pilot.press("5")
        await settle(app, pilot)
        sheet = app.screen
        assert isinstance(sheet, Timesheet)
        assert sheet.view is not None
        sheet.day = sheet.view.first - timedelta(days=400)
        draft = sheet.actions.draft()
        assert draft is not None
        assert sheet.view.zone.date_of(draft.started_at) == sheet.day


async def test_a_key_pressed_at_once_after_the_start_takes_nothing_back(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(app, pilot)
        app.simulate_key("space")
        app.simulate_key("a")
        await until(pilot, lambda: app.screen.is_modal and (app.sessions.running is not None))
        await until(pilot, lambda: not app.timer.writing)
    assert entries(tmp_path) == [(NOW, None)]


@pytest.mark.parametrize(
    ("mode", "own"),
    [
        ("1", ["space start/stop", "e edit"]),
        ("2", ["space start/stop", "r resolve"]),
        ("3", ["space start/stop", "N new"]),
        ("4", ["space start/stop", "r renew"]),
        ("5", ["space start/stop", "w day/week"]),
        ("6", ["space start/stop", "C close"]),
        ("7", ["space start/stop", "w what if"]),
    ],
)
async def test_a_small_screen_names_its_own_keys_first(
    tmp_path: Path, clock: Clock, mode: str, own: list[str]
) -> None:
    app = desk(tmp_path, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await pilot.press(mode)
        line: list[str] = []

        def named() -> bool:
            line[:] = screen_text(app).splitlines()[-1:]
            return bool(line) and all(words in line[0] for words in own)

        await until(pilot, named)
        assert line[0].startswith(" tab panels  1–7 screens  ? keys  ctrl+p all  space ")


async def drawn_lines_after_closing(app: DeskApp, pilot: Pilot[int]) -> int:
    """How many lines a dialog still keeps that is gone."""
    form = Form("Something", [TextField("name", "Name")])
    app.push_screen(form)
    await pilot.pause()
    widgets = [form, *form.walk_children(Widget)]
    await pilot.press("escape")
    await until(pilot, lambda: not form.is_attached)
    return sum(len(widget._styles_cache._cache) for widget in widgets)


async def test_closed_dialogs_leave_no_drawn_lines_behind(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(app, pilot)
        assert [await drawn_lines_after_closing(app, pilot) for _ in range(3)] == [0, 0, 0]


async def test_a_new_timer_has_its_sign_of_life_at_once_and_also_after_the_clock_went_back(
    tmp_path: Path, clock: Clock
) -> None:
    def alive() -> int | None:
        with sqlite3.connect(tmp_path / "desk.db") as connection:
            found: int | None = connection.execute("SELECT max(alive_at) FROM entry").fetchone()[0]
        return found

    app = desk(tmp_path, clock)
    async with app.run_test(size=(100, 30)) as pilot:
        await start(app, pilot)
        await until(pilot, lambda: not app.timer.writing)
        clock.now += 1
        app.tick()
        await until(pilot, lambda: alive() == NOW + 1)
        clock.now -= 30
        app.tick()
        await until(pilot, lambda: alive() == NOW - 29)
