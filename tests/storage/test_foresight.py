"""Is a server asked all at once, and does a wrong guess change nothing?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.demo import DEMO_NOW, demo_book
from models.domain.basics.months import Month
from models.domain.basics.zone import zone
from models.queries.overview.dashboard import Dashboard, read_dashboard
from models.services.time.timer import TimerStart, begin_timer, start_timer, stop_timer, switch_timer
from models.storage import tables as t
from models.storage.postgres.foresight.answers import touched
from models.storage.postgres.foresight.guesses import World, guesses_at, read_of, value_of
from models.storage.postgres.foresight.lists import LISTS, Foresight, loaded, question
from tests.engines import DATABASES
from tests.server_walk import SCREENS, Traffic, make_desk, renamed, walk, watched_traffic
from tui.open import OpenedDesk, open_desk

LONDON = zone("Europe/London")
NOW = DEMO_NOW - 12 * 86_400 + 10_000
"""No instant at which the lists were made."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A sample desk whose keys no list knows."""
    place = DATABASES.at("foresight")
    make_desk(place.url, renamed(demo_book(NOW), "q"), NOW)
    yield place.url
    DATABASES.give_back(DATABASES.names() - {"foresight"})


@pytest.fixture
def desk(url: str) -> OpenedDesk:
    """Opened without any list."""
    opened = open_desk(url)
    foresight_of(opened, Foresight(None))
    return opened


def foresight_of(desk: OpenedDesk, foresight: Foresight) -> None:
    """Let the desk know these lists."""
    desk.data.expect.__self__.database.foresight = foresight  # type: ignore[union-attr]


def test_a_list_is_one_value_in_any_order() -> None:
    text = 'SELECT 1 FROM "x" WHERE a = %s AND b IN (%s, %s) AND c > %s'
    asked = question(text, (1, "n", "m", 4))
    assert asked == question(text, (1, "m", "n", 4))
    assert asked.written() == (text, [1, "m", "n", 4])
    assert question(text.replace("%s, %s", "%s"), (1, "n", 4)).text == asked.text
    with pytest.raises(TypeError):
        question("SELECT %s", ([],))


def test_a_read_is_known_by_its_name_and_what_it_was_given() -> None:
    name, named = read_of(partial(partial(start_timer, TimerStart("dana", None, "R-1")), now=7))
    assert name.endswith("timer:start_timer")
    assert named["start.agent"] == "dana"
    assert named["start.client"] is None
    assert named["now"] == 7
    assert read_of(partial(read_dashboard, "dana", 5))[1] == {"user": "dana", "now": 5}


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
VALUES = st.one_of(
    DAYS.map(date.isoformat),
    DAYS.map(lambda day: str(Month.of(day))),
    DAYS.map(lambda day: Month.of(day).first_day.isoformat()),
    DAYS.map(LONDON.starts),
    DAYS.map(lambda day: LONDON.starts(day) - t.LONG_SECONDS),
    st.integers(NOW - 10**6, NOW + 10**6),
    st.sampled_from(
        ["dana", "me:dana", "absence:ann:E-7", "acme", None, True, 3, ("acme",), ("acme", "birch")]
    ),
)


@given(VALUES)
def test_every_guess_comes_to_the_value(value: Any) -> None:
    found = {0: [("ann", "2026-09", '"ann"')], 1: [("acme", 1), ("birch", 2), (None, 3)], 2: [("E-7",)]}
    world = World({"now": NOW, "user": "dana", "month": "2026-10", "day": "2026-11-03"}, LONDON, found)
    guesses = guesses_at(value, world)
    assert guesses
    assert {value_of(guess, world) for guess in guesses} == {value}


def test_what_is_guessed_goes_with_the_time() -> None:
    start = LONDON.starts(date(2026, 11, 1))
    first, *_ = guesses_at(start, World({"now": NOW}, LONDON))
    later = World({"now": NOW + 31 * 86_400}, LONDON)
    assert value_of(first, later) == LONDON.starts(date(2026, 12, 1))


def test_what_a_write_touches() -> None:
    assert touched("INSERT INTO", "client") == {"client"}
    assert "contract" in touched("UPDATE", "client")
    assert touched("DELETE FROM", "change") == {"change", "change_row", "change_money"}


def test_the_lists_that_come_with_the_program_suit_the_tables(desk: OpenedDesk) -> None:
    texts = {step.text for known in loaded(LISTS).values() for step in known.steps.values()}
    assert len(texts) > 100

    def ask() -> None:
        for text in texts:
            bare = text.replace("%*", "%s")
            t.database.execute_sql(f"EXPLAIN {bare}", [None] * bare.replace("%%", "").count("%s"))

    desk.data.fetch_now(ask)


def ask_often(desk: OpenedDesk, times: int) -> tuple[list[Any], Traffic]:
    """The dashboard so many times, a minute apart."""
    with watched_traffic(desk) as traffic:
        seen = [desk.data.fetch_now(read_dashboard, "dana", NOW + 61 * number) for number in range(times)]
    return [comparable(each) for each in seen], traffic


def comparable(seen: Dashboard) -> Dashboard:
    """Without the terms that count on while a timer runs: they are equal to nothing else."""
    running = seen.session.running
    return (
        seen
        if running is None
        else replace(seen, session=replace(seen.session, running=replace(running, work=None)))
    )


def test_what_was_asked_once_is_asked_at_once(desk: OpenedDesk) -> None:
    expect, desk.data.expect = desk.data.expect, None
    plain, _ = ask_often(desk, 3)
    desk.data.expect = expect
    seen, traffic = ask_often(desk, 3)
    assert seen == plain
    trips = [trips for _, trips in traffic.calls]
    assert trips[0] > 20
    assert trips[1] <= 4
    assert trips[2] == 1


