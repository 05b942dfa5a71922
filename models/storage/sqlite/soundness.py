"""Is a database file whole? What SQLite finds wrong with it, an end that is missing, references to nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from models.storage.raw import broken_references, stated_bytes, structure


def faults(connection: sqlite3.Connection, path: Path) -> list[str]:
    """What is wrong with the file's structure, and references to nothing, in words."""
    found = structure_faults(connection, path)
    try:
        rows = broken_references(connection)
    except sqlite3.DatabaseError as error:
        return found or [str(error)]
    return found + [
        f"{table} row {number} refers to a {parent.replace('_', ' ')} that is not there"
        for table, number, parent in rows
    ]


def structure_faults(connection: sqlite3.Connection, path: Path, *, quick: bool = False) -> list[str]:
    """What SQLite finds wrong with the whole file, and an end that is missing; empty when all is well.

    `quick` leaves out whether each index holds every row, which takes most of the time.
    """
    try:
        size = path.stat().st_size
        stated = stated_bytes(connection)
        found = structure(connection, quick=quick)
    except sqlite3.OperationalError:
        raise  # a lock, a full disk: nothing is known of the file
    except sqlite3.DatabaseError as error:
        return [str(error)]
    short = stated - size
    cut = [f"the file is {short:,} bytes shorter than it says"] if short > 0 else []
    return cut + found
