"""How is a book read that does not fit in memory? All of it but requests and entries, and these one by one.

The file is read twice: once for what is small, passing over the long sections, and once for these. Guarantees
(`test_a_streamed_book_is_the_same_book`): what comes of it is what is made of the whole text at once, and the same
values are refused at the same paths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from models.book.jsonstream import START, JsonStream, Place, seekable
from models.book.parsing import BOOK, read_head, record_parser
from models.book.reading import Fields, JsonObject, Parse, T
from models.book.references import Checks
from models.book.sections import CheckHolidays
from models.domain.basics.errors import InvalidValue
from models.domain.basics.frozen import dataclass
from models.domain.values import Book, Entry, Request
from models.holiday_dates import check_code

_LONG = ("requests", "entries")


@dataclass(frozen=True, slots=True)
class BookFile:
    """A book whose requests and entries are read when they are asked for; each is checked when it comes.

    Requests come before entries, which refer to them.
    """

    head: Book
    """Everything else, checked."""
    request_count: int
    entry_count: int
    requests: Callable[[], Iterator[Request]]
    entries: Callable[[], Iterator[Entry]]


def book_in_memory(book: Book) -> BookFile:
    """A book that is read and checked already, in the same form."""
    return BookFile(
        book,
        len(book.requests),
        len(book.entries),
        lambda: iter(book.requests),
        lambda: iter(book.entries),
    )


def open_book(file: BinaryIO, check_holidays: CheckHolidays = check_code) -> BookFile:
    """The book of a file; raises InvalidValue for anything in it that is refused but in requests and entries."""
    file = seekable(file)
    document, places, counts = _read_document(file)
    fields = Fields(document, "", BOOK)
    head = read_head(fields, check_holidays)
    checks = Checks(head)
    parsers = {section: record_parser(section, fields) for section in _LONG}

    def requests() -> Iterator[Request]:
        for position, request in enumerate(_records(file, places.get("requests"), "requests", parsers)):
            checks.request(position, request)
            yield request
        checks.finish_requests()

    def entries() -> Iterator[Entry]:
        for position, entry in enumerate(_records(file, places.get("entries"), "entries", parsers)):
            checks.entry(position, entry)
            yield entry

    return BookFile(head, counts.get("requests", 0), counts.get("entries", 0), requests, entries)


def _records(file: BinaryIO, place: Place | None, section: str, parsers: dict[str, Parse[T]]) -> Iterator[T]:
    if place is None:
        return
    parse = parsers[section]
    for position, item in enumerate(JsonStream(file, place).items()):
        yield parse(item, f"{section}[{position}]")


def _read_document(file: BinaryIO) -> tuple[JsonObject, dict[str, Place], dict[str, int]]:
    """The book without its long lists, where these begin, and how many items each has."""
    stream = JsonStream(file, START)
    document, places, counts = JsonObject(), dict[str, Place](), dict[str, int]()
    for key in stream.members():
        if key in document and document.repeated is None:
            document.repeated = key
        if key in _LONG and stream.begins_list():
            places[key] = stream.place()
            counts[key] = stream.skip_items()
            document[key] = None
        else:
            document[key] = stream.value()
            if key in _LONG and document[key] is not None:
                raise InvalidValue(key, "is not accepted; it is a list […]")
    stream.end()
    return document, places, counts
