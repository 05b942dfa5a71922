"""What does somebody read and write in a day at the screens? A walk with real keys, on a desk of a server.

    python -m tests.server_walk            writes models/storage/postgres/foresight/foresight.json anew

The walk teaches the program what its reads ask a server (`models.storage.postgres.foresight.lists`), on sample desks of
other days and other keys, so that only what they have in common is kept. Tests and benchmarks walk the same way.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import psycopg
import pytest
from textual.pilot import Pilot

from models.demo import DEMO_NOW, demo_book
from models.domain.basics.months import Month
from models.domain.basics.zone import zone
from models.domain.values import Book
from models.services.core.month_records import derive_through
from models.services.desk.desks import load_book
from models.storage.database import open_database
from models.storage.location import Place, Server
from models.storage.postgres import driver
from models.storage.postgres.foresight.lists import LISTS, Foresight
from tests.engines import DATABASES
from tests.texts import dump_text, parse_book
from tests.tui.conftest import press, running
from tui.open import OpenedDesk, open_desk
from tui.program.app import DeskApp

SCREENS = {
    "dashboard": ("1",),
    "requests": ("2",),
    "request page": ("enter",),
    "clients": ("escape", "3"),
    "client page": ("enter",),
    "client month": ("l",),
    "renewals": ("escape", "escape", "4"),
    "timesheet": ("5",),
    "month end": ("6",),
    "capacity": ("7",),
    "set-up": ("0",),
}
"""Every screen, by the keys that lead from one to the next."""
FORMS = {
    "search": ("1", "ctrl+p", *"form", "escape"),
    "capture": ("n", *"acme: form", "escape"),
    "add time": ("a", "escape"),
    "start on": ("S", "escape"),
    "help": ("question_mark", "escape"),
    "history": ("H", "escape"),
    "request form": ("2", "enter", "e", "escape", "escape"),
    "resolve": ("2", "r", "escape"),
    "client form": ("3", "enter", "e", "escape"),
    "contract form": ("C", "escape"),
    "price": ("v", "escape"),
    "replay": ("V", "escape", "escape"),
    "new client": ("N", "escape"),
    "talks": ("4", "O", "escape"),
    "change plan": ("m", "escape"),
    "entry form": ("5", "e", "escape"),
    "copy": ("y", "u"),
    "week": ("w", "left", "w"),
    "month before": ("6", "left", "right"),
    "statement": ("v", "escape"),
    "staffing": ("7", "p", "escape"),
    "absence": ("A", "escape"),
}
"""What opens on the screens, and is left again."""
WRITES = {
    "stop": ("1", "space"),
    "undo stop": ("u",),
    "stop again": ("space",),
    "start": ("space",),
    "switch": ("down", "s"),
    "continue": ("c",),
    "discard": ("D", "enter"),
    "back at it": ("c",),
    "set state": ("2", "w"),
    "undo state": ("u",),
}
"""What is written many times a day."""
EVERYTHING = SCREENS | FORMS | WRITES


@dataclass
class Traffic:
    """How often the program waited for the server, call by call."""

    calls: list[tuple[str, int]] = field(default_factory=list)
    """Each read and write with the number of its round trips."""
    took: dict[str, list[float]] = field(default_factory=dict)
    """Milliseconds of each read, in order."""

    def most(self) -> dict[str, int]:
        """The most round trips of each read."""
        return {name: max(trips for each, trips in self.calls if each == name) for name, _ in self.calls}


@contextmanager
def watched_traffic(desk: OpenedDesk) -> Iterator[Traffic]:
    """Count what the reads and writes of a desk wait for."""
    traffic, here = Traffic(), threading.local()
    waits, runs = psycopg.Connection.wait, desk.data._run

    def wait(self: Any, *given: Any, **named: Any) -> Any:
        here.trips = getattr(here, "trips", 0) + 1
        return waits(self, *given, **named)

    def run(connect: Any, call: Callable[[], Any]) -> Any:
        here.trips, began = 0, time.perf_counter()
        try:
            return runs(connect, call)
        finally:
            traffic.calls.append((name_of(call), here.trips))
            traffic.took.setdefault(name_of(call), []).append((time.perf_counter() - began) * 1000)

    psycopg.Connection.wait = wait  # type: ignore[method-assign]
    desk.data._run = run  # type: ignore[method-assign]
    try:
        yield traffic
    finally:
        psycopg.Connection.wait = waits  # type: ignore[method-assign]
        del desk.data._run


def name_of(call: Any) -> str:
    """The name of what a call calls."""
    while isinstance(call, partial):
        call = call.func
    return str(getattr(call, "__qualname__", call))


def make_desk(url: str, book: Book, now: int) -> None:
    """A desk with that book on a server, in a database that holds none."""
    load_into(Server(url), book, now)


def load_into(place: Place, book: Book, now: int) -> None:
    """A desk with that book in a place where none is."""
    opened = open_database(place)
    with opened.connection():
        load_book(book, now, "load")
        derive_through(Month.of(zone(book.desk.timezone).date_of(now)))


def renamed(book: Book, before: str) -> Book:
    """The same book with other keys, each with something before it."""
    document, keys = json.loads(dump_text(book)), keys_of(book)

    def other(value: Any) -> Any:
        if isinstance(value, str):
            return before + value if value in keys else value
        if isinstance(value, Mapping):
            return {before + key if key in keys else key: other(each) for key, each in value.items()}
        return [other(each) for each in value] if isinstance(value, list) else value

    return parse_book(json.dumps(other(document)))


def keys_of(book: Book) -> set[str]:
    """What is named in a book; work types and tiers are called so on every desk."""
    named = (book.agents, book.clients, book.requests, book.contracts, book.entries, book.charges, book.plans)
    return {row.key for rows in named for row in rows}


def forget_keys(learnt: Foresight, keys: set[str]) -> None:
    """No guess at a key of a sample desk is any good on another one."""
    for known in learnt._reads.values():
        for step in known.steps.values():
            step.guesses = tuple(
                tuple(guess for guess in each if guess[0] != "is" or not mentions(guess[1], keys))
                for each in step.guesses
            )


def mentions(value: Any, keys: set[str]) -> bool:
    """Whether a value, or one of several, has a key in it."""
    values = value if isinstance(value, tuple) else (value,)
    return any(isinstance(each, str) and not keys.isdisjoint(each.split(":")) for each in values)


def sample_books() -> tuple[tuple[Book, int], ...]:
    """Sample desks that have little in common but what they are."""
    later = DEMO_NOW + 9 * 86_400 - 4_000
    idle = demo_book(DEMO_NOW - 5 * 86_400 + 7_200)
    idle = replace(idle, entries=tuple(entry for entry in idle.entries if entry.ended_at is not None))
    return (
        (demo_book(DEMO_NOW), DEMO_NOW),
        (renamed(demo_book(later), "x"), later),
        (idle, DEMO_NOW - 5 * 86_400 + 7_200),
    )


async def walk(
    url: str, now: int, steps: Mapping[str, tuple[str, ...]] = EVERYTHING, times: int = 1
) -> Traffic:
    """Walk over the screens of a desk with a clock that stands still; what was read and written."""
    desk = replace(open_desk(url), user="dana", machine_zone="")
    app = DeskApp(desk.data, clock=lambda: now, place=desk)
    with watched_traffic(desk) as traffic:
        async with running(app) as pilot:
            for _ in range(times):
                for keys in steps.values():
                    await press(app, pilot, *keys)
                    if keys[-1] == "escape":
                        await _leave(app, pilot)
    return traffic


async def _leave(app: DeskApp, pilot: Pilot[int]) -> None:
    """Out of every form, whatever it asks."""
    for _ in range(5):
        if app.screen is app.base_screen:
            return
        await press(app, pilot, "escape")


def main() -> None:
    """Walk on each sample desk, and write down what all of them asked."""
    learnt, keys = Foresight(None), set[str]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(driver, "Foresight", lambda: learnt)
        for number, (book, now) in enumerate(sample_books()):
            place = DATABASES.at(f"sample {number}")
            make_desk(place.url, book, now)
            keys |= keys_of(book)
            traffic = asyncio.run(walk(place.url, now))
            print(
                number,
                len(traffic.calls),
                "reads and writes",
                max(traffic.most().values()),
                "round trips at most",
            )
    forget_keys(learnt, keys)
    LISTS.write_text(learnt.dump(), encoding="utf-8")


if __name__ == "__main__":
    main()
