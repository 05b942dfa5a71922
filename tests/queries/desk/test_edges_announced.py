"""What is announced, and in which order? Clocks that run well, marks with and without a timer, equal times."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.domain.basics.months import Month
from models.queries.history.titles import read_named_title
from models.queries.history.trail import FieldChange
from models.queries.ledger.ledgers import Ledgers
from models.queries.overview.alerts import reached
from models.queries.overview.announcements import read_announcements
from models.queries.overview.dashboard import read_dashboard
from models.services.core.month_records import keep_holidays
from models.services.time.timer import TimerStart, start_timer
from tests.edges import HOUR, beside, table
from tests.opened import at, contract, entry, monthly, opened, small_book

NOON = at("2026-06-10T12:00")
BOTH = ("due_soon", "R-2", "response")


@pytest.fixture(scope="module", autouse=True)
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One desk for all tables: nine of ten hours are used, and a timer runs since eleven."""
    common = {"subject": "Sink", "reported_at": "2026-06-10T08:00:00Z", "priority": "urgent"}
    book = small_book(
        tiers=[{"key": "gold", "name": "Gold", "first_response": "4h", "clock": "always"}],
        clients=[{"key": "acme", "name": "Acme"}, {"key": "gold", "name": "Gold", "tier": "gold"}],
        contracts=[contract("plan", allowances=[monthly("10:00")])],
        requests=[{"key": key, "client": "gold"} | common for key in ("R-2", "R-1")],
        entries=[entry("E-1", "2026-06-01T08:00", "2026-06-01T17:00")],
    )
    with opened(tmp_path_factory.mktemp("edges"), book, NOON):
        start_timer(TimerStart("dana", "acme"), NOON - HOUR)
        yield


@pytest.mark.parametrize(
    ("now", "percents"),
    table(
        ("nine hours are 90 %, recorded", NOON - HOUR, ["75", "90"]),
        ("the tenth hour runs", NOON, ["75", "90", "100+"]),
    ),
)
def test_what_is_said_of_a_mark(now: int, percents: list[str]) -> None:
    found = [one.text for one in read_announcements("u", now).standing if one.name[0] == "mark"]
    said = "Hours: Acme has used {} % of what is usable this month"
    runs = ", with the timer that runs"
    assert found == [said.format(one.rstrip("+")) + runs * one.endswith("+") for one in percents]


@pytest.mark.parametrize(
    ("now", "names"),
    table(
        ("a clock that runs well is not announced", NOON - HOUR - 1, []),
        ("from three quarters on it is", NOON - HOUR, [("due_soon", "R-1", "response"), BOTH]),
    ),
)
def test_which_clocks_are_announced(now: int, names: list[tuple[str, ...]]) -> None:
    standing = [one.name for one in read_announcements("u", now).standing]
    assert [name for name in standing if name[0] == "urgent"] == [("urgent", "R-1"), ("urgent", "R-2")]
    assert [name for name in standing if name[0] not in {"urgent", "mark"}] == names


@pytest.mark.parametrize(
    ("before", "after", "words"),
    table(
        ("new", None, "5:00", "hours: 5:00"),
        ("changed", "4:00", "5:00", "hours: 4:00 → 5:00"),
        ("taken away", "4:00", None, "hours: 4:00 → nothing"),
    ),
)
def test_a_change_of_a_field_in_words(before: str | None, after: str | None, words: str) -> None:
    assert str(FieldChange("hours", before, after)) == words


def test_whether_the_holidays_of_the_desk_are_kept_for_the_next_start(tmp_path: Path) -> None:
    with beside(tmp_path / "none", small_book()):
        assert read_dashboard("u", NOON).holidays_kept
    with beside(tmp_path / "some", small_book(desk={"holidays": "GB-ENG"})):
        assert not read_dashboard("u", NOON).holidays_kept
        keep_holidays("GB-ENG")
        assert read_dashboard("u", NOON).holidays_kept


def test_marks_are_of_what_is_counted(tmp_path: Path) -> None:
    """Three hours of an evening that weigh 2.5: 450 of 600 minutes, recorded without a timer."""
    bands = [{"from": "2026-01-01", "windows": {"tue": [{"at": "19:00-22:00", "weight": "2.5"}]}}]
    plan = contract("plan", allowances=[monthly("10:00")])
    work = entry("E-1", "2026-06-02T19:00", "2026-06-02T22:00")
    with beside(tmp_path, small_book(desk={"bands": bands}, contracts=[plan], entries=[work])):
        assert reached(list(Ledgers().records(Month(2026, 6)))) == [("acme", Month(2026, 6), 75)]
        (mark,) = read_announcements("u", NOON).standing
    assert mark.text == "Hours: Acme Ltd has used 75 % of what is usable this month"


@pytest.mark.parametrize(
    ("title", "words"),
    table(
        ("the first month", "Closed 2026-01", "Closed January 2026"),
        ("the last", "Reopened 2026-12", "Reopened December 2026"),
        ("what is no month stays", "Closed 2026-13", "Closed 2026-13"),
        ("nor is the one before the first", "Closed 2026-00", "Closed 2026-00"),
        ("a day", "Changed the hours from 2026-01-01", "Changed the hours from 1 Jan 2026"),
        ("a name in the place of a key", "Added time for acme", "Added time for Acme"),
        ("a reason is left alone as it was typed", "Reopened 2026-02: 2026-01", "Reopened February 2026: 2026-01"),
    ),
)  # fmt: skip
def test_titles_as_people_read_them(title: str, words: str) -> None:
    assert read_named_title(title) == words
