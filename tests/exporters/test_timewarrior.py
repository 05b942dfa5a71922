"""Timewarrior reads what is written, sums it to the same time, and exports the same again."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.months import parse_date
from models.domain.values import Agent, Client, DatedRate, Entry, WorkType
from models.exporters.names import Names
from models.exporters.timewarrior import timewarrior
from models.importers.mapping import Defaults, Mapping
from models.importers.planning.plan import plan_import
from models.importers.planning.planner import Wishes
from models.importers.resolve import Known
from tests.exporters.samples import ENTRIES, LATE, NAMES, RUNNING, entry, nasty_entries
from tests.importers.reading import parsed

Intervals = list[dict[str, Any]]


def write_timewarrior(entries: Iterable[Entry], names: Names) -> str:
    """All parts together, of entries in any order."""
    counted = [each for each in entries if each.ended_at is not None and each.ended_at > each.started_at]
    counted.sort(key=lambda each: (each.started_at, each.ended_at, each.key))
    several = len({each.agent for each in counted}) > 1
    return "".join(timewarrior(counted, names, len(counted), several=several))


def test_the_text_is_as_timewarrior_prints_it() -> None:
    empty = entry("E-0", "2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z")
    assert write_timewarrior((ENTRIES[0], RUNNING, LATE, empty), NAMES) == (
        "[\n"
        '{"id":2,"start":"20260130T090000Z","end":"20260130T120000Z",'
        '"tags":["Maintenance","client:Acme Ltd","courtesy"],"annotation":"late"},\n'
        '{"id":1,"start":"20260302T090500Z","end":"20260302T095210Z",'
        '"tags":["Maintenance","R-1","client:Acme Ltd"],"annotation":"Fixed the form; 5 > 3"}\n'
        "]\n"
    )
    assert write_timewarrior((), NAMES) == "[\n]\n"
    several = json.loads(
        write_timewarrior(
            [ENTRIES[0], entry("E", "2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", None, agent="eli")], NAMES
        )
    )
    assert several[0]["tags"] == ["Maintenance", "agent:eli"]
    assert "agent:Dana" in several[1]["tags"]


def test_what_is_exported_can_be_imported() -> None:
    rates = (DatedRate(parse_date("2020-01-01"), 7000),)
    known = Known(
        (Agent("dana", "Dana"), Agent("eli", "Eli")),
        (Client("acme", "Acme Ltd"), Client("globex", "Globex")),
        (WorkType("hosting", "Hosting", rates), WorkType("maintenance", "Maintenance", rates)),
    )
    rows, problems = parsed("timewarrior", write_timewarrior((*ENTRIES, LATE), NAMES).encode())
    mapping = Mapping(defaults=Defaults(agent="dana", client=""))
    assert problems == ()
    plan = plan_import(rows, mapping, known, wishes=Wishes("timewarrior", "TW"))
    found = {(one.started_at, one.ended_at, one.client, one.work_type, one.scope) for one in plan.entries}
    # What is for nobody comes back as internal: work without a client could not be closed otherwise.
    assert found == {
        (one.started_at, one.ended_at, one.client, one.work_type, one.scope if one.client else "internal")
        for one in (*ENTRIES, LATE)
    }


def _kept(intervals: Intervals, _: Path) -> tuple[Intervals, str]:
    """What Timewarrior 1.4.3 made of the samples: the same intervals, and this sum."""
    return intervals, "36:02:17"


def _tracked(intervals: Intervals, folder: Path) -> tuple[Intervals, str]:
    environment = {"TIMEWARRIORDB": str(folder), "TZ": "Europe/Berlin", "LC_ALL": "C.UTF-8"}

    def run(*arguments: str) -> str:
        command = [str(shutil.which("timew")), *arguments, ":yes"]
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout

    for interval in intervals:
        run("track", interval["start"], "-", interval["end"], *interval["tags"])
        if "annotation" in interval:
            run("annotate", "@1", interval["annotation"])
    return json.loads(run("export")), run("summary", "2026-01-01", "-", "2027-02-01").split()[-1]


@pytest.mark.parametrize("track", [_kept, _tracked] if shutil.which("timew") else [_kept])
def test_timewarrior_exports_and_sums_the_same(
    track: Callable[[Intervals, Path], tuple[Intervals, str]], tmp_path: Path
) -> None:
    intervals = json.loads(write_timewarrior(ENTRIES, NAMES))
    again, total = track(intervals, tmp_path)
    assert again == intervals
    seconds = sum(one.ended_at - one.started_at for one in ENTRIES if one.ended_at is not None)
    assert total == f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def test_no_name_breaks_the_line_or_the_json() -> None:
    entries, names = nasty_entries()
    text = write_timewarrior(entries, names)
    assert len(text.splitlines()) == len(entries) + 2
    assert len(json.loads(text)) == len(entries)
    assert not any(ord(letter) < 32 and letter != "\n" for letter in text)
    rows, problems = parsed("timewarrior", write_timewarrior(entries, Names()).encode())
    assert (len(rows), problems) == (len(entries), ())
