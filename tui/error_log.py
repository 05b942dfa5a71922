"""Where does a program error go? Into a private file beside the database, with its places but no variable's value."""

from __future__ import annotations

import os
import traceback
from datetime import UTC, datetime
from pathlib import Path

LOG_NAME = "deskhours-errors.log"
SAMPLE_PREFIX = "deskhours-demo-"
"""How folders of sample desks begin: they are gone with the program, and what is logged there with them."""


def log_error(database: Path, error: BaseException) -> Path | None:
    """Write an error into the file beside a database; None when that fails."""
    lines = traceback.format_exception(error)
    text = f"{datetime.now(UTC).isoformat(timespec='seconds')}\n{''.join(lines)}\n"
    place = database.with_name(LOG_NAME)
    if database.parent.name.startswith(SAMPLE_PREFIX):
        place = database.parent.with_name(f"deskhours-errors-{os.getpid()}.log")
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    except OSError:
        return None
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
        file.write(text)
    return place
