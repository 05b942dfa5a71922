"""How is a file opened as a desk? Safely: nobody else's file, no newer schema, nothing lost when the power goes.

SQLite with the rollback journal and full sync: a commit that returned is on the disk. All that only SQLite
understands (pragmas, the file, its locks) stands in this module.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn
from urllib.parse import quote

from peewee import EXCEPTIONS, DatabaseError, ExceptionWrapper, OperationalError, SqliteDatabase, fn

from models.domain.basics.errors import Damaged, DeskError, Foreign, StorageError, Unusable
from models.domain.basics.rights import OWNER, Present, Rights
from models.storage import tables
from models.storage.location import APPLICATION_ID as APPLICATION_ID
from models.storage.location import NO_STAMP, Stamp, no_desk_yet, odd_place, renumbers, too_new, what_is_wrong
from models.storage.location import SCHEMA_VERSION as SCHEMA_VERSION
from models.storage.location import VERIFIED_BYTES as VERIFIED_BYTES
from models.storage.packing import pack, readable
from models.storage.raw import LOCK_SECONDS, identity, insert_many
from models.storage.rows.money import whole_text

if TYPE_CHECKING:
    from models.storage.sqlite.care import Care

_wrapped = ExceptionWrapper(EXCEPTIONS)


def care() -> type[Care]:
    """What new, old and damaged files need, loaded late: the first frame reads a file that is none of them."""
    from models.storage.sqlite.care import Care

    return Care


@dataclass(frozen=True)
class OpenedFile:
    """An open database and what a person should know about it."""

    FAILURES: ClassVar[tuple[type[Exception], ...]] = (DatabaseError,)
    """What the engine raises where nobody foresaw it; all else arrives as a StorageError."""
    shared: ClassVar[bool] = False
    expect: ClassVar[None] = None
    """A file answers at once: nothing need be foreseen."""
    database: FileDatabase
    path: Path
    read_only: bool
    warning: str | None = None
    identity: tuple[int, int] | None = None
    """Device and number of the file; another file of this name is another desk."""
    verified_bytes: int = 0
    """Up to this size the whole file is checked before the first write."""
    _kept: list[object] = field(default_factory=list)
    _faults: list[str] = field(default_factory=list)
    _verified: list[bool] = field(default_factory=list)

    def keep(self, thing: object) -> None:
        """Hold something for as long as the database is open, such as its temporary folder."""
        self._kept.append(thing)

    @property
    def place(self) -> Path:
        """The database file, beside which copies and drafts are put."""
        return self.path

    @property
    def rights(self) -> Rights:
        """Whoever may write the file may do everything."""
        return OWNER

    def team(self) -> NoReturn:
        """Raises DeskError: a file knows no roles."""
        raise DeskError(
            f"{self.path}: a file knows no roles, whoever may write it may do everything;"
            " a team with roles works on a server: deskhours move --to postgresql://…"
        )

    def show_presence(self, request: str | None, now: int) -> None:
        """A file does not know who looks at what."""

    def present(self, now: int) -> tuple[Present, ...]:
        """Nobody: what stands in a file does not tell who looks at it."""
        return ()

    def listen(self, tell: Callable[[], None]) -> None:
        """Nothing can tell: a file is looked at every few seconds."""

    def check(self) -> list[str]:
        """What SQLite finds wrong with the whole file, references to nothing, values that no column can hold."""
        try:
            return care().faults(self.database.connection(), self.path) or care().odd_values()
        except sqlite3.OperationalError as error:
            raise StorageError(care().explain_failure(error, self.path)) from error

    @contextlib.contextmanager
    def connection(self) -> Iterator[None]:
        """A connection for the calling thread, closed afterwards; storage faults become StorageError.

        The first of them looks through the file (see `verified_bytes`): what is damaged is not written to.
        """
        with self._connected():
            self._verify()
            yield

    @contextlib.contextmanager
    def _connected(self) -> Iterator[None]:
        self._check_there()
        try:
            with self.database.connection_context():
                yield
        except (OperationalError, sqlite3.OperationalError) as error:  # rows come without peewee's own errors
            raise StorageError(care().explain_failure(error, self.path)) from error
        except (DatabaseError, sqlite3.DatabaseError) as error:
            if "malformed" in str(error) or "not a database" in str(error):
                raise Damaged(care().corrupt(self.path, str(error))) from error
            raise
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            detail = f"a record does not hold what it should: {getattr(error, 'msg', 'no UTF-8')}"
            raise StorageError(
                f"{self.path}: is damaged ({detail}); deskhours doctor names the record"
            ) from error

    @contextlib.contextmanager
    def looking(self) -> Iterator[None]:
        """A connection that does not ask whether the file is sound, for what finds out."""
        with self._connected():
            yield

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """A connection for reading one state of the database, whatever is written meanwhile; it cannot write.

        The lock that is shared with other readers is taken by the first statement: a commit waits for the end.
        """
        with self._connected():
            self.database.pragma("query_only", 1)
            self.database.begin("deferred")
            try:
                yield
            finally:
                if self.database.connection().in_transaction:  # an error may have ended it
                    self.database.rollback()

    def change_lock(self) -> AbstractContextManager[Any]:
        """The outermost `atomic()` is BEGIN IMMEDIATE: it waits for whoever writes, then nobody else can."""
        return self.database.atomic()  # type: ignore[no-any-return]

    def changed_since(self, stamp: Stamp) -> Stamp:
        """The file's last change and size; costs one call to the file system."""
        try:
            status = os.stat(self.path)
        except OSError:
            return NO_STAMP
        return status.st_mtime_ns, status.st_size

    def forgo_durability(self) -> None:
        """Do not wait for the disk in this connection."""
        self.database.pragma("synchronous", 0)

    def expect_many_rows(self) -> None:
        """Keep more pages in memory: indexes are written in no order, and would leave for the disk and come back."""
        self.database.pragma("cache_size", -96000)

    def filling(self) -> AbstractContextManager[None]:
        """Indexes wait until all rows are there; references are looked at when all is done."""
        return care().filling(self.database)

    def _check_there(self) -> None:
        """The file that was opened must still be there under its name; costs one call to the file system."""
        if self.identity is None:
            return
        try:
            status = os.stat(self.path)
        except OSError as error:
            raise Unusable(
                f"The desk's file is not there any more; nothing is saved until it is back: {self.path}."
                f"{care().ways_back(self.path)}"
            ) from error
        if (status.st_dev, status.st_ino) != self.identity and not renumbers(self.path):
            raise Unusable(
                "The desk's file was replaced by another file while it was open; nothing is saved there."
                f" Leave and start again to use the new one: {self.path}"
            )

    def _verify(self) -> None:
        """Raises Damaged for a file in which something is wrong; looks once."""
        if not self._verified:
            if not self.read_only and self.path.stat().st_size <= self.verified_bytes:
                try:
                    self._faults.extend(care().structure_faults(self.database.connection(), self.path))
                except sqlite3.OperationalError as error:
                    raise StorageError(care().explain_failure(error, self.path)) from error
            self._verified.append(True)
        if self._faults:
            raise Damaged(care().corrupt(self.path, self._faults[0]))


