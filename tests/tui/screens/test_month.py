"""Can a month be reviewed, closed and stated from the keyboard, without losing one's place?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from models.domain.basics.months import Month
from models.domain.planning.opportunities import Opportunity
from models.queries.month_end.review import read_month_end
from models.services.contracts.talks import talk_about
from models.services.month_end.months import close_month
from models.storage.engine import Opened
from models.storage.rows.reading import read_closed_through, read_entries
from tests.month_desk import ENTRIES, NOW, entry, month_desk
from tests.tui.conftest import press as press_keys
from tests.tui.helpers import picture
from tests.tui.rest import at_rest
from tui.data import Data
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Form
from tui.dialogs.help import key_rows
from tui.dialogs.textview import TextView
from tui.dialogs.time.entry_form import EntryForm
from tui.program.app import DeskApp
from tui.screens.month import screen as month_screen
from tui.screens.month.lines import client_cells, detail_lines
from tui.screens.month.phrases import closing_words
from tui.screens.month.screen import MonthEnd

FEBRUARY = Month(2026, 2)
RUNNING = entry("E-30", "2026-02-27T18:00:00Z", None, agent="mo")


class MonthApp(DeskApp):
    """The program, opened on the month."""

    DEFAULT_MODE = "month"


def make(folder: Path, entries: tuple[Mapping[str, Any], ...] = ENTRIES) -> tuple[MonthApp, Opened]:
    """The app on the small desk."""
    opened = month_desk(folder, entries)
    return MonthApp(Data(opened.path, opened.connection), clock=lambda: NOW), opened


async def settle(pilot: Pilot[int]) -> MonthEnd:
    """All workers done, everything painted; the month's screen."""
    await at_rest(cast("DeskApp", pilot.app))
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, MonthEnd)
    return screen


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press, and let the dialog come up; workers may wait for it."""
    await press_keys(cast("DeskApp", pilot.app), pilot, *keys)


def shown(app: DeskApp) -> str:
    """The screen as text."""
    return "\n".join(picture(app))


async def test_a_month_that_takes_long_says_at_once_which_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = Event()

    def slow(month: Month | None, now: int) -> Any:
        assert release.wait(60)
        return read_month_end(month, now)

    app, _ = make(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await settle(pilot)
        monkeypatch.setattr(month_screen, "read_month_end", slow)
        monkeypatch.setattr(month_screen, "QUIET_SECONDS", 0.01)
        await pilot.press("left")
        for _ in range(500):
            await pilot.pause(0.01)
            if ": being " in shown(app):
                break
        assert "January 2026 › closed   1 entry: being read" in shown(app)
        release.set()
        await settle(pilot)
        assert screen.view is not None
        assert screen.view.month == Month(2026, 1)
        assert ": being " not in shown(app)


def closed_through(opened: Opened) -> Month | None:
    """What the database says."""
    with opened.connection():
        return read_closed_through()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_review_at_a_glance(tmp_path: Path, size: tuple[int, int]) -> None:
    """Month, steps, checks, clients, the one under the cursor, sums and keys."""
    app, _ = make(tmp_path, (*ENTRIES, RUNNING))
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        text = shown(app)
        lines = text.split("\n")
        assert ("February 2026" if size[0] > 100 else "Feb 2026") in lines[3]
        assert "1 blocking" in lines[3]
        assert "0 of 2" in lines[3]
        assert "585.00" in lines[3]
        assert lines[4].split() == ["check", "problem", "where"]  # the sign of an order stands there
        assert lines[5].startswith("▸ blocking  a timer is running")
        assert "=Acme #strong[x]" in text
        assert "fee" in text
        assert "300.00" in text
        assert "per hour" in text
        assert "③ C closes" in lines[3]
        assert "? keys" in lines[-1]


async def test_a_wide_screen_shows_more_after_a_resize(tmp_path: Path) -> None:
    """Columns that had to go come back."""
    app, _ = make(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "billed apart" not in shown(app)
        await pilot.resize_terminal(140, 40)
        await settle(pilot)
        assert "billed apart" in shown(app)


async def test_marking_goes_on_and_keeps_the_place(tmp_path: Path) -> None:
    """enter marks and goes on, x takes a mark back, space is the timer; the step counts; the reload moves nothing."""
    app, _ = make(tmp_path)
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        screen.clients.focus()
        await press(pilot, "enter")
        await settle(pilot)
        assert screen.clients.cursor_key == "globex"
        assert screen.view is not None
        assert [row.reviewed_by for row in screen.view.clients] == ["", None]
        assert "1 of 2" in shown(app)
        await press(pilot, "up", "x")
        await settle(pilot)
        assert screen.view.reviewed == 0
        assert screen.clients.cursor_key == "globex"
        await press(pilot, "left")
        await settle(pilot)
        assert "Jan 2026" in shown(app)
        await press(pilot, "right")
        await settle(pilot)
        assert "Feb 2026" in shown(app)


async def test_a_check_is_one_key_from_its_fix_and_back_again(tmp_path: Path) -> None:
    """enter on an entry without a note opens its form over the review; escape is back where one was."""
    bare = entry("E-40", "2026-02-20T09:00:00Z", "2026-02-20T09:30:00Z", request="R-1", note="")
    app, _ = make(tmp_path, (*ENTRIES, bare))
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        screen = await settle(pilot)
        keys = [todo.key for todo in screen.view.todos] if screen.view else []
        screen.checks.move_to_key("no_note E-40 ")
        await press(pilot, "enter")
        assert isinstance(app.screen, EntryForm)
        form = app.screen
        form.view.set_text("note", "mended")
        await press(pilot, "ctrl+s")
        await settle(pilot)
        assert app.screen_stack == [screen]
        left = [todo.key for todo in screen.view.todos] if screen.view else []
        assert left == [key for key in keys if key != "no_note E-40 "]


async def test_a_running_timer_forbids_the_close_in_words(tmp_path: Path) -> None:
    """The refusal names it, the cursor stands on it, nothing was closed."""
    app, opened = make(tmp_path, (*ENTRIES, RUNNING))
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        screen = await settle(pilot)
        screen.clients.focus()
        await press(pilot, "C")
        await settle(pilot)
        assert app.screen is screen
        told = [note.message for note in app._notifications]
        assert any("cannot be closed: a timer is running" in message for message in told)
        assert screen.checks.has_focus
        assert screen.checks.cursor == 0
    assert closed_through(opened) == Month(2026, 1)


async def test_close_says_what_is_frozen_and_reopen_wants_a_reason(tmp_path: Path) -> None:
    """Escape leaves the month open; y closes it; R with an empty reason does nothing; with one it opens."""
    app, opened = make(tmp_path)
    async with app.run_test(size=(100, 34), notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "C")
        assert isinstance(app.screen, Confirm)
        text = shown(app)
        assert "2 clients, 6 entries" in text
        assert "total 585.00 EUR" in text
        assert "statements 2 to 3 are issued" in text
        assert "2 clients not reviewed" in text
        await press(pilot, "escape")
        assert closed_through(opened) == Month(2026, 1)
        await press(pilot, "C", "y")
        screen = await settle(pilot)
        assert closed_through(opened) == FEBRUARY
        assert screen.month == FEBRUARY
        assert "closed by" in shown(app)
        assert screen.clients.has_focus
        assert "no note" not in shown(app)
        assert screen.check_action("close_month", ()) is False
        await press(pilot, "R")
        assert isinstance(app.screen, Form)
        await press(pilot, "enter")
        assert isinstance(app.screen, Form)
        assert "Reason is needed" in shown(app)
        for key in ("a", "space", "c", "a", "l", "l", "enter"):
            await press(pilot, key)
        await settle(pilot)
        assert closed_through(opened) == Month(2026, 1)
        assert "statement 2 was issued, not reviewed again" in shown(app)
        await press(pilot, "C")
        assert "2 clients, 6 entries" in shown(app)
        assert "2 statements keep their numbers" in shown(app)


async def test_a_later_month_waits_its_turn(tmp_path: Path) -> None:
    """March cannot be closed before February."""
    app, opened = make(tmp_path)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "right")
        await settle(pilot)
        await press(pilot, "C")
        await settle(pilot)
        assert any("February 2026 comes first" in note.message for note in app._notifications)
    assert closed_through(opened) == Month(2026, 1)


async def test_a_statement_is_read_and_written(tmp_path: Path) -> None:
    """v shows it; p asks where to and writes it; the folder is remembered."""
    app, _ = make(tmp_path)
    folder = tmp_path / "out"
    async with app.run_test(size=(110, 40), notifications=True) as pilot:
        screen = await settle(pilot)
        screen.clients.focus()
        await press(pilot, "v")
        assert isinstance(app.screen, TextView)
        assert "Brought forward 0:00 + Granted 4:00" in shown(app)
        await press(pilot, "escape", "p")
        form = app.screen
        assert isinstance(form, Form)
        form.view.set_text("form", "JSON")
        form.view.set_text("folder", str(folder))
        form.view.set_text("address", "1 Quay; Port")
        await press(pilot, "ctrl+s")
        await settle(pilot)
        document = json.loads((folder / "2026-02-acme-draft.json").read_text())
        assert document["total"] == "390.00"
        assert document["desk"]["address"] == ["1 Quay", "Port"]


async def test_all_statements_are_written_with_a_bar(tmp_path: Path) -> None:
    """P writes one file for each client; a folder that is a file is refused beside its field."""
    app, _ = make(tmp_path)
    folder = tmp_path / "all"
    async with app.run_test(size=(110, 40), notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "P")
        form = app.screen
        assert isinstance(form, Form)
        form.view.set_text("form", "CSV")
        form.view.set_text("folder", str(tmp_path / "desk.db"))
        await press(pilot, "ctrl+s")
        assert len(app.screen_stack) == 2
        assert "is a file; accepted is a folder" in shown(app)
        form.view.set_text("folder", str(folder))
        await press(pilot, "ctrl+s")
        await settle(pilot)
        assert any("Wrote 2 statements" in note.message for note in app._notifications)
    assert sorted(path.name for path in folder.iterdir()) == [
        "2026-02-acme-draft.csv",
        "2026-02-globex-draft.csv",
    ]


async def test_invoice_lines_are_exported(tmp_path: Path) -> None:
    """E, the choice of lines, a file name."""
    app, _ = make(tmp_path)
    async with app.run_test(size=(110, 40), notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "E", *"drafts", "enter")
        form = app.screen
        assert isinstance(form, Form)
        form.view.set_text("file", str(tmp_path / "lines.csv"))
        await press(pilot, "ctrl+s")
        await settle(pilot)
    assert "acme" in (tmp_path / "lines.csv").read_text(encoding="utf-8-sig")


async def test_invoices_go_to_a_program_once(tmp_path: Path) -> None:
    """Of a closed month, with a mark; the second time the form says that nothing is new."""
    app, opened = make(tmp_path)
    with opened.connection():
        close_month(Month(2026, 2), NOW, "dana")
    async with app.run_test(size=(110, 40), notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "left", "E", *"hledger", "enter")
        form = app.screen
        assert isinstance(form, Form)
        form.view.set_text("file", str(tmp_path / "february.journal"))
        await press(pilot, "ctrl+s")
        await settle(pilot)
        await press(pilot, "E", *"hledger", "enter", "ctrl+s")
        assert "nothing new: each version went once" in shown(app)
        await press(pilot, "escape", "escape")
        await settle(pilot)
        assert "statement 2, handed to hledger" in shown(app)
    assert "Income:Support" in (tmp_path / "february.journal").read_text(encoding="utf-8")


async def test_an_empty_desk_says_so(tmp_path: Path) -> None:
    """No checks, no clients: two calm sentences, and the keys of a statement are hidden."""
    app, opened = make(tmp_path, ())
    with opened.connection():
        assert not list(read_entries())
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await settle(pilot)
        await press(pilot, "right")
        await settle(pilot)
        assert "Nothing to mend" in shown(app)
        assert screen.view is not None
        assert screen.view.month == Month(2026, 3)


async def test_found_2_4_a_statement_with_another_content_is_asked_about(tmp_path: Path) -> None:
    """n writes nothing, y writes over it; the very same bytes are no question."""
    app, _ = make(tmp_path)
    file = tmp_path / "out" / "2026-02-acme-draft.txt"
    file.parent.mkdir()
    file.write_text("somebody's notes", encoding="utf-8")
    async with app.run_test(size=(110, 40), notifications=True) as pilot:
        screen = await settle(pilot)
        for answer, kept in (("n", True), ("y", False), (None, False)):
            screen.clients.focus()
            await press(pilot, "p")
            form = app.screen
            assert isinstance(form, Form)
            form.view.set_text("form", "text")
            form.view.set_text("folder", str(file.parent))
            await press(pilot, "ctrl+s")
            asked = "This file is there already with another content" in shown(app)
            assert asked is (answer is not None)
            if answer is not None:
                await press(pilot, answer)
            await settle(pilot)
            assert (file.read_text(encoding="utf-8") == "somebody's notes") is kept


@pytest.mark.parametrize("height", [24, 40])
async def test_what_was_talked_about_stands_with_the_client(tmp_path: Path, height: int) -> None:
    app, opened = make(tmp_path)
    with opened.connection():
        talk_about(Opportunity("acme", "drift", date(2026, 2, 1), 0, 0), "bigger plan", None, NOW, "dana")
    async with app.run_test(size=(100, height)) as pilot:
        screen = await settle(pilot)
        screen.clients.focus()
        await settle(pilot)
        line = next(line for line in shown(app).split("\n") if "talked about" in line)
        assert "drift: bigger plan" in line


async def test_what_a_grant_says_goes_to_a_second_line_before_it_is_cut(tmp_path: Path) -> None:
    app, _ = make(tmp_path)
    async with app.run_test(size=(80, 50)) as pilot:
        screen = await settle(pilot)
        row, view = screen.clients.cursor_item, screen.view
        assert row is not None
        assert view is not None
    grant = row.grants[0]
    long = replace(
        row, grants=(replace(grant, words="Care plan 8 with phone", opening=90, drawn=60, closing=30),)
    )
    for width in (60, 80, 100):
        lines = detail_lines(long, view, width, 12)
        texts = ["".join(text for text, _ in line) for line in lines]
        assert all(len(text) <= width for text in texts)
        assert any("carried forward 0:30" in text for text in texts)


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (45, "3 months over: bigger plan?; holds late work"),
        (44, "3 months over: bigger plan?; holds late work"),
        (43, "3 months over: bigger plan? +1"),
        (20, "3 months over +1"),
        (12, "bigger? +1"),
        (7, "bigger?"),
        (3, "!"),
    ],
)
async def test_what_to_look_at_is_said_in_words_of_any_room(tmp_path: Path, width: int, words: str) -> None:
    _, opened = make(tmp_path)
    with opened.connection():
        row = read_month_end(FEBRUARY, NOW).clients[0]
    cell = client_cells(replace(row, warnings=("3 months over: bigger plan?", "holds late work")), "GBP")[-1]
    assert callable(cell)
    assert "".join(text for text, _ in cell(width)) == words


@pytest.mark.parametrize(
    ("warning", "word"),
    [
        ("contract has ended: on demand", "ended"),
        ("uses 10 %: ring them", "ring"),
        ("160 % of the usual work", "much"),
        ("holds late work", "late"),
    ],
)
async def test_every_warning_has_a_word_for_the_least_room(tmp_path: Path, warning: str, word: str) -> None:
    _, opened = make(tmp_path)
    with opened.connection():
        row = read_month_end(FEBRUARY, NOW).clients[0]
    cell = client_cells(replace(row, warnings=(warning,)), "GBP")[-1]
    assert callable(cell)
    assert "".join(text for text, _ in cell(7)) == word


async def test_the_other_half_of_a_pair_of_keys_stands_behind_it_in_the_help(tmp_path: Path) -> None:
    app, _ = make(tmp_path)
    async with app.run_test(size=(80, 40)) as pilot:
        screen = await settle(pilot)
        words = [row.words for row in key_rows(screen)]
        assert words.index("The month after") == words.index("The month before") + 1


@pytest.mark.parametrize(
    ("issued", "said"),
    [
        (0, "statement 2 is issued"),
        (1, "1 statement keeps its number, as version 2 or later where it differs"),
    ],
)
async def test_one_statement_is_spoken_of_as_one(tmp_path: Path, issued: int, said: str) -> None:
    _, opened = make(tmp_path)
    with opened.connection():
        view = read_month_end(FEBRUARY, NOW)
    one = replace(view, clients=view.clients[:1], issued=issued)
    words = closing_words(one)
    assert f"  {said}" in words.split("\n")
    assert "  1 client, " in words
