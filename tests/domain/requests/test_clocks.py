"""Service levels: due times, pauses, what is owed next and why, by worked numbers and by simulation."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models.domain.calendar import Calendar
from models.domain.requests.clocks import (
    STOPPED,
    Clocks,
    Which,
    clocks,
    explain_deadline,
    is_known,
    owed,
    queue_key,
    resolved_at,
    state_at,
)
from models.domain.values import (
    STATES,
    Desk,
    Event,
    OccurrenceKey,
    Priority,
    Request,
    State,
    Target,
    Tier,
    Window,
)

NINE_TO_FIVE = (Window(540, 1020),)
WEEKDAYS = (NINE_TO_FIVE,) * 5 + ((), ())
LUNCH = ((Window(540, 750), Window(810, 1050)),) * 5 + ((), ())
NEVER = ((),) * 7
SAME_DAY = Target("same_day")
HOURS_24 = Target("h", 24)


def at(text: str) -> int:
    """An instant from `06-05 16:00` in 2026, UTC."""
    return int(datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC).timestamp())


def calendar(
    hours: tuple[tuple[Window, ...], ...] = WEEKDAYS,
    timezone: str = "UTC",
    holidays: frozenset[date] = frozenset(),
    closed: tuple[date, ...] = (),
) -> Calendar:
    return Calendar(Desk("Desk", timezone, "GBP", hours, closed_days=closed), holidays.__contains__)


def tier(
    resolution: Target | None = HOURS_24,
    response: Target | None = SAME_DAY,
    clock: Literal["working", "always"] = "working",
) -> Tier:
    return Tier("gold", "Gold", response, resolution, clock)


def request(
    reported: str = "06-05 16:00", *events: tuple[str, State], response: str | None = None
) -> Request:
    return Request(
        "R-1",
        "acme",
        "Help",
        at(reported),
        first_response_at=None if response is None else at(response),
        events=tuple(Event(at(when), state) for when, state in events),
    )


WEEK = calendar()
Change = tuple[str, State]
PAUSED: tuple[Change, Change] = (("06-05 16:30", "waiting"), ("06-08 09:30", "open"))


def test_24_working_hours_from_friday_afternoon() -> None:
    seen = clocks(request(), tier(), WEEK, at("06-09 12:00"))
    assert (seen.resolution_due, seen.resolution_state) == (at("06-10 16:00"), "ok")
    assert (seen.response_due, seen.response_state) == (at("06-05 17:00"), "breached")
    assert (seen.response_target_seconds, seen.resolution_target_seconds) == (3600, 24 * 3600)
    assert (seen.response_used_seconds, seen.resolution_used_seconds) == (12 * 3600, 12 * 3600)


def test_an_hour_of_waiting_moves_the_due_time_by_an_hour() -> None:
    seen = clocks(request("06-05 16:00", *PAUSED), tier(), WEEK, at("06-09 12:00"))
    assert (seen.resolution_due, seen.waiting_seconds) == (at("06-10 17:00"), 3600)
    twice = request("06-05 16:00", *PAUSED, ("06-09 09:00", "waiting"), ("06-09 11:00", "open"))
    seen = clocks(twice, tier(), WEEK, at("06-09 12:00"))
    assert (seen.resolution_due, seen.waiting_seconds) == (at("06-11 11:00"), 3 * 3600)


@pytest.mark.parametrize(
    ("reported", "response", "due", "state"),
    [
        ("06-04 08:00", None, "06-04 17:00", "breached"),
        ("06-05 17:00", None, "06-08 17:00", "breached"),
        ("06-06 10:00", "06-08 17:00", "06-08 17:00", "met"),
        ("06-06 10:00", "06-08 17:01", "06-08 17:00", "breached"),
    ],
)
@pytest.mark.parametrize("clock", ["working", "always"])
def test_same_day_whatever_the_clock(
    reported: str, response: str | None, due: str, state: str, clock: Literal["working", "always"]
) -> None:
    seen = clocks(request(reported, response=response), tier(clock=clock), WEEK, at("06-08 18:00"))
    assert (seen.response_due, seen.response_state) == (at(due), state)


def test_same_day_resolution_is_paused_on_the_tiers_clock() -> None:
    """Reported on Saturday: until Monday's close the working clock runs 8 h, the other one 55 h."""
    ask = request("06-06 10:00", ("06-08 10:00", "waiting"), ("06-08 12:00", "open"))
    working = clocks(ask, tier(SAME_DAY), WEEK, at("06-08 13:00"))
    always = clocks(ask, tier(SAME_DAY, clock="always"), WEEK, at("06-08 13:00"))
    assert (working.resolution_target_seconds, working.resolution_due) == (8 * 3600, at("06-09 11:00"))
    assert (always.resolution_target_seconds, always.resolution_due) == (55 * 3600, at("06-08 19:00"))


