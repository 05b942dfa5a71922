"""How does a file come to be? Whole or not at all: written beside its place, then given its name.

Under the final name stands the old file or the complete new one, whatever happens in between (a kill, a full disk, a
power cut). What is written may hold clients' data, so only its owner may read a new file.
"""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from models.domain.basics.errors import DeskError

_REASONS = {
    errno.ENOSPC: "the disk is full; free some space and try again",
    errno.EDQUOT: "the disk quota is used up; free some space and try again",
    errno.EFBIG: "the file would be larger than this system allows",
    errno.EROFS: "the disk can only be read",
    errno.EACCES: "this user may not write there",
    errno.EPERM: "this user may not write there",
    errno.ENOENT: "the folder does not exist",
    errno.ENOTDIR: "a part of this path is a file, not a folder",
    errno.EISDIR: "is a folder; accepted is the name of a file",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ELOOP: "the link leads back to itself",
}


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """An empty file beside `path` to be filled by the block; afterwards it is durable and takes that name.

    When the block or the disk fails, the file goes and `path` stays as it was. Raises OSError.
    """
    target = path.resolve()
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    number, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".part", dir=target.parent)
    os.close(number)
    part = Path(name)
    try:
        part.chmod(0o600)  # whatever the umask says
        yield part
        if target.exists():
            part.chmod(target.stat().st_mode & 0o777)
        sync(part)
        os.replace(part, target)
        sync(target.parent)
    finally:
        part.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """See that the folder is there; what has to be made can be entered by its owner only. Raises DeskError."""
    with refused(path):
        private_folder(path)


def private_folder(path: Path) -> None:
    """Make a folder that only its owner can read; raises OSError."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        with contextlib.suppress(FileExistsError):  # somebody else was quicker
            folder.mkdir(mode=0o700)
            folder.chmod(0o700)  # whatever the umask says
    if not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))


@contextlib.contextmanager
def refused(path: Path) -> Iterator[None]:
    """Faults of the file system inside the block become a DeskError that names `path` and what to do."""
    try:
        yield
    except OSError as error:
        raise DeskError(f"{path}: cannot be written: {why(error)}") from error


def why(error: OSError) -> str:
    """What went wrong with a file, in words that say what to do where something can be done."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def sync(path: Path) -> None:
    """Have what stands in the file (or which names stand in the folder) survive a power cut."""
    if path.is_dir() and os.name == "nt":
        return
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
