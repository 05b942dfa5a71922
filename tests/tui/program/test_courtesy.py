"""Is courtesy proposed and never chosen by itself, and said when the client's next call comes? (RULES 3.10)"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from models.queries.desk.forms import contract_form, desk_form, entry_form
from tests.opened import contract, entry, monthly, small_book
from tests.tui.conftest import Clock, desk_app, fill, press, running, screen_text, settle, until, write
from tests.tui.records.test_forms import open_as, saved
from tui.dialogs.time.entry_form import EntryForm
from tui.program.app import DeskApp

FREE = [{"channels": ["email"], "priorities": ["low"], "up_to_minutes": 10}]
MAIL = {
    "key": "R-1",
    "client": "acme",
    "subject": "Form",
    "reported_at": "2026-03-04T09:00:00Z",
    "channel": "email",
    "priority": "low",
}
GIVEN = [
    entry("E-1", "2026-03-02T09:00", "2026-03-02T09:10", scope="courtesy", told=True),
    entry("E-2", "2026-03-03T09:00", "2026-03-03T09:15", scope="courtesy"),
]
WORDS = "2 courtesies in 12 months, 0:25, 29.17; told 2 Mar"


def desk(folder: Path, **sections: Any) -> tuple[DeskApp, Clock]:
    known: dict[str, Any] = {"requests": [MAIL], "entries": GIVEN, "desk": {"free": FREE}}
    app, clock = desk_app(folder, small_book(**(known | sections))), Clock()
    app._clock = clock
    return app, clock


async def test_a_timer_says_at_its_start_what_was_given_and_at_its_end_why_it_might_be(
    tmp_path: Path,
) -> None:
    app, clock = desk(tmp_path)
    async with running(app) as pilot:
        await press(app, pilot, "2", "space")
        await until(pilot, lambda: any(WORDS in toast.message for toast in app._notifications))
        clock.now += 600
        await press(app, pilot, "space")
        why = "email, low, up to 0:10: courtesy? Y takes it as courtesy"
        await until(pilot, lambda: any(why in toast.message for toast in app._notifications))
        assert app.data.fetch_now(entry_form, "E-3")["scope"] == "support"
        await press(app, pilot, "Y")
        await until(pilot, lambda: app.data.fetch_now(entry_form, "E-3")["scope"] == "courtesy")
        await press(app, pilot, "u")
        await until(pilot, lambda: app.data.fetch_now(entry_form, "E-3")["scope"] == "support")


async def test_eleven_minutes_are_proposed_to_nobody(tmp_path: Path) -> None:
    app, clock = desk(tmp_path)
    async with running(app) as pilot:
        await press(app, pilot, "2", "space")
        await until(pilot, lambda: app.sessions.running)
        clock.now += 601
        await press(app, pilot, "space")
        await until(pilot, lambda: app.sessions.running is None)
        await settle(app, pilot)
        await press(app, pilot, "Y")
        assert app.data.fetch_now(entry_form, "E-3")["scope"] == "support"


async def test_the_form_says_why_and_one_key_takes_it(tmp_path: Path) -> None:
    app, _ = desk(tmp_path)
    async with running(app) as pilot:
        await press(app, pilot, "a")
        await until(pilot, lambda: isinstance(app.screen, EntryForm))
        await fill(pilot, request="R-1", start="9:15", end="9:25")
        await until(pilot, lambda: "email, low, up to 0:10: courtesy?" in screen_text(app))
        assert "Told" not in screen_text(app)
        await press(app, pilot, "ctrl+f")
        await until(pilot, lambda: "taken as courtesy" in screen_text(app))
        await fill(pilot, told="yes")
        await press(app, pilot, "enter")
        await until(pilot, lambda: not app.screen.is_modal)
        new = app.data.fetch_now(entry_form, "E-3")
        assert (new["scope"], new["told"]) == ("courtesy", True)


async def test_the_line_of_capture_says_it_to_whoever_takes_the_next_call(tmp_path: Path) -> None:
    app, _ = desk(tmp_path)
    async with running(app, (80, 24)) as pilot:
        await press(app, pilot, "n")
        await write(app, pilot, "acme newsletter ")
        await until(pilot, lambda: WORDS in screen_text(app))


async def test_rules_are_typed_for_the_desk_and_for_a_contract(tmp_path: Path) -> None:
    own = contract("plan", allowances=[monthly("5:00")])
    app, _ = desk(tmp_path, contracts=[own], entries=[])
    async with running(app) as pilot:
        await open_as(app, pilot, "contract", "plan")
        await fill(pilot, free="phone up to 5; post up to 1:00")
        await press(app, pilot, "enter")
        await until(pilot, lambda: "“post” is no channel and no priority" in screen_text(app))
        await fill(pilot, free="phone up to 5")
        await until(pilot, lambda: "proposed as courtesy: phone, up to 0:05" in screen_text(app))
        await saved(app, pilot)
        assert app.data.fetch_now(contract_form, "plan")["free"] == [
            {"channels": ["phone"], "priorities": None, "up_to_minutes": 5}
        ]
        form = await open_as(app, pilot, "desk", "1")
        assert form.view.texts["free"] == "email, low, up to 0:10"
        await fill(pilot, free="")
        await saved(app, pilot)
        assert app.data.fetch_now(desk_form)["free"] == []
