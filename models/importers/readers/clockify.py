"""What did Clockify record? Reads the CSV of its Detailed report, whatever the account's date and time settings.

Clockify writes a quote inside a text as two apostrophes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from models.importers.base import Found, ImportedRow, ReadOptions, checked, tidy_name, tidy_note
from models.importers.cells.csvtext import Record, read_records
from models.importers.cells.dates import numbers_of
from models.importers.readers.spans import Spans
from models.importers.readers.table import (
    Cells,
    Dated,
    Header,
    Table,
    billable_of,
    column_name,
    open_table,
    read_table,
    separator_of,
    tags_of,
)
from models.importers.source import Source

_ALIASES = {
    "duration (h)": "duration",
    "time (h)": "duration",
    "duration (decimal)": "decimal",
    "time (decimal)": "decimal",
}
_COLUMNS = (
    *("project", "client", "description", "task", "user", "email", "tags", "billable", "duration", "decimal"),
    *("start date", "start time", "end date", "end time", "id", "entry id"),
)
_PLACES = (
    *("project", "client", "description", "task", "user", "", "email", "tags", "billable"),
    *("start date", "start time", "end date", "end time", "duration"),
)
"""Where the report has its columns in every language; the sixth is the group."""
_PLACES_BEFORE_GROUPS = (*_PLACES[:5], *_PLACES[6:])


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Rows and problems of a Detailed report; raises DeskError when the file is empty or no such report."""
    table = _placed(source) or open_table(
        source, _COLUMNS, _needed, "the CSV of Clockify's Detailed report", _ALIASES
    )
    spans = Spans.of_table(table, options, _dated)
    return read_table(table, lambda cells, line: _row(cells, line, spans))


def recognises(source: Source) -> bool:
    """Is this a Detailed report whose titles are in another language? Its columns stand in their places."""
    return _placed(source) is not None


def _placed(source: Source) -> Table | None:
    """The table of a report with titles that are not English: start, end and duration tell which column is which."""
    separator, header = separator_of(source, len)
    if {"start date", "start time"} <= set(map(column_name, header.fields)):
        return None
    rows = list(islice(read_records(source.head_text, separator), 1, 6))
    for places in (_PLACES, _PLACES_BEFORE_GROUPS):
        if rows and all(_fits(row, places) for row in rows):
            return Table(source, separator, header, {name: at for at, name in enumerate(places) if name})
    return None


def _fits(row: Record, places: tuple[str, ...]) -> bool:
    """Do dates, times and durations stand where they should?"""
    if len(row.fields) < len(places):
        return False
    cells = dict(zip(places, (field.strip() for field in row.fields), strict=False))
    dates = all(numbers_of(cells[name]) is not None for name in ("start date", "end date"))
    return dates and all(_is_time(cells[name]) for name in ("start time", "end time", "duration"))


def _is_time(cell: str) -> bool:
    return any(letter.isdigit() for letter in cell) and not cell.isdigit()


def _needed(columns: Header) -> Iterable[str]:
    ends = () if "duration" in columns or "decimal" in columns else ("end date", "end time")
    return ("start date", "start time", *ends)


def _dated(cells: Cells) -> Dated:
    def text(name: str) -> str:
        return tidy_name(cells.get(name, ""))

    duration = text("duration") or text("decimal")
    return Dated(text("start date"), text("start time"), text("end date"), text("end time"), duration)


def _row(cells: Cells, line: int, spans: Spans) -> ImportedRow:
    def text(name: str) -> str:
        return tidy_name(_unescaped(cells.get(name, "")))

    started_at, ended_at, doubts = spans.span(_dated(cells))
    return checked(
        ImportedRow(
            line=line,
            started_at=started_at,
            ended_at=ended_at,
            external_id=text("entry id") or text("id"),
            agent=text("user"),
            email=text("email"),
            client=text("client"),
            project=text("project"),
            task=text("task"),
            tags=tags_of(text("tags")),
            note=tidy_note(_unescaped(cells.get("description", ""))),
            billable=billable_of(text("billable")),
            doubts=doubts,
        )
    )


def _unescaped(text: str) -> str:
    return text.replace("''", '"')
