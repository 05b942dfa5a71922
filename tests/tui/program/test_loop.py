"""Does any key wait for the database? No connection is opened on the thread of the event loop (RULES 12)."""

from __future__ import annotations

import threading
import traceback
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from tests.tui.conftest import desk_app, press, running
from tests.tui.dialogs.test_clock_words import keys_of, leave, timed_book
from tests.tui.program.test_clock import MODES
from tui.program.actions.timer_questions import TimerQuestions
from tui.program.app import DeskApp

STEPS = [pytest.param(9, id="some"), pytest.param(1, id="every", marks=pytest.mark.long)]
"""Which keys are tried: each, or one in nine."""


def guard(app: DeskApp, found: list[str]) -> None:
    """Note every connection that the loop's own thread opens from now on."""
    loop, data = threading.get_ident(), app.data
    for name in ("_connect", "_snapshot"):
        connect = getattr(data, name)

        def watched(connect: Any = connect) -> AbstractContextManager[Any]:
            if threading.get_ident() == loop:
                found.append("".join(traceback.format_stack(limit=8)))
            context: AbstractContextManager[Any] = connect()
            return context

        setattr(data, name, watched)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("mode", MODES)
async def test_no_key_of_a_screen_waits_for_the_database(
    tmp_path: Path, mode: str, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(TimerQuestions, "ask_if_forgotten", lambda self, session: None)
    app = desk_app(tmp_path, timed_book())
    found: list[str] = []
    async with running(app, (120, 40)) as pilot:
        guard(app, found)  # the first frame alone reads before it is painted
        await app.switch_mode(mode)
        await press(app, pilot, "home")
        for key in keys_of(app, mode)[len(mode) % step :: step]:
            await press(app, pilot, key)
            await press(app, pilot, *"ac")
            await leave(app, pilot)
        await press(app, pilot, "ctrl+p")
        await press(app, pilot, *"acme")
        await leave(app, pilot)
    assert not found, found[0]


async def test_the_palette_reads_what_it_lists_beside_the_loop(tmp_path: Path) -> None:
    app = desk_app(tmp_path, timed_book())
    found: list[str] = []
    async with running(app, (120, 40)) as pilot:
        guard(app, found)
        await press(app, pilot, "ctrl+p")
        await press(app, pilot, *"acme")
        items: Any = app.screen.query_one("PaletteList")
        assert items.cursor_item.title == "Acme Ltd"  # the client stands before its requests
    assert not found
