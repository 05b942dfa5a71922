"""Where is yesterday's desk? Verified copies beside the database, thinned as they age."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path


def backup_folder(path: Path) -> Path:
    """The folder that holds the copies of the database at `path`."""
    return path.parent / f"{path.stem}-backups"


def backups(path: Path) -> list[Path]:
    """All copies, newest first."""
    folder = backup_folder(path)
    return sorted(folder.glob(f"{path.stem}-*.db"), key=lambda copy: copy.stat().st_mtime, reverse=True)


def newest_backup(path: Path) -> Path | None:
    """The newest copy that passes its check, None without one."""
    return next((copy for copy in backups(path) if is_sound(copy)), None)


def is_sound(copy: Path) -> bool:
    """Does SQLite find nothing wrong with the file?"""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as connection:
            return str(connection.execute("PRAGMA quick_check").fetchone()[0]) == "ok"
    except sqlite3.DatabaseError:
        return False


def back_up(path: Path, label: str | None = None, *, now: int | None = None) -> Path:
    """Copy the database at `path` while it may be in use; the copy is checked before it gets its name.

    Raises OSError or sqlite3.Error with nothing left behind when it cannot be written whole.
    """
    stamp = datetime.fromtimestamp(path.stat().st_mtime if now is None else now, UTC).strftime("%Y%m%d-%H%M%S")
    folder = backup_folder(path)
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"{path.stem}-{label or stamp}.db"
    return copy_database(path, target)


def copy_database(path: Path, target: Path) -> Path:
    """A consistent copy of the database as `target`, complete and checked or not there at all."""
    partial = target.with_name(target.name + ".part")
    try:
        partial.unlink(missing_ok=True)
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with (
            contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source,
            contextlib.closing(sqlite3.connect(partial)) as copy,
        ):
            source.backup(copy)
        if not is_sound(partial):
            raise sqlite3.DatabaseError("the copy does not pass its check")
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return target


def thin(path: Path, now: int, *, daily: int = 14, weekly: int = 8) -> list[Path]:
    """Remove copies that age has made superfluous: one a day for two weeks, then one a week; returns them."""
    kept: set[str] = set()
    removed = []
    for copy in backups(path):
        age_days = (now - copy.stat().st_mtime) / 86_400
        moment = datetime.fromtimestamp(copy.stat().st_mtime, UTC)
        slot = moment.strftime("%Y-%m-%d") if age_days < daily else moment.strftime("%G-W%V")
        if age_days > (daily + weekly * 7) or slot in kept:
            if "before-schema" not in copy.name:
                copy.unlink()
                removed.append(copy)
        else:
            kept.add(slot)
    return removed
