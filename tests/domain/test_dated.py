"""Settings that hold from a date on: what is in force when, and that nothing before that day moves (RULES 4.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.book.terms.dated import changed_from, value_on
from models.domain.basics.dated import check_dates_rise, in_force
from models.domain.basics.errors import InvalidValue
from models.domain.calendar import Calendar
from models.domain.requests.clocks import clocks
from models.domain.values import (
    Agent,
    Client,
    DatedHours,
    DatedMinutes,
    DatedTargets,
    DatedTier,
    Desk,
    Request,
    Target,
    Tier,
    Week,
    Window,
)

NINE: Week = ((Window(540, 1020),),) * 5 + ((), ())
EIGHT: Week = ((Window(480, 1200),),) * 6 + ((),)
NEVER: Week = ((),) * 7
JANUARY, JUNE = date(2026, 1, 1), date(2026, 6, 1)
WEEKS = st.sampled_from([NINE, EIGHT, NEVER])


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def calendar(*rows: tuple[date, Week], zone: str = "UTC") -> Calendar:
    dated = tuple(DatedHours(since, hours) for since, hours in rows)
    return Calendar(Desk("Desk", zone, "GBP", dated[0].hours, dated), lambda day: False)


@pytest.mark.parametrize(
    ("day", "minutes"),
    [
        (date(2025, 12, 31), 2400),
        (JANUARY, 2400),
        (date(2026, 5, 31), 2400),
        (JUNE, 1200),
        (date(2030, 1, 1), 1200),
    ],
    ids=str,
)
def test_a_row_holds_from_its_day_and_the_first_before_it(day: date, minutes: int) -> None:
    rows = (DatedMinutes(JANUARY, 2400), DatedMinutes(JUNE, 1200))
    assert in_force(rows, day).minutes == minutes
    assert Agent("a", "A", 2400, rows).weekly_on(day) == minutes


def test_dates_rise() -> None:
    check_dates_rise([DatedMinutes(JANUARY, 1), DatedMinutes(JUNE, 1)], "x")
    for rows in (
        [DatedMinutes(JUNE, 1), DatedMinutes(JUNE, 1)],
        [DatedMinutes(JUNE, 1), DatedMinutes(JANUARY, 1)],
    ):
        with pytest.raises(InvalidValue) as refusal:
            check_dates_rise(rows, "desk.hours")
        assert refusal.value.path == "desk.hours[1].from"
    with pytest.raises(InvalidValue):
        check_dates_rise([], "desk.hours")


def test_a_clock_that_runs_across_the_change_uses_each_days_hours() -> None:
    desk = calendar((JANUARY, NINE), (JUNE, EIGHT))
    tier = Tier("t", "T", resolution=Target("h", 10))
    for reported, due in (
        ("2026-05-27 16:00", "2026-05-29 10:00"),
        ("2026-05-29 15:00", "2026-06-01 16:00"),
        ("2026-06-05 18:00", "2026-06-06 16:00"),
    ):
        request = Request("R-1", "acme", "Help", at(reported))
        assert clocks(request, tier, desk, at("2026-06-05 19:00")).resolution_due == at(due)


def test_a_target_in_days_takes_the_day_of_the_report() -> None:
    desk = calendar((JANUARY, NINE), (JUNE, EIGHT))
    tier = Tier("t", "T", resolution=Target("d", 1))
    request = Request("R-1", "acme", "Help", at("2026-05-29 16:00"))
    # One day is 8 hours by the table of the report; the first is worked on Friday, seven more on Monday from 8.
    assert clocks(request, tier, desk, at("2026-05-29 16:00")).resolution_due == at("2026-06-01 15:00")


def test_the_tier_and_its_promise_are_those_of_the_day() -> None:
    client = Client("a", "A", "silver", dated_tiers=(DatedTier(JANUARY, "silver"), DatedTier(JUNE, None)))
    assert [client.tier_on(day) for day in (date(2020, 1, 1), date(2026, 5, 31), JUNE)] == [
        "silver",
        "silver",
        None,
    ]
    tier = Tier(
        "t",
        "T",
        Target("h", 4),
        targets=(DatedTargets(JANUARY, Target("h", 4)), DatedTargets(JUNE, Target("h", 1), clock="always")),
    )
    assert tier.on(date(2026, 5, 31)).first_response == Target("h", 4)
    assert (tier.on(JUNE).first_response, tier.on(JUNE).clock, tier.on(JUNE).targets) == (
        Target("h", 1),
        "always",
        (),
    )


def test_a_desk_that_closes_for_good_is_searched_no_further() -> None:
    desk = calendar((JANUARY, NINE), (JUNE, NEVER))
    assert desk.advance(at("2026-05-29 16:00"), 3600) == at("2026-05-29 17:00")
    assert desk.advance(at("2026-05-29 16:00"), 3601) is None
    assert desk.close_of_day(at("2026-05-29 17:00")) is None
    assert (desk.day_minutes(date(2026, 5, 31)), desk.day_minutes(JUNE)) == (480, None)


@settings(max_examples=40, deadline=None)
@given(WEEKS, WEEKS, st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(1, 400))
def test_found_5_6_a_moved_setting_changes_nothing_before_its_day(
    old: Week, new: Week, since: date, back: int
) -> None:
    before, after = calendar((JANUARY, old)), calendar((since - timedelta(days=800), old), (since, new))
    day = since - timedelta(days=back)
    assert before.windows(day) == after.windows(day)
    assert before.shut(day) == after.shut(day)
    first, last = before.zone.starts(day), before.zone.starts(since)
    assert before.working_seconds(first, last) == after.working_seconds(first, last)
    assert after.windows(since) == calendar((since, new)).windows(since)


@settings(max_examples=40, deadline=None)
@given(WEEKS, st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_the_same_hours_from_a_day_on_are_no_change(week: Week, since: date) -> None:
    plain = Calendar(Desk("Desk", "Europe/London", "GBP", week), lambda day: False)
    dated = calendar((since, week), (since + timedelta(days=30), week), zone="Europe/London")
    start = plain.zone.starts(since) - 86_400 * 9
    assert plain.advance(start, 200_000) == dated.advance(start, 200_000)
    assert replace(Request("R", "a", "s", start)).reported_at == start


def test_a_setting_is_changed_from_a_day_on() -> None:
    once = changed_from("40:00", date(2026, 6, 15), "20:00", "hours")
    assert once == [{"from": "2026-01-01", "hours": "40:00"}, {"from": "2026-06-15", "hours": "20:00"}]
    assert value_on(once, date(2026, 6, 14), "hours") == "40:00"
    assert value_on(once, date(2025, 1, 1), "hours") == "40:00"
    assert value_on(once, date(2026, 6, 15), "hours") == "20:00"
    assert changed_from(once, date(2027, 1, 1), "20:00", "hours") == once
    assert changed_from("40:00", date(2026, 6, 15), "40:00", "hours") == "40:00"
    again = changed_from(once, date(2026, 6, 15), "30:00", "hours")
    assert again == [{"from": "2026-01-01", "hours": "40:00"}, {"from": "2026-06-15", "hours": "30:00"}]
    earlier = changed_from(once, date(2026, 3, 1), "10:00", "hours")
    assert [row["hours"] for row in earlier] == ["40:00", "10:00", "20:00"]
    new_year = changed_from({"mon": []}, date(2026, 1, 1), {"mon": ["09:00-17:00"]}, None)
    assert new_year == [{"from": "2025-01-01", "mon": []}, {"from": "2026-01-01", "mon": ["09:00-17:00"]}]
    assert value_on(new_year, date(2025, 6, 1), None) == {"mon": []}
