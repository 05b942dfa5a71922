"""What happens when something goes wrong? A kill, a power cut, a full disk, a lock, hostile text: nothing is lost."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from models.services.time.timer import TimerStart, running_entry, start_timer, stop_timer
from models.storage import tables as t
from models.storage.database import open_database
from models.storage.rows.reading import read_entries
from models.storage.sqlite import opened as database
from models.storage.sqlite.backup import is_sound
from tests.opened import at, contract, entry, monthly, opened, small_book
from tui.cli import main

ROOT = Path(__file__).parents[1]
NOW = at("2026-03-31T12:00")
PYTHON = (sys.executable, "-m", "tui")
HOSTILE = (
    *("[bold]", "[/]", "[/", "Smith & Co [UK]", "[T-101]", "[@click=app.quit]x[/]", "\\[x]"),
    *("=1+1", "مرحبا", "👩‍👩‍👧 日本", "a" * 200),
)
STEERING = "a\x1b]0;x\x07b\x1b]52;c;eA==\x07c\x1b[2Jd\x9b2Je\x00f\u202eg\x85h"
STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def book(**more: Any) -> dict[str, Any]:
    sections = {
        "contracts": [contract("plan", allowances=[monthly("5:00")])],
        "entries": [entry("E-1", "2026-03-02T09:00", "2026-03-02T10:00")],
    }
    return small_book(**{**sections, **more})


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with opened(tmp_path, book(), NOW):
        pass
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "desk.db"))
    return tmp_path / "desk.db"


def program(*words: str, before: Callable[[], None] | None = None, **more: Any) -> tuple[int, str, str]:
    """A command as a program of its own: status, output, errors."""
    done = subprocess.run(
        [*PYTHON, *words],
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"} | more,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        preexec_fn=before,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def rows(path: Path, sql: str) -> list[Any]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def sound(path: Path) -> bool:
    """Opens, and SQLite finds nothing wrong with it."""
    with open_database(path).connection():
        return rows(path, "PRAGMA integrity_check") == [("ok",)]


# -- kills and power cuts -----------------------------------------------------------------------


def killed(work: str, path: Path, rounds: int) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.writers", work, str(path), str(rounds)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_f01_killed_writers_keep_every_promise(path: Path) -> None:
    with open_database(path).connection():
        start_timer(TimerStart("dana", "acme"), NOW)
    promised = killed("entries", path, rounds=25)
    assert len(promised) > 25
    assert sound(path)
    assert set(promised) <= {key for (key,) in rows(path, "SELECT key FROM entry")}
    # What stands without a promise was on its way: at most one entry a writer.
    assert rows(path, "SELECT count(*) FROM entry")[0][0] <= 2 + len(promised) + 50
    assert rows(path, "SELECT started_at FROM entry WHERE ended_at IS NULL") == [(NOW,)]
    entries, changes = (
        rows(path, f"SELECT count(*) FROM {table}")[0][0] for table in ("entry", "change_row")
    )
    assert changes == entries - 1


def test_f04_a_kill_leaves_no_half_file(path: Path) -> None:
    killed("files", path, rounds=6)
    for file in path.parent.glob("*.csv"):
        assert file.stat().st_size == 1_000_000
    copies = [file for file in path.parent.glob("*.db") if file != path]
    assert copies
    assert all(is_sound(copy) for copy in copies)


# Pages reach the database only after the whole journal is on the disk: that is what FULL means.
@pytest.mark.parametrize(
    ("percent", "spilled"), [(0, False), (1, False), (50, False), (99, False), (100, False), (100, True)]
)
def test_f05_a_power_cut_in_the_middle_of_a_write(path: Path, percent: int, spilled: bool) -> None:
    with open_database(path).connection():
        for number in range(3):
            start_timer(TimerStart("dana", "acme"), NOW + number * 60)
            stop_timer("dana", NOW + number * 60 + 30)
    cut = path.with_name("after") / "desk.db"
    cut.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute(f"PRAGMA cache_size = {5 if spilled else 5000}")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE entry SET note = 'lost'")
        writer.execute(
            "CREATE TABLE big AS SELECT printf('%.*c', 900, 'x') AS a FROM change_row, change_row AS b"
        )
        journal = path.with_name("desk.db-journal").read_bytes()
        shutil.copy(path, cut)
        cut.with_name("desk.db-journal").write_bytes(journal[: len(journal) * percent // 100])
        writer.execute("ROLLBACK")
    assert sound(cut)
    found = rows(cut, "SELECT key, ended_at - started_at, note FROM entry ORDER BY id")
    assert found == [("E-1", 3600, ""), *((f"E-{number}", 30, "") for number in (2, 3, 4))]


# -- disks --------------------------------------------------------------------------------------


@dataclass
class SmallDisk:
    """A folder on which no more can be written while `full`; what the program then says of the database."""

    folder: Path
    words: str
    before: Callable[[], None] | None = None
    mounted: bool = False

    @contextlib.contextmanager
    def full(self) -> Iterator[Callable[[], None] | None]:
        """Nothing more fits, until the block ends."""
        filler = self.folder / "filler"
        if self.mounted:
            with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
                while file.write(b"x" * 512):
                    pass
        yield self.before
        filler.unlink(missing_ok=True)


def _no_growth() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (256, 256))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A real small disk where this user may mount one, else a limit on the size of every file."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=700k,mode=700", "tmpfs", str(folder)]
    if os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0:
        yield SmallDisk(folder, "the disk is full; nothing was saved", mounted=True)
        subprocess.run(["umount", str(folder)], check=True)
    else:
        yield SmallDisk(folder, "the disk reports an error", _no_growth)


def test_f06_a_full_disk_loses_nothing(small_disk: SmallDisk, tmp_path: Path) -> None:
    desk = small_disk.folder / "desk.db"
    with opened(small_disk.folder, book(), NOW):
        pass
    place: dict[str, Any] = {"DESKHOURS_DATABASE": str(desk)}
    output = small_disk.folder / "out.csv"
    assert program("export", "csv", "--output", str(output), **place)[0] == 0
    exported = output.read_bytes()
    for words in (["start", "acme"], ["stop"]):
        with small_disk.full() as before:
            status, _, errors = program(*words, before=before, **place)
            assert (status, small_disk.words in errors) == (1, True), errors
            assert program("export", "csv", "--output", str(output), before=before, **place)[0] == 1
            status, _, errors = program("backup", before=before, **place)
            assert (status, "Traceback" in errors) == (1, False), errors
        assert program(*words, **place)[0] == 0
    assert output.read_bytes() == exported
    assert sorted(file.name for file in small_disk.folder.rglob("*.[dc]*")) == ["desk.db", "out.csv"]
    assert sound(desk)
    assert rows(desk, "SELECT count(*), count(ended_at) FROM entry") == [(2, 2)]


def _without_privilege() -> None:
    """A root that the file modes bind as they bind everybody (drops CAP_DAC_OVERRIDE for what is run)."""
    ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)


@pytest.mark.parametrize("what", ["file", "folder"])
def test_f08_a_database_that_can_only_be_read(path: Path, what: str) -> None:
    locked = path if what == "file" else path.parent
    locked.chmod(0o400 if what == "file" else 0o500)
    try:
        before = path.read_bytes()
        for words in (["ledger", "acme", "2026-03"], ["status", "--json"], ["dump"], ["month", "2026-03"]):
            status, output, errors = program(*words, before=_without_privilege)
            assert (status, errors) == (0, ""), words
            assert output
        status, _, errors = program("start", "acme", before=_without_privilege)
        assert status == 1
        assert errors == f"deskhours: {path}: the database can only be read; nothing was saved\n"
        assert program("backup", before=_without_privilege)[0] == int(what == "folder")
        assert path.read_bytes() == before
    finally:
        locked.chmod(0o700)


# -- locks --------------------------------------------------------------------------------------


def test_f09_a_lock_is_waited_for_and_nothing_is_done_twice(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    release = threading.Timer(0.4, other.execute, ["ROLLBACK"])
    release.start()
    status, _, errors = program("start", "acme")
    release.join()
    other.close()
    assert (status, errors) == (0, "")
    assert rows(path, "SELECT count(*) FROM entry WHERE ended_at IS NULL") == [(1,)]


def test_f10_a_lock_held_for_ever_is_named(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(database, "LOCK_SECONDS", 0.05)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert main(["start", "acme"]) == 1
        other.execute("ROLLBACK")
        other.execute("BEGIN IMMEDIATE")
        assert main(["stop"]) == 1
    words = f"deskhours: {path}: another program holds the database locked; nothing was saved, try again\n"
    assert capsys.readouterr().err == words * 2
    assert rows(path, "SELECT count(*) FROM entry") == [(1,)]


def test_f20_a_synchronised_folder_is_warned_of(tmp_path: Path) -> None:
    found = open_database(tmp_path / "Dropbox" / "desk.db")
    assert found.warning is not None
    assert "synchronised folder (dropbox)" in found.warning
    assert open_database(tmp_path / "desk.db").warning is None
    with found.connection():
        assert found.database.pragma("journal_mode") == "delete"
    (tmp_path / "plain.db").symlink_to(tmp_path / "Dropbox" / "desk.db")
    linked = open_database(tmp_path / "plain.db")
    assert linked.warning == found.warning


def test_f20_a_second_name_of_the_file_is_warned_of(tmp_path: Path) -> None:
    open_database(tmp_path / "desk.db")
    os.link(tmp_path / "desk.db", tmp_path / "other.db")
    for name in ("desk.db", "other.db"):
        warning = open_database(tmp_path / name).warning
        assert warning is not None
        assert "has a second name (a hard link)" in warning


# -- terminals and text -------------------------------------------------------------------------

READING = (
    *(["ledger", "acme", "2026-03"], ["month", "2026-03"], ["status"], ["requests", "--all"], ["renewals"]),
    *(
        ["alerts"],
        ["causes"],
        ["drift"],
        ["capacity", "2026-03"],
        ["history"],
        ["statement", "acme", "2026-03"],
    ),
    *(["doctor"], ["dump"], ["export", "csv"], ["export", "timeclock"], ["export", "timewarrior"]),
)


def named(text: str) -> dict[str, Any]:
    """A desk that says `text` wherever it may."""
    return book(
        desk={"name": text},
        agents=[{"key": "dana", "name": text, "weekly_hours": "40:00"}],
        clients=[{"key": "acme", "name": text, "contacts": [{"name": text, "email": text, "phone": text}]}],
        contracts=[contract("plan", name=text, allowances=[monthly("5:00")], ends="2026-05-31")],
        requests=[
            {
                **{"key": "R-1", "client": "acme", "subject": text, "body": text, "cause": text},
                "reported_at": "2026-03-02T09:05:00Z",
            }
        ],
        entries=[entry("E-1", "2026-03-02T10:00", "2026-03-02T10:47", request="R-1", note=text)],
        charges=[
            {
                **{"key": "C-1", "client": "acme", "date": "2026-03-05", "description": text},
                **{"quantity": 1, "unit_price": "12.00"},
            }
        ],
    )


def test_f42_a_locale_without_letters_harms_no_data(path: Path) -> None:
    text = "Grüße 日本 👩‍👩‍👧"
    place = path.with_name("umlaut")
    with opened(place, named(text), NOW):
        pass
    plain: dict[str, Any] = {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    plain["DESKHOURS_DATABASE"] = str(place / "desk.db")
    for words in (["status"], ["requests", "--all"], ["ledger", "acme", "2026-03"], ["history"]):
        status, output, errors = program(*words, **plain)
        assert (status, errors) == (0, ""), words
        assert output.isascii()
    assert json.loads(program("dump", **plain)[1])["clients"][0]["name"] == text
    assert program("add", "acme", "2026-03-05T10:00", "2026-03-05T11:00", "Grüße", **plain)[0] == 0
    notes = [one["note"] for one in json.loads(program("dump", **plain)[1])["entries"]]
    assert notes == [text, "Grüße"]


@pytest.mark.parametrize("words", [[], ["demo"], ["--database", "x.db"]])
def test_f43_without_a_terminal_one_line_and_status_2(words: list[str], tmp_path: Path) -> None:
    status, output, errors = program(*words, HOME=str(tmp_path))
    assert (status, output) == (2, "")
    assert errors.count("\n") == 1
    assert not STEERS.search(errors)


@pytest.mark.parametrize("text", HOSTILE)
def test_f46_text_is_shown_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "desk.db"))
    with opened(tmp_path, named(text), NOW):
        pass
    for words in READING:
        assert main(words) == 0, words
        output = capsys.readouterr().out
        if words[0] in {"requests", "history", "statement"}:
            assert text[:40] in output, words
    for words in READING[:10]:
        assert main([*words, "--json"]) == 0
        json.loads(capsys.readouterr().out)
    assert main(["dump"]) == 0
    assert json.loads(capsys.readouterr().out)["clients"][0]["name"] == text


def test_f47_what_steers_a_terminal_never_reaches_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the command line, by a book, by an import, and put straight into the database."""
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "desk.db"))
    with opened(tmp_path, named(STEERING), NOW):
        pass
    main(["add", "acme", "2026-03-05T10:00", "2026-03-05T11:00", STEERING])
    main(["start", "acme", STEERING])
    main(["start", STEERING])
    report = "User,Client,Description,Start date,Start time,End date,End time\n"
    line = f'Dana,acme,"{STEERING}",2026-03-06,10:00:00,2026-03-06,11:00:00\n'
    (tmp_path / "r.csv").write_text(report + line, encoding="utf-8")
    assert main(["import", "toggl", str(tmp_path / "r.csv"), "--agent", "dana", "--create-missing"]) == 0
    stored = rows(tmp_path / "desk.db", "SELECT note FROM entry")
    assert len(stored) == 4
    assert not any(STEERS.search(note) for (note,) in stored)
    _put_straight_in(tmp_path / "desk.db")
    capsys.readouterr()
    for words in READING:
        if words[0] not in {"dump", "export"}:
            assert main(words) == 0, words
            output = capsys.readouterr()
            assert not STEERS.search(output.out + output.err), words
    for words in READING[:10]:
        assert main([*words, "--json"]) == 0
        assert not STEERS.search(capsys.readouterr().out), words
    for words in (["dump"], ["export", "timewarrior"], ["statement", "acme", "2026-03", "--json"]):
        assert main(words) == 0
        output = capsys.readouterr().out
        assert not STEERS.search(output), words
        document = json.loads(output)
        if words[0] == "dump":  # found 6.7: harmless, and nothing of it is lost
            assert document["entries"][0]["note"] == STEERING


