"""Do keys that come in one write do what they do one by one? On every screen, for every binding."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
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

LETTERS = ("f", "o", "space", "b", "r", "k", "e", "n")
NOT_TRIED = {"q", "ctrl+q", "ctrl+c", "ctrl+z", "f2"}
"""Leaving, pausing, and the theme (which touches no key)."""


@asynccontextmanager
async def at_desk(
    folder: Path, monkeypatch: pytest.MonkeyPatch, mode: str, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[DeskApp]:
    folder.mkdir()
    monkeypatch.setattr(DeskApp, "notify", lambda self, message, **_: None)
    # A busy machine is no lock: keys must not be let go because a disk is slow.
    monkeypatch.setattr(data, "PATIENCE_SECONDS", 600)
    monkeypatch.setattr(gate, "LONGEST_SECONDS", 600)
    app = desk_app(folder, queue_book())
    async with app.run_test(size=size) as pilot:
        await settle(app, pilot)
        await app.switch_mode(mode)
        await settle(app, pilot)
        yield app


def bindings(app: DeskApp) -> list[str]:
    """Every key that does something now, as Textual names it."""
    return [
        key for key, active in app.screen.active_bindings.items() if active.enabled and key not in NOT_TRIED
    ]


def everywhere(app: DeskApp) -> list[str]:
    """The keys that do the same on every screen."""
    active = app.screen.active_bindings
    return [key for key in bindings(app) if (active[key].binding.id or "").startswith("app.")]


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
    await one_write(app, "escape", "escape")  # out of a filter, too
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


Place = tuple[str, tuple[str, ...]]
"""A screen, and the keys that open a dialog over it, if it is one."""
Tried = tuple[Place, tuple[str, ...], tuple[Any, ...]]
"""Where, what was typed, and what it came to."""


async def key_by_key(app: DeskApp, place: Place, step: int) -> list[Tried]:
    """Every binding of a place, or one of `step`, followed by letters, escape and another.

    What is bound everywhere is tried on the dashboard, and a third of it by turns on each other screen.
    """
    mode, opening = place
    await home(app, mode)
    await one_by_one(app, *opening)
    assert app.screen.is_modal is bool(opening)
    keys = bindings(app)
    found: list[Tried] = []
    typed, leap = (LETTERS[:4], 5) if opening else (LETTERS, 7)
    turn = [each.name for each in MODES].index(mode)
    tried_there = {key for at, key in enumerate(everywhere(app)) if turn and not opening and (at + turn) % 3}
    for number, key in [*enumerate(keys)][len("".join((mode, *opening))) % step :: step]:
        if key in tried_there:
            continue
        await home(app, mode)
        tried = (*opening, key, *typed, "escape", keys[(number * leap + 3) % len(keys)])
        await one_by_one(app, *tried)
        found.append((place, tried, await resting(app)))
    return found


async def same_in_one_write(
    folder: Path, monkeypatch: pytest.MonkeyPatch, places: Iterable[Place], step: int
) -> None:
    """What comes in one write does what it does key by key, on a desk of its own."""
    async with at_desk(folder / "slow", monkeypatch, "dashboard") as app:
        tries = [tried for place in places for tried in await key_by_key(app, place, step)]
    async with at_desk(folder / "fast", monkeypatch, "dashboard") as app:
        for (mode, _), tried, wanted in tries:
            await home(app, mode)
            await one_write(app, *tried)
            assert await resting(app) == wanted, f"{mode}: {' '.join(tried)}"


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


SCREENS: dict[str, Place] = {mode.name: (mode.name, ()) for mode in MODES}
OVER = {name: ("dashboard", opening) for name, opening in DIALOGS.items()}
SOME = 13
"""One binding in so many is tried of each screen and dialog on one pair of desks; each, before a merge."""


@pytest.mark.parametrize("places", [SCREENS, OVER], ids=["screens", "dialogs"])
async def test_found_2_2_some_bindings_followed_by_letters_escape_and_another(
    places: dict[str, Place], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await same_in_one_write(tmp_path, monkeypatch, places.values(), SOME)


@pytest.mark.long
@pytest.mark.parametrize("place", [*SCREENS.values(), *OVER.values()], ids=[*SCREENS, *OVER])
async def test_found_2_2_every_binding_followed_by_letters_escape_and_another(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await same_in_one_write(tmp_path, monkeypatch, [place], 1)


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


@pytest.mark.parametrize(
    ("mode", "keys"),
    [("requests", ("j", "enter", "j", "j", "j")), ("clients", ("tab", "j", "j", "j", "j", "j"))],
    ids=["request", "client"],
)
async def test_a_page_that_opens_has_its_size_before_the_keys_behind_are_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str, keys: tuple[str, ...]
) -> None:
    # The tick that lays a screen out comes late: what must wait for it has time to come too early.
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", 0.1)
    seen = []
    for folder, typed in (("slow", [(key,) for key in keys]), ("fast", [keys])):
        async with at_desk(tmp_path / folder, monkeypatch, mode, (80, 14)) as app:
            for write in typed:
                await one_write(app, *write)
                await asyncio.sleep(0.2)
            seen.append(await resting(app))
    assert seen[0] == seen[1]
