"""Can time be found, added, mended and kept out of closed months with the keyboard alone?"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from textual.pilot import Pilot

from models.domain.values import Entry
from models.queries.time.timesheet import read_timesheet
from models.services.desk.desks import load_book
from models.services.history.undo import undo
from models.services.time.entries import add_entry, edit_entry
from models.storage import tables as t
from models.storage.database import open_database
from models.storage.rows.reading import read_entries, read_entry
from tests.opened import at, contract, entry, monthly, small_book
from tests.texts import parse_book
from tests.tui.conftest import until
from tests.tui.helpers import picture
from tui.data import Data
from tui.dialogs import preview_form
from tui.dialogs.confirm import Confirm
from tui.dialogs.preview_form import PreviewForm
from tui.open import OpenedDesk
from tui.program.app import DeskApp
from tui.screens.timesheet.screen import Timesheet

T = TypeVar("T")
NOW = at("2026-03-04T16:00")
"""A Wednesday."""


def book(**more: Any) -> dict[str, Any]:
    plan = contract(
        "plan",
        allowances=[monthly("0:20")],
        rates={"*": "90.00"},
        rounding={"increment": 15},
        fee={"amount": "350.00", "every": "month"},
    )
    entries = [
        entry("E-1", "2026-02-26T10:00", "2026-02-26T11:00", note="February [/]"),
        entry("E-2", "2026-03-02T10:00", "2026-03-02T10:47", request="R-1", note="call"),
        entry("E-3", "2026-03-02T11:00", "2026-03-02T11:30", request="R-1", note="more"),
        entry("E-4", "2026-03-03T09:00", "2026-03-03T10:00", agent="mo", note="[/] by mo"),
    ]
    return small_book(
        agents=[
            {"key": "dana", "name": "Dana", "weekly_hours": "40:00"},
            {"key": "mo", "name": "Mo [/]", "weekly_hours": "20:00"},
        ],
        clients=[{"key": "acme", "name": "Acme Ltd"}, {"key": "smith", "name": "Smith & Co [UK]"}],
        contracts=[plan],
        requests=[
            {
                "key": "R-1",
                "client": "acme",
                "subject": "Form [/] broken",
                "reported_at": "2026-03-01T08:00:00Z",
            },
            {"key": "R-2", "client": "smith", "subject": "Boat", "reported_at": "2026-03-01T09:00:00Z"},
        ],
        entries=entries,
        closed_months=["2026-02"],
        **more,
    )


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """The preview comes when it is asked for, never by the clock: the same on a slow machine."""
    monkeypatch.setattr(preview_form, "PAUSE", 3600)


class Desks:
    """An app on a database, and what stands in it."""

    def __init__(self, folder: Path, document: dict[str, Any]) -> None:
        self.opened = open_database(folder / "desk.db")
        with self.opened.connection():
            load_book(parse_book(json.dumps(document)), NOW, "load")
        self.data = Data(folder / "desk.db", self.opened.connection)
        self.pilot: Pilot[int]

    def query(self, read: Callable[..., T], *args: Any, **more: Any) -> T:
        return self.data.fetch_now(read, *args, **more)

    def entries(self) -> list[Entry]:
        return self.query(lambda: list(read_entries(t.Entry.key.not_in(["E-1", "E-2", "E-3", "E-4"]))))

    @property
    def app(self) -> DeskApp:
        app = self.pilot.app
        assert isinstance(app, DeskApp)
        return app

    @property
    def sheet(self) -> Timesheet:
        screen = self.app.base_screen
        assert isinstance(screen, Timesheet)
        return screen

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in picture(self.app))

    async def settle(self) -> None:
        """Wait until every worker has either ended or waits for the user in a dialog."""
        for _ in range(3):
            await self.pilot.pause()
            busy = [
                worker for worker in self.app.workers if worker.group in {"reload", "preview", "form", "find"}
            ]
            if busy:
                await self.app.workers.wait_for_complete(busy)

    async def keys(self, *keys: str) -> None:
        """Press keys; a text of several letters behind a `'` is typed."""
        for key in keys:
            await self.pilot.press(*(_letters(key[1:]) if key.startswith("'") else (key,)))
            if key not in IN_FORMS and not key.startswith("'"):
                await self.settle()

    async def save(self) -> None:
        """Enter, and once more where a question was asked."""
        await self.keys("enter")
        if isinstance(self.app.screen, PreviewForm):
            await self.keys("enter")


IN_FORMS = ("tab", "shift+tab", "ctrl+u", "up")
NAMES = {" ": "space", ":": "colon", "-": "minus", "+": "plus", "[": "left_square_bracket"}
NAMES |= {"]": "right_square_bracket", "/": "slash", ".": "full_stop", "&": "ampersand"}


def _letters(text: str) -> list[str]:
    return [NAMES.get(char, char) for char in text]


@asynccontextmanager
async def desk(folder: Path, size: tuple[int, int] = (80, 24), **more: Any) -> AsyncIterator[Desks]:
    desks = Desks(folder, book(**more))

    class TestApp(DeskApp):
        DEFAULT_MODE = "timesheet"

    place = OpenedDesk(desks.data, "tester", True, False, None, folder / "desk.db")
    app = TestApp(desks.data, clock=lambda: NOW, place=place)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        desks.pilot = pilot
        await desks.settle()
        desks.sheet.show_agent("dana")
        await desks.settle()
        yield desks


def toasts(app: DeskApp) -> str:
    return " | ".join(note.message for note in app._notifications)


async def to_monday(desks: Desks) -> None:
    await desks.keys("left", "left_square_bracket")
    assert "Mon 2 Mar 2026" in desks.text


async def test_days_weeks_and_people_are_one_key_away(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        assert "Wed 4 Mar 2026 · Dana" in desks.text
        assert "No time here. a adds some" in desks.text
        await to_monday(desks)
        assert "1:17 of 8:00" in desks.text
        assert "╌ 0:13 in gaps" in desks.text
        assert "Form [/] broken" in desks.text
        await desks.keys("w")
        assert "Week 10, 2–8 Mar 2026 · Dana" in desks.text
        assert "▸Mon  2" in desks.text
        await desks.keys("left")
        assert "Week 9, 23 Feb–1 Mar 2026" in desks.text
        assert "closed" in desks.text
        await desks.keys("right", "A", "'every", "enter")
        assert "everybody" in desks.text
        assert "Mo [/]" in desks.text
        assert "Dana        1:17" in desks.text
        await desks.keys("w", "t", "left")
        assert "Tue 3 Mar 2026 · everybody" in desks.text
        assert "[/] by mo" in desks.text


async def test_the_sheet_goes_as_far_as_the_horizon(tmp_path: Path) -> None:
    async with desk(tmp_path, (120, 40)) as desks:
        app, pilot = desks.app, desks.pilot
        await pilot.press("J")
        await until(pilot, lambda: "Jump to a date" in desks.text)
        await pilot.press(*_letters("2036-04-01"), "enter")
        await until(pilot, lambda: "Day: 2036-04-01 lies too far ahead" in desks.text)
        await pilot.press("ctrl+u", *_letters("2036-03-31"))
        await until(pilot, lambda: "Mon 31 Mar 2036" in desks.text)
        await pilot.press("enter")
        await until(pilot, lambda: "Mon 31 Mar 2036 · Dana" in desks.text)
        await pilot.press("right")
        await until(pilot, lambda: "2036-04-01 lies too far ahead" in toasts(app))
        assert "Mon 31 Mar 2036 · Dana" in desks.text


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (160, 50)])
async def test_every_size_has_room_for_entries(tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(tmp_path, size) as desks:
        await to_monday(desks)
        for _ in range(2):
            assert "Acme" in desks.text
            await desks.keys("w")
        assert ("Week 10" in desks.text) == (size[1] >= 36)


async def test_time_is_added_as_it_is_typed(tmp_path: Path) -> None:
    async with desk(tmp_path, (160, 50)) as desks:
        await to_monday(desks)
        await desks.keys("a", "'smith", "tab", "'R-2", "tab", "tab", "tab", "tab", "tab")
        assert "10:47" in desks.text, "the first gap of the day is proposed"
        await desks.keys("ctrl+u", "'9:15", "tab", "'1h30", "tab", "'boat [/] [bold]")
        await desks.save()
        added = desks.entries()[0]
        assert (added.client, added.request, added.note) == ("smith", "R-2", "boat [/] [bold]")
        assert (added.started_at, added.ended_at) == (at("2026-03-02T09:15"), at("2026-03-02T10:45"))
        assert desks.sheet.entries.cursor_key == added.key
        assert "boat [/] [bold]" in desks.text


async def test_a_request_brings_its_client(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        await desks.keys("a", "tab", "'R-1", "tab")
        assert "Acme Ltd" in desks.text
        await desks.keys("shift+tab", "shift+tab", "ctrl+u", "'smith", "tab")
        assert "R-1" not in desks.text
        await desks.keys("escape", "escape")
        assert desks.entries() == []


async def test_odd_times_are_asked_about_and_wrong_ones_explained(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        await desks.keys("a", "'acme", "tab", "tab", "tab", "tab", "tab", "tab", "ctrl+u", "'9:15", "tab")
        await desks.keys("'9:00", "enter")
        assert "before the start" in desks.text
        await desks.keys("ctrl+u", "'9:15", "enter")
        assert "nothing is spent; enter again saves it" in desks.text
        await desks.keys("enter")
        assert "needs a note" in desks.text
        await desks.keys("up", "ctrl+u", "'17:00", "enter")
        assert "lies in the future; enter again saves it" in desks.text
        await desks.keys("ctrl+u", "'25h", "enter")
        assert "lies in the future" in desks.text
        await desks.keys("ctrl+u", "'30m", "enter")
        assert [one.ended_at for one in desks.entries()] == [at("2026-03-04T09:45")]


async def test_an_edit_shows_what_it_does_before_it_is_saved(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        await to_monday(desks)
        await desks.keys("e", "tab", "tab", "tab", "tab", "tab", "tab", "tab", "ctrl+u", "'15m")
        await desks.keys("enter")
        assert isinstance(desks.app.screen, PreviewForm), "unseen, it is shown first"
        assert "total in March 545.00 → 477.50" in desks.text
        assert "overage in March 2:10 → 1:25" in desks.text
        assert desks.query(read_entry, "E-2").ended_at == at("2026-03-02T10:47")
        await desks.keys("enter")
        assert desks.query(read_entry, "E-2").ended_at == at("2026-03-02T10:15")


async def test_a_preview_that_was_seen_is_not_asked_about(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        await to_monday(desks)
        await desks.keys("C", "ctrl+u", "'courtesy", "tab")
        form = desks.app.screen
        assert isinstance(form, PreviewForm)
        form._look()
        await desks.settle()
        assert "overage in March 2:10 → 1:10" in desks.text
        await desks.keys("enter")
        assert desks.query(read_entry, "E-2").scope == "courtesy"


async def test_a_closed_month_refuses_and_says_how_to_go_on(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        desks.sheet.show_record("entry", "E-1")
        await desks.settle()
        assert "Thu 26 Feb 2026" in desks.text
        for key in ("e", "d", "b", "o", "C"):
            desks.app.clear_notifications()
            await desks.keys(key)
            assert desks.app.screen is desks.sheet
            assert "2026-02 is closed" in toasts(desks.app)
            assert "record the work late" in toasts(desks.app)
        assert desks.query(read_entry, "E-1").note == "February [/]"


async def test_work_in_a_closed_month_is_added_as_late(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        desks.sheet.show_record("entry", "E-1")
        await desks.settle()
        await desks.keys("a", "'acme", "tab", "tab", "tab", "tab", "tab", "tab", "tab", "'30m", "enter")
        assert "late work: February is closed, so this is shown in March" in desks.text
        await desks.keys("enter")
        assert [str(one.late_in) for one in desks.entries()] == ["2026-03"]
        assert "late Mar" in desks.text


async def test_what_began_the_day_before_says_so_on_the_sheet_of_the_next(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        night = replace(
            desks.query(read_entry, "E-3"),
            key="E-9",
            started_at=at("2026-03-02T23:30"),
            ended_at=at("2026-03-03T00:45"),
        )
        desks.query(add_entry, night, NOW, "dana")
        await desks.keys("ctrl+r")
        await to_monday(desks)
        assert "23:30–00:45 +1" in desks.text
        await desks.keys("right")
        assert "Tue 3 Mar 2026" in desks.text
        assert "Mon 23:30–00:45 " in desks.text
        assert "+1" not in desks.text


async def test_what_is_not_alike_is_named_by_its_clients_and_by_what_differs(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        await to_monday(desks)
        await desks.keys("g", "C", "ctrl+u", "'courtesy", "enter", "enter")
        assert desks.query(read_entry, "E-2").scope == "courtesy"
        desks.app.clear_notifications()
        await desks.keys("g", "m")
        said = toasts(desks.app)
        assert "Not merged (Acme Ltd" in said
        assert "differ in scope; only" in said
        await desks.keys("e")
        assert "Edit E-2 (Acme Ltd, Mon 2 Mar)" in desks.text


async def test_split_merge_and_delete(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        await to_monday(desks)
        await desks.keys("b", "'11:30", "enter")
        assert "lies outside the entry" in desks.text
        await desks.keys("ctrl+u", "'20m")
        await desks.save()
        assert desks.query(read_entry, "E-2").ended_at == at("2026-03-02T10:20")
        assert [one.started_at for one in desks.entries()] == [at("2026-03-02T10:20")]
        await desks.keys("g", "m")
        assert "The minutes stay the same." in desks.text
        await desks.keys("y")
        assert desks.entries() == []
        await desks.keys("g", "m")
        assert "0:13 between them" in desks.text
        desks.app.clear_notifications()
        await desks.keys("escape", "G", "d")
        assert isinstance(desks.app.screen, Confirm)
        assert "Delete E-3, 0:30?" in desks.text
        assert "overage in March 2:10 → 1:40" in desks.text
        await desks.keys("y")
        assert [row.key for row in desks.query(read_timesheet, NOW, agent="dana").rows] == ["E-2"]
        desks.query(undo, NOW, "dana")
        assert desks.query(read_entry, "E-3").note == "more"


async def test_marked_entries_change_together(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        await to_monday(desks)
        await desks.keys("x", "x", "e")
        assert "Change 2 entries" in desks.text
        await desks.keys("'smith")
        await desks.save()
        await desks.save()
        both = [desks.query(read_entry, key) for key in ("E-2", "E-3")]
        assert [(one.client, one.request) for one in both] == [("smith", None)] * 2
        assert desks.sheet.entries.marked == frozenset()
        await desks.keys("g", "x", "o", "ctrl+u", "'acme", "tab", "'R-1")
        await desks.save()
        await desks.save()
        assert desks.query(read_entry, "E-2").request == "R-1"


async def test_a_copy_follows_the_last_entry(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        await to_monday(desks)
        await desks.keys("G", "y")
        assert "Add time" in desks.text
        await desks.save()
        copy = desks.entries()[0]
        assert (copy.note, copy.request) == ("more", "R-1")
        assert (copy.started_at, copy.ended_at) == (at("2026-03-02T10:47"), at("2026-03-02T11:17"))


async def test_what_somebody_else_changed_is_not_overwritten(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        await to_monday(desks)
        await desks.keys("e")
        old = desks.query(read_entry, "E-2")
        from dataclasses import replace

        desks.query(edit_entry, replace(old, note="by mo"), NOW, "mo")
        await desks.keys(
            "tab", "tab", "tab", "tab", "tab", "tab", "tab", "tab", "ctrl+u", "'mine [/]", "enter"
        )
        await until(desks.pilot, lambda: "Mo [/] changed this at 16:00" in desks.text)
        assert "to “by mo”: ctrl+t takes theirs, ctrl+y" in desks.text
        assert desks.query(read_entry, "E-2").note == "by mo"
        assert "mine [/]" in desks.text


async def test_a_note_of_several_lines_survives_an_edit(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        from dataclasses import replace

        old = desks.query(read_entry, "E-2")
        desks.query(edit_entry, replace(old, note="one\ntwo"), NOW, "dana")
        await desks.keys("ctrl+r")
        await to_monday(desks)
        await desks.keys("e", "tab", "tab", "tab", "ctrl+u", "'courtesy", "tab")
        await desks.save()
        await desks.save()
        new = desks.query(read_entry, "E-2")
        assert (new.note, new.scope) == ("one\ntwo", "courtesy")


async def test_the_day_of_a_person_can_be_asked_for(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        desks.sheet.show_record("day", "mo 2026-03-03")
        await desks.settle()
        assert "Tue 3 Mar 2026 · Mo [/]" in desks.text
        target = desks.sheet.work_target()
        assert target is not None
        assert (target.client, target.note) == ("acme", "[/] by mo")
