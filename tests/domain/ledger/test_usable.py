"""Which grants can be drawn from on a day: first and last day included, nothing where nothing is left."""

from __future__ import annotations

import pytest

from models.domain.basics.months import parse_date
from models.domain.ledger.balances import Balance, Loss
from models.domain.ledger.summary import GrantBalance, usable_on


@pytest.mark.parametrize(
    ("day", "left", "expires", "usable"),
    [
        ("2026-02-28", 20, "2026-03-31", False),
        ("2026-03-01", 20, "2026-03-31", True),
        ("2026-03-31", 20, "2026-03-31", True),
        ("2026-04-01", 20, "2026-03-31", False),
        ("2030-01-01", 20, None, True),
        ("2026-03-01", 0, "2026-03-31", False),
    ],
)
def test_found_5_4_a_grant_on_its_first_and_last_day(
    day: str, left: int, expires: str | None, usable: bool
) -> None:
    last = None if expires is None else parse_date(expires)
    grant = GrantBalance("plan", 0, parse_date("2026-03-01"), last, 1, 0, 40, left)
    assert usable_on(parse_date(day), [grant], {}) == ((grant,) if usable else ())


@pytest.mark.parametrize(
    ("day", "left"),
    [("2026-03-01", 240), ("2026-03-31", 240), ("2026-04-01", 120)],
)
def test_what_a_cap_takes_can_be_used_through_its_day(day: str, left: int) -> None:
    """RULES 2.4: 4:00 held to 2:00 on 31 March, after the draws of that day."""
    first, last, cap = (parse_date(text) for text in ("2026-03-01", "2026-04-30", "2026-03-31"))
    grant = GrantBalance("plan", 0, first, last, 1, 300, 60, 120)
    closing = {("plan", 0, first): Balance(120, (Loss(cap, "forfeited", 120),))}
    assert [one.left for one in usable_on(parse_date(day), [grant], closing)] == [left]
