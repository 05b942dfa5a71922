"""What the program writes as text, read back as it was: books, and entries in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import replace

from models.book.parsing import BOOK, read_head, record_parser
from models.book.reading import Fields, load_json
from models.book.references import Checks, keyed
from models.book.sections import CheckHolidays
from models.book.writing import dump_lines
from models.domain.basics.months import parse_month
from models.domain.basics.notation import parse_instant
from models.domain.basics.zone import Zone
from models.domain.values import Book, Entry, Imported
from models.exporters.entries_csv import COLUMNS, entries_csv
from models.exporters.names import Names
from models.holiday_dates import check_code
from models.queries.desk.book.reading import each_entry, each_request
from models.queries.desk.book.reading import read_head as read_head_of_desk


def parse_book(text: str, check_holidays: CheckHolidays = check_code) -> Book:
    """The book in a text, valid in every part."""
    return read_book(load_json(text), check_holidays)


def read_book(document: object, check_holidays: CheckHolidays = check_code) -> Book:
    """The same for a document that is read already."""
    fields = Fields(document, "", BOOK)
    book = replace(
        read_head(fields, check_holidays),
        requests=fields.items("requests", record_parser("requests", fields)),
        entries=fields.items("entries", record_parser("entries", fields)),
    )
    check_book(book)
    return book


def check_book(book: Book) -> None:
    """Refuses a book with a key used twice, a reference to nothing, or records that contradict each other."""
    checks = Checks(book)
    for position, request in enumerate(book.requests):
        checks.request(position, request)
    checks.finish_requests()
    keyed(book.entries, "entries")
    for position, entry in enumerate(book.entries):
        checks.entry(position, entry)


def stored_book() -> Book:
    """Everything that a book of the open desk holds."""
    return replace(read_head_of_desk(), requests=tuple(each_request()), entries=tuple(each_entry()))


def dump_text(book: Book) -> str:
    """The book as JSON text with a last newline."""
    return "".join(dump_lines(book, book.requests, book.entries))


def plain(cell: str) -> str:
    """The text of a cell, without the apostrophe that keeps a spreadsheet from calculating it."""
    return cell.removeprefix("'")


def write_entries_csv(entries: Iterable[Entry], names: Names, zone: Zone) -> str:
    """All entries as one text."""
    return "".join(entries_csv(entries, names, zone))


def read_entries_csv(text: str) -> tuple[Entry, ...]:
    """The entries of such a text, by the columns alone that do not merely explain."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    entries = tuple(map(_entry, rows))
    assert tuple(rows.fieldnames or ()) == COLUMNS
    return entries


def _entry(row: dict[str, str]) -> Entry:
    cells = {name: plain(cell) for name, cell in row.items()}
    return Entry(
        key=cells["key"],
        agent=cells["agent"],
        work_type=cells["work_type"],
        started_at=parse_instant(cells["started_at"], "started_at"),
        ended_at=parse_instant(cells["ended_at"], "ended_at") if cells["ended_at"] else None,
        client=cells["client"] or None,
        request=cells["request"] or None,
        scope=cells["scope"],  # type: ignore[arg-type]  # as it was written
        note=cells["note"],
        late_in=parse_month(cells["late_in"], "late_in") if cells["late_in"] else None,
        premium=cells["premium"] or None,  # type: ignore[arg-type]
        told=cells["told"] == "yes",
        imported=Imported(cells["imported_tool"], cells["imported_id"]) if cells["imported_tool"] else None,
    )
