"""How is a CSV of a known tool read? Header, separator, order of the dates, then row by row (RULES 16).

The order of day and month is what was given, or what alone fits the file: dates that no calendar has, spans that
contradict their duration and days that have not come yet are the evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from models.domain.basics.errors import DeskError
from models.domain.basics.folding import fold
from models.importers.base import (
    ORDER_WORDS,
    BadLine,
    Found,
    ImportedRow,
    LeftOut,
    Problem,
    tidy_name,
)
from models.importers.cells import words
from models.importers.cells.csvtext import Record, read_records
from models.importers.cells.dates import clock_of, numbers_of
from models.importers.cells.durations import seconds_of
from models.importers.cells.local import WRONG_SECONDS
from models.importers.csv_layout import DATE_ORDERS, DateOrder
from models.importers.source import Source

SEPARATORS = ",;\t|"
Cells = dict[str, str]
Header = dict[str, int]
"""Which place each column has; columns that are not wanted are not in it."""
_LOOKED_AT = 200_000
_PLAIN_AFTER = 2_000
"""A file whose first dates all have the year first has no others."""
_SUMS = frozenset(words.SUMS.split())
YES = frozenset(words.YES.split())
NO = frozenset(words.NO.split())


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV text whose header was understood: its records come from `rows`."""

    source: Source
    separator: str
    header: Record
    columns: Header

    def rows(self) -> Iterator[tuple[int, Cells | BadLine]]:
        """Line and cells of each record below the header, or why it has none."""
        records = read_records(self.source.parts(), self.separator)
        for record in records:
            if record.line <= self.header.line:
                continue
            try:
                yield record.line, self._cells(record)
            except BadLine as error:
                yield record.line, error

    def _cells(self, record: Record) -> Cells:
        if record.broken:
            raise BadLine(record.broken)
        if len(record.fields) != len(self.header.fields):
            record = self._evened(record)
        if record.fields == self.header.fields:
            raise BadLine("is the header again")
        return {name: record.fields[at] for name, at in self.columns.items()}

    def _evened(self, record: Record) -> Record:
        """A record with empty columns too many or too few at its end; a spreadsheet drops and adds those."""
        wanted = len(self.header.fields)
        fields = record.fields
        while len(fields) > wanted and not fields[-1].strip():
            fields = fields[:-1]
        if len(fields) > wanted or len(fields) < wanted - _trailing(self.header.fields):
            raise BadLine(f"has {len(record.fields)} columns; the header has {wanted}")
        return Record(record.line, fields + ("",) * (wanted - len(fields)))


def _trailing(fields: tuple[str, ...]) -> int:
    """How many titles at the end of a header are empty."""
    return next((number for number, title in enumerate(reversed(fields)) if title.strip()), len(fields))


def column_name(title: str) -> str:
    """A title as it is looked up: on one line, case-folded, without the currency that some carry in brackets."""
    return tidy_name(title).casefold()


def separator_of(source: Source, score: Callable[[tuple[str, ...]], int]) -> tuple[str, Record]:
    """The separator that finds the most in the first record, and that record."""
    best, found = -1, (",", Record(1))
    for separator in SEPARATORS:
        first = next(read_records(source.head_text, separator), Record(1))
        count = score(first.fields)
        if count > best:
            best, found = count, (separator, first)
    return found


def open_table(
    source: Source, wanted: Iterable[str], needed: Callable[[Header], Iterable[str]], what: str,
    aliases: Mapping[str, str] | None = None,
) -> Table:  # fmt: skip
    """The table of a source whose first record is a header with the columns `wanted`; raises DeskError otherwise."""
    known, others = frozenset(wanted), aliases or {}

    def named(title: str) -> str:
        name = column_name(title)
        return others.get(name, name)

    separator, header = separator_of(source, lambda fields: len(known & set(map(named, fields))))
    names = [named(title) for title in header.fields]
    for name in names:
        if name in known and names.count(name) > 1:
            raise DeskError(
                f"line {header.line}: the column {name.capitalize()} stands twice; accepted is once"
            )
    columns = {name: at for at, name in enumerate(names) if name in known}
    missing = [name.capitalize() for name in needed(columns) if name not in columns]
    if missing:
        raise DeskError(
            f"line {header.line}: the columns {', '.join(missing)} are missing; accepted is {what}"
        )
    return Table(source, separator, header, columns)


def read_table(table: Table, row: Callable[[Cells, int], ImportedRow]) -> Iterator[Found]:
    """The rows of a table, and its lines that cannot be read."""
    for line, cells in table.rows():
        if isinstance(cells, BadLine):
            yield Problem(line, str(cells))
            continue
        try:
            yield row(cells, line)
        except BadLine as error:
            if isinstance(error, LeftOut) or is_sum(cells.values()):
                yield Problem(
                    line, "is a row of sums" if not isinstance(error, LeftOut) else str(error), True
                )
            else:
                yield Problem(line, str(error))


