"""What does every reader of a foreign file give? Rows as the source tells them, and problems by line.

What a user's file holds never raises; a line is read or reported. Only a file that is unusable as a whole is refused
with a DeskError.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from models.domain.basics.errors import DeskError
from models.domain.basics.text import MOST_BODY, MOST_NAME, clean, shown


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One finished stretch of time as the source tells it, nothing mapped yet; instants in epoch seconds."""

    line: int
    """Line of the file on which the record starts, from 1."""
    external_id: str
    """Stable over repeated and reordered exports; the entry takes its key from it."""
    started_at: int
    ended_at: int
    agent: str = ""
    email: str = ""
    client: str = ""
    project: str = ""
    task: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    billable: bool | None = None
    doubt: str = ""
    """What a person should look at, though the line can be read."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that cannot be imported, and why."""

    line: int
    reason: str


Parsed = tuple[tuple[ImportedRow, ...], tuple[Problem, ...]]
"""What every parser returns: rows and problems, each in the order of the file."""


class BadLine(Exception):
    """Inside a parser only: this line cannot be read, for the reason given."""


def identity(prefix: str, fields: Iterable[str]) -> str:
    """`TW-` or `TG-` and 20 hex digits of a hash over `fields`: the same fields, the same key for ever."""
    digest = hashlib.sha256("\x1f".join(fields).encode("utf-8", "replace")).hexdigest()
    return f"{prefix}-{digest[:20]}"


def tidy(text: str) -> str:
    """`text` of several lines without control and bidi characters, white space at both ends removed."""
    return clean(text, lines=True).strip().strip("\ufeff")


def tidy_name(text: str) -> str:
    """A name on one line: cleaned, every run of white space as one space."""
    return " ".join(clean(text).strip("\ufeff").split())


def checked(row: ImportedRow) -> ImportedRow:
    """`row` if its times and lengths are possible, else BadLine with the reason."""
    if row.ended_at < row.started_at:
        raise BadLine("ends before it starts")
    if row.ended_at == row.started_at:
        raise BadLine("starts and ends in the same second, so there is no time to record")
    for name in (row.agent, row.email, row.client, row.project, row.task, *row.tags):
        if len(name) > MOST_NAME:
            raise BadLine(f"{shown(name)} has {len(name)} characters; accepted are up to {MOST_NAME}")
    if len(row.note) > MOST_BODY:
        raise BadLine(f"the description has {len(row.note):,} characters; accepted are up to {MOST_BODY:,}")
    return row


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows Latin, with or without a byte order mark.

    Raises DeskError when the file is empty. Bytes that fit no encoding become U+FFFD, never an error.
    """
    if not data.strip(b"\x00\xef\xbb\xbf\xfe\xff \t\r\n"):
        raise DeskError("the file is empty")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    # Western text in UTF-16 without a mark has a NUL in every second place.
    for encoding, lane in (("utf-16-le", data[1:4096:2]), ("utf-16-be", data[0:4096:2])):
        if lane.count(0) * 10 > len(lane) * 7:
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
