"""Is this text a book? The whole format, read or refused at once (RULES 10).

Guarantees (`test_a_book_reads_back`): `parse_book(dump_text(book)) == book`, and whatever is refused leaves nothing
behind.
"""

from __future__ import annotations

from functools import partial

from models.book.contracts import parse_contract
from models.book.reading import Fields, load_json
from models.book.records import parse_charge, parse_entry, parse_request
from models.book.references import check_book
from models.book.sections import (
    CheckHolidays,
    parse_agent,
    parse_client,
    parse_desk,
    parse_tier,
    parse_work_type,
)
from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import parse_month_value
from models.domain.basics.text import shown
from models.domain.values import Book
from models.holiday_dates import check_code

VERSION = 1
_BOOK = frozenset(
    {
        "deskhours_book",
        "desk",
        "agents",
        "work_types",
        "tiers",
        "clients",
        "contracts",
        "requests",
        "entries",
        "charges",
        "closed_months",
    }
)


def _version(value: object, path: str) -> int:
    if value != VERSION or isinstance(value, bool | float):
        raise InvalidValue(path, f"{shown(value)} is no version of the book; accepted is {VERSION}")
    return VERSION


def parse_book(text: str, check_holidays: CheckHolidays = check_code) -> Book:
    """The book in `text`, valid in every part; InvalidValue carries the path of the first value refused."""
    return read_book(load_json(text), check_holidays)


def read_book(document: object, check_holidays: CheckHolidays = check_code) -> Book:
    """The same for a document that is read already."""
    fields = Fields(document, "", _BOOK)
    fields.needed("deskhours_book", _version)
    desk = fields.needed("desk", partial(parse_desk, check_holidays=check_holidays))
    book = Book(
        desk=desk,
        agents=fields.items("agents", parse_agent),
        work_types=fields.items("work_types", lambda item, path: parse_work_type(item, desk, path)),
        tiers=fields.items("tiers", parse_tier),
        clients=fields.items("clients", parse_client),
        contracts=fields.items("contracts", lambda item, path: parse_contract(item, desk, path)),
        requests=fields.items("requests", parse_request),
        entries=fields.items("entries", parse_entry),
        charges=fields.items("charges", lambda item, path: parse_charge(item, desk, path)),
        closed_months=fields.items("closed_months", parse_month_value),
    )
    check_book(book)
    return book
