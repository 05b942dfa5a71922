"""How is a desk's file looked after? A verified copy a day, old ones thinned; restore, and what `doctor` asks."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import tempfile
from datetime import UTC, datetime, tzinfo
from itertools import count
from pathlib import Path

from models.domain.basics.errors import DeskError, Foreign, StorageError
from models.storage.engine import Finding, Upkeep
from models.storage.files.whole import private_folder, refused, replacing, why
from models.storage.location import what_is_wrong
from models.storage.sqlite.backup import (
    back_up,
    backup_folder,
    backups,
    copy_database,
    copy_faults,
    dated,
    is_sound,
    made_at,
    newest_backup,
    overwrite,
    stamp,
    sweep,
    thin,
)
from models.storage.sqlite.opened import check_file, open_file

_DAY, _OLD_DAYS = 86_400, 2


class FileKeeper:
    """The keeper of desks that are files (`models.storage.engine.Keeper`)."""

    def back_up(self, place: Path, now: int, target: Path | None = None) -> Path:
        """A verified copy as `target`, else among the backups."""
        with refused(target or backup_folder(place)):
            try:
                return back_up(place, now=now) if target is None else copy_database(place, target)
            except sqlite3.Error as error:
                place = target or backup_folder(place)
                raise DeskError(f"{place}: the backup could not be made: {error}") from error

    def daily_upkeep(self, place: Path, now: int, days: tzinfo) -> Upkeep:
        """A backup, at most one a day, and thinning; what goes wrong is a sentence."""
        try:
            copies = dated(place)
            if copies and _date(made_at(copies[0]), days) == _date(now, days):
                return Upkeep()
            sweep(place, now)
            made = back_up(place, now=now)
            return Upkeep(made, len(thin(place, now, place=days)))
        except (OSError, sqlite3.Error) as error:
            return Upkeep(warning=_failed(place, error))

    def restore(self, place: Path, source: Path, now: int) -> Path | None:
        """Put the backup `source` in the place of the file; returns where the replaced one is kept, if any."""
        return _restore(place, source, now)

    def holds_something(self, place: Path) -> bool:
        """Is there a file with anything in it?"""
        return place.exists() and place.stat().st_size > 0

    def check_place(self, place: Path, now: int) -> tuple[Finding, ...]:
        """Who may read the file, and how old is its newest sound backup?"""
        mode = stat.S_IMODE(place.stat().st_mode)
        if mode & 0o077:
            detail = f"{place} has mode {mode:04o}; chmod 600 makes it private"
            private = Finding("privacy", "note", "others can read the file", (detail,))
        else:
            private = Finding("privacy", "ok", "only its owner can read the file")
        return private, _check_backups(place, now)

    def way_out(self, place: Path) -> str:
        """The newest sound backup to restore, else the rescue of rows."""
        newest = newest_backup(place)
        return f"restore {newest}" if newest else f"there is no sound backup; try: sqlite3 {place} .recover"

    def soundness(self) -> str:
        """The engine's own checks of the file."""
        return "SQLite finds nothing wrong"


def _date(at: int, days: tzinfo) -> str:
    return f"{datetime.fromtimestamp(at, days):%Y-%m-%d}"


def _failed(path: Path, error: Exception) -> str:
    reason = why(error) if isinstance(error, OSError) else str(error)
    copies = dated(path)
    newest = f"the newest is of {_date(made_at(copies[0]), UTC)}" if copies else "there is none yet"
    return f"Today's backup could not be made: {reason.rstrip('.')}; {newest}. Work goes on."


def _check_backups(path: Path, now: int) -> Finding:
    copies = backups(path)
    damaged = [copy for copy in copies[:1] if not is_sound(copy)]
    if damaged:
        return Finding("backups", "wrong", "the newest backup is damaged", (str(damaged[0]),))
    if not copies:
        return Finding("backups", "note", "there is no backup yet; deskhours backup makes one")
    made = datetime.fromtimestamp(made_at(copies[0]), UTC)
    days = (now - made_at(copies[0])) // _DAY
    if days >= _OLD_DAYS:
        return Finding("backups", "note", f"the newest backup is {days} days old", (str(copies[0]),))
    return Finding("backups", "ok", f"the newest of {len(copies)} is of {made:%Y-%m-%d %H:%M} UTC")


