"""What did Harvest record? Reads the CSV of its Detailed time report: days and hours, maybe times of day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from models.importers.base import Found, ImportedRow, ReadOptions, checked, tidy_name, tidy_note
from models.importers.readers.spans import Spans, whole
from models.importers.readers.table import Cells, Dated, Header, billable_of, open_table, read_table
from models.importers.source import Source

_ALIASES = {
    "billable": "billable?", "started at": "start", "start time": "start", "started": "start", "ended at": "end",
    "end time": "end", "ended": "end", "start": "start", "notes": "notes", "note": "notes",
    "hours (decimal)": "hours", "time": "hours", "id": "entry id",
}  # fmt: skip
_COLUMNS = (
    *("date", "client", "project", "task", "notes", "hours", "billable?", "first name", "last name"),
    *("email", "start", "end", "name", "employee", "entry id"),
)


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Rows and problems of a Detailed time report; raises DeskError when the file is empty or no such report."""
    table = open_table(source, _COLUMNS, _needed, "the CSV of Harvest's Detailed time report", _ALIASES)
    spans = Spans.of_table(table, options, _dated)
    return read_table(table, lambda cells, line: _row(cells, line, spans))


def _needed(columns: Header) -> Iterable[str]:
    del columns
    return ("date", "hours")


def _dated(cells: Cells) -> Dated:
    def text(name: str) -> str:
        return tidy_name(cells.get(name, ""))

    return Dated(text("date"), text("start"), "", text("end"), text("hours"))


def _row(cells: Cells, line: int, spans: Spans) -> ImportedRow:
    def text(name: str) -> str:
        return tidy_name(cells.get(name, ""))

    dated = _dated(cells)
    day = None
    if dated.start_time:
        started_at, ended_at, doubts = spans.span(dated, same_day=True)
    else:
        day, ended_at = spans.whole_day(dated.start_day, dated.duration)
        started_at, doubts = 0, spans.doubts()
    person = f"{text('first name')} {text('last name')}".strip() or text("employee") or text("name")
    return whole(
        checked(
            ImportedRow(
                line=line,
                started_at=started_at,
                ended_at=ended_at,
                external_id=text("entry id"),
                agent=person,
                email=text("email"),
                client=text("client"),
                project=text("project"),
                task=text("task"),
                note=tidy_note(cells.get("notes", "")),
                billable=billable_of(text("billable?")),
                day=day,
                doubts=doubts,
            )
        )
    )
