"""Does one display show one state of the database, and does it let the others go on?"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from models.domain.basics.errors import NotFound, StorageError
from models.services.core.settings import set_setting
from models.storage import tables as t
from models.storage.database import open_database
from models.storage.engine import Opened
from tests.opened import opened, small_book
from tui.data import Data


@pytest.fixture
def desk(tmp_path: Path) -> Opened:
    with opened(tmp_path, small_book()):
        set_setting("a", "old")
    return open_database(tmp_path / "desk.db")


def value() -> str:
    found = t.Setting.select(t.Setting.value).where(t.Setting.name == "a").tuples().get()
    return str(found[0])


def another(path: Path) -> sqlite3.Connection:
    """Another program, that does not wait for locks."""
    return sqlite3.connect(path, timeout=0, isolation_level=None)


def test_what_is_read_in_one_go_is_one_state(desk: Opened) -> None:
    with closing(another(desk.path)) as other:
        with desk.snapshot():
            assert value() == "old"
            other.execute("BEGIN IMMEDIATE")
            other.execute("UPDATE setting SET value = '\"new\"' WHERE name = 'a'")
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("COMMIT")
            assert value() == "old"
        other.execute("COMMIT")  # the change waited, it was not lost
        with desk.snapshot():
            assert value() == "new"


def test_a_snapshot_that_has_read_nothing_holds_nobody_up(desk: Opened) -> None:
    with closing(another(desk.path)) as other, desk.snapshot():
        other.execute("UPDATE setting SET value = '\"new\"' WHERE name = 'a'")
        assert value() == "new"


def test_nothing_can_be_written_in_it(desk: Opened) -> None:
    with pytest.raises(StorageError, match="can only be read"), desk.snapshot():
        set_setting("a", "new")
    with desk.snapshot():
        assert value() == "old"


def test_a_refusal_ends_it_and_the_next_one_begins(desk: Opened) -> None:
    def refused() -> None:
        raise NotFound(value())

    for _ in range(2):
        with pytest.raises(NotFound, match="old"), desk.snapshot():
            refused()
    with desk.connection():
        set_setting("a", "new")
        assert value() == "new"


async def test_the_screens_read_by_snapshot_and_write_without(desk: Opened) -> None:
    data = Data(desk.path, desk.connection, snapshot=desk.snapshot)
    await data.submit(set_setting, "a", "new")
    assert await data.fetch(value) == data.fetch_now(value) == "new"
    data.write_now(set_setting, "a", "newest")
    assert data.fetch_now(value) == "newest"
    with pytest.raises(StorageError):
        await data.fetch(set_setting, "a", "never")