def _put_straight_in(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        for table, column in (
            *(("client", "name"), ("entry", "note"), ("request", "subject"), ("request", "cause")),
            *(("agent", "name"), ("change", "title"), ("charge", "description")),
        ):
            connection.execute(f"UPDATE {table} SET {column} = ?", (STEERING,))
        connection.execute("DELETE FROM month_money")
        connection.execute("DELETE FROM month_record")


@pytest.mark.parametrize(
    "number",
    [
        *("1000000000000h", "2147483648h", "9223372036854775808m", "1e308", "nan", "inf", "-5m", ""),
        *("h", "1.234,5", "1:99", "１２m", "5 apples"),
    ],
)
@pytest.mark.usefixtures("path")
def test_f49_a_number_that_cannot_be_is_refused_with_words(
    capsys: pytest.CaptureFixture[str], number: str
) -> None:
    assert main(["start", "acme", f"--ago={number}"]) == 1
    assert "--ago: " in capsys.readouterr().err
    assert main(["status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["timer"] is None


@pytest.mark.parametrize(
    ("typed", "seconds"), [("1,5h", 5400), ("1.5h", 5400), ("1:30", 5400), ("90m", 5400)]
)
def test_f49_a_number_is_read_as_people_write_it(path: Path, typed: str, seconds: int) -> None:
    assert main(["start", "acme", "--ago", typed]) == 0
    assert main(["stop"]) == 0
    assert rows(path, "SELECT ended_at - started_at FROM entry ORDER BY id DESC")[0][0] in {
        seconds,
        seconds + 1,
        seconds + 2,
    }


NEXT_YEAR = datetime.now(UTC).year + 1


@pytest.mark.parametrize(
    ("start", "end", "status", "words"),
    [
        ("2026-03-05T11:00", "2026-03-05T10:00", 1, "is before the start"),
        ("2026-03-05T11:00", "30m", 1, "TO: "),
        ("yesterday", "2026-03-05T11:00", 1, "FROM: "),
        ("2026-03-05T11:00", "2026-03-05T11:00", 0, "has no length"),
        ("2026-03-05T11:00", "2026-03-06T12:00", 0, "lasts 25:00"),
        (f"{NEXT_YEAR}-03-05T11:00", f"{NEXT_YEAR}-03-05T12:00", 0, "lies in the future"),
        ("2999-03-05T11:00", "2999-03-05T12:00", 1, "lies too far ahead"),
    ],
    ids=["backwards", "minutes", "a word", "no length", "25 hours", "next year", "far ahead"],
)
def test_f52_odd_times_are_refused_or_pointed_out(
    path: Path, capsys: pytest.CaptureFixture[str], start: str, end: str, status: int, words: str
) -> None:
    assert main(["add", "acme", start, end]) == status
    assert words in capsys.readouterr().err
    assert rows(path, "SELECT count(*) FROM entry") == [(2 - status,)]


def test_f56_two_hundred_starts_and_stops(path: Path) -> None:
    with open_database(path).connection():
        for number in range(200):
            start_timer(TimerStart("dana", "acme"), NOW + number)
            stop_timer("dana", NOW + number)
        keys = [(found.key, found.ended_at) for found in read_entries(t.Entry.started_at >= NOW)]
        assert running_entry("dana") is None
    assert [ended_at for _, ended_at in keys] == [NOW + number for number in range(200)]
    assert len({key for key, _ in keys}) == 200
    assert rows(path, "SELECT count(*) FROM change WHERE undone_at IS NULL") == [(400,)]


ANSWERS = [["dump"], ["export", "csv"], ["status"], ["status", "--json"], ["ledger", "acme", "2026-03"]]


@pytest.mark.parametrize("words", ANSWERS)
def test_f66_a_reader_that_has_gone_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "desk.db"))
    long = [
        entry(f"E-{number}", f"2026-03-{day:02d}T09:00", f"2026-03-{day:02d}T10:00", note="x" * 20_000)
        for number, day in enumerate(range(1, 31))
    ]
    with opened(tmp_path, book(entries=long), NOW):
        pass
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as gone:
        done = subprocess.run(
            [*PYTHON, *words],
            cwd=ROOT,
            stdout=gone,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("words", ANSWERS)
def test_f06_an_answer_that_cannot_be_written_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """As on a full disk; said in a line, not in a page of the program's insides."""
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "desk.db"))
    with opened(tmp_path, book(), NOW):
        pass
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PYTHON, *words], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    said = "deskhours: the answer: cannot be written (No space left on device)\n"
    assert (done.returncode, done.stderr) == (1, said)


