"""A Detailed report is read in any shape that spreadsheets leave it in, and every line has a fate."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.errors import DeskError
from models.domain.basics.zone import Zone, to_iso, zone
from models.importers.base import ImportedRow, Problem
from models.importers.csv_layout import DateOrder
from tests.importers.reading import parsed

Parsed = tuple[tuple[ImportedRow, ...], tuple[Problem, ...]]
DATA = Path(__file__).parents[1] / "data" / "import"
BERLIN = zone("Europe/Berlin")
HEADER = "User,Email,Client,Project,Description,Start date,Start time,End date,End time,Duration,Tags\n"


def parse(data: bytes, place: Zone, order: DateOrder | None = None) -> Parsed:
    return parsed("toggl", data, place, order)


def _line(note: str = "Work", start: str = "10:00:00", end: str = "10:30:00", duration: str = "") -> str:
    return f"Dana,dana@example.org,Acme,Site,{note},2026-03-02,{start},2026-03-02,{end},{duration},\n"


def test_a_report_is_read() -> None:
    rows, problems = parse((DATA / "toggl.csv").read_bytes(), BERLIN)
    assert problems == ()
    assert [(row.line, to_iso(row.started_at), row.ended_at - row.started_at) for row in rows] == [
        (2, "2026-03-02T09:05:00Z", 2820),
        (3, "2026-03-02T22:30:00Z", 4500),
        (5, "2026-03-03T08:00:00Z", 1230),
        (6, "2026-03-03T10:00:00Z", 3600),
        (7, "2026-10-24T22:30:00Z", 6 * 3600),
        (8, "2026-10-24T23:30:00Z", 2 * 3600),
    ]
    assert (rows[1].client, rows[1].project, rows[1].task) == ("Smith & Co [UK]", "Hosting", "Backup")
    assert rows[1].note == 'Restored "index.html"\nfrom last night, 5 > 3'
    assert (rows[2].agent, rows[2].note, rows[2].billable, rows[2].tags) == (
        "Eli Øst",
        "=1+1",
        False,
        ("gift",),
    )


def test_the_stated_zone_decides() -> None:
    rows, _ = parse((DATA / "toggl.csv").read_bytes(), zone("America/New_York"))
    assert to_iso(rows[0].started_at) == "2026-03-02T15:05:00Z"


def test_columns_separator_encoding_and_line_ends_do_not_matter() -> None:
    rows, problems = parse((DATA / "toggl_semicolon_latin1.csv").read_bytes(), BERLIN)
    assert problems == ()
    assert [(row.agent, row.client, row.note) for row in rows] == [
        ("José", "Müller & Söhne", 'Überprüfung "Café"'),
        ("José", "Müller & Söhne", "Angebot; Brief"),
    ]
    assert to_iso(rows[1].started_at) == "2026-03-02T13:05:00Z"
    (row,), problems = parse((DATA / "toggl_utf16.csv").read_bytes(), BERLIN)
    assert (row.client, row.note, problems) == ("Кафе Ромашка", "Форма 日本", ())
    lone_cr, problems = parse((DATA / "toggl_lone_cr.csv").read_bytes(), BERLIN)
    assert problems == ()
    assert lone_cr == parse((DATA / "toggl.csv").read_bytes(), BERLIN)[0][:3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_same_text_in_any_encoding_is_the_same(encoding: str) -> None:
    text = HEADER + _line("Überprüfung")
    assert parse(text.encode(encoding), BERLIN) == parse(text.encode(), BERLIN)


def test_each_nasty_line_has_a_fate_and_stops_nothing() -> None:
    rows, problems = parse((DATA / "toggl_nasty.csv").read_bytes(), BERLIN)
    assert [row.line for row in rows] == [2, 5, 15, 16, 17, 18, 20, 22]
    reasons = {problem.line: problem.reason for problem in problems}
    assert list(reasons) == [3, 4, 6, 7, 9, 10, 11, 12, 13, 14, 19, 21]
    for line, words in {
        3: "closing quote",
        6: "is the header again",
        7: "has 3 columns; the header has 14",
        9: "start date '2026-02-30' is no day of the calendar",
        10: "25:00:00",
        11: "2026-03-29 02:30 does not exist in Europe/Berlin: the clock goes from 02:00 to 03:00",
        12: "ends before it starts",
        13: "starts and ends in the same second",
        14: "'03/02/2026' could be day or month first",
        19: "has neither an end nor a duration",
        21: "outside the years 1970 to 2999",
    }.items():
        assert words in reasons[line]
    doubts = {row.line: words for row in rows for _, words in row.doubts}
    assert doubts == {
        15: "the duration 'half an hour' was not understood; the times are taken",
        16: "the times are 1:00:00 apart, the duration is 0:30:00",
        17: "the clock is set back in these hours; taken as the first of the two",
    }
    assert "\x1b" not in rows[1].note
    assert rows[5] == replace(rows[0], line=18)
    assert rows[-1].note == "[/] last"


def test_slashed_dates_need_their_order() -> None:
    text = (HEADER + _line().replace("2026-03-02", "03/02/2026")).encode()
    assert to_iso(parse(text, BERLIN, "mdy")[0][0].started_at) == "2026-03-02T09:00:00Z"
    assert to_iso(parse(text, BERLIN, "dmy")[0][0].started_at) == "2026-02-03T09:00:00Z"
    assert parse(text, BERLIN)[0] == ()


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("9:05", "08:05:00"),
        ("9:05 AM", "08:05:00"),
        ("12:00 am", "2026-03-01T23:00:00Z"[11:19]),
        ("12:05:30 PM", "11:05:30"),
    ],
)
def test_clocks_of_twelve_hours_are_read(typed: str, instant: str) -> None:
    (row,), _ = parse((HEADER + _line(start=typed, end="11:59 pm")).encode(), BERLIN)
    assert to_iso(row.started_at)[11:19] == instant
    assert parse((HEADER + _line(start="13:00 pm")).encode(), BERLIN)[0] == ()


def test_without_an_end_the_duration_tells_it() -> None:
    text = "Start date,Start time,Duration\n2026-03-02,10:00,01:30:00\n2026-10-25,02:30,01:00:00\n"
    one, two = parse(text.encode(), BERLIN)[0]
    assert one.ended_at - one.started_at == 5400
    assert one.doubts == ()
    assert two.doubts == (("clock_change", "02:30 comes twice that day, taken as the first"),)


def test_identity_does_not_depend_on_order_or_form() -> None:
    lines = [_line(f"note {number}") for number in range(5)]
    forward, _ = parse((HEADER + "".join(lines)).encode(), BERLIN)
    backward, _ = parse((HEADER + "".join(reversed(lines))).encode("utf-16"), BERLIN)
    assert {row.old_key for row in forward} == {row.old_key for row in backward}
    assert len({row.old_key for row in forward}) == 5


def test_a_huge_field_is_reported() -> None:
    rows, problems = parse((HEADER + _line("x" * 200_000) + _line('"' + "y" * 99_999 + '"')).encode(), BERLIN)
    assert [row.line for row in rows] == [3]
    assert problems[0].reason == "the description has 200,000 characters; accepted are up to 100,000"
    _, (problem,) = parse((HEADER + _line().replace("Acme", "c" * 201)).encode(), BERLIN)
    assert problem.reason.endswith("has 201 characters; accepted are up to 200")


def test_no_rows_are_no_problem() -> None:
    assert parse(HEADER.encode(), BERLIN) == ((), ())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty"),
        ("\ufeff\r\n \r\n", "the file is empty"),
        ("User,Client\nDana,Acme\n", "the columns Start date, Start time, End date, End time are missing"),
        (HEADER.replace("Start date,", ""), "line 1: the columns Start date are missing"),
        (HEADER.replace("Email", "client"), "line 1: the column Client stands twice; accepted is once"),
        ("\n\nhello\n", "line 3: the columns"),
        ('"open', "are missing"),
        ("PK\x03\x04\x00\x00\x08", "this is no Detailed report of Toggl Track"),
        ("hello", "accepted is the CSV of Toggl's Detailed report"),
    ],
)
def test_a_file_that_is_no_report_is_refused(text: str, reason: str) -> None:
    with pytest.raises(DeskError, match=reason):
        parse(text.encode(), BERLIN)


@given(st.text(max_size=40), st.binary(max_size=40))
@settings(max_examples=80)
def test_no_bytes_below_a_header_make_it_fail(text: str, data: bytes) -> None:
    for content in (HEADER.encode() + text.encode("utf-8", "replace"), HEADER.encode() + b'"' + data):
        rows, problems = parse(content, BERLIN)
        assert rows == ()
        assert all(problem.line >= 1 for problem in problems)
