"""Is every database of ours opened, upgraded and kept, and every other one left alone?

A schema that was released is frozen: its fixture under tests/data/schema, `N.sql` with a small desk and `N.json`
with what that desk must still answer, is never written again. A schema that is not released yet has its migration
alone; it gets its fixture with the release.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from peewee import SqliteDatabase

from models.book.ledgers import ledger_json
from models.domain.basics.errors import StorageError
from models.domain.basics.months import Month
from models.queries.ledger.ledgers import Ledgers
from models.queries.overview.health import read_findings
from models.services.safety.upkeep import rebuild_records
from models.storage import migrations, tables
from models.storage.database import APPLICATION_ID, SCHEMA_VERSION, open_database
from models.storage.location import default_path
from models.storage.rows.whole import whole
from models.storage.sqlite import opened as opening
from models.storage.sqlite.backup import back_up, backup_folder
from models.storage.status import read_status
from tests.fresh import real_upgrades
from tests.month_json import month_document
from tests.opened import at, entry, opened, small_book
from tests.texts import stored_book
from tui.cli import main

ROOT = Path(__file__).parents[1]
MIGRATIONS = Path(migrations.__file__).parent
SCHEMAS = ROOT / "tests" / "data" / "schema"
RELEASED = sorted(int(path.stem) for path in SCHEMAS.glob("*.sql"))
NOW = at("2026-03-31T12:00")
MONTHS = (Month(2026, 1), Month(2026, 2), Month(2026, 3))


@pytest.fixture(autouse=True)
def migrations_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is copied here."""
    real_upgrades(monkeypatch)


def answers() -> dict[str, Any]:
    """What a desk of a fixture must answer in every later version: months, statements, ledgers."""
    ledgers = Ledgers()
    return {
        "months": [_as_then(month_document(month, MONTHS[-1].last_day)) for month in MONTHS],
        "ledgers": [
            ledger_json(ledgers.document(client, month), frozen=True)
            for client in ledgers.clients
            for month in MONTHS
        ],
        "statements": [
            [number, json.loads(document)]
            for number, document in tables.Statement.select(
                tables.Statement.number, whole(tables.Statement.document)
            ).tuples()
        ],
        "entries": [_LATER_FIELDS.sub("", str(found)) for found in stored_book().entries],
    }


_LATER_FIELDS = re.compile(r", (?:premium|told|imported)=(?:None|False)")
"""Fields that entries got after the fixtures were written, where they say nothing."""


def _as_then(month: dict[str, Any]) -> dict[str, Any]:
    """A month without what came later: counted minutes, which are what is accounted, and clients of checks."""
    for client in month["clients"]:
        assert client["minutes"].pop("counted") == client["minutes"]["accounted"]
    for check in month["checks"]:
        assert check.pop("client") is None
    return month


def released(version: int, folder: Path) -> Path:
    """A database as that version left it."""
    path = folder / "desk.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript((SCHEMAS / f"{version}.sql").read_text(encoding="utf-8"))
    path.chmod(0o600)
    return path


def current(folder: Path) -> Path:
    """A database of today's schema with the desk of the newest fixture in it."""
    path = released(RELEASED[-1], folder)
    if RELEASED[-1] < SCHEMA_VERSION:
        with _program_of_today():
            open_database(path)
        shutil.rmtree(backup_folder(path), ignore_errors=True)
    return path


@contextlib.contextmanager
def _program_of_today() -> Iterator[None]:
    """The program as it is, whatever a test has made of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "__file__", str(MIGRATIONS / "__init__.py"))
        patch.setattr(opening, "SCHEMA_VERSION", SCHEMA_VERSION)
        yield


def schema(path: Path) -> dict[str, str]:
    """Every table and index of a file by name, its statement with blanks, quotes and brackets in one form."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {
        name: _plain(" ".join(sql.replace('"', "").split()).replace(" ,", ","))
        for name, sql in rows
        if "schema_migration" not in name
    }


def _plain(statement: str) -> str:
    """The condition of an index without brackets: peewee puts some, the first files had none."""
    columns, where, condition = statement.partition(" WHERE ")
    return columns + where + condition.replace("(", "").replace(")", "")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def differences(left: dict[str, str], right: dict[str, str], names: tuple[str, str]) -> Iterator[str]:
    for name in sorted(left.keys() | right.keys()):
        if left.get(name) != right.get(name):
            yield f"{name}:\n  {names[0]}: {left.get(name)}\n  {names[1]}: {right.get(name)}"


# -- the schema ---------------------------------------------------------------------------------


