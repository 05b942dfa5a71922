"""What does a fresh desk cost a test? A copy: the migrations run once a process, and no disk is waited for.

The tests of migrations themselves run them (`real_upgrades`); where there is no room in memory, files lie on the disk.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from peewee import SqliteDatabase

from models.storage.sqlite.care import Care
from models.storage.sqlite.upgrading import upgrade

MEMORY = Path("/dev/shm")
LEAST_BYTES = 2 << 30
"""Room in memory that tests may take files of."""
Upgrade = Callable[[SqliteDatabase, Path, int, int], None]


def use_memory() -> None:
    """Let the folders of tests lie in memory where that has room: a commit waits for no disk there."""
    if "PYTEST_DEBUG_TEMPROOT" in os.environ or not os.access(MEMORY, os.W_OK | os.X_OK):
        return
    if shutil.disk_usage(MEMORY).free > LEAST_BYTES:
        folder = MEMORY / f"deskhours-tests-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(folder)


def copy_fresh_desks(patch: pytest.MonkeyPatch) -> None:
    """A file that is new gets what the migrations make of a new file, instead of having them run in it."""
    patch.setattr(Care, "upgrade", staticmethod(_upgrade))


def real_upgrades(patch: pytest.MonkeyPatch) -> None:
    """Let every file be upgraded by the migrations themselves."""
    patch.setattr(Care, "upgrade", staticmethod(upgrade))


def _upgrade(database: SqliteDatabase, path: Path, version: int, wanted: int) -> None:
    if version or path.stat().st_size:
        upgrade(database, path, version, wanted)
    else:
        path.write_bytes(_template(wanted))


@cache
def _template(wanted: int) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.db"
        path.touch()
        upgrade(SqliteDatabase(str(path)), path, 0, wanted)
        return path.read_bytes()
