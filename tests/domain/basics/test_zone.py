"""Dates of a zone: every instant has one, they never go back, and each begins at its first instant (RULES 3.1)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import Month
from models.domain.basics.zone import Zone, to_iso, zone
from tests.reference import first_instant

ODD = (
    "UTC",
    "Europe/London",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "America/St_Johns",
    "Pacific/Apia",
    "Atlantic/Azores",
    "America/Havana",
)


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("name", "day", "first"),
    [
        ("UTC", date(2026, 1, 1), "2026-01-01 00:00"),
        ("Europe/London", date(2026, 3, 29), "2026-03-29 00:00"),
        ("Europe/London", date(2026, 3, 30), "2026-03-29 23:00"),
        ("Asia/Kolkata", date(2026, 1, 1), "2025-12-31 18:30"),
        # No midnight: the clock jumps from 24:00 to 01:00.
        ("America/Sao_Paulo", date(2018, 11, 4), "2018-11-04 03:00"),
        ("Africa/Cairo", date(2026, 4, 24), "2026-04-23 22:00"),
        # The hour before midnight is lived twice; the date begins after the second.
        ("America/Sao_Paulo", date(2019, 2, 17), "2019-02-17 03:00"),
        # Midnight is lived twice: the date begins with the first.
        ("America/St_Johns", date(2010, 11, 7), "2010-11-07 02:30"),
        # 30 December 2011 was left out in Apia.
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-30 10:00"),
        ("Pacific/Apia", date(2011, 12, 31), "2011-12-30 10:00"),
        # Liberia jumped from midnight to 00:44:30, an offset with seconds.
        ("Africa/Monrovia", date(1972, 1, 7), "1972-01-07 00:44:30"),
    ],
)
def test_the_first_instant_of_a_date(name: str, day: date, first: str) -> None:
    assert zone(name).starts(day) == utc(first)


def test_a_midnight_inside_a_gap_is_searched_for() -> None:
    # Toronto, 30 March 1919 23:30 to 00:30: the only jump over a midnight that is not at midnight.
    toronto = Zone("America/Toronto")
    assert toronto.starts(date(1919, 3, 31)) == utc("1919-03-31 04:30")
    assert toronto.local(toronto.starts(date(1919, 3, 31))).strftime("%H:%M") == "00:30"


def test_an_hour_that_goes_back_over_midnight_stays_on_the_new_date() -> None:
    st_johns = zone("America/St_Johns")
    begins = st_johns.starts(date(2010, 11, 7))
    assert st_johns.local(begins + 120).strftime("%d %H:%M") == "06 23:02"
    assert st_johns.date_of(begins + 120) == date(2010, 11, 7)
    assert st_johns.date_of(begins - 1) == date(2010, 11, 6)


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "Europe", "\0", "🚒"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(InvalidValue, match="IANA names") as refused:
        Zone(name)
    assert refused.value.path == "desk.timezone"


def test_a_month_is_half_open() -> None:
    first, end = zone("Europe/London").span(Month(2026, 3))
    assert (to_iso(first), to_iso(end)) == ("2026-03-01T00:00:00Z", "2026-03-31T23:00:00Z")


def test_zones_are_shared() -> None:
    assert zone("UTC") is zone("UTC")


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(ODD), st.integers(315_532_800, 2_000_000_000), st.integers(0, 200_000))
def test_dates_follow_the_first_instants(name: str, instant: int, later: int) -> None:
    place = zone(name)
    day = place.date_of(instant)
    assert place.starts(day) <= instant < place.starts(day + timedelta(days=1))
    assert day <= place.date_of(instant + later)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(ODD), st.dates(date(1980, 1, 1), date(2030, 1, 1)))
def test_the_first_instant_is_what_a_search_finds(name: str, day: date) -> None:
    found = first_instant(name, day)
    assert found is None or zone(name).starts(day) == found
