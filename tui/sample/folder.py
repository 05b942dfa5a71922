"""Where does the sample desk of `deskhours demo` stand? In a folder of its own that is gone when the program is.

Guarantees: a program that leaves, fails or is told to end takes its folder with it; that of one that was killed
outright goes when the next demo starts (`test_f37_…` in tests/tui/program/test_sample_folder.py).
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tui.error_log import SAMPLE_PREFIX as PREFIX

IN_USE = "in-use"
"""The file in the folder that a living program holds locked; the system lets go of it however the program ends."""


class SampleFolder:
    """A new folder for one sample desk; it goes with this object, or at the end of the program."""

    def __init__(self) -> None:
        """Make the folder, after removing those of demos that were killed."""
        _remove_abandoned(Path(tempfile.gettempdir()))
        with _told_afterwards():
            self._folder = tempfile.TemporaryDirectory(prefix=PREFIX)
        self.path = Path(self._folder.name)
        self._lock = (self.path / f"{IN_USE}.new").open("wb")
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        (self.path / f"{IN_USE}.new").rename(self.path / IN_USE)  # under this name it is never seen unlocked


@contextlib.contextmanager
def _told_afterwards() -> Iterator[None]:
    """Whoever tells the program to end is heard behind this: a folder that was just made is nobody's yet."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGHUP, signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _remove_abandoned(place: Path) -> None:
    """Remove this user's sample folders whose program is gone; others are left alone."""
    for folder in place.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != os.getuid():
                continue
            with (folder / IN_USE).open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