ADDING = ["add", "acme", "2026-03-03T09:00", "2026-03-03T10:00", "again"]


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("words", [ADDING, ["status", "--for", "tmux"], ["dump"]], ids=lambda words: words[0])
def test_f66_a_stream_that_is_closed_is_no_error(path: Path, words: list[str], closed: str) -> None:
    """A script that closes what it does not need must not hear that nothing was saved when it was."""
    script = f'exec "$@" {closed}'
    done = subprocess.run(
        ["sh", "-c", script, "sh", *PYTHON, *words], cwd=ROOT, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert rows(path, "SELECT count(*) FROM entry") == [(2 if words is ADDING else 1,)]


def test_f06_an_answer_that_is_lost_says_that_the_work_is_done(path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PYTHON, *ADDING], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
        quiet = subprocess.run([*PYTHON, "stop"], cwd=ROOT, stdout=full, stderr=full, check=False)
    assert (done.returncode, quiet.returncode) == (1, 1)
    assert "is done already" in done.stderr
    assert rows(path, "SELECT count(*) FROM entry") == [(2,)]


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_f37_a_command_that_is_told_to_end_leaves_nothing_half(path: Path, tmp_path: Path, name: str) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    started = subprocess.Popen(
        [*PYTHON, "import", "toggl", "-"],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(place)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not any(place.iterdir()):
        assert started.poll() is None
    started.send_signal(signal.Signals[name])
    _, said = started.communicate()
    assert started.returncode == 128 + signal.Signals[name]
    assert "Traceback" not in said
    assert list(place.iterdir()) == []
    assert rows(path, "SELECT count(*) FROM entry") == [(1,)]


def test_f06_a_desk_is_not_begun_on_a_full_disk(small_disk: SmallDisk, path: Path, tmp_path: Path) -> None:
    new, file = small_disk.folder / "new.db", tmp_path / "book.json"
    file.write_text(json.dumps(book()), encoding="utf-8")
    ways = (["--database", str(new), "load", str(file)], ["move", "--to", str(new)])
    with small_disk.full() as before:
        for words in ways:
            status, _, error = program(*words, before=before)
            assert status == 1
            assert small_disk.words in error
    for words in ways:
        assert program(*words)[0] == 0
        assert rows(new, "SELECT key FROM entry") == [("E-1",)]
        new.unlink()
