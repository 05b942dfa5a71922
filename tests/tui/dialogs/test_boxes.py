"""Is what a question is about in sight while it is asked? Boxes, pages, and the keys below them."""

from __future__ import annotations

from datetime import date

import pytest
from textual.pilot import Pilot

from tests.tui.conftest import until
from tests.tui.helpers import app_showing, picture, things
from tui.dialogs.base import Dialog
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Form
from tui.dialogs.note import Note
from tui.dialogs.pick import Option, Pick
from tui.program.app import DeskApp
from tui.widgets.form.fields import Choice, Date, TextField
from tui.widgets.list.rows import RowList

SIZES = [(80, 24), (100, 30), (120, 40), (200, 50)]
PEOPLE = [("dana", "Dana"), ("mo", "Mo"), ("ivan", "Ivan"), ("priya", "Priya")]


def _assign() -> Dialog[object]:
    return Pick("Assign", [Option(key, name) for key, name in PEOPLE])


def _cause() -> Dialog[object]:
    causes = [(f"cause{n}", f"cause {n}") for n in range(14)]
    return Form("Cause", [Choice("cause", "Cause", choices=causes)])  # type: ignore[return-value]


def _absence() -> Dialog[object]:
    first = Choice("who", "Who", choices=PEOPLE)
    days = [Date("first", "From", today=date(2026, 11, 26)), Date("last", "To", today=date(2026, 11, 26))]
    return Form("Absence", [first, *days, TextField("why", "Why")])  # type: ignore[return-value]


def _state() -> Dialog[object]:
    answers = (("o", "open"), ("w", "waiting for client"), ("r", "resolved"), ("c", "closed"))
    return Confirm("State", "new since 11:30", answers)  # type: ignore[return-value]


def _note() -> Dialog[object]:
    return Note("Note", "")  # type: ignore[return-value]


BOXES = [_assign, _cause, _absence, _state, _note]


async def _ask(app: DeskApp, pilot: Pilot[int], dialog: Dialog[object], row: int) -> None:
    app.screen.query_one(RowList).move_to(row)
    app.push_screen(dialog)
    await pilot.pause()
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("make", BOXES, ids=lambda make: make.__name__)
async def test_the_row_a_box_is_about_is_in_sight(make: object, size: tuple[int, int]) -> None:
    app = app_showing(things(100))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        rows = app.screen.query_one(RowList)
        for row in (0, rows.body_height // 2, rows.body_height - 1):
            dialog = make()  # type: ignore[operator]
            await _ask(app, pilot, dialog, row)
            lines = picture(app)
            sheet = dialog.query_one("#sheet").region
            assert any(f"subject {row} " in line for line in lines), row
            assert any(dialog._top._words in line for line in lines)
            assert sheet.height < size[1] * 2 / 3
            assert sheet.y >= 0
            assert sheet.bottom <= size[1]
            assert any("esc" in line for line in lines[sheet.y : sheet.bottom])
            dialog.dismiss(None)
            await pilot.pause()


async def test_what_needs_the_room_is_a_page() -> None:
    many = [TextField(f"f{n}", f"Field {n}") for n in range(12)]
    long = "\n".join(f"line {n}" for n in range(30))
    for dialog in (Form("Many", many), Note("Note", long)):
        app = app_showing(things(100))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await _ask(app, pilot, dialog, 3)  # type: ignore[arg-type]
            assert not dialog.has_class("boxed")
            assert not any("subject" in line for line in picture(app))


async def test_a_box_grows_for_what_is_said_below_its_fields_and_never_shrinks() -> None:
    form = Form(
        "Time",
        [TextField("what", "What")],
        preview=lambda values: [f"line {n}" for n in range(len(values.get("what") or ""))],
    )
    app = app_showing(things(100))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await _ask(app, pilot, form, 0)  # type: ignore[arg-type]
        before = form.query_one("#sheet").region.height
        await pilot.press(*"abc")
        await pilot.pause()
        assert "line 2" in "\n".join(picture(app))
        grown = form.query_one("#sheet").region.height
        assert grown > before
        await pilot.press("backspace", "backspace")
        await pilot.pause()
        assert form.query_one("#sheet").region.height == grown


async def test_a_box_becomes_a_page_where_the_terminal_has_no_room_for_it() -> None:
    form = _absence()
    app = app_showing(things(100))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await _ask(app, pilot, form, 0)
        assert form.has_class("boxed")
        for height, boxed in ((14, False), (24, True)):
            await pilot.resize_terminal(80, height)
            await until(pilot, lambda: form.has_class("boxed") == boxed)  # noqa: B023  # asked at once


async def test_the_keys_of_the_screen_stand_still_behind_a_box() -> None:
    app = app_showing(things(100))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        before = picture(app)[-1]
        dialog = _assign()
        await _ask(app, pilot, dialog, app.screen.query_one(RowList).body_height - 1)
        assert dialog.has_class("above")
        assert picture(app)[-1] == before
        dialog.dismiss(None)
        await pilot.pause()
        await pilot.pause()
        assert picture(app)[-1] == before
