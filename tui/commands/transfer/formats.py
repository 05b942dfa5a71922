"""In which formats does the desk's time leave the program? One table; a new format is one more row in it.

A format gets the span, client and agent that were asked for and gives bytes, part by part; what it reads is its
own affair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import Month, months_between
from models.exporters.entries_csv import entries_csv as parts
from models.exporters.invoice_lines import write_invoice_lines
from models.exporters.timeclock import timeclock as timeclock_parts
from models.exporters.timewarrior import timewarrior as timewarrior_parts
from models.queries.month_end.statements import read_statement, read_statements
from models.queries.time.exports import read_span, read_span_facts, read_zone_and_names
from models.storage.files.outputs import Kind

if TYPE_CHECKING:
    from models.domain.basics.zone import Zone
    from models.domain.values import Entry
    from models.exporters.names import Names


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: days of the desk, both inclusive, None without a bound; None for all of them."""

    first: date | None = None
    last: date | None = None
    client: str | None = None
    agent: str | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its name on the command line, what it is, how it is made, and how its files begin."""

    name: str
    words: str
    make: Callable[[Wanted], Iterator[bytes]]
    begins: tuple[bytes, ...] = ()

    @property
    def kind(self) -> Kind:
        """What an earlier file of this format is known by, which a new one may take the place of."""
        return Kind(f"a {self.name} export", self.begins)


def timeclock(wanted: Wanted) -> Iterator[bytes]:
    """Yield the entries in the timeclock format of ledger and hledger."""
    for part in timeclock_parts(*read_time(wanted)):
        yield part.encode()


def timewarrior(wanted: Wanted) -> Iterator[bytes]:
    """Yield the entries as JSON that `timew import` reads."""
    entries, names, zone = read_time(wanted)
    facts = read_span_facts(wanted.first, wanted.last, wanted.client, zone, wanted.agent)
    for part in timewarrior_parts(entries, names, facts.count, several=facts.several):
        yield part.encode()


def entries_csv(wanted: Wanted) -> Iterator[bytes]:
    """For spreadsheets, which find the encoding by its mark."""
    yield "\ufeff".encode()
    for part in parts(*read_time(wanted)):
        yield part.encode()


def invoice_lines(wanted: Wanted) -> Iterator[bytes]:
    """For accounting programs: what is billed of the months that the span touches."""
    if wanted.agent is not None:
        raise InvalidValue("--agent", "is not for invoice lines; what is billed is the work of all agents")
    if wanted.first is None or wanted.last is None or wanted.last < wanted.first:
        raise InvalidValue("--from, --to", "say which months; accepted are a first and a last day in order")
    months = months_between(Month.of(wanted.first), Month.of(wanted.last))
    client = wanted.client
    found = [
        statement
        for month in months
        for statement in (read_statements(month) if client is None else (read_statement(client, month),))
    ]
    yield write_invoice_lines(found).encode("utf-8-sig")


def read_time(wanted: Wanted) -> tuple[Iterator[Entry], Names, Zone]:
    """The entries that start within the span, by start; raises NotFound for what is not known."""
    zone, names = read_zone_and_names()
    return read_span(wanted.first, wanted.last, wanted.client, zone, wanted.agent), names, zone


_ENTRIES = (b"\xef\xbb\xbfkey,agent,agent_name,",)
FORMATS: tuple[Format, ...] = (
    Format("timeclock", "plain text for ledger and hledger", timeclock, (b"; deskhours, times of ",)),
    Format("timewarrior", "JSON for timew import", timewarrior),
    Format("entries", "CSV of every entry that `import deskhours-csv` reads back", entries_csv, _ENTRIES),
    Format("csv", "the same as entries", entries_csv, _ENTRIES),
    Format(
        "invoice-lines",
        "CSV of what is billed, by whole months",
        invoice_lines,
        (b"\xef\xbb\xbfclient,client_name,month,statement,",),
    ),
)
BY_NAME = {each.name: each for each in FORMATS}
