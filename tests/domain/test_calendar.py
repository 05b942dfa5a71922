"""The working calendar: windows in the desk's zone, open days, and a clock that adds up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.errors import InvalidValue
from models.domain.calendar import Calendar
from models.domain.values import DatedHours, Desk, Window

NINE_TO_FIVE = (Window(540, 1020),)
WEEKDAYS = (NINE_TO_FIVE,) * 5 + ((), ())
LUNCH = ((Window(540, 750), Window(810, 1050)),) * 5 + ((), ())
ALL_DAY = ((Window(0, 1440),),) * 7
NEVER = ((),) * 7
MONDAYS = (NINE_TO_FIVE, *((),) * 6)


def at(text: str) -> int:
    """An instant from `2026-06-05 16:00`, in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def calendar(
    hours: tuple[tuple[Window, ...], ...] = WEEKDAYS,
    timezone: str = "UTC",
    holidays: frozenset[date] = frozenset(),
    closed: tuple[date, ...] = (),
) -> Calendar:
    desk = Desk("Desk", timezone, "GBP", hours, closed_days=closed)
    return Calendar(desk, holidays.__contains__)


def test_windows_are_instants_of_the_desks_zone() -> None:
    london = calendar(LUNCH, "Europe/London")
    assert london.windows(date(2026, 6, 5)) == (
        (at("2026-06-05 08:00"), at("2026-06-05 11:30")),
        (at("2026-06-05 12:30"), at("2026-06-05 16:30")),
    )
    assert london.windows(date(2026, 1, 5))[0][0] == at("2026-01-05 09:00")


def test_a_shut_day_says_why() -> None:
    desk = calendar(holidays=frozenset({date(2026, 6, 6), date(2026, 6, 8)}), closed=(date(2026, 6, 9),))
    assert [desk.shut(date(2026, 6, day)) for day in (5, 6, 8, 9)] == [
        None,
        "no_hours",
        "holiday",
        "closed_day",
    ]
    assert [desk.is_open_day(date(2026, 6, day)) for day in (5, 6, 8, 9, 10)] == [
        True,
        False,
        False,
        False,
        True,
    ]
    assert desk.windows(date(2026, 6, 8)) == ()


@pytest.mark.parametrize(("day", "hours"), [((2026, 3, 29), 23), ((2026, 10, 25), 25), ((2026, 6, 1), 24)])
def test_a_day_of_a_clock_change_has_its_true_length(day: tuple[int, int, int], hours: int) -> None:
    ((opens, closes),) = calendar(ALL_DAY, "Europe/London").windows(date(*day))
    assert closes - opens == hours * 3600


def test_a_window_that_begins_in_the_skipped_hour_begins_at_the_change() -> None:
    early = calendar(((Window(90, 300),),) * 7, "Europe/London")
    assert early.windows(date(2026, 3, 29)) == ((at("2026-03-29 01:00"), at("2026-03-29 04:00")),)


def test_a_window_inside_the_skipped_hour_is_dropped() -> None:
    tiny = calendar(((Window(70, 110),),) * 7, "Europe/London")
    assert tiny.windows(date(2026, 3, 29)) == ()
    assert not tiny.is_open_day(date(2026, 3, 29))
    assert tiny.open_days(date(2026, 3, 28), date(2026, 3, 30)) == 2


def test_a_wall_time_that_comes_twice_is_the_first_of_the_two() -> None:
    night = calendar(((Window(0, 90), Window(90, 300)),) * 7, "Europe/London")
    assert night.windows(date(2026, 10, 25)) == (
        (at("2026-10-24 23:00"), at("2026-10-25 00:30")),
        (at("2026-10-25 00:30"), at("2026-10-25 05:00")),
    )


def test_a_date_that_the_zone_skips_has_no_hours() -> None:
    apia = calendar(((Window(540, 1020),),) * 7, "Pacific/Apia")
    assert apia.windows(date(2011, 12, 30)) == ()
    assert apia.open_days(date(2011, 12, 29), date(2011, 12, 31)) == 2


def test_a_midnight_that_is_skipped_begins_the_day_at_the_change() -> None:
    santiago = calendar(ALL_DAY, "America/Santiago")
    assert santiago.windows(date(2026, 9, 6)) == ((at("2026-09-06 04:00"), at("2026-09-07 03:00")),)


