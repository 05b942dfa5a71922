"""Ledgers from a real database: frozen, remembered or computed, they say what a replay says (RULES 3, 6)."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.book.ledgers import ledger_json
from models.domain.basics.errors import NotFound
from models.domain.basics.months import Month
from models.domain.ledger.document import ledger_document
from models.domain.values import Book
from models.queries.ledger.ledgers import Ledgers, newest_change
from models.services.core.month_records import derive_through
from models.services.month_end.months import close_month
from models.services.time.entries import add_entry
from tests.builders import book_ledgers
from tests.dense import FIRST_MONTH, dense_book, dense_books
from tests.opened import at, contract, entry, monthly, opened, small_book
from tests.statements import statements
from tests.texts import dump_text, parse_book, stored_book

NOW = at("2026-06-01T09:00")
MONTHS = [FIRST_MONTH.plus(step) for step in range(-1, 9)]
JANUARY, FEBRUARY, MARCH = (Month(2026, number) for number in (1, 2, 3))


def expected(book: Book, client: str) -> list[dict[str, Any]]:
    """What the pure ledger says of a book, month by month."""
    last = book.closed_months[-1] if book.closed_months else None
    return [
        ledger_json(
            ledger_document(ledger, book.desk.currency, closed=last is not None and ledger.month <= last)
        )
        for ledger in book_ledgers(book, client, MONTHS[0], MONTHS[-1])
    ]


@settings(max_examples=15, deadline=None)
@given(dense_books())
def test_the_database_answers_what_the_pure_ledger_says(book: Book) -> None:
    """Of a book with closed months and late work: frozen ones, the first open one, and those far ahead."""
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), book):
        ledgers = Ledgers()
        for client in ("acme", "beta"):
            assert [ledger_json(ledgers.document(client, month)) for month in MONTHS] == expected(
                book, client
            )
        assert ledger_json(ledgers.document("acme", MONTHS[-1])) == ledger_json(
            Ledgers().document("acme", MONTHS[-1])
        )


@settings(max_examples=8, deadline=None)
@given(dense_books())
def test_a_dump_loaded_elsewhere_has_the_same_ledgers(book: Book) -> None:
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), book):
        text = dump_text(stored_book())
        first = [ledger_json(Ledgers().document("acme", month)) for month in MONTHS]
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), parse_book(text)):
        assert dump_text(stored_book()) == text
        assert [ledger_json(Ledgers().document("acme", month)) for month in MONTHS] == first


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(MONTHS))
def test_remembered_months_change_no_answer(seed: int, through: Month) -> None:
    book = dense_book(Random(seed), closed=False)
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), book):
        derive_through(through)
        assert [ledger_json(Ledgers().document("acme", month)) for month in MONTHS] == expected(book, "acme")


def test_who_is_not_known(tmp_path: Path) -> None:
    with opened(tmp_path, small_book()), pytest.raises(NotFound, match="client: 'nobody' is not known"):
        ledger_json(Ledgers().document("nobody", JANUARY))


def test_a_database_without_a_desk(tmp_path: Path) -> None:
    from models.storage.database import open_database

    with open_database(tmp_path / "new.db").connection(), pytest.raises(NotFound, match="there is no desk"):
        Ledgers()


def test_months_before_everything_and_without_anybody(tmp_path: Path) -> None:
    with opened(tmp_path, small_book()):
        assert ledger_json(Ledgers().document("acme", Month(1970, 1)))["grants"] == []
        assert Ledgers().documents([], JANUARY) == {}
        assert Ledgers().records(JANUARY, []) == []


def test_a_charge_before_any_contract_or_work_is_found(tmp_path: Path) -> None:
    charge = {
        "key": "C",
        "client": "acme",
        "date": "2026-01-05",
        "description": "x",
        "quantity": 1,
        "unit_price": "1",
    }
    with opened(tmp_path, small_book(charges=[charge])):
        assert [record.summary.total for record in Ledgers().records(JANUARY)] == [100]
        ledgers = Ledgers()
        ledgers.records(MARCH)
        assert [(record.month, record.summary.total) for record in ledgers.derived] == [
            (JANUARY, 100),
            (FEBRUARY, 0),
            (MARCH, 0),
        ]


def test_a_very_long_entry_reaches_the_month_it_ends_in(tmp_path: Path) -> None:
    long = entry("E", "2026-01-20T00:00", "2026-03-02T00:00")
    with opened(tmp_path, small_book(entries=[long])):
        derive_through(JANUARY)
        assert [
            ledger_json(Ledgers().document("acme", month))["minutes"]["accounted"]
            for month in (JANUARY, FEBRUARY, MARCH)
        ] == [
            12 * 1440,
            28 * 1440,
            1440,
        ]


def test_a_client_without_a_record_of_closed_months_begins_after_them(tmp_path: Path) -> None:
    book = small_book(
        clients=[{"key": "acme", "name": "Acme"}, {"key": "beta", "name": "Beta"}],
        entries=[entry("E", "2026-01-20T09:00", "2026-01-20T10:00")],
        contracts=[contract("b", client="beta", kind="on_demand")],
    )
    with opened(tmp_path, book):
        close_month(JANUARY, NOW, "dana")
        ledgers = Ledgers()
        assert [(r.client, r.frozen, r.summary.total) for r in ledgers.records(JANUARY)] == [
            ("acme", True, 7000),
            ("beta", True, 0),
        ]
        ledgers.records(FEBRUARY)
        assert [(record.client, record.month) for record in ledgers.derived] == [
            ("acme", FEBRUARY),
            ("beta", FEBRUARY),
        ]
        # Late work of such a client stands in the first open month.
        begin = at("2026-01-25T09:00")
        add_entry(
            replace(stored_book().entries[0], key="", client="beta", started_at=begin, ended_at=begin + 60),
            NOW,
            "d",
        )
        assert ledger_json(Ledgers().document("beta", FEBRUARY))["minutes"]["late_accounted"] == 1
        assert ledger_json(Ledgers().document("beta", JANUARY))["minutes"]["accounted"] == 0


def test_terms_grow_with_the_months_that_are_asked_for(tmp_path: Path) -> None:
    with opened(tmp_path, small_book(contracts=[contract("k", allowances=[monthly("1:00")])])):
        ledgers = Ledgers()
        short = ledgers.terms("acme", JANUARY)
        assert ledgers.terms("acme", JANUARY) is short
        long = ledgers.terms("acme", Month(2031, 6))
        assert long.through >= Month(2031, 6).last_day > short.through >= JANUARY.last_day
        assert ledgers.terms("acme", JANUARY) is long


def test_the_number_of_statements_does_not_grow_with_clients_or_entries(tmp_path: Path) -> None:
    def sent(clients: int, folder: str) -> int:
        keys = [f"c{number}" for number in range(clients)]
        book = small_book(
            clients=[{"key": key, "name": key} for key in keys],
            contracts=[contract(f"k-{key}", client=key, allowances=[monthly("1:00")]) for key in keys],
            entries=[
                entry(f"E-{key}-{day}", f"2026-01-{day}T09:00", f"2026-01-{day}T10:00", client=key)
                for key in keys
                for day in range(10, 15)
            ],
        )
        (tmp_path / folder).mkdir()
        with opened(tmp_path / folder, book):
            with statements() as seen:
                ledgers = Ledgers()
                ledgers.documents(ledgers.clients, MARCH)
            return len(seen)

    assert sent(2, "few") == sent(20, "many")


def test_the_newest_change_moves_with_every_write(tmp_path: Path) -> None:
    with opened(tmp_path, small_book(entries=[entry("E", "2026-01-20T09:00", "2026-01-20T10:00")])):
        before = newest_change()
        derive_through(MARCH)
        assert newest_change() == before
        close_month(JANUARY, NOW, "dana")
        assert newest_change() > before
