"""May a target be typed as it is spoken, and is what is none refused with what the form accepts?"""

from __future__ import annotations

import pytest

from models.domain.basics.errors import InvalidValue
from tui.records.tier import read_target


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("1 day", "1d"),
        ("5 Days", "5d"),
        ("2h", "2h"),
        ("4 hrs", "4h"),
        ("1 hour", "1h"),
        ("08h", "8h"),
        ("same day", "same_day"),
        ("same_day", "same_day"),
    ],
)
def test_a_target_in_words(typed: str, target: str) -> None:
    assert read_target(typed) == target


@pytest.mark.parametrize("typed", ["0h", "soon", "2", "2 weeks", "10000h", "-1d"])
def test_what_is_no_target(typed: str) -> None:
    with pytest.raises(InvalidValue, match=r"is no target; accepted is 2h, 2d, same_day; empty: none"):
        read_target(typed)
