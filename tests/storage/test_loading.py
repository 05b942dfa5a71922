"""Does a desk that takes in many rows at once keep every index, reference and rule? On both engines."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import psycopg
import pytest
from peewee import IntegrityError

from models.book.streaming import open_book
from models.demo import DEMO_NOW, demo_book
from models.domain.basics.errors import InvalidValue
from models.services.desk import desks
from models.services.desk.desks import load_book
from models.services.safety.moving import move_desk
from models.storage import tables as t
from models.storage.location import Server
from models.storage.postgres.opened import open_server
from models.storage.sqlite.opened import open_file
from tests.engines import DATABASES

CATALOGUE = """
SELECT conrelid::regclass::text, pg_get_constraintdef(oid), convalidated FROM pg_constraint
WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT tablename, indexdef, true FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT tgrelid::regclass::text, tgname, tgenabled = 'O' FROM pg_trigger WHERE NOT tgisinternal
"""


def nothing(what: str, of: int, done: int) -> None:
    """Nobody watches."""


def of_server(place: Server) -> list[Any]:
    """What the server holds to."""
    with psycopg.connect(place.url) as other:
        return sorted(other.execute(CATALOGUE).fetchall())


def of_file(path: Path) -> list[Any]:
    """What the file holds to."""
    with open_file(path).connection():
        return sorted(
            (each.name, each.sql or "")
            for table in t.ALL
            for each in table._meta.database.get_indexes(table._meta.table_name)
        )


@pytest.mark.file
def test_what_a_desk_holds_to_is_the_same_after_a_move(tmp_path: Path) -> None:
    here, place, back = tmp_path / "here.db", DATABASES.at("loading"), tmp_path / "back.db"
    with open_file(here).connection():
        load_book(demo_book(DEMO_NOW), DEMO_NOW)
    open_server(place)
    before, fresh = of_server(place), of_file(here)
    there = move_desk(here, place, nothing)
    assert there.entries > 1000
    assert of_server(place) == before
    assert len(before) > 60
    assert all(held for _, _, held in before)
    assert move_desk(place, back, nothing) == there
    assert of_file(back) == fresh


@pytest.mark.file
@pytest.mark.parametrize("kind", ["file", "server"])
def test_a_reference_to_nothing_is_refused_at_the_end(tmp_path: Path, kind: str) -> None:
    opened: Any = (
        open_file(tmp_path / "desk.db") if kind == "file" else open_server(DATABASES.at("references"))
    )
    names = ("id", "key", "client", "kind", "name", "starts")
    row = (1, "k", "nobody", "retainer", "K", "2026-01-01")
    fields = [field for field in t.Contract._meta.sorted_fields if not field.null]
    more = {field.column_name: "{}" if field.column_name == "document" else 0 for field in fields}
    values = more | dict(zip(names, row, strict=True))

    def fill() -> None:
        with opened.change_lock(), opened.filling():
            opened.database.bulk_insert("contract", [*values], [[*values.values()]])

    with opened.connection(), pytest.raises(IntegrityError):
        fill()
    with opened.connection():
        assert t.Contract.select().count() == 0


def book_of(keys: str) -> bytes:
    """A desk with an entry a letter, whose key it is."""
    entry = {"agent": "ann", "work_type": "care", "scope": "internal", "started_at": "2026-03-02T09:00:00Z"}
    return json.dumps(
        {
            "deskhours_book": 1,
            "desk": {"name": "Desk", "timezone": "UTC", "currency": "GBP"},
            "agents": [{"key": "ann", "name": "Ann"}],
            "work_types": [
                {"key": "care", "name": "Care", "rates": [{"from": "2026-01-01", "rate": "70.00"}]}
            ],
            "entries": [{"key": key, **entry, "ended_at": "2026-03-02T10:00:00Z"} for key in keys],
        }
    ).encode()


@pytest.mark.file
@pytest.mark.parametrize("kind", ["file", "server"])
@pytest.mark.parametrize(("keys", "place"), [("AA", 1), ("ABCA", 3), ("ABCDD", 4)])
def test_an_entry_with_the_key_of_another_is_refused_at_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, keys: str, place: int
) -> None:
    """In the same batch of rows and in a later one."""
    monkeypatch.setattr(desks, "_BATCH", 2)
    opened: Any = open_file(tmp_path / "desk.db") if kind == "file" else open_server(DATABASES.at("twice"))
    with opened.connection(), pytest.raises(InvalidValue) as refused:
        load_book(open_book(io.BytesIO(book_of(keys))), 0)
    assert refused.value.path == f"entries[{place}].key"
    with opened.connection():
        assert not t.Desk.select().exists()


@pytest.mark.file
@pytest.mark.parametrize("kind", ["file", "server"])
def test_rows_without_numbers_are_given_them_while_a_desk_is_loaded(tmp_path: Path, kind: str) -> None:
    opened: Any = open_file(tmp_path / "desk.db") if kind == "file" else open_server(DATABASES.at("ids"))
    with opened.connection():
        load_book(open_book(io.BytesIO(book_of("CAB"))), 0)
        assert [*t.Entry.select(t.Entry.id, t.Entry.key).order_by(t.Entry.id).tuples()] == [
            (1, "C"),
            (2, "A"),
            (3, "B"),
        ]
