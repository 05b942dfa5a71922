"""What speaks against the time of a running timer: kept with its entry, never hidden by a later sign of life."""

from __future__ import annotations

from typing import Any

import pytest

from models.domain.absence import Absence, TimerQuestion, absence_from, seconds_back, timer_question

NINE = 1_800_000_000
HOUR = 3600
KEPT = Absence("E-1", NINE + 60, "gone", NINE + HOUR)


def test_a_question_is_read_as_it_was_kept() -> None:
    assert absence_from(KEPT.document(), "E-1", NINE) == KEPT
    assert absence_from(KEPT.document() | {"until": None}, "E-1", NINE) == Absence("E-1", NINE + 60, "gone")


@pytest.mark.parametrize(
    "value",
    [
        None,
        "gone",
        KEPT.document() | {"entry": "E-2"},
        KEPT.document() | {"why": "tired"},
        KEPT.document() | {"last_seen": None},
        KEPT.document() | {"last_seen": NINE - 1},
    ],
)
def test_a_question_about_anything_else_is_none(value: Any) -> None:
    assert absence_from(value, "E-1", NINE) is None


@pytest.mark.parametrize(
    ("alive", "now", "absence", "seconds"),
    [
        (None, NINE, None, 0),
        (None, NINE - 1, None, 1),
        (NINE + 10, NINE - HOUR, None, HOUR + 10),
        (NINE + HOUR, NINE + HOUR - 60, None, 0),
        (NINE + HOUR, NINE + HOUR - 61, None, 61),
        (NINE, NINE + HOUR, Absence("E-1", NINE + 2 * HOUR, "back"), HOUR),
        (NINE, NINE + HOUR, Absence("E-1", NINE, "back"), 1),
        (NINE, NINE + HOUR, KEPT, 0),
    ],
)
def test_found_6_4_a_clock_that_went_back_is_seen(
    alive: int | None, now: int, absence: Absence | None, seconds: int
) -> None:
    assert seconds_back(NINE, alive, now, absence) == seconds


@pytest.mark.parametrize(
    ("given", "doubt"),
    [
        ({}, None),
        ({"now": NINE - 1}, TimerQuestion("back", seconds=1)),
        ({"absence": KEPT}, TimerQuestion("absent", NINE + 60)),
        ({"absence": Absence("E-1", NINE + 60, "idle")}, None),
        ({"alive_at": NINE + HOUR}, None),
        ({"alive_at": NINE + HOUR - 1}, TimerQuestion("absent", NINE + HOUR - 1)),
        ({"alive_at": NINE - HOUR}, TimerQuestion("absent", NINE)),
        ({"slept_seconds": 300}, None),
        ({"slept_seconds": 301}, TimerQuestion("asleep", seconds=301)),
        ({"now": NINE + 8 * HOUR}, None),
        ({"now": NINE + 8 * HOUR + 1}, TimerQuestion("long")),
    ],
)
def test_found_6_4_what_speaks_against_ending_it_by_the_clock(
    given: dict[str, Any], doubt: TimerQuestion | None
) -> None:
    usual: dict[str, Any] = {
        "started_at": NINE,
        "alive_at": None,
        "absence": None,
        "slept_seconds": 0,
        "now": NINE + 2 * HOUR,
        "pace_hours": 8,
    }
    assert timer_question(**usual | given) == doubt
