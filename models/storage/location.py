"""Where does the desk's database lie? Known without opening it, and without loading anything heavy."""

from __future__ import annotations

import os

from models.domain.basics.errors import StorageError

TYPE_CHECKING = False  # typing itself costs `status` a tenth of its time
if TYPE_CHECKING:
    from pathlib import Path


APPLICATION_ID = 0x64736B68
"""What our databases carry in their header."""
SCHEMA_VERSION = 4
"""The number of the newest file in `migrations/`."""
VERIFIED_BYTES = 256 << 20
"""A larger file is not checked through before the first write: that would take longer than anybody waits."""


def default_path() -> Path:
    """`deskhours.db` in the user's data folder."""
    # Loaded here, as pathlib below: a status bar that is told its file needs neither.
    from platformdirs import user_data_path

    return user_data_path("deskhours") / "deskhours.db"


def resolve(target: str | None) -> Path:
    """The file of `resolve_text`, as a path."""
    from pathlib import Path

    return Path(resolve_text(target))


def resolve_text(target: str | None) -> str:
    """The file that `--database`, else DESKHOURS_DATABASE, else the default names.

    Accepts a path or `sqlite:///path`; another engine's URL is refused, as this version has only SQLite.
    """
    target = target or os.environ.get("DESKHOURS_DATABASE") or None
    if target is None:
        return str(default_path())
    if target.startswith("sqlite:///"):
        return target.removeprefix("sqlite:///")
    if "://" in target:
        scheme = target.split("://", 1)[0]
        raise StorageError(
            f"database: {scheme}:// is not supported by this version; accepted are a path and sqlite:///PATH"
        )
    return target


def what_is_wrong(path: str) -> str:
    """Why this path can hold no database, as the end of a sentence; empty for a file, and where nothing is.

    A pipe would be waited for, a device read for ever: SQLite must not get to see them.
    """
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return ""
    except NotADirectoryError:
        return "a part of this path is a file, not a folder"
    except (OSError, ValueError) as error:
        return f"cannot be looked at ({getattr(error, 'strerror', None) or error})"
    kind = mode & 0o170000
    if kind == 0o100000:
        return "" if os.access(path, os.R_OK) else "this user may not read it"
    known = {
        0o040000: "a folder",
        0o010000: "a pipe",
        0o020000: "a device",
        0o060000: "a disk",
        0o140000: "a socket",
    }
    return f"is {known.get(kind, 'something else')}; accepted is a file"
