"""Days that somebody types into a form: names, steps of weeks and months, ends of months (RULES 1, 11)."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import FIRST_YEAR, LAST_YEAR, add_months
from models.domain.basics.typed.typed_day import DAYS, day_said, parse_day

SATURDAY = date(2026, 1, 31)
NEAR = st.dates(date(1990, 1, 1), date(2900, 12, 31))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("today", date(2026, 1, 31)),
        ("Tomorrow", date(2026, 2, 1)),
        ("yesterday", date(2026, 1, 30)),
        ("2026-02-28", date(2026, 2, 28)),
        ("30 Nov", date(2026, 11, 30)),
        ("Nov 30", date(2026, 11, 30)),
        ("30. november 2027", date(2027, 11, 30)),
        ("Nov 30, 2025", date(2025, 11, 30)),
        ("+7", date(2026, 2, 7)),
        ("-7", date(2026, 1, 24)),
        ("\N{MINUS SIGN}7 d", date(2026, 1, 24)),
        ("+2w", date(2026, 2, 14)),
        ("+2 weeks", date(2026, 2, 14)),
        ("+1m", date(2026, 2, 28)),
        ("+3 months", date(2026, 4, 30)),
        ("-1m", date(2025, 12, 31)),
        ("+1y", date(2027, 1, 31)),
        ("sat", date(2026, 1, 31)),
        ("last fri", date(2026, 1, 30)),
        ("next sat", date(2026, 2, 7)),
        ("next sunday", date(2026, 2, 1)),
        ("end of month", date(2026, 1, 31)),
        ("end of this month", date(2026, 1, 31)),
        ("end of next month", date(2026, 2, 28)),
        ("End of last month", date(2025, 12, 31)),
        ("end of feb", date(2026, 2, 28)),
        ("end of february 2028", date(2028, 2, 29)),
    ],
)
def test_a_day_is_read(text: str, found: date) -> None:
    assert parse_day(text, SATURDAY) == found
    assert type(parse_day(text, SATURDAY)) is date


@pytest.mark.parametrize(
    "text",
    ["", "[/]", "nex", "next", "next week", "next monk", "mo", "end of year", "end of fob", "end of feb 0000",
     "end of dec 9999", "+", "+12345", "+9999y", "-9999m", "7", "30", "1 marx", "30 nov 26"],
)  # fmt: skip
def test_what_has_no_reading_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="is no date; accepted is"):
        parse_day(text, SATURDAY)


def test_a_day_that_its_month_does_not_have_is_named() -> None:
    with pytest.raises(InvalidValue, match=r"^from: '2026-02-31' is no date; accepted is YYYY-MM-DD"):
        parse_day("31 feb", SATURDAY, "from")
    with pytest.raises(InvalidValue) as refused:
        parse_day("soon", SATURDAY, "from")
    assert str(refused.value) == f"from: 'soon' is no date; {DAYS}"


@given(NEAR, st.integers(-99, 99))
def test_steps_are_those_of_the_rules(today: date, count: int) -> None:
    assert parse_day(f"{count:+d}m", today) == add_months(today, count)
    assert parse_day(f"{count // 9:+d}y", today) == add_months(today, count // 9 * 12)
    assert parse_day(f"{count:+d}w", today) == today + timedelta(days=7 * count)
    assert parse_day(f"{count:+d}", today) == today + timedelta(days=count)


@given(NEAR, st.sampled_from(("mon", "tue", "wed", "thu", "fri", "sat", "sun")))
def test_a_weekday_comes_next_a_week_after_it_was_last(today: date, word: str) -> None:
    assert parse_day(f"next {word}", today) == parse_day(word, today) + timedelta(days=7)


@given(st.text(max_size=12), NEAR)
def test_any_text_is_read_or_refused(text: str, today: date) -> None:
    with suppress(InvalidValue):
        assert FIRST_YEAR <= parse_day(text, today).year <= LAST_YEAR


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 26), "Thu 26 Nov, today"),
        (date(2026, 11, 30), "Mon 30 Nov, in 4 days"),
        (date(2026, 11, 12), "Thu 12 Nov, 2 weeks ago"),
        (date(2027, 2, 28), "Sun 28 Feb 2027, in 3 months 2 days"),
        (date(2025, 11, 26), "Wed 26 Nov 2025, 1 year ago"),
    ],
)
def test_a_day_is_said_in_words(day: date, words: str) -> None:
    assert day_said(day, date(2026, 11, 26)) == words
