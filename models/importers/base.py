"""What does every reader of a foreign file give? Rows as the source tells them, and problems by line.

What a user's file holds never raises; a line is read or reported. Only a file that is unusable as a whole is refused
with a DeskError.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from models.domain.basics.errors import DeskError
from models.domain.basics.text import MOST_BODY, MOST_NAME, clean, shown
from models.domain.basics.zone import Zone
from models.domain.values import PremiumWord, Scope
from models.importers.csv_layout import CsvLayout, DateOrder

ORDER_WORDS: dict[DateOrder, str] = {"ymd": "year first", "dmy": "day first", "mdy": "month first"}
DoubtCode = Literal["duration", "clock_change", "long", "overlap", "not_billable", "closed", "date_order"]
Doubt = tuple[DoubtCode, str]
"""What a person should look at though the line can be read: which kind, and a sentence."""


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One finished stretch of time as the source tells it, nothing mapped yet; instants in epoch seconds.

    Work without a time of day has `day` (the date's ordinal) and only a length: `started_at` is 0.
    """

    line: int
    """Line of the file on which the record starts, from 1."""
    started_at: int
    ended_at: int
    external_id: str = ""
    """What the tool itself calls the record; empty where it has no names for them."""
    agent: str = ""
    email: str = ""
    client: str = ""
    project: str = ""
    task: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    billable: bool | None = None
    day: int | None = None
    doubts: tuple[Doubt, ...] = ()
    request: str = ""
    scope: Scope | None = None
    old_key: str = ""
    """The key that version 1.0 gave an entry of this row."""
    premium: PremiumWord | None = None
    told: bool = False
    """Of courtesy, where the source says so."""

    @property
    def seconds(self) -> int:
        """How long it lasted."""
        return self.ended_at - self.started_at


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that cannot be imported, and why; `left_out` for one that is no work at all, as a row of sums."""

    line: int
    reason: str
    left_out: bool = False


Found = ImportedRow | Problem


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a file is to be read: the zone of its local times, the order of its dates, the columns of a `csv`."""

    zone: Zone
    date_order: DateOrder | None = None
    now: int | None = None
    layout: CsvLayout | None = None
    old_keys: bool = False
    """Whether the desk has entries that version 1.0 imported, which are known by other keys."""


class BadLine(Exception):
    """Inside a reader only: this line cannot be read, for the reason given."""


class LeftOut(BadLine):
    """Inside a reader only: this line is no work, as a row of sums is none."""


def identity(prefix: str, fields: Iterable[str]) -> str:
    """A prefix such as `TG` and 20 hex digits of a hash over `fields`: the same fields, the same key for ever."""
    digest = hashlib.sha256("\x1f".join(fields).encode("utf-8", "replace")).hexdigest()
    return f"{prefix}-{digest[:20]}"


def tidy(text: str) -> str:
    """`text` of several lines without control and bidi characters, white space at both ends removed."""
    return clean(text, lines=True).strip().strip("\ufeff")


_EMPTY = frozenset(
    ("-", "—", "–", "--", "(no project)", "(without project)", "(no client)", "(without client)", "(no task)",
     "(without task)", "(no tags)", "no project", "no client")
)  # fmt: skip
"""What tools write into a cell that has nothing to say, and into one that was filled in with a dash."""


@lru_cache(maxsize=1 << 15)
def tidy_name(text: str) -> str:
    """A name on one line: cleaned, every run of white space as one space; a marker of nothing is empty."""
    name = " ".join(clean(text).strip("\ufeff").split())
    return "" if name.casefold() in _EMPTY else name


def tidy_note(text: str) -> str:
    """A note; one that is only a dash is empty."""
    note = tidy(text)
    return "" if note in _EMPTY else note


def checked(row: ImportedRow) -> ImportedRow:
    """`row` if its times and lengths are possible, else BadLine with the reason."""
    if row.ended_at < row.started_at:
        raise BadLine("ends before it starts")
    if row.ended_at == row.started_at:
        if row.day is not None:
            raise BadLine("has a duration of nothing, so there is no time to record")
        raise BadLine("starts and ends in the same second, so there is no time to record")
    for name in (row.agent, row.email, row.client, row.project, row.task, *row.tags):
        if len(name) > MOST_NAME:
            raise BadLine(f"{shown(name)} has {len(name)} characters; accepted are up to {MOST_NAME}")
    if len(row.note) > MOST_BODY:
        raise BadLine(f"the description has {len(row.note):,} characters; accepted are up to {MOST_BODY:,}")
    return row


def refuse_file(what: str, accepted: str) -> DeskError:
    """The refusal of a whole file: what it is not, and what would be accepted."""
    return DeskError(f"this is no {what}; accepted is {accepted}")
