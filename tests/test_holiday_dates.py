"""Public holidays by country and region, and the calendar that knows them."""

from __future__ import annotations

import subprocess
import sys
import warnings
from datetime import date
from pathlib import Path

import pytest

from models.domain.basics.errors import InvalidValue
from models.domain.values import Desk, Window
from models.holiday_dates import calendar_of, check_code, holiday_dates, holiday_test

GOOD_FRIDAY, EASTER_MONDAY = date(2026, 4, 3), date(2026, 4, 6)


def test_regions_differ() -> None:
    england, scotland = holiday_dates("GB-ENG", 2026, 2026), holiday_dates("GB-SCT", 2026, 2026)
    assert {GOOD_FRIDAY, EASTER_MONDAY, date(2026, 12, 28)} <= england
    assert EASTER_MONDAY not in scotland
    assert date(2026, 1, 6) in holiday_dates("DE-BY", 2026, 2026)
    assert date(2026, 1, 6) not in holiday_dates("DE", 2026, 2026)


def test_only_the_years_asked_for() -> None:
    assert {day.year for day in holiday_dates("GB-ENG", 2025, 2026)} == {2025, 2026}


def test_a_holiday_kept_in_the_year_before_its_own_is_found() -> None:
    """New Year's Day 2028 is a Saturday; the United States keep it on Friday, 31 December 2027."""
    assert date(2027, 12, 31) in holiday_dates("US", 2027, 2027)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("XX", "no known country"),
        ("", "no known country"),
        ("gb-eng", "no known country"),
        ("DE-ZZ", "accepted are DE and DE-BB, .*DE-BY"),
        ("GB-", "accepted are GB and GB-ENG"),
        ("VA-X", "accepted are VA$"),
    ],
)
def test_an_unknown_code_is_refused_at_its_place(code: str, message: str) -> None:
    with pytest.raises(InvalidValue, match=message) as refused:
        check_code(code)
    assert refused.value.path == "desk.holidays"
    assert repr(code) in refused.value.message
    with pytest.raises(InvalidValue):
        holiday_dates(code, 2026, 2026)
    with pytest.raises(InvalidValue):
        holiday_test(code)(GOOD_FRIDAY)


def test_the_refusal_names_the_path_it_is_given() -> None:
    with pytest.raises(InvalidValue) as refused:
        check_code("XX", "settings.holidays")
    assert refused.value.path == "settings.holidays"


def test_the_test_of_a_date_spans_decades() -> None:
    is_holiday = holiday_test("GB-ENG")
    assert is_holiday(GOOD_FRIDAY)
    assert is_holiday(date(2019, 12, 25))
    assert is_holiday(date(2020, 1, 1))
    assert not is_holiday(date(2026, 4, 2))
    assert not holiday_test(None)(GOOD_FRIDAY)


def test_a_country_announced_for_a_few_years_only_prints_no_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert date(2090, 1, 26) in holiday_dates("IN", 2090, 2099)


def test_the_calendar_of_a_desk_is_shared_and_knows_the_holidays() -> None:
    desk = Desk("Desk", "Europe/London", "GBP", ((Window(540, 1020),),) * 5 + ((), ()), holidays="GB-ENG")
    known = calendar_of(desk)
    assert known is calendar_of(Desk("Desk", "Europe/London", "GBP", desk.hours, holidays="GB-ENG"))
    assert known.shut(GOOD_FRIDAY) == "holiday"
    assert known.open_days(date(2026, 4, 1), date(2026, 4, 30)) == 20


def test_the_library_is_loaded_only_when_a_desk_names_holidays() -> None:
    script = (
        "import sys; from models.holiday_dates import holiday_test; holiday_test(None); "
        "print('holidays' in sys.modules)"
    )
    root = Path(__file__).parent.parent
    run = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
