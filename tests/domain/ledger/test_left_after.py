"""What is left at the end of a day: after its draws, before anything lapses on it (RULES 2.4, 11)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.months import Month
from models.domain.basics.zone import zone
from models.domain.ledger.draws import month_ledger
from models.domain.ledger.left_after import left_after
from models.domain.ledger.pieces import Piece, pieces_of
from models.domain.values import Entry
from tests.builders import block, contract, monthly, terms, work

MARCH = date(2026, 3, 31)
HOURS = block("hours", 300, date(2026, 3, 1), date(2026, 3, 20))
PLAN = contract("plan", "retainer", monthly(120))
ENTRIES = [
    work("E-1", "2026-03-05 09:00", 60),
    work("E-2", "2026-03-20 09:00", 30),
    work("E-3", "2026-03-25 09:00", 45),
]


def pieces(entries: list[Entry]) -> list[Piece]:
    return [piece for entry in entries for piece in pieces_of(entry, zone("UTC"))]


def left(day: date, late: list[Entry] | None = None) -> dict[str, int]:
    found = left_after(terms(HOURS, PLAN), {}, pieces(ENTRIES), pieces(late or []), day)
    return {source.contract: amount for source, amount in found}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 4), {"hours": 300, "plan": 120}),
        (date(2026, 3, 5), {"hours": 240, "plan": 120}),
        (date(2026, 3, 20), {"hours": 210, "plan": 120}),
        (date(2026, 3, 21), {"plan": 120}),
        (date(2026, 3, 25), {"plan": 75}),
        (MARCH, {"plan": 75}),
    ],
    ids=str,
)
def test_draws_of_the_day_count_and_its_lapses_do_not(day: date, expected: dict[str, int]) -> None:
    assert left(day) == expected


def test_late_work_is_drawn_first() -> None:
    late = work("L", "2026-02-27 09:00", 15, late_in="2026-03")
    assert left(date(2026, 3, 4), [late])["plan"] == 120


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(1, 31), st.integers(1, 200)), max_size=6), st.integers(0, 200))
def test_on_the_last_day_it_is_the_closing_and_what_that_day_takes(
    worked: list[tuple[int, int]], cap: int
) -> None:
    """The ledger's closing, and what the cap takes on the month's last day."""
    plan = contract("plan", "retainer", monthly(240, 1, cap))
    entries = [work(f"E-{n}", f"2026-03-{day:02d} 09:00", minutes) for n, (day, minutes) in enumerate(worked)]
    known = terms(plan)
    ledger = month_ledger(known, "acme", Month(2026, 3), {}, pieces(entries))
    (row,) = [row for row in ledger.grants if row.valid_from == date(2026, 3, 1)]
    found = [amount for source, amount in left_after(known, {}, pieces(entries), [], MARCH)]
    assert sum(found) == row.closing + row.lapsed + row.forfeited
