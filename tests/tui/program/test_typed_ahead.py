"""Do keys that come in one write do what they do one by one? On every screen, for every binding."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events

from models.queries.desk.session import read_revision
from tests.tui.conftest import desk_app, screen_text, settle
from tests.tui.requests_book import queue_book
from tests.tui.rest import at_rest
from tests.tui.typing import events_of, one_by_one, one_write, worked_off
from tui import data
from tui.dialogs.form import Form
from tui.dialogs.pick import Pick
from tui.dialogs.requests.one_line import Captured
from tui.program import key_gate as gate
from tui.program.app import DeskApp
from tui.program.start.modes import MODES
from tui.textual_private.keystream import KeyStream
from tui.widgets.list.rows import RowList

LETTERS = ("f", "o", "space", "b", "r", "o", "k", "e", "n", "k")
NOT_TRIED = {"q", "ctrl+q", "ctrl+c", "ctrl+z", "f2"}
"""Leaving, pausing, and the theme (which touches no key)."""


@asynccontextmanager
async def at_desk(folder: Path, monkeypatch: pytest.MonkeyPatch, mode: str) -> AsyncIterator[DeskApp]:
    folder.mkdir()
    monkeypatch.setattr(DeskApp, "notify", lambda self, message, **_: None)
    # A busy machine is no lock: keys must not be let go because a disk is slow.
    monkeypatch.setattr(data, "PATIENCE_SECONDS", 600)
    monkeypatch.setattr(gate, "LONGEST_SECONDS", 600)
    app = desk_app(folder, queue_book())
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(app, pilot)
        await app.switch_mode(mode)
        await settle(app, pilot)
        yield app


def bindings(app: DeskApp) -> list[str]:
    """Every key that does something now, as Textual names it."""
    return [
        key for key, active in app.screen.active_bindings.items() if active.enabled and key not in NOT_TRIED
    ]


def state(app: DeskApp) -> tuple[Any, ...]:
    """All that can be seen above the line of keys, and how often something was written."""
    written = app.data.fetch_now(read_revision)
    return (
        [type(screen).__name__ for screen in app.screen_stack],
        written,
        screen_text(app).splitlines()[:-1],
    )


async def resting(app: DeskApp) -> tuple[Any, ...]:
    """The state when nothing changes any more."""
    await at_rest(app)
    return state(app)


async def home(app: DeskApp, mode: str) -> None:
    """Back to the screen itself."""
    for _ in range(8):
        if app.screen.is_modal:
            await one_write(app, "escape")
    assert not app.screen.is_modal
    await app.switch_mode(mode)
    await at_rest(app)


async def test_the_terminal_of_these_tests_can_type_every_key_of_every_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(tmp_path / "desk", monkeypatch, "dashboard") as app:
        for mode in MODES:
            await app.switch_mode(mode.name)
            await at_rest(app)
            keys = bindings(app)
            read = [event.key for event in events_of(keys) if isinstance(event, events.Key)]
            assert read == keys


STEPS = [pytest.param(13, id="some"), pytest.param(1, id="every", marks=pytest.mark.long)]
"""Which bindings are tried: each, or one in thirteen."""


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("mode", [mode.name for mode in MODES])
async def test_found_2_2_every_binding_followed_by_letters_escape_and_another(
    mode: str, step: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries, wanted = [], []
    async with at_desk(tmp_path / "slow", monkeypatch, mode) as app:
        keys = bindings(app)
        for number, key in [*enumerate(keys)][len(mode) % step :: step]:
            tries.append((key, *LETTERS, "escape", keys[(number * 7 + 3) % len(keys)]))
            await one_by_one(app, *tries[-1])
            wanted.append(await resting(app))
            await home(app, mode)
    async with at_desk(tmp_path / "fast", monkeypatch, mode) as app:
        for tried, state_wanted in zip(tries, wanted, strict=True):
            await one_write(app, *tried)
            assert await resting(app) == state_wanted, " ".join(tried)
            await home(app, mode)


DIALOGS = {
    "help": ("question_mark",),
    "palette": ("ctrl+p",),
    "capture": ("n",),
    "add time": ("a",),
    "set-up": ("0",),
    "agents": ("0", "a"),
    "history": ("H",),
    "request": ("2", "e"),
    "state": ("2", "o"),
    "note": ("2", "l"),
    "filter": ("2", "f"),
    "why due": ("2", "equals_sign"),
    "client": ("3", "e"),
    "contract": ("3", "C"),
    "replay": ("3", "V"),
    "start on": ("S",),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("opening", DIALOGS.values(), ids=DIALOGS)
async def test_found_2_2_every_binding_of_a_dialog_followed_by_letters_escape_and_another(
    opening: tuple[str, ...], step: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries, wanted = [], []
    async with at_desk(tmp_path / "slow", monkeypatch, "dashboard") as app:
        await one_by_one(app, *opening)
        assert app.screen.is_modal
        keys = bindings(app)
        await home(app, "dashboard")
        for number, key in [*enumerate(keys)][::step]:
            tries.append((*opening, key, *LETTERS[:4], "escape", keys[(number * 5 + 2) % len(keys)]))
            await one_by_one(app, *tries[-1])
            wanted.append(await resting(app))
            await home(app, "dashboard")
    async with at_desk(tmp_path / "fast", monkeypatch, "dashboard") as app:
        for tried, state_wanted in zip(tries, wanted, strict=True):
            await one_write(app, *tried)
            assert await resting(app) == state_wanted, " ".join(tried)
            await home(app, "dashboard")


def letters(text: str) -> tuple[str, ...]:
    """The keys of a text."""
    return tuple("space" if letter == " " else "slash" if letter == "/" else letter for letter in text)


async def test_found_2_2_what_is_typed_after_an_opening_key_stands_in_what_it_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(tmp_path / "desk", monkeypatch, "requests") as app:
        await one_write(app, *letters("/ssl"))
        rows = app.screen.query_one(RowList)
        assert (rows.filter, rows.count) == ("ssl", 1)
        await one_write(app, "escape", *letters("nacme broken"))
        assert isinstance(app.screen, Captured)
        assert app.screen.line.editor.text == "acme broken"
        await one_write(app, "escape", *letters("2/x"))
        assert app.screen.query_one(RowList).filter == "x"
        await one_write(app, "escape", "escape", "1", *letters("2/logo"))
        assert app.screen.query_one(RowList).filter == "logo"
        await one_write(app, "escape", "escape", "ctrl+p", *letters("smith"))
        assert isinstance(app.screen, Pick)
        assert app.screen._list.editor.text == "smith"
        await one_write(app, "escape", *letters("Sivy"))
        assert isinstance(app.screen, Pick)
        assert app.screen._list.editor.text == "ivy"
        await one_write(app, "escape", *letters("aNote"))
        assert isinstance(app.screen, Form)
        assert app.sessions.running is None


async def test_found_2_2_a_paste_and_a_click_wait_as_keys_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(tmp_path / "desk", monkeypatch, "requests") as app:
        for message in (*events_of("n"), events.Paste("acme torn "), *events_of(letters("page"))):
            app.post_message(message)
        await worked_off(app)
        assert isinstance(app.screen, Captured)
        assert app.screen.line.editor.text == "acme torn page"
        await one_write(app, "escape")
        rows = app.screen.query_one(RowList)
        x, y = rows.region.x + 5, rows.region.y + 3
        stream = KeyStream()
        report = f"\x1b[<0;{x + 1};{y + 1}M\x1b[<0;{x + 1};{y + 1}m"
        for message in stream.feed("?\x1b[27u" + report, 0.0):
            app.post_message(message)
        await worked_off(app)
        assert not app.screen.is_modal
        assert rows.cursor == 1


async def test_found_2_2_an_action_that_hangs_holds_no_key_for_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(tmp_path / "desk", monkeypatch, "requests") as app:
        monkeypatch.setattr(gate, "LONGEST_SECONDS", 0.1)
        app.run_worker(asyncio.sleep(30), group="change")
        await one_write(app, "j", "question_mark")
        app.gate._known.clear()
        await one_write(app, "escape", "j", "question_mark")
        assert app.screen.is_modal
        app.workers.cancel_all()
