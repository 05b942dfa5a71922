"""Where does the desk's database lie? Known without opening it, and without loading anything heavy."""

from __future__ import annotations

import os

from models.domain.errors import DeskError

TYPE_CHECKING = False  # typing itself costs `status` a tenth of its time
if TYPE_CHECKING:
    from pathlib import Path


class StorageError(DeskError):
    """The database cannot be used as it is; the sentence says what to do."""


def default_path() -> Path:
    """`deskhours.db` in the user's data folder."""
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
