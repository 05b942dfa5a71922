"""Announcements: once, in a toast, and by the bell, OSC 9, 777, 99 or a command; nobody's text steers a terminal."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from models.queries.desk.settings import setting
from models.queries.overview.announcements import (
    Announcement,
    Announcements,
    command_name,
    read_announcements,
    way_name,
)
from models.services.core.settings import set_settings
from models.services.requests.life import NewRequest, create_request
from models.services.time.entries import add_entry
from models.services.time.timer import stop_timer
from tests.opened import at, contract, entry, monthly, small_book
from tests.texts import parse_book
from tests.tui.conftest import NOW, Clock, desk_app, fill, press, running, screen_text, settle, until, write
from tui.dialogs.form import Form
from tui.program.app import DeskApp
from tui.program.palette.record_items import record_items
from tui.program.telling.terminal_notices import (
    notice_command,
    osc_9,
    osc_99,
    osc_777,
    sequence_for,
    through_tmux,
)

EVIL = "\x1b]52;c;x\x07 \x9b2J \x1b\\ \u202e\n" + "x" * 300


def desk(folder: Path, clock: Clock, **sections: Any) -> DeskApp:
    tier = {"key": "gold", "name": "Gold", "first_response": "4h"}
    clients = [{"key": "acme", "name": "Acme [/] Ltd", "tier": "gold"}, {"key": "smith", "name": "Smith"}]
    app = desk_app(folder, small_book(**({"clients": clients, "tiers": [tier]} | sections)))
    app._clock = clock
    return app


class Calls:
    """What the program wrote to the terminal besides its frames."""

    def __init__(self, app: DeskApp) -> None:
        self.written: list[str] = []
        app.write_to_terminal = self.written.append  # type: ignore[method-assign]


async def begun(app: DeskApp, pilot: Pilot[int]) -> None:
    """What stands is known."""
    app.announcer.look()
    await until(pilot, lambda: app.announcer._known is not None)
    await settle(app, pilot)


def toasts(app: DeskApp) -> list[str]:
    return [toast.message for toast in app._notifications]


async def test_a_new_urgent_request_of_another_program_is_announced_once(
    tmp_path: Path, clock: Clock
) -> None:
    app = desk(tmp_path, clock)
    calls = Calls(app)
    async with running(app) as pilot:
        await begun(app, pilot)
        app.data.write_now(create_request, NewRequest("smith", "calm"), NOW, "other")
        app.data.write_now(
            create_request, NewRequest("smith", "site [b]down", priority="urgent"), NOW, "other"
        )
        app.data_changed.publish(None)
        await until(pilot, lambda: any("Urgent: Smith, R-2 site [b]down" in words for words in toasts(app)))
        assert calls.written == ["\x07"]
        for _ in range(3):
            clock.now += 60
            app.tick()
            app.data_changed.publish(None)
            await settle(app, pilot)
        assert sum("Urgent" in words for words in toasts(app)) <= 1
        assert calls.written == ["\x07"]


async def test_who_writes_an_urgent_request_down_is_not_told_of_it(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    calls = Calls(app)
    async with running(app) as pilot:
        await begun(app, pilot)
        await press(app, pilot, "n")
        await write(app, pilot, "smith down !urgent")
        await press(app, pilot, "enter")
        await until(pilot, lambda: ("urgent", "R-1") in (app.announcer._known or ()))
        await settle(app, pilot)
        assert toasts(app) == ["R-1 added"]
        assert calls.written == []


async def test_a_clock_that_comes_due_and_is_missed_is_announced_with_the_minutes(
    tmp_path: Path, clock: Clock
) -> None:
    request = {"key": "R-1", "client": "acme", "subject": "Form", "reported_at": "2026-03-04T13:30:00Z"}
    app = desk(tmp_path, clock, requests=[request])
    calls = Calls(app)
    clock.now = at("2026-03-04T16:00")
    async with running(app) as pilot:
        await begun(app, pilot)
        clock.now = at("2026-03-04T16:31")
        app.tick()
        await until(
            pilot, lambda: any("Due soon: Acme [/] Ltd, answer to R-1 Form by" in w for w in toasts(app))
        )
        clock.now = at("2026-03-05T12:00")
        app.tick()
        await until(
            pilot, lambda: any("Missed: Acme [/] Ltd, answer to R-1 Form was due" in w for w in toasts(app))
        )
        assert calls.written == ["\x07", "\x07"]


async def test_a_mark_that_is_passed_is_announced(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock, contracts=[contract("plan", allowances=[monthly("4:00")])])
    calls = Calls(app)
    async with running(app) as pilot:
        await begun(app, pilot)
        work = small_book(entries=[entry("E-9", "2026-03-03T09:00", "2026-03-03T12:10")])
        app.data.write_now(add_entry, parse_book(json.dumps(work)).entries[0], NOW, "other")
        app.data_changed.publish(None)
        await until(pilot, lambda: any("Acme [/] Ltd has used 75 %" in words for words in toasts(app)))
        assert calls.written == ["\x07"]


async def test_a_mark_that_a_running_timer_reaches_is_announced_once_and_seen(
    tmp_path: Path, clock: Clock
) -> None:
    """RULES 8: on the screen a timer counts provisionally; recorded marks wait for recorded work."""
    timer = entry("E-1", "2026-03-04T15:30", "2026-03-04T15:30") | {"ended_at": None}
    app = desk(tmp_path, clock, contracts=[contract("plan", allowances=[monthly("1:00")])], entries=[timer])
    calls = Calls(app)
    async with running(app) as pilot:
        await begun(app, pilot)
        clock.now = at("2026-03-04T16:25")
        app.tick()
        words = "Acme [/] Ltd has used 75 % of what is usable this month, with the timer that runs"
        await until(pilot, lambda: any(words in told for told in toasts(app)))
        await until(pilot, lambda: "0:05 left ▌" in screen_text(app))
        assert calls.written == ["\x07"]
        app.data.write_now(stop_timer, "dana", clock.now)
        app.data_changed.publish(None)
        await until(pilot, lambda: "0:05 left ▌" not in screen_text(app))
        await settle(app, pilot)
        assert calls.written == ["\x07"]
        assert [one.text for one in app.data.fetch_now(read_announcements, "tester", clock.now).standing][
            :1
        ] == ["Hours: Acme [/] Ltd has used 75 % of what is usable this month"]


async def test_what_stood_at_the_start_is_on_the_screen_and_not_announced(
    tmp_path: Path, clock: Clock
) -> None:
    app = desk(tmp_path, clock)
    app.data.write_now(create_request, NewRequest("smith", "old", priority="urgent"), NOW, "other")
    calls = Calls(app)
    async with running(app) as pilot:
        await begun(app, pilot)
        assert calls.written == []
        assert not any("Urgent" in words for words in toasts(app))


async def test_many_at_once_are_one_toast(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    calls = Calls(app)
    async with running(app) as pilot:
        await begun(app, pilot)
        app.announcer.hear(
            Announcements(tuple(Announcement(("urgent", f"R-{n}"), f"Urgent: {n}") for n in range(9)))
        )
        await until(pilot, lambda: [words for words in toasts(app) if "and 7 more" in words])
        assert calls.written == ["\x07"]


async def test_a_command_is_run_with_the_words_and_one_that_is_missing_is_said(
    tmp_path: Path, clock: Clock
) -> None:
    app = desk(tmp_path, clock)
    target = tmp_path / "told"
    script = f"{sys.executable} -c \"import sys; open({str(target)!r}, 'w').write(sys.argv[1])\""
    async with running(app) as pilot:
        app.announcer.announce([Announcement(("x",), "Urgent: $(boom) `boom` ; rm")], "command", script)
        await until(pilot, lambda: target.exists() and target.read_text())
        assert target.read_text() == "Urgent: $(boom) `boom` ; rm"
        app.announcer.announce([Announcement(("y",), "Urgent")], "command", "/nowhere/at/all")
        await until(pilot, lambda: any("notify command cannot be run" in words for words in toasts(app)))


async def test_the_way_is_chosen_from_the_palette(tmp_path: Path, clock: Clock) -> None:
    app = desk(tmp_path, clock)
    async with running(app) as pilot:
        titles = [item.title for item in record_items(app)]
        assert "Timer questions and announcements" in titles
        app.everywhere.ask_attention()
        await until(pilot, lambda: isinstance(app.screen, Form))
        await fill(pilot, way="a command", idle="0")
        await press(app, pilot, "enter")
        assert isinstance(app.screen, Form)
        await fill(pilot, way="OSC 777", idle="0")
        await press(app, pilot, "enter")
        await until(pilot, lambda: not isinstance(app.screen, Form))
        assert app.data.fetch_now(setting, way_name("tester")) == "osc777"
        assert app.session is not None
        assert app.session.idle_minutes == 0
        assert app.data.fetch_now(read_announcements, "tester", NOW).way == "osc777"
        app.data.write_now(set_settings, {way_name("tester"): "smoke signals", command_name("tester"): "x"})
        assert app.data.fetch_now(read_announcements, "tester", NOW).way == "bell"


@pytest.mark.parametrize("make", [osc_9, osc_777, osc_99])
@pytest.mark.parametrize("tmux", [False, True])
def test_faults_f47_no_text_steers_the_terminal(make: Any, tmux: bool) -> None:
    sequence = make(EVIL)
    if tmux:
        sequence = through_tmux(sequence)
        assert sequence.startswith("\x1bPtmux;")
        assert sequence.endswith("\x1b\\")
        sequence = sequence.removeprefix("\x1bPtmux;").removesuffix("\x1b\\").replace("\x1b\x1b", "\x1b")
    parts = re.findall(r"\x1b\](?:9|777|99);[^\x00-\x1f\x7f-\x9f\u202e]*(?:\x07|\x1b\\)", sequence)
    assert "".join(parts) == sequence
    assert len(sequence) < 350


def test_each_way_has_its_sequence() -> None:
    assert sequence_for("bell", "x", tmux=True) == "\x07"
    assert sequence_for("osc9", "4;1;50", tmux=False) == "\x1b]9;deskhours: 4;1;50\x07"
    assert sequence_for("osc777", "x", tmux=False) == "\x1b]777;notify;deskhours;x\x07"
    assert sequence_for("osc9", "x", tmux=True) == "\x1bPtmux;\x1b\x1b]9;deskhours: x\x07\x1b\\"
    assert sequence_for("command", "x", tmux=False) == sequence_for("nothing", "x", tmux=False) == ""


def test_a_command_takes_the_words_where_it_says_so() -> None:
    assert notice_command("notify-send -a 'desk hours' {text}!", "a b") == [
        "notify-send",
        "-a",
        "desk hours",
        "a b!",
    ]
    assert notice_command("notify-send", "a b") == ["notify-send", "a b"]
    assert notice_command("", "a b") == []
    with pytest.raises(ValueError, match="quotation"):
        notice_command("notify 'open", "a")
