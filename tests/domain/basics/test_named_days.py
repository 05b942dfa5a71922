"""Days by name: the latest weekday, and dates whose year goes without saying (RULES 11)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.basics.typed.named_days import latest_weekday, named_date

WEDNESDAY = date(2026, 3, 4)
DAYS = st.dates(date(1980, 1, 1), date(2900, 12, 31))


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("wed", date(2026, 3, 4)),
        ("tue", date(2026, 3, 3)),
        ("thursday", date(2026, 2, 26)),
        ("thurs", date(2026, 2, 26)),
        ("we", None),
        ("thurz", None),
        ("mars", None),
    ],
)
def test_the_latest_weekday(word: str, found: date | None) -> None:
    assert latest_weekday(word, WEDNESDAY) == found


@given(DAYS, st.sampled_from(("mon", "tue", "wed", "thu", "fri", "sat", "sun")))
def test_a_weekday_lies_in_the_seven_days_that_end_today(today: date, word: str) -> None:
    found = latest_weekday(word, today)
    assert found is not None
    assert found.strftime("%a").lower() == word
    assert timedelta(0) <= today - found <= timedelta(days=6)
    assert type(found) is date


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("4 mar", date(2026, 3, 4)),
        ("march 4", date(2026, 3, 4)),
        ("4. mar", date(2026, 3, 4)),
        ("mar 4, 2025", date(2025, 3, 4)),
        ("4 apr", date(2026, 4, 4)),  # 31 days ahead
        ("5 apr", date(2025, 4, 5)),
        ("29 feb", date(2024, 2, 29)),
        ("30 feb", None),
        ("29 feb 2026", None),
        ("4 ma", None),
        ("4 mai", None),
        ("1 jan 1969", None),
        ("1 jan 3000", None),
        ("31 dec 2999", date(2999, 12, 31)),
    ],
)
def test_a_date_by_its_month(words: str, found: date | None) -> None:
    assert named_date(words, WEDNESDAY) == found
