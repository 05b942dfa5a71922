"""A read asks as many statements of a desk as of one that is twice as large: no statement stands in a loop."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.demo import DEMO_NOW, demo_book
from models.domain.values import Book
from models.storage import tables as t
from tests.opened import entry, opened, small_book
from tests.queries.test_large_desk import READS
from tests.texts import parse_book

pytestmark = pytest.mark.file


def named(key: str | None) -> str | None:
    return None if key is None else f"{key}-twin"


def twice(book: Book) -> Book:
    """Everybody with all that is theirs, and a second time under another key."""

    def twins(rows: Any, *names: str) -> tuple[Any, ...]:
        return (*rows, *(replace(row, **{name: named(getattr(row, name)) for name in names}) for row in rows))

    return replace(
        book,
        agents=twins(book.agents, "key"),
        clients=twins(book.clients, "key"),
        contracts=twins(book.contracts, "key", "client", "renews"),
        requests=twins(
            tuple(replace(each, recurring=None) for each in book.requests),
            "key",
            "client",
            "assignee",
            "repeat_of",
        ),
        entries=twins(book.entries, "key", "agent", "client", "request"),
        charges=twins(book.charges, "key", "client"),
    )


def counts(folder: Path, book: Book) -> dict[str, int]:
    """How many statements each read asks of a desk."""
    found: dict[str, int] = {}
    with opened(folder, book, DEMO_NOW):
        for name, read in READS.items():
            seen: list[Any] = []
            read()  # what is compiled or derived once is there then
            t.database.obj.query_hooks.append(seen.append)
            try:
                read()
            finally:
                t.database.obj.query_hooks.clear()
            found[name] = len(seen)
    return found


@pytest.mark.long
def test_no_read_asks_more_of_a_desk_twice_as_large(tmp_path: Path) -> None:
    book = demo_book(DEMO_NOW)
    small = replace(book, requests=tuple(replace(each, recurring=None) for each in book.requests))
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    once = counts(tmp_path / "one", small)
    double = counts(tmp_path / "two", twice(book))
    assert all(once.values())
    assert {name: (once[name], double[name]) for name in READS if double[name] > once[name]} == {}


def test_the_twins_are_everybody_once_more() -> None:
    book = twice(
        parse_book(json.dumps(small_book(entries=[entry("E-1", "2026-02-03T09:00", "2026-02-03T10:30")])))
    )
    assert [client.key for client in book.clients] == ["acme", "acme-twin"]
    assert [(each.agent, each.client) for each in book.entries] == [
        ("dana", "acme"),
        ("dana-twin", "acme-twin"),
    ]