def test_a_day_is_the_desks_working_day_or_24_hours() -> None:
    working = clocks(request(), tier(Target("d", 2)), WEEK, at("06-05 16:00"))
    always = clocks(request(), tier(Target("d", 2), clock="always"), WEEK, at("06-05 16:00"))
    assert working.resolution_due == at("06-09 16:00")
    assert always.resolution_due == at("06-07 16:00")


def test_a_desk_without_hours_promises_only_what_needs_none() -> None:
    desk, now = calendar(NEVER), at("06-09 12:00")
    paused = request("06-05 16:00", *PAUSED)
    for target in (Target("h", 24), Target("d", 2), SAME_DAY):
        seen = clocks(paused, tier(target), desk, now)
        assert (seen.response_due, seen.response_state) == (None, None)
        assert (seen.resolution_due, seen.resolution_state, seen.waiting_seconds) == (None, None, 0)
    always = clocks(paused, tier(Target("h", 24), clock="always"), desk, now)
    assert (always.response_due, always.resolution_due) == (None, at("06-09 09:00"))


def test_a_due_time_beyond_all_years_is_none() -> None:
    endless = Target("h", 10**10)
    for level in (tier(endless, endless), tier(endless, endless, "always")):
        seen = clocks(request(), level, WEEK, at("06-09 12:00"))
        assert (seen.response_due, seen.resolution_due, seen.resolution_state) == (None, None, None)


def test_without_a_tier_waiting_is_measured_by_the_clock_that_always_runs() -> None:
    seen = clocks(request("06-05 16:00", *PAUSED), None, WEEK, at("06-09 12:00"))
    assert seen.waiting_seconds == 65 * 3600
    assert (seen.response_due, seen.resolution_due, seen.resolution_state) == (None, None, None)


def test_what_happened_after_now_is_not_known() -> None:
    ask = request("06-05 16:00", *PAUSED, ("06-08 10:00", "resolved"), response="06-08 09:45")
    early = clocks(ask, tier(), WEEK, at("06-05 16:45"))
    assert early == clocks(request("06-05 16:00", PAUSED[0]), tier(), WEEK, at("06-05 16:45"))
    assert (early.response_state, early.responded_at, early.resolved_at) == ("due_soon", None, None)
    late = clocks(ask, tier(), WEEK, at("06-08 10:00"))
    assert (late.response_state, late.responded_at) == ("breached", at("06-08 09:45"))
    assert (late.resolution_state, late.resolved_at) == ("met", at("06-08 10:00"))


def test_before_its_report_a_request_is_owed_nothing() -> None:
    ask, now = request(response="06-05 16:00"), at("06-05 15:59")
    assert not is_known(ask, now)
    assert is_known(ask, at("06-05 16:00"))
    assert clocks(ask, tier(), WEEK, now) == Clocks()
    assert state_at(ask, now) == "new"
    assert explain_deadline(ask, tier(), WEEK, now, "response") == ()


def test_a_wait_that_still_lasts_is_taken_to_end_now() -> None:
    ask = request("06-05 16:00", ("06-05 16:30", "waiting"))
    assert clocks(ask, tier(), WEEK, at("06-08 09:30")).resolution_due == at("06-10 17:00")
    assert clocks(ask, tier(), WEEK, at("06-09 09:30")).resolution_due == at("06-11 17:00")


def test_the_final_resolution_is_taken_not_to_have_come() -> None:
    """Resolved after half an hour, the due time stays where it was; a wait before it still counts."""
    ask = request("06-05 16:00", ("06-05 16:30", "resolved"), ("06-09 09:00", "closed"))
    for now in ("06-05 16:30", "06-08 12:00", "06-30 12:00"):
        seen = clocks(ask, tier(), WEEK, at(now))
        assert (seen.resolution_due, seen.resolution_state) == (at("06-10 16:00"), "met")
        assert (seen.resolved_at, seen.resolution_used_seconds) == (at("06-05 16:30"), 1800)
    waited = request("06-05 16:00", PAUSED[0], ("06-08 09:30", "resolved"))
    assert clocks(waited, tier(), WEEK, at("06-30 12:00")).resolution_due == at("06-10 17:00")


