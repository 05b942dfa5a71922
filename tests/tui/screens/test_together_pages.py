"""Does a key ever hit what a person does not look at: another client's request, another agent's day?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.months import Month
from models.services.desk.removal import remove
from models.services.month_end.months import close_month
from models.services.requests.life import assign_requests, delete_request
from models.services.requests.rows import read_request
from models.storage.rows.reading import read_closed_through
from tests.opened import entry, small_book
from tests.tui.conftest import NOW, desk_app, fill, press, running, screen_text, until
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Form
from tui.screens.clients.screen import Clients
from tui.screens.requests.screen import Requests
from tui.screens.timesheet.screen import Timesheet


def asks(key: str, client: str, day: int) -> dict[str, Any]:
    at = f"2026-03-{day:02d}T09:00:00Z"
    return {"key": key, "client": client, "subject": f"Subject {key}", "reported_at": at, "assignee": "dana"}


def book() -> dict[str, Any]:
    found = small_book(
        requests=[asks("R-1", "acme", 1), asks("R-2", "beta", 2), asks("R-3", "gamma", 3)],
        entries=[
            entry("E-1", "2026-02-10T10:00", "2026-02-10T10:30", agent="eli"),
            entry("E-2", "2026-03-03T10:00", "2026-03-03T10:30"),
        ],
    )
    found["agents"].append({"key": "eli", "name": "Eli", "weekly_hours": "40:00"})
    found["clients"] += [{"key": "beta", "name": "Beta"}, {"key": "gamma", "name": "Gamma"}]
    return found


def queue(app: Any) -> Requests:
    assert isinstance(app.base_screen, Requests)
    return app.base_screen


SIZES = [(80, 24), (120, 40)]


@pytest.mark.parametrize("size", SIZES)
async def test_found_2_6_a_resolved_request_keeps_its_page_and_the_next_key(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    app = desk_app(tmp_path, book())
    async with running(app, size) as pilot:
        await press(app, pilot, "2")
        await until(pilot, lambda: app.current_mode == "requests" and queue(app).queue.count == 3)
        await press(app, pilot, "down", "enter")
        await until(pilot, lambda: queue(app).page.has_focus)
        first = queue(app).queue.cursor_key
        await press(app, pilot, "r")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await fill(pilot, cause="dns")
        await press(app, pilot, "ctrl+s")
        await until(pilot, lambda: not app.screen.is_modal)
        await until(pilot, lambda: queue(app).view.rows[-1].state == "resolved")  # type: ignore[union-attr]
        assert queue(app).queue.cursor_key == first
        assert queue(app).queue.cursor == 1
        await press(app, pilot, "o", "o")
        await until(pilot, lambda: app.data.fetch_now(read_request, str(first)).state == "open")
        others = [key for key in ("R-1", "R-2", "R-3") if key != first]
        assert all(app.data.fetch_now(read_request, key).state == "new" for key in others)


@pytest.mark.parametrize("size", SIZES)
async def test_found_2_6_one_that_leaves_the_filter_stays_until_its_page_is_left(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    app = desk_app(tmp_path, book())
    async with running(app, size) as pilot:
        await press(app, pilot, "2")
        await until(pilot, lambda: app.current_mode == "requests" and queue(app).queue.count == 3)
        await press(app, pilot, "M")
        await press(app, pilot, "enter")
        await until(pilot, lambda: queue(app).page.has_focus)
        key = str(queue(app).queue.cursor_key)
        app.data.write_now(assign_requests, [key], "eli", NOW, "eli")
        app.data_changed.publish(None)
        await until(pilot, lambda: queue(app).view.also == key)  # type: ignore[union-attr]
        assert queue(app).queue.cursor_key == key
        await press(app, pilot, "escape")
        await until(pilot, lambda: queue(app).queue.count == 2 and queue(app).queue.has_focus)


@pytest.mark.parametrize("size", SIZES)
async def test_found_2_6_one_that_is_deleted_leads_back_to_the_list(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    app = desk_app(tmp_path, book())
    async with running(app, size) as pilot:
        await press(app, pilot, "2")
        await until(pilot, lambda: app.current_mode == "requests" and queue(app).queue.count == 3)
        await press(app, pilot, "enter")
        await until(pilot, lambda: queue(app).page.has_focus)
        key = str(queue(app).queue.cursor_key)
        app.data.write_now(delete_request, key, NOW, "eli")
        app.data_changed.publish(None)
        await until(pilot, lambda: queue(app).queue.count == 2 and queue(app).queue.has_focus)
        assert not queue(app).has_class("paged")


async def test_found_2_7_the_way_to_a_days_sheet_is_a_visit_and_back_restores_it(tmp_path: Path) -> None:
    app = desk_app(tmp_path, book())
    async with running(app, (80, 24)) as pilot:
        await press(app, pilot, "5")
        await until(pilot, lambda: app.current_mode == "timesheet")
        sheet = app.base_screen
        assert isinstance(sheet, Timesheet)
        await until(pilot, lambda: sheet.view is not None and sheet.view.agent == "dana")
        day = sheet.day
        for leave in ("escape", "1"):
            await press(app, pilot, "6")
            await until(pilot, lambda: app.current_mode == "month")
            from tui.screens.month.fixes import _timesheet

            await _timesheet(app, "day", "eli 2026-02-10")
            await until(pilot, lambda: sheet.view is not None and sheet.view.agent == "eli")
            await pilot.pause()
            assert "Eli, not you · esc back" in screen_text(app)
            await press(app, pilot, "a")
            await until(pilot, lambda: isinstance(app.screen, Form))
            await until(pilot, lambda: "Add time for Eli, not you" in screen_text(app))
            await press(app, pilot, "escape")
            await press(app, pilot, leave)
            await until(pilot, lambda: app.current_mode != "timesheet")
            await press(app, pilot, "5")
            await until(pilot, lambda: sheet.view is not None and sheet.view.agent == "dana")
            assert sheet.day == day
            assert "not you" not in screen_text(app)


async def test_found_2_4_undo_of_a_close_asks_on_every_screen(tmp_path: Path) -> None:
    app = desk_app(tmp_path, book())
    app.data.write_now(close_month, Month(2026, 2), NOW, "dana")
    async with running(app, (80, 24)) as pilot:
        for mode in "1234567":
            await press(app, pilot, mode)
            await press(app, pilot, "u")
            await until(pilot, lambda: isinstance(app.screen, Confirm))
            assert "February 2026 is open again, for everybody" in screen_text(app)
            await press(app, pilot, "escape")
            await until(pilot, lambda: not app.screen.is_modal)
        assert app.data.fetch_now(read_closed_through) == Month(2026, 2)
        await press(app, pilot, "u", "y")
        await until(pilot, lambda: app.data.fetch_now(read_closed_through) != Month(2026, 2))
        await press(app, pilot, "U")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "February 2026 is closed again" in screen_text(app)
        await press(app, pilot, "y")
        await until(pilot, lambda: app.data.fetch_now(read_closed_through) == Month(2026, 2))


@pytest.mark.parametrize("size", SIZES)
async def test_found_2_6_a_client_that_leaves_the_list_takes_its_page_along(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    app = desk_app(
        tmp_path, small_book(clients=[{"key": "acme", "name": "Acme Ltd"}, {"key": "beta", "name": "Beta"}])
    )
    async with running(app, size) as pilot:
        await press(app, pilot, "3")
        clients = app.base_screen
        assert isinstance(clients, Clients)
        await until(pilot, lambda: clients.clients.count == 2)
        await press(app, pilot, "enter")
        await until(pilot, lambda: clients.side.has_focus)
        app.data.write_now(remove, "client", "acme", NOW, "dana")
        app.data_changed.publish(None)
        await until(pilot, lambda: clients.clients.count == 1 and clients.clients.has_focus)
        assert clients.clients.cursor_key == "beta"
        assert not clients.has_class("on-page")
