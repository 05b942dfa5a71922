"""What did Timewarrior record? Reads the JSON that `timew export` prints.

Tags carry everything; `client:Acme`, `project:Website` and `agent:Dana` are understood as such, the others
are left to the mapping. A running interval is reported, not imported: it has no length yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from models.domain.basics.text import shown
from models.importers.base import (
    BadLine,
    Found,
    ImportedRow,
    ReadOptions,
    checked,
    identity,
    refuse_file,
    tidy_name,
    tidy_note,
)
from models.importers.cells.jsontext import found_in, is_list
from models.importers.source import Source

_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z", re.ASCII)


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Rows and problems of a `timew export`; raises DeskError when the file is no JSON list at all."""
    del options
    if not is_list(source.head_text):
        raise refuse_file("export of Timewarrior", "what `timew export` prints, a list in [ ]")
    return found_in(source.parts(), _row)


def _row(value: Any, line: int) -> ImportedRow:
    if not isinstance(value, dict):
        raise BadLine(f"{shown(value)} is no interval")
    started_at = _instant(value.get("start"), "start")
    if value.get("end") is None:
        raise BadLine("is still running; stop it in Timewarrior and import again")
    words, special = _tags(value.get("tags", []))
    note = value.get("annotation", "")
    if not isinstance(note, str):
        raise BadLine(f"annotation {shown(note)} is no text")
    return checked(
        ImportedRow(
            line=line,
            started_at=started_at,
            ended_at=_instant(value["end"], "end"),
            agent=special["agent"],
            client=special["client"],
            project=special["project"],
            tags=words,
            note=tidy_note(note),
            old_key=identity("TW", (special["agent"].casefold(), str(started_at))),
        )
    )


def _instant(value: object, name: str) -> int:
    match = _STAMP.fullmatch(value) if isinstance(value, str) else None
    try:
        if match:
            year, month, day, hour, minute, second = map(int, match.groups())
            return int(datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp())
    except ValueError:
        pass
    raise BadLine(f"{name} {shown(value)} is no instant; accepted is 20260302T090500Z")


def _tags(value: object) -> tuple[tuple[str, ...], dict[str, str]]:
    """The plain tags, and what the tags `client:`, `project:` and `agent:` say."""
    if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
        raise BadLine("tags are no list of texts")
    special = {"agent": "", "client": "", "project": ""}
    words: list[str] = []
    for tag in value:
        name, colon, rest = tidy_name(tag).partition(":")
        if colon and name.casefold() in special and rest.strip():
            special[name.casefold()] = rest.strip()
        elif tidy_name(tag):
            words.append(tidy_name(tag))
    return tuple(sorted(set(words))), special
