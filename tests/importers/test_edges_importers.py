"""Where does a row begin to be doubted, changed or another one's? Plans and readers at their edges (RULES 16)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.domain.basics.errors import DeskError
from models.domain.basics.months import Month
from models.domain.values import Agent, Client, DatedRate, Entry, WorkType
from models.importers.answers import unmapped_words
from models.importers.base import BadLine, Found, ImportedRow
from models.importers.cells.dates import clock_of, day_of
from models.importers.cells.local import Clock, judged
from models.importers.formats import detect
from models.importers.mapping import Mapping
from models.importers.planning.plan import ImportPlan, plan_import
from models.importers.planning.planner import Wishes
from models.importers.resolve import Known
from models.importers.source import Source
from tests.edges import DAY, HOUR, table
from tests.importers.at_desk import Memory
from tests.importers.reading import LONDON, parsed

KNOWN = Known(
    (Agent("dana", "Dana"), Agent("eli", "Eli")),
    (Client("acme", "Acme Ltd"),),
    (WorkType("maintenance", "Maintenance", (DatedRate(date(2020, 1, 1), 7000),)),),
    zone=LONDON,
)
MONDAY = LONDON.starts(date(2026, 3, 2))
NINE = MONDAY + 9 * HOUR
TOGGL = Wishes("toggl", "TG")
UPDATE = replace(TOGGL, update=True)
LATER = {"started_at": NINE + HOUR, "ended_at": NINE + 2 * HOUR}


def row(start: int = NINE, end: int = NINE + HOUR, line: int = 2, **more: Any) -> ImportedRow:
    said: dict[str, Any] = {"agent": "Dana", "client": "Acme Ltd", "note": "said"}
    return ImportedRow(line, start, end, **(said | more))


def plan(*rows: Found, known: Known = KNOWN, here: Memory | None = None, wishes: Wishes = TOGGL,
         mapping: Mapping = Mapping()) -> ImportPlan:  # fmt: skip  # noqa: B008 - frozen
    return plan_import(rows, mapping, known, here, wishes)


def work(start: int, end: int, key: str) -> Entry:
    return Entry(key, "dana", "maintenance", start, end, "acme")


# -- what becomes of a row ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "outcome"),
    table(
        ("the same record is here", {}, "exists"),
        ("moved by an hour it is as long as before, and changed", LATER, "changed"),
        ("another client's name that nobody knows changes nothing unasked", {"client": "Nobody"}, "exists"),
        ("another note is a change", {"note": "said better"}, "changed"),
    ),
)  # fmt: skip
def test_a_record_with_a_name_of_its_own(change: dict[str, Any], outcome: str) -> None:
    first = row(external_id="7")
    here = Memory.of(plan(first))
    (fate,) = plan(replace(first, **change), here=here).lines
    assert fate.outcome == outcome


def test_an_update_asks_about_a_name_that_nobody_knows() -> None:
    first = row(external_id="7")
    (fate,) = plan(replace(first, client="Nobody"), here=Memory.of(plan(first)), wishes=UPDATE).lines
    assert (fate.outcome, fate.asked) == ("unmapped", (("client", "Nobody"),))


def test_an_update_that_overlaps_is_left_out_when_overlaps_are_skipped() -> None:
    first = row(external_id="7")
    here = Memory.of(plan(first), work(NINE + 2 * HOUR, NINE + 3 * HOUR, "E-1"))
    longer = replace(first, ended_at=NINE + 3 * HOUR)
    (fate,) = plan(longer, here=here, wishes=UPDATE, mapping=Mapping().decided("overlap", "skip")).lines
    assert (fate.outcome, fate.reason) == ("skipped", "overlaps E-1, which is here; left out")


@pytest.mark.parametrize(
    ("closed", "doubts"),
    table(
        ("its own month is closed", Month(2026, 3), {"closed": 1}),
        ("the month before is", Month(2026, 2), {}),
        ("none is", None, {}),
    ),
)
def test_what_reaches_a_closed_month(closed: Month | None, doubts: dict[str, int]) -> None:
    assert plan(row(), known=replace(KNOWN, closed_through=closed)).doubts == doubts


@pytest.mark.parametrize(
    ("start", "end", "named"),
    table(
        ("touches both", 20, 30, None),
        ("shares a second with the first", 19, 30, "E-1"),
        ("shares one with the second", 20, 31, "E-2"),
        ("shares time with both: the first is named", 19, 31, "E-1"),
    ),
)
def test_the_entry_that_a_row_overlaps_is_named(start: int, end: int, named: str | None) -> None:
    there = work(NINE, NINE + 20, "E-1"), work(NINE + 30, NINE + 40, "E-2"), work(NINE + 50, NINE + 60, "E-3")
    (fate,) = plan(row(NINE + start, NINE + end), here=Memory.of(plan(), *there)).lines
    assert fate.outcome == ("add" if named is None else "unmapped")
    assert (f"overlaps {named}, which is here" in fate.reason) is (named is not None)


@pytest.mark.parametrize(
    ("length", "kept", "minutes"),
    table(
        ("longer at the source, though not taken", 2 * HOUR, HOUR, 2 * 60),
        ("longer at the desk", HOUR, 3 * HOUR, 3 * 60),
    ),
)
def test_a_day_goes_on_behind_the_longer_of_both(length: int, kept: int, minutes: int) -> None:
    day = date(2026, 3, 2).toordinal()
    first = row(0, HOUR, day=day)
    (fate,) = plan(first).fates()
    assert fate.entry is not None
    there = replace(fate.entry, ended_at=(fate.entry.started_at or 0) + kept)
    here = Memory([replace(Memory.of(plan(first)).here[0], entry=there)])
    found = plan(replace(first, ended_at=length), row(0, 600, line=3, day=day, note="more"), here=here)
    (new,) = found.entries
    assert (new.started_at - there.started_at) // 60 == minutes


def test_who_has_only_an_address_is_made_by_it() -> None:
    made = plan(row(agent="", email="li@acme.example"), wishes=replace(TOGGL, create_missing=True))
    assert [agent.name for agent in made.new_agents] == ["li@acme.example"]


def test_a_client_that_is_mapped_to_nothing_is_nobodys_work() -> None:
    (entry,) = plan(row(client="Office"), mapping=Mapping(clients=(("Office", ""),))).entries
    assert (entry.client, entry.scope) == (None, "internal")


# -- what a reader makes of cells -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "doubts"),
    table(
        ("no duration", None, 0),
        ("a minute less is rounded", 3540, 0),
        ("a second less than that is doubted", 3539, 1),
        ("a minute more is rounded", 3660, 0),
        ("a second more than that is doubted", 3661, 1),
        ("an hour off is doubted", 7200, 1),
    ),
)
def test_a_span_against_its_duration(seconds: int | None, doubts: int) -> None:
    assert len(judged(NINE, NINE + HOUR, seconds)) == doubts
    with pytest.raises(BadLine):
        judged(NINE, NINE + HOUR, 7201)


@pytest.mark.parametrize(
    ("start", "end", "seconds", "span", "doubts"),
    table(
        ("both may be the first", "01:30", "01:45", None, (0, 15), 1),
        ("an end before the start is the second one", "01:45", "01:15", None, (15, 45), 1),
        ("the same time twice is an hour", "01:30", "01:30", None, (0, 60), 1),
        ("a duration that fits once decides", "01:30", "01:45", 75 * 60, (0, 75), 0),
        ("one that fits twice leaves the first", "01:30", "01:45", 15 * 60, (0, 15), 1),
        ("one that fits nowhere, too", "01:30", "01:45", 5 * 60, (0, 15), 1),
        ("the start comes once: its duration decides", "00:30", "01:30", 2 * 3600, (-60, 60), 0),
        ("an end before all that may be is told by the reader", "02:30", "01:30", None, (120, 0), 1),
    ),
)
def test_the_hour_that_comes_twice(
    start: str, end: str, seconds: int | None, span: tuple[int, int], doubts: int
) -> None:
    """25 October 2026 in London: minutes from half past one, the first of both."""
    day, half_past = date(2026, 10, 25), LONDON.starts(date(2026, 10, 25)) + 90 * 60
    one, two = ((day, int(text[:2]) * 3600 + int(text[3:]) * 60) for text in (start, end))
    began, ended, found = Clock(LONDON).span(one, two, seconds)
    assert ((began - half_past) // 60, (ended - half_past) // 60, len(found)) == (*span, doubts)


@pytest.mark.parametrize(
    ("text", "tool"),
    table(
        ("Kimai on one line", '[{"begin":"x","project":1}]', "kimai"),
        ("Watson's log on one line", '[{"stop":"x","project":"p"}]', "watson"),
        ("Watson's frames", '[[1,2,"p"]]', "watson"),
        ("Timewarrior after a blank", '[ {"start":"x","id":1}]', "timewarrior"),
        ("nothing that is known", '[{"start":"x"}]', None),
        ("nothing", "[]", None),
    ),
)
def test_json_is_known_by_its_first_record(text: str, tool: str | None) -> None:
    assert detect(Source.of_bytes(text.encode())) == tool


@pytest.mark.parametrize(
    ("text", "seconds"),
    table(
        ("numbers beside both times are no duration", "Start,End,Nr\n2026-03-02 10:00,2026-03-02 11:30,7\n", 5400),
        ("a start and a duration with seconds", "Date,Start,Duration\n2026-03-02,10:00,1:30:45\n", 5445),
        ("an hour and no second", "Date,Start,Duration\n2026-03-02,10:00,1:00\n", 3600),
        ("minutes from a start", "Date,Start,Minutes\n2026-03-02,10:00,90\n", 5400),
        ("a second under three hours", "Date,Start,Duration\n2026-03-02,10:00,2:59:59\n", 10_799),
        ("a known duration is not guessed again", "Date,Nr,Hours\n2026-03-02,7,1.5\n", 5400),
        ("the last day that there is", "Date,Hours\n2999-12-31,1.5\n", 5400),
        ("the first day that there is", "Date,Hours\n1970-01-01,1.5\n", 5400),
    ),
)  # fmt: skip
def test_a_spreadsheets_row(text: str, seconds: int) -> None:
    (found,), problems = parsed("csv", text.encode())
    assert (found.seconds, problems, found.doubts) == (seconds, (), ())


@pytest.mark.parametrize("day", ["1969-12-31", "3000-01-01"])
def test_a_day_outside_the_years(day: str) -> None:
    rows, (problem,) = parsed("csv", f"Date,Hours\n{day},1.5\n".encode())
    assert (rows, problem.reason) == ((), f"date {day} lies outside the years 1970 to 2999")


@pytest.mark.parametrize(
    "last", [pytest.param(";Summe;;3,00", id="said as a name"), pytest.param(";;;3,00", id="without a name")]
)
def test_a_row_of_sums_without_a_day(last: str) -> None:
    _, (problem,) = parsed("csv", f"Datum;Wer;Kunde;Std.\n02.03.2026;Dana;Acme;3,00\n{last}\n".encode())
    assert (problem.line, problem.left_out, problem.reason) == (3, True, "is a row of sums")


def test_work_without_a_day_is_no_sum() -> None:
    _, (problem,) = parsed("csv", b"Datum;Wer;Kunde;Std.\n02.03.2026;Dana;Acme;3,00\n;Dana;Acme;3,00\n")
    assert (problem.line, problem.left_out, problem.reason) == (3, False, "has no date")


@pytest.mark.parametrize(
    "text", ["Datum;Wer\n02.03.2026;Dana\n", "Stunden;Wer\n1,5;Dana\n"], ids=["no time", "no day"]
)
def test_a_spreadsheet_needs_both_a_day_and_a_time(text: str) -> None:
    with pytest.raises(DeskError, match="say which they are in a mapping"):
        parsed("csv", text.encode())


def test_an_end_on_a_day_that_the_order_does_not_have_tells_the_order() -> None:
    titles = "User,Description,Start date,Start time,End date,End time,Duration"
    text = f"{titles}\nDana,x,03/12/2025,23:00,03/13/2025,01:00,2:00:00\n"
    (found,), problems = parsed("toggl", text.encode(), LONDON)
    assert (found.started_at, problems) == (LONDON.starts(date(2025, 3, 12)) + 23 * HOUR, ())


@pytest.mark.parametrize(
    ("text", "seconds"),
    table(
        ("midnight as people of twelve hours say it", "12 am", 0),
        ("noon likewise", "12 PM", 43_200),
        ("an hour with its half", "9 pm", 75_600),
        ("the last second", "23:59:59", 86_399),
        ("the end of the day", "24:00", 86_400),
        ("with seconds, too", "24:00:00", 86_400),
        ("a minute behind it", "24:01", None),
        ("a second behind it", "24:00:01", None),
        ("an hour of nobody", "13 pm", None),
        ("none in the morning either", "0 am", None),
        ("sixty minutes", "9:60", None),
        ("sixty seconds", "09:00:60", None),
        ("a number alone may be anything", "9", None),
    ),
)
def test_a_time_of_day(text: str, seconds: int | None) -> None:
    if seconds is not None:
        assert clock_of(text, "start") == seconds
    else:
        with pytest.raises(BadLine, match="is no time"):
            clock_of(text, "start")


@pytest.mark.parametrize(
    ("text", "order", "day"),
    table(
        ("eight figures", "20261005", None, date(2026, 10, 5)),
        ("points are of those who write the day first", "05.10.2026", None, date(2026, 10, 5)),
        ("as it was said", "05/10/2026", "mdy", date(2026, 5, 10)),
        ("which it may be was not said", "05/10/2026", None, None),
        ("no day of the calendar", "2026-02-30", None, None),
        ("a year of three figures", "05.10.026", None, None),
        ("two years", "2026-10-2026", None, None),
        ("another word", "today", None, None),
    ),
)
def test_a_day_of_a_cell(text: str, order: Any, day: date | None) -> None:
    if day is not None:
        assert day_of(text, order, "date") == day
    else:
        with pytest.raises(BadLine, match="date"):
            day_of(text, order, "date")


def test_work_of_no_length_overlaps_nothing() -> None:
    there = work(NINE + 10, NINE + 10, "E-1")
    assert plan(row(NINE, NINE + 60), here=Memory.of(plan(), there)).counts.add == 1


def test_what_is_kept_as_it_is_here_is_still_in_the_way() -> None:
    """A record that was moved at its source and not taken stands at its old time; what is new overlaps it there."""
    first = row(external_id="7")
    here = Memory.of(plan(first))
    new = row(NINE + 1800, NINE + 2 * HOUR, line=3, external_id="8", note="new")
    for known in (first, replace(first, **LATER), replace(first, note="better")):
        fates = plan(known, new, here=here).lines
        assert fates[1].outcome == "unmapped"
        assert "which is here" in fates[1].reason
    # Taken, it stands where it is now.
    fates = plan(replace(first, started_at=NINE - HOUR, ended_at=NINE), new, here=here, wishes=UPDATE).lines
    assert [fate.outcome for fate in fates] == ["update", "add"]


def test_of_two_columns_that_may_be_meant_the_first_is() -> None:
    text = "Date,Client,Kunde,Hours\n2026-03-02,Acme,Other,1.5\n"
    (found,), _ = parsed("csv", text.encode())
    assert found.client == "Acme"


@pytest.mark.parametrize(
    ("cells", "reason"),
    table(
        ("an empty one more is dropped", "2026-03-02,Acme,1.5,", None),
        ("words in one more are not", "2026-03-02,Acme,1.5,x", "has 4 columns; the header has 3"),
        ("one is missing", "2026-03-02,Acme", "has 2 columns; the header has 3"),
    ),
)
def test_a_row_with_another_number_of_columns(cells: str, reason: str | None) -> None:
    rows, problems = parsed("csv", f"Date,Client,Hours\n{cells}\n".encode())
    assert (len(rows), [each.reason for each in problems]) == ((1, []) if reason is None else (0, [reason]))


def test_the_refusal_names_what_waits_and_nothing_else() -> None:
    long = row(NINE - 3 * DAY, NINE - 2 * DAY + HOUR)
    unknown = [row(NINE + at, NINE + at + 1, line=at, client=f"Nobody {at}") for at in range(3, 17)]
    some = plan(long, unknown[0])
    assert (some.counts.add, some.doubts) == (1, {"long": 1})
    words = list(unmapped_words(some, KNOWN))
    assert words[0] == "import: 1 line leaves something open; nothing was written"
    assert [line for line in words if line.startswith("  ")] == [
        "  1 line: the client 'Nobody 3' is not known"
    ]
    many = [line for line in unmapped_words(plan(*unknown), KNOWN) if line.startswith("  ")]
    assert (len(many), many[-1]) == (13, "  and 2 more")


@pytest.mark.parametrize(
    ("request_", "kept"),
    table(("another request is taken", "R-2", "R-2"), ("none leaves the one that was given here", "", "R-1")),
)
def test_an_update_and_its_request(request_: str, kept: str) -> None:
    known = replace(KNOWN, requests=(("R-1", "acme"), ("R-2", "acme")))
    first = row(external_id="7", request="R-1")
    here = Memory.of(plan(first, known=known))
    (entry,) = plan(
        replace(first, request=request_, note="better"), known=known, here=here, wishes=UPDATE
    ).entries
    assert (entry.request, entry.note) == (kept, "better")


@pytest.mark.parametrize(
    ("seconds", "pause", "doubts"),
    table(
        ("as long as it says", 3600, None, 0),
        ("a break is taken off", 3000, 600, 0),
        ("a break that nobody says is missed", 3000, None, 1),
        ("one that was not taken off, too", 3600, 600, 1),
        ("no number says nothing", True, None, 0),
    ),
)
def test_a_break_of_kimai(seconds: Any, pause: int | None, doubts: int) -> None:
    sheet = {"id": 1, "begin": "2026-03-02T09:00:00+0000", "end": "2026-03-02T10:00:00+0000", "project": 1,
             "activity": 1, "user": 1, "duration": seconds, "break": pause}  # fmt: skip
    (found,), problems = parsed("kimai", json.dumps([sheet]).encode())
    assert (found.seconds, len(found.doubts), problems) == (3600, doubts, ())


def test_commas_in_a_title_do_not_cut_what_every_row_parts_otherwise() -> None:
    days = "".join(f"0{day}.03.2026;1:30\n" for day in (2, 3, 4))
    rows, problems = parsed("csv", f"Datum;Std, ohne, die, Pausen\n{days}".encode())
    assert ([each.seconds for each in rows], problems) == ([5400] * 3, ())
