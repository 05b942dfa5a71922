"""Where does a dialog begin? On something that is seen and can be typed into or moved in, at every size."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from models.demo.plans import demo_plans
from models.services.contracts.plans import load_plans
from tests.opened import at
from tests.tui.conftest import demo_at, demo_text, desk_app, press, running, until
from tui.dialogs.form import Form
from tui.program.app import DeskApp
from tui.records.contracts.change import ChangeForm
from tui.records.open_form import FORMS, open_form
from tui.screens.base import DeskScreen

NOW = at("2026-11-26T10:00")
NOT_PRESSED = (
    "app.quit",
    "app.leave",
    "app.suspend",
    "app.theme",
    "app.reload",
    "list.",
    "screen.",
    "timer.",
)
"""What leaves, or opens nothing; the timer's questions have tests of their own."""


async def begins_well(app: DeskApp, pilot: Pilot[int], what: str) -> None:
    """The focus of the dialog on the screen is in sight; in a form its first open field."""
    screen: Screen[object] = app.screen
    await until(pilot, lambda: app.focused is not None and app.focused.region.area)
    focused = app.focused
    assert focused is not None, f"{what}: {screen!r} has no focus"
    assert focused.region.area, f"{what}: {focused!r} has no place"
    assert screen.region.contains_region(focused.region), f"{what}: {focused!r} is not in sight"
    if isinstance(screen, Form):
        view = screen.view
        # A form for a client that is known begins behind the field of the client.
        known = [field.name for field in view.filled.shown[:1] if field.name == "client"]
        assert view.active_name in (view.filled.shown[0].name, *(view.filled.shown[1].name for _ in known)), (
            what
        )
        lines = [line for line, (_, number) in enumerate(view._drawn) if number == view.filled.active]
        assert lines, f"{what}: {view.active_name} is not drawn"
        assert view.top <= lines[0] < view.top + view.size.height, (
            f"{what}: {view.active_name} is scrolled away"
        )


async def close_all(app: DeskApp, pilot: Pilot[int]) -> None:
    for _ in range(12):
        if isinstance(app.screen, DeskScreen):
            return
        await press(app, pilot, "escape")
    raise AssertionError(app.screen)


@pytest.mark.parametrize("mode", [1, 2, 3, 4, 5, 6, 7])
async def test_found_3_7_every_dialog_of_a_screen_begins_where_it_is_seen(tmp_path: Path, mode: int) -> None:
    app = desk_app(tmp_path, demo_text(NOW), now=NOW)
    opened = set()
    async with running(app, (80, 24)) as pilot:
        await press(app, pilot, str(mode))
        keys = [
            (key, active.binding.id or "")
            for key, active in app.screen.active_bindings.items()
            if active.enabled and not (active.binding.id or "").startswith(NOT_PRESSED)
        ]
        names = {f"app.{name}" for name in app.MODES}
        for key, name in keys:
            everywhere = name.startswith("app.") and mode != 1
            if name in names or everywhere or not name:
                continue
            await press(app, pilot, key)
            if not isinstance(app.screen, DeskScreen):
                opened.add(name)
                await begins_well(app, pilot, f"{mode} {key} {name}")
                await close_all(app, pilot)
            if app.current_mode != list(app.MODES)[mode - 1]:
                await press(app, pilot, str(mode))
    assert opened


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_found_3_7_other_terms_begin_on_a_field_that_is_shown(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    app = desk_app(tmp_path, demo_text(NOW), now=NOW)
    today = date(2026, 11, 26)
    contracts = [one for one in demo_at(NOW).contracts if one.client == "acme" and one.starts <= today]
    key = contracts[-1].key
    async with running(app, size) as pilot:
        app.run_worker(open_form(app, "change", key))
        await until(pilot, lambda: isinstance(app.screen, Form))
        await begins_well(app, pilot, "the day")
        await press(app, pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, ChangeForm) and app.screen.view._drawn)
        await begins_well(app, pilot, "the terms")
        assert isinstance(app.screen, ChangeForm)
        assert app.screen.view.active_name != "client"


@pytest.mark.parametrize("kind", sorted(set(FORMS) - {"change", "desk"}))
async def test_found_3_7_every_form_of_a_record_begins_on_its_first_field(tmp_path: Path, kind: str) -> None:
    app = desk_app(tmp_path, demo_text(NOW), now=NOW)
    app.data.write_now(load_plans, demo_plans(), NOW, "demo")
    async with running(app, (80, 24)) as pilot:
        app.run_worker(open_form(app, kind, None))
        await until(pilot, lambda: isinstance(app.screen, Form) and app.screen.view._drawn)
        await begins_well(app, pilot, kind)
