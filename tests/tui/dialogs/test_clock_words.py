"""Does a dialog that stands open say what one says that is opened now? Every dialog that a key of a screen opens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.opened import at, contract, entry, monthly
from tests.tui.conftest import Clock, desk_app, press, running, screen_text, settle
from tests.tui.program.test_clock import forget_told
from tests.tui.requests_book import queue_book
from tui.dialogs.answering import Answering
from tui.dialogs.form import Form
from tui.program.actions.timer_questions import TimerQuestions
from tui.program.app import DeskApp
from tui.widgets.list.rows import RowList

NOW = at("2026-03-04T16:00")
HOUR = 3600
STEP = 9 * HOUR
"""After midnight."""
LEAVES = ("app.quit", "app.leave", "app.suspend", "app.palette", "app.help", "desk.sample")


def timed_book() -> dict[str, Any]:
    """The queue, and a timer that runs on one of its requests."""
    book = queue_book(contracts=[contract("plan", allowances=[monthly("3:00")], rounding={"increment": 15})])
    timer = entry("E-9", "2026-03-04T15:30", "2026-03-04T15:30", request="R-1") | {"ended_at": None}
    return book | {"entries": [*book["entries"], timer]}


def keys_of(app: DeskApp, mode: str) -> list[str]:
    """One key of everything that a screen offers now."""
    found: dict[str, str] = {}
    for key, active in app.screen.active_bindings.items():
        name = active.binding.id or active.binding.action
        own = mode == "dashboard" or active.node is not app  # what all screens have is tried on the first
        if own and active.enabled and not active.binding.system and not name.startswith(LEAVES):
            found.setdefault(name, key)
    return [key for key in found.values() if key not in "1234567"]


@pytest.mark.parametrize(
    "step", [pytest.param(4, id="some"), pytest.param(1, id="every", marks=pytest.mark.long)]
)
@pytest.mark.parametrize(
    "mode", ["dashboard", "requests", "clients", "renewals", "timesheet", "month", "capacity"]
)
async def test_every_dialog_that_stands_open_says_what_one_opened_now_says(
    tmp_path: Path, mode: str, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TimerQuestions, "watch", lambda self, now: None)
    monkeypatch.setattr(TimerQuestions, "ask_if_forgotten", lambda self, session: None)
    hands = Clock(NOW)
    app = desk_app(tmp_path, timed_book(), now=NOW, clock=hands)
    opened = set()
    async with running(app, (120, 40)) as pilot:
        await app.switch_mode(mode)
        await settle(app, pilot)
        for rows in app.screen.query(RowList):
            rows.move_to(0)
        for key in keys_of(app, mode)[::step]:
            if app.current_mode != mode:  # the key before led to another screen
                await app.switch_mode(mode)
                await settle(app, pilot)
            await press(app, pilot, key)
            assert app.is_running, f"{key} left the program"
            dialog = app.screen
            if not isinstance(dialog, Answering):
                continue
            opened.add(type(dialog).__name__)
            first = texts_of(dialog)
            hands.now += STEP
            app.tick()
            aged = await shown(app, pilot)
            if app.screen is dialog:
                await leave(app, pilot)
                await press(app, pilot, key)
                again = await shown(app, pilot)
                if first == texts_of(
                    app.screen
                ):  # what a field begins with is data, not a word of the screen
                    assert aged == again, key
            await leave(app, pilot)
    assert opened or step > 1


async def shown(app: DeskApp, pilot: Any) -> str:
    """The screen without toasts."""
    await settle(app, pilot)
    forget_told(app)
    await pilot.pause()
    return screen_text(app)


def texts_of(dialog: Any) -> object:
    """What stands in the fields of a form."""
    return dialog.view.texts if isinstance(dialog, Form) else None


async def leave(app: DeskApp, pilot: Any) -> None:
    """Out of every dialog."""
    for _ in range(6):
        if app.screen is app.base_screen:
            return
        await press(app, pilot, "escape")
