"""Does a file come in from the screen: chosen, seen as a list, answered in place, written as one step of undo?"""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from models.importers.mapping import read_mapping
from models.services.history.undo import undo
from tests.opened import small_book
from tests.texts import stored_book
from tests.tui.conftest import NOW, Clock, desk_app, press, running, screen_text, settle, until
from tui.dialogs.imports.files import options_in, path_option
from tui.dialogs.imports.flow import import_history
from tui.dialogs.imports.page import ImportPage
from tui.dialogs.pick import Pick
from tui.program.app import DeskApp

REPORT = """User,Client,Start date,Start time,End date,End time,Billable,Description
Dana Doe,Acme Ltd,2026-03-02,10:00,2026-03-02,11:00,Yes,first
Dana Doe,Acme Ltd,2026-03-02,10:30,2026-03-02,11:30,Yes,second
Zoe [/],Odd & Co,2026-03-03,10:00,2026-03-03,11:00,No,third
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    (folder / "Downloads" / "older").mkdir(parents=True)
    (folder / "Downloads" / "report.csv").write_text(REPORT)
    (folder / "Downloads" / "picture.png").write_bytes(b"x")
    monkeypatch.setenv("HOME", str(folder))
    return folder


def entries(app: DeskApp) -> list[tuple[str, str | None, str, int]]:
    found = app.data.fetch_now(stored_book).entries
    return [(e.agent, e.client, e.scope, ((e.ended_at or 0) - e.started_at) // 60) for e in found]


async def planned(app: DeskApp, pilot: Pilot[int]) -> ImportPage:
    """Choose the report, and wait for its plan."""
    import_history(app)
    await until(pilot, lambda: isinstance(app.screen, Pick))
    await press(app, pilot, *"report", "enter")
    await until(pilot, lambda: isinstance(app.screen, ImportPage) and app.screen._idle)
    await pilot.pause()
    assert isinstance(app.screen, ImportPage)
    return app.screen


async def answer(app: DeskApp, pilot: Pilot[int], page: ImportPage, *keys: str) -> None:
    """Press enter on the row under the cursor, answer, and wait for the next plan."""
    before = page._looked
    await press(app, pilot, "enter")
    await until(pilot, lambda: isinstance(app.screen, Pick))
    await press(app, pilot, *keys, "enter")
    await until(pilot, lambda: app.screen is page and page._idle and page._looked is not before)
    await pilot.pause()


def test_files_that_could_hold_work_come_first(home: Path) -> None:
    titles = [option.title for option in options_in(home / "Downloads")]
    assert titles == ["report.csv", "older/", "../", "Type a path …"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("~/times.csv", "~/times.csv"),
        ("  '/tmp/my times.csv' ", "/tmp/my times.csv"),
        ("/", "/"),
        ("report", None),
        ("older/", None),
        ("", None),
    ],
)
def test_a_path_is_no_words(text: str, path: str | None) -> None:
    option = path_option(text)
    assert (None if option is None else option.key) == path


async def test_a_path_that_is_typed_or_pasted_is_taken(tmp_path: Path, home: Path) -> None:
    app = desk_app(tmp_path, small_book())
    async with running(app) as pilot:
        import_history(app)
        await until(pilot, lambda: isinstance(app.screen, Pick))
        app.post_message(events.Paste("~/nowhere.csv"))
        await until(pilot, lambda: "▸ ~/nowhere.csv" in screen_text(app))
        await press(app, pilot, "enter")
        await until(pilot, lambda: "There is no file or folder ~/nowhere.csv" in screen_text(app))
        await until(pilot, lambda: isinstance(app.screen, Pick) and "report.csv" in screen_text(app))
        app.post_message(events.Paste(f"'{home / 'Downloads' / 'report.csv'}'"))
        await until(pilot, lambda: "this path" in screen_text(app))
        await press(app, pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, ImportPage))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_question_is_answered_in_place_and_what_enters_can_be_closed(
    tmp_path: Path, home: Path, size: tuple[int, int]
) -> None:
    app = desk_app(tmp_path, small_book())
    async with running(app, size) as pilot:
        page = await planned(app, pilot)
        text = screen_text(app)
        assert "3 open" in text
        assert "Who is “Dana Doe”?  2 lines" in text
        await answer(app, pilot, page, *"dana")
        assert "What of work that overlaps?  1 line" in screen_text(app)
        await press(app, pilot, "n")
        await until(
            pilot, lambda: page._idle and page._looked is not None and not page._looked.plan.asked("agent")
        )
        await answer(app, pilot, page)
        await answer(app, pilot, page)
        assert page._looked is not None
        assert page._looked.plan.counts.unmapped == 0
        await press(app, pilot, "i")
        await until(pilot, lambda: app.screen is not page)
        assert sorted(entries(app), key=str) == [
            ("dana", "acme", "support", 30),
            ("dana", "acme", "support", 60),
            ("zoe", "odd-co", "courtesy", 60),
        ]
        assert app.data.write_now(undo, NOW, "dana") == "Imported 3 entries from report.csv"
        assert entries(app) == []


async def test_one_line_is_settled_by_itself_and_an_answer_is_taken_back(tmp_path: Path, home: Path) -> None:
    app = desk_app(tmp_path, small_book())
    async with running(app, (120, 40)) as pilot:
        page = await planned(app, pilot)
        await press(app, pilot, "n")
        await until(
            pilot, lambda: page._idle and page._looked is not None and not page._looked.plan.asked("client")
        )
        await press(app, pilot, "f", "slash", *"second", "enter")
        await answer(app, pilot, page, *"leave")
        assert page._looked is not None
        assert page._looked.plan.counts.skipped == 1
        await press(app, pilot, "w")
        written = home / "deskhours" / "report.mapping.toml"
        await until(pilot, written.exists)
        mapping = read_mapping(written.read_bytes())
        assert mapping.lines == ((3, ("skip",)),)
        assert dict(mapping.agents)["Zoe [/]"] == "zoe"
        await press(app, pilot, "backspace")
        await until(
            pilot, lambda: page._idle and page._looked is not None and page._looked.plan.counts.skipped == 0
        )
        await press(app, pilot, "escape", "escape")
        assert entries(app) == []


async def test_a_plan_that_stands_open_over_midnight_says_what_one_opened_now_says(
    tmp_path: Path, home: Path
) -> None:
    """It tells of a file and of the desk at the time it was planned; nothing in it moves with the clock."""
    hands = Clock(NOW)
    app = desk_app(tmp_path, small_book(), now=NOW, clock=hands)
    async with running(app, (120, 40)) as pilot:
        await planned(app, pilot)
        hands.now += 9 * 3600
        app.tick()
        await settle(app, pilot)
        aged = screen_text(app)
        await press(app, pilot, "escape")
        await planned(app, pilot)
        assert aged == screen_text(app)
