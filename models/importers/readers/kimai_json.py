"""What did Kimai record? Reads what its API answers to `/api/timesheets?full=true`: instants with their offset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    tidy_note,
)
from models.importers.cells.dates import instant_of
from models.importers.cells.jsontext import found_in, is_list
from models.importers.cells.local import judged
from models.importers.source import Source


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Rows and problems of a list of timesheets; raises DeskError when the file is no JSON list."""
    del options
    if not is_list(source.head_text):
        raise refuse_file(
            "export of Kimai", "the answer of its API to /api/timesheets?full=true, a list in [ ]"
        )
    return found_in(source.parts(), _row)


def _row(value: Any, line: int) -> ImportedRow:
    if not isinstance(value, Mapping):
        raise BadLine(f"{shown(value)} is no timesheet")
    if value.get("end") is None:
        raise BadLine("is still running; stop it in Kimai and export again")
    started_at, ended_at = (instant_of(str(value.get(name)), name) for name in ("begin", "end"))
    project = value.get("project")
    customer = project.get("customer") if isinstance(project, Mapping) else value.get("customer")
    user = value.get("user")
    seconds = value.get("duration")
    return checked(
        ImportedRow(
            line=line,
            started_at=started_at,
            ended_at=ended_at,
            external_id=_id(value.get("id")),
            agent=_named(user, "alias", "title", "username", "name"),
            email=_named(user, "email", "username") if isinstance(user, Mapping) else "",
            client=_named(customer, "name"),
            project=_named(project, "name"),
            task=_named(value.get("activity"), "name"),
            tags=tuple(sorted({name for tag in _list(value.get("tags")) if (name := tidy_name(str(tag)))})),
            note=tidy_note(str(value.get("description") or "")),
            billable=value.get("billable") if isinstance(value.get("billable"), bool) else None,
            doubts=judged(started_at, ended_at, _worked(seconds, value.get("break"))),
        )
    )


def _worked(seconds: object, paused: object) -> int | None:
    """The length between begin and end: the duration and the break that Kimai takes off it."""
    if not isinstance(seconds, int) or isinstance(seconds, bool):
        return None
    return seconds + (paused if isinstance(paused, int) else 0)


def _named(thing: object, *fields: str) -> str:
    """The first of the fields that says something; without `full=true` a thing is only its number."""
    if isinstance(thing, Mapping):
        return next((name for field in fields if (name := tidy_name(str(thing.get(field) or "")))), "")
    return "" if thing is None else f"#{tidy_name(str(thing))}"


def _id(value: object) -> str:
    return str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
