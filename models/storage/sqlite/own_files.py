"""Which files belong to a database, so that nothing else may be written there? (RULES 11)"""

from __future__ import annotations

from pathlib import Path

from models.storage.sqlite.backup import backup_folder

SIDES = ("-journal", "-wal", "-shm")
"""What SQLite keeps beside a database; a file of that name changes what stands in it."""
_BEGINS = b"SQLite format 3\x00"


def belongings(desk: Path) -> tuple[Path, ...]:
    """The database and the files that SQLite keeps beside it, whether they are there or not."""
    real = desk.resolve()
    return real, *(real.with_name(real.name + side) for side in SIDES)


def owner_of(target: Path) -> str:
    """The name of the database that a file beside it belongs to; empty for a file of its own."""
    base = next((target.name.removesuffix(side) for side in SIDES if target.name.endswith(side)), "")
    return base if base and is_database(target.with_name(base)) else ""


def is_database(path: Path) -> bool:
    """Does the file begin as a database does? Whatever cannot be read does not."""
    try:
        with path.open("rb") as file:
            return file.read(len(_BEGINS)) == _BEGINS
    except OSError:
        return False


def is_place_of_backups(folder: Path, desk: Path) -> bool:
    """Is this the folder in which the copies of the desk are kept?"""
    kept = backup_folder(desk)
    return kept.exists() and folder.exists() and folder.samefile(kept)
