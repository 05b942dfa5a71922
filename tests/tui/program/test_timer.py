"""The timer at the keyboard: questions that outlive the program, slips, minimums, absences, switching back."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from models.services.core.settings import set_setting
from models.services.time.absence import come_back, go_away
from models.services.time.timer import TimerStart, start_timer, switch_timer
from models.storage.database import open_database
from tests.opened import at, contract, small_book
from tests.tui.conftest import NOW, Clock, desk_app, press, running, screen_text, settle, until, write
from tui.data import Data
from tui.dialogs.confirm import Confirm
from tui.dialogs.pick import Pick
from tui.dialogs.time.entry_form import EntryForm
from tui.open import OpenedDesk
from tui.program.actions import timer_questions as doubts
from tui.program.app import DeskApp
from tui.screens.requests.request_form import RequestForm, request_form

HOUR = 3600


def book(**sections: Any) -> dict[str, Any]:
    clients = [
        {"key": "acme", "name": "Acme Ltd", "contacts": [{"name": "Jane Miller"}]},
        {"key": "smith", "name": "Smith"},
    ]
    request = {"key": "R-1", "client": "acme", "subject": "Form", "reported_at": "2026-03-04T09:00:00Z"}
    return small_book(**({"clients": clients, "requests": [request]} | sections))


def desk(folder: Path, clock: Clock, **sections: Any) -> DeskApp:
    app = desk_app(folder, book(**sections))
    app._clock = clock
    return app


def again(folder: Path, clock: Clock) -> DeskApp:
    """The program started once more on the same file."""
    opened = open_database(folder / "desk.db")
    data = Data(opened.path, opened.connection, snapshot=opened.snapshot)
    return DeskApp(
        data,
        clock=clock,
        place=OpenedDesk(data, "tester", True, False, None, opened.path, changed_since=opened.changed_since),
    )


def entries(folder: Path) -> list[tuple[str | None, int, int | None]]:
    with sqlite3.connect(folder / "desk.db") as connection:
        return connection.execute("SELECT client, started_at, ended_at FROM entry ORDER BY id").fetchall()


async def start(app: DeskApp, pilot: Pilot[int]) -> None:
    await settle(app, pilot)
    await pilot.press("space")
    await until(pilot, lambda: app.sessions.running is not None)
    await until(pilot, lambda: not app.timer.writing)


async def asked(app: DeskApp, pilot: Pilot[int]) -> str:
    await until(pilot, lambda: isinstance(app.screen, Confirm))
    await until(pilot, lambda: "A timer is still running" in screen_text(app))
    return " ".join(screen_text(app).split())


async def test_found_6_3_the_question_survives_a_kill_with_the_old_sign_of_life(
    tmp_path: Path, clock: Clock
) -> None:
    app = desk(tmp_path, clock)
    async with running(app) as pilot:
        await start(app, pilot)
        clock.now += 60
        app.tick()
        clock.now += 3 * HOUR
        app.tick()
        assert "last seen at 16:01" in await asked(app, pilot)
    clock.now += 120
    app = again(tmp_path, clock)
    async with running(app) as pilot:
        assert "last seen at 16:01" in await asked(app, pilot)
        await pilot.press("escape")
        await until(pilot, lambda: "undecided since 16:01" in screen_text(app))
    clock.now += 14 * HOUR
    app = again(tmp_path, clock)
    async with running(app) as pilot:
        assert "last seen at Wed 4 Mar 16:01" in await asked(app, pilot)
        await pilot.press("l")
        await until(pilot, lambda: app.sessions.running is None)
    assert entries(tmp_path) == [("acme", NOW, NOW + 60)]


async def test_an_undecided_timer_is_not_stopped_without_an_answer(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    async with running(app) as pilot:
        await start(app, pilot)
        clock.now += 60
        app.tick()
        clock.now += 3 * HOUR
        app.tick()
        await asked(app, pilot)
        await pilot.press("escape")
        await until(pilot, lambda: "undecided since 16:01" in screen_text(app))
        await pilot.press("space")
        await asked(app, pilot)
        await pilot.press("s")
        await until(pilot, lambda: len(entries(tmp_path)) == 2)
    assert entries(tmp_path) == [("acme", NOW, NOW + 60), ("acme", clock.now, None)]


async def test_sleep_is_seen_by_the_clock_that_counts_it(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept = Clock(0)
    monkeypatch.setattr(doubts, "slept_seconds", slept)
    app = desk(tmp_path, clock)
    async with running(app) as pilot:
        await start(app, pilot)
        clock.now += 60
        app.tick()
        slept.now += HOUR
        clock.now += HOUR
        app.tick()
        text = await asked(app, pilot)
        assert "The computer slept" in text
        assert "last seen at 16:01" in text


async def test_found_3_9_continue_while_a_timer_runs_switches_back(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    async with running(app) as pilot:
        await start(app, pilot)
        clock.now += 300
        await press(app, pilot, "S")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await write(app, pilot, "smith")
        await pilot.press("enter")
        await until(pilot, lambda: len(entries(tmp_path)) == 2)
        for count, client in ((3, "acme"), (4, "smith")):
            clock.now += 300
            await settle(app, pilot)
            await pilot.press("c")
            await until(pilot, lambda count=count: len(entries(tmp_path)) == count)
            assert entries(tmp_path)[-1] == (client, clock.now, None)
            assert entries(tmp_path)[-2][2] == clock.now


async def test_found_3_8_a_slip_says_what_it_counts_as_and_one_key_discards_it(
    tmp_path: Path, clock: Clock
) -> None:
    plan = contract("plan", kind="on_demand", rounding={"minimum": 180, "increment": 15, "per": "entry"})
    app = desk(tmp_path, clock, contracts=[plan])
    async with running(app) as pilot:
        await start(app, pilot)
        await until(pilot, lambda: "counts as 3:00 · 210.00" in screen_text(app))
        clock.now += 4
        await pilot.press("space")
        await until(pilot, lambda: app.sessions.running is None)
        told = [toast.message for toast in app._notifications]
        assert any(
            "after 4 seconds" in words and "counts as 3:00 · 210.00. D discards it" in words for words in told
        )
        await settle(app, pilot)
        await pilot.press("D")
        await until(pilot, lambda: entries(tmp_path) == [])
        await settle(app, pilot)
        await pilot.press("u")
        await until(pilot, lambda: len(entries(tmp_path)) == 1)


async def test_a_slip_that_a_switch_ended_is_said_and_can_be_discarded_while_the_other_runs(
    tmp_path: Path, clock: Clock
) -> None:
    app = desk(tmp_path, clock)
    async with running(app) as pilot:
        await start(app, pilot)
        clock.now += 4
        await press(app, pilot, "S")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await write(app, pilot, "smith")
        await pilot.press("enter")
        said = "after 4 seconds on Acme Ltd. D and then s discards it"
        await until(pilot, lambda: any(said in toast.message for toast in app._notifications))
        await press(app, pilot, "D")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("s")
        await until(pilot, lambda: [row[0] for row in entries(tmp_path)] == ["smith"])
        assert app.sessions.running is not None


async def test_a_switch_and_the_way_back_say_what_they_ended(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    async with running(app) as pilot:
        await start(app, pilot)
        clock.now += 24 * 60
        await press(app, pilot, "S")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await write(app, pilot, "smith")
        await pilot.press("enter")
        await until(pilot, lambda: "Stopped after 0:24 on Acme Ltd. Timer runs on Smith" in screen_text(app))
        clock.now += 5 * 60
        await press(app, pilot, "c")
        await until(pilot, lambda: "Stopped after 0:05 on Smith. Back to Acme Ltd" in screen_text(app))


async def test_a_request_taken_with_its_timer_says_what_that_ended(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    async with running(app) as pilot:
        await start(app, pilot)
        clock.now += 24 * 60
        await press(app, pilot, "n")
        await write(app, pilot, "smith no mail")
        await press(app, pilot, "ctrl+s")
        await until(
            pilot, lambda: "Stopped after 0:24 on Acme Ltd. R-2 added, timer runs" in screen_text(app)
        )
        clock.now += 4
        await press(app, pilot, "n")
        await write(app, pilot, "acme no mail")
        await press(app, pilot, "ctrl+s")
        said = "Stopped after 4 seconds on Smith. D and then s discards it. R-3 added, timer runs"
        await until(pilot, lambda: said in screen_text(app))


async def test_found_3_8_after_a_minute_it_is_no_slip(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    async with running(app) as pilot:
        await start(app, pilot)
        clock.now += 60
        await pilot.press("space")
        await until(pilot, lambda: app.sessions.running is None)
        await settle(app, pilot)
        await press(app, pilot, "D")
        assert len(entries(tmp_path)) == 1


async def test_no_key_for_as_long_as_the_setting_says_is_asked_about(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    async with running(app) as pilot:
        await start(app, pilot)
        for _ in range(20):
            clock.now += 60
            app.tick()
        text = await asked(app, pilot)
        assert "No key came since" in text
        assert "in use at 16:00" in text
        await pilot.press("k")
        await until(pilot, lambda: not isinstance(app.screen, Confirm))
        for _ in range(19):
            clock.now += 60
            app.tick()
        await settle(app, pilot)
        assert not isinstance(app.screen, Confirm)


async def test_nobody_is_asked_about_keys_when_the_setting_is_nothing(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    app.data.write_now(set_setting, "idle_minutes", 0)
    async with running(app) as pilot:
        await start(app, pilot)
        for _ in range(60):
            clock.now += 60
            app.tick()
        await settle(app, pilot)
        assert not isinstance(app.screen, Confirm)


async def test_an_absence_that_a_locker_told_is_asked_about_when_somebody_is_back(
    tmp_path: Path, clock: Clock
) -> None:
    app = desk(tmp_path, clock)
    async with running(app) as pilot:
        await start(app, pilot)
        clock.now += 60
        app.tick()
        app.data.write_now(go_away, "dana", clock.now)
        for _ in range(10):
            clock.now += 60
            app.tick()
            await pilot.pause()
        await settle(app, pilot)
        assert not isinstance(app.screen, Confirm)
        app.data.write_now(come_back, "dana", clock.now)
        clock.now += 5
        app.tick()
        assert "You were away from 16:01 until 16:11" in await asked(app, pilot)


async def test_while_nothing_runs_the_bar_says_since_when(tmp_path: Path) -> None:
    clock = Clock(at("2026-03-04T10:00"))
    app = desk(tmp_path, clock)
    async with running(app):
        assert "○ no timer since 09:00" in screen_text(app)
    clock.now = at("2026-03-07T10:00")
    app = again(tmp_path, clock)
    async with running(app):
        assert "○ no timer " in screen_text(app)
        assert "no timer since" not in screen_text(app)


async def test_found_6_4_the_bar_says_that_the_clock_went_back(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    async with running(app) as pilot:
        await start(app, pilot)
    clock.now -= HOUR
    app = again(tmp_path, clock)
    async with running(app) as pilot:
        await until(pilot, lambda: "the clock went back" in screen_text(app))
        await press(app, pilot, "c")
        assert isinstance(app.screen, Confirm)


async def test_found_3_9_a_span_typed_into_start_fills_the_end(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    async with running(app) as pilot:
        await press(app, pilot, "a")
        await until(pilot, lambda: isinstance(app.screen, EntryForm))
        form = app.screen
        assert isinstance(form, EntryForm)
        await until(pilot, lambda: form.view.size.width)
        names = [field.name for field in form.view.fields]
        form.view._activate(names.index("start"))
        await write(app, pilot, "9:15-10")
        await press(app, pilot, "enter")
        await until(pilot, lambda: not isinstance(app.screen, EntryForm))
    assert entries(tmp_path) == [("acme", at("2026-03-04T09:15"), at("2026-03-04T10:00"))]


async def test_found_3_9_escape_closes_the_list_first_and_arms_nothing(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    async with running(app) as pilot:
        await press(app, pilot, "a")
        await until(pilot, lambda: isinstance(app.screen, EntryForm))
        form = app.screen
        assert isinstance(form, EntryForm)
        await until(pilot, lambda: form.view.size.width)
        await write(app, pilot, "smi")
        assert "▸ Smith" in screen_text(app)
        await press(app, pilot, "escape")
        assert "▸ Smith" not in screen_text(app)
        assert "not saved yet" not in screen_text(app)
        await press(app, pilot, "escape")
        assert isinstance(app.screen, EntryForm)
        await press(app, pilot, "escape")
        assert not isinstance(app.screen, EntryForm)


async def test_found_3_9_the_name_of_a_contact_finds_the_client_where_one_is_picked(
    tmp_path: Path, clock: Clock
) -> None:
    app = desk(tmp_path, clock)
    async with running(app) as pilot:
        await press(app, pilot, "S")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await write(app, pilot, "miller")
        box = screen_text(app).partition("Start the timer on")[2]
        assert "Acme Ltd" in box
        assert "Smith" not in box
        await press(app, pilot, "escape", "a")
        await until(pilot, lambda: isinstance(app.screen, EntryForm))
        await write(app, pilot, "miller")
        assert "▸ Acme Ltd" in screen_text(app)


async def test_a_timer_of_another_program_is_shown_with_its_own_question(
    tmp_path: Path, clock: Clock
) -> None:
    """Started on the command line, eight hours and more ago: asked once, with no last sign of life."""
    app = desk(tmp_path, clock)
    app.data.write_now(start_timer, TimerStart("dana", "acme"), NOW - 9 * HOUR)
    async with running(app) as pilot:
        text = await asked(app, pilot)
        assert "has run for 9:00" in text
        assert "last seen" not in text


async def test_found_6_4_a_sister_a_new_request_starts_no_timer_over_a_doubtful_one(
    tmp_path: Path, clock: Clock
) -> None:
    app = desk(tmp_path, clock)
    async with running(app) as pilot:
        await start(app, pilot)
    clock.now -= HOUR
    app = again(tmp_path, clock)
    async with running(app) as pilot:
        await press(app, pilot, "n")
        await write(app, pilot, "smith site down")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await press(app, pilot, "k")
        await until(pilot, lambda: "enter saves without starting another" in screen_text(app))
        assert entries(tmp_path) == [("acme", NOW, None)]


async def test_faults_f66_an_answer_never_ends_another_timer_than_was_asked_about(
    tmp_path: Path, clock: Clock
) -> None:
    app = desk(tmp_path, clock)
    async with running(app) as pilot:
        await start(app, pilot)
        clock.now += 60
        app.tick()
        clock.now += 3 * HOUR
        app.tick()
        await asked(app, pilot)
        app.data.write_now(switch_timer, TimerStart("dana", "smith"), clock.now)
        await pilot.press("d")
        await until(pilot, lambda: not isinstance(app.screen, Confirm))
        await settle(app, pilot)
    assert [(client, ended) for client, _, ended in entries(tmp_path)] == [
        ("acme", clock.now),
        ("smith", None),
    ]


async def test_found_3_9_a_sister_a_contact_finds_the_client_in_the_form_of_a_request(
    tmp_path: Path, clock: Clock
) -> None:
    app = desk(tmp_path, clock)
    async with running(app) as pilot:
        app.run_worker(request_form(app, None))
        await until(pilot, lambda: isinstance(app.screen, RequestForm))
        form = app.screen
        assert isinstance(form, RequestForm)
        await until(pilot, lambda: form.view.size.width)
        await write(app, pilot, "jane")
        assert "▸ Acme Ltd" in screen_text(app)
