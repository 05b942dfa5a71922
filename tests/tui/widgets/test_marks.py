"""Do only marks that can be seen act, and is their count always on the screen? (FOUND 2.3)"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.opened import entry
from tests.tui.conftest import desk_app, press, running, screen_text, settle, write
from tests.tui.requests_book import queue_book
from tui.dialogs.confirm import Confirm
from tui.program.app import DeskApp
from tui.screens.requests.screen import Requests
from tui.screens.timesheet.screen import Timesheet
from tui.widgets.list.rows import RowList

WEEK = (
    entry("E-1", "2026-03-04T10:00", "2026-03-04T10:47"),
    entry("E-2", "2026-03-04T11:00", "2026-03-04T11:30", client="ivy"),
    entry("E-3", "2026-03-03T10:00", "2026-03-03T11:00", client="smith"),
)


def queue(app: DeskApp) -> RowList[object]:
    assert isinstance(app.screen_stack[0], Requests)
    return app.screen_stack[0].queue  # type: ignore[return-value]


async def test_found_2_3_a_mark_that_a_filter_hides_does_not_act(tmp_path: Path) -> None:
    app = desk_app(tmp_path, queue_book())
    async with running(app) as pilot:
        await press(app, pilot, "2")
        rows = queue(app)
        rows.move_to_key("R-3")
        await press(app, pilot, "x")
        assert "1 marked" in screen_text(app)
        await press(app, pilot, "slash")
        await write(app, pilot, "logo")
        assert "1 marked, 1 hidden" in screen_text(app)
        await press(app, pilot, "enter")
        assert "1 marked, 1 hidden" in screen_text(app)
        assert [row.key for row in rows.acting] == ["R-5"]  # type: ignore[attr-defined]
        await press(app, pilot, "X")
        assert "R-5 New logo (Ivy Street)" in screen_text(app)
        assert "R-3" not in screen_text(app)
        await press(app, pilot, "escape", "escape")
        assert "1 marked" in screen_text(app)
        assert "hidden" not in screen_text(app)


async def test_found_2_3_a_joint_question_names_the_clients(tmp_path: Path) -> None:
    app = desk_app(tmp_path, queue_book())
    async with running(app) as pilot:
        await press(app, pilot, "2")
        rows = queue(app)
        for key in ("R-2", "R-3", "R-4"):
            rows.move_to_key(key)
            await press(app, pilot, "x")
        await press(app, pilot, "A")
        asked = screen_text(app).partition("Assign 3 requests (")[2].splitlines()
        title = " ".join(asked[:2])
        assert "Acme Ltd" in title
        assert "Smith & Co [UK]" in title


async def test_found_2_3_a_reload_that_takes_a_marked_row_away_takes_its_mark_away(tmp_path: Path) -> None:
    app = desk_app(tmp_path, queue_book())
    async with running(app) as pilot:
        await press(app, pilot, "2")
        rows = queue(app)
        for key in ("R-3", "R-5"):
            rows.move_to_key(key)
            await press(app, pilot, "x")
        await press(app, pilot, "M")  # only mine: R-5 is nobody's
        assert rows.marked == {"R-3"}
        await press(app, pilot, "M")
        assert rows.marked == {"R-3"}
        assert "1 marked" in screen_text(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_found_2_3_behind_an_open_page_only_its_request_is_meant(
    size: tuple[int, int], tmp_path: Path
) -> None:
    app = desk_app(tmp_path, queue_book())
    async with running(app, size) as pilot:
        await press(app, pilot, "2")
        rows = queue(app)
        rows.move_to_key("R-3")
        await press(app, pilot, "x")
        rows.move_to_key("R-5")
        await press(app, pilot, "enter")
        await press(app, pilot, "X")
        hidden = not rows.size.width or not rows.display
        if hidden:
            assert "R-5" in screen_text(app)
            assert "R-3" not in screen_text(app)


async def test_found_2_3_a_mark_stays_with_its_day(tmp_path: Path) -> None:
    app = desk_app(tmp_path, queue_book(entries=list(WEEK), requests=[]))
    async with running(app) as pilot:
        await press(app, pilot, "5")
        screen = app.screen
        assert isinstance(screen, Timesheet)
        await press(app, pilot, "x")
        assert "1 marked" in screen_text(app)
        await press(app, pilot, "left")
        assert "marked" not in screen_text(app)
        await press(app, pilot, "d")
        assert isinstance(app.screen, Confirm)
        assert "Delete E-3 (Smith & Co [UK], Tue 3 Mar)" in screen_text(app)
        await press(app, pilot, "escape")
        await press(app, pilot, "right")
        await press(app, pilot, "x", "x")
        await press(app, pilot, "d")
        assert "Delete 2 entries (Acme Ltd, Ivy Street, Wed 4 Mar)" in screen_text(app)
        await press(app, pilot, "escape")
        await press(app, pilot, "slash")
        await write(app, pilot, "ivy")
        assert "2 marked, 1 hidden" in screen_text(app)
        await press(app, pilot, "enter", "d")
        assert "Delete E-2 (Ivy Street, Wed 4 Mar)" in screen_text(app)
        await settle(app, pilot)
