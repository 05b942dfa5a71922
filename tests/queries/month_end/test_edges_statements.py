"""What stands on a statement, which version is read, and where did it go? Papers, versions and marks at their edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.errors import NotFound
from models.domain.basics.months import Month, parse_month
from models.domain.values import Entry
from models.queries.ledger.ledgers import Ledgers
from models.queries.month_end.clients import read_month_clients
from models.queries.month_end.handovers import Sent
from models.queries.month_end.statements import read_statement
from models.services.month_end.handovers import mark_handed_over
from models.services.month_end.months import close_month, reopen_month
from models.services.time.entries import add_entry
from tests.edges import table
from tests.opened import at, contract, entry, opened, small_book

JANUARY, FEBRUARY = Month(2026, 1), Month(2026, 2)
NOW = at("2026-03-02T12:00")
WORK = [
    entry("E-1", "2026-01-05T09:00", "2026-01-05T10:00"),
    entry("E-2", "2026-02-05T09:00", "2026-02-05T10:00"),
    entry("E-3", "2026-01-06T09:00", "2026-01-06T10:00", client="bo"),
]
CLIENTS = [{"key": "acme", "name": "Acme"}, {"key": "bo", "name": "Bo"}]


@pytest.mark.parametrize(
    ("desk", "client", "seen"),
    table(
        ("nothing is said", {}, {}, ("", (), "", "", (), "", "", None)),
        (
            "all is said",
            {"tax_id": "GB 1", "bank": ["IBAN"], "footer": "Ltd", "payment_days": 30},
            {"tax_id": "GB 2", "address": ["Lane"], "order_number": "PO 3"},
            ("GB 1", ("IBAN",), "Ltd", "GB 2", ("Lane",), "PO 3", "", 30),
        ),
        ("its own days come first", {"payment_days": 30}, {"payment_days": 0}, ("", (), "", "", (), "", "", 0)),
    ),
)  # fmt: skip
def test_what_the_paper_says(
    tmp_path: Path, desk: dict[str, Any], client: dict[str, Any], seen: tuple[Any, ...]
) -> None:
    book = small_book(desk=desk, clients=[CLIENTS[0] | client, CLIENTS[1]], entries=WORK)
    with opened(tmp_path, book, NOW):
        found = read_statement("acme", JANUARY).header
    assert (found.desk_tax_id, found.bank, found.footer, found.client_tax_id) == seen[:4]
    assert (found.client_address, found.order_number, found.logo, found.payment_days) == seen[4:]


def test_a_version_that_was_issued_is_read_while_its_month_is_open_again(tmp_path: Path) -> None:
    with opened(tmp_path, small_book(clients=CLIENTS, entries=WORK), NOW):
        with pytest.raises(NotFound):
            read_statement("acme", JANUARY, version=1)
        close_month(JANUARY, NOW, "dana")
        number = read_statement("acme", JANUARY).header.number
        reopen_month(JANUARY, "an hour was forgotten", NOW, "dana")
        start = at("2026-01-07T09:00")
        add_entry(Entry("", "dana", "maintenance", start, start + 3600, "acme"), NOW, "dana")
        issued, draft = read_statement("acme", JANUARY, version=1), read_statement("acme", JANUARY)
        assert (issued.header.number, issued.header.version, issued.total) == (number, 1, 7000)
        assert (draft.header.number, draft.header.version, draft.total) == (None, None, 14_000)
        with pytest.raises(NotFound):
            read_statement("acme", JANUARY, version=2)
        close_month(JANUARY, NOW, "dana")
        second = read_statement("acme", JANUARY)
        assert (second.header.number, second.header.version, second.total) == (number, 2, 14_000)
        # Of bo nothing changed: it is the same statement, issued once.
        assert read_statement("bo", JANUARY).header.version == 1


def test_a_row_says_where_its_own_version_went(tmp_path: Path) -> None:
    with opened(tmp_path, small_book(clients=CLIENTS, entries=WORK), NOW):
        close_month(JANUARY, NOW, "dana")
        rows = {row.key: row for row in read_month_clients(Ledgers(), JANUARY)}
        assert {key: row.handed for key, row in rows.items()} == {"acme": (), "bo": ()}
        number, version = rows["acme"].statement or (0, 0)
        for program, month, of_version in (
            ("xero", JANUARY, version),
            ("csv", JANUARY, version),
            ("hledger", JANUARY, version + 1),
            ("beancount", FEBRUARY, version),
        ):
            mark_handed_over(program, [Sent(month, number, of_version)])
        rows = {row.key: row for row in read_month_clients(Ledgers(), JANUARY)}
        assert {key: row.handed for key, row in rows.items()} == {"acme": ("csv", "xero"), "bo": ()}


def test_a_statement_is_issued_on_the_day_of_its_close(tmp_path: Path) -> None:
    with opened(tmp_path, small_book(clients=CLIENTS, entries=WORK), NOW):
        close_month(JANUARY, at("2026-03-02T23:59"), "dana")
        header = read_statement("acme", JANUARY).header
        assert (header.issued_on, replace(header, payment_days=0).due_on) == (date(2026, 3, 2),) * 2


@pytest.mark.parametrize(
    ("month", "annex"),
    table(
        ("the month before it begins", "2026-01", "none"),
        ("the month of its first day", "2026-02", "full"),
        ("the month of its last day", "2026-03", "full"),
        ("the month behind it", "2026-04", "none"),
    ),
)
def test_a_contract_says_how_its_months_look(tmp_path: Path, month: str, annex: str) -> None:
    own = contract("k", starts="2026-02-28", ends="2026-03-01", statement={"annex": "full"})
    clients = [CLIENTS[0] | {"statement": {"annex": "none"}}, CLIENTS[1]]
    with opened(tmp_path, small_book(clients=clients, contracts=[own], entries=WORK), NOW):
        assert read_statement("acme", parse_month(month)).header.annex == annex


def test_work_that_began_long_before_the_month_has_its_subject(tmp_path: Path) -> None:
    """An entry that nobody stopped: from 20 January into February."""
    asked = {"key": "R-1", "client": "acme", "subject": "Forgotten", "reported_at": "2026-01-05T09:00:00Z"}
    work = entry("E-1", "2026-01-20T09:00", "2026-02-01T01:00", request="R-1")
    with opened(tmp_path, small_book(clients=CLIENTS, requests=[asked], entries=[work]), NOW):
        (line,) = read_statement("acme", FEBRUARY).work
    assert (line.request, line.subject, line.spent_seconds) == ("R-1", "Forgotten", 3600)