def test_a_reopened_request_runs_on_and_is_counted() -> None:
    ask = request(
        "06-05 16:00",
        ("06-05 16:30", "resolved"),
        ("06-08 09:30", "closed"),
        ("06-08 10:00", "open"),
        ("06-08 11:00", "resolved"),
        ("06-08 11:30", "waiting"),
    )
    seen = clocks(ask, tier(), WEEK, at("06-08 12:00"))
    assert (seen.reopened, seen.resolved_at) == (2, None)
    assert seen.resolution_used_seconds == 5400
    assert seen.resolution_due == at("06-11 10:30")
    assert seen.waiting_seconds == 1800
    assert clocks(ask, tier(), WEEK, at("06-08 09:45")).reopened == 0


def test_a_breach_sticks() -> None:
    late: tuple[Change, ...] = (
        ("06-10 16:00", "waiting"),
        ("06-11 16:00", "open"),
        ("06-11 16:30", "closed"),
    )
    for count in range(4):
        seen = clocks(request("06-05 16:00", *late[:count]), tier(), WEEK, at("06-12 12:00"))
        assert (seen.resolution_due, seen.resolution_state) == (at("06-10 16:00"), "breached")


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("06-05 16:00", "ok"),
        ("06-09 17:00", "ok"),
        ("06-10 09:59", "ok"),
        ("06-10 10:00", "due_soon"),
        ("06-10 16:00", "due_soon"),
        ("06-10 16:01", "breached"),
    ],
)
def test_the_words_at_their_boundaries(now: str, state: str) -> None:
    assert clocks(request(), tier(), WEEK, at(now)).resolution_state == state


def test_due_soon_begins_at_three_quarters() -> None:
    """Three quarters of 24 h are 18 h: Friday 1 h, Monday and Tuesday 8 h each, Wednesday until 10:00."""
    assert clocks(request(), tier(), WEEK, at("06-10 10:00")).resolution_state == "due_soon"
    assert clocks(request(), tier(), WEEK, at("06-10 10:00") - 1).resolution_state == "ok"


@pytest.mark.parametrize(
    ("now", "state", "done"),
    [
        ("06-05 16:00", "new", None),
        ("06-05 16:10", "open", None),
        ("06-05 16:20", "resolved", "06-05 16:20"),
        ("06-05 16:30", "closed", "06-05 16:20"),
        ("06-05 16:40", "open", None),
        ("06-05 16:55", "closed", "06-05 16:50"),
    ],
)
def test_state_and_resolution_at_an_instant(now: str, state: str, done: str | None) -> None:
    ask = request(
        "06-05 16:00",
        ("06-05 16:10", "open"),
        ("06-05 16:20", "resolved"),
        ("06-05 16:30", "closed"),
        ("06-05 16:40", "open"),
        ("06-05 16:50", "closed"),
    )
    assert state_at(ask, at(now)) == state
    assert resolved_at(ask, at(now)) == (None if done is None else at(done))


def test_the_response_is_owed_before_the_resolution() -> None:
    both = clocks(request(), tier(), WEEK, at("06-05 16:00"))
    answered = clocks(request(response="06-05 16:00"), tier(), WEEK, at("06-05 16:00"))
    no_response = clocks(request(), tier(response=None), WEEK, at("06-05 16:00"))
    nothing = clocks(request(), None, WEEK, at("06-05 16:00"))
    assert owed(both, "new") == (at("06-05 17:00"), "response")
    assert owed(answered, "open") == (at("06-10 16:00"), "resolution")
    assert owed(no_response, "waiting") == (at("06-10 16:00"), "resolution")
    assert owed(nothing, "new") == (None, None)
    assert owed(both, "resolved") == owed(both, "closed") == (None, None)


