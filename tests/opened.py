"""A desk in a real database, for tests of queries and services."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from models.domain.basics.notation import parse_instant
from models.domain.values import Book
from models.services.desk.desks import load_book
from models.storage import tables as t
from models.storage.database import open_database
from tests.texts import parse_book

WEEKDAYS = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


def at(text: str) -> int:
    """The instant of "2026-07-05T08:00" in UTC."""
    return parse_instant(f"{text}:00Z", "at")


def place_text(path: Path) -> str:
    """What `--database` says of the desk that was opened as `path`: the file, or the server's database of the test."""
    place = t.database.obj
    return place.database if place.param == "%s" else str(path)


def small_book(**sections: Any) -> dict[str, Any]:
    """The document of a desk in UTC with an agent, two work types, a client, and what is given besides."""
    desk = {"name": "Desk", "timezone": "UTC", "currency": "GBP", "hours": WEEKDAYS}
    return {
        "deskhours_book": 2,
        "desk": desk | sections.pop("desk", {}),
        "agents": [{"key": "dana", "name": "Dana", "weekly_hours": "40:00"}],
        "work_types": [
            {"key": "maintenance", "name": "Maintenance", "rates": [{"from": "2020-01-01", "rate": "70.00"}]},
            {"key": "design", "name": "Design", "rates": [{"from": "2020-01-01", "rate": "90.00"}]},
        ],
        "clients": [{"key": "acme", "name": "Acme Ltd"}],
        **sections,
    }


def contract(key: str, **more: Any) -> dict[str, Any]:
    """A retainer of acme for 2026 without allowances, changed by what is given."""
    terms = {
        "client": "acme",
        "kind": "retainer",
        "name": "Plan",
        "starts": "2026-01-01",
        "ends": "2026-12-31",
    }
    return {"key": key, **terms, **more}


def block(key: str, hours: str, **more: Any) -> dict[str, Any]:
    """A block of acme."""
    return contract(key, kind="block", hours=hours, **more)


def entry(key: str, start: str, end: str, **more: Any) -> dict[str, Any]:
    """Dana's maintenance for acme, from "2026-03-02T10:00" to another instant of UTC."""
    span = {"started_at": f"{start}:00Z", "ended_at": f"{end}:00Z"}
    return {"key": key, "agent": "dana", "client": "acme", "work_type": "maintenance", **span, **more}


def monthly(hours: str, **more: Any) -> dict[str, Any]:
    """An allowance per month."""
    return {"hours": hours, "every": "month", **more}


MOST_KEPT = 8
_loaded: OrderedDict[tuple[str, int], bytes] = OrderedDict()
"""Files as they were after a book was loaded: many tests in a row begin with the same desk."""


@contextmanager
def opened(folder: Path, book: Book | dict[str, Any], now: int = 0) -> Iterator[None]:
    """A connection to a fresh database in `folder` that holds `book`."""
    path, name = folder / "desk.db", ("" if isinstance(book, Book) else json.dumps(book), now)
    known = _loaded.get(name)
    if known is not None and not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(0o600)
        path.write_bytes(known)
    database = open_database(path)
    with database.connection():
        if known is None:
            load_book(book if isinstance(book, Book) else parse_book(name[0]), now)
            if name[0] and path.is_file():  # on a server there is no file
                _loaded[name] = path.read_bytes()
                while len(_loaded) > MOST_KEPT:
                    _loaded.popitem(last=False)
        yield
