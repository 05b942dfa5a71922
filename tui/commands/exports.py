"""In which formats does the desk's time leave the program? One table; a new format is one more row in it.

A format gets the span and the client that were asked for and gives bytes; what it reads is its own affair.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.domain.values import Entry
    from models.domain.zone import Zone
    from models.exporters.names import Names


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: days of the desk, both inclusive, None without a bound; None for all clients."""

    first: date | None = None
    last: date | None = None
    client: str | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its name on the command line, what it is, and how it is made."""

    name: str
    words: str
    make: Callable[[Wanted], bytes]


def timeclock(wanted: Wanted) -> bytes:
    """For ledger and hledger."""
    from models.exporters.timeclock import write_timeclock

    entries, names, zone = read_time(wanted)
    return write_timeclock(entries, names, zone).encode()


def timewarrior(wanted: Wanted) -> bytes:
    """For `timew import`."""
    from models.exporters.timewarrior import write_timewarrior

    entries, names, _ = read_time(wanted)
    return write_timewarrior(entries, names).encode()


def entries_csv(wanted: Wanted) -> bytes:
    """For spreadsheets, which find the encoding by its mark."""
    from models.exporters.entries_csv import write_entries_csv

    return write_entries_csv(*read_time(wanted)).encode("utf-8-sig")


def invoice_lines(wanted: Wanted) -> bytes:
    """For accounting programs: what is billed of the months that the span touches."""
    from models.domain.errors import InvalidValue
    from models.domain.months import Month, months_between
    from models.exporters.invoice_lines import write_invoice_lines
    from models.queries.statements import read_statement, read_statements

    if wanted.first is None or wanted.last is None or wanted.last < wanted.first:
        raise InvalidValue("--from, --to", "say which months; accepted are a first and a last day in order")
    months = months_between(Month.of(wanted.first), Month.of(wanted.last))
    client = wanted.client
    found = [
        statement
        for month in months
        for statement in (read_statements(month) if client is None else (read_statement(client, month),))
    ]
    return write_invoice_lines(found).encode("utf-8-sig")


def read_time(wanted: Wanted) -> tuple[list[Entry], Names, Zone]:
    """The entries that start within the span, by start; raises NotFound for a client that is not known."""
    from models.queries.exports import read_span, read_zone_and_names

    zone, names = read_zone_and_names()
    return read_span(wanted.first, wanted.last, wanted.client, zone), names, zone


FORMATS: tuple[Format, ...] = (
    Format("timeclock", "plain text for ledger and hledger", timeclock),
    Format("timewarrior", "JSON for timew import", timewarrior),
    Format("csv", "all columns of every entry, nothing lost", entries_csv),
    Format("invoice-lines", "CSV of what is billed, by whole months", invoice_lines),
)
