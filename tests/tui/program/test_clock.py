"""Is every word on the screen right at each minute, on a new day, in a new month, and on return to a screen?"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.segment import Segment
from textual._compositor import ChopsUpdate, CompositorUpdate
from textual.strip import Strip

from tests.opened import at, contract, entry, monthly, small_book
from tests.tui.conftest import Clock, desk_app, press, running, screen_text, settle
from tui.program.app import DeskApp
from tui.textual_private.cropped import write_changed_cells_only

NOW = at("2026-11-26T09:20")
"""A Thursday."""
MODES = ("dashboard", "requests", "clients", "renewals", "timesheet", "month", "capacity")


def clock_book(**more: Any) -> dict[str, Any]:
    """A client with hours, a request due at 10:00, and a contract to decide about by 5 December."""
    tier = {"key": "gold", "name": "Gold", "first_response": "1h", "resolution": "2d", "clock": "working"}
    terms = {"allowances": [monthly("5:00")], "renewal": {"mode": "manual", "notice_months": 1}}
    book = small_book(
        tiers=[tier],
        clients=[{"key": "acme", "name": "Acme Ltd", "tier": "gold"}],
        contracts=[contract("acme-2026", ends="2027-01-05", **terms)],
        requests=[
            {"key": "R-1", "client": "acme", "subject": "Form broken", "reported_at": "2026-11-26T09:10:00Z"}
        ],
        entries=[entry("E-1", "2026-11-26T08:00", "2026-11-26T09:00")],
    )
    return book | more


def app_at(folder: Path, hands: Clock, book: dict[str, Any] | None = None) -> DeskApp:
    return desk_app(folder, book or clock_book(), now=hands.now, clock=hands)


def forget_told(app: DeskApp) -> None:
    """Nothing that was told stands on the screen any more, nor waits for it."""
    app.messages.waiting.clear()
    app.messages.tell(None)


async def go_on(app: DeskApp, pilot: Any, hands: Clock, instant: int) -> None:
    """The clock shows another instant, and the program looks at it."""
    hands.now = instant
    app.tick()
    await pilot.pause()
    await settle(app, pilot)


async def test_found_1_1_the_dashboard_is_right_at_each_minute(tmp_path: Path) -> None:
    hands = Clock(NOW)
    app = app_at(tmp_path, hands)
    async with running(app) as pilot:
        assert "0:50 left" in screen_text(app)
        await go_on(app, pilot, hands, NOW + 32 * 60)
        assert "0:18 left" in screen_text(app)
        await go_on(app, pilot, hands, NOW + 72 * 60)
        assert "0:22 late" in screen_text(app)


async def test_found_1_1_and_on_a_new_day_and_in_a_new_month(tmp_path: Path) -> None:
    hands = Clock(NOW)
    app = app_at(tmp_path, hands)
    async with running(app) as pilot:
        text = screen_text(app)
        assert "day 19 of 21" in text
        assert "9 days" in text
        assert "08:00–09:00" in text
        await go_on(app, pilot, hands, at("2026-11-27T00:00"))
        text = screen_text(app)
        assert "day 20 of 21" in text
        assert "8 days" in text
        assert "08:00–09:00" not in text
        assert "Hours in November" in text
        await go_on(app, pilot, hands, at("2026-12-01T00:00"))
        assert "Hours in December" in screen_text(app)
        assert "day 1 of 23" in screen_text(app)


@pytest.mark.parametrize("mode", MODES)
async def test_found_1_1_a_hidden_screen_is_right_when_it_is_shown_again(tmp_path: Path, mode: str) -> None:
    hands = Clock(NOW)
    app = app_at(tmp_path, hands)
    later = at("2026-12-01T10:30")
    async with running(app) as pilot:
        await app.switch_mode(mode)
        await settle(app, pilot)
        await app.switch_mode("dashboard" if mode != "dashboard" else "month")
        await settle(app, pilot)
        await go_on(app, pilot, hands, later)
        await app.switch_mode(mode)
        await settle(app, pilot)
        forget_told(app)
        await settle(app, pilot)
        shown = screen_text(app)
    other = DeskApp(app.data, clock=hands, place=app.place)
    async with running(other) as pilot:
        await other.switch_mode(mode)
        await settle(other, pilot)
        forget_told(other)
        await settle(other, pilot)
        assert shown == screen_text(other)


async def test_found_1_1_a_screen_behind_a_dialog_is_right_when_the_dialog_goes(tmp_path: Path) -> None:
    hands = Clock(NOW)
    app = app_at(tmp_path, hands)
    async with running(app) as pilot:
        await press(app, pilot, "question_mark")
        await go_on(app, pilot, hands, NOW + 32 * 60)
        app.screen.dismiss()
        await pilot.pause()
        assert "0:18 left" in screen_text(app)


@pytest.mark.parametrize("step", [60, -60, 20 * 3600, -3600, 20 * 86_400])
async def test_a_jump_of_the_clock_is_a_minute_and_maybe_a_day(tmp_path: Path, step: int) -> None:
    hands = Clock(NOW)
    app = app_at(tmp_path, hands)
    minutes: list[int] = []
    days: list[date] = []
    async with running(app) as pilot:
        app.minute.subscribe(app, minutes.append)
        app.new_day.subscribe(app, days.append)
        await go_on(app, pilot, hands, NOW + 1)
        assert not minutes
        await go_on(app, pilot, hands, NOW + step)
        await go_on(app, pilot, hands, NOW + step + 1)
        assert minutes == [NOW + step]
        assert days == [app.clock.local().date()] * (abs(step) > 3600)


async def test_the_title_tells_the_minute_after_the_program_was_stopped_and_came_back(tmp_path: Path) -> None:
    hands = Clock(NOW)
    app = app_at(tmp_path, hands)
    async with running(app) as pilot:
        hands.now = NOW + 2 * 3600
        app.app_resume_signal.publish(app)
        await pilot.pause()
        await settle(app, pilot)
        assert "11:20" in screen_text(app).splitlines()[0]
        assert "late" in screen_text(app)


def today_everywhere(app: DeskApp) -> set[int]:
    """What the dashboard, `status` and the timesheet say of today, in seconds."""
    from models.queries.overview.dashboard import read_dashboard
    from models.queries.time.timesheet import read_timesheet, totals
    from models.storage.status import read_status

    now = app.now()
    sheet = app.data.fetch_now(read_timesheet, now, agent="dana")
    return {
        app.data.fetch_now(read_dashboard, "tester", now).today_seconds,
        read_status(str(app.place.path), now, "dana").document["today_seconds"],
        totals(sheet.on(sheet.today))[0],
    }


async def test_found_1_5_what_passes_midnight_counts_on_both_days(tmp_path: Path) -> None:
    hands = Clock(at("2026-11-26T12:00"))
    entries = [
        entry("E-1", "2026-11-25T23:30", "2026-11-26T00:45"),
        entry("E-2", "2026-11-26T09:00", "2026-11-26T10:00"),
    ]
    app = app_at(tmp_path, hands, clock_book(entries=entries))
    async with running(app):
        today = next(line for line in screen_text(app).splitlines() if " Today " in line)
        assert "1:45" in today
        assert "…–00:45" in screen_text(app)
        assert today_everywhere(app) == {105 * 60}


async def test_found_1_5_what_is_recorded_for_later_today_counts_whole_everywhere(tmp_path: Path) -> None:
    entries = [
        entry("E-1", "2026-11-26T09:00", "2026-11-26T10:00"),
        entry("E-2", "2026-11-26T11:30", "2026-11-26T12:30"),
        entry("E-3", "2026-11-26T23:00", "2026-11-27T01:00"),
    ]
    app = app_at(tmp_path, Clock(at("2026-11-26T12:00")), clock_book(entries=entries))
    async with running(app):
        assert today_everywhere(app) == {3 * 3600}


async def test_found_1_5_and_a_timer_that_runs_over_midnight_does_too(tmp_path: Path) -> None:
    hands = Clock(at("2026-11-26T23:50"))
    timer = entry("E-1", "2026-11-26T23:00", "2026-11-26T23:30") | {"ended_at": None}
    app = app_at(tmp_path, hands, clock_book(entries=[timer]))
    async with running(app) as pilot:
        assert today_everywhere(app) == {50 * 60}
        await go_on(app, pilot, hands, at("2026-11-27T00:20"))
        assert today_everywhere(app) == {20 * 60}
        assert "…–now" in screen_text(app)


def count_bytes(app: DeskApp, written: list[int], patch: pytest.MonkeyPatch) -> None:
    """Note the size of everything that the program would write to a terminal from now on."""

    def display(screen: Any, renderable: Any) -> None:
        if isinstance(renderable, CompositorUpdate):
            written.append(len(renderable.render_segments(app.console).encode()))

    patch.setattr(app, "_display", display)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
@pytest.mark.parametrize("mode", MODES)
async def test_a_minute_in_which_nothing_changes_costs_a_few_bytes(
    tmp_path: Path, mode: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is due at a time of day and counts no minutes stands still; only the clock of the title goes on."""
    hands = Clock(at("2026-11-26T10:30"))
    asked = {"key": "R-1", "client": "acme", "subject": "Form broken", "reported_at": "2026-11-23T09:10:00Z"}
    app = app_at(
        tmp_path, hands, clock_book(requests=[asked], tiers=[], clients=[{"key": "acme", "name": "A"}])
    )
    async with running(app, size) as pilot:
        await app.switch_mode(mode)
        await settle(app, pilot)
        written: list[int] = []
        count_bytes(app, written, monkeypatch)
        await go_on(app, pilot, hands, hands.now + 60)
        await settle(app, pilot)
        assert 0 < sum(written) < 200


@pytest.mark.parametrize(
    ("text", "left", "right", "written"),
    [
        ("abcdef", 2, 4, "cd"),
        ("abcdef", 0, 6, "abcdef"),
        ("ab漢字ef", 4, 7, "ab漢字e"),
        ("abcdef", 5, 9, "f"),
    ],
)
def test_only_the_changed_cells_of_a_line_are_written(text: str, left: int, right: int, written: str) -> None:
    strip = Strip([Segment(text)])
    update = ChopsUpdate([{0: strip}], [(0, left, right)], [[strip.cell_length]])
    write_changed_cells_only()
    sent = update.render_segments(Console(color_system=None))
    column = 1 if written[0] == "a" else left + 1
    assert sent == f"\x1b[1;{column}H{written}"
