"""A verified copy a day, thinned; restore puts one back and keeps what it replaced; nothing stops work."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from models.domain.basics.errors import DeskError
from models.services.safety.upkeep import daily_upkeep, make_backup, rebuild_records, restore
from models.services.time.timer import TimerStart, start_timer
from models.storage import tables as t
from models.storage.database import open_database
from models.storage.sqlite import backup
from models.storage.sqlite import opened as sqlite
from models.storage.sqlite.backup import (
    back_up,
    backup_folder,
    backups,
    is_sound,
    made_at,
    newest_backup,
    thin,
)
from tests.opened import at, contract, entry, monthly, opened, small_book

pytestmark = pytest.mark.file

NOW = at("2026-03-31T12:00")
DAY = 86_400


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    book = small_book(
        contracts=[contract("plan", allowances=[monthly("5:00")])],
        entries=[entry("E-1", "2026-03-02T09:00", "2026-03-02T10:00")],
    )
    # A name with everything that a path in a URI must escape.
    folder = tmp_path / "a desk?#%20[1]"
    with opened(folder, book, NOW):
        yield folder / "desk.db"


def names(path: Path) -> list[str]:
    return [copy.name for copy in backups(path)]


def entries_in(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("SELECT count(*) FROM entry").fetchone()[0])


def fail_at(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", fail)


def test_one_backup_a_day(path: Path) -> None:
    done = daily_upkeep(path, NOW)
    assert done.made is not None
    assert (done.made.name, done.warning, done.removed) == ("desk-20260331-120000.db", "", 0)
    assert done.made.stat().st_mode & 0o777 == 0o600
    assert backup_folder(path).stat().st_mode & 0o777 == 0o700
    assert is_sound(done.made)
    assert daily_upkeep(path, NOW + 60).made is None
    assert daily_upkeep(path, NOW + DAY // 2).made is not None
    assert names(path) == ["desk-20260401-000000.db", "desk-20260331-120000.db"]


def test_backups_are_thinned_to_days_then_weeks(path: Path) -> None:
    made = back_up(path, now=NOW)
    for age in (1, 13, 15, 16, 20, 40, 69, 71, 400):
        copy = backup_folder(path) / f"desk-{backup.stamp(path, NOW - age * DAY)}.db"
        copy.write_bytes(made.read_bytes())
    labelled = backup_folder(path) / "desk-before-schema-2.db"
    labelled.write_bytes(b"")
    os.utime(labelled, (0, 0))
    removed = thin(path, NOW)
    ages = sorted((NOW - made_at(copy)) // DAY for copy in backups(path) if copy != labelled)
    # 31 March is a Tuesday: 15 and 16 days ago are the Monday and Sunday of two weeks, 20 is in the week of 16.
    assert ages == [0, 1, 13, 15, 16, 40, 69]
    assert sorted(copy.name for copy in removed) == sorted(
        f"desk-{backup.stamp(path, NOW - age * DAY)}.db" for age in (20, 71, 400)
    )
    assert labelled.exists()
    assert (made_at(labelled), newest_backup(path)) == (0, made)


def test_f21_a_full_disk_gives_a_banner_and_work_continues(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    daily_upkeep(path, NOW - 3 * DAY)
    with monkeypatch.context() as patch:
        fail_at(patch, 28)
        done = daily_upkeep(path, NOW)
    assert done.made is None
    assert done.warning == (
        "Today's backup could not be made: the disk is full; free some space and try again; "
        "the newest is of 2026-03-28. Work goes on."
    )
    assert names(path) == ["desk-20260328-120000.db"]
    assert os.listdir(backup_folder(path)) == names(path)
    assert start_timer(TimerStart("dana", "acme"), NOW).client == "acme"
    assert daily_upkeep(path, NOW).warning == ""


def test_a_damaged_database_is_not_kept_as_a_backup(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(8192))
    done = daily_upkeep(path, NOW)
    assert done.made is None
    assert "there is none yet. Work goes on." in done.warning
    assert names(path) == []


def test_a_backup_goes_where_it_is_told(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    assert make_backup(path, NOW, target) == target
    assert entries_in(target) == 1
    with pytest.raises(DeskError, match="the folder does not exist"):
        make_backup(path, NOW, tmp_path / "none" / "copy.db")


def test_f06_a_full_disk_leaves_no_half_backup(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_at(monkeypatch, 28)
    with pytest.raises(DeskError, match="the disk is full"):
        make_backup(path, NOW)
    assert os.listdir(backup_folder(path)) == []


def test_a_backup_comes_back_and_what_it_replaces_is_kept(path: Path) -> None:
    made = back_up(path, now=NOW)
    start_timer(TimerStart("dana", "acme"), NOW)
    assert entries_in(path) == 2
    kept = restore(path, made, NOW + 1)
    assert kept is not None
    assert kept.name == "desk-replaced-20260331-120001.db"
    assert (entries_in(path), entries_in(kept)) == (1, 2)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_damaged_database_is_replaced_and_kept_byte_for_byte(path: Path) -> None:
    made = back_up(path, now=NOW)
    broken = b"no database any more" * 1000
    path.write_bytes(broken)
    journal = path.with_name("desk.db-journal")
    journal.write_bytes(b"left over")
    kept = restore(path, made, NOW)
    assert kept is not None
    assert kept.name == "desk-damaged-20260331-120000.db"
    assert kept.read_bytes() == broken
    assert (entries_in(path), journal.exists()) == (1, False)


def test_a_backup_comes_back_where_nothing_is(path: Path, tmp_path: Path) -> None:
    made = back_up(path, now=NOW)
    assert restore(tmp_path / "new" / "desk.db", made, NOW) is None
    assert entries_in(tmp_path / "new" / "desk.db") == 1


@pytest.mark.parametrize("content", [b"", b"not a database" * 100])
def test_what_is_no_backup_is_refused(path: Path, tmp_path: Path, content: bytes) -> None:
    before = path.read_bytes()
    bad = tmp_path / "bad.db"
    bad.write_bytes(content)
    for source in (bad, tmp_path / "none.db", tmp_path):
        with pytest.raises(DeskError):
            restore(path, source, NOW)
    foreign = tmp_path / "foreign.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE t (a)")
    with pytest.raises(DeskError, match="another program's database"):
        restore(path, foreign, NOW)
    assert path.read_bytes() == before
    assert bad.read_bytes() == content


def test_a_locked_database_is_not_replaced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = back_up(path, now=NOW)
    for module in (backup, sqlite):
        monkeypatch.setattr(module, "LOCK_SECONDS", 0.01)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DeskError, match="another program holds the database locked"):
            restore(path, made, NOW)
        assert "database is locked" in daily_upkeep(path, NOW + DAY).warning
    assert names(path) == ["desk-20260331-120000.db"]


def test_the_newest_sound_backup_is_found(path: Path) -> None:
    good, bad = back_up(path, now=NOW), back_up(path, now=NOW + 1)
    bad.write_bytes(bad.read_bytes()[:5000])
    assert newest_backup(path) == good
    assert open_database(path).read_only is False


def test_repair_derives_everything_anew(path: Path) -> None:
    rebuild_records(NOW)
    sql = "SELECT client, month, closing, summary FROM month_record ORDER BY client, month"
    right = t.database.execute_sql(sql).fetchall()
    t.database.execute_sql("UPDATE month_record SET closing = '[]'")
    assert rebuild_records(NOW) == len(right) > 0
    assert t.database.execute_sql(sql).fetchall() == right


def test_f23_a_clock_that_is_years_ahead_does_not_cost_all_backups(path: Path) -> None:
    """Nor does a desk that was shut for a summer lose what it had."""
    for day in range(10):
        daily_upkeep(path, NOW + day * DAY)
    done = daily_upkeep(path, NOW + 3_650 * DAY)
    assert done.removed == 8
    assert names(path) == [f"desk-{day}-120000.db" for day in ("20360328", "20260409", "20260405")]


def test_f04_what_a_killed_backup_left_goes_after_a_day(path: Path) -> None:
    folder = backup_folder(path)
    folder.mkdir(exist_ok=True)
    half, other = folder / ".desk-20260330-120000.db.x1y2.part", folder / ".other-1.db.x1y2.part"
    half.touch()
    half.with_name(f"{half.name}-journal").touch()
    other.touch()
    restore_folder = path.parent / ".desk-restore-x1y2"
    restore_folder.mkdir()
    (restore_folder / "desk.db").touch()
    fresh = folder / ".desk-20260331-115900.db.x3y4.part"
    fresh.touch()
    for each in (half, half.with_name(f"{half.name}-journal"), other, restore_folder):
        os.utime(each, (NOW - 2 * DAY, NOW - 2 * DAY))
    os.utime(fresh, (NOW - 60, NOW - 60))
    assert daily_upkeep(path, NOW).warning == ""
    assert sorted(each.name for each in folder.glob(".*")) == [fresh.name, other.name]
    assert not restore_folder.exists()
