"""What did klog record? Reads its files: records by date, ranges and durations, tags within the summaries.

`#client=acme`, `#project=…` and `#agent=…` say what they name; other tags are left to the mapping, those of a
record hold for all its entries. A duration has no time of day. An open range is reported: it has no length yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from models.domain.basics.text import shown
from models.importers.base import (
    BadLine,
    Found,
    ImportedRow,
    Problem,
    ReadOptions,
    checked,
    refuse_file,
    tidy_name,
    tidy_note,
)
from models.importers.cells.dates import clock_of, numbers_of
from models.importers.cells.local import Clock, Local
from models.importers.readers.spans import whole
from models.importers.source import Source

_HEAD = re.compile(r"(\d{4}([-/])\d\d\2\d\d)(?:\s+\([^)]*\))?\s*")
_INDENT = re.compile(r"(?: {2,4}|\t)(?=\S)")
_TIME = r"(<)?(\d{1,2}:\d\d\s?(?:am|pm)?)(>)?"
_RANGE = re.compile(rf"{_TIME}\s*-\s*(?:{_TIME}|(\?+))(?:\s+(.*))?", re.IGNORECASE)
_DURATION = re.compile(r"([+-])?(?:(\d+)h)?(?:(\d+)m)?(?:\s+(.*))?")
_TAG = re.compile(r"""#([\w-]+)(?:=(?:"([^"]*)"|'([^']*)'|([\w-]*)))?""")
_SAID = ("client", "project", "agent", "task")
_COUNTED = {"customer": "client", "kunde": "client", "person": "agent", "who": "agent"}


@dataclass
class _Record:
    day: date
    tags: dict[str, str] = field(default_factory=dict)
    """Tags that hold for every entry, with their values."""
    indent: str = ""
    """What stands before its entries; twice of it before the further lines of their summaries."""


@dataclass
class _Entry:
    line: int
    text: str
    summary: list[str] = field(default_factory=list)


def recognises(source: Source) -> bool:
    """Does the file begin with the date of a record, alone on its line?"""
    for _, line in Source.of_bytes(source.head).lines():
        if line.strip():
            return _HEAD.fullmatch(line) is not None
    return False


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Rows and problems of a klog file; raises DeskError when the file is empty or none."""
    if not recognises(source):
        raise refuse_file(
            "klog file", "records that begin with a date such as 2026-10-05 on a line of its own"
        )
    return _found(source, Clock(options.zone))


def _found(source: Source, clock: Clock) -> Iterator[Found]:
    record: _Record | None = None
    entry: _Entry | None = None
    for number, line in source.lines():
        if not line.strip():
            yield from _finished(record, entry, clock)
            record = entry = None
        elif record is None:
            record = _headed(line)
            if record is None:
                yield Problem(number, f"{shown(line.strip())} is no date of a record; accepted is YYYY-MM-DD")
        elif entry is not None and line.startswith(record.indent * 2):
            entry.summary.append(line.strip())
        elif (indent := _INDENT.match(line)) is not None:
            yield from _finished(record, entry, clock)
            record.indent = record.indent or indent[0]
            entry = _Entry(number, line.strip())
        elif entry is None:
            record.tags |= _tags(line)
        else:
            yield Problem(number, f"{shown(line.strip())} is not indented as an entry is")
    yield from _finished(record, entry, clock)


def _headed(line: str) -> _Record | None:
    match = _HEAD.fullmatch(line)
    numbers = numbers_of(match[1]) if match else None
    day = numbers.as_day("ymd") if numbers else None
    return _Record(day) if day is not None else None


def _finished(record: _Record | None, entry: _Entry | None, clock: Clock) -> Iterator[Found]:
    if record is None or entry is None:
        return
    try:
        yield _row(record, entry, clock)
    except BadLine as error:
        yield Problem(entry.line, str(error))


def _row(record: _Record, entry: _Entry, clock: Clock) -> ImportedRow:
    started_at, ended_at, day, said = _times(record.day, entry.text, clock)
    summary = "\n".join(part for part in (said, *entry.summary) if part)
    tags = record.tags | _tags(summary)
    named = {_COUNTED.get(name, name): value for name, value in tags.items() if value}
    words = {tidy_name(f"{name} {value}" if value else name) for name, value in tags.items()
             if _COUNTED.get(name, name) not in _SAID or not value}  # fmt: skip
    note = _TAG.sub(
        lambda tag: "" if _COUNTED.get(tag[1].lower(), tag[1].lower()) in _SAID else tag[0], summary
    )
    return whole(
        checked(
            ImportedRow(
                line=entry.line,
                started_at=started_at,
                ended_at=ended_at,
                agent=tidy_name(named.get("agent", "")),
                client=tidy_name(named.get("client", "")),
                project=tidy_name(named.get("project", "")),
                task=tidy_name(named.get("task", "")),
                tags=tuple(sorted(word for word in words if word)),
                note=tidy_note("\n".join(" ".join(_bare(line).split()) for line in note.splitlines())),
                day=day,
            )
        )
    )


def _bare(line: str) -> str:
    """A line of the summary without the tags that stand at its edges; inside a sentence they are words of it."""
    return re.sub(rf"^(?:{_TAG.pattern}\s*)+|(?:\s*{_TAG.pattern})+$", "", line.strip())


def _tags(text: str) -> dict[str, str]:
    return {
        tag[1].lower(): next((value for value in tag.groups()[1:] if value), "")
        for tag in _TAG.finditer(text)
    }


def _times(day: date, text: str, clock: Clock) -> tuple[int, int, int | None, str]:
    """Start and end, or 0 and a length with the day it was on, and the summary on the line."""
    match = _RANGE.fullmatch(text)
    if match:
        if match[7]:
            raise BadLine("is still running; end it in klog and import again")
        start = _local(day, match[1], match[2], match[3])
        end = _local(day, match[4], match[5], match[6])
        started_at, ended_at, _ = clock.span(start, end, None)
        return started_at, ended_at, None, match[8] or ""
    length = _DURATION.fullmatch(text)
    if length is None or not (length[2] or length[3]):
        raise BadLine(f"{shown(text)} is no entry; accepted is 9:00 - 10:30, or 1h30m")
    seconds = int(length[2] or 0) * 3600 + int(length[3] or 0) * 60
    if length[1] == "-":
        raise BadLine("takes time away from its day; take it off the entries themselves")
    return 0, seconds, day.toordinal(), length[4] or ""


def _local(day: date, before: str | None, time: str, after: str | None) -> Local:
    shift = -1 if before else 1 if after else 0
    return day + timedelta(days=shift), clock_of(time, "time")
