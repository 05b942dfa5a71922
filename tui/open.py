"""Which desk is shown? Opens the database for the screen, or makes the sample desk of `deskhours demo`.

What can fail fails here, in words, before the screen is taken over.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from models.queries.desk.session import has_desk
from models.queries.desk.settings import read_sorts, setting
from models.storage.database import VERIFIED_BYTES, Opened, open_database
from models.storage.location import resolve
from models.storage.machine.user import user_name
from models.storage.machine.zone import guess_zone
from tui.data import Data
from tui.late import load


@dataclass(frozen=True, slots=True)
class OpenedDesk:
    """An open desk: where it is read from, whose screen this is, and what to say about the file."""

    data: Data
    user: str
    has_desk: bool
    read_only: bool
    warning: str | None
    path: Path
    theme: str | None = None
    """The theme that this user chose last."""
    sorts: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    """By which column, and whether reversed, this user sorts each list; lists that are not named stay as they come."""
    machine_zone: str = ""
    """Where this machine stands, to be compared with the desk; empty where that is not asked."""


def open_desk(database: str | None) -> OpenedDesk:
    """Open (or create) the database of `--database`; raises StorageError with a sentence."""
    return _described(open_database(resolve(database), verified_bytes=VERIFIED_BYTES), guess_zone())


def open_demo(now: int) -> OpenedDesk:
    """A sample desk in a folder of its own that goes with the program; what makes it is loaded for it alone."""
    return _described(load("tui.sample_desk:make_sample_desk")(now))


def _described(opened: Opened, machine_zone: str = "") -> OpenedDesk:
    """What the screen must know of an opened database before its first frame."""
    user = user_name()
    with opened.looking():
        found = has_desk()
        theme = setting(f"theme:{user}")
        sorts = read_sorts(user)
    return OpenedDesk(
        Data(opened.path, opened.connection, snapshot=opened.snapshot, failures=opened.FAILURES),
        user,
        found,
        opened.read_only,
        opened.warning,
        opened.path,
        theme,
        sorts,
        machine_zone,
    )


def file_stamp(path: Path) -> tuple[int, int]:
    """Changes whenever somebody wrote to the database; costs one call to the file system."""
    try:
        status = os.stat(path)
    except OSError:
        return (0, 0)
    return status.st_mtime_ns, status.st_size
