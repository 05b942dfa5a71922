"""How are backups made, named and thinned? Verified copies in a folder beside the database.

A copy gets its name only when it is complete, on the disk and sound; one with a label (made before an upgrade or a
restore) is never thinned. When a copy was made stands in its name, as file times do not travel.
"""

from __future__ import annotations

import contextlib
import glob
import os
import re
import shutil
import sqlite3
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from urllib.parse import quote

from models.domain.basics.errors import StorageError
from models.storage.files.whole import private_folder, replacing
from models.storage.location import VERIFIED_BYTES
from models.storage.raw import LOCK_SECONDS, count_things, hold_still, wait_for_writers
from models.storage.sqlite.soundness import faults, structure_faults

_LISTED = 5
_STAMP = "%Y%m%d-%H%M%S"
_DATED = re.compile(r"-(\d{8}-\d{6})$")
_DAY = 86_400
_LEAST_KEPT = 3


def backup_folder(path: Path) -> Path:
    """The folder that holds the copies of the database at `path`."""
    return path.parent / f"{path.stem}-backups"


def backups(path: Path) -> list[Path]:
    """All copies of the database, newest first."""
    copies = backup_folder(path).glob(f"{glob.escape(path.stem)}-*.db")
    return sorted(copies, key=lambda copy: (made_at(copy), copy.name), reverse=True)


def made_at(copy: Path) -> int:
    """When the copy was made, in epoch seconds: by its name, else by its file."""
    dated = _DATED.search(copy.stem)
    if dated:
        with contextlib.suppress(ValueError):
            return int(datetime.strptime(dated[1], _STAMP).replace(tzinfo=UTC).timestamp())
    return int(copy.stat().st_mtime)


def newest_backup(path: Path) -> Path | None:
    """The newest copy that could be restored, None without one."""
    return next((copy for copy in backups(path) if not copy_faults(copy)), None)


def is_sound(copy: Path) -> bool:
    """Is this a whole database in which SQLite finds nothing wrong?"""
    return not copy_faults(copy, references=False)


def copy_faults(copy: Path, *, references: bool = True) -> list[str]:
    """What is wrong with a copy, in words: its end missing, its structure, its references to nothing."""
    try:
        with contextlib.closing(_connect(copy, "ro")) as connection:
            if not count_things(connection):
                return ["it is empty"]
            if references:
                return faults(connection, copy)
            return structure_faults(connection, copy, quick=copy.stat().st_size > VERIFIED_BYTES)
    except sqlite3.Error as error:
        return [str(error)]


def back_up(path: Path, label: str | None = None, *, now: int | None = None) -> Path:
    """Copy the database at `path`, which may be in use, into its folder of backups; returns the copy.

    Raises OSError or sqlite3.Error with nothing left behind when it cannot be written whole.
    """
    folder = backup_folder(path)
    private_folder(folder)
    return copy_database(path, folder / f"{path.stem}-{label or stamp(path, now)}.db")


def stamp(path: Path, now: int | None) -> str:
    """The part of a copy's name that says when it was made: now, else the last change of the database."""
    moment = int(path.stat().st_mtime) if now is None else now
    return datetime.fromtimestamp(moment, UTC).strftime(_STAMP)


def copy_database(path: Path, target: Path) -> Path:
    """A consistent copy of the database as `target`, complete and checked or not there at all.

    Raises OSError or sqlite3.Error; writers wait while it is made, a lock is waited for.
    """
    with replacing(target) as part:
        # Able to write, as a journal that a crash left behind must be played back before anything is read.
        mode = "rw" if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK) else "ro"
        with (
            contextlib.closing(_connect(path, mode)) as source,
            contextlib.closing(_connect(part, "rw")) as copy,
        ):
            hold_still(source)
            source.backup(copy)
        if not is_sound(part):
            raise sqlite3.DatabaseError("the copy does not pass its check")
    return target


def overwrite(path: Path, source: Path) -> None:
    """Give the sound database at `path` the content of `source`, in one transaction that other programs see.

    Raises sqlite3.Error; then the old content stands.
    """
    with (
        contextlib.closing(_connect(path, "rw")) as target,
        contextlib.closing(_connect(source, "ro")) as copy,
    ):
        # Wait for writers here, where a timeout ends the wait; between this and the copying they are short.
        wait_for_writers(target)
        copy.backup(target)


def thin(path: Path, now: int, *, daily: int = 14, weekly: int = 8, place: tzinfo = UTC) -> list[Path]:
    """Remove copies that age has made superfluous: one a day of `place` for two weeks, then one a week for eight.

    The newest of three days or weeks stay however old they are: a clock that is years ahead, or a desk that was
    shut for a summer, must not cost all of them at once.
    """
    kept: set[str] = set()
    removed = []
    for copy in backups(path):
        if not _DATED.search(copy.stem) or _labelled(path, copy):
            continue
        moment = datetime.fromtimestamp(made_at(copy), place)
        age_days = (now - made_at(copy)) / _DAY
        slot = moment.strftime("%Y-%m-%d" if age_days < daily else "%G-W%V")
        too_old = age_days > daily + weekly * 7 and len(kept) >= _LEAST_KEPT
        if too_old or slot in kept:
            copy.unlink()
            removed.append(copy)
        kept.add(slot)
    return removed


def sweep(path: Path, now: int) -> list[Path]:
    """Remove what a killed backup or restore left half done, once it is a day old; none of it has a final name."""
    unfinished = [
        *backup_folder(path).glob(f".{glob.escape(path.stem)}-*.part*"),
        *path.parent.glob(f".{glob.escape(path.stem[:50])}-restore-*"),
    ]
    stale = [each for each in unfinished if now - each.stat().st_mtime > _DAY]
    for each in stale:
        if each.is_dir():
            shutil.rmtree(each, ignore_errors=True)
        else:
            each.unlink(missing_ok=True)
    return stale


def dated(path: Path) -> list[Path]:
    """The copies of the daily upkeep, newest first, without those made for an upgrade or a restore."""
    return [copy for copy in backups(path) if _DATED.search(copy.stem) and not _labelled(path, copy)]


def _labelled(path: Path, copy: Path) -> bool:
    return _DATED.sub("", copy.stem) != path.stem


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"file:{quote(os.fsencode(path.absolute()))}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=LOCK_SECONDS, isolation_level=None)


def check_not_lost(path: Path | str) -> None:
    """Raises StorageError when the desk is gone, or empty, though there are backups of it to choose from."""
    path = Path(path)
    ways = ways_back(path)
    if ways:
        state = "is empty" if path.exists() else "is not there"
        raise StorageError(f"{path}: {state}, but there are backups of this desk.{ways}")


def ways_back(path: Path) -> str:
    """The backups to choose from and what to do with them, newest first; empty without any."""
    copies = backups(path)
    if not copies:
        return ""
    lines = [
        f"  {datetime.fromtimestamp(made_at(copy), UTC):%Y-%m-%d %H:%M} UTC  {copy}"
        for copy in copies[:_LISTED]
    ]
    more = [f"  and {len(copies) - _LISTED} older ones"] if len(copies) > _LISTED else []
    return "\n".join(
        (
            " Put one back with: deskhours restore FILE",
            *lines,
            *more,
            f"To begin with an empty desk instead, move {backup_folder(path)} away",
        )
    )
