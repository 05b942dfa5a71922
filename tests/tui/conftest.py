"""A program on a real desk, for tests that type: `desk_app(tmp_path, book)`, run with `async with running(app)`."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from time import monotonic
from typing import Any, cast

import pytest
from textual import _wait, events
from textual.pilot import Pilot

from models.demo import DEMO_NOW, demo_book
from models.domain.values import Book
from models.services.desk.desks import load_book
from models.storage.database import open_database
from tests.opened import at
from tests.texts import dump_text, parse_book
from tests.tui.helpers import picture
from tests.tui.rest import at_rest, pilots_look_at_the_state
from tests.tui.styles import read_styles_once
from tests.tui.typing import events_of
from tui import data as data_module
from tui.data import Data
from tui.open import OpenedDesk, open_demo, open_desk
from tui.program.app import DeskApp
from tui.program.start import opening
from tui.program.telling.damage import damage
from tui.widgets.form.formview import FormView

pilots_look_at_the_state()
read_styles_once()
_wait.SLEEP_GRANULARITY, _wait.SLEEP_IDLE = 0.003, 0.0005
"""How long the pilot of any other program looks; each key of a test would cost 20 ms of doing nothing."""
data_module.PATIENCE_SECONDS = 600
"""A busy machine is no lock: a write that takes longer must not put a message on the screen."""
NOW = at("2026-03-04T16:00")
"""A Wednesday."""


class Clock:
    """Epoch seconds that a test moves."""

    def __init__(self, now: int = NOW) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def desk_app(
    folder: Path,
    book: Book | Mapping[str, Any] | str | None = None,
    *,
    now: int = NOW,
    clock: Callable[[], int] | None = None,
) -> DeskApp:
    """The program on a fresh database in `folder` that holds `book`, or no desk yet.

    Its clock stands at `now`, or goes as `clock` says; the book, or its text, is loaded at `now`.
    """
    path = folder / "desk.db"
    if book is not None:
        shutil.copyfile(prepared(_text(book), now), path)
    opened = open_database(path)
    data = Data(path, opened.connection, snapshot=opened.snapshot, failures=opened.FAILURES)
    data.find_damage = partial(damage, opened.snapshot, opened.check)
    look = opened.changed_since
    place = OpenedDesk(
        data, "tester", book is not None, opened.read_only, opened.warning, path, changed_since=look
    )
    return DeskApp(data, clock=clock or (lambda: now), place=place)


@pytest.fixture
def duties_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """The duties of the day, which begin a while after the start, change nothing under a test that looks slowly."""
    monkeypatch.setattr(opening, "OPENING_SECONDS", 36_000)


_TEMPLATES = tempfile.TemporaryDirectory(
    prefix="deskhours-tests-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")
)


def _text(book: Book | Mapping[str, Any] | str) -> str:
    if isinstance(book, str):
        return book
    return dump_text(book) if isinstance(book, Book) else json.dumps(book)


@cache
def demo_at(now: int) -> Book:
    """The sample desk's book at an instant, made once."""
    return demo_book(now)


@cache
def demo_text(now: int) -> str:
    """The same as a text, for `desk_app`."""
    return dump_text(demo_at(now))


@cache
def prepared(book: str, now: int) -> Path:
    """A database that holds the JSON of a book, made once; only copies of it are written to."""
    path = Path(_TEMPLATES.name) / f"{len(list(Path(_TEMPLATES.name).iterdir()))}.db"
    opened = open_database(path)
    with opened.connection():
        load_book(parse_book(book), now, "load")
    return path


@cache
def _sample() -> Path:
    path = Path(_TEMPLATES.name) / "sample.db"
    made = open_demo(DEMO_NOW)  # the file goes with it
    shutil.copyfile(made.path, path)
    return path


def sample_file() -> Path:
    """A database with the sample desk, for one test alone."""
    template = _sample()
    path = template.with_name(f"sample-{len(list(template.parent.iterdir()))}.db")
    shutil.copyfile(template, path)
    return path


def sample_desk() -> OpenedDesk:
    """The sample desk at its own instant: a copy of one that is made once.

    Each test opens its own, as another desk may have been opened since: the tables belong to the last one.
    """
    return replace(open_desk(str(sample_file())), user="dana", machine_zone="")


@asynccontextmanager
async def running(app: DeskApp, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Pilot[int]]:
    """The program on a screen of this size, with everything settled."""
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await settle(app, pilot)
        yield pilot


async def settle(app: DeskApp, pilot: Pilot[int]) -> None:
    """Wait for what is read, written and drawn; forms that wait for the user are no reason to."""
    await at_rest(app)


async def press(app: DeskApp, pilot: Pilot[int], *keys: str) -> None:
    """Press keys, and wait."""
    for key in keys:
        for event in events_of([key]):
            app.post_message(event)
    await at_rest(app)


async def write(app: DeskApp, pilot: Pilot[int], text: str) -> None:
    """Type a text, letter by letter."""
    await press(app, pilot, *text)


def screen_text(app: DeskApp) -> str:
    """What stands on the screen."""
    return "\n".join(picture(app))


async def until(pilot: Pilot[int], seen: Callable[[], object], seconds: float = 20) -> None:
    """Wait until something is so: what other threads read has no worker of its own to wait for."""
    given_up = monotonic() + seconds
    while not seen():
        if monotonic() > given_up:
            raise AssertionError(screen_text(cast("DeskApp", pilot.app)))
        await pilot.pause(0.002)


async def fill(pilot: Pilot[int], **texts: str) -> None:
    """Paste texts into fields of the form on the screen, as a clipboard would."""
    await until(pilot, lambda: pilot.app.screen.query(FormView))
    view = pilot.app.screen.query_one(FormView)
    await until(pilot, lambda: view.size.width)
    for name, text in texts.items():
        number = next(at for at, field in enumerate(view.fields) if field.name == name)
        view._activate(number)
        view.filled.editors[number].set("")
        view.on_paste(events.Paste(text))
    await pilot.pause()
