"""How is a desk on a server opened? Its tables are made or checked, then every call borrows a connection."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import psycopg
from peewee import DatabaseError, InterfaceError, InternalError, OperationalError, fn

from models.domain.basics.errors import DeskError, Foreign, NotAllowed, StorageError
from models.domain.basics.rights import Present, Rights
from models.domain.basics.zone import zone
from models.storage import tables
from models.storage.location import NO_STAMP, SCHEMA_VERSION, Server, Stamp, home
from models.storage.machine.user import user_name
from models.storage.postgres.driver import ServerDatabase
from models.storage.postgres.failures import closed_month, explained
from models.storage.postgres.listening import Listener
from models.storage.postgres.loading import filling
from models.storage.postgres.schema import faults, outdated, prepare, read_revision
from models.storage.postgres.team.members import ServerTeam, read_rights
from models.storage.postgres.team.presence import others_present, show_presence

SHUT_OUT = "you are no member of this desk any more: ask a lead, or leave with q"


@dataclass(frozen=True)
class OpenedServer:
    """An open desk of a server (`models.storage.engine.Opened`)."""

    FAILURES: ClassVar[tuple[type[Exception], ...]] = (DatabaseError, psycopg.Error)
    shared: ClassVar[bool] = True
    database: ServerDatabase
    place: Server
    path: Path
    read_only: bool
    warning: str | None = None
    _kept: list[object] = field(default_factory=list)

    def expect(self, call: Any) -> None:
        """What the calling thread reads or writes next: the server is asked all that it is known to ask at once."""
        self.database.expect(call)

    def keep(self, thing: object) -> None:
        """Hold something for as long as the desk is open."""
        self._kept.append(thing)

    @property
    def rights(self) -> Rights:
        """What whoever signed in may do."""
        return self.database.rights

    def show_presence(self, request: str | None, now: int) -> None:
        """Let others know which request's page stands open here."""
        if self.rights.agent is not None and self.rights.role != "viewer":
            show_presence(self.database, self.rights.agent, request, now)

    def present(self, now: int) -> tuple[Present, ...]:
        """Which requests others have open."""
        return () if self.rights.agent is None else others_present(self.database, self.rights.agent)

    def listen(self, tell: Callable[[], None]) -> Listener:
        """Have the server tell of changes."""
        return Listener(self.database.conninfo, tell)

    def team(self) -> ServerTeam:
        """Who else may work here, as what."""
        return ServerTeam(self.database)

    @contextlib.contextmanager
    def connection(self) -> Iterator[None]:
        """A connection for the calling thread; faults of the server become StorageError."""
        with refusing(self.place), self.database.connection_context():
            yield

    looking = connection

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """One state of the desk, whatever is written meanwhile; it cannot write and waits for nobody."""
        with self.connection():
            self.database.begin_snapshot()
            try:
                yield
            finally:
                self.database.end_snapshot()

    def change_lock(self) -> AbstractContextManager[Any]:
        """The outermost `atomic()` takes an advisory lock first."""
        return self.database.atomic()  # type: ignore[no-any-return]

    def changed_since(self, stamp: Stamp) -> Stamp:
        """The number that every change raises; one round trip."""
        try:
            with self.connection():
                revision, version = read_revision(self.database)
                found = (1, revision)
                if found != stamp:
                    self.database.rights = read_rights(self.database)
                    _look_around(self.database)
        except NotAllowed as error:
            raise NotAllowed(SHUT_OUT) from error
        except StorageError:
            return NO_STAMP
        if version != SCHEMA_VERSION:
            raise NotAllowed(outdated(version))
        return found

    def check(self) -> list[str]:
        """What of the tables and constraints is not in force."""
        return faults(self.database)

    def forgo_durability(self) -> None:
        """The server need not wait for its disk in this connection."""
        self.database.ask(fn.set_config("synchronous_commit", "off", False))

    def expect_many_rows(self) -> None:
        """A server has the room already; one statement may take as long as it likes."""
        self.database.connection().patience = None

    def filling(self) -> AbstractContextManager[None]:
        """Indexes, references and triggers wait until all rows are there."""
        return filling(self.database)


@contextlib.contextmanager
def refusing(place: Server) -> Iterator[None]:
    """Faults of the server inside the block become a StorageError that names the place."""
    try:
        yield
    except (DatabaseError, InterfaceError, psycopg.Error) as error:
        refusal = closed_month(error) or _foreseen(error, place)
        if refusal is None:
            raise
        raise refusal from error
    except json.JSONDecodeError as error:
        detail = f"a record does not hold what it should: {error.msg}"
        raise StorageError(f"{place}: is damaged ({detail}); deskhours doctor names the record") from error


def _foreseen(error: BaseException, place: Server) -> StorageError | None:
    """What anybody may meet: a server that is gone or busy, a right that is missing. All else is a fault of ours."""
    refusal = explained(error, str(place))
    if isinstance(error, (OperationalError, InterfaceError, InternalError, psycopg.Error)):
        return refusal
    return refusal if isinstance(refusal, NotAllowed) else None


def open_server(place: Server, *, create: bool = True) -> OpenedServer:
    """Open (and create, upgrade) the desk of a server and bind the tables to it; raises StorageError."""
    try:
        database = ServerDatabase(place.url)
    except psycopg.Error as error:
        raise StorageError(f"{place}: is no address of a server; see the README for examples") from error
    with refusing(place), database.connection_context():
        before = tables.database.obj
        tables.database.initialize(database)
        try:
            prepare(database, str(place), create=create)
        except DeskError as error:
            tables.database.initialize(before)
            if isinstance(error, Foreign):
                raise Foreign(f"{place}: {error}; it was left untouched") from error
            raise
        database.rights = read_rights(database)
        _look_around(database)
        read_only = _read_only(database)
        warning = _open_line(database)
    return OpenedServer(database, place, home(place), read_only, warning)


def _look_around(database: ServerDatabase) -> None:
    """Take note of the desk's zone and of who is likely to sit here."""
    a, s = tables.Agent, tables.Setting
    chosen = s.select(s.value).where(s.name == f"me:{user_name()}")
    first = a.select(a.key).where(~a.archived).order_by(a.id).limit(1)
    row = tables.Desk.select(tables.Desk.timezone, chosen, first).tuples().first()
    if row is not None:
        name, named, agent = row
        database.zone = zone(name)
        database.me = database.rights.agent or (agent if named is None else json.loads(named))


def _read_only(database: ServerDatabase) -> bool:
    recovers, reads = database.ask(
        fn.pg_is_in_recovery(), fn.current_setting("default_transaction_read_only")
    )
    return recovers is True or reads == "on"


def _open_line(database: ServerDatabase) -> str | None:
    """A warning where what is said to another machine can be listened to."""
    conn = database.connection()
    host = conn.info.host
    if host.startswith("/") or host in ("localhost", "127.0.0.1", "::1", "") or conn.pgconn.ssl_in_use:
        return None
    return f"the connection to {host} is not encrypted: sslmode=require in the address makes sure of it"
