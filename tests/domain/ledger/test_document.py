"""A month written down: the JSON of the ledger, the summary, the balances and back (RULES 10.1)."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from models.book.ledgers import ledger_from, ledger_json
from models.book.sums import sums_json
from models.domain.basics.months import Month
from models.domain.ledger.document import LedgerDocument, ledger_document
from models.domain.ledger.summary import (
    Amounts,
    ContractDraw,
    GrantBalance,
    WorkedMonth,
    summary_of,
)
from models.domain.ledger.sums import sums_of
from models.domain.values import Allowance, Book, Charge, Fee, Rollover
from tests.builders import block, book_ledgers, contract, monthly, months, terms, work
from tests.dense import FIRST_MONTH, LAST_MONTH, dense_books

RATED = contract("acme-2026", "retainer", monthly(20), rates=(("*", 9000),), fee=Fee(35000, "month"))


def test_the_whole_document() -> None:
    entry = work("E-1", "2026-03-02 10:00", 47, request="R-1")
    charge = Charge("C-1", "acme", date(2026, 3, 5), "Page", 3, 1200)
    found = ledger_json(
        ledger_document(months([RATED], [entry], charges=[charge])["2026-03"], "GBP", closed=False)
    )
    assert json.loads(json.dumps(found)) == found
    assert found == {
        "client": "acme",
        "month": "2026-03",
        "closed": False,
        "minutes": {
            "opening": 0,
            "granted": 20,
            "drawn": 20,
            "lapsed": 0,
            "forfeited": 0,
            "reversed": 0,
            "closing": 0,
            "spent_seconds": 2820,
            "accounted": 47,
            "counted": 47,
            "covered": 20,
            "unlimited": 0,
            "by_sessions": 0,
            "overage": 27,
            "on_demand": 0,
            "additional": 0,
            "courtesy_seconds": 0,
            "late_accounted": 0,
        },
        "grants": [
            {
                "contract": "acme-2026",
                "allowance": 0,
                "unit": "minutes",
                "valid_from": "2026-03-01",
                "expires_on": "2026-03-31",
                "opening": 0,
                "granted": 20,
                "drawn": 20,
                "lapsed": 0,
                "forfeited": 0,
                "reversed": 0,
                "closing": 0,
            }
        ],
        "lines": [
            {
                "kind": "fee",
                "contract": "acme-2026",
                "work_type": None,
                "minutes": None,
                "rate": None,
                "amount": "350.00",
                "late": False,
                "charge": None,
            },
            {
                "kind": "overage",
                "contract": "acme-2026",
                "work_type": "maintenance",
                "minutes": 27,
                "rate": "90.00",
                "amount": "40.50",
                "late": False,
                "charge": None,
            },
            {
                "kind": "charge",
                "contract": None,
                "work_type": None,
                "minutes": None,
                "rate": None,
                "amount": "36.00",
                "late": False,
                "charge": "C-1",
            },
        ],
        "total": "426.50",
        "units": [
            {
                "entries": ["E-1"],
                "request": "R-1",
                "work_type": "maintenance",
                "scope": "support",
                "work_date": "2026-03-02",
                "spent_seconds": 2820,
                "accounted": 47,
                "counted": 47,
                "slices": [],
                "rate": "90.00",
                "contract": "acme-2026",
                "late": False,
                "draws": [
                    {"contract": "acme-2026", "allowance": 0, "valid_from": "2026-03-01", "amount": 20}
                ],
                "covered": 20,
                "unlimited": 0,
                "by_sessions": 0,
                "overage": 27,
                "on_demand": 0,
                "additional": 0,
            }
        ],
    }


def test_without_units_and_closed() -> None:
    document = ledger_document(months([RATED], [])["2026-03"], "GBP", closed=True, with_units=False)
    found = ledger_json(document, with_units=False)
    assert "units" not in found
    assert found["closed"] is True


def test_a_month_with_nothing() -> None:
    found = ledger_json(LedgerDocument("acme", Month(2026, 3), True, "JPY"))
    assert (found["total"], found["grants"], found["lines"], found["units"]) == ("0", [], [], [])
    assert not any(found["minutes"].values())


def test_courtesy_has_no_rate_and_a_block_never_expires() -> None:
    gift = work("E", "2026-03-02 10:00", 30, scope="courtesy")
    found = ledger_json(
        ledger_document(
            months([block("b", 60, date(2026, 1, 1), None)], [gift])["2026-03"], "GBP", closed=False
        )
    )
    assert (found["units"][0]["rate"], found["grants"][0]["expires_on"]) == (None, None)
    assert (found["minutes"]["courtesy_seconds"], found["minutes"]["spent_seconds"]) == (1800, 1800)


class TestSummary:
    def test_what_is_usable_and_what_expires(self) -> None:
        sessions = Allowance("month", sessions=2, session_minutes=15)
        kept = Allowance("month", minutes=60, rollover=Rollover(1))
        said = contract("k", "retainer", sessions, kept)
        found = summary_of(months([said], [])["2026-02"], terms(said))
        # 2 × 15 of sessions expire, 60 carried over from January expire, 60 of February do not.
        assert (found.usable, found.expiring) == (150, 90)
        first, last = date(2026, 2, 1), date(2026, 2, 28)
        assert found.grants[0] == GrantBalance("k", 0, first, last, 15, 2, 0, 2)

    def test_minutes_that_never_expire_do_not(self) -> None:
        said = block("b", 60, date(2026, 1, 1), None)
        found = summary_of(months([said], [])["2026-12"], terms(said))
        assert (found.usable, found.expiring) == (60, 0)

    def test_an_unlimited_contract_is_told(self) -> None:
        for first, last, expected in (
            (date(2026, 3, 31), None, True),
            (date(2026, 4, 1), None, False),
            (date(2026, 1, 1), date(2026, 3, 1), True),
            (date(2026, 1, 1), date(2026, 2, 28), False),
        ):
            said = contract("u", "unlimited", starts=first, ends=last)
            assert summary_of(months([said], [])["2026-03"], terms(said)).unlimited_contract is expected

    def test_work_counts_in_the_month_it_was_done(self) -> None:
        late = work("L", "2026-01-30 09:00", 80, late_in="2026-02")
        extra = work("E", "2026-02-10 09:00", 30, scope="additional")
        said = contract("k", "retainer", monthly(60))
        found = summary_of(months([said], [late, extra])["2026-02"], terms(said))
        assert found.worked == (
            WorkedMonth(Month(2026, 1), 80, 80, 20),
            WorkedMonth(Month(2026, 2), 30, 0, 0),
        )
        assert found.drawn_from == (ContractDraw("k", 60),)
        assert found.amounts == Amounts(overage=2333, additional=3500)
        assert found.total == 5833


@settings(max_examples=30, deadline=None)
@given(dense_books(), st.integers(0, 11))
def test_a_document_is_written_and_read_alike(book: Book, step: int) -> None:
    ledger = book_ledgers(book, "acme", FIRST_MONTH, LAST_MONTH.plus(4))[step]
    document = ledger_document(ledger, book.desk.currency, closed=step % 2 == 0)
    text = json.dumps(ledger_json(document))
    assert ledger_from(json.loads(text), book.desk.currency) == document
    assert json.dumps(ledger_json(ledger_from(json.loads(text), book.desk.currency))) == text


@settings(max_examples=30, deadline=None)
@given(dense_books())
def test_sums_of_the_document_are_those_of_its_rows(book: Book) -> None:
    for ledger in book_ledgers(book, "acme", FIRST_MONTH, LAST_MONTH.plus(4)):
        found = ledger_json(ledger_document(ledger, book.desk.currency, closed=False))
        sums = found["minutes"]
        assert sums == sums_json(sums_of(ledger))
        assert sums["accounted"] == sum(unit["accounted"] for unit in found["units"])
        assert sums["late_accounted"] == sum(unit["accounted"] for unit in found["units"] if unit["late"])
        billed = sum(line["minutes"] or 0 for line in found["lines"])
        assert billed == sums["overage"] + sums["on_demand"] + sums["additional"]
