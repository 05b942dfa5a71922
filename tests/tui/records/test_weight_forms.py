"""Are weights set, agreed and waived with the keyboard alone?"""

from __future__ import annotations

from pathlib import Path

from models.queries.desk.forms import contract_form, desk_form, entry_form, request_form
from tests.opened import contract, entry, monthly, small_book
from tests.tui.conftest import desk_app, fill, press, running, screen_text, until, write
from tests.tui.records.test_forms import open_as, saved
from tui.records.weights import OwnTables
from tui.screens.timesheet.screen import Timesheet

EVENING = {"at": "19:00-22:00", "weight": "1.5", "name": "evening"}
TABLES = [{"from": "2026-01-01", "windows": {"tue": [EVENING], "wed": [EVENING]}}]


async def test_the_desks_week_is_typed_seen_and_saved_with_its_preview(tmp_path: Path) -> None:
    worked = entry("E-1", "2026-03-03T19:00", "2026-03-03T20:00", note="late")
    app = desk_app(tmp_path, small_book(entries=[worked]))
    async with running(app) as pilot:
        form = await open_as(app, pilot, "weights", "desk")
        await fill(pilot, since="2026-01-01", mon="19-22 1.5 evening, 22-24 2 night", tue="=", sun="22-2 2")
        await press(app, pilot, "tab")
        await until(pilot, lambda: "22:00-02:00 goes over midnight" in screen_text(app))
        await fill(pilot, sun="0-24 2", holiday="0-24 2 holiday")
        assert "Tue ······································░░░░░░▒▒▒▒" in screen_text(app)
        assert "Monday 19:00, evening ×1.5: 1:00 counts 1:30" in screen_text(app)
        await press(app, pilot, "enter")
        await until(pilot, lambda: app.screen is not form)
        assert "counted 1:00 → 1:30" in screen_text(app)
        await press(app, pilot, "y")
        await until(pilot, lambda: not app.screen.is_modal)
        bands = app.data.fetch_now(desk_form)["bands"]
        assert bands[0]["windows"]["tue"] == bands[0]["windows"]["mon"]
        assert (bands[0]["from"], bands[0]["windows"]["holiday"][0]["weight"]) == ("2026-01-01", "2")


async def test_a_contract_gets_tables_of_its_own_and_a_form_saved_untouched_keeps_them(
    tmp_path: Path,
) -> None:
    own = contract("plan", allowances=[monthly("5:00")], rounding={"increment": 15, "per": "request_month"})
    app = desk_app(tmp_path, small_book(contracts=[own], desk={"bands": TABLES}))
    async with running(app) as pilot:
        form = await open_as(app, pilot, "contract", "plan")
        await press(app, pilot, "ctrl+x")
        await until(pilot, lambda: isinstance(app.screen, OwnTables))
        assert "15 min at evening ×1.5 are 22.5" in screen_text(app)
        await fill(pilot, wed="20-24 3 late")
        await press(app, pilot, "enter")
        await until(pilot, lambda: app.screen is form)
        assert form.view.texts["weights"] == "of its own"
        await saved(app, pilot)
        document = app.data.fetch_now(contract_form, "plan")
        assert document["bands"][0]["windows"]["wed"] == [
            {"at": "20:00-24:00", "weight": "3", "name": "late"}
        ]
        assert document["rounding"]["per"] == "request_month"
        await open_as(app, pilot, "contract", "plan")
        await fill(pilot, name="Care")
        await saved(app, pilot)
        assert app.data.fetch_now(contract_form, "plan") == document | {"name": "Care"}


async def test_weights_are_waived_for_an_entry_and_agreed_for_a_request_by_one_key(tmp_path: Path) -> None:
    asked = {"key": "R-1", "client": "acme", "subject": "Down", "reported_at": "2026-03-04T08:00:00Z"}
    worked = entry("E-1", "2026-03-04T19:00", "2026-03-04T20:00", note="late", request="R-1")
    app = desk_app(tmp_path, small_book(requests=[asked], entries=[worked], desk={"bands": TABLES}))
    async with running(app) as pilot:
        await press(app, pilot, "5")
        await until(pilot, lambda: isinstance(app.screen, Timesheet))
        await press(app, pilot, "J")
        await write(app, pilot, "2026-03-04")
        await press(app, pilot, "enter")
        await until(pilot, lambda: app.screen.entries.cursor_key == "E-1")  # type: ignore[attr-defined]
        await press(app, pilot, "asterisk")
        await until(pilot, lambda: app.screen.is_modal)
        await fill(pilot, premium="waived")
        await until(pilot, lambda: "counted in March 1:30 → 1:00" in screen_text(app))
        await press(app, pilot, "enter")
        await until(pilot, lambda: not app.screen.is_modal)
        assert app.data.fetch_now(entry_form, "E-1")["premium"] == "waived"
        await press(app, pilot, "2")
        await until(pilot, lambda: "Down" in screen_text(app))
        await press(app, pilot, "asterisk")
        await until(pilot, lambda: app.screen.is_modal)
        await press(app, pilot, "enter")
        await until(pilot, lambda: not app.screen.is_modal)
        assert app.data.fetch_now(request_form, "R-1")["premium"] == "agreed"
