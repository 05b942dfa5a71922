"""Forms of what holds from a day on: nothing before it moves, and past results that move are told (RULES 4.2)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from models.queries.desk.forms import agent_form, client_form, desk_form, tier_form
from tests.opened import small_book
from tests.tui.conftest import desk_app, fill, press, running, screen_text, until
from tests.tui.records.test_forms import open_as, saved, shown_form
from tui.dialogs.confirm import Confirm
from tui.records.base import RecordForm

WEEK = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


def the_book() -> dict[str, Any]:
    return small_book(
        desk={"hours": WEEK},
        tiers=[
            {"key": "gold", "name": "Gold", "resolution": "8h"},
            {"key": "iron", "name": "Iron", "resolution": "1h"},
        ],
        clients=[{"key": "acme", "name": "Acme", "tier": "gold"}],
        requests=[
            {
                "key": "R-1",
                "client": "acme",
                "subject": "Help",
                "reported_at": "2026-02-02T09:00:00Z",
                "events": [{"at": "2026-02-02T11:00:00Z", "state": "resolved"}],
            }
        ],
    )


async def test_hours_that_change_from_today_keep_what_was_before(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app) as pilot:
        form = await open_as(app, pilot, "agent", "dana")
        assert "Holds from" not in screen_text(app)
        await fill(pilot, weekly_hours="20")
        assert "Holds from" in screen_text(app)
        today = form.view.texts["holds_from"]
        await saved(app, pilot)
        assert app.data.fetch_now(agent_form, "dana")["weekly_hours"] == [
            {"from": f"{today[:4]}-01-01", "hours": "40:00"},
            {"from": today, "hours": "20:00"},
        ]
        # Another name alone changes no hours, and the form shows today's.
        form = await open_as(app, pilot, "agent", "dana")
        assert form.view.texts["weekly_hours"] == "20:00"
        await fill(pilot, name="Dana D")
        await saved(app, pilot)
        assert len(app.data.fetch_now(agent_form, "dana")["weekly_hours"]) == 2


async def test_found_5_6_a_level_from_a_past_day_tells_the_results_that_move(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app) as pilot:
        await open_as(app, pilot, "client", "acme")
        await fill(pilot, tier="Iron", holds_from="2026-02-01")
        await press(app, pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "1 past result would change:" in screen_text(app)
        assert "R-1 solution met → missed" in screen_text(app)
        await press(app, pilot, "escape")
        await until(pilot, lambda: isinstance(app.screen, RecordForm))
        assert "not saved yet" in screen_text(app)
        assert app.data.fetch_now(client_form, "acme")["tier"] == "gold"
        await press(app, pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await press(app, pilot, "y")
        await until(pilot, lambda: not app.screen.is_modal)
        assert app.data.fetch_now(client_form, "acme")["tier"] == [
            {"from": "2026-01-01", "tier": "gold"},
            {"from": "2026-02-01", "tier": "iron"},
        ]


async def test_found_5_6_targets_and_desk_hours_from_a_day_on(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app, (120, 50)) as pilot:
        await open_as(app, pilot, "tier", "gold")
        await fill(pilot, resolution="4h", holds_from="2026-12-01")
        await saved(app, pilot)
        rows = app.data.fetch_now(tier_form, "gold")["targets"]
        assert [(row["from"], row["resolution"]) for row in rows] == [
            ("2026-01-01", "8h"),
            ("2026-12-01", "4h"),
        ]
        await open_as(app, pilot, "desk", "desk")
        await fill(pilot, sat="9-12", holds_from="2026-12-01")
        await saved(app, pilot)
        hours = app.data.fetch_now(desk_form)["hours"]
        assert [(row["from"], row["sat"]) for row in hours] == [
            ("2026-01-01", []),
            ("2026-12-01", ["09:00-12:00"]),
        ]
        await open_as(app, pilot, "desk", "desk")
        assert shown_form(app).view.texts["sat"] == ""
        await fill(pilot, name="Other")
        await saved(app, pilot)
        assert app.data.fetch_now(desk_form)["hours"] == hours
