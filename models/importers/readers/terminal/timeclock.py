"""What did a timeclock file record? Reads what ledger, hledger and timeclock.el write: `i` and `o` lines.

The account is `client:project:…`, text stands behind two blanks. Of `i` lines without an account the note is all that
is known. `O` ends a session as `o` does; `b` and `h` lines hold no work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.domain.basics.text import shown
from models.importers.base import (
    BadLine,
    Found,
    ImportedRow,
    Problem,
    ReadOptions,
    checked,
    refuse_file,
    tidy_name,
    tidy_note,
)
from models.importers.readers.spans import Spans
from models.importers.readers.table import Dated
from models.importers.source import Source

_LINE = re.compile(
    r"\s*([iIoObh])\s+(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{8})(?:\s+(\d{1,2}:\d\d(?::\d\d)?)(?:\s?[+-]\d{4})?)?[ \t]*(.*)"
)
_COMMENTS = (";", "#", "*", "%", "|")
_TWO_BLANKS = re.compile(r"\s{2,}|\t")


def recognises(source: Source) -> bool:
    """Is the first line that says anything an `i` line?"""
    for _, line in Source.of_bytes(source.head).lines():
        if line.strip() and not line.lstrip().startswith(_COMMENTS):
            match = _LINE.fullmatch(line)
            return match is not None and match[1] in "iIbh"
    return False


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Rows and problems of a timeclock file; raises DeskError when the file is empty or none."""
    if not recognises(source):
        raise refuse_file(
            "timeclock file", "lines such as `i 2026/10/05 09:00:00 Acme Ltd:Website  what was done`"
        )
    return _sessions(source, Spans(options, None, ""))


class _Open:
    """A session that was begun."""

    def __init__(self, line: int, day: str, time: str, text: str) -> None:
        self.line, self.day, self.time = line, day, time
        account, *rest = _TWO_BLANKS.split(text.strip(), maxsplit=1)
        self.account = account
        self.note = rest[0] if rest else ""


def _sessions(source: Source, spans: Spans) -> Iterator[Found]:
    begun: list[_Open] = []
    for number, text in source.lines():
        if not text.strip() or text.lstrip().startswith(_COMMENTS):
            continue
        match = _LINE.fullmatch(text)
        if match is None or (match[3] is None and match[1] in "iIoO"):
            yield Problem(
                number,
                f"{shown(text.strip())} is no line of a timeclock; accepted is i or o, a date and a time",
            )
            continue
        if match[1] in "iI":
            begun.append(_Open(number, match[2], match[3], match[4]))
        elif match[1] in "oO":
            if not begun:
                yield Problem(number, "ends work that was not begun")
                continue
            ended, said = _ended(begun, match[4])
            try:
                yield _row(ended, match[2], match[3], said, spans)
            except BadLine as error:
                yield Problem(ended.line, str(error))
    for left in begun:
        yield Problem(left.line, "is still running; end it in the file and import again")


def _ended(begun: list[_Open], text: str) -> tuple[_Open, str]:
    """The session that an `o` line ends, and what the line says of it: the one it names, else the last begun."""
    account, *rest = _TWO_BLANKS.split(text.strip(), maxsplit=1)
    for at in range(len(begun) - 1, -1, -1):
        if account and begun[at].account == account:
            return begun.pop(at), rest[0] if rest else ""
    return begun.pop(), text


def _row(begun: _Open, day: str, time: str, text: str, spans: Spans) -> ImportedRow:
    started_at, ended_at, doubts = spans.span(Dated(begun.day, begun.time, day, time))
    account, note, tags = _tagged(begun)
    client, *projects = account.split(":")
    said = tidy_note(text)
    return checked(
        ImportedRow(
            line=begun.line,
            started_at=started_at,
            ended_at=ended_at,
            client=tidy_name(client) if projects else "",
            project=tidy_name(projects[0] if projects else client),
            task=tidy_name(":".join(projects[1:])),
            tags=tags,
            note="\n".join(part for part in (note, said) if part),
            doubts=doubts,
        )
    )


def _tagged(begun: _Open) -> tuple[str, str, tuple[str, ...]]:
    """Account, note, and the tags that hledger has in a comment behind `;`."""
    note, _, comment = begun.note.partition(";")
    account, _, more = begun.account.partition(";")
    words = [word.strip() for word in f"{more},{comment}".split(",")]
    tags = sorted({tidy_name(word.rstrip(":")) for word in words if word})
    return account.strip(), tidy_note(note), tuple(tag for tag in tags if tag)
