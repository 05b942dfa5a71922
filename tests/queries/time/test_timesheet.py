"""Is a sheet complete and true, and does a preview say what a write then does?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from models.book.ledgers import ledger_json
from models.domain.basics.errors import DeskError, InvalidValue, MonthClosed, NotFound, Overtaken
from models.domain.basics.months import Month
from models.domain.values import Entry
from models.queries.ledger.ledgers import Ledgers
from models.queries.time.day import entries_between
from models.queries.time.entry_choices import MOST_DONE, read_entry_choices
from models.queries.time.entry_preview import NOTHING, Change, read_preview
from models.queries.time.timesheet import AgentDay, Timesheet, read_timesheet, totals
from models.services.core.together import save_over
from models.services.month_end.months import close_month
from models.services.time.entries import (
    add_entry,
    alter_entries,
    delete_entries,
    edit_entry,
    merge_entries,
    split_entry,
)
from models.services.time.timer import TimerStart, start_timer
from models.storage import tables as t
from models.storage.rows.reading import read_entry
from tests.opened import at, contract, entry, monthly, opened, small_book
from tests.statements import statements
from tui.dialogs.time.entry_form import entry_bases

NOW = at("2026-03-04T16:00")
"""A Wednesday."""
MON, TUE, WED = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
AGENTS = [
    {"key": "dana", "name": "Dana", "weekly_hours": "37:30"},
    {"key": "mo", "name": "Mo [/]", "weekly_hours": "20:00"},
]
HOURS = {day: ["09:00-12:30", "13:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


def book(*entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    plan = contract(
        "plan",
        allowances=[monthly("0:20")],
        rates={"*": "90.00"},
        rounding={"increment": 15},
        fee={"amount": "350.00", "every": "month"},
    )
    request = {"key": "R-1", "client": "acme", "subject": "Form", "reported_at": "2026-03-01T08:00:00Z"}
    sections = {"agents": AGENTS, "contracts": [plan], "requests": [request], "entries": list(entries)}
    return small_book(desk={"hours": HOURS}, **sections | more)


CALL = entry("E-1", "2026-03-02T10:00", "2026-03-02T10:47", request="R-1", note="call")


def sheet_of(sheet: Timesheet, agent: str, day: date) -> AgentDay:
    return next(one for one in sheet.on(day) if one.agent == agent)


def clock(instant: int) -> str:
    return f"{instant % 86400 // 3600:02}:{instant % 3600 // 60:02}"


def test_a_row_has_its_names_and_local_times(tmp_path: Path) -> None:
    midnight = entry("E-2", "2026-03-02T23:30", "2026-03-03T00:45", agent="mo", client=None, scope="internal")
    with opened(tmp_path, book(CALL, midnight), NOW):
        sheet = read_timesheet(NOW)
    first, second = sheet.rows
    assert (sheet.first, sheet.last, sheet.today) == (MON, date(2026, 3, 8), WED)
    assert (first.started, first.ended, first.seconds) == ("10:00", "10:47", 47 * 60)
    assert (first.client_name, first.subject, first.work_type_name) == ("Acme Ltd", "Form", "Maintenance")
    assert (second.agent_name, second.client_name, second.ended) == ("Mo [/]", "", "00:45 +1")


def test_an_entry_over_midnight_is_one_row_and_two_days(tmp_path: Path) -> None:
    with opened(tmp_path, book(entry("E-2", "2026-03-02T23:30", "2026-03-03T00:45")), NOW):
        sheet = read_timesheet(NOW, agent="dana")
        days = [read_timesheet(NOW, agent="dana", day=day, days=1) for day in (MON, TUE)]
    assert [sheet_of(sheet, "dana", day).seconds // 60 for day in (MON, TUE, WED)] == [30, 45, 0]
    assert [day.days[0].seconds // 60 for day in days] == [30, 45]
    assert [row.key for row in sheet.rows_on(TUE)] == ["E-2"]
    assert totals(sheet.days)[0] == sum(row.seconds for row in sheet.rows)


def test_gaps_lie_between_entries_and_inside_working_hours(tmp_path: Path) -> None:
    entries = (
        entry("E-1", "2026-03-02T09:30", "2026-03-02T12:00"),
        entry("E-2", "2026-03-02T13:30", "2026-03-02T15:00"),
        entry("E-3", "2026-03-02T15:00", "2026-03-02T16:00"),
        entry("E-4", "2026-03-02T18:00", "2026-03-02T19:00"),
    )
    with opened(tmp_path, book(*entries), NOW):
        day = sheet_of(read_timesheet(NOW), "dana", MON)
    shown = [(clock(start), clock(end)) for start, end in day.gaps]
    assert shown == [("12:00", "12:30"), ("13:00", "13:30"), ("16:00", "17:00")]
    assert (day.gap_minutes, day.usual_minutes) == (120, 450)


def test_touching_is_no_overlap_and_other_agents_never_do(tmp_path: Path) -> None:
    entries = (
        entry("E-1", "2026-03-02T09:00", "2026-03-02T12:00"),
        entry("E-2", "2026-03-02T10:00", "2026-03-02T10:30"),
        entry("E-3", "2026-03-02T11:30", "2026-03-02T12:15"),
        entry("E-4", "2026-03-02T12:15", "2026-03-02T12:30"),
        entry("E-5", "2026-03-02T09:00", "2026-03-02T12:00", agent="mo"),
        entry("E-6", "2026-03-02T14:00", "2026-03-02T14:00"),
    )
    with opened(tmp_path, book(*entries), NOW):
        sheet = read_timesheet(NOW)
    day = sheet_of(sheet, "dana", MON)
    assert [(clock(start), clock(end)) for start, end in day.doubles] == [
        ("10:00", "10:30"),
        ("11:30", "12:00"),
    ]
    marks = {row.key: row.overlaps for row in sheet.rows}
    assert marks == {
        "E-1": ("E-2", "E-3"),
        "E-2": ("E-1",),
        "E-3": ("E-1",),
        "E-4": (),
        "E-5": (),
        "E-6": (),
    }
    assert sheet_of(sheet, "mo", MON).doubles == ()


def test_equal_entries_and_chains_are_one_stretch(tmp_path: Path) -> None:
    entries = [
        entry(f"E-{number}", "2026-03-02T09:00", f"2026-03-02T{end}")
        for number, end in enumerate(("10:00", "10:00", "09:30"))
    ]
    with opened(tmp_path, book(*entries), NOW):
        day = sheet_of(read_timesheet(NOW), "dana", MON)
    assert [(clock(start), clock(end)) for start, end in day.doubles] == [("09:00", "10:00")]


def test_a_running_timer_counts_until_now_and_never_backwards(tmp_path: Path) -> None:
    with opened(tmp_path, book(), NOW):
        start_timer(TimerStart("dana", "acme", ago_seconds=1800), NOW)
        row = read_timesheet(NOW).rows[0]
        early = read_timesheet(NOW - 3600)
        monday = read_timesheet(NOW + 6 * 86400)
    assert (row.running, row.ended, row.seconds) == (True, "", 1800)
    assert (early.rows[0].seconds, sheet_of(early, "dana", WED).seconds) == (0, 0)
    assert [row.key for row in monday.rows] == [row.key]
    assert monday.on(monday.first)[0].seconds == 86400


def test_days_off_have_no_usual_time(tmp_path: Path) -> None:
    closed = book(CALL) | {}
    closed["desk"]["closed_days"] = ["2026-03-03"]
    with opened(tmp_path, closed, NOW):
        t.Absence.insert(agent="dana", first=WED, last=WED).execute()
        sheet = read_timesheet(NOW, agent="dana")
    assert [one.usual_minutes for one in sheet.days] == [450, 0, 0, 450, 450, 0, 0]
    assert (sheet.on(TUE)[0].shut, sheet.on(WED)[0].absent) == ("closed_day", True)


def test_a_day_of_a_clock_change_has_its_true_length(tmp_path: Path) -> None:
    night = {
        **entry("E-1", "2026-03-28T21:30", "2026-03-29T02:15"),
        "started_at": "2026-03-28T21:30:00Z",
        "ended_at": "2026-03-29T02:15:30Z",
    }
    berlin = book(night)
    berlin["desk"]["timezone"] = "Europe/Berlin"
    with opened(tmp_path, berlin, NOW):
        sheet = read_timesheet(at("2026-03-29T12:00"), agent="dana")
    row = sheet.rows[0]
    assert (row.started, row.ended, row.seconds) == ("22:30", "04:15 +1", 4 * 3600 + 45 * 60 + 30)
    assert [one.seconds for one in sheet.days][5:] == [90 * 60, row.seconds - 90 * 60]
    assert sheet.days[6].ends - sheet.days[6].starts == 23 * 3600


def test_long_entries_and_forgotten_timers_are_found(tmp_path: Path) -> None:
    entries = (
        entry("E-1", "2026-02-20T09:00", "2026-03-03T09:00"),
        entry("E-2", "2026-03-01T23:00", "2026-03-02T00:00"),
        entry("E-3", "2026-03-09T00:00", "2026-03-09T01:00"),
    )
    with opened(tmp_path, book(*entries), NOW):
        found = read_timesheet(NOW, agent="dana")
        between = entries_between(at("2026-03-02T00:00"), at("2026-03-09T00:00"))
    assert [row.key for row in found.rows] == ["E-1"] == [one.key for one in between]
    assert [one.seconds // 3600 for one in found.days[:3]] == [24, 9, 0]


def test_frozen_and_late_rows_say_so(tmp_path: Path) -> None:
    february = entry("E-1", "2026-02-23T10:00", "2026-02-23T11:00")
    with opened(tmp_path, book(february, closed_months=["2026-02"]), NOW):
        late = add_entry(
            Entry("", "dana", "maintenance", at("2026-02-24T10:00"), at("2026-02-24T11:00"), "acme"),
            NOW,
            "dana",
        )
        rows = {row.key: row for row in read_timesheet(NOW, day=date(2026, 2, 24)).rows}
    assert (rows["E-1"].frozen, rows[late.key].frozen) == (True, False)
    assert rows[late.key].entry.late_in == Month(2026, 3)


@contextmanager
def traced() -> Iterator[list[str]]:
    """The statements with their values in them."""
    seen: list[str] = []
    connection = t.database.connection()
    connection.set_trace_callback(seen.append)
    try:
        yield seen
    finally:
        connection.set_trace_callback(None)


@pytest.mark.file
def test_the_number_of_statements_is_fixed_and_no_table_is_walked(tmp_path: Path) -> None:
    with opened(tmp_path, book(CALL), NOW):
        counts = []
        for _ in range(2):
            with traced() as seen:
                read_timesheet(NOW)
            counts.append(len(seen))
            for number in range(40):
                start = at("2026-03-03T09:00") + number * 60
                add_entry(Entry("", "mo", "maintenance", start, start + 60, "acme"), NOW, "mo")
        reading = next(sql for sql in seen if "entry" in sql and "work_type" in sql)
        plan = [str(row[-1]) for row in t.database.execute_sql(f"EXPLAIN QUERY PLAN {reading}")]
    assert counts[0] == counts[1] <= 6
    walked = [line for line in plan if line.startswith("SCAN t")]  # peewee's names of tables
    assert walked
    assert all("USING INDEX entry_running" in line for line in walked)
    ranges = [line for line in plan if "entry_started_at" in line]
    assert len(ranges) == 1
    assert "started_at>? AND started_at<?" in ranges[0]


# -- previews ---------------------------------------------------------------------------------------


def numbers(client: str, *months: str) -> list[dict[str, Any]]:
    ledgers = Ledgers()
    found = []
    for month in months:
        year, number = month.split("-")
        document = ledger_json(ledgers.document(client, Month(int(year), int(number))))
        found.append({**document["minutes"], "total": document["total"]})
    return found


def test_a_preview_says_what_the_edit_then_does_and_writes_nothing(tmp_path: Path) -> None:
    with opened(tmp_path, book(CALL), NOW):
        old = read_entry("E-1")
        new = replace(old, ended_at=old.started_at + 12 * 60)
        before = numbers("acme", "2026-03")[0]
        with statements() as seen:
            preview = read_preview(Change((old,), (new,)), NOW)
        assert not [sql for sql in seen if not sql.lstrip("( ").upper().startswith("SELECT")]
        assert numbers("acme", "2026-03")[0] == before
        edit_entry(new, NOW, "dana")
        after = numbers("acme", "2026-03")[0]
    assert (before["total"], after["total"]) == ("410.00", "350.00")
    assert preview.lines[:2] == ("total in March 410.00 → 350.00", "overage in March 0:40 → 0:00")
    assert preview.past
    assert (before["overage"], after["overage"]) == (40, 0)


def test_what_is_new_deleted_split_or_only_noted(tmp_path: Path) -> None:
    with opened(tmp_path, book(CALL), NOW):
        old = read_entry("E-1")
        middle = old.started_at + 20 * 60
        halves = (replace(old, ended_at=middle, request=None), replace(old, key="", started_at=middle))
        added = read_preview(Change((), (replace(old, key=""), replace(old, key="", request=None))), NOW)
        gone = read_preview(Change((old,), ()), NOW)
        split = read_preview(Change((old,), halves), NOW)
        noted = read_preview(Change((old,), (replace(old, note="better"),)), NOW)
        internal = read_preview(Change((), (replace(old, key="", scope="internal", client=None),)), NOW)
        unknown = read_preview(Change((), (replace(old, key="", client="nobody"),)), NOW)
    assert "accounted in March 1:00 → 2:45" in added.ledger
    assert "total in March 410.00 → 350.00" in gone.ledger
    assert "accounted in March 1:00 → 1:00" not in split.ledger
    assert noted.lines == (NOTHING,)
    assert internal.ledger == () == unknown.ledger


def test_a_move_names_both_clients(tmp_path: Path) -> None:
    two = [{"key": "acme", "name": "Acme Ltd"}, {"key": "beta", "name": "Beta [/]"}]
    with opened(tmp_path, book(CALL, clients=two), NOW):
        old = read_entry("E-1")
        preview = read_preview(Change((old,), (replace(old, client="beta", request=None),)), NOW)
    assert "Acme Ltd: total in March 410.00 → 350.00" in preview.ledger
    assert "Beta [/]: on demand in March 0:00 → 0:47" in preview.ledger


def test_closed_months_refuse_and_late_work_is_told(tmp_path: Path) -> None:
    february = entry("E-1", "2026-02-23T10:00", "2026-02-23T11:00", note="x", request="R-1")
    with opened(tmp_path, book(february, closed_months=["2026-02"]), NOW):
        old = read_entry("E-1")
        for change in (Change((old,), ()), Change((old,), (replace(old, scope="courtesy"),))):
            refusal = read_preview(change, NOW).refused
            assert refusal is not None
            assert "2026-02 is closed" in refusal
            assert "reopen" in refusal
            assert "record the work late" in refusal
        with pytest.raises(MonthClosed) as error:
            delete_entries(["E-1"], NOW, "dana")
        assert str(error.value) == refusal == read_preview(change, NOW).lines[0]
        shifted = replace(old, key="", started_at=old.started_at + 86400, ended_at=old.started_at + 90000)
        late = read_preview(Change((), (shifted,)), NOW)
    assert late.warnings == ("late work: February is closed, so this is shown in March",)
    assert "late in March 0:00 → 1:00" in late.ledger


def test_overlaps_are_told_and_touching_is_none(tmp_path: Path) -> None:
    with opened(tmp_path, book(CALL), NOW):
        old = read_entry("E-1")
        end = at("2026-03-02T10:47")
        other = replace(old, key="", started_at=end, ended_at=end + 600)
        touching = read_preview(Change((), (other,)), NOW)
        over = read_preview(Change((), (replace(other, started_at=end - 60),)), NOW)
        mo = read_preview(Change((), (replace(other, started_at=end - 60, agent="mo"),)), NOW)
        both = read_preview(Change((), (other, replace(other, ended_at=end + 60))), NOW)
        own = read_preview(Change((old,), (replace(old, ended_at=end + 60),)), NOW)
    assert touching.warnings == mo.warnings == own.warnings == ()
    assert over.warnings == ("overlaps E-1, 10:00–10:47, acme",)
    assert len(both.warnings) == 1
    assert "another part of this change" in both.warnings[0]


def test_a_running_timer_changes_no_ledger(tmp_path: Path) -> None:
    with opened(tmp_path, book(CALL), NOW):
        running = start_timer(TimerStart("dana", "acme"), NOW)
        preview = read_preview(Change((running,), (replace(running, note="x"),)), NOW)
    assert preview.lines == (NOTHING,)
    assert not preview.past


# -- choices ----------------------------------------------------------------------------------------


def test_choices_are_bounded_and_hold_the_request_asked_for(tmp_path: Path) -> None:
    requests: list[dict[str, Any]] = [
        {
            "key": f"R-{n}",
            "client": "acme",
            "subject": f"S {n}",
            "reported_at": f"2026-01-01T00:{n // 60:02}:{n % 60:02}Z",
        }
        for n in range(MOST_DONE + 2)
    ]
    for one in requests[:-1]:
        one["events"] = [{"at": "2026-02-01T00:00:00Z", "state": "closed"}]
    with opened(tmp_path, book(requests=requests), NOW):
        choices = read_entry_choices()
        wanted = read_entry_choices("R-0")
    assert choices.requests[0].key == f"R-{MOST_DONE + 1}"
    assert len(choices.requests) == MOST_DONE + 1
    assert "R-0" not in {request.key for request in choices.requests}
    assert "R-0" in {request.key for request in wanted.requests}
    assert [agent.key for agent in choices.agents] == ["dana", "mo"]
    assert choices.work_types[0] == ("maintenance", "Maintenance")


# -- joint changes ----------------------------------------------------------------------------------


def test_several_entries_change_together_or_not_at_all(tmp_path: Path) -> None:
    two = [{"key": "acme", "name": "Acme Ltd"}, {"key": "beta", "name": "Beta"}]
    other = entry("E-2", "2026-03-02T11:00", "2026-03-02T12:00")
    frozen = entry("E-3", "2026-02-02T11:00", "2026-02-02T12:00")
    with opened(tmp_path, book(CALL, other, frozen, clients=two, closed_months=["2026-02"]), NOW):
        assert alter_entries(["E-1", "E-2"], {"client": "beta"}, NOW, "dana", "Moved 2 entries") == 2
        moved = [read_entry(key) for key in ("E-1", "E-2")]
        with pytest.raises(MonthClosed):
            alter_entries(["E-1", "E-3"], {"scope": "courtesy"}, NOW, "dana", "Changed")
        with pytest.raises(InvalidValue, match="started_at"):
            alter_entries(["E-1"], {"started_at": 0}, NOW, "dana", "Changed")
        with pytest.raises(NotFound):
            alter_entries(["E-1"], {"client": "nobody"}, NOW, "dana", "Changed")
        assert [read_entry(key) for key in ("E-1", "E-2")] == moved
    assert [(one.client, one.request) for one in moved] == [("beta", None), ("beta", None)]


def test_an_edit_does_not_overwrite_what_somebody_else_changed(tmp_path: Path) -> None:
    with opened(tmp_path, book(CALL), NOW):
        seen = read_entry("E-1")
        save_over(entry_bases((seen,)), partial(edit_entry, replace(seen, note="by Mo"), NOW, "mo"))
        with pytest.raises(Overtaken, match="E-1 was changed by mo"):
            save_over(entry_bases((seen,)), partial(edit_entry, replace(seen, note="by Dana"), NOW, "dana"))
        assert read_entry("E-1").note == "by Mo"


def test_a_merge_joins_what_touches_and_bridges_only_when_told(tmp_path: Path) -> None:
    second = entry("E-2", "2026-03-02T10:47", "2026-03-02T11:00", request="R-1", note="more")
    third = entry("E-3", "2026-03-02T11:15", "2026-03-02T11:30", request="R-1", note="call")
    other = entry("E-4", "2026-03-02T11:30", "2026-03-02T11:45", scope="courtesy")
    with opened(tmp_path, book(CALL, second, third, other), NOW):
        for keys, words in (
            (["E-1", "E-3"], "touching"),
            (["E-3", "E-4"], "differ"),
            (["E-1"], "two entries"),
        ):
            with pytest.raises(DeskError, match=words):
                merge_entries(keys, NOW, "dana")
        joined = merge_entries(["E-2", "E-1"], NOW, "dana")
        assert (joined.key, joined.note, joined.ended_at) == ("E-1", "call; more", at("2026-03-02T11:00"))
        joined = merge_entries(["E-3", "E-1"], NOW, "dana", bridge=True)
        assert (joined.ended_at, joined.note) == (at("2026-03-02T11:30"), "call; more; call")
        assert [row.key for row in read_timesheet(NOW).rows] == ["E-1", "E-4"]


def test_a_split_keeps_the_sum(tmp_path: Path) -> None:
    with opened(tmp_path, book(CALL), NOW):
        with pytest.raises(InvalidValue):
            split_entry("E-1", at("2026-03-02T10:00"), NOW, "dana")
        first, second = split_entry("E-1", at("2026-03-02T10:20"), NOW, "dana")
        rows = read_timesheet(NOW).rows
    assert [row.seconds // 60 for row in rows] == [20, 27]
    assert (first.note, second.note, second.request) == ("call", "call", "R-1")


def test_close_needs_overlaps_mended(tmp_path: Path) -> None:
    """What the sheet shows as twice is what stands in the way of the close."""
    twice = entry("E-2", "2026-03-02T10:30", "2026-03-02T11:00")
    with opened(tmp_path, book(CALL, twice), NOW):
        assert [row.overlaps for row in read_timesheet(NOW).rows] == [("E-2",), ("E-1",)]
        with pytest.raises(DeskError, match="overlaps"):
            close_month(Month(2026, 3), NOW, "dana")
