"""Which grants can be drawn from on a day: first and last day included, nothing where nothing is left."""

from __future__ import annotations

import pytest

from models.domain.basics.months import parse_date
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
    assert usable_on(parse_date(day), [grant]) == ((grant,) if usable else ())
