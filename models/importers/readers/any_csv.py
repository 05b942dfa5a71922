"""What does a spreadsheet hold that people kept by hand? Read by the `[csv]` section of a mapping, or by a guess.

What the section leaves out is found in the file: the separator, the decimal sign, the form of the durations, and the
columns by their titles in a dozen languages and by what stands in them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Literal

from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.basics.text import shown
from models.importers.base import (
    BadLine,
    Doubt,
    Found,
    ImportedRow,
    LeftOut,
    ReadOptions,
    checked,
    tidy_name,
    tidy_note,
)
from models.importers.cells.csvtext import Record, read_records
from models.importers.cells.dates import offset_instant, split_moment
from models.importers.cells.durations import number_of, seconds_of
from models.importers.cells.headings import known_role, plain_title
from models.importers.cells.local import judged
from models.importers.csv_layout import CsvLayout, DurationForm, Role
from models.importers.readers.spans import Spans, whole
from models.importers.readers.table import (
    SEPARATORS,
    Cells,
    Dated,
    Table,
    billable_of,
    is_sum,
    read_table,
    tags_of,
)
from models.importers.source import Source

_SAMPLE = 200
_MINUTES = frozenset(
    ["min", "mins", "minutes", "minuten", "minutos", "minuti", "минуты", "minuter", "minutter"]
)
_MOST_HOURS = 24
_ENDS = frozenset(("end", "duration"))


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Rows and problems of a spreadsheet; raises DeskError when it has no day or no time, InvalidValue for a title."""
    layout = guessed(source, options.layout or CsvLayout())
    table = _table(source, layout)
    spans = Spans.of_table(
        table, replace(options, date_order=options.date_order or layout.date_order), _dated
    )
    return read_table(table, lambda cells, line: _row(cells, line, spans, layout))


def guessed(source: Source, given: CsvLayout) -> CsvLayout:
    """The layout with everything that it leaves open found out; raises DeskError when that cannot be."""
    separator = given.separator or _separator(source)
    header, sample = _sample(source, separator)
    columns = _columns(header, sample, given)
    places = _places(header, columns)
    if ("day" not in places and "start" not in places) or not _ENDS & places.keys():
        raise DeskError(_unclear(header, columns))
    durations = [cell for record in sample if (cell := _cell(record, places.get("duration")))]
    decimal = given.decimal or _decimal(durations)
    form = given.duration or _form(durations, dict(columns).get("duration", ""))
    return CsvLayout(separator, decimal, given.date_order, form, columns)


def _unclear(header: Record, columns: tuple[tuple[Role, str], ...]) -> str:
    """What the file has, and the section to fill in, with what is known already."""
    seen = ", ".join(tidy_name(title) for title in header.fields if title.strip()) or "none"
    known = dict(columns)
    wanted: list[tuple[Role, str]] = [
        ("day", known.get("day", "?")),
        ("duration", known.get("duration", "?")),
    ]
    rest = [(role, title) for role, title in columns if role not in ("day", "duration")]
    section = "\n".join(layout_lines(CsvLayout(columns=(*wanted, *rest))))
    return (
        f"the columns of the day and of the end or the duration are not clear; its columns are {seen}; "
        f"say which they are in a mapping:\n{section}"
    )


def layout_lines(layout: CsvLayout) -> Iterator[str]:
    """The layout as a `[csv]` section that can be used again."""
    yield "[csv]"
    if layout.separator:
        yield f"separator = {json.dumps(layout.separator)}"
    if layout.decimal:
        yield f'decimal = "{layout.decimal}"'
    if layout.date_order:
        yield f'date_order = "{layout.date_order}"'
    if layout.duration:
        yield f'duration = "{layout.duration}"'
    pairs = ", ".join(f"{role} = {json.dumps(title, ensure_ascii=False)}" for role, title in layout.columns)
    yield f"columns = {{{pairs}}}"


def unused_titles(source: Source, layout: CsvLayout) -> tuple[str, ...]:
    """Titles of the columns that the layout makes no use of."""
    header, _ = _sample(source, layout.separator or ",")
    used = {plain_title(title) for _, title in layout.columns}
    return tuple(
        tidy_name(title) for title in header.fields if title.strip() and plain_title(title) not in used
    )


# -- what the file tells --------------------------------------------------------------------------


def _separator(source: Source) -> str:
    """The separator that cuts the first records into the most columns, the same number each."""

    def score(separator: str) -> tuple[int, int]:
        counts = [
            len(record.fields)
            for record in islice(read_records(source.head_text, separator), 20)
            if not record.broken
        ]
        first = counts[0] if counts else 0
        return (sum(count == first for count in counts) * first if first > 1 else 0), first

    return max(SEPARATORS, key=score)


def _sample(source: Source, separator: str) -> tuple[Record, list[Record]]:
    """The header, which is the first record with two columns or more, and the first rows below it."""
    records = (record for record in read_records(source.head_text, separator) if not record.broken)
    header = next(
        (record for record in records if sum(bool(f.strip()) for f in record.fields) > 1), Record(1)
    )
    return header, list(islice(records, _SAMPLE))


