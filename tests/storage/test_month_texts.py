"""What a month left behind, as the text of a column and back: no character may ever change (RULES 6.5)."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.months import Month
from models.domain.ledger.balances import Balance, Loss
from models.domain.ledger.document import ledger_document
from models.domain.ledger.summary import (
    Amounts,
    ContractDraw,
    GrantBalance,
    MonthSummary,
    WorkedMonth,
    summary_of,
)
from models.domain.ledger.sums import MonthSums
from models.domain.values import Book
from models.storage.packing import pack
from models.storage.rows.ledger_texts import add_request_minutes, document_from, document_text
from models.storage.rows.month_texts import StoredState, drawn_from, state_text, summary_from, summary_text
from tests.builders import book_ledgers, client_terms
from tests.dense import FIRST_MONTH, LAST_MONTH, dense_books

STATE = {
    ("b", None, date(2026, 1, 31)): Balance(5),
    ("a", 1, date(2026, 2, 1)): Balance(0, (Loss(date(2026, 2, 28), "lapsed", 7),)),
    ("a", None, date(2026, 3, 1)): Balance(1),
    ("a", 0, date(2026, 2, 1)): Balance(2, (Loss(date(2026, 2, 1), "forfeited", 1),)),
}
STATE_TEXT = (
    '[["a",null,"2026-03-01",1,[]],["a",0,"2026-02-01",2,[["2026-02-01","forfeited",1]]],'
    '["a",1,"2026-02-01",0,[["2026-02-28","lapsed",7]]],["b",null,"2026-01-31",5,[]]]'
)
SUMMARY = MonthSummary(
    MonthSums(*range(1, 10), 9, *range(10, 18)),
    -500,
    Amounts(1, 2, 3, 4, -5),
    600,
    60,
    True,
    (WorkedMonth(Month(2026, 1), 30, 20, 10),),
    (
        GrantBalance("ü", 0, date(2026, 1, 1), date(2026, 1, 31), 15, 2, 1, 1),
        GrantBalance("b", None, date(2026, 1, 1), None, 1, 2, 1, 1),
    ),
    (ContractDraw("ü", 12),),
)
SUMMARY_TEXT = (
    '{"opening":1,"granted":2,"drawn":3,"lapsed":4,"forfeited":5,"reversed":6,"closing":7,"spent_seconds":8,'
    '"accounted":9,"covered":10,"unlimited":11,"by_sessions":12,"overage":13,"on_demand":14,"additional":15,'
    '"courtesy_seconds":16,"late_accounted":17,"total":-500,"amounts":{"fee":1,"overage":2,"on_demand":3,'
    '"additional":4,"charge":-5},"usable":600,"expiring":60,"unlimited_contract":true,'
    '"worked":[["2026-01",30,20,10]],"grants":[["ü",0,"2026-01-01","2026-01-31",15,2,1,1],'
    '["b",null,"2026-01-01",null,1,2,1,1]],"drawn_from":[["ü",12]]}'
)


def test_balances_to_the_letter() -> None:
    assert state_text(STATE) == STATE_TEXT
    stored = StoredState(STATE_TEXT)
    assert stored == STATE
    assert (len(stored), stored["b", None, date(2026, 1, 31)]) == (4, Balance(5))
    assert state_text(stored) == STATE_TEXT


def test_a_summary_to_the_letter() -> None:
    assert summary_text(SUMMARY) == SUMMARY_TEXT
    assert summary_from(SUMMARY_TEXT) == SUMMARY


@settings(max_examples=30, deadline=None)
@given(dense_books(), st.integers(0, 11))
def test_what_is_read_is_what_was_written(book: Book, step: int) -> None:
    ledger = book_ledgers(book, "acme", FIRST_MONTH, LAST_MONTH.plus(4))[step]
    text = state_text(ledger.closing_state)
    assert StoredState(text) == ledger.closing_state
    assert state_text(StoredState(text)) == text
    summary = summary_of(ledger, client_terms(book, "acme", LAST_MONTH.plus(4)))
    assert summary_from(summary_text(summary)) == summary
    draws = [(draw.contract, draw.minutes) for draw in summary.drawn_from]
    assert drawn_from(summary_text(summary)) == drawn_from(pack(summary_text(summary))) == draws
    document = ledger_document(ledger, book.desk.currency, closed=True)
    text = document_text(document)
    assert document_from(text, book.desk.currency) == document
    assert document_text(document_from(text, book.desk.currency)) == text
    assert document_from(text, book.desk.currency, with_units=False).units == ()
    for first, last in (("2026-01-01", "2026-12-31"), ("2026-02-10", "2026-02-20")):
        for wanted in (None, {"R-1"}):
            minutes: dict[str, int] = {}
            add_request_minutes(text, first, last, wanted, minutes)
            expected: dict[str, int] = {}
            for unit in document.units:
                inside = first <= unit.work_date.isoformat() <= last
                if unit.request is not None and inside and (wanted is None or unit.request in wanted):
                    expected[unit.request] = expected.get(unit.request, 0) + unit.accounted
            assert minutes == expected
