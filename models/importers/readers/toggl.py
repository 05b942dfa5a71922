"""What did Toggl Track record? Reads the CSV of its Detailed report, of 2016 to 2026.

The report's local times belong to one zone, which the caller states; a time that the zone skips is reported, one that
it repeats is told apart by the Duration column, and a doubt is said, never hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from models.importers.base import Found, ImportedRow, ReadOptions, checked, identity, tidy_name, tidy_note
from models.importers.cells.dates import split_moment
from models.importers.readers.spans import Spans
from models.importers.readers.table import (
    Cells,
    Dated,
    Header,
    billable_of,
    open_table,
    read_table,
    tags_of,
)
from models.importers.source import Source

_ALIASES = {
    "member": "user", "tag": "tags", "stop date": "end date", "stop time": "end time", "user email": "email",
    "member email": "email", "e-mail": "email", "time entry": "description", "date": "start date",
}  # fmt: skip
_COLUMNS = (
    *("user", "email", "client", "project", "task", "description", "billable"),
    *("start date", "start time", "end date", "end time", "duration", "tags"),
)


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Rows and problems of a Detailed report; raises DeskError when the file is empty or no such report."""
    table = open_table(source, _COLUMNS, _needed, "the CSV of Toggl's Detailed report", _ALIASES)
    spans = Spans.of_table(table, options, _dated)
    return read_table(table, lambda cells, line: _row(cells, line, spans, options.old_keys))


def _needed(columns: Header) -> Iterable[str]:
    ends = () if "duration" in columns else ("end date", "end time")
    return ("start date", "start time", *ends)


def _dated(cells: Cells) -> Dated:
    texts = {name: tidy_name(cells.get(name, "")) for name in _COLUMNS[7:12]}
    return Dated(
        texts["start date"], texts["start time"], texts["end date"], texts["end time"], texts["duration"]
    )


def _row(cells: Cells, line: int, spans: Spans, old_keys: bool) -> ImportedRow:
    names = {key: tidy_name(cells.get(key, "")) for key in _COLUMNS if key != "description"}
    note = tidy_note(cells.get("description", ""))
    dated = _dated(cells)
    if not dated.start_time:
        day, time = split_moment(dated.start_day)
        dated = Dated(day, time, dated.end_day, dated.end_time, dated.duration)
    started_at, ended_at, doubts = spans.span(dated)
    return checked(
        ImportedRow(
            line=line,
            started_at=started_at,
            ended_at=ended_at,
            agent=names["user"],
            email=names["email"],
            client=names["client"],
            project=names["project"],
            task=names["task"],
            tags=tags_of(names["tags"]),
            note=note,
            billable=billable_of(names["billable"]),
            doubts=doubts,
            old_key=_old_key(names, note, spans, dated) if old_keys else "",
        )
    )


def _old_key(names: Cells, note: str, spans: Spans, dated: Dated) -> str:
    """What version 1.0 called the row: by whom, when and what it said."""
    start = _shown(spans, dated.start_day, dated.start_time)
    seconds = "" if not dated.duration else dated.duration
    end = _shown(spans, dated.end_day, dated.end_time) if dated.end_time and dated.end_day else seconds
    who = names["email"].casefold() or names["user"].casefold()
    return identity("TG", (who, start, end, names["client"], names["project"], names["task"], note))


def _shown(spans: Spans, day: str, time: str) -> str:
    found, seconds = spans.local(day, time, "time")
    return f"{found} {seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
