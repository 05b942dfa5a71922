"""No command writes over the desk, a backup or a stranger's file; what is written is whole and private."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from models.storage.sqlite.backup import back_up
from tests.opened import at, contract, entry, monthly, opened, small_book
from tui.cli import main

NOW = at("2026-03-31T12:00")
SIDES = ("", "-journal", "-wal", "-shm")
SPAN = ("--from", "2026-03-01", "--to", "2026-03-31")
WRITERS = (
    ["export", "csv", "--output"],
    ["export", "timeclock", "--output"],
    ["export", "timewarrior", "--output"],
    ["export", "invoice-lines", *SPAN, "--output"],
    ["statement", "acme", "2026-03", "--output"],
    ["statement", "acme", "2026-03", "--format", "csv", "--output"],
    ["backup", "--to"],
)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    book = small_book(
        contracts=[contract("plan", allowances=[monthly("5:00")])],
        entries=[entry("E-1", "2026-03-02T09:00", "2026-03-02T10:00")],
    )
    with opened(tmp_path / "data", book, NOW):
        pass
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "data" / "desk.db"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data" / "desk.db"


@pytest.mark.parametrize("force", [[], ["--force"]])
@pytest.mark.parametrize("words", WRITERS, ids=" ".join)
def test_found_4_11_nothing_writes_over_the_open_desk(
    path: Path, tmp_path: Path, words: list[str], force: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """By its name, a relative one, a symbolic and a hard link, a link to its folder, and its journals."""
    (tmp_path / "soft.db").symlink_to(path)
    os.link(path, tmp_path / "hard.db")
    (tmp_path / "folder").symlink_to(path.parent)
    before = path.read_bytes()
    ways = [f"{path}{side}" for side in SIDES]
    ways += [f"data/desk.db{side}" for side in SIDES] + ["data/../data/desk.db", "folder/desk.db-journal"]
    for way in (*ways, "soft.db", "hard.db"):
        assert main([*words, way, *force]) == 1, way
        assert "is never written over" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert sorted(file.name for file in path.parent.iterdir()) == ["desk.db"]


@pytest.mark.parametrize("words", WRITERS, ids=" ".join)
def test_found_4_11_a_strangers_file_stays_without_force(
    path: Path, tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A text, another desk, a backup; and with --force they give way."""
    other = tmp_path / "other" / "desk.db"
    with opened(other.parent, small_book(), NOW):
        pass
    text = tmp_path / "letter.txt"
    text.write_text("key, dear Sir", encoding="utf-8")
    for file in (text, other, back_up(path, now=NOW)):
        before = file.read_bytes()
        assert main([*words, str(file)]) == 1
        assert "--force" in capsys.readouterr().err
        assert file.read_bytes() == before
    assert main([*words, str(text), "--force"]) == 0
    assert b"dear Sir" not in text.read_bytes()


def test_found_4_11_an_export_of_its_own_may_be_written_again(path: Path, tmp_path: Path) -> None:
    for words, name in ((WRITERS[0], "a.csv"), (WRITERS[1], "a.timeclock"), (WRITERS[3], "b.csv")):
        assert main([*words, name]) == 0
        main(["add", "acme", "2026-03-03T09:00", "2026-03-03T10:00"])
        assert main([*words, name]) == 0
    assert main([*WRITERS[0], "b.csv"]) == 1
    assert main([*WRITERS[2], "new.json"]) == 0
    (tmp_path / "empty.json").write_bytes(b"")
    assert main([*WRITERS[2], "empty.json"]) == 0