def open_file(path: Path, *, create: bool = True, verified_bytes: int = 0) -> OpenedFile:
    """Open (and create, upgrade) the database of `path` and bind the tables to it; raises StorageError.

    A desk that is missing or empty while backups of it are there is not begun anew: the refusal names them.
    """
    if wrong := what_is_wrong(str(path)):
        raise StorageError(f"{path}: {wrong}")
    fresh = not path.exists() or path.stat().st_size == 0
    if fresh:
        care().check_not_lost(path)
        if not create:
            raise StorageError(no_desk_yet(path))
        _create_file(path)
    read_only = not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK)
    version = 0 if fresh else check_file(path)
    if version and version < SCHEMA_VERSION and read_only:
        raise StorageError(
            f"{path}: needs an upgrade from schema {version} to {SCHEMA_VERSION} but is read-only"
        )
    database = _connect(path, read_only)
    if version < SCHEMA_VERSION:
        care().upgrade(database, path, version, SCHEMA_VERSION)
    tables.database.initialize(database)
    status = path.stat()
    identity = status.st_dev, status.st_ino
    return OpenedFile(database, path, read_only, odd_place(path, status.st_nlink), identity, verified_bytes)


class FileDatabase(SqliteDatabase):  # type: ignore[misc]  # peewee has no types of its own
    """A file, as the tables need it (`engine.Speech`)."""

    rights: ClassVar[Rights] = OWNER

    def _initialize_connection(self, conn: sqlite3.Connection) -> None:
        super()._initialize_connection(conn)
        conn.create_function("deskhours_whole", 2, _whole, deterministic=True)
        conn.create_function("deskhours_text", 1, readable, deterministic=True)

    def packed(self, text: str) -> str | bytes:
        """A long text as it stands in the file."""
        return pack(text)

    def is_json(self, column: Any, *, packed: bool) -> Any:
        """Texts that are JSON, also packed ones."""
        return fn.json_valid(fn.deskhours_text(column) if packed else column)

    def beyond_ascii(self, column: Any) -> Any:
        """More bytes than letters."""
        return fn.length(column.cast("blob")) > fn.length(column)

    def whisper(self) -> None:
        """A file tells nobody of anything."""

    def later(self) -> AbstractContextManager[None]:
        """A file is written to at once."""
        return contextlib.nullcontext()

    def refers_ahead(self, table: str) -> bool:
        """May a row name one that comes later? Where references are looked at when all is done."""
        return bool(self.pragma("defer_foreign_keys"))

    def bulk_insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Add many rows with one prepared statement; what the engine refuses is raised as peewee does."""
        with _wrapped:
            self.cursor().executemany(insert_many(table, columns, self.param), rows)


def _whole(text: str | bytes | None, amounts: str | None) -> str | None:
    """`whole_text` of what may be packed."""
    return whole_text(readable(text), amounts)


def _connect(path: Path, read_only: bool) -> FileDatabase:
    pragmas = {"foreign_keys": 1, "synchronous": 2, "cache_size": -16000}
    # Never "make it when it is not there": a file that was deleted under an open screen stays deleted.
    name = f"file:{_quote(path)}?mode={'ro' if read_only else 'rw'}"
    if not read_only:
        pragmas["journal_mode"] = "delete"  # type: ignore[assignment]  # peewee takes text here too
    return FileDatabase(
        name, pragmas=pragmas, timeout=LOCK_SECONDS, lock_type="immediate", uri=True, autoconnect=False
    )


def _quote(path: Path) -> str:
    return quote(os.fsencode(path.absolute()))


def _create_file(path: Path) -> None:
    try:
        care().private_folder(path.parent)
        number = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
        with contextlib.suppress(OSError):
            os.fchmod(number, 0o600)  # whatever the umask says
        os.close(number)
    except OSError as error:
        raise StorageError(f"{path}: cannot be created ({error.strerror})") from error


def check_file(path: Path) -> int:
    """The schema version of a file that is ours, not newer than this program and readable; 0 when it is empty.

    Changes nothing, but lets SQLite finish what a crash interrupted. Raises StorageError.
    """
    try:
        owner, version, tables = _identity(path)
    except sqlite3.OperationalError as error:
        raise StorageError(care().explain_failure(error, path)) from error
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # what is wrong may be a name that is none
        raise Damaged(care().corrupt(path, str(error))) from error
    if owner != APPLICATION_ID and (owner or version or tables):
        raise Foreign(f"{path}: is another program's database; it was left untouched")
    if version > SCHEMA_VERSION:
        raise StorageError(too_new(path, version))
    return version


def _identity(path: Path) -> tuple[int, int, int]:
    """Application id, schema version and number of tables, read without writing where that is possible."""
    try:
        return _read_identity(path, "ro")
    except sqlite3.OperationalError as error:
        # A crash left its journal: only a connection that may write can roll it back, and only our own file.
        if error.sqlite_errorname != "SQLITE_READONLY_ROLLBACK" or not _is_marked(path):
            raise
        return _read_identity(path, "rw")


def _read_identity(path: Path, mode: str) -> tuple[int, int, int]:
    connection = sqlite3.connect(f"file:{_quote(path)}?mode={mode}", uri=True, timeout=LOCK_SECONDS)
    with contextlib.closing(connection):
        return identity(connection)


def _is_marked(path: Path) -> bool:
    """Does the header of the file name this program? True for ours also where a crash left pages half written."""
    with path.open("rb") as file:
        header = file.read(72)
    return int.from_bytes(header[68:72], "big") == APPLICATION_ID
