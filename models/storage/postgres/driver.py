"""How does peewee speak to the server? As to a file: one change at a time, the same ids, the same order of texts.

Values are put into the statement by the driver (`ClientCursor`): one round trip a statement, and nothing that a pooler
would have to remember.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from threading import local
from typing import Any

import psycopg
from peewee import (
    EXCEPTIONS,
    Column,
    ExceptionWrapper,
    Insert,
    OperationalError,
    Select,
    Table,
    fn,
)
from psycopg.pq import TransactionStatus

from models.domain.basics.rights import OWNER, Rights
from models.domain.basics.zone import Zone
from models.storage.postgres.dialect import Dialect
from models.storage.postgres.foresight.answers import Answers
from models.storage.postgres.foresight.guesses import World, read_of
from models.storage.postgres.foresight.lists import Foresight
from models.storage.postgres.line import Line, NoAnswer, connect, conninfo_of, leave
from models.storage.postgres.outcome import change_number, was_saved
from models.storage.postgres.resting import RestingLines
from models.storage.raw import (
    BEGIN_CHANGE,
    BEGIN_SNAPSHOT,
    COMMIT_CHANGE,
    COMMIT_QUIETLY,
    ROLLBACK,
    copy_in,
    insert_many,
)

FEW_ROWS = 30
"""Fewer than so many are one INSERT."""
_wrapped = ExceptionWrapper(EXCEPTIONS)
_UNDER_WAY = (TransactionStatus.INTRANS, TransactionStatus.INERROR)
_WRITING = ("INSERT INTO", "UPDATE", "DELETE FROM")
_READING, _HARMLESS = ("SELECT", "WITH", "(SELECT"), ("SAVEPOINT", "RELEASE")


class _Here(local):
    """What the calling thread is about to read or write, and what it was answered."""

    call: Any = None
    answers: Answers | None = None
    quiet = False
    """What this transaction writes, nobody else need read again."""
    ended = False
    """The snapshot is over, and the server need only be told so."""
    later = False
    """What is written goes out with what is sent next."""


class ServerDatabase(Dialect):
    """A database of a server, as the tables need it (`engine.Speech`)."""

    def __init__(self, url: str) -> None:
        """Connects to nothing yet."""
        super().__init__(url, autoconnect=False)
        self.conninfo = conninfo_of(url)
        self._resting = RestingLines(self.conninfo)
        self.rights: Rights = OWNER
        """What whoever signed in may do, as it was last asked (RULES 13)."""
        self.foresight = Foresight()
        self.zone: Zone | None = None
        self.me: str | None = None
        """The desk's zone and who sits here, as they were last seen: for guesses at what will be asked."""
        self._here = _Here()

    def expect(self, call: Any) -> None:
        """The next transaction of this thread is for that read or service."""
        self._here.call = call

    # -- connections ----------------------------------------------------------------------------

    def _connect(self) -> Line:
        return self._resting.take()

    def _close(self, conn: Line) -> None:
        here = self._here
        if here.ended and conn.info.transaction_status in _UNDER_WAY:
            leave(conn)
        here.call, here.answers, here.ended = None, None, False
        self._resting.give_back(conn)

    def close_all(self) -> None:
        """Close what is kept."""
        self._resting.close()

    # -- transactions -----------------------------------------------------------------------------

    def begin(self, *_: object) -> None:
        """Take the lock of changes: whoever comes second waits, and then sees what the first one wrote."""
        self._begin(BEGIN_CHANGE)

    def begin_snapshot(self) -> None:
        """Begin to read one state of the desk."""
        self._begin(BEGIN_SNAPSHOT)

    def end_snapshot(self) -> None:
        """Leave it; where nothing else is done in this connection, nobody waits for the server's answer."""
        if len(self._state.ctx) > 1:
            self.rollback()
            return
        self._end()
        self._here.ended = True

    def _begin(self, sql: str) -> None:
        conn = self.connection()
        if conn.info.transaction_status not in (TransactionStatus.IDLE, TransactionStatus.UNKNOWN):
            raise OperationalError("a transaction is under way in this connection")
        with _wrapped:
            try:
                self._open_with(sql)
            except NoAnswer:
                raise  # a new line would be swallowed, too
            except psycopg.OperationalError:
                if not conn.closed:
                    conn.rollback()
                    raise
                # The server went away while nobody asked it: nothing was begun, so beginning anew doubles nothing.
                self.close_all()
                self._state.conn = connect(self.conninfo)
                self._open_with(sql)

    def _open_with(self, sql: str) -> None:
        """Begin, and send what the read or service is known to ask along with it."""
        call, here = self._here.call, self._here
        if call is None:
            self._state.conn.execute(sql)
            return
        name, given = read_of(call)
        given.setdefault("me", self.me)
        here.answers = Answers(self.foresight, name, World(given, self.zone), self._send, self._written)
        try:
            here.answers.begin(sql)
        except psycopg.OperationalError:
            raise
        except psycopg.DatabaseError:
            # What was foreseen does not suit the tables: without it nothing is wrong yet.
            self.foresight.forget(name)
            self._state.conn.rollback()
            here.answers.begin(sql)

    def _send(self, text: str) -> psycopg.Cursor[Any]:
        return self._state.conn.execute(text.encode())  # type: ignore[no-any-return]

    def _written(self, sql: str, values: Sequence[Any]) -> str:
        cursor: psycopg.ClientCursor[Any] = self._state.conn.cursor()
        return cursor.mogrify(sql.encode(), values)

    def _end(self) -> None:
        """Nothing that was answered holds any longer; what was asked is known the next time."""
        here = self._here
        answers, here.answers, here.call, here.quiet = here.answers, None, None, False
        if answers is not None:
            answers.learn()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """A change that makes the desk's tables, or others of them: it takes as long as it takes."""
        with self.atomic():
            self.connection().patience = None
            yield

    def whisper(self) -> None:
        """What the transaction under way writes is no news: others need not read anything again."""
        self._here.quiet = True

    @contextmanager
    def later(self) -> Iterator[None]:
        """What is written in this block goes out with what is sent next: nobody asks how many rows it met."""
        before, self._here.later = self._here.later, True
        try:
            yield
        finally:
            self._here.later = before

    def _waiting(self) -> list[str]:
        """What was to go out with something else, and is taken along now."""
        return [] if self._here.answers is None else self._here.answers.waiting()

    def _send_waiting(self) -> None:
        """Before what goes its own way."""
        if waiting := self._waiting():
            with _wrapped:
                self._send("; ".join(waiting))

    def commit(self) -> None:
        """Make it lasting, and tell that something changed."""
        with _wrapped:
            self._make_lasting(self.connection())
        self._end()

    def _make_lasting(self, conn: Line) -> None:
        """Commit; where the answer is lost with the line, find out what became of it: nothing is done twice."""
        number, session = change_number(conn), conn.info.backend_pid
        try:
            ends = COMMIT_QUIETLY if self._here.quiet else COMMIT_CHANGE
            self._send("; ".join((*self._waiting(), ends)))
        except psycopg.OperationalError:
            if not conn.closed or number is None or not was_saved(self.conninfo, number, session):
                raise

    def rollback(self) -> None:
        """Take it back; where the line broke the server has done so."""
        self._end()
        conn = self._state.conn
        if conn is not None and not conn.closed:
            super().rollback()

    # -- statements -------------------------------------------------------------------------------

    def _execute_cursor(self, sql: str, params: Any, **options: Any) -> Any:
        """Every statement of peewee's comes through here: what is known already is not asked again."""
        if (known := self._answer(sql, params)) is not None:
            return known
        if sql.startswith(ROLLBACK):
            self._waiting()  # it was written after the savepoint, which sent what waited before it
        self._send_waiting()
        return super()._execute_cursor(sql, params, **options)

    def ask(self, *wanted: Any) -> tuple[Any, ...]:
        """What functions of the server answer, in one row; asked now, since some of them do something."""
        self._send_waiting()
        sql, values = self.get_sql_context().sql(Select((), wanted)).query()
        with _wrapped, self.cursor() as cursor:
            row: tuple[Any, ...] = cursor.execute(sql, values).fetchone()
        return row

    def login(self) -> str:
        """Who signed in, whatever role a function has taken since."""
        return str(self.ask(fn.current_setting("session_authorization"))[0])

    def _answer(self, sql: str, params: Any) -> Any:
        """What is known, or is asked together with what comes next; None for what is not asked of a known read."""
        answers = self._here.answers
        if answers is None:
            return None
        if sql.startswith(_HARMLESS):
            return None
        with _wrapped:
            if sql.startswith(_READING):
                return answers.ask(sql, params or ())
            if sql.startswith(_WRITING):
                wait = self._here.later and " RETURNING " not in sql
                return (answers.postpone if wait else answers.write)(sql, params or ())
        answers.wrote(sql)
        return None

    def refers_ahead(self, table: str) -> bool:
        """May a row name one that comes later? COPY looks when all are there; where rows have rights it is not used."""
        return not self.ask(fn.row_security_active(f'"{table}"'))[0]

    def bulk_insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Add many rows by COPY; by INSERT where the rights of rows are in force, which COPY does not know."""
        rows = iter(rows)
        if len(few := [*islice(rows, FEW_ROWS)]) < FEW_ROWS:
            if few:  # one statement, one round trip; COPY takes three
                source = Table(table)
                self.execute(Insert(source, few, [Column(source, name) for name in columns]))
            return
        rows = chain(few, rows)
        held_back = not self.refers_ahead(table)
        with _wrapped, self.cursor() as cursor:
            if held_back:
                cursor.executemany(insert_many(table, columns, self.param), rows)
                return
            with cursor.copy(copy_in(table, columns)) as copy:
                for row in rows:
                    copy.write_row(row)