def test_who_sees_the_same_every_minute_learns_nothing_anew(
    desk: OpenedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two steps that come to one question are no statement that was sent for nothing."""
    foresight_of(desk, Foresight())
    ask_often(desk, 10)
    lessons: list[str] = []
    monkeypatch.setattr(Foresight, "learn", lambda self, read, *given: lessons.append(read))
    _, traffic = ask_often(desk, 3)
    assert ([trips for _, trips in traffic.calls], lessons) == ([1, 1, 1], [])


def test_a_wrong_guess_changes_nothing(desk: OpenedDesk) -> None:
    ask_often(desk, 2)
    foresight = desk.data.expect.__self__.database.foresight  # type: ignore[union-attr]
    (known,) = foresight._reads.values()
    plain, _ = ask_often(desk, 1)
    for step in known.steps.values():
        step.guesses = tuple(
            (("is", 2),) if type(value_of) is int else each for each in step.guesses for value_of in [0]
        )
    for step in list(known.steps.values())[::2]:
        known.add('SELECT "no_such_column" FROM "desk"', ())
        step.text = step.text.replace("SELECT", "SELECT ", 1)
    seen, _ = ask_often(desk, 1)
    assert seen == plain


def test_a_change_sees_what_it_wrote(desk: OpenedDesk) -> None:
    agent = desk.data.fetch_now(read_dashboard, "dana", NOW).session.me
    assert agent is not None
    for number in range(3):
        at = NOW + 1000 * (1 + number)
        running = desk.data.fetch_now(read_dashboard, "dana", at).session.running
        if running is not None:
            desk.data.write_now(stop_timer, agent.key, at)
        entry = desk.data.write_now(start_timer, TimerStart(agent.key, None), at + 100)
        found = desk.data.fetch_now(read_dashboard, "dana", at + 200).session.running
        assert found is not None
        assert found.entry == entry


def test_a_timer_starts_and_stops_in_few_round_trips(desk: OpenedDesk) -> None:
    """Numbers that come next are guessed; what nobody asks about goes with what is sent next."""
    session = desk.data.fetch_now(read_dashboard, "dana", NOW).session
    assert session.me is not None
    me = session.me.key
    if session.running is not None:
        desk.data.write_now(stop_timer, me, NOW + 10**5)
    with watched_traffic(desk) as traffic:
        for number in range(6):
            at = NOW + 2 * 10**5 + 1000 * number
            desk.data.write_now(start_timer, TimerStart(me, "qacme"), at)
            desk.data.write_now(stop_timer, me, at + 500)
    assert [trips for _, trips in traffic.calls[-4:]] == [4, 4, 4, 4]


def test_the_first_timer_of_a_program_is_as_quick(desk: OpenedDesk) -> None:
    """With the lists that come with it: nothing need be learnt."""
    if desk.data.fetch_now(read_dashboard, "dana", NOW).session.running is not None:
        desk.data.write_now(stop_timer, "qdana", NOW + 3 * 10**5)
    foresight_of(desk, Foresight())
    with watched_traffic(desk) as traffic:
        desk.data.write_now(begin_timer, TimerStart("qdana", "qacme"), NOW + 4 * 10**5)
        desk.data.write_now(switch_timer, TimerStart("qdana", "qacme"), NOW + 5 * 10**5)
        desk.data.write_now(stop_timer, "qdana", NOW + 6 * 10**5)
    assert [trips for _, trips in traffic.calls] == [4, 5, 4]


def test_what_waits_is_written_before_anything_is_asked(desk: OpenedDesk) -> None:
    """Postponed, read back, taken back to a savepoint, and refused with the commit."""

    def names() -> list[str]:
        return [
            name for (name,) in t.Setting.select(t.Setting.name).where(t.Setting.name ** "late%").tuples()
        ]

    def write() -> list[list[str]]:
        with t.database.atomic():
            seen = [names()]
            with t.database.later():
                t.database.bulk_insert("setting", ("name", "value"), [("late 1", "1")])
            seen.append(names())
            with t.database.atomic() as savepoint:
                with t.database.later():
                    t.database.bulk_insert("setting", ("name", "value"), [("late 2", "1")])
                savepoint.rollback()
            with t.database.later():
                t.database.bulk_insert("setting", ("name", "value"), [("late 3", "%s; 1")])
        return seen

    def twice() -> None:
        with t.database.atomic(), t.database.later():
            t.database.bulk_insert("setting", ("name", "value"), [("late 4", "1")])
            t.database.bulk_insert("setting", ("name", "value"), [("late 3", "1")])

    assert desk.data.write_now(write) == [[], ["late 1"]]
    with pytest.raises(Exception, match="late 3"):
        desk.data.write_now(twice)
    assert sorted(desk.data.fetch_now(names)) == ["late 1", "late 3"]


MORE = {"read_capacity_board": 12, "read_client_page": 5}
"""The first time on a desk: lists that only the read itself makes. The second time it is three like the others."""


@pytest.mark.long
def test_every_screen_opens_within_three_round_trips() -> None:
    place = DATABASES.at("opening")
    make_desk(place.url, renamed(demo_book(NOW), "q"), NOW)
    opening = asyncio.run(walk(place.url, NOW, SCREENS)).most()
    screens = {name: trips for name, trips in opening.items() if name.startswith("read_")}
    assert len(screens) >= 11
    late = {name: trips for name, trips in screens.items() if trips > MORE.get(name, 3)}
    assert late == {}, (
        "a read asks other statements by now: python -m tests.server_walk writes the lists anew"
    )