def test_the_queue_is_ordered_by_due_time_priority_report_and_key() -> None:
    def place(key: str, priority: Priority, reported: str, due: int | None) -> tuple[object, ...]:
        ask = replace(request(reported), key=key, priority=priority)
        return queue_key(ask, Clocks(resolution_due=due), "open")

    queue = [
        place("R-9", "low", "06-05 16:00", 10),
        place("R-8", "urgent", "06-05 16:00", 20),
        place("R-7", "high", "06-05 16:00", 20),
        place("R-6", "normal", "06-05 15:00", 20),
        place("R-4", "normal", "06-05 16:00", 20),
        place("R-5", "normal", "06-05 16:00", 20),
        place("R-3", "low", "06-05 16:00", 20),
        place("R-2", "urgent", "06-05 16:00", None),
        place("R-1", "low", "06-05 16:00", None),
    ]
    assert sorted(reversed(queue)) == queue


def steps(
    ask: Request, level: Tier, desk: Calendar, now: str, which: Which
) -> list[tuple[str, str, str, int]]:
    def text(instant: int) -> str:
        return datetime.fromtimestamp(instant, UTC).strftime("%a %H:%M")

    explained = explain_deadline(ask, level, desk, at(now), which)
    return [(step.kind, text(step.first), text(step.last), step.seconds) for step in explained]


def test_a_deadline_is_explained_window_by_window() -> None:
    desk = calendar(holidays=frozenset({date(2026, 6, 8)}), closed=(date(2026, 6, 9),))
    ask = request("06-05 16:00", ("06-05 16:15", "open"), ("06-10 09:30", "waiting"), ("06-10 11:00", "open"))
    assert steps(ask, tier(Target("h", 3)), desk, "06-10 11:30", "resolution") == [
        ("counted", "Fri 16:00", "Fri 17:00", 3600),
        ("no_hours", "Sat 00:00", "Sun 00:00", 86_400),
        ("no_hours", "Sun 00:00", "Mon 00:00", 86_400),
        ("holiday", "Mon 00:00", "Tue 00:00", 86_400),
        ("closed_day", "Tue 00:00", "Wed 00:00", 86_400),
        ("counted", "Wed 09:00", "Wed 09:30", 1800),
        ("paused", "Wed 09:30", "Wed 11:00", 5400),
        ("counted", "Wed 11:00", "Wed 12:30", 5400),
    ]


def test_a_response_is_explained_without_pauses() -> None:
    ask = request("06-06 10:00", ("06-06 11:00", "waiting"))
    assert steps(ask, tier(), calendar(LUNCH), "06-08 09:30", "response") == [
        ("no_hours", "Sat 10:00", "Sun 00:00", 14 * 3600),
        ("no_hours", "Sun 00:00", "Mon 00:00", 86_400),
        ("counted", "Mon 09:00", "Mon 12:30", 3 * 3600 + 1800),
        ("counted", "Mon 13:30", "Mon 17:30", 4 * 3600),
    ]


def test_a_clock_that_always_runs_is_explained_by_stretches() -> None:
    ask = request(
        "06-05 16:00", ("06-05 17:00", "waiting"), ("06-06 10:00", "open"), ("06-06 11:00", "resolved")
    )
    level = tier(Target("h", 4), clock="always")
    assert steps(ask, level, WEEK, "06-08 09:30", "resolution") == [
        ("counted", "Fri 16:00", "Fri 17:00", 3600),
        ("paused", "Fri 17:00", "Sat 10:00", 17 * 3600),
        ("counted", "Sat 10:00", "Sat 13:00", 3 * 3600),
    ]


def test_what_came_after_the_due_time_explains_nothing() -> None:
    ask = request(
        "06-05 16:00", ("06-05 16:00", "waiting"), ("06-05 16:00", "open"), ("06-08 10:00", "waiting")
    )
    assert steps(ask, tier(Target("h", 1)), WEEK, "06-09 09:30", "resolution") == [
        ("counted", "Fri 16:00", "Fri 17:00", 3600)
    ]
    assert steps(ask, tier(None), WEEK, "06-09 09:30", "resolution") == []


# --- laws ---

