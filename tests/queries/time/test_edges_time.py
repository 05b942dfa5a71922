"""What belongs to a day, and to whom? Sheets, days, overlaps and exports at midnight, at touching ends, at nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.errors import NotFound
from models.domain.basics.zone import zone
from models.domain.month_end.checks import overlaps
from models.domain.values import Entry
from models.queries.time.day import entries_between, named_between, part_between
from models.queries.time.entry_choices import read_entry_choices
from models.queries.time.exports import read_span
from models.queries.time.overlaps import read_overlaps
from models.queries.time.timesheet import read_timesheet
from models.queries.time.works import read_works
from models.services.contracts.charges import create_absence
from models.services.time.timer import TimerStart, start_timer
from models.storage import tables as t
from models.storage.rows.reading import read_entry
from tests.edges import DAY, HOUR, beside, table
from tests.opened import at, entry, opened, small_book

UTC = zone("UTC")
NOON = at("2026-03-11T12:00")
"""A Wednesday; the days of the table are the Tuesday before it."""
START, END = at("2026-03-10T00:00"), at("2026-03-11T00:00")
ENTRIES = [
    entry("till", "2026-03-09T22:00", "2026-03-10T00:00"),
    entry("over", "2026-03-09T23:00", "2026-03-10T01:00", agent="mo"),
    entry("zero", "2026-03-10T00:00", "2026-03-10T00:00", agent="ty"),
    entry("first", "2026-03-10T09:00", "2026-03-10T10:00"),
    entry("touch", "2026-03-10T10:00", "2026-03-10T11:00"),
    entry("inside", "2026-03-10T10:30", "2026-03-10T10:45"),
    entry("none", "2026-03-10T10:40", "2026-03-10T10:40"),
    entry("other", "2026-03-10T10:00", "2026-03-10T11:00", agent="mo", client="bo"),
    entry("last", "2026-03-10T23:00", "2026-03-11T00:00", agent="ty"),
    entry("next", "2026-03-11T00:00", "2026-03-11T01:00", agent="ty"),
    entry("long", "2026-03-01T00:00", "2026-03-10T00:01", agent="li"),
    entry("gone", "2026-03-01T00:00", "2026-03-10T00:00", agent="al"),
]
REQUESTS = [
    {
        "key": key,
        "client": client,
        "subject": key,
        "reported_at": f"2026-03-0{day}T08:00:00Z",
        "events": events,
    }
    for key, client, day, events in (
        ("R-1", "acme", 1, []),
        ("R-2", "acme", 2, [{"at": "2026-03-03T08:00:00Z", "state": "waiting"}]),
        ("R-3", "bo", 2, [{"at": "2026-03-03T08:00:00Z", "state": "resolved"}]),
        ("R-4", "bo", 3, [{"at": "2026-03-03T08:00:00Z", "state": "closed"}]),
    )
]


@pytest.fixture(scope="module", autouse=True)
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One desk for all tables, which only read; Ra's timer runs since 23:00 of the Tuesday."""
    agents = [{"key": key, "name": key.title(), "weekly_hours": "40:00"} for key in AGENTS]
    clients = [{"key": key, "name": name} for key, name in (("acme", "Acme"), ("bo", "ábo"), ("old", "Old"))]
    book = small_book(agents=agents, clients=clients, entries=ENTRIES, requests=REQUESTS)
    with opened(tmp_path_factory.mktemp("edges"), book):
        start_timer(TimerStart("ra", "acme"), END - HOUR)
        create_absence({"agent": "mo", "first": "2026-03-12", "last": "2026-03-12"}, NOON, "dana")
        t.Client.update(archived=True).where(t.Client.key == "old").execute()
        t.Agent.update(archived=True).where(t.Agent.key == "al").execute()
        t.WorkType.update(archived=True).where(t.WorkType.key == "design").execute()
        yield


AGENTS = ("dana", "mo", "ty", "li", "al", "ra")


def timer() -> str:
    return str(t.Entry.get(t.Entry.ended_at.is_null()).key)


def test_what_touches_a_day_is_in_it_and_no_more() -> None:
    """`till` and `gone` end at its first midnight, `next` begins at the last; a minute of `long` is a part of it."""
    wanted = ["long", "over", "zero", "first", "other", "touch", "inside", "none", "last", timer()]
    assert [one.key for one in entries_between(START, END)] == sorted(
        wanted, key=lambda key: (read_entry(key).started_at, key)
    )
    assert [row[0] for row in named_between(START, END, "mo")] == ["over", "other"]
    assert len(named_between(START, END, None)) == len(wanted)
    assert timer() not in [one.key for one in entries_between(START, END - HOUR)]
    assert timer() in [one.key for one in entries_between(START, END - HOUR + 1)]


