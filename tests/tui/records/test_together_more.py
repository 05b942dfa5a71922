"""Notes, causes, timers and joint edits: is nothing of a colleague's, and no text, lost there either? (FOUND 2.1)"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.errors import NotFound
from models.queries.desk.forms import note_form
from models.services.requests.life import delete_note, edit_note, resolve_request, set_fields
from models.services.requests.rows import read_request
from models.services.time.entries import alter_entries
from models.services.time.timer import TimerStart, start_timer
from models.storage.rows.reading import read_entry
from tests.deeds import describe_running
from tests.tui.conftest import NOW, fill, press, running, screen_text, until
from tests.tui.records.test_together import prepared
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Form
from tui.dialogs.note import Note
from tui.program.app import DeskApp
from tui.screens.requests.changes import edit_note as edit_note_on_screen
from tui.screens.requests.changes import resolve, set_cause
from tui.screens.timesheet.entry_changes import ALL, MOVE, alter_form


async def altering(app: DeskApp, pilot: Any, what: str) -> Form:
    entries = [app.data.fetch_now(read_entry, key) for key in ("E-1", "E-2")]
    app.run_worker(alter_form(app, entries, what))
    await until(pilot, lambda: isinstance(app.screen, Form) and app.screen.view.size.width)
    assert isinstance(app.screen, Form)
    return app.screen


async def test_found_2_1_a_joint_edit_writes_only_what_was_filled_in(tmp_path: Path) -> None:
    app = prepared(tmp_path)
    async with running(app) as pilot:
        await altering(app, pilot, ALL)
        app.data.write_now(alter_entries, ["E-2"], {"note": "theirs"}, NOW, "eli", "Changed")
        await fill(pilot, work_type="Design")
        await press(app, pilot, "ctrl+s", "ctrl+s")
        await until(pilot, lambda: app.data.fetch_now(read_entry, "E-1").work_type == "design")
        assert app.data.fetch_now(read_entry, "E-2").note == "theirs"
        assert app.data.fetch_now(read_entry, "E-1").note == "one"


@pytest.mark.parametrize("key", ["ctrl+t", "ctrl+y"])
async def test_found_2_1_a_joint_edit_of_the_same_field_is_asked_about(tmp_path: Path, key: str) -> None:
    app = prepared(tmp_path)
    asked = "Eli changed this at 16:00 to “one, theirs”"
    async with running(app) as pilot:
        await altering(app, pilot, ALL)
        app.data.write_now(alter_entries, ["E-2"], {"note": "theirs"}, NOW, "eli", "Changed")
        await fill(pilot, note="mine")
        await press(app, pilot, "ctrl+s", "ctrl+s")
        await until(pilot, lambda: asked in " ".join(screen_text(app).split()))
        await press(app, pilot, key)
        await press(app, pilot, "ctrl+s")
        if key == "ctrl+t":
            await until(pilot, lambda: "nothing is filled in" in screen_text(app))
            assert app.data.fetch_now(read_entry, "E-2").note == "theirs"
        else:
            await press(app, pilot, "ctrl+s")
            await until(pilot, lambda: app.data.fetch_now(read_entry, "E-2").note == "mine")


async def test_found_2_1_a_move_that_changes_nothing_takes_no_request_away(tmp_path: Path) -> None:
    app = prepared(tmp_path)
    app.data.write_now(alter_entries, ["E-1"], {"request": "R-1"}, NOW, "dana", "Moved")
    async with running(app) as pilot:
        await altering(app, pilot, MOVE)
        await press(app, pilot, "ctrl+s")
        await until(pilot, lambda: "nothing is filled in" in screen_text(app))
        assert app.data.fetch_now(read_entry, "E-1").request == "R-1"


async def noting(app: DeskApp, pilot: Any) -> Note:
    app.run_worker(edit_note_on_screen(app, 1, "rang twice"))
    await until(pilot, lambda: isinstance(app.screen, Note))
    assert isinstance(app.screen, Note)
    app.screen.area.text = "rang three times"
    return app.screen


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [("t", "theirs"), ("m", "rang three times"), ("b", "theirs\n\nrang three times")],
)
async def test_found_2_1_a_note_that_both_changed_is_asked_about(
    tmp_path: Path, answer: str, wanted: str
) -> None:
    app = prepared(tmp_path)
    async with running(app) as pilot:
        await noting(app, pilot)
        app.data.write_now(edit_note, 1, "theirs", NOW, "eli")
        await press(app, pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "Eli changed this note at 16:00 to:" in screen_text(app)
        assert "rang three times" in screen_text(app)
        await press(app, pilot, answer)
        await until(pilot, lambda: not app.screen.is_modal)
        assert app.data.fetch_now(note_form, 1) == {"text": wanted}


async def test_found_5_5_an_emptied_note_is_deleted_when_that_is_meant(tmp_path: Path) -> None:
    app = prepared(tmp_path)
    async with running(app) as pilot:
        note = await noting(app, pilot)
        note.area.text = ""
        await press(app, pilot, "ctrl+s", "y")
        await until(pilot, lambda: not app.screen.is_modal)
        with pytest.raises(NotFound):
            app.data.fetch_now(note_form, 1)


async def test_found_2_1_the_text_of_a_note_that_was_deleted_stays(tmp_path: Path) -> None:
    app = prepared(tmp_path)
    async with running(app) as pilot:
        first = await noting(app, pilot)
        app.data.write_now(delete_note, 1, NOW, "eli")
        await press(app, pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, Note) and app.screen is not first)
        assert isinstance(app.screen, Note)
        assert app.screen.area.text == "rang three times"


async def queue_row(app: DeskApp) -> Any:
    from models.queries.requests.page import read_request_page

    page = await app.data.fetch(read_request_page, "R-1", NOW)
    return page.row


async def test_found_2_1_a_cause_that_both_gave_is_asked_about(tmp_path: Path) -> None:
    app = prepared(tmp_path)
    async with running(app) as pilot:
        app.run_worker(set_cause(app, [await queue_row(app)]))
        await until(pilot, lambda: isinstance(app.screen, Form) and app.screen.view.size.width)
        app.data.write_now(set_fields, ["R-1"], NOW, "eli", cause="dns")
        await fill(pilot, cause="user")
        await press(app, pilot, "ctrl+s", "ctrl+s")
        await until(pilot, lambda: "Eli changed this at 16:00 to “dns”" in screen_text(app))
        await press(app, pilot, "ctrl+y", "ctrl+s")
        await until(pilot, lambda: app.data.fetch_now(read_request, "R-1").cause == "user")


async def test_found_2_1_resolving_takes_no_cause_of_a_colleague_away(tmp_path: Path) -> None:
    app = prepared(tmp_path)
    app.data.write_now(set_fields, ["R-1"], NOW, "dana", cause="old")
    async with running(app) as pilot:
        app.run_worker(resolve(app, await queue_row(app)))
        await until(pilot, lambda: isinstance(app.screen, Form) and app.screen.view.size.width)
        app.data.write_now(set_fields, ["R-1"], NOW, "eli", cause="dns")
        await press(app, pilot, "ctrl+s", "ctrl+s")
        await until(pilot, lambda: app.data.fetch_now(read_request, "R-1").state == "resolved")
        assert app.data.fetch_now(read_request, "R-1").cause == "dns"


async def test_found_2_1_what_was_resolved_meanwhile_is_said(tmp_path: Path) -> None:
    app = prepared(tmp_path)
    async with running(app) as pilot:
        app.run_worker(resolve(app, await queue_row(app)))
        await until(pilot, lambda: isinstance(app.screen, Form) and app.screen.view.size.width)
        app.data.write_now(resolve_request, "R-1", "dns", NOW, "eli")
        await fill(pilot, cause="dns")
        await press(app, pilot, "ctrl+s", "ctrl+s")
        await until(pilot, lambda: "R-1 is resolved already" in screen_text(app))


async def test_found_2_1_moving_a_timers_start_leaves_the_note_of_another_window(tmp_path: Path) -> None:
    app = prepared(tmp_path)
    app.data.write_now(start_timer, TimerStart("dana", "acme", note="first"), NOW - 600)
    async with running(app) as pilot:
        from tui.dialogs.time.timer_forms import began_form

        await until(pilot, lambda: app.session is not None and app.session.running is not None)
        assert app.session is not None
        assert app.session.running is not None
        app.push_screen(began_form(app, "dana", app.session.running))
        await until(pilot, lambda: isinstance(app.screen, Form) and app.screen.view.size.width)
        app.data.write_now(describe_running, "dana", NOW, "from the other window")
        await fill(pilot, started_at="-20m")
        await press(app, pilot, "ctrl+s")
        await until(pilot, lambda: not app.screen.is_modal)
        key = app.session.running.entry.key
        entry = app.data.fetch_now(read_entry, key)
        assert (entry.started_at, entry.note) == (NOW - 1200, "from the other window")
