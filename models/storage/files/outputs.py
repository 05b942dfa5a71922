"""May this file be written over? The one door through which exports, statements and copies reach the disk.

Nothing writes over the open desk or what belongs to it, whatever is asked; nothing but what this program wrote as the
same kind of file is written over unless somebody says so (`--force`). What is not a plain file (a pipe, /dev/null) is
written to and never replaced.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from models.domain.basics.errors import DeskError
from models.storage.database import own_files
from models.storage.files.whole import refused, replacing

Fill = Callable[[BinaryIO], None]
"""Writes the whole content into an open file."""
_HEAD = 512


class Occupied(DeskError):
    """A file is there that would be lost; `reason` says what it is."""

    def __init__(self, path: Path, reason: str) -> None:
        """The sentence names the way of the command line; a screen asks instead."""
        super().__init__(f"{path}: {reason}; say --force to write over it, or name another file")
        self.path, self.reason = path, reason


@dataclass(frozen=True, slots=True)
class Kind:
    """What is written: `begins` are the first bytes of its files, by which an earlier one is known.

    Without them an existing file counts as somebody's: it stays unless it holds the same bytes.
    """

    words: str
    begins: tuple[bytes, ...] = ()
    database: bool = False


STATEMENT = Kind("a statement")
INVOICES = Kind("a file of invoices")
"""One that nobody read yet is not written over, not even by the next ones."""
DATABASE = Kind("a copy of the database", database=True)


def write_output(path: Path, content: bytes | Fill, kind: Kind, desk: Path, *, force: bool = False) -> Path:
    """Make `content` the whole of the file, or raise DeskError (Occupied where --force would do) and change nothing.

    A link is followed, an existing file keeps its permissions, a new one is 0600. `desk` is the open database.
    """
    with refused(path):
        special = is_special(path)
        if special:
            with path.open("wb") as file:
                _fill(file, content)
            return path
        same = check_output(path, kind, desk, force=force, content=content)
        if not same:
            with replacing(path) as part, part.open("r+b") as file:
                _fill(file, content)
    return path


def check_output(
    path: Path, kind: Kind, desk: Path, *, force: bool = False, content: bytes | Fill = b""
) -> bool:
    """May `kind` be written at `path`? True when the very bytes stand there already; raises DeskError, Occupied."""
    target = path.resolve()
    check_never(target, kind, desk, path)
    try:
        status = target.stat()
    except OSError:
        return False  # nothing is there; what else is wrong is said when it is written
    if not stat.S_ISREG(status.st_mode) or status.st_size == 0:
        return False
    if isinstance(content, bytes) and status.st_size == len(content) and target.read_bytes() == content:
        return True
    if not force:
        _check_ours(path, target, kind)
    return False


def check_never(target: Path, kind: Kind, desk: Path, shown: Path) -> None:
    """Refuse what is never written over: the open desk by whatever name, its journal, another's journal."""
    databases = own_files()
    for own in databases.belongings(desk):
        if target == own.resolve() or _same(target, own):
            raise DeskError(
                f"{shown}: is the open desk or belongs to it and is never written over; name another file"
            )
    if base := databases.owner_of(target):
        raise DeskError(f"{shown}: belongs to the database {base}; name another file")
    new = not kind.database and target.suffix == ".db" and not target.exists()
    if new and databases.is_place_of_backups(target.parent, desk):
        raise DeskError(f"{shown}: is the place of a backup; name a file in another folder")


def is_special(path: Path) -> bool:
    """A terminal, pipe or device that takes what is written; raises DeskError for a disk and a socket."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    if stat.S_ISBLK(mode) or stat.S_ISSOCK(mode):
        raise DeskError(f"{path}: is no file; accepted is the name of a file")
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)


def _check_ours(path: Path, target: Path, kind: Kind) -> None:
    head = _head(target)
    if kind.begins and head.startswith(kind.begins):
        return
    if own_files().is_database(target):
        raise Occupied(path, "is a database")
    if kind in (STATEMENT, INVOICES):
        raise Occupied(path, "is there already with another content")
    raise Occupied(path, f"is there already and is not {kind.words} made here")


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""


def _same(one: Path, other: Path) -> bool:
    with contextlib.suppress(OSError):
        return os.path.samefile(one, other)
    return False


def _fill(file: BinaryIO, content: bytes | Fill) -> None:
    if isinstance(content, bytes):
        file.write(content)
    else:
        content(file)
