"""Does a statement's number stay, with its versions and days, through closes, undo, and books? (RULES 6.4, 6.5)"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from models.book.ledgers import ledger_json
from models.domain.basics.months import Month
from models.domain.values import Book
from models.queries.desk.book.whole import read_whole_head
from models.queries.desk.forms import desk_form
from models.queries.ledger.ledgers import Ledgers
from models.queries.month_end.statements import read_statement
from models.queries.overview.health import read_findings
from models.services.desk.catalogue import edit_desk
from models.services.history.undo import undo
from models.services.month_end.months import close_month, reopen_month
from models.services.time.entries import add_entry
from models.storage import tables as t
from tests.opened import at, entry, opened, small_book
from tests.texts import dump_text, parse_book, stored_book

JANUARY, FEBRUARY = Month(2026, 1), Month(2026, 2)
CLIENTS = [{"key": "acme", "name": "Acme"}, {"key": "beta", "name": "Beta"}]
ENTRIES = [
    entry("E-1", "2026-01-12T10:00", "2026-01-12T11:00"),
    entry("E-2", "2026-01-13T10:00", "2026-01-13T11:00", client="beta"),
    entry("E-3", "2026-02-12T10:00", "2026-02-12T11:00"),
]
BOOK = small_book(clients=CLIENTS, entries=ENTRIES)
Row = tuple[str, str, int, int, str]


def issued(book: Book | None = None) -> list[Row]:
    """Every statement of closed months as a book has it."""
    return [
        (each.client, str(each.month), each.number, each.version, each.issued_on.isoformat())
        for each in (stored_book() if book is None else book).statements
    ]


def moved(folder: Path) -> Book:
    """The desk of the open database, through the text of a book."""
    return parse_book(dump_text(stored_book()))


def one_more(now: int) -> None:
    (book,) = [stored_book()]
    more = replace(
        book.entries[0], key="E-9", started_at=at("2026-01-20T10:00"), ended_at=at("2026-01-20T10:30")
    )
    add_entry(more, now, "dana")


def test_a_number_keeps_versions_and_days_through_a_book(tmp_path: Path) -> None:
    first, again, third = (at(f"2026-03-0{day}T09:00") for day in (2, 3, 4))
    with opened(tmp_path / "one", BOOK):
        close_month(JANUARY, first, "dana")
        was = [("acme", "2026-01", 1, 1, "2026-03-02"), ("beta", "2026-01", 2, 1, "2026-03-02")]
        assert issued() == was
        reopen_month(JANUARY, "nothing", again, "dana")
        assert issued() == []
        close_month(JANUARY, again, "dana")
        assert issued() == was  # nothing changed: the version it was
        reopen_month(JANUARY, "forgot", again, "dana")
        one_more(again)
        close_month(JANUARY, third, "dana")
        now = [was[0], ("acme", "2026-01", 1, 2, "2026-03-04"), was[1]]
        assert issued() == now
        first_total = read_statement("acme", JANUARY, version=1).total
        book = moved(tmp_path)
    with opened(tmp_path / "other", book, third):
        assert issued() == now
        assert read_statement("acme", JANUARY, version=1).total == first_total
        assert [finding.level for finding in read_findings(third) if finding.name == "seals"] == ["ok"]
        close_month(FEBRUARY, third, "dana")
        assert issued()[-1] == ("acme", "2026-02", 3, 1, "2026-03-04")


def test_a_month_that_is_open_again_keeps_its_numbers_in_a_book(tmp_path: Path) -> None:
    first, later = at("2026-03-02T09:00"), at("2026-03-05T09:00")
    with opened(tmp_path / "one", BOOK):
        close_month(JANUARY, first, "dana")
        undo(later, "dana")
        book = moved(tmp_path)
    assert (issued(book), book.closed_months) == ([], ())
    with opened(tmp_path / "same", book, later):
        assert dump_text(stored_book()) == dump_text(book)
        close_month(JANUARY, later, "dana")
        assert issued() == [("acme", "2026-01", 1, 1, "2026-03-02"), ("beta", "2026-01", 2, 1, "2026-03-02")]
    with opened(tmp_path / "changed", book, later):
        one_more(later)
        close_month(JANUARY, later, "dana")
        assert issued()[:2] == [
            ("acme", "2026-01", 1, 1, "2026-03-02"),
            ("acme", "2026-01", 1, 2, "2026-03-05"),
        ]


def test_what_a_book_does_not_say_was_issued_on_the_first(tmp_path: Path) -> None:
    said = [{"client": "beta", "month": "2026-01", "version": 3, "number": 243, "issued_on": "2026-02-07"}]
    book = {**BOOK, "closed_months": ["2026-01"], "statements": said}
    with opened(tmp_path, book):
        assert issued() == [
            ("beta", "2026-01", 243, 3, "2026-02-07"),
            ("acme", "2026-01", 244, 1, "2026-02-01"),
        ]
        assert t.Change.select().count() == 1  # the load itself, which cannot be undone
        assert not t.ChangeRow.select().exists()


@pytest.mark.parametrize("version", [1, 2])
def test_a_version_that_came_without_its_content_is_known_by_number(tmp_path: Path, version: int) -> None:
    row = {"client": "acme", "month": "2026-01", "number": 7, "issued_on": "2026-02-07"}
    said = [{**row, "version": 1}, {**row, "version": 2, "issued_on": "2026-02-09"}]
    with opened(tmp_path, {**BOOK, "closed_months": ["2026-01"], "statements": said}):
        assert [found[3] for found in issued() if found[0] == "acme"] == [1, 2]
        assert read_statement("acme", JANUARY).header.version == 2
        assert [finding.details for finding in read_findings(0) if finding.level == "wrong"] == []


def test_no_closed_number_moves_by_another_rounding_and_a_book(tmp_path: Path) -> None:
    now = at("2026-03-02T09:00")
    with opened(tmp_path / "one", BOOK):
        close_month(JANUARY, now, "dana")
        edit_desk({**desk_form(), "rounding": {"increment": 240}, "on_demand_rounding": None}, now, "dana")
        was = ledger_json(Ledgers().document("acme", JANUARY))
        head = read_whole_head()
        text = dump_text(replace(stored_book(), settings=head.settings))
    assert was["total"] == "70.00"
    with opened(tmp_path / "other", parse_book(text), now):
        assert ledger_json(Ledgers().document("acme", JANUARY)) == was
        assert ledger_json(Ledgers().document("acme", FEBRUARY))["total"] == "280.00"
        assert read_whole_head().settings == head.settings


def test_a_month_closed_along_with_one_that_is_open_again_has_no_statement_in_a_book_either(
    tmp_path: Path,
) -> None:
    """Nothing was issued for it, so nothing is when the book is loaded, and the next number stays what it was."""
    now = at("2026-03-02T09:00")
    with opened(tmp_path / "one", BOOK):
        close_month(FEBRUARY, now, "dana")
        assert issued() == [("acme", "2026-02", 1, 1, "2026-03-02")]
        reopen_month(FEBRUARY, "forgot", now, "dana")
        book = moved(tmp_path)
    assert (issued(book), book.closed_months) == ([], (JANUARY,))
    with opened(tmp_path / "other", book, now):
        assert dump_text(stored_book()) == dump_text(book)
        close_month(FEBRUARY, now, "dana")
        assert issued() == [("acme", "2026-02", 1, 1, "2026-03-02")]
        assert dump_text(moved(tmp_path)) == dump_text(stored_book())
