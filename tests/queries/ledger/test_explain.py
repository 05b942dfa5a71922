"""Explanations from a real database: of open months, of closed ones as they were frozen (RULES 3.8)."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.book.ledgers import ledger_json
from models.domain.basics.errors import NotFound
from models.domain.basics.months import Month
from models.domain.values import Entry
from models.queries.ledger.explain import explain, explain_row, read_basis
from models.queries.ledger.ledgers import Ledgers
from models.services.desk.catalogue import edit_desk
from models.services.month_end.months import close_month
from models.services.time.entries import add_entry
from tests.dense import FIRST_MONTH, dense_book
from tests.opened import at, contract, entry, monthly, opened, small_book

NOW = at("2026-03-10T12:00")
JANUARY, FEBRUARY = Month(2026, 1), Month(2026, 2)
CHARGE = {
    "key": "C",
    "client": "acme",
    "date": "2026-01-05",
    "description": "Page",
    "quantity": 2,
    "unit_price": "1",
}
BOOK = small_book(
    contracts=[
        contract(
            "k",
            name="Care",
            ends="2026-01-31",
            allowances=[monthly("10:00", rollover={"periods": 2, "across_renewal": True})],
        )
    ],
    entries=[
        entry("E-1", "2026-01-12T09:00", "2026-01-12T17:00"),
        entry("E-2", "2026-01-31T23:30", "2026-02-01T00:30"),
    ],
    charges=[CHARGE],
)


def test_an_entry_of_an_open_month(tmp_path: Path) -> None:
    with opened(tmp_path, BOOK):
        found = explain("acme", JANUARY, "E-1")
        assert found.startswith(
            "480 min (8 h) accounted for 480 min (8 h) on 12 Jan 2026 (support, maintenance)\n"
        )
        assert "600 min (10 h) left before, 120 min (2 h) after" in found


def test_an_entry_over_midnight_in_each_of_its_months(tmp_path: Path) -> None:
    with opened(tmp_path, BOOK):
        assert "E-2, dana: 23:30–24:00, 30 min" in explain("acme", JANUARY, "E-2")
        assert "00:00–00:30, 30 min, carried over midnight" in explain("acme", FEBRUARY, "E-2")


def test_a_closed_month_is_explained_as_it_was_frozen(tmp_path: Path) -> None:
    with opened(tmp_path, BOOK):
        close_month(JANUARY, NOW, "dana")
        before = [explain("acme", JANUARY, "E-1"), explain_row("acme", JANUARY, "grant", 0)]
        assert "to 31 Jan 2026" in before[1]
        assert "Lapsed: 90 min (1 h 30 min)" in before[1]
        desk = BOOK["desk"] | {"rounding": {"increment": 7, "minimum": 0, "per": "entry"}}
        edit_desk(desk, NOW, "dana")
        assert explain_row("acme", JANUARY, "grant", 0) == before[1]
        assert "480 min (8 h), as frozen; the desk's rounding has changed since" in explain(
            "acme", JANUARY, "E-1"
        )


def test_late_work_after_the_close(tmp_path: Path) -> None:
    with opened(tmp_path, BOOK):
        close_month(JANUARY, NOW, "dana")
        begin = at("2026-01-30T09:00")
        late = add_entry(Entry("", "dana", "maintenance", begin, begin + 7200, "acme"), NOW, "dana")
        found = explain("acme", FEBRUARY, late.key)
        assert "90 min (1 h 30 min) of it restored from what had lapsed or been lost" in found
        with pytest.raises(NotFound, match="neither an entry of acme in 2026-01 nor a sum"):
            explain("acme", JANUARY, late.key)


def test_rows_and_sums(tmp_path: Path) -> None:
    with opened(tmp_path, BOOK):
        assert explain("acme", JANUARY, "lapsed").startswith("lapsed 90 min (1 h 30 min): unused")
        assert explain_row("acme", JANUARY, "unit", 0) == explain("acme", JANUARY, "E-1")
        assert (
            explain_row("acme", JANUARY, "line", 0)
            == "Line: Page, 5 Jan 2026: 2 pieces, together 2.00 (RULES 3.6)."
        )


@pytest.mark.parametrize(("what", "position"), [("unit", 2), ("grant", 1), ("line", 1), ("line", -1)])
def test_a_row_that_is_not_there(tmp_path: Path, what: str, position: int) -> None:
    with opened(tmp_path, BOOK), pytest.raises(NotFound, match=f"there is no row {position}"):
        explain_row("acme", JANUARY, what, position)  # type: ignore[arg-type]  # the table holds its words


def test_who_is_not_known(tmp_path: Path) -> None:
    with opened(tmp_path, BOOK), pytest.raises(NotFound, match="client: 'nobody'"):
        explain("nobody", JANUARY, "E-1")


def test_entries_beyond_one_statement_are_read_too(tmp_path: Path) -> None:
    starts = [f"2026-01-{n % 28 + 1:02d}T{n // 28:02d}:00" for n in range(600)]
    many = [entry(f"E-{n}", start, start) for n, start in enumerate(starts)]
    with opened(tmp_path, small_book(entries=many)):
        assert len(read_basis("acme", JANUARY).entries) == 600


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 2**32))
def test_every_unit_of_every_month_can_be_explained(seed: int) -> None:
    book = dense_book(Random(seed))
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), book):
        for month in (FIRST_MONTH.plus(step) for step in range(6)):
            for position in range(len(ledger_json(Ledgers().document("acme", month))["units"])):
                assert "accounted for" in explain_row("acme", month, "unit", position)
