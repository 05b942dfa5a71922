"""What did Clockify record? Reads the CSV of its Detailed report, whatever the account's date and time settings.

Clockify writes a quote inside a text as two apostrophes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from models.importers.base import Found, ImportedRow, ReadOptions, checked, tidy_name, tidy_note
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
    "duration (h)": "duration",
    "time (h)": "duration",
    "duration (decimal)": "decimal",
    "time (decimal)": "decimal",
}
_COLUMNS = (
    *("project", "client", "description", "task", "user", "email", "tags", "billable", "duration", "decimal"),
    *("start date", "start time", "end date", "end time", "id", "entry id"),
)


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Rows and problems of a Detailed report; raises DeskError when the file is empty or no such report."""
    table = open_table(source, _COLUMNS, _needed, "the CSV of Clockify's Detailed report", _ALIASES)
    spans = Spans.of_table(table, options, _dated)
    return read_table(table, lambda cells, line: _row(cells, line, spans))


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
