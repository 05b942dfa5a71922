"""What did Watson record? Reads its own file of frames, and what `watson log --json` and `--csv` print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from models.domain.basics.text import shown
from models.importers.base import (
    BadLine,
    Found,
    ImportedRow,
    ReadOptions,
    checked,
    refuse_file,
    tidy_name,
)
from models.importers.cells.dates import instant_of, split_moment
from models.importers.cells.jsontext import found_in
from models.importers.readers.spans import Spans
from models.importers.readers.table import Cells, Dated, Header, open_table, read_table, tags_of
from models.importers.source import Source

_ACCEPTED = "Watson's file `frames`, or what `watson log --json` or `--csv` prints"
_COLUMNS = ("id", "start", "stop", "project", "tags")


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Rows and problems of frames; raises DeskError when the file is none of Watson's."""
    begins = source.head_text.lstrip("\ufeff \t\r\n")[:1]
    if begins == "[":
        return found_in(source.parts(), _row)
    if begins == "{":
        raise refuse_file("list of Watson's frames", _ACCEPTED)
    table = open_table(source, _COLUMNS, _needed, _ACCEPTED)
    spans = Spans.of_table(table, options, _dated)
    return read_table(table, lambda cells, line: _csv_row(cells, line, spans))


def _row(value: Any, line: int) -> ImportedRow:
    if isinstance(value, list) and len(value) >= 4:
        start, stop, project, key = value[:4]
        tags = value[4] if len(value) > 4 else []
    elif isinstance(value, Mapping):
        start, stop, project, key, tags = (
            value.get(name) for name in ("start", "stop", "project", "id", "tags")
        )
    else:
        raise BadLine(f"{shown(value)} is no frame")
    if stop is None:
        raise BadLine("is still running; stop it in Watson and import again")
    return checked(
        ImportedRow(
            line=line,
            started_at=_instant(start, "start"),
            ended_at=_instant(stop, "stop"),
            external_id=tidy_name(str(key or "")),
            project=tidy_name(str(project or "")),
            tags=tuple(sorted({name for tag in _list(tags) if (name := tidy_name(str(tag)))})),
        )
    )


def _instant(value: object, name: str) -> int:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 32_503_680_000:
        return int(value)
    return instant_of(str(value), name)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _needed(columns: Header) -> Iterable[str]:
    del columns
    return ("start", "stop", "project")


def _dated(cells: Cells) -> Dated:
    start_day, start = split_moment(tidy_name(cells.get("start", "")))
    end_day, end = split_moment(tidy_name(cells.get("stop", "")))
    return Dated(start_day, start, end_day, end)


def _csv_row(cells: Cells, line: int, spans: Spans) -> ImportedRow:
    started_at, ended_at, doubts = spans.span(_dated(cells))
    return checked(
        ImportedRow(
            line=line,
            started_at=started_at,
            ended_at=ended_at,
            external_id=tidy_name(cells.get("id", "")),
            project=tidy_name(cells.get("project", "")),
            tags=tags_of(cells.get("tags", "")),
            doubts=doubts,
        )
    )
