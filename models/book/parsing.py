"""Is this text a book? The whole format, read or refused at once (RULES 10).

Guarantees (`test_a_book_reads_back`): a book that was written is read back equal; what is refused leaves nothing.
"""

from __future__ import annotations

from typing import Any

from models.book.contracts import parse_contract
from models.book.kept import (
    parse_absence,
    parse_review,
    parse_statement,
    parse_talk,
    split_settings,
)
from models.book.plans import parse_kept_plan
from models.book.reading import Fields, Parse, T, as_given
from models.book.records import parse_charge, parse_entry, parse_request
from models.book.sections import (
    CheckHolidays,
    parse_agent,
    parse_client,
    parse_desk,
    parse_tier,
    parse_work_type,
)
from models.book.versions import FIRST, NEWEST, in_version, parse_version
from models.domain.basics.notation import parse_month_value
from models.domain.values import Book
from models.holiday_dates import check_code

VERSION = NEWEST
BOOK = frozenset(
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


def record_parser(section: str, fields: Fields) -> Parse[Any]:
    """The reader of a request or an entry in the version of the book that `fields` are of."""
    version = fields.needed("deskhours_book", parse_version)
    return in_version(version, section, _LONG[section])


def read_head(fields: Fields, check_holidays: CheckHolidays = check_code) -> Book:
    """The book without requests and entries, each value possible in itself; references are not checked."""
    version = fields.needed("deskhours_book", parse_version)
    if version < NEWEST:
        fields.accept_only(FIRST[""])
    whole = fields.needed("desk", in_version(version, "desk", as_given))
    rest, settings = split_settings(whole)
    desk = parse_desk(rest, "desk", check_holidays)

    def records(section: str, parse: Parse[T]) -> tuple[T, ...]:
        return fields.items(section, in_version(version, section, parse))

    types = records("work_types", lambda item, path: parse_work_type(item, desk, path))
    known = frozenset(work_type.key for work_type in types)
    return Book(
        desk=desk,
        agents=records("agents", parse_agent),
        work_types=types,
        tiers=records("tiers", parse_tier),
        clients=records("clients", parse_client),
        contracts=records("contracts", lambda item, path: parse_contract(item, desk, path)),
        charges=records("charges", lambda item, path: parse_charge(item, desk, path)),
        closed_months=fields.items("closed_months", parse_month_value),
        plans=fields.items("plans", lambda item, path: parse_kept_plan(item, desk, known, path)),
        absences=fields.items("absences", parse_absence),
        statements=fields.items("statements", parse_statement),
        reviews=fields.items("reviews", parse_review),
        opportunities=fields.items("opportunities", parse_talk),
        settings=settings,
    )


_LONG: dict[str, Parse[Any]] = {"requests": parse_request, "entries": parse_entry}
"""The sections that may be longer than memory holds."""
