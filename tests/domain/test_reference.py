"""Does the ledger say what a naive reading of the rules says? Whole books, every client, every month (RULES 3, 6.3)."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.book.ledgers import ledger_json
from models.domain.basics.months import Month
from models.domain.basics.notation import format_money
from models.domain.basics.zone import zone
from models.domain.contracts.terms import ClientTerms
from models.domain.ledger.document import ledger_document
from models.domain.ledger.draws import replay
from models.domain.ledger.results import MonthLedger
from models.domain.values import Book
from tests.builders import weight_facts
from tests.dense import dense_books
from tests.reference import Reference
from tests.strategies import books
from tests.weights import is_feast, weighed

FIRST, LAST = Month(2025, 11), Month(2026, 12)


def ledgers_of(book: Book, client: str, first: Month = FIRST, last: Month = LAST) -> list[MonthLedger]:
    """The program's own answer for every month."""
    terms = ClientTerms(
        book.desk,
        [contract for contract in book.contracts if contract.client == client],
        {work_type.key: work_type for work_type in book.work_types},
        last.last_day,
        facts=weight_facts(book, is_feast),
    )
    entries = [entry for entry in book.entries if entry.client == client]
    charges = [charge for charge in book.charges if charge.client == client]
    return list(replay(terms, client, entries, charges, zone(book.desk.timezone), first, last))


def written(document: dict[str, Any], currency: str) -> dict[str, Any]:
    """A reference document with its money written out."""

    def money(row: dict[str, Any]) -> dict[str, Any]:
        return row | {
            name: None if row[name] is None else format_money(row[name], currency)
            for name in ("rate", "amount")
            if name in row
        }

    return document | {
        "closed": False,
        "total": format_money(document["total"], currency),
        "lines": [money(line) for line in document["lines"]],
        "units": [money(unit) for unit in document["units"]],
    }


def compare(book: Book) -> None:
    """Every client's every month, whole documents."""
    currency = book.desk.currency
    for client in book.clients:
        expected = Reference(book, client.key, is_feast).months(FIRST, LAST)
        for ledger, document in zip(ledgers_of(book, client.key), expected, strict=True):
            assert ledger_json(ledger_document(ledger, currency, closed=False)) == written(document, currency)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.booleans().flatmap(lambda closed: books(closed=closed)))
def test_the_ledger_is_what_the_rules_say(book: Book) -> None:
    compare(book)


@settings(max_examples=40, deadline=None)
@given(dense_books())
def test_crowded_and_late_months_are_what_the_rules_say(book: Book) -> None:
    compare(book)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(weighed(st.booleans().flatmap(lambda closed: books(closed=closed)) | dense_books()))
def test_weights_and_units_of_a_month_are_what_the_rules_say(book: Book) -> None:
    compare(book)
