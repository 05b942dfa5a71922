"""Where does a contract begin and end to count? The first and the last day, the day before and the day after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models.domain.basics.months import Month, parse_date
from models.domain.contracts.terms import ClientTerms
from models.domain.ledger.summary import GrantBalance, usable_on
from models.domain.values import Fee
from tests.builders import DESK, WORK_TYPES, block, contract, monthly
from tests.edges import table

ONE = timedelta(days=1)
LAST = date(2026, 3, 31)
"""The last day that is asked about."""


@pytest.mark.parametrize(
    ("starts", "governs", "made"),
    table(
        ("a contract that begins the day before counts", LAST - ONE, True, True),
        ("one that begins on the very last day counts, too", LAST, True, True),
        ("one that begins the day after is not made", LAST + ONE, False, False),
    ),
)
def test_found_5_4_a_contract_may_begin_on_the_last_day_asked_about(
    starts: date, governs: bool, made: bool
) -> None:
    later = block("b", 60, starts, None, fee=Fee(100, "term"))
    said = ClientTerms(DESK, (later,), WORK_TYPES, LAST)
    assert (said.governing(max(starts, LAST), "maintenance") == later) is governs
    assert bool(said.sources) is bool(said.starting) is bool(said.fees) is made


@pytest.mark.parametrize(
    ("through", "months"),
    table(
        ("the day before a grant begins it is not made", date(2026, 2, 28), (1, 2)),
        ("on the day it begins it is", date(2026, 3, 1), (1, 2, 3)),
    ),
)
def test_a_grant_is_made_from_its_first_day_on(through: date, months: tuple[int, ...]) -> None:
    said = ClientTerms(DESK, (contract("b", "retainer", monthly(60)),), WORK_TYPES, through)
    assert sorted(said.starting) == [Month(2026, month) for month in months]


@pytest.mark.parametrize(
    ("day", "expires", "left", "usable"),
    table(
        ("the day before its first nothing can be drawn", "2026-02-28", "2026-03-31", 5, False),
        ("on its first day it can", "2026-03-01", "2026-03-31", 5, True),
        ("on its last day it still can", "2026-03-31", "2026-03-31", 5, True),
        ("the day after its last it cannot", "2026-04-01", "2026-03-31", 5, False),
        ("one of a single day can on that day", "2026-03-01", "2026-03-01", 5, True),
        ("one without an end can for ever", "2999-12-31", None, 5, True),
        ("a minute left is something left", "2026-03-10", "2026-03-31", 1, True),
        ("one that is used up gives nothing", "2026-03-10", "2026-03-31", 0, False),
    ),
)
def test_found_5_4_a_grant_can_be_drawn_from_its_first_day_to_its_last(
    day: str, expires: str | None, left: int, usable: bool
) -> None:
    last = None if expires is None else parse_date(expires)
    grant = GrantBalance("plan", 0, parse_date("2026-03-01"), last, 1, 60, 60 - left, left)
    assert usable_on(parse_date(day), [grant], {}) == ((grant,) if usable else ())
