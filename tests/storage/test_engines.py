"""Does anything outside the engines' rooms know which engine runs? A third one, in memory, shows that nothing does."""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, NoReturn

import pytest
from peewee import DatabaseError, SqliteDatabase, Value, fn

from models.book.writing import dump_lines
from models.domain.basics.errors import DeskError
from models.domain.basics.rights import OWNER, Present, Rights
from models.queries.desk.book.reading import each_entry, each_request, read_head
from models.queries.desk.search import read_found
from models.queries.ledger.ledgers import Ledgers
from models.queries.overview.health import check_documents
from models.services.desk.desks import load_book
from models.services.history.undo import undo
from models.services.time.timer import TimerStart, start_timer
from models.storage import tables as t
from models.storage.engine import Opened, Speech
from models.storage.location import Stamp
from models.storage.postgres.driver import ServerDatabase
from models.storage.rows.money import whole_text
from models.storage.sqlite.opened import FileDatabase
from tests.opened import at, contract, entry, monthly, opened, small_book
from tests.test_architecture import SOURCES, calls, imports, name, texts, within
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
}


class Memory(SqliteDatabase):  # type: ignore[misc]
    """A database that is nowhere, and says in its own way what engines say differently."""

    rights = OWNER

    def packed(self, text: str) -> str:
        return text

    def is_json(self, column: Any, *, packed: bool) -> Any:
        return fn.memory_is_json(column) == 1

    def beyond_ascii(self, column: Any) -> Any:
        """It cannot tell, so whoever asks has a look."""
        return Value(1) == 1

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
    """A desk that goes with the program: all that an engine must do, in sixty lines."""

    FAILURES: ClassVar[tuple[type[Exception], ...]] = (DatabaseError,)
    expect: ClassVar[None] = None
    shared: ClassVar[bool] = False
    rights: ClassVar[Rights] = OWNER
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

    def expect_many_rows(self) -> None:
        """They are where all others are."""

    def team(self) -> NoReturn:
        raise DeskError("memory knows no roles")

    def show_presence(self, request: str | None, now: int) -> None:
        """Nobody else is there."""

    def present(self, now: int) -> tuple[Present, ...]:
        return ()

    def listen(self, tell: Callable[[], None]) -> None:
        """Nobody else is there."""


def is_json(text: str) -> bool:
    with suppress(ValueError):
        json.loads(text)
        return True
    return False


def open_memory() -> Opened:
    database = Memory(":memory:", pragmas={"foreign_keys": 1})
    database.register_function(whole_text, "deskhours_whole", 2)
    database.register_function(is_json, "memory_is_json", 1)
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


def test_an_engine_in_memory_says_in_its_own_way_what_engines_say_differently() -> None:
    desk = open_memory()
    data = Data(None, desk.connection, snapshot=desk.snapshot, failures=desk.FAILURES)
    book = BOOK | {"clients": [{"key": "acme", "name": "Acmé Ltd"}]}
    data.write_now(load_book, parse_book(json.dumps(book)), 0)
    assert [found.key for found in data.fetch_now(read_found, "acme ltd", 0)] == ["acme"]
    assert data.fetch_now(check_documents).level == "ok"
    desk.database.execute_sql("UPDATE client SET contacts = '{' WHERE key = 'acme'")
    assert data.fetch_now(check_documents).details == ("client acme: contacts is no JSON",)


@pytest.mark.parametrize("database", [Memory, FileDatabase, ServerDatabase], ids=lambda each: each.__name__)
def test_every_engine_says_what_the_tables_ask_of_it(database: type[Any]) -> None:
    wanted = {name for name in vars(Speech) if not name.startswith("_")}
    assert len(wanted) == 8
    assert {name for name in wanted if not hasattr(database, name)} <= {"rights"}
    assert hasattr(database, "rights") or "self.rights" in inspect.getsource(database.__init__)


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


OF_AN_ENGINE = {"pragma", "isinstance:SqliteDatabase", "isinstance:PostgresqlDatabase", "isinstance:Server"}
ITS_WORDS = re.compile(r"PRAGMA |sqlite_master|SQLite format|^-(journal|wal|shm)$|pg_catalog|malformed")
PLACES = {"models/storage/location.py"}
"""Which kinds of places there are."""


def asks_for(path: Path) -> Iterator[str]:
    """Calls that ask which engine runs, or that only one of them knows."""
    yield from (place for word, place in calls(path) if word in OF_AN_ENGINE)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance":
            named = {getattr(each, "id", getattr(each, "attr", "")) for each in ast.walk(node.args[1])}
            if {f"isinstance:{each}" for each in named} & OF_AN_ENGINE:
                yield f"{name(path)}:{node.lineno}: isinstance"


def test_nothing_outside_their_rooms_asks_which_engine_runs() -> None:
    rooms = ("models/storage/sqlite/", "models/storage/postgres/", "models/storage/migrations/")
    outside = [path for path in SOURCES if not name(path).startswith(rooms)]
    found = [place for path in outside if name(path) not in MAY_KNOW | PLACES for place in asks_for(path)]
    found += [
        place
        for path in outside
        if name(path) not in MAY_KNOW
        for text, place in texts(path)
        if ITS_WORDS.search(text)
    ]
    assert found == []
    inside = [place for path in SOURCES if path not in outside for place in asks_for(path)]
    assert len(inside) > 5  # the search finds what it looks for
