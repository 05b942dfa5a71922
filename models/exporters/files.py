"""How does a file get its final name? Whole or not at all: no reader ever meets half of one.

Law: when `write_file` has returned, the file is complete under its name; when it has raised, whatever stood
there before still stands, and nothing else was left behind.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
from pathlib import Path

from models.domain.errors import DeskError

_UNSAFE = re.compile(r"[^\w.-]+")
_WORDS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EACCES: "there is no permission to write there",
    errno.EPERM: "there is no permission to write there",
    errno.EROFS: "the disk can only be read",
    errno.ENOENT: "the folder is not there",
    errno.ENOTDIR: "a part of the path is no folder",
    errno.EISDIR: "there is a folder of that name",
}


def write_file(path: Path, data: bytes) -> None:
    """Put `data` under `path`, readable by its owner only; raises DeskError and leaves no half file."""
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=".deskhours-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise file_error(path, error) from error


def make_folder(path: Path) -> None:
    """See that the folder is there; raises DeskError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise file_error(path, error) from error


def file_error(path: Path, error: OSError) -> DeskError:
    """The refusal for a file that cannot be written."""
    words = _WORDS.get(error.errno or 0, error.strerror or "an error of the disk")
    return DeskError(f"{path}: cannot be written, {words}; nothing was written, mend it and try again")


def slug(text: str) -> str:
    """`text` as a part of a file's name: `Smith & Co [UK]` becomes `Smith_Co_UK`."""
    return _UNSAFE.sub("_", text).strip("._-")[:60] or "unnamed"