def _restore(path: Path, source: Path, now: int) -> Path | None:
    """Put the backup `source` in the place of the database; returns where the replaced one is kept, if any.

    `source` is checked, and upgraded where it is older, before anything is touched; another program's database
    is not replaced. Raises DeskError; then the database is as it was.
    """
    _check_target(path, source)
    check_copy(source)
    with refused(path):
        private_folder(path.parent)
        with tempfile.TemporaryDirectory(prefix=f".{path.stem[:50]}-restore-", dir=path.parent) as folder:
            ready = Path(folder) / "desk.db"
            shutil.copyfile(source, ready)
            open_file(ready)
            if wrong := copy_faults(ready):
                raise DeskError(
                    f"{source}: is no sound backup of deskhours ({wrong[0]}); nothing was changed"
                )
            if not path.exists() or path.stat().st_size == 0:
                _place(path, ready)
                kept = None
            else:
                kept = _replace(path, ready, now)
    open_file(path)
    return kept


def _check_target(path: Path, source: Path) -> None:
    """The place must be a desk's, or nobody's: never the backup itself, never another program's file."""
    if wrong := what_is_wrong(str(path)):
        raise DeskError(f"{path}: {wrong}")
    if path.exists() and path.stat().st_size:
        try:
            check_file(path)
        except Foreign:
            raise
        except StorageError:
            pass  # damaged, or of a newer deskhours: it gives way and is kept
    if path.exists() and source.exists() and os.path.samefile(path, source):
        raise DeskError(f"{source}: is the database itself; name a backup of it")


def check_copy(source: Path) -> None:
    """Raises DeskError for a file that is no sound backup of a desk."""
    if wrong := what_is_wrong(str(source)):
        raise DeskError(f"{source}: {wrong}")
    if not source.is_file():
        raise DeskError(f"{source}: is no file; accepted is a backup of deskhours")
    if check_file(source) == 0:
        raise DeskError(f"{source}: is no backup of deskhours; nothing was changed")
    if found := copy_faults(source):
        raise DeskError(f"{source}: is no sound backup of deskhours ({found[0]}); nothing was changed")


def _replace(path: Path, source: Path, now: int) -> Path:
    folder = backup_folder(path)
    private_folder(folder)
    kept = _free(folder, f"{path.stem}-replaced-{stamp(path, now)}")
    try:
        copy_database(path, kept)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            raise DeskError(
                f"{path}: another program holds the database locked; nothing was changed"
            ) from error
        return _replace_damaged(path, source, _free(folder, f"{path.stem}-damaged-{stamp(path, now)}"))
    try:
        overwrite(path, source)
    except sqlite3.Error as error:
        raise DeskError(f"{path}: could not be restored: {error}; it is as it was") from error
    return kept


def _free(folder: Path, stem: str) -> Path:
    """A name in the folder that no file has: what is kept never takes the place of what was kept before."""
    names = (f"{stem}{'' if number == 1 else f'-{number}'}.db" for number in count(1))
    return next(path for name in names if not (path := folder / name).exists())


def _replace_damaged(path: Path, source: Path, kept: Path) -> Path:
    """A file that SQLite cannot read is kept byte for byte, its journal too, and gives way to the copy."""
    journal = path.with_name(path.name + "-journal")
    shutil.copy2(path, kept)
    if journal.exists():
        shutil.move(journal, kept.with_name(kept.name + "-journal"))
    _place(path, source)
    return kept


def _place(path: Path, source: Path) -> None:
    with replacing(path) as part:
        shutil.copyfile(source, part)
