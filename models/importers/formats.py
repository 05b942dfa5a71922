"""Which tool wrote a file, and who reads it? A wrong format is named, not parsed (RULES 16)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from models.domain.basics.errors import DeskError
from models.importers.base import Found, ReadOptions
from models.importers.cells.csvtext import Record, read_records
from models.importers.readers import (
    any_csv,
    clockify,
    deskhours_csv,
    harvest,
    kimai_csv,
    kimai_json,
    solidtime,
    superproductivity,
    toggl,
)
from models.importers.readers.table import SEPARATORS, column_name
from models.importers.readers.terminal import klog, timeclock, timewarrior, watson
from models.importers.source import Source

Read = Callable[[Source, ReadOptions], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Format:
    """One tool: its reader, the beginning of the keys of what comes from it, and what people call its file."""

    read: Read
    prefix: str
    words: str


def _read_kimai(source: Source, options: ReadOptions) -> Iterator[Found]:
    begins = source.head_text.lstrip("\ufeff \t\r\n")[:1]
    return kimai_json.read(source, options) if begins in ("[", "{") else kimai_csv.read(source, options)


FORMATS: dict[str, Format] = {
    "toggl": Format(toggl.read, "TG", "Detailed report of Toggl Track (CSV)"),
    "timewarrior": Format(timewarrior.read, "TW", "what `timew export` prints (JSON)"),
    "clockify": Format(clockify.read, "CL", "Detailed report of Clockify (CSV)"),
    "harvest": Format(harvest.read, "HV", "Detailed time report of Harvest (CSV)"),
    "kimai": Format(_read_kimai, "KI", "timesheet export of Kimai (CSV), or its API's answer (JSON)"),
    "solidtime": Format(
        solidtime.read, "SO", "time entries of solidtime (CSV), or an organisation's export (ZIP)"
    ),
    "watson": Format(watson.read, "WA", "frames of Watson, or what `watson log --json` prints"),
    "klog": Format(klog.read, "KG", "klog file (.klg)"),
    "timeclock": Format(timeclock.read, "TC", "timeclock file of ledger, hledger or Emacs"),
    "superproductivity": Format(superproductivity.read, "SP", "backup of Super Productivity (JSON)"),
    "deskhours-csv": Format(deskhours_csv.read, "DH", "what `deskhours export entries` writes (CSV)"),
    "csv": Format(any_csv.read, "CSV", "spreadsheet (CSV) with columns of its own"),
}
"""Every format by the name that the command takes."""

_ACTIVITYWATCH = "activitywatch"


def reader_of(name: str, source: Source) -> Format:
    """The format of that name; raises DeskError when the file is empty or plainly another tool's."""
    wanted = FORMATS[name]
    if is_workbook(source):
        raise DeskError("this is the file of a spreadsheet program; save it as CSV and import that")
    found = detect(source)
    if found == _ACTIVITYWATCH:
        raise DeskError(
            "this is an export of ActivityWatch: it tells which window was in front, not what was worked on for whom, "
            "so nothing in it can be billed"
        )
    if found is not None and found not in (name, "csv") and name != "csv":
        raise DeskError(f"this is no {wanted.words}: it looks like {_article(FORMATS[found].words)}; "
                        f"import it as {found}")  # fmt: skip
    return wanted


def _article(words: str) -> str:
    return words if words.startswith(("what ", "time entries", "frames")) else f"a {words}"


def is_workbook(source: Source) -> bool:
    """Is this a workbook of Excel or LibreOffice? They are ZIP files, too."""
    head = source.head[:4096]
    return head.startswith(b"PK") and (
        b"[Content_Types].xml" in head or b"opendocument" in head or b"xl/" in head
    )


def detect(source: Source) -> str | None:
    """The name of the format that wrote a file, `activitywatch`, or None when that is not plain."""
    if is_workbook(source):
        return None
    if source.head.startswith(b"PK"):
        return "solidtime"
    begins = source.head_text.lstrip("\ufeff \t\r\n")
    if begins.startswith(("[", "{")):
        return _detect_json(begins)
    titles = _titles(source)
    for name, wanted in _TITLES:
        if wanted <= titles:
            return name
    if kimai_csv.recognises(source):
        return "kimai"
    if clockify.recognises(source):
        return "clockify"
    if klog.recognises(source):
        return "klog"
    if timeclock.recognises(source):
        return "timeclock"
    return None


_TITLES: tuple[tuple[str, frozenset[str]], ...] = (
    ("deskhours-csv", frozenset(("key", "agent", "work_type", "started_at", "ended_at"))),
    ("clockify", frozenset(("project", "start date", "start time", "duration (h)"))),
    ("clockify", frozenset(("project", "start date", "start time", "duration (decimal)"))),
    ("harvest", frozenset(("date", "client", "project", "hours", "first name", "last name"))),
    ("solidtime", frozenset(("description", "start", "end", "user_name"))),
    ("solidtime", frozenset(("description", "task", "project", "client", "user", "start", "end"))),
    ("watson", frozenset(("id", "start", "stop", "project", "tags"))),
    ("toggl", frozenset(("start date", "start time", "duration", "member"))),
    ("toggl", frozenset(("start date", "start time", "duration", "user"))),
    ("toggl", frozenset(("description", "start date", "start time", "duration", "tags"))),
)
"""Columns that only one tool has together, the plainest first."""


def _titles(source: Source) -> frozenset[str]:
    """The titles of the first record, cut by the separator that cuts it most."""
    widest: tuple[str, ...] = ()
    for separator in SEPARATORS:
        fields = next(read_records(source.head_text[:20_000], separator), Record(1)).fields
        widest = fields if len(fields) > len(widest) else widest
    return frozenset(map(column_name, widest))


def _detect_json(begins: str) -> str | None:
    if begins.startswith("{"):
        if '"buckets"' in begins[:2000] and '"events"' in begins[:20_000]:
            return _ACTIVITYWATCH
        found = '"timeSpentOnDay"' in begins or '"taskArchive"' in begins or '"archiveYoung"' in begins
        return "superproductivity" if found else None
    first = _first_value(begins)
    if isinstance(first, list):
        return "watson"
    if not isinstance(first, dict):
        return None
    if "begin" in first and ("activity" in first or "project" in first):
        return "kimai"
    if "stop" in first and "project" in first:
        return "watson"
    return "timewarrior" if "start" in first and ("id" in first or "tags" in first) else None


def _first_value(text: str) -> object:
    start = text.index("[") + 1
    try:
        return json.JSONDecoder().raw_decode(text, start + len(text[start:]) - len(text[start:].lstrip()))[0]
    except (ValueError, RecursionError):
        return None
