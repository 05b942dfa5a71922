"""What did Timewarrior record? Reads the JSON that `timew export` prints.

An interval is known by the second it starts, since Timewarrior lets nobody do two things at once: a second import
adds nothing even after intervals were renumbered, annotated or tagged anew.

Tags carry everything; `client:Acme`, `project:Website` and `agent:Dana` are understood as such, the others
are left to the mapping. A running interval is reported, not imported: it has no length yet.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from models.domain.basics.errors import DeskError
from models.domain.basics.text import shown
from models.importers.base import (
    BadLine,
    ImportedRow,
    Parsed,
    Problem,
    checked,
    decode,
    identity,
    tidy,
    tidy_name,
)

_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z", re.ASCII)
_BETWEEN = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder()


def parse(data: bytes) -> Parsed:
    """Rows and problems of a `timew export`; raises DeskError when `data` is no JSON list at all."""
    text = decode(data).strip("\ufeff")
    start = len(text) - len(text.lstrip())
    if not text.startswith("[", start):
        raise DeskError(
            "this is no export of Timewarrior; accepted is what `timew export` prints, a list in [ ]"
        )
    rows: list[ImportedRow] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    at, line = start + 1, 1 + text.count("\n", 0, start)
    while True:
        after = _BETWEEN.match(text, at)
        begin = after.end() if after else at
        line += text.count("\n", at, begin)
        if text.startswith("]", begin):
            return tuple(rows), tuple(problems)
        try:
            value, at = _value(text, begin)
            rows.append(_new(_row(value, line), seen))
        except BadLine as error:
            problems.append(Problem(line, str(error)))
        at = max(at, begin)
        if at == begin:
            # What stands here is no JSON: go on behind this line, where the next interval begins.
            at = text.find("\n", begin)
            if at < 0:
                return tuple(rows), tuple(problems)
        line += text.count("\n", begin, at)


def _value(text: str, begin: int) -> tuple[Any, int]:
    if begin >= len(text):
        raise BadLine("the file ends before its closing ]")
    try:
        return _DECODER.raw_decode(text, begin)
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", "nested or large beyond reason")
        raise BadLine(f"this is no JSON ({reason})") from error


def _new(row: ImportedRow, seen: dict[str, int]) -> ImportedRow:
    first = seen.setdefault(row.external_id, row.line)
    if first != row.line:
        raise BadLine(f"starts in the same second as the interval on line {first}; only that one is imported")
    return row


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
            external_id=identity("TW", (special["agent"].casefold(), str(started_at))),
            started_at=started_at,
            ended_at=_instant(value["end"], "end"),
            agent=special["agent"],
            client=special["client"],
            project=special["project"],
            tags=words,
            note=tidy(note),
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