def test_found_2_4_a_statement_of_another_content_is_kept(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["statement", "--all", "2026-03", "--format", "text", "--output", "papers/march"]
    assert main(words) == 0
    assert main(words) == 0  # the very same bytes
    (file,) = (tmp_path / "papers" / "march").iterdir()
    before = file.read_bytes()
    main(["add", "acme", "2026-03-03T09:00", "2026-03-03T10:00"])
    capsys.readouterr()
    assert main(words) == 1
    assert "another content; say --force" in capsys.readouterr().err
    assert main([*WRITERS[4], str(file)]) == 1
    assert file.read_bytes() == before
    assert main([*words, "--force"]) == 0
    assert file.read_bytes() != before


def test_found_4_11_the_journal_and_the_backups_of_a_database_are_no_place(
    path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE t (a)")
    back_up(path, now=NOW)
    folder = path.parent / "desk-backups"
    for name in (f"{other}-journal", f"{other}-wal", str(folder / "desk-20270101-000000.db")):
        assert main([*WRITERS[0], name, "--force"]) == 1
        assert not Path(name).exists()


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o777])
def test_found_4_14_files_and_folders_are_private_whatever_the_umask(
    path: Path, tmp_path: Path, mask: int
) -> None:
    old = os.umask(mask)
    try:
        assert main(["statement", "--all", "2026-03", "--format", "text", "--output", "a/b"]) == 0
        assert main(["export", "csv", "--output", "a/times.csv"]) == 0
        assert main(["backup", "--to", "a/copy.db"]) == 0
        assert main(["backup"]) == 0
        main(["--database", "new/folder/desk.db", "load", "missing.json"])
    finally:
        os.umask(old)
    for place in (*(tmp_path / "a").rglob("*"), tmp_path / "a", path.parent / "desk-backups"):
        wanted = 0o700 if place.is_dir() else 0o600
        assert stat.S_IMODE(place.stat().st_mode) == wanted, place


@pytest.mark.parametrize("words", WRITERS[:6], ids=" ".join)
def test_found_4_14_a_dash_is_standard_output(
    path: Path, tmp_path: Path, words: list[str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main([*words, "-"]) == 0
    printed = capfdbinary.readouterr().out
    assert printed
    assert not (tmp_path / "-").exists()
    assert main(words[:-1]) == 0
    assert capfdbinary.readouterr().out == printed


def test_found_4_14_a_backup_goes_through_a_pipe(
    path: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["backup", "--to", "-"]) == 0
    (tmp_path / "got.db").write_bytes(capfdbinary.readouterr().out)
    with closing(sqlite3.connect(tmp_path / "got.db")) as connection:
        assert connection.execute("SELECT count(*) FROM entry").fetchone() == (1,)
    assert main(["statement", "--all", "2026-03", "--output", "-"]) == 2
    assert not (tmp_path / "-").exists()


def test_found_4_11_a_pipe_is_written_to_and_not_replaced(path: Path, tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(fifo.read_bytes()))
    reader.start()
    assert main(["export", "csv", "--output", str(fifo)]) == 0
    reader.join()
    assert read[0].startswith(b"\xef\xbb\xbfkey,")
    assert main(["export", "csv", "--output", os.devnull]) == 0
    assert main(["backup", "--to", os.devnull]) == 1
    assert stat.S_ISFIFO(fifo.stat().st_mode)
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


def test_found_4_9_entries_of_one_agent(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "csv", "--agent", "dana"]) == 0
    header, row = capfd.readouterr().out.removeprefix("\ufeff").splitlines()
    cells = dict(zip(header.split(","), row.split(","), strict=True))
    assert (cells["date"], cells["started_local"]) == ("2026-03-02", "2026-03-02 09:00:00")
    assert main(["export", "timeclock", "--agent", "nobody"]) == 1
    assert "agent: 'nobody' is not known" in capfd.readouterr().err
    assert main(["export", "invoice-lines", *SPAN, "--agent", "dana"]) == 1


def test_an_answer_names_the_file(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "csv", "--output", "a.csv", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"file": "a.csv", "bytes": Path("a.csv").stat().st_size}


@pytest.mark.parametrize("dry", [[], ["--dry-run"]])
def test_found_4_9_an_import_with_every_line_bad_is_refused(
    path: Path, tmp_path: Path, dry: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    head = "User,Client,Description,Start date,Start time,End date,End time\n"
    bad, good = (
        'Dana,acme,"x",nonsense,10:00:00,2026-03-06,11:00:00\n',
        'Dana,acme,"x",2026-03-06,10:00:00,2026-03-06,11:00:00\n',
    )
    words = ["import", "toggl", "r.csv", "--agent", "dana", "--create-missing", *dry]
    (tmp_path / "r.csv").write_text(head + bad * 3, encoding="utf-8")
    assert main(words) == 1
    printed = capsys.readouterr()
    assert "none of its 3 lines could be read; nothing was imported" in printed.err
    assert "line 2: " in printed.out
    (tmp_path / "r.csv").write_text(head + bad + good, encoding="utf-8")
    assert main(words) == 0