def test_migrations_make_what_the_tables_say(tmp_path: Path) -> None:
    open_database(tmp_path / "migrated.db")
    made = SqliteDatabase(str(tmp_path / "made.db"))
    with made.bind_ctx(tables.ALL), made.connection_context():
        made.create_tables(tables.ALL)
    left, right = schema(tmp_path / "migrated.db"), schema(tmp_path / "made.db")
    found = list(differences(left, right, ("migrations", "tables")))
    assert not found, "models/storage/tables needs a migration:\n" + "\n".join(found)


@pytest.mark.parametrize("version", RELEASED)
def test_a_released_schema_is_what_its_migrations_make(version: int, tmp_path: Path) -> None:
    """The files up to a released number still make what was released: they were not changed afterwards."""
    found = list(
        differences(
            _migrated_to(version, tmp_path / "made.db"),
            schema(released(version, tmp_path)),
            ("now", "released"),
        )
    )
    assert not found, f"schema {version} was released and is frozen:\n" + "\n".join(found)


def _migrated_to(version: int, path: Path) -> dict[str, str]:
    from playhouse.migrations import Runner

    made = SqliteDatabase(str(path))
    folder = Path(migrations.__file__).parent
    with made.connection_context():
        (target,) = (file.stem for file in folder.glob(f"{version:04d}_*.py"))
        Runner(made, directory=str(folder)).up(target)
    return schema(path)


def test_every_schema_has_its_migration_and_every_released_one_its_fixture() -> None:
    numbers = sorted(int(file.name[:4]) for file in MIGRATIONS.glob("[0-9]*.py"))
    assert numbers == list(range(1, SCHEMA_VERSION + 1))
    assert numbers[: len(RELEASED)] == RELEASED


def test_migrations_stand_on_their_own() -> None:
    """A frozen file that reads today's tables would make another schema tomorrow."""
    for file in Path(migrations.__file__).parent.glob("[0-9]*.py"):
        text = file.read_text(encoding="utf-8")
        assert "import models" not in text, file.name
        assert "from models" not in text, file.name


# -- upgrades -----------------------------------------------------------------------------------


@pytest.mark.parametrize("version", RELEASED)
def test_f15_a_released_schema_opens_with_the_same_totals(version: int, tmp_path: Path) -> None:
    path = released(version, tmp_path)
    expected = json.loads((SCHEMAS / f"{version}.json").read_text(encoding="utf-8"))
    with open_database(path).connection():
        assert json.loads(json.dumps(answers())) == expected
        rebuild_records(NOW)
        assert json.loads(json.dumps(answers())) == expected
        assert [finding for finding in read_findings(NOW) if finding.level != "ok"] == []
    assert read_status(str(path), NOW + 60).document["timer"]["seconds"] == 60
    upgraded = version < SCHEMA_VERSION
    assert (backup_folder(path) / f"desk-before-schema-{SCHEMA_VERSION}.db").exists() is upgraded


@pytest.fixture
def next_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program of a later time, with one migration more; returns its file."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    for file in Path(migrations.__file__).parent.glob("[0-9]*.py"):
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    added = folder / f"{SCHEMA_VERSION + 1:04d}_colour.py"
    added.write_text(
        "from peewee import TextField\n\n\n"
        "def up(migrator, db):\n"
        "    migrator.migrate(migrator.add_column('client', 'colour', TextField(null=True)),\n"
        "                     migrator.add_not_null('client', 'notes'))\n"
    )
    monkeypatch.setattr(migrations, "__file__", str(folder / "__init__.py"))
    monkeypatch.setattr(opening, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    return added


def _count(path: Path, sql: str) -> Any:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchone()[0]


@pytest.mark.usefixtures("next_schema")
def test_an_upgrade_backs_up_first_and_loses_no_row(tmp_path: Path) -> None:
    path = current(tmp_path)
    before = _count(path, "SELECT count(*) FROM entry")
    open_database(path)
    assert _count(path, "SELECT count(*) FROM entry") == before > 0
    assert _count(path, "SELECT count(colour) FROM client") == 0
    assert _count(path, "PRAGMA user_version") == SCHEMA_VERSION + 1
    kept = backup_folder(path) / f"desk-before-schema-{SCHEMA_VERSION + 1}.db"
    assert _count(kept, "PRAGMA user_version") == SCHEMA_VERSION
    assert open_database(path).read_only is False


def test_found_4_14_an_upgrade_that_fails_says_so_and_changes_nothing(
    tmp_path: Path, next_schema: Path
) -> None:
    path = current(tmp_path)
    with next_schema.open("a") as file:
        file.write("    raise RuntimeError('half way')\n")
    before = schema(path)
    with pytest.raises(StorageError, match=r"could not be upgraded .*half way.*nothing was changed"):
        open_database(path)
    assert schema(path) == before
    assert _count(path, "PRAGMA user_version") == SCHEMA_VERSION


def test_an_upgrade_that_would_break_references_is_not_done(tmp_path: Path, next_schema: Path) -> None:
    path = current(tmp_path)
    with next_schema.open("a") as file:
        file.write("    db.execute_sql('DELETE FROM agent')\n")
    with pytest.raises(StorageError, match=r"would leave .* broken references; it was not done"):
        open_database(path)
    assert _count(path, "SELECT count(*) FROM agent") > 0


@pytest.mark.usefixtures("next_schema")
def test_without_a_backup_there_is_no_upgrade(tmp_path: Path) -> None:
    path = current(tmp_path)
    backup_folder(path).write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="was not upgraded, as no backup could be made"):
        open_database(path)
    assert _count(path, "PRAGMA user_version") == SCHEMA_VERSION


