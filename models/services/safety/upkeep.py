"""What keeps a desk safe without anybody asking? A verified copy a day, old ones thinned; restore and repair.

Upkeep never stops work. What goes wrong is a sentence for a banner, and the desk is as it was.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from models.domain.basics.errors import DeskError, Foreign, StorageError
from models.domain.basics.months import Month
from models.domain.basics.zone import Zone, zone
from models.services.core.guards import forget
from models.services.core.month_records import derive_through
from models.storage import tables as t
from models.storage.backup import (
    back_up,
    backup_folder,
    copy_database,
    copy_faults,
    dated,
    made_at,
    overwrite,
    stamp,
    thin,
)
from models.storage.database import check_file, open_database
from models.storage.files import private_folder, refused, replacing, why
from models.storage.location import what_is_wrong
from models.storage.outputs import DATABASE, check_output, is_special
from models.storage.reading import read_desk


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What the daily upkeep did; `warning` is a sentence for a banner, empty when all is well."""

    made: Path | None = None
    removed: int = 0
    warning: str = ""


def daily_upkeep(path: Path, now: int, place: Zone | None = None) -> Upkeep:
    """A verified backup, at most one a day of that zone, and thinning; without a zone days are those of UTC.

    Never raises for the disk or the database.
    """
    days = place or zone("UTC")
    try:
        copies = dated(path)
        if copies and days.date_of(made_at(copies[0])) == days.date_of(now):
            return Upkeep()
        made = back_up(path, now=now)
        return Upkeep(made, len(thin(path, now, place=days.info)))
    except (OSError, sqlite3.Error) as error:
        return Upkeep(warning=_failed(path, error))


def _failed(path: Path, error: Exception) -> str:
    reason = why(error) if isinstance(error, OSError) else str(error)
    copies = dated(path)
    newest = f"the newest is of {_day(copies[0])}" if copies else "there is none yet"
    return f"Today's backup could not be made: {reason.rstrip('.')}; {newest}. Work goes on."


def _day(copy: Path) -> str:
    return f"{datetime.fromtimestamp(made_at(copy), UTC):%Y-%m-%d}"


def make_backup(path: Path, now: int, target: Path | None = None, *, force: bool = False) -> Path:
    """Copy the database now, to `target` or among its backups; raises DeskError, then nothing is left behind.

    What stands at `target` stays, unless `force` says otherwise; the database itself always does.
    """
    place = target or backup_folder(path)
    if target is not None:
        if is_special(target):
            raise DeskError(f"{target}: is no file; accepted is the name of a file, or - for standard output")
        check_output(target, DATABASE, path, force=force)
    with refused(place):
        try:
            return back_up(path, now=now) if target is None else copy_database(path, target)
        except sqlite3.Error as error:
            raise DeskError(f"{place}: the backup could not be made: {error}") from error


def restore(path: Path, source: Path, now: int) -> Path | None:
    """Put the backup `source` in the place of the database; returns where the replaced one is kept, if any.

    `source` is checked, and upgraded where it is older, before anything is touched; another program's database
    is not replaced. Raises DeskError; then the database is as it was.
    """
    _check_target(path, source)
    _check_source(source)
    with refused(path):
        private_folder(path.parent)
        with tempfile.TemporaryDirectory(prefix=f".{path.stem[:50]}-restore-", dir=path.parent) as folder:
            ready = Path(folder) / "desk.db"
            shutil.copyfile(source, ready)
            open_database(ready)
            if wrong := copy_faults(ready):
                raise DeskError(
                    f"{source}: is no sound backup of deskhours ({wrong[0]}); nothing was changed"
                )
            if not path.exists() or path.stat().st_size == 0:
                _place(path, ready)
                kept = None
            else:
                kept = _replace(path, ready, now)
    open_database(path)
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


def _check_source(source: Path) -> None:
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


def rebuild_records(now: int) -> int:
    """Forget what was derived of open months and derive it again from the entries; returns how many."""
    with t.database.atomic():
        forget(None, None)
        return derive_through(Month.of(zone(read_desk().timezone).date_of(now)))