def test_the_week_in_minutes_and_the_day_rounded_up() -> None:
    day = date(2026, 6, 5)
    assert (calendar().working_weekdays(day), calendar().day_minutes(day)) == (5, 480)
    uneven = calendar(
        ((Window(0, 600),), (Window(0, 600),), (Window(0, 600),), (Window(0, 450),), (), (), ())
    )
    assert (uneven.working_weekdays(day), uneven.day_minutes(day)) == (4, 563)
    assert calendar(NEVER).day_minutes(day) is None


def test_open_days_count_both_ends() -> None:
    june = calendar(holidays=frozenset({date(2026, 6, 1)}))
    assert calendar().open_days(date(2026, 6, 1), date(2026, 6, 30)) == 22
    assert june.open_days(date(2026, 6, 1), date(2026, 6, 30)) == 21
    assert june.open_days(date(2026, 6, 2), date(2026, 6, 2)) == 1
    assert june.open_days(date(2026, 6, 3), date(2026, 6, 2)) == 0
    assert june.open_days(date(2024, 1, 1), date(2024, 12, 31)) == 262


def test_working_seconds_over_a_weekend() -> None:
    assert calendar().working_seconds(at("2026-06-05 16:30"), at("2026-06-08 09:30")) == 3600
    assert calendar().working_seconds(at("2026-06-08 09:30"), at("2026-06-05 16:30")) == 0
    assert calendar(NEVER).working_seconds(at("2026-06-05 16:30"), at("2026-06-08 09:30")) == 0


def test_nothing_is_worked_outside_the_years_of_the_desk() -> None:
    assert calendar().working_seconds(at("1950-01-01 00:00"), at("1960-01-01 00:00")) == 0
    assert calendar().working_seconds(at("3500-01-01 00:00"), at("3600-01-01 00:00")) == 0


def test_advance_takes_the_worked_number_of_the_rules() -> None:
    assert calendar().advance(at("2026-06-05 16:00"), 24 * 3600) == at("2026-06-10 16:00")


def test_advance_ends_at_closing_rather_than_at_the_next_opening() -> None:
    assert calendar().advance(at("2026-06-05 16:00"), 3600) == at("2026-06-05 17:00")
    assert calendar().advance(at("2026-06-05 16:00"), 3601) == at("2026-06-08 09:00") + 1
    assert calendar().advance(at("2026-06-06 16:00"), 0) == at("2026-06-06 16:00")


def test_advance_reaches_over_many_years() -> None:
    assert calendar().advance(at("2026-01-01 00:00"), 40 * 52 * 10 * 3600) == at("2035-12-19 17:00")


def test_the_search_ends_where_no_time_is_left() -> None:
    start = at("2026-06-05 16:00")
    assert calendar(NEVER).advance(start, 1) is None
    assert calendar(NEVER).close_of_day(start) is None
    assert calendar().advance(start, 10**15) is None
    assert calendar(MONDAYS).advance(at("2999-12-01 00:00"), 10**8) is None
    always_holiday = Calendar(Desk("Desk", "UTC", "GBP", MONDAYS), lambda day: day.year < 9999)
    late = at("2990-06-05 16:00")  # a search from today looks at a million days
    assert always_holiday.advance(late, 1) is None
    assert always_holiday.close_of_day(late) is None


@pytest.mark.parametrize(
    ("instant", "close"),
    [
        ("2026-06-04 08:00", "2026-06-04 17:00"),
        ("2026-06-04 16:59", "2026-06-04 17:00"),
        ("2026-06-05 17:00", "2026-06-08 17:00"),
        ("2026-06-06 10:00", "2026-06-08 17:00"),
        ("2026-12-31 17:00", "2027-01-01 17:00"),
    ],
)
def test_close_of_day_is_the_next_closing_time(instant: str, close: str) -> None:
    assert calendar().close_of_day(at(instant)) == at(close)


def test_at_lunch_the_day_is_not_closed() -> None:
    assert calendar(LUNCH).close_of_day(at("2026-06-04 12:30")) == at("2026-06-04 17:30")


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(InvalidValue, match="Mars/Base"):
        calendar(timezone="Mars/Base")


# --- laws ---

ZONES = (
    "UTC",
    "Europe/London",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Cairo",
)
BEGIN, END = at("2026-01-01 00:00"), at("2027-03-01 00:00")

instants = st.integers(BEGIN, END)
dates = st.dates(date(2026, 1, 1), date(2027, 3, 1))


