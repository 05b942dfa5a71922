"""How do time entries go into a spreadsheet, and come back as they were? A lossless CSV.

Guarantees (`test_nothing_is_lost`): entries that were written can be read back equal. Every text that a person may have
typed is neutralised (see spreadsheet.py); the columns that only explain (names, local times, seconds) are ignored
when it is read.

Instants are UTC to the second. The day and the local times are written as spreadsheets know them, as dates
and times of the desk's zone, without an offset. Lines end in CRLF, as RFC 4180 has it; write the text to a file
with newline="" and the encoding utf-8-sig, so that spreadsheets find the encoding.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from models.domain.basics.zone import Zone, to_iso
from models.domain.values import Entry
from models.exporters.names import Names
from models.exporters.spreadsheet import neutral

COLUMNS = (
    *(
        "key",
        "agent",
        "agent_name",
        "client",
        "client_name",
        "request",
        "work_type",
        "work_type_name",
        "scope",
    ),
    "date",
    *("started_at", "ended_at", "started_local", "ended_local", "seconds", "hours", "note", "late_in"),
    *("premium", "told", "imported_tool", "imported_id"),
)
_PART = 1000
"""Entries that are put together before they are handed on."""


def entries_csv(entries: Iterable[Entry], names: Names, zone: Zone) -> Iterator[str]:
    """The same text in parts, for any number of entries in the memory of some."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number, entry in enumerate(entries, 1):
        writer.writerow(_row(entry, names, zone))
        if number % _PART == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def _row(entry: Entry, names: Names, zone: Zone) -> tuple[str, ...]:
    seconds = None if entry.ended_at is None else entry.ended_at - entry.started_at
    return (
        neutral(entry.key),
        neutral(entry.agent),
        neutral(names.agent(entry)),
        neutral(entry.client or ""),
        neutral(names.client(entry)),
        neutral(entry.request or ""),
        neutral(entry.work_type),
        neutral(names.work_type(entry)),
        entry.scope,
        zone.date_of(entry.started_at).isoformat(),
        to_iso(entry.started_at),
        "" if entry.ended_at is None else to_iso(entry.ended_at),
        _local(entry.started_at, zone),
        "" if entry.ended_at is None else _local(entry.ended_at, zone),
        "" if seconds is None else str(seconds),
        "" if seconds is None else _clock(seconds),
        neutral(entry.note),
        "" if entry.late_in is None else str(entry.late_in),
        entry.premium or "",
        "yes" if entry.told else "",
        "" if entry.imported is None else neutral(entry.imported.tool),
        "" if entry.imported is None else neutral(entry.imported.id),
    )


def _local(instant: int, zone: Zone) -> str:
    return zone.local(instant).replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")


def _clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