def is_sum(cells: Iterable[str]) -> bool:
    """Is this a row of sums? Its first text is a word for one."""
    first = next((cell.strip() for cell in cells if cell.strip() and not _is_number(cell)), "")
    words = fold(first).split()
    return bool(words) and words[0] in _SUMS and len(words) < 5


def _is_number(cell: str) -> bool:
    return seconds_of(cell.strip()) is not None


# -- the order of the dates -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dated:
    """What one record says about the order of its dates, as texts; empty where it says nothing."""

    start_day: str
    start_time: str = ""
    end_day: str = ""
    end_time: str = ""
    duration: str = ""


class _Evidence:
    """Which orders fit the dates of a file: how many records contradict each of them."""

    def __init__(self, now_day: int | None) -> None:
        self.against: dict[DateOrder, int] = dict.fromkeys(DATE_ORDERS, 0)
        self.dates = 0
        self._tomorrow = None if now_day is None else now_day + 1
        self._seen: dict[tuple[str, str], frozenset[DateOrder]] = {}

    def add(self, record: Dated) -> None:
        first = numbers_of(record.start_day)
        if first is None or first.year_first:
            return
        self.dates += 1
        key = record.start_day, record.end_day
        same_days = record.end_day in ("", record.start_day)
        if same_days and key in self._seen:
            contradicted = self._seen[key]
        else:
            contradicted = frozenset(order for order in DATE_ORDERS if self._contradicts(record, order))
            self._seen[key] = contradicted
        for order in contradicted:
            self.against[order] += 1

    def _contradicts(self, record: Dated, order: DateOrder) -> bool:
        numbers = numbers_of(record.start_day)
        start = numbers.as_day(order) if numbers else None
        if start is None or (self._tomorrow is not None and start.toordinal() > self._tomorrow):
            return True
        if record.end_day in ("", record.start_day):
            return False
        other = numbers_of(record.end_day)
        end = other.as_day(order) if other else None
        return end is None or _impossible_span((end - start).days, record)


def _impossible_span(days: int, record: Dated) -> bool:
    """Do the days between start and end contradict the duration, or each other?"""
    if days < 0:
        return True
    try:
        span = days * 86_400 + clock_of(record.end_time, "") - clock_of(record.start_time, "")
    except BadLine:
        return days > 31
    seconds = seconds_of(record.duration)
    if seconds is None:
        return days > 31 or span < 0
    return abs(span - seconds) > WRONG_SECONDS + 3600


def order_of(
    records: Iterable[Dated], given: DateOrder | None, now_day: int | None
) -> tuple[DateOrder | None, str]:
    """The order of a file's dates, and a sentence when it was inferred; raises DeskError when `given` cannot be.

    None when nothing needs an order, or when nothing tells it.
    """
    evidence = _Evidence(now_day)
    for number, record in enumerate(islice(records, _LOOKED_AT)):
        evidence.add(record)
        if number == _PLAIN_AFTER and not evidence.dates:
            break
    if not evidence.dates:
        return given, ""
    fitting = [order for order in DATE_ORDERS if not evidence.against[order]]
    if len(fitting) > 1 and given != "ymd":
        fitting = [order for order in fitting if order != "ymd"]  # who writes two digits of a year first?
    if given is not None:
        if given not in fitting and len(fitting) == 1:
            raise DeskError(
                f"the dates are impossible {ORDER_WORDS[given]} (--date-order {given}); "
                f"{ORDER_WORDS[fitting[0]]} fits all of them: --date-order {fitting[0]}"
            )
        return given, ""
    if not fitting:
        # Some lines are wrong in any order: the one that is wrong least often, if that is clear.
        ordered = sorted(("dmy", "mdy"), key=lambda order: evidence.against[order])  # type: ignore[index]
        best, other = ordered
        if evidence.against[best] * 4 <= evidence.against[other]:  # type: ignore[index]
            return best, f"its dates are read {ORDER_WORDS[best]}, as that fits most of them"  # type: ignore[index,return-value]
        return None, ""
    if len(fitting) == 1:
        return fitting[0], f"its dates are read {ORDER_WORDS[fitting[0]]}, as no other order fits them"
    return None, ""


def tags_of(text: str) -> tuple[str, ...]:
    """The tags of a cell, apart by commas or semicolons, sorted and each once."""
    separator = ";" if ";" in text and "," not in text else ","
    return tuple(sorted({name for part in text.split(separator) if (name := tidy_name(part))}))


def billable_of(text: str) -> bool | None:
    """Whether a cell says yes or no; None for anything else."""
    word = fold(text.strip())
    return True if word in YES else False if word in NO else None
