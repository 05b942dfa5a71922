"""What stands in the way of a close, and what somebody should look at (RULES 6.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.domain.basics.months import Month
from models.domain.basics.zone import zone
from models.domain.calendar import Calendar
from models.domain.month_end.checks import (
    Check,
    MissedWork,
    ResolvedRequest,
    entry_checks,
    overlaps,
    promise_checks,
    request_checks,
    short_days,
)
from models.domain.values import Agent, Desk, Entry, Window
from tests.builders import at, work

MARCH = Month(2026, 3)
UTC = zone("UTC")
FINE = replace(work("E-1", "2026-03-02 09:00", 60, request="R-1"), note="Mended the form")


def codes(*entries: Entry, month: Month = MARCH) -> list[tuple[str, str, str | None]]:
    """Level, code and entry of each finding."""
    return [(check.level, check.code, check.entry) for check in entry_checks(month, entries, UTC)]


def pairs(*entries: Entry) -> list[tuple[str, str]]:
    return [(earlier.key, later.key) for earlier, later in overlaps(entries)]


def test_nothing_is_wrong() -> None:
    assert codes(FINE) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"ended_at": None}, [("blocking", "running")]),
        ({"client": None, "request": None}, [("blocking", "no_client"), ("warning", "no_request")]),
        ({"client": None, "request": None, "scope": "internal"}, []),
        ({"note": " \n"}, [("warning", "no_note")]),
        ({"request": None}, [("warning", "no_request")]),
        ({"ended_at": FINE.started_at + 36000}, []),
        ({"ended_at": FINE.started_at + 36001}, [("warning", "long")]),
    ],
)
def test_each_finding(change: dict[str, object], found: list[tuple[str, str]]) -> None:
    entry = replace(FINE, **change)  # type: ignore[arg-type]  # the table holds fields of Entry
    assert codes(entry) == [(level, code, "E-1") for level, code in found]


def test_only_what_began_in_the_month_or_is_shown_late_in_it() -> None:
    before = work("E-1", "2026-02-28 23:30", 60)
    assert codes(before) == []
    assert codes(replace(before, late_in=MARCH)) == [
        ("warning", "no_note", "E-1"),
        ("warning", "no_request", "E-1"),
    ]
    assert codes(work("E-2", "2026-04-01 00:00", 60)) == []
    first = at("2026-03-01 00:00")
    assert codes(replace(FINE, note="", started_at=first, ended_at=first)) == [("warning", "no_note", "E-1")]
    last = at("2026-03-31 23:59:59")
    assert codes(replace(FINE, note="", started_at=last, ended_at=last)) == [("warning", "no_note", "E-1")]
    assert codes(replace(FINE, note="", started_at=last + 1, ended_at=last + 1)) == []
    assert codes(replace(before, ended_at=None)) == []


def test_a_running_timer_is_described() -> None:
    (check,) = entry_checks(MARCH, [replace(FINE, ended_at=None)], UTC)
    assert check == Check("blocking", "running", "a timer is running since 02 Mar 09:00 (dana, acme)", "E-1")
    nobody = replace(FINE, ended_at=None, client=None, request=None, scope="internal")
    assert "no client" in entry_checks(MARCH, [nobody], UTC)[0].message


class TestOverlaps:
    def test_touching_is_none(self) -> None:
        first, second = work("A", "2026-03-02 09:00", 60), work("B", "2026-03-02 10:00", 60)
        assert pairs(first, second) == []
        assert pairs(second, replace(first, ended_at=second.started_at + 1)) == [("A", "B")]

    def test_the_later_one_is_named_once_with_what_reaches_furthest(self) -> None:
        long = work("A", "2026-03-02 08:00", 300)
        inside = work("B", "2026-03-02 09:00", 30)
        third = work("C", "2026-03-02 10:00", 300)
        assert pairs(third, inside, long) == [("A", "B"), ("A", "C")]

    def test_equal_starts_by_key(self) -> None:
        assert pairs(work("B", "2026-03-02 09:00", 5), work("A", "2026-03-02 09:00", 5)) == [("A", "B")]

    def test_what_overlaps_nothing(self) -> None:
        first = work("A", "2026-03-02 09:00", 60)
        assert pairs(first, work("B", "2026-03-02 09:30", 60, agent="eli")) == []
        assert pairs(first, work("B", "2026-03-02 09:30", 0)) == []
        assert pairs(first, replace(work("B", "2026-03-02 09:30", 0), ended_at=None)) == []

    def test_a_check_for_the_later_one_also_over_the_turn_of_the_month(self) -> None:
        february = replace(work("A", "2026-02-28 23:00", 120, request="R"), note="x")
        march = replace(work("B", "2026-03-01 00:30", 60, request="R"), note="x")
        (check,) = entry_checks(MARCH, [february, march], UTC)
        assert (check.code, check.entry, check.message) == (
            "overlap",
            "B",
            "B overlaps A of the same agent (dana)",
        )
        assert entry_checks(Month(2026, 2), [february, march], UTC) == []
        assert entry_checks(Month(2026, 4), [february, march], UTC) == []


def test_requests() -> None:
    found = request_checks(
        [
            ResolvedRequest("R-1", "Fine", "forms", True),
            ResolvedRequest("R-2", "Bare", None, False),
            ResolvedRequest("R-3", "Blank", "", True),
        ]
    )
    assert [(check.level, check.code, check.request) for check in found] == [
        ("warning", "no_time", "R-2"),
        ("warning", "no_cause", "R-2"),
        ("warning", "no_cause", "R-3"),
    ]


class TestShortDays:
    WEEK = ((Window(540, 1020),),) * 5 + ((), ())
    DESK = Desk("Desk", "UTC", "GBP", hours=WEEK)
    DANA = Agent("dana", "Dana", 40 * 60)

    def found(
        self,
        *entries: Entry,
        until: date = date(2026, 3, 3),
        desk: Desk = DESK,
        agents: tuple[Agent, ...] = (DANA,),
        absent: dict[str, frozenset[date]] | None = None,
    ) -> list[str]:
        calendar = Calendar(desk, lambda day: False)
        return [check.message for check in short_days(MARCH, agents, entries, calendar, UTC, until, absent)]

    def test_half_of_a_usual_day_is_enough(self) -> None:
        # 40 hours on five days: 8:00 a day, 4:00 is half. The 1st is a Sunday.
        full = work("A", "2026-03-02 09:00", 240)
        short = work("B", "2026-03-03 09:00", 239.98)
        assert self.found(full, short) == ["Dana, Tue 03 Mar: 3:59 of 8:00 logged"]

    def test_only_open_days_that_have_come(self) -> None:
        assert len(self.found(until=date(2026, 3, 31))) == 22
        assert len(self.found(until=date(2026, 4, 30))) == 22
        assert self.found(until=date(2026, 3, 1)) == []

    def test_who_is_away_or_works_no_hours_is_not_short(self) -> None:
        assert self.found(until=date(2026, 3, 2), absent={"dana": frozenset({date(2026, 3, 2)})}) == []
        assert len(self.found(until=date(2026, 3, 2), absent={"eli": frozenset({date(2026, 3, 2)})})) == 1
        assert self.found(agents=(Agent("eli", "Eli", 0),)) == []

    def test_a_desk_without_working_days_has_none(self) -> None:
        assert self.found(desk=replace(self.DESK, hours=((),) * 7)) == []

    def test_a_finding_leads_to_agent_and_day(self) -> None:
        (check,) = short_days(
            MARCH, (self.DANA,), (), Calendar(self.DESK, lambda day: False), UTC, date(2026, 3, 2)
        )
        assert (check.level, check.code, check.agent, check.day) == (
            "warning",
            "short_day",
            "dana",
            date(2026, 3, 2),
        )

    def test_time_over_midnight_counts_on_both_days(self) -> None:
        night = work("A", "2026-03-02 20:00", 8 * 60)
        assert self.found(night) == []


def test_promised_work_that_was_missed_is_a_warning() -> None:
    (found,) = promise_checks([MissedWork("acme", "Acme", "Backup test", date(2026, 3, 31), "R-1")])
    assert (found.level, found.code) == ("warning", "recurring_missed")
    assert found.message.startswith("Acme: Backup test, promised for 2026-03-31, was not done")
    assert promise_checks([]) == []