@st.composite
def days_of_windows(draw: st.DrawFn) -> tuple[Window, ...]:
    edges = sorted(draw(st.lists(st.integers(0, 96), max_size=6, unique=True)))
    return tuple(Window(15 * a, 15 * b) for a, b in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    hours = tuple(draw(days_of_windows()) for _ in range(7))
    holidays = draw(st.frozensets(dates, max_size=4))
    return calendar(hours, draw(st.sampled_from(ZONES)), holidays)


def plain_sum(desk: Calendar, start: int, end: int) -> int:
    """The working time once more, day by day."""
    day, last, total = desk.zone.date_of(start), desk.zone.date_of(end), 0
    while day <= last:
        total += sum(max(0, min(end, closes) - max(start, opens)) for opens, closes in desk.windows(day))
        day += timedelta(days=1)
    return total


@settings(max_examples=60, deadline=None)
@given(calendars(), st.lists(instants, min_size=3, max_size=3))
def test_working_time_adds_up(desk: Calendar, moments: list[int]) -> None:
    a, b, c = sorted(moments)
    assert desk.working_seconds(a, b) + desk.working_seconds(b, c) == desk.working_seconds(a, c)
    assert desk.working_seconds(a, c) == plain_sum(desk, a, c)


@settings(max_examples=60, deadline=None)
@given(calendars(), instants, st.integers(1, 400 * 3600))
def test_advance_is_the_earliest_instant_that_has_run_so_long(
    desk: Calendar, start: int, seconds: int
) -> None:
    end = desk.advance(start, seconds)
    if end is None:
        assert not any(desk.working_weekdays(day) for day in (date.min, *desk.changes_on))
        return
    assert desk.working_seconds(start, end) == seconds
    assert desk.working_seconds(start, end - 1) == seconds - 1


@settings(max_examples=60, deadline=None)
@given(calendars(), dates)
def test_windows_hold_the_wall_times_of_the_desk(desk: Calendar, day: date) -> None:
    windows = desk.windows(day)
    assert list(windows) == sorted(windows)
    for opens, closes in windows:
        assert opens < closes
        assert desk.zone.date_of(opens) == day == desk.zone.date_of(closes - 1)
    for (_, closes), (opens, _) in pairwise(windows):
        assert closes <= opens


@settings(max_examples=60, deadline=None)
@given(calendars(), instants)
def test_close_of_day_lies_ahead_and_ends_a_day(desk: Calendar, instant: int) -> None:
    close = desk.close_of_day(instant)
    if close is None:
        assert not any(desk.working_weekdays(day) for day in (date.min, *desk.changes_on))
        return
    day = desk.zone.date_of(close - 1)
    assert close > instant
    assert desk.windows(day)[-1][1] == close
    between = desk.zone.date_of(instant)
    while between < day:
        assert not desk.windows(between) or desk.windows(between)[-1][1] <= instant
        between += timedelta(days=1)


@settings(max_examples=60, deadline=None)
@given(calendars(), dates, dates)
def test_open_days_are_the_days_with_windows(desk: Calendar, first: date, last: date) -> None:
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    assert desk.open_days(first, last) == sum(desk.is_open_day(day) for day in days)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ZONES), st.sets(dates, max_size=5), dates, instants, st.integers(1, 80 * 3600))
def test_one_holiday_more_never_brings_an_end_forward(
    timezone: str, known: set[date], added: date, start: int, seconds: int
) -> None:
    before = calendar(LUNCH, timezone, frozenset(known))
    after = calendar(LUNCH, timezone, frozenset(known | {added}))
    ends = before.advance(start, seconds), after.advance(start, seconds)
    closes = before.close_of_day(start), after.close_of_day(start)
    assert ends[0] is not None
    assert ends[1] is not None
    assert ends[0] <= ends[1]
    assert closes[0] is not None
    assert closes[1] is not None
    assert closes[0] <= closes[1]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(2010, 2035), st.integers(0, 10**6)), min_size=2, max_size=6))
def test_the_order_of_questions_does_not_change_the_answers(questions: list[tuple[int, int]]) -> None:
    shared = calendar(LUNCH, "Europe/London")
    for year, seconds in questions:
        start = at(f"{year}-03-28 20:00")
        assert shared.advance(start, seconds) == calendar(LUNCH, "Europe/London").advance(start, seconds)


def test_the_days_on_which_hours_change_are_all_but_the_first() -> None:
    weeks = tuple(DatedHours(date(2026, month, 1), WEEKDAYS) for month in (1, 3, 6))
    assert Calendar(
        Desk("Desk", "UTC", "GBP", WEEKDAYS, dated_hours=weeks), lambda day: False
    ).changes_on == (
        date(2026, 3, 1),
        date(2026, 6, 1),
    )
    assert calendar().changes_on == ()