@pytest.mark.parametrize(
    ("started", "ended", "now", "part"),
    table(
        ("what ends at the first midnight has no part", START - HOUR, START, END, None),
        ("a second more is a second", START - HOUR, START + 1, END, (START, START + 1)),
        ("what begins at the last midnight has no part", END, END + HOUR, END, None),
        ("a second before it has one", END - 1, END + HOUR, END, (END - 1, END)),
        ("without length at the first midnight it stands there", START, START, END, (START, START)),
        ("without length at the last midnight it is the next day's", END, END, END, None),
        ("a timer goes until now", START + HOUR, None, START + 2 * HOUR, (START + HOUR, START + 2 * HOUR)),
        (
            "a clock that went back gives no negative time",
            START + HOUR,
            None,
            START,
            (START + HOUR, START + HOUR),
        ),
        ("a timer of the day before reaches into it", START - HOUR, None, START + 1, (START, START + 1)),
        ("a timer to begin the next day is none of it", END, None, END + HOUR, None),
        ("a whole day and more is a whole day", START - DAY, END + DAY, END, (START, END)),
    ),
)
def test_the_part_of_a_day(started: int, ended: int | None, now: int, part: tuple[int, int] | None) -> None:
    assert part_between(Entry("e", "dana", "maintenance", started, ended), START, END, now) == part


@pytest.mark.parametrize(
    ("agent", "keys", "minutes"),
    table(
        ("one's own only", "dana", ["first", "touch", "inside", "none"], 60 + 60 + 15),
        ("another's are another's", "mo", ["over", "other"], 120),
        ("to the last midnight and from the first", "ty", ["zero", "last"], 60),
        ("a minute of nine days", "li", ["long"], 1),
        ("what ended at midnight is gone", "al", [], 0),
    ),
)
def test_the_sheet_of_one_agent(agent: str, keys: list[str], minutes: int) -> None:
    sheet = read_timesheet(NOON, day=date(2026, 3, 10), agent=agent, days=1)
    assert [row.key for row in sheet.rows] == keys
    assert [row.key for row in sheet.rows_on(date(2026, 3, 10))] == keys
    assert sum(one.seconds for one in sheet.days) == minutes * 60


@pytest.mark.parametrize(
    ("day", "first", "last"),
    table(
        ("a Monday begins its week", "2026-03-09", "2026-03-09", "2026-03-15"),
        ("a Sunday ends it", "2026-03-15", "2026-03-09", "2026-03-15"),
        ("the Monday after begins the next", "2026-03-16", "2026-03-16", "2026-03-22"),
    ),
)
def test_a_week_goes_from_monday_to_sunday(day: str, first: str, last: str) -> None:
    sheet = read_timesheet(NOON, day=date.fromisoformat(day))
    assert (str(sheet.first), str(sheet.last)) == (first, last)


def test_who_left_is_shown_where_they_worked() -> None:
    there = {one.agent for one in read_timesheet(NOON, day=date(2026, 3, 9), days=1).days}
    gone = {one.agent for one in read_timesheet(NOON, day=date(2026, 3, 10), days=1).days}
    assert there - gone == {"al"}


@pytest.mark.parametrize(
    ("key", "others"),
    table(
        ("touching is no overlap", "first", []),
        ("what lies inside overlaps", "touch", ["inside"]),
        ("and is overlapped; what has no length overlaps nothing", "inside", ["touch"]),
        ("without length nothing is shared", "none", []),
        ("another agent's work is no overlap", "other", []),
        ("the nine days of one agent are nobody else's", "long", []),
    ),
)
def test_what_overlaps(key: str, others: list[str]) -> None:
    mine = read_entry(key)
    assert [one.key for one in read_overlaps(mine, NOON)] == others
    row = next(row for row in read_timesheet(NOON, day=date(2026, 3, 10)).rows if row.key == key)
    assert list(row.overlaps) == others


@pytest.mark.parametrize(
    ("started", "ended", "agent", "others"),
    table(
        ("begins when the timer has begun: it runs until now", END, END + HOUR, "ra", True),
        ("ends when the timer begins: no overlap", END - 2 * HOUR, END - HOUR, "ra", False),
        ("begins now, when the timer would end: no overlap", NOON, NOON + HOUR, "ra", False),
        ("a second earlier is one", NOON - 1, NOON + HOUR, "ra", True),
        ("three days later it still runs", END + 3 * DAY, END + 3 * DAY + HOUR, "ra", True),
        ("another agent's is none", END, END + HOUR, "dana", False),
    ),
)
def test_a_timer_lasts_until_now(started: int, ended: int, agent: str, others: bool) -> None:
    mine = Entry("new", agent, "maintenance", started, ended, "acme")
    assert [one.key for one in read_overlaps(mine, max(NOON, ended - 1) if started > NOON else NOON)] == (
        [timer()] if others else []
    )


