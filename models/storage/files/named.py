"""Which file did a person name? Any name in every locale; what can name none is refused."""

from __future__ import annotations

import errno
from pathlib import Path

from models.domain.basics.errors import DeskError
from models.domain.basics.text import shown
from models.storage.files.whole import why
from models.storage.location import system_name


def named_file(text: str, *, at_home: bool = False) -> Path:
    """The file or folder that a person named, whether it is there or not; with `at_home` ~ is theirs, as in a shell.

    Raises DeskError for what can name none: nothing, a NUL, too long a name, links in a circle, the ~ of nobody.
    """
    if not text.strip() or "\0" in text:
        raise DeskError(f"{shown(text)} is no name of a file; accepted is a path like ~/times.csv")
    path = Path(system_name(text))
    try:
        path = path.expanduser() if at_home else path
        path.stat()
    except RuntimeError as error:
        raise DeskError(f"{text}: there is no such user; accepted is a path like ~/times.csv") from error
    except OSError as error:
        if error.errno in {errno.ENAMETOOLONG, errno.ELOOP}:
            raise DeskError(f"{text}: {why(error)}") from error
    return path
