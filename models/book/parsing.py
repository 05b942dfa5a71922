"""Is this text a book? The whole format, read or refused at once (RULES 10).

Guarantees (`test_a_book_reads_back`): `parse_book(dump_text(book)) == book`, and whatever is refused leaves nothing
behind.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from models.book.contracts import parse_contract
from models.book.kept import (
    parse_absence,
    parse_review,
    parse_statement,
    parse_talk,
    split_settings,
)
from models.book.plans import parse_kept_plan
from models.book.reading import Fields, Parse, T, as_given, load_json
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
from models.book.versions import NEWEST, check_first, in_version, parse_version
from models.domain.basics.notation import parse_month_value
from models.domain.values import Book
from models.holiday_dates import check_code

VERSION = NEWEST
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
        "plans",
        "absences",
        "statements",
        "reviews",
        "opportunities",
        "closed_months",
    }
)


def parse_book(text: str, check_holidays: CheckHolidays = check_code) -> Book:
    """The book in `text`, valid in every part; InvalidValue carries the path of the first value refused."""
    return read_book(load_json(text), check_holidays)


def read_book(document: object, check_holidays: CheckHolidays = check_code) -> Book:
    """The same for a document that is read already."""
    fields = Fields(document, "", _BOOK)
    version = fields.needed("deskhours_book", parse_version)
    if version < NEWEST:
        check_first(document, "", "")
    rest, settings = split_settings(fields.needed("desk", as_given))
    desk = in_version(version, "desk", partial(parse_desk, check_holidays=check_holidays))(rest, "desk")

    def records(section: str, parse: Parse[T]) -> tuple[T, ...]:
        return fields.items(section, in_version(version, section, parse))

    book = Book(
        desk=desk,
        agents=records("agents", parse_agent),
        work_types=records("work_types", lambda item, path: parse_work_type(item, desk, path)),
        tiers=records("tiers", parse_tier),
        clients=records("clients", parse_client),
        contracts=records("contracts", lambda item, path: parse_contract(item, desk, path)),
        requests=records("requests", parse_request),
        entries=records("entries", parse_entry),
        charges=records("charges", lambda item, path: parse_charge(item, desk, path)),
        closed_months=fields.items("closed_months", parse_month_value),
        absences=fields.items("absences", parse_absence),
        statements=fields.items("statements", parse_statement),
        reviews=fields.items("reviews", parse_review),
        opportunities=fields.items("opportunities", parse_talk),
        settings=settings,
    )
    known = frozenset(work_type.key for work_type in book.work_types)
    plans = fields.items("plans", lambda item, path: parse_kept_plan(item, desk, known, path))
    book = replace(book, plans=plans)
    check_book(book)
    return book
