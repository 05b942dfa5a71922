"""Are times of an entry read as they are shown, and is nothing guessed?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.basics.errors import InvalidValue
from models.domain.basics.typed.typed_time import parse_when
from models.domain.basics.zone import zone
from tests.opened import at
from tui.dialogs.time.moments import Moments, moment_text, read_until

BERLIN, UTC = zone("Europe/Berlin"), zone("UTC")
DAY = date(2026, 10, 25)
"""The day on which 02:30 comes twice in Berlin."""
START = at("2026-03-02T09:00")


@given(st.integers(at("2026-10-23T00:00"), at("2026-10-28T00:00")), st.sampled_from(["Europe/Berlin", "UTC"]))
def test_what_is_shown_is_read_back(instant: int, name: str) -> None:
    where = zone(name)
    assert parse_when(moment_text(instant, DAY, where), 0, where, "", DAY) == instant


def test_words_for_moments_near_and_far() -> None:
    assert moment_text(at("2026-10-25T00:30"), DAY, BERLIN) == "02:30 first"
    assert moment_text(at("2026-10-25T01:30"), DAY, BERLIN) == "02:30 second"
    assert moment_text(at("2026-10-26T08:15"), DAY, UTC) == "tomorrow 08:15"
    assert moment_text(at("2026-10-24T08:15"), DAY, UTC) == "yesterday 08:15"
    assert moment_text(at("2026-10-20T08:15") + 30, DAY, UTC) == "2026-10-20 08:15:30"


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("10:15", 75),
        ("1h30", 90),
        ("45m", 45),
        ("1.5h", 90),
        ("+45", 45),
        ("+1:30", 90),
        ("2pm", 300),
        ("tomorrow 0:10", 910),
        ("3 mar 10:00", 1500),
        ("now", 120),
        ("-20m", 100),
        ("20m ago", 100),
    ],
)
def test_an_end_is_a_time_or_a_length(typed: str, minutes: int) -> None:
    day = date(2026, 3, 2)
    assert read_until(typed, START, START + 7200, UTC, day) == START + minutes * 60


@pytest.mark.parametrize("typed", ["90", "1,5", "soon", "25:00", ""])
def test_what_is_neither_says_what_is_accepted(typed: str) -> None:
    with pytest.raises(InvalidValue, match="for a length type 1h30"):
        read_until(typed, START, START, UTC, date(2026, 3, 2))


def test_an_end_before_its_start_is_explained_and_the_repeated_hour_asked() -> None:
    moments = Moments(BERLIN, lambda: at("2026-10-25T12:00"), DAY)
    assert moments.read_end("1h30") == at("2026-10-25T13:30")
    moments.start = lambda: at("2026-10-25T08:00")
    with pytest.raises(InvalidValue, match=r"is 0:30 before the start 09:00.*tomorrow 0:10"):
        moments.read_end("8:30")
    with pytest.raises(InvalidValue, match=r"comes twice.*02:30 first.*second"):
        moments.read_start("2:30")
    assert moments.read_start("2:30 second") - moments.read_start("2:30 first") == 3600
    spring = Moments(BERLIN, lambda: 0, date(2026, 3, 29))
    with pytest.raises(InvalidValue, match="does not exist"):
        spring.read_start("2:30")
