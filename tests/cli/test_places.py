"""What is no desk is refused in a sentence; a lost desk is not begun anew; a restore takes only what is sound."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from models.domain.basics.errors import DeskError, StorageError, Unusable
from models.services.history.undo import undo
from models.services.time.timer import TimerStart, start_timer
from models.storage.database import open_database
from models.storage.engine import Opened
from models.storage.rows.reading import read_desk
from models.storage.sqlite.backup import back_up, newest_backup
from tests.opened import at, contract, entry, monthly, opened, small_book
from tui.cli import main

NOW = at("2026-03-31T12:00")
COMMANDS = (
    ["status"],
    ["status", "--json"],
    ["dump"],
    ["start", "acme"],
    ["ledger", "acme", "2026-03"],
    ["doctor"],
    ["backup"],
    ["export", "csv"],
    ["load", "book.json"],
)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    book = small_book(
        contracts=[contract("plan", allowances=[monthly("5:00")])],
        entries=[entry("E-1", "2026-03-02T09:00", "2026-03-02T10:00")],
    )
    with opened(tmp_path, book, NOW):
        pass
    monkeypatch.chdir(tmp_path)
    main(["--database", str(tmp_path / "desk.db"), "dump"])
    (tmp_path / "book.json").write_text(json.dumps(book), encoding="utf-8")
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "desk.db"))
    return tmp_path / "desk.db"


def entries_in(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("SELECT count(*) FROM entry").fetchone()[0])


# -- lost desks ---------------------------------------------------------------------------------


@pytest.mark.parametrize("empty", [True, False])
def test_found_4_12_a_lost_desk_with_backups_is_not_begun_anew(
    path: Path, empty: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    copies = [back_up(path, now=NOW + day * 86_400) for day in range(7)]
    path.unlink()
    if empty:
        path.touch()
    for words in (
        ["load", "book.json"],
        ["start", "acme"],
        ["dump"],
        ["doctor"],
        ["status"],
        ["status", "--json"],
        ["import", "toggl", "book.json"],
    ):
        capsys.readouterr()
        assert main(words) == 1, words
        error = capsys.readouterr().err
        assert "there are backups of this desk. Put one back with: deskhours restore FILE" in error
        assert f"2026-04-06 12:00 UTC  {copies[-1]}" in error
        assert "and 2 older ones" in error
    with pytest.raises(StorageError, match="there are backups"):
        open_database(path)
    assert path.exists() is empty
    assert main(["restore", str(copies[-1])]) == 0
    assert entries_in(path) == 1


def test_found_4_12_a_desk_that_goes_while_it_is_open_is_not_made_anew(path: Path) -> None:
    found = open_database(path)
    path.rename(path.with_name("elsewhere.db"))
    for connection in (found.connection, found.snapshot):
        with (
            pytest.raises(Unusable, match="is not there any more; nothing is saved until it is back"),
            connection(),
        ):
            pass
    assert not path.exists()
    path.with_name("elsewhere.db").rename(path)
    with found.connection():
        assert read_desk().name


def test_found_4_12_another_file_in_its_place_is_not_written_to(path: Path) -> None:
    found = open_database(path)
    shutil.copy(path, path.with_name("copy.db"))
    path.with_name("copy.db").replace(path)
    before = path.read_bytes()
    with pytest.raises(Unusable, match="was replaced by another file"), found.connection():
        start_timer(TimerStart("dana", "acme"), NOW)
    assert path.read_bytes() == before


# -- restore ------------------------------------------------------------------------------------


def test_found_4_13_a_restore_spares_another_programs_file(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, theirs = back_up(path, now=NOW), tmp_path / "theirs.db"
    with closing(sqlite3.connect(theirs)) as connection:
        connection.execute("CREATE TABLE bookmark (a)")
    before = theirs.read_bytes()
    assert main(["--database", str(theirs), "restore", str(copy), "--yes"]) == 1
    assert "is another program's database; it was left untouched" in capsys.readouterr().err
    assert theirs.read_bytes() == before
    assert sorted(file.name for file in tmp_path.glob("theirs*")) == ["theirs.db"]


def break_references(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("DELETE FROM client")
        connection.commit()


def cut(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:-1000])


def cut_pages(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[: -3 * 4096])


def flip(copy: Path) -> None:
    data = bytearray(copy.read_bytes())
    for place in range(len(data) // 2, len(data) // 2 + 4096 * 3, 7):
        data[place] ^= 0xFF
    copy.write_bytes(bytes(data))


def lose_index_row(copy: Path) -> None:
    """An entry stands in the table and in all indexes but one."""
    name = "entry_agent_started_at_ended_at"
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA writable_schema = 1")
        row = connection.execute("SELECT * FROM sqlite_master WHERE name = ?", (name,)).fetchone()
        connection.execute("DELETE FROM sqlite_master WHERE name = ?", (name,))
        connection.commit()
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA writable_schema = 1")
        connection.execute("DELETE FROM entry")
        connection.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", row)
        connection.commit()


DAMAGES = (break_references, cut, cut_pages, flip, lose_index_row)


@pytest.mark.parametrize("damage", DAMAGES)
def test_found_4_6_a_damaged_backup_is_refused_before_anything_is_touched(
    path: Path, tmp_path: Path, damage: object, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = back_up(path, now=NOW), back_up(path, now=NOW + 1)
    damage(bad)  # type: ignore[operator]
    before = path.read_bytes()
    assert main(["restore", str(bad), "--yes"]) == 1
    assert "Traceback" not in capsys.readouterr().err
    assert path.read_bytes() == before
    assert newest_backup(path) == good
    assert sorted(file.name for file in tmp_path.iterdir()) == ["book.json", "desk-backups", "desk.db"]


def test_found_4_6_a_desk_is_not_restored_onto_itself(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "soft.db").symlink_to(path)
    os.link(path, tmp_path / "hard.db")
    before = path.read_bytes()
    for name in ("desk.db", str(path), "soft.db", "hard.db", "./desk.db"):
        assert main(["restore", name, "--yes"]) == 1
        assert "is the database itself" in capsys.readouterr().err
    assert path.read_bytes() == before


# -- damaged files ------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", [lose_index_row, cut])
def test_found_6_6_f16_what_is_damaged_is_not_written_to(
    path: Path, damage: object, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = back_up(path, now=NOW)
    damage(path)  # type: ignore[operator]
    before = path.read_bytes()
    for words in (["add", "acme", "2026-03-05T10:00", "2026-03-05T11:00"], ["start", "acme"], ["undo"]):
        capsys.readouterr()
        assert main(words) == 1
        error = capsys.readouterr().err
        assert "is damaged (" in error
        assert f"the newest good backup is {copy}" in error
        assert ".recover" in error
    assert path.read_bytes() == before


@pytest.mark.parametrize("damage", DAMAGES)
def test_found_4_6_doctor_finds_and_does_not_fall(
    path: Path, damage: object, capsys: pytest.CaptureFixture[str]
) -> None:
    back_up(path, now=NOW)
    damage(path)  # type: ignore[operator]
    capsys.readouterr()
    assert main(["doctor", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["ok"] is False
    assert any(check["level"] == "wrong" for check in document["checks"])
    assert main(["doctor", "--repair"]) == 1
    assert "wrong" in capsys.readouterr().out


def test_found_4_14_a_full_disk_is_named_on_every_path(path: Path) -> None:
    """SQLite rolls all of it back by itself; the savepoint that is then missing is not the news."""
    found = open_database(path)

    def write() -> None:
        with found.connection():
            small(found)
            with found.database.atomic():
                start_timer(TimerStart("dana", "acme", note="x" * 90_000), NOW)
                undo(NOW, "dana")

    with pytest.raises(StorageError, match="the disk is full; nothing was saved"):
        write()


def small(found: Opened) -> None:
    pages = found.database.execute_sql("PRAGMA page_count").fetchone()[0]
    found.database.execute_sql(f"PRAGMA max_page_count = {pages}")


# -- places -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "file as folder"])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_found_4_14_what_is_no_file_is_refused_at_once(
    path: Path, tmp_path: Path, kind: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "place"
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "folder":
        place.mkdir()
    name = {"device": os.devnull, "file as folder": f"{path}/desk.db"}.get(kind, str(place))
    assert main(["--database", name, *words]) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"deskhours: {name}: ")
    assert "accepted is a file" in error or "a part of this path is a file" in error
    assert main(["--database", name, "restore", "desk.db", "--yes"]) == 1


def test_found_6_6_status_leaves_other_files_alone(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect("theirs.db")) as connection:
        connection.execute("CREATE TABLE desk (timezone)")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    for name, words in (("theirs.db", "another program's database"), ("desk.db", "has schema 99")):
        for json_option in ([], ["--json"]):
            assert main(["--database", name, "status", *json_option]) == 1
            assert words in capsys.readouterr().err


def test_found_6_6_a_clock_that_was_never_set_is_named(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.commands.base.clock", lambda: 86_400)
    assert main(["start", "acme"]) == 0
    assert "The clock of this machine says 1970-01-02" in capsys.readouterr().err
    assert main(["status"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "words", [["start", "acme"], ["requests"], ["backup"], ["month", "2026-03"]], ids=" ".join
)
def test_f23_a_clock_beyond_all_dates_is_named(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    for now in (32_503_680_000, 253_402_300_800, 2**40):
        monkeypatch.setattr("tui.commands.base.clock", lambda now=now: now)
        assert main(words) == 1
        assert "beyond the year 2999: set it first" in capsys.readouterr().err


def test_an_error_names_the_desk(path: Path) -> None:
    with pytest.raises(DeskError):
        open_database(path.parent)
