"""What does `deskhours export entries` write? Reads it back: keys are the desk's own, and an entry keeps its key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from models.domain.basics.errors import InvalidValue
from models.domain.basics.text import parse_key
from models.domain.values import PREMIUM_WORDS, SCOPES
from models.importers.base import BadLine, Found, ImportedRow, ReadOptions, checked, tidy, tidy_name
from models.importers.cells.dates import instant_of
from models.importers.readers.table import Cells, Header, open_table, read_table
from models.importers.source import Source

_COLUMNS = (
    *("key", "agent", "agent_name", "client", "client_name", "request", "work_type", "scope"),
    *("started_at", "ended_at", "note", "premium", "told"),
)


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Rows and problems of an entries CSV; raises DeskError when the file is empty or none."""
    del options
    table = open_table(source, _COLUMNS, _needed, "the CSV of `deskhours export entries`")
    return read_table(table, _row)


def _needed(columns: Header) -> Iterable[str]:
    del columns
    return ("key", "agent", "client", "work_type", "scope", "started_at", "ended_at")


def _row(cells: Cells, line: int) -> ImportedRow:
    def text(name: str) -> str:
        return tidy_name(_plain(cells.get(name, "")))

    if not cells["ended_at"].strip():
        raise BadLine("is still running; stop it and export again")
    try:
        parse_key(text("key"), "key")
    except InvalidValue as error:
        raise BadLine(str(error)) from error
    scope = text("scope")
    if scope not in SCOPES:
        raise BadLine(f"scope {scope!r} is not accepted; it is one of {', '.join(SCOPES)}")
    premium = text("premium") or None
    if premium is not None and premium not in PREMIUM_WORDS:
        raise BadLine(f"premium {premium!r} is not accepted; it is one of {', '.join(PREMIUM_WORDS)}")
    return checked(
        ImportedRow(
            line=line,
            started_at=instant_of(cells["started_at"], "started_at"),
            ended_at=instant_of(cells["ended_at"], "ended_at"),
            external_id=text("key"),
            agent=text("agent"),
            email=text("agent_name"),
            client=text("client"),
            task=text("work_type"),
            note=tidy(_plain(cells.get("note", ""))),
            request=text("request"),
            scope=scope,
            premium=premium,
            told=text("told") == "yes",
        )
    )


def _plain(text: str) -> str:
    """The text of a cell; an apostrophe before it only keeps a spreadsheet from calculating it."""
    return text.removeprefix("'")