ZONES = ("UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
QUARTER = 900
BASE = at("03-20 00:00")
HORIZON = 14 * 96
"""Two weeks of quarters, with the clock changes of spring in them."""

quarters = st.integers(0, HORIZON)
targets = st.one_of(
    st.just(SAME_DAY),
    st.builds(Target, st.just("h"), st.integers(1, 40)),
    st.builds(Target, st.just("d"), st.integers(1, 4)),
)
tiers = st.builds(tier, targets, targets, st.sampled_from(["working", "always"]))
CALENDARS = {zone: calendar(LUNCH, zone, frozenset({date(2026, 4, 3), date(2026, 4, 6)})) for zone in ZONES}
desks = st.sampled_from(ZONES).map(CALENDARS.__getitem__)


@st.composite
def requests(draw: st.DrawFn) -> Request:
    moments = sorted(draw(st.lists(quarters, min_size=1, max_size=6)))
    events = [Event(BASE + QUARTER * moment, draw(st.sampled_from(STATES))) for moment in moments[1:]]
    response = draw(st.none() | st.integers(moments[0], HORIZON))
    return Request(
        "R-1",
        "acme",
        "Help",
        BASE + QUARTER * moments[0],
        first_response_at=None if response is None else BASE + QUARTER * response,
        events=tuple(events),
    )


def simulated(ask: Request, level: Tier, desk: Calendar, now: int, target: int) -> int:
    """The resolution's due time once more: walk in quarters, ask each one whether the clock runs."""
    events = [event for event in ask.events if event.at <= now]
    done = resolved_at(ask, now)
    moment, ran = ask.reported_at, 0
    while True:
        state: State = "new"
        for event in events:
            state = event.state if event.at <= moment else state
        stands = state in STOPPED and moment < now and not (done is not None and moment >= done)
        local = desk.zone.local(moment)
        minute = local.hour * 60 + local.minute
        open_now = any(w.opens <= minute < w.closes for w in LUNCH[local.weekday()])
        works = level.clock == "always" or (open_now and desk.shut(local.date()) is None)
        ran += QUARTER if works and not stands else 0
        moment += QUARTER
        if ran >= target:
            return moment


@settings(max_examples=100, deadline=None)
@given(requests(), tiers, desks, quarters)
def test_the_due_time_is_what_a_walk_in_quarters_finds(
    ask: Request, level: Tier, desk: Calendar, moment: int
) -> None:
    now = ask.reported_at + QUARTER * moment
    seen = clocks(ask, level, desk, now)
    assert seen.resolution_target_seconds is not None
    assert seen.resolution_due == simulated(ask, level, desk, now, seen.resolution_target_seconds)


@st.composite
def with_and_without_a_pause(draw: st.DrawFn) -> tuple[Request, Request]:
    """A request, and the same with one pause more between two of its changes."""
    moments = sorted(draw(st.lists(quarters, min_size=3, max_size=8, unique=True)))
    reported, *changes = (BASE + QUARTER * moment for moment in moments)
    place = draw(st.integers(0, len(changes) - 2))
    events = [Event(change, draw(st.sampled_from(STATES))) for change in changes]
    back: State = events[place - 1].state if place else "new"
    assume(back not in ("resolved", "closed"))
    first, last = Event(changes[place], "waiting"), Event(changes[place + 1], back)
    before, after = events[:place], events[place + 2 :]
    plain = Request("R-1", "acme", "Help", reported, events=(*before, *after))
    return plain, replace(plain, events=(*before, first, last, *after))


@settings(max_examples=100, deadline=None)
@given(with_and_without_a_pause(), tiers, desks, quarters)
def test_a_pause_never_brings_a_deadline_forward(
    both: tuple[Request, Request], level: Tier, desk: Calendar, moment: int
) -> None:
    ask, paused = both
    now = ask.reported_at + QUARTER * moment
    plain, longer = clocks(ask, level, desk, now), clocks(paused, level, desk, now)
    assert plain.resolution_due is not None
    assert longer.resolution_due is not None
    assert longer.resolution_due >= plain.resolution_due
    assert longer.waiting_seconds >= plain.waiting_seconds
    assert longer.response_due == plain.response_due


@settings(max_examples=100, deadline=None)
@given(
    st.integers(BASE, BASE + QUARTER * HORIZON), st.integers(BASE, BASE + QUARTER * HORIZON), targets, desks
)
def test_moving_the_report_inside_closed_hours_moves_nothing(
    one: int, other: int, target: Target, desk: Calendar
) -> None:
    """Both reports are moved to the same stretch between two windows first."""
    opens = desk.advance(one, 1)
    assert opens is not None
    assume(opens - 1 > one)
    moved = one + (other - BASE) % (opens - one)
    level = tier(target, target)
    first, second = (
        clocks(replace(request(), reported_at=reported), level, desk, BASE + QUARTER * 2 * HORIZON)
        for reported in (one, moved)
    )
    assert (first.response_due, first.resolution_due) == (second.response_due, second.resolution_due)


@settings(max_examples=80, deadline=None)
@given(requests(), targets, st.sampled_from(ZONES), quarters, st.integers(0, 20))
def test_a_holiday_more_never_brings_a_deadline_forward(
    ask: Request, target: Target, zone: str, moment: int, day: int
) -> None:
    """Pauses and `same_day` together are left out: there a holiday changes what the clock has to run."""
    now = ask.reported_at + QUARTER * moment
    assume(target != SAME_DAY or not ask.events)
    added = date.fromordinal(date(2026, 3, 20).toordinal() + day)
    level, known = tier(target, target), frozenset({date(2026, 4, 3), date(2026, 4, 6)})
    before = clocks(ask, level, CALENDARS[zone], now)
    after = clocks(ask, level, calendar(LUNCH, zone, known | {added}), now)
    for earlier, later in (
        (before.response_due, after.response_due),
        (before.resolution_due, after.resolution_due),
    ):
        assert earlier is not None
        assert later is not None
        assert earlier <= later


@settings(max_examples=80, deadline=None)
@given(requests(), tiers, desks, quarters, quarters)
def test_a_breach_is_never_taken_back(
    ask: Request, level: Tier, desk: Calendar, moment: int, later: int
) -> None:
    now = ask.reported_at + QUARTER * moment
    early = clocks(ask, level, desk, now)
    late = clocks(ask, level, desk, now + QUARTER * later)
    if early.response_state == "breached":
        assert (late.response_state, late.response_due) == ("breached", early.response_due)
    if early.resolution_state == "breached" and early.resolved_at is None:
        assert (late.resolution_state, late.resolution_due) == ("breached", early.resolution_due)


@settings(max_examples=80, deadline=None)
@given(requests(), tiers, desks, quarters, st.sampled_from(["response", "resolution"]))
def test_an_explanation_counts_up_to_the_target(
    ask: Request, level: Tier, desk: Calendar, moment: int, which: Which
) -> None:
    now = ask.reported_at + QUARTER * moment
    seen = clocks(ask, level, desk, now)
    due = seen.response_due if which == "response" else seen.resolution_due
    target = seen.response_target_seconds if which == "response" else seen.resolution_target_seconds
    told = explain_deadline(ask, level, desk, now, which)
    counted = [step for step in told if step.kind == "counted"]
    assert sum(step.seconds for step in counted) == target
    assert counted[-1].last == due
    assert told[-1] == counted[-1]
    assert [step.first for step in told] == sorted(step.first for step in told)
    assert all(before.last <= after.first for before, after in pairwise(told))


def test_a_window_that_is_over_when_the_request_comes_is_no_step() -> None:
    """Reported at lunch: the morning of that day counts nothing."""
    steps = explain_deadline(
        request("06-05 13:45"), tier(Target("h", 4)), calendar(LUNCH), at("06-05 14:00"), "resolution"
    )
    assert [(step.kind, step.first, step.last) for step in steps] == [
        ("counted", at("06-05 13:45"), at("06-05 17:30")),
        ("no_hours", at("06-06 00:00"), at("06-07 00:00")),
        ("no_hours", at("06-07 00:00"), at("06-08 00:00")),
        ("counted", at("06-08 09:00"), at("06-08 09:15")),
    ]


def test_a_stop_in_the_second_of_the_due_time_explains_nothing() -> None:
    """What ran until it is all there is: no stretch of no length behind it."""
    ask = request("06-05 16:00", ("06-05 16:00", "open"), ("06-05 18:00", "waiting"))
    level = tier(Target("h", 2), clock="always")
    assert steps(ask, level, WEEK, "06-09 09:30", "resolution") == [
        ("counted", "Fri 16:00", "Fri 18:00", 7200)
    ]


def test_promised_work_is_explained_by_the_plain_time_to_its_due_day() -> None:
    """Opened on Friday the 5th at midnight, due on Tuesday: to the end of its hours, whatever waited (RULES 2.9)."""
    key = OccurrenceKey("k", "p", date(2026, 6, 1))
    ask = replace(request("06-05 00:00", ("06-08 10:00", "waiting")), recurring=key, due_day=date(2026, 6, 9))
    seconds = at("06-09 17:00") - at("06-05 00:00")
    found = steps(ask, tier(), WEEK, "06-09 09:30", "resolution")
    assert found == [("counted", "Fri 00:00", "Tue 17:00", seconds)]