def test_two_programs_may_begin_at_once(tmp_path: Path) -> None:
    code = "import sys, pathlib, models.storage.database as d; d.open_database(pathlib.Path(sys.argv[1]))"
    path = tmp_path / "new" / "desk.db"
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(path)], cwd=ROOT, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    assert [(one.communicate()[1], one.returncode) for one in both] == [(b"", 0)] * 2
    assert _count(path, "PRAGMA user_version") == SCHEMA_VERSION


# -- files that are refused ---------------------------------------------------------------------


def test_f14_a_newer_schema_is_refused_untouched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = current(tmp_path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 6}")
    before = digest(path)
    for words in (["dump"], ["start", "acme"], ["backup"], ["doctor"]):
        assert main(["--database", str(path), *words]) == 1
        refusal = capsys.readouterr().err
        assert f"has schema {SCHEMA_VERSION + 6}, this deskhours knows up to {SCHEMA_VERSION}" in refusal
    assert digest(path) == before
    assert os.listdir(tmp_path) == ["desk.db"]


@pytest.mark.parametrize("mark", [0, 252_006, APPLICATION_ID + 1])
def test_f18_another_programs_file_is_refused_untouched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], mark: int
) -> None:
    path = tmp_path / "theirs.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {mark}")
        connection.execute("CREATE TABLE desk (a)")
    before = digest(path)
    for words in (
        ["dump"],
        ["start", "acme"],
        ["load", str(path)],
        ["backup"],
        ["restore", str(path), "--yes"],
    ):
        assert main(["--database", str(path), *words]) == 1
        if words[0] != "load":
            assert "is another program's database; it was left untouched" in capsys.readouterr().err
    assert digest(path) == before
    assert os.listdir(tmp_path) == ["theirs.db"]


def test_f18_a_file_that_is_no_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir or Madam, " * 100)
    before = digest(path)
    with pytest.raises(StorageError, match="not a database"):
        open_database(path)
    assert digest(path) == before


def test_f16_a_corrupt_page_offers_the_newest_good_backup(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [
        entry(f"E-{n}", f"2026-03-{n:02d}T09:00", f"2026-03-{n:02d}T10:00", note="x" * 3000)
        for n in range(1, 29)
    ]
    with opened(tmp_path, small_book(entries=entries), NOW):
        pass
    path = tmp_path / "desk.db"
    monkeypatch.setenv("DESKHOURS_DATABASE", str(path))
    good = back_up(path, now=NOW)
    size = path.stat().st_size
    with path.open("r+b") as file:
        for place in range(4096 * 2, size, 4096):
            file.seek(place)
            file.write(b"\xde\xad\xbe\xef" * 64)
    before = digest(path)
    for words in (["ledger", "acme", "2026-03"], ["start", "acme"], ["dump"]):
        assert main(words) == 1, words
        refusal = capsys.readouterr().err
        assert f"the newest good backup is {good}" in refusal
        assert f"sqlite3 {path} .recover" in refusal
    assert main(["doctor"]) == 1
    assert str(good) in "".join(capsys.readouterr())
    assert main(["backup"]) == 1
    assert digest(path) == before
    assert main(["restore", str(good), "--yes"]) == 0
    assert main(["ledger", "acme", "2026-03"]) == 0


def test_f16_a_missing_index_row_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = current(tmp_path)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = 1")
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'entry_started_at_client_ended_at'"
        page = connection.execute(sql).fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with path.open("r+b") as file:
        file.seek((page - 1) * size + 3)
        cells = int.from_bytes(file.read(2), "big")
        file.seek((page - 1) * size + 3)
        file.write((cells - 1).to_bytes(2, "big"))
    assert main(["--database", str(path), "doctor"]) == 1
    assert "wrong file: the file is damaged" in capsys.readouterr().out


# -- whose file it is ---------------------------------------------------------------------------


def test_a_new_database_is_private(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "desk.db"
    open_database(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert _count(path, "PRAGMA application_id") == APPLICATION_ID
    assert default_path().name == "deskhours.db"


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.touch(0o600)
    with pytest.raises(StorageError, match="there is no desk yet"):
        open_database(path, create=False)
    open_database(path)
    assert schema(path)
