"""Which grants can be drawn from on a day: first and last day included, nothing where nothing is left."""

from __future__ import annotations

import pytest

from models.domain.ledger.usable import usable_on


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
    grant = ["plan", 0, "2026-03-01", expires, 1, 0, 40, left]
    found = usable_on(day, [grant])
    assert found == ([("plan", 0, "2026-03-01", expires, 1, left)] if usable else [])
