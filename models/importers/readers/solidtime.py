"""What did solidtime record? Reads its generic time entries (CSV), its Detailed report, and an organisation's ZIP."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator
from functools import partial

from models.domain.basics.errors import DeskError
from models.importers.base import (
    BadLine,
    Found,
    ImportedRow,
    ReadOptions,
    checked,
    refuse_file,
    tidy_name,
    tidy_note,
)
from models.importers.cells.dates import instant_of, offset_instant, split_moment
from models.importers.cells.durations import seconds_of
from models.importers.cells.local import judged
from models.importers.readers.spans import Spans
from models.importers.readers.table import (
    Cells,
    Dated,
    Header,
    Table,
    billable_of,
    open_table,
    read_table,
    tags_of,
)
from models.importers.source import Source

_ACCEPTED = "solidtime's time entries (CSV) or the ZIP of an organisation's export"
_ALIASES = {"user": "user_name", "member": "user_name", "email": "user_email"}
_GENERIC = (
    *("id", "description", "billable", "client", "project", "tags", "start", "end", "task", "user_name"),
    *("user_email", "duration"),
)
_ZIPPED = (
    "id",
    "description",
    "billable",
    "member_id",
    "client_id",
    "project_id",
    "task_id",
    "tags",
    "start",
    "end",
)
_MOST = 64 << 20

Names = dict[str, dict[str, str]]


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Rows and problems of an export of solidtime; raises DeskError when the file is empty or no such export."""
    if source.head.startswith(b"PK"):
        return _of_zip(source)
    table = open_table(source, _GENERIC, _needed, _ACCEPTED, _ALIASES)
    spans = Spans.of_table(table, options, _dated)
    return read_table(table, lambda cells, line: _generic_row(cells, line, spans))


def _needed(columns: Header) -> Iterable[str]:
    del columns
    return ("start", "end")


def _dated(cells: Cells) -> Dated:
    start_day, start = split_moment(tidy_name(cells.get("start", "")))
    end_day, end = split_moment(tidy_name(cells.get("end", "")))
    return Dated(start_day, start, end_day, end, tidy_name(cells.get("duration", "")))


def _times(cells: Cells, spans: Spans | None) -> tuple[int, int, tuple]:  # type: ignore[type-arg]
    if not cells["end"].strip():
        raise BadLine("is still running; stop it in solidtime and export again")
    if spans is not None and offset_instant(cells["start"]) is None:
        return spans.span(_dated(cells))
    started_at, ended_at = instant_of(cells["start"], "start"), instant_of(cells["end"], "end")
    return started_at, ended_at, judged(started_at, ended_at, seconds_of(cells.get("duration", "")))


def _generic_row(cells: Cells, line: int, spans: Spans) -> ImportedRow:
    def text(name: str) -> str:
        return tidy_name(cells.get(name, ""))

    started_at, ended_at, doubts = _times(cells, spans)
    return checked(
        ImportedRow(
            line=line,
            started_at=started_at,
            ended_at=ended_at,
            external_id=text("id"),
            agent=text("user_name"),
            email=text("user_email"),
            client=text("client"),
            project=text("project"),
            task=text("task"),
            tags=tags_of(text("tags")),
            note=tidy_note(cells.get("description", "")),
            billable=billable_of(text("billable")),
            doubts=doubts,
        )
    )


# -- the ZIP of an organisation -------------------------------------------------------------------


def _of_zip(source: Source) -> Iterator[Found]:
    with source.open() as file:
        try:
            with zipfile.ZipFile(file) as archive:
                members = {name.rsplit("/", 1)[-1]: archive.getinfo(name) for name in archive.namelist()}
                if "time_entries.csv" not in members:
                    raise refuse_file("export of solidtime: it holds no time_entries.csv", _ACCEPTED)
                names = {
                    what: _names(archive, members.get(f"{what}.csv"))
                    for what in ("clients", "members", "projects", "tasks", "tags")
                }
                names["emails"] = _names(archive, members.get("members.csv"), "email")
                names["owners"] = _names(archive, members.get("projects.csv"), "client_id")
                entries = _member(source, members["time_entries.csv"])
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
            raise DeskError(f"this ZIP cannot be read ({error}); accepted is {_ACCEPTED}") from error
    table = open_table(entries, _ZIPPED, _needed, _ACCEPTED)
    return read_table(table, lambda cells, line: _zipped_row(cells, line, names))


def _member(source: Source, info: zipfile.ZipInfo) -> Source:
    """One file of the archive as a source of its own."""

    def opened() -> _Member:
        return _Member(source, info.filename)

    return Source(opened, info.file_size)  # type: ignore[arg-type]


class _Member:
    """An open file within an archive that is opened anew; both are closed together."""

    def __init__(self, source: Source, name: str) -> None:
        self._file = source.open()
        self._archive = zipfile.ZipFile(self._file)
        self._member = self._archive.open(name)

    def read(self, size: int = -1) -> bytes:
        """The next bytes; raises DeskError when the archive is broken."""
        try:
            return self._member.read(size)
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            raise DeskError(f"this ZIP cannot be read ({error})") from error

    def __enter__(self) -> _Member:
        return self

    def __exit__(self, *_: object) -> None:
        self._member.close()
        self._archive.close()
        self._file.close()


def _names(archive: zipfile.ZipFile, info: zipfile.ZipInfo | None, column: str = "name") -> dict[str, str]:
    """What the rows of a small table are called, by their id; nothing where the archive has no such table."""
    if info is None:
        return {}
    if info.file_size > _MOST:
        raise DeskError(f"{info.filename} has {info.file_size >> 20:,} MB; read are up to {_MOST >> 20} MB")
    data = Source.of_bytes(archive.read(info))
    if not data.head.strip():
        return {}
    table: Table = open_table(
        data, ("id", column), partial(_both, column), f"{info.filename} with id and {column}"
    )
    return {
        cells["id"]: tidy_name(cells[column]) for _, cells in table.rows() if not isinstance(cells, BadLine)
    }


def _both(column: str, columns: Header) -> Iterable[str]:
    del columns
    return ("id", column)


def _zipped_row(cells: Cells, line: int, names: Names) -> ImportedRow:
    def name(what: str, column: str) -> str:
        key = cells.get(column, "").strip()
        return names[what].get(key, "") if key else ""

    started_at, ended_at, doubts = _times(cells, None)
    owner = cells.get("client_id", "").strip() or names["owners"].get(cells.get("project_id", ""), "")
    return checked(
        ImportedRow(
            line=line,
            started_at=started_at,
            ended_at=ended_at,
            external_id=tidy_name(cells.get("id", "")),
            agent=name("members", "member_id"),
            email=name("emails", "member_id"),
            client=names["clients"].get(owner, ""),
            project=name("projects", "project_id"),
            task=name("tasks", "task_id"),
            tags=_tags(cells.get("tags", ""), names["tags"]),
            note=tidy_note(cells.get("description", "")),
            billable=billable_of(cells.get("billable", "")),
            doubts=doubts,
        )
    )


def _tags(text: str, names: dict[str, str]) -> tuple[str, ...]:
    try:
        keys = json.loads(text) if text.strip() else []
    except (ValueError, RecursionError) as error:
        raise BadLine("its tags are no list of ids") from error
    if not isinstance(keys, list):
        return ()
    return tuple(sorted({name for key in keys if (name := names.get(str(key), ""))}))
