"""Every tool's file is read to the last row: the same four pieces of work stand in all samples (RULES 16)."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from models.domain.basics.errors import DeskError
from models.domain.basics.zone import to_iso
from models.importers.formats import FORMATS, detect
from models.importers.source import Source
from tests.importers.reading import parsed

SAMPLES = Path(__file__).parents[1] / "data" / "import" / "samples"
FILES = [
    ("toggl", "toggl/detailed-classic.csv", 4, 12_433),
    ("toggl", "toggl/detailed-2026-dashes.csv", 4, 12_433),
    ("timewarrior", "timewarrior/export.json", 3, 9_900),
    ("clockify", "clockify/detailed-us-12h.csv", 4, 12_433),
    ("clockify", "clockify/detailed-dmy-24h.csv", 4, 12_420),
    ("harvest", "harvest/detailed-time.csv", 4, 12_420),
    ("kimai", "kimai/export-en.csv", 4, 12_420),
    ("kimai", "kimai/api-timesheets.json", 4, 12_433),
    ("solidtime", "solidtime/time-entries-generic.csv", 4, 12_433),
    ("solidtime", "solidtime/export.zip", 4, 12_433),
    ("watson", "watson/frames", 3, 9_900),
    ("watson", "watson/log.json", 3, 9_900),
    ("klog", "klog/times.klg", 4, 12_420),
    ("timeclock", "timeclock/times.timeclock", 3, 9_900),
    ("superproductivity", "superproductivity/backup.json", 3, 10_633),
    ("csv", "anycsv/german-sheet.csv", 4, 12_420),
    ("csv", "anycsv/hours-only.csv", 4, 12_420),
]
BY_NAME = {name: tool for tool, name, _, _ in FILES}


@pytest.mark.parametrize(("tool", "name", "count", "seconds"), FILES, ids=[name for _, name, _, _ in FILES])
def test_every_row_comes_with_its_time(tool: str, name: str, count: int, seconds: int) -> None:
    rows, problems = parsed(tool, (SAMPLES / name).read_bytes())
    assert problems == ()
    assert (len(rows), sum(row.seconds for row in rows)) == (count, seconds)
    timed = [row for row in rows if row.day is None]
    if timed:
        starts = sorted(to_iso(row.started_at) for row in timed)
        assert (starts[0], starts[-1]) == ("2026-10-05T08:00:00Z", "2026-10-07T08:00:00Z")
    else:
        assert {row.day for row in rows} <= {739_894, 739_895, 739_896}


@pytest.mark.parametrize("name", BY_NAME)
def test_the_tool_is_known_from_its_file(name: str) -> None:
    found = detect(Source.of_file(SAMPLES / name))
    assert found == (None if BY_NAME[name] == "csv" else BY_NAME[name])


@pytest.mark.parametrize("name", [name for name, tool in BY_NAME.items() if tool != "csv"])
def test_a_wrong_format_is_named(name: str) -> None:
    other = next(tool for tool in FORMATS if tool not in (BY_NAME[name], "csv"))
    with pytest.raises(DeskError, match=rf"it looks like .*; import it as {BY_NAME[name]}"):
        parsed(other, (SAMPLES / name).read_bytes())


@pytest.mark.parametrize("tool", ["csv", "solidtime"])
def test_a_workbook_is_to_be_saved_as_csv(tool: str) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(DeskError, match="save it as CSV"):
        parsed(tool, data.getvalue())


def test_windows_are_no_work() -> None:
    with pytest.raises(DeskError, match="export of ActivityWatch: it tells which window was in front"):
        parsed("toggl", (SAMPLES / "activitywatch" / "buckets.json").read_bytes())


@pytest.mark.parametrize("name", ["toggl/detailed-classic.csv", "clockify/detailed-us-12h.csv", "kimai/export-en.csv",
                                  "kimai/api-timesheets.json", "solidtime/export.zip"])  # fmt: skip
def test_names_words_and_marks_are_told_as_the_tool_tells_them(name: str) -> None:
    rows, _ = parsed(BY_NAME[name], (SAMPLES / name).read_bytes())
    assert [row.agent for row in rows] == ["Dana Doe", "Mo Reed", "Dana Doe", "Dana Doe"]
    assert [row.note for row in rows[:3]] == [
        "Fixed the form",
        "Moved the mailbox, part 2",
        'Night "go live"',
    ]
    assert (rows[0].client, rows[0].project, rows[0].task, rows[0].tags) == (
        *("Acme Ltd", "Website care", "Maintenance"),
        ("urgent",),
    )
    assert rows[1].tags == ("mail", "second line")
    assert [row.billable for row in rows] == [True, True, True, False]


def test_found_4_5_a_dash_is_nobodys_name() -> None:
    rows, _ = parsed("toggl", (SAMPLES / "toggl/detailed-2026-dashes.csv").read_bytes())
    assert (rows[3].client, rows[3].project, rows[3].tags) == ("", "Internal", ())
    data = (SAMPLES / "toggl/detailed-2026-dashes.csv").read_text("utf-8").replace('"-"', '"—"').encode()
    assert parsed("toggl", data)[0] == rows


def test_the_order_of_dates_is_found_and_said() -> None:
    rows, _ = parsed("clockify", (SAMPLES / "clockify/detailed-us-12h.csv").read_bytes())
    assert [code for row in rows for code, _ in row.doubts] == ["date_order"]
    with pytest.raises(
        DeskError, match=r"impossible day first .* month first fits all of them: --date-order mdy"
    ):
        parsed("clockify", (SAMPLES / "clockify/detailed-us-12h.csv").read_bytes(), order="dmy")