@pytest.mark.parametrize(
    ("first", "last", "client", "agent", "keys"),
    table(
        ("from a day on, that day included", "2026-03-11", None, None, None, ["next"]),
        ("to a day, that day included", None, "2026-03-01", None, None, ["gone", "long"]),
        ("a client's only", "2026-03-10", "2026-03-10", "bo", None, ["other"]),
        ("an agent's only", "2026-03-10", "2026-03-10", None, "ty", ["zero", "last"]),
        ("by the day of the start, not of the end", "2026-03-09", "2026-03-09", None, None, ["till", "over"]),
    ),
)
def test_what_leaves_by_the_span(
    first: str | None, last: str | None, client: str | None, agent: str | None, keys: list[str]
) -> None:
    days: list[Any] = [None if day is None else date.fromisoformat(day) for day in (first, last)]
    assert [one.key for one in read_span(*days, client, UTC, agent)] == keys
    for unknown in ({"client": "nobody", "agent": None}, {"client": None, "agent": "nobody"}):
        with pytest.raises(NotFound):
            read_span(None, None, unknown["client"], UTC, unknown["agent"])


def test_what_can_be_chosen_is_open_first_and_never_archived() -> None:
    works = read_works()
    assert [(one.client, one.request) for one in works] == [
        ("acme", "R-2"),
        ("acme", "R-1"),
        ("bo", None),
        ("acme", None),
    ]
    choices = read_entry_choices("R-4")
    assert [key for key, _ in choices.clients] == ["bo", "acme"]
    assert [key for key, _ in choices.work_types] == ["maintenance"]
    assert "al" not in [one.key for one in choices.agents]
    assert [one.key for one in choices.requests] == ["R-2", "R-1", "R-4", "R-3"]


def test_overlaps_stand_by_agent_then_by_start() -> None:
    found = [
        Entry(key, agent, "maintenance", start, start + HOUR)
        for key, agent, start in (("m1", "mo", 0), ("m2", "mo", 60), ("a1", "al", 120), ("a2", "al", 180))
    ]
    assert [(a.key, b.key) for a, b in overlaps(found)] == [("a1", "a2"), ("m1", "m2")]


@pytest.mark.parametrize(
    ("agent", "day", "seconds", "usual", "gaps", "doubles"),
    table(
        (
            "one's own hours only, none between what touches, a quarter twice",
            "dana",
            "2026-03-10",
            135 * 60,
            480,
            0,
            1,
        ),
        ("a gap is what lies between in the hours of the desk", "mo", "2026-03-10", 120 * 60, 480, 60, 0),
        ("on a Saturday nothing is usual", "dana", "2026-03-14", 0, 0, 0, 0),
        ("away is not usual", "mo", "2026-03-12", 0, 0, 0, 0),
        ("the day after it is again", "mo", "2026-03-13", 0, 480, 0, 0),
        ("a timer doubles nothing", "ra", "2026-03-11", 12 * HOUR, 480, 0, 0),
    ),
)
def test_an_agents_day(agent: str, day: str, seconds: int, usual: int, gaps: int, doubles: int) -> None:
    sheet = next(
        one for one in read_timesheet(NOON, day=date.fromisoformat(day), days=1).days if one.agent == agent
    )
    assert (sheet.seconds, sheet.usual_minutes) == (seconds, usual)
    assert (sheet.gap_minutes, len(sheet.doubles)) == (gaps, doubles)


def test_an_end_on_a_later_day_is_said() -> None:
    sheet = read_timesheet(NOON, day=date(2026, 3, 9))
    assert {row.key: row.ended for row in sheet.rows if row.key in ("till", "over", "first", "long")} == {
        "till": "00:00 +1",
        "over": "01:00 +1",
        "first": "10:00",
        "long": "00:01 +9",
    }
    assert next(row for row in sheet.rows if row.running).ended == ""


def test_what_stands_in_a_closed_month_is_frozen(tmp_path: Path) -> None:
    """The last day of the newest closed month is; late work of it is not, and neither is a timer from before it."""
    entries = [
        entry("last", "2026-02-28T23:00", "2026-03-01T01:00"),
        entry("next", "2026-03-01T01:00", "2026-03-01T02:00"),
        entry("beside", "2026-03-01T03:30", "2026-03-01T04:00", agent="mo"),
        entry("late", "2026-02-27T01:00", "2026-02-27T02:00", late_in="2026-03"),
    ]
    agents = [{"key": key, "name": key} for key in ("dana", "mo")]
    with beside(tmp_path, small_book(agents=agents, entries=entries, closed_months=["2026-02"])):
        start_timer(TimerStart("mo", "acme"), at("2026-03-01T03:00"))
        t.Entry.update(started_at=at("2026-02-28T22:00")).where(t.Entry.ended_at.is_null()).execute()
        rows = read_timesheet(at("2026-03-01T12:00"), day=date(2026, 2, 28)).rows
        assert {row.key for row in rows if row.frozen} == {"last"}
        assert len(rows) == 5
        sheet = read_timesheet(at("2026-03-01T12:00"), day=date(2026, 3, 1), agent="mo", days=1)
        assert (sheet.days[0].seconds, sheet.days[0].doubles) == (12 * HOUR + HOUR // 2, ())
