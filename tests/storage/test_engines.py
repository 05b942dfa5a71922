"""Does anything outside the engines' rooms know which engine runs? A third one, in memory, shows that nothing does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from peewee import DatabaseError, SqliteDatabase

from models.book.writing import dump_lines
from models.queries.desk.book.reading import each_entry, each_request, read_head
from models.queries.ledger.ledgers import Ledgers
from models.services.desk.desks import load_book
from models.services.history.undo import undo
from models.services.time.timer import TimerStart, start_timer
from models.storage import tables as t
from models.storage.engine import Opened
from models.storage.location import Stamp
from models.storage.rows.money import whole_text
from tests.opened import at, contract, entry, monthly, opened, small_book
from tests.test_architecture import SOURCES, imports, name, within
from tests.texts import parse_book
from tui.data import Data

BOOK = small_book(
    contracts=[contract("k", allowances=[monthly("2:00")])],
    entries=[entry("E-1", "2026-02-03T09:00", "2026-02-03T10:30")],
)
ENGINES = ("models.storage.sqlite", "models.storage.postgres", "sqlite3", "psycopg")
MAY_KNOW = {
    "models/storage/database.py",  # picks the engine
    "models/storage/status.py",  # asks without peewee
    "models/storage/status_left.py",
    "models/storage/raw.py",  # holds what is text
    "models/storage/files/outputs.py",  # never writes over what belongs to a file
}


class Memory(SqliteDatabase):  # type: ignore[misc]
    """A database that is nowhere."""

    def bulk_insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        marks = ", ".join("?" * len(columns))
        names = ", ".join(f'"{column}"' for column in columns)
        self.cursor().executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)

    def refers_ahead(self, table: str) -> bool:
        return False

    def whisper(self) -> None:
        """Nobody hears of anything."""

    def later(self) -> AbstractContextManager[None]:
        return nullcontext()


@dataclass(frozen=True)
class OpenedMemory:
    """A desk that goes with the program: all that an engine must do, in forty lines."""

    FAILURES: ClassVar[tuple[type[Exception], ...]] = (DatabaseError,)
    expect: ClassVar[None] = None
    database: Memory
    path: Path = Path()
    place: Path = Path()
    read_only: bool = False
    warning: str | None = None

    def keep(self, thing: object) -> None:
        raise NotImplementedError

    @contextmanager
    def connection(self) -> Iterator[None]:
        yield

    looking = snapshot = connection

    filling = connection

    def change_lock(self) -> AbstractContextManager[Any]:
        return self.database.atomic()  # type: ignore[no-any-return]

    def changed_since(self, stamp: Stamp) -> Stamp:
        return (1, int(self.database.execute_sql("SELECT total_changes()").fetchone()[0]))

    def check(self) -> list[str]:
        return []

    def forgo_durability(self) -> None:
        """Nothing here lasts."""


def open_memory() -> Opened:
    database = Memory(":memory:", pragmas={"foreign_keys": 1})
    database.register_function(whole_text, "deskhours_whole", 2)
    t.database.initialize(database)
    database.create_tables(t.ALL)
    return OpenedMemory(database)


def the_book() -> str:
    return "".join(dump_lines(read_head(), each_request(), each_entry()))


def test_an_engine_in_memory_runs_the_desk(tmp_path: Path) -> None:
    with opened(tmp_path, BOOK):
        expected = the_book()
    desk = open_memory()
    stamp = desk.changed_since((0, 0))
    data = Data(None, desk.connection, snapshot=desk.snapshot, failures=desk.FAILURES)
    data.write_now(load_book, parse_book(json.dumps(BOOK)), 0)
    assert data.fetch_now(the_book) == expected
    assert desk.changed_since(stamp) != stamp
    data.write_now(start_timer, TimerStart("dana", "acme"), at("2026-02-04T09:00"))
    assert data.write_now(undo, at("2026-02-04T10:00"), "dana").startswith("Started")
    assert data.fetch_now(the_book) == expected
    assert data.fetch_now(lambda: Ledgers().clients) == ("acme",)


def test_only_their_rooms_know_the_engines() -> None:
    found = [
        f"{name(path)}: {module}"
        for path in SOURCES
        if not name(path).startswith(("models/storage/sqlite/", "models/storage/postgres/"))
        and name(path) not in MAY_KNOW
        for module in imports(path)
        if within(module, *ENGINES)
    ]
    assert found == []