def _columns(header: Record, sample: Sequence[Record], given: CsvLayout) -> tuple[tuple[Role, str], ...]:
    titles = [title.strip().strip("\ufeff") for title in header.fields]
    plain = [plain_title(title) for title in titles]
    found: dict[Role, str] = {}
    for role, title in given.columns:
        if plain_title(title) not in plain:
            seen = ", ".join(title for title in titles if title)
            raise InvalidValue(f"csv.columns.{role}", f"{shown(title)} is no column; the file has {seen}")
        found[role] = titles[plain.index(plain_title(title))]
    if given.columns:
        return tuple(found.items())
    for title in titles:
        known = known_role(title)
        if known is not None and known not in found:
            found[known] = title
    if "note" not in found and "task" in found:
        found["note"] = found.pop("task")
    if "day" not in found and "start" not in found:
        dated = _most_like(titles, sample, lambda cell: bool(split_moment(cell)[0]))
        found |= {"day": dated} if dated else {}
    if "duration" not in found and "end" not in found:
        counted = _most_like(titles, sample, lambda cell: seconds_of(cell) is not None)
        found |= {"duration": counted} if counted and counted not in found.values() else {}
    return tuple(found.items())


def _most_like(titles: list[str], sample: Sequence[Record], fits: Callable[[str], bool]) -> str:
    """The title of the column most of whose cells fit; empty when none has nine in ten."""
    for at, title in enumerate(titles):
        cells = [cell for record in sample if (cell := _cell(record, at))]
        if title and cells and sum(map(fits, cells)) * 10 >= len(cells) * 9:
            return title
    return ""


def _places(header: Record, columns: tuple[tuple[Role, str], ...]) -> dict[str, int]:
    plain = [plain_title(title) for title in header.fields]
    return {role: plain.index(plain_title(title)) for role, title in columns}


def _cell(record: Record, at: int | None) -> str:
    return record.fields[at].strip() if at is not None and at < len(record.fields) else ""


def _decimal(cells: list[str]) -> Literal[",", "."] | None:
    plain = [cell for cell in cells if number_of(cell) is not None]
    if any("," in cell for cell in plain):
        return ","
    return "." if any("." in cell for cell in plain) else None


def _form(cells: list[str], title: str) -> DurationForm:
    if any(":" in cell for cell in cells):
        return "h:mm"
    numbers = [number for cell in cells if (number := number_of(cell)) is not None]
    if len(numbers) < len(cells):
        return "typed"
    if _MINUTES & set(plain_title(title).split()):
        return "minutes"
    whole_numbers = all(number.denominator == 1 for number in numbers)
    return "minutes" if numbers and whole_numbers and max(numbers) > _MOST_HOURS else "hours"


# -- row by row -----------------------------------------------------------------------------------


def _table(source: Source, layout: CsvLayout) -> Table:
    header, _ = _sample(source, layout.separator or ",")
    return Table(source, layout.separator or ",", header, _places(header, layout.columns))


def _dated(cells: Cells) -> Dated:
    def text(name: str) -> str:
        return tidy_name(cells.get(name, ""))

    day, time = split_moment(text("day"))
    start_day, start = split_moment(text("start"))
    end_day, end = split_moment(text("end"))
    return Dated(
        start_day or day or text("day"),
        start or (time if day else ""),
        end_day or text("end_day"),
        end,
        text("duration"),
    )


def _row(cells: Cells, line: int, spans: Spans, layout: CsvLayout) -> ImportedRow:
    def text(name: str) -> str:
        return tidy_name(cells.get(name, ""))

    _refuse_sums(cells)
    started_at, ended_at, day, doubts = _times(cells, spans, layout)
    return whole(
        checked(
            ImportedRow(
                line=line,
                started_at=started_at,
                ended_at=ended_at,
                external_id=text("id"),
                agent=text("person"),
                email=text("email"),
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


def _refuse_sums(cells: Cells) -> None:
    day = (cells.get("day") or cells.get("start") or "").strip()
    if not day and (is_sum(cells.values()) or (cells.get("duration", "").strip() and not _named(cells))):
        raise LeftOut("is a row of sums")
    if not any(cell.strip() for cell in cells.values()):
        raise LeftOut("is an empty row")


def _named(cells: Cells) -> bool:
    return any(tidy_name(cells.get(role, "")) for role in ("person", "client", "project", "note"))


def _times(cells: Cells, spans: Spans, layout: CsvLayout) -> tuple[int, int, int | None, tuple[Doubt, ...]]:
    start, end = offset_instant(cells.get("start", "")), offset_instant(cells.get("end", ""))
    seconds = seconds_of(cells.get("duration", ""), layout.duration or "hours", layout.decimal)
    if start is not None and end is not None:
        return start, end, None, judged(start, end, seconds)
    dated = _dated(cells)
    if not dated.start_day:
        raise BadLine("has no date")
    if not dated.start_time:
        day, length = spans.whole_day(
            dated.start_day, dated.duration, layout.duration or "hours", layout.decimal
        )
        return 0, length, day, spans.doubts()
    told = (
        replace(dated, duration=f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}")
        if seconds
        else dated
    )
    started_at, ended_at, doubts = spans.span(told, same_day=not dated.end_day)
    return started_at, ended_at, None, doubts
