"""What did Kimai record? Reads the CSV of its timesheet export, in any of its languages.

Columns are known by their titles; in a language that is not known here, by their places in Kimai's export and by what
stands in them: it writes `timesheet` and `work` in every language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from models.domain.basics.errors import DeskError
from models.importers.base import (
    BadLine,
    Doubt,
    Found,
    ImportedRow,
    ReadOptions,
    checked,
    tidy_name,
    tidy_note,
)
from models.importers.cells import words
from models.importers.cells.csvtext import Record, read_records
from models.importers.cells.dates import offset_instant, split_moment
from models.importers.cells.durations import seconds_of
from models.importers.cells.headings import known_role, plain_title
from models.importers.cells.local import judged
from models.importers.csv_layout import Role
from models.importers.readers.spans import Spans, whole
from models.importers.readers.table import (
    Cells,
    Dated,
    Table,
    billable_of,
    read_table,
    separator_of,
    tags_of,
)
from models.importers.source import Source

_USERNAMES = frozenset(words.USERNAMES.split())
_FIRST: tuple[Role, ...] = ("day", "start", "end", "duration")
"""The first columns of Kimai's export, as long as nobody made a template of their own."""
_BEFORE_TYPE: dict[int, str] = {
    10: "person", 9: "username", 8: "email", 6: "client", 5: "project", 4: "task", 3: "note", 2: "billable", 1: "tags",
}  # fmt: skip
"""How far before the column that says `timesheet` the others stand; prices between them may be missing."""
_KINDS = frozenset(("timesheet", "work"))


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Rows and problems of a timesheet export; raises DeskError when the file is empty or no such export."""
    separator, header = separator_of(source, lambda fields: len(_by_title(fields)) or len(fields) // 8)
    columns = _columns(source, separator, header)
    if columns is None:
        raise DeskError(
            f"line {header.line}: the columns of date, begin, duration and customer are missing; "
            "accepted is the CSV of Kimai's timesheet export"
        )
    table = Table(source, separator, header, {role: at for role, at in columns.items()})
    spans = Spans.of_table(table, options, _dated)
    return read_table(table, lambda cells, line: _row(cells, line, spans))


def recognises(source: Source) -> bool:
    """Is this an export of Kimai, in whatever language?"""
    separator, header = separator_of(source, lambda fields: len(_by_title(fields)) or len(fields) // 8)
    records = read_records(source.head_text, separator)
    told = any(_KINDS & {cell.strip() for cell in record.fields[12:]} for record in islice(records, 1, 8))
    found = _columns(source, separator, header)
    return found is not None and (told or _is_english(header))


def _is_english(header: Record) -> bool:
    titles = {plain_title(title) for title in header.fields}
    return {"customer", "activity"} <= titles and bool(
        titles & {"from", "begin", "hourly price", "hourly rate"}
    )


def _columns(source: Source, separator: str, header: Record) -> dict[str, int] | None:
    titled, placed = _by_title(header.fields), _by_place(source, separator)
    if placed and all(placed[role] == at for role, at in titled.items() if role in placed):
        return titled | placed
    return titled if _enough(titled) else placed or None


def _by_place(source: Source, separator: str) -> dict[str, int]:
    """Places by role as Kimai's own export has them, found from the column that says `timesheet`; empty without one."""
    rows = list(islice(read_records(source.head_text, separator), 1, 6))
    at = next(
        (at for at in range(14, 24) if rows and all(_cell(row, at) == "timesheet" for row in rows)), None
    )
    if at is None:
        return {}
    found: dict[str, int] = {role: place for place, role in enumerate(_FIRST)}
    found |= {role: at - before for before, role in _BEFORE_TYPE.items()}
    return found if _fits(rows, found) else {}


def _enough(columns: dict[str, int]) -> bool:
    return ({"day", "client"} <= columns.keys() and bool({"duration", "end"} & columns.keys())) or (
        {"start", "end", "client"} <= columns.keys()
    )


def _by_title(fields: tuple[str, ...]) -> dict[str, int]:
    """Places by role; of two columns for the person the name is better than the user name."""
    found: dict[str, int] = {}
    for at, title in enumerate(fields):
        role = known_role(title)
        if role == "person" and plain_title(title) in _USERNAMES:
            found.setdefault("username", at)
        elif role is not None:
            found.setdefault(role, at)
    if "person" not in found and "username" in found:
        found["person"] = found["username"]
    return found


def _fits(rows: Sequence[Record], columns: dict[str, int]) -> bool:
    """Do the rows hold dates and durations where these columns should be?"""
    return all(
        split_moment(_cell(row, columns["day"]))[0]
        and seconds_of(_cell(row, columns["duration"])) is not None
        for row in rows
    )


def _cell(record: Record, at: int) -> str:
    return record.fields[at].strip() if at < len(record.fields) else ""


def _dated(cells: Cells) -> Dated:
    def text(name: str) -> str:
        return tidy_name(cells.get(name, ""))

    day, time = split_moment(text("day"))
    start_day, start = split_moment(text("start"))
    end_day, end = split_moment(text("end"))
    return Dated(start_day or day, start or time, end_day or text("end_day"), end, text("duration"))


def _row(cells: Cells, line: int, spans: Spans) -> ImportedRow:
    def text(name: str) -> str:
        return tidy_name(cells.get(name, ""))

    started_at, ended_at, day, doubts = _times(cells, spans)
    return whole(
        checked(
            ImportedRow(
                line=line,
                started_at=started_at,
                ended_at=ended_at,
                external_id=text("id"),
                agent=text("person") or text("username"),
                email=text("email") or text("username"),
                client=text("client"),
                project=text("project"),
                task=text("task"),
                tags=tags_of(text("tags")),
                note=tidy_note(cells.get("note", "")),
                billable=billable_of(text("billable")),
                day=day,
                doubts=doubts,
            )
        )
    )


def _times(cells: Cells, spans: Spans) -> tuple[int, int, int | None, tuple[Doubt, ...]]:
    """Start, end, the day of work without a time of day, and doubts; raises BadLine."""
    start, end = offset_instant(cells.get("start", "")), offset_instant(cells.get("end", ""))
    if start is not None and end is not None:
        return start, end, None, judged(start, end, seconds_of(cells.get("duration", "")))
    dated = _dated(cells)
    if not dated.start_time:
        day, seconds = spans.whole_day(dated.start_day, dated.duration)
        return 0, seconds, day, spans.doubts()
    if not dated.end_time and not dated.duration:
        raise BadLine("is still running; stop it in Kimai and export again")
    started_at, ended_at, doubts = spans.span(dated, same_day=True)
    return started_at, ended_at, None, doubts
