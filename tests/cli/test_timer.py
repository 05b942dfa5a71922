"""The timer on the command line: who sits here, clocks that jumped, absences, overlaps; and what bars read."""

from __future__ import annotations

import json
import sqlite3
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_commands import answer, run
from tests.opened import at, contract, entry, monthly, small_book
from tui.cli import main
from tui.version import VERSION

HOUR = 3600
ROOT = Path(__file__).resolve().parent.parent.parent
NINE = at("2026-03-03T09:00")


class Clock:
    """The wall clock of the commands, moved by a test."""

    def __init__(self) -> None:
        self.now = NINE

    def __call__(self) -> int:
        return self.now


@pytest.fixture(autouse=True)
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "desk.db"))
    monkeypatch.setenv("LOGNAME", "tester")
    monkeypatch.chdir(tmp_path)
    clock = Clock()
    monkeypatch.setattr("tui.commands.base.clock", clock)
    book = small_book(
        agents=[{"key": "dana", "name": "Dana"}, {"key": "eli", "name": "Eli #[fg=red]"}],
        clients=[{"key": "acme", "name": "Acme <b>%{F} & Co"}, {"key": "smith", "name": "Smith"}],
        contracts=[contract("plan", allowances=[monthly("4:00")])],
        entries=[entry("E-1", "2026-03-03T07:00", "2026-03-03T08:00")],
    )
    (tmp_path / "book.json").write_text(json.dumps(book), encoding="utf-8")
    assert main(["load", "book.json"]) == 0
    sit_here(tmp_path, "dana")
    return clock


def sit_here(folder: Path, agent: str) -> None:
    with sqlite3.connect(folder / "desk.db") as connection:
        connection.execute("INSERT OR REPLACE INTO setting VALUES ('me:tester', ?)", (json.dumps(agent),))


@pytest.fixture(autouse=True)
def quiet(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[str, str]:
    assert main(list(words)) == 0
    output = capsys.readouterr()
    return output.out, output.err


class TestWhoSitsHere:
    def test_status_answers_for_the_person_of_this_machine(
        self, capsys: pytest.CaptureFixture[str], clock: Clock
    ) -> None:
        run(capsys, "start", "acme", "--agent", "eli")
        clock.now += 60
        assert answer(capsys, "status") == {"timer": None, "today_seconds": HOUR}
        assert answer(capsys, "status", "--agent", "eli")["timer"]["agent"] == "eli"
        everybody = answer(capsys, "status", "--all")
        assert (everybody["timer"]["agent"], everybody["today_seconds"]) == ("eli", HOUR + 60)
        run(capsys, "start", "acme", "--agent", "dana")
        assert [timer["agent"] for timer in answer(capsys, "status", "--all")["timers"]] == ["dana", "eli"]
        said = run(capsys, "status", "--all")
        assert said.startswith("0:00:00 dana on acme, 0:01:00 eli on acme; today ")

    def test_without_such_a_person_it_answers_for_all_as_it_always_did(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path, clock: Clock
    ) -> None:
        sit_here(tmp_path, "nobody")
        run(capsys, "start", "acme", "--agent", "eli")
        assert answer(capsys, "status")["timer"]["agent"] == "eli"

    def test_writing_commands_take_that_person(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert answer(capsys, "start", "acme")["agent"] == "dana"
        assert answer(capsys, "stop")["agent"] == "dana"
        assert answer(capsys, "continue")["agent"] == "dana"
        assert answer(capsys, "discard")["agent"] == "dana"
        assert answer(capsys, "add", "acme", "2026-03-02T09:00", "2026-03-02T10:00")["agent"] == "dana"


class TestDoubts:
    def test_found_6_4_stop_after_a_long_sleep_says_so_and_asks(
        self, capsys: pytest.CaptureFixture[str], clock: Clock
    ) -> None:
        run(capsys, "start", "acme")
        clock.now += 14 * HOUR
        refused = run(capsys, "stop", status=1)
        assert "has run for 14:00" in refused
        assert "--keep" in refused
        assert "--at-time" in refused
        assert answer(capsys, "status")["timer"]["seconds"] == 14 * HOUR
        out, err = said(capsys, "stop", "--keep", "--json")
        assert json.loads(out)["ended_at"] == "2026-03-03T23:00:00Z"
        assert "has run for 14:00" in err

    def test_found_6_4_after_a_night_the_end_was_yesterday(
        self, capsys: pytest.CaptureFixture[str], clock: Clock, tmp_path: Path
    ) -> None:
        run(capsys, "start", "acme")
        with sqlite3.connect(tmp_path / "desk.db") as connection:
            connection.execute("UPDATE entry SET alive_at = ? WHERE ended_at IS NULL", (NINE + 20 * 60,))
        clock.now += 24 * HOUR
        assert '--at-time "yesterday 09:20" ends it then' in run(capsys, "stop", status=1)
        assert answer(capsys, "stop", "--at-time", "yesterday 09:20")["ended_at"] == "2026-03-03T09:20:00Z"

    @pytest.mark.parametrize("command", [("switch", "smith"), ("continue",)])
    def test_found_6_4_sisters_switch_and_continue_ask_as_well(
        self, capsys: pytest.CaptureFixture[str], clock: Clock, command: tuple[str, ...]
    ) -> None:
        run(capsys, "start", "smith")
        run(capsys, "switch", "acme")
        clock.now += 14 * HOUR
        assert "has run for 14:00" in run(capsys, *command, status=1)
        started = answer(capsys, *command, "--at-time", "10:00")
        assert (started["client"], started["started_at"]) == ("smith", "2026-03-03T23:00:00Z")
        book = json.loads(run(capsys, "dump"))
        assert "2026-03-03T10:00:00Z" in {entry["ended_at"] for entry in book["entries"]}

    def test_found_6_4_a_clock_that_went_back_is_said(
        self, capsys: pytest.CaptureFixture[str], clock: Clock
    ) -> None:
        run(capsys, "start", "acme")
        clock.now -= HOUR
        assert "the clock went back by 1:00" in run(capsys, "status")
        assert answer(capsys, "status")["timer"]["seconds"] == 0
        assert "the clock went back by 1:00" in run(capsys, "stop", status=1)
        assert "the clock went back by 1:00" in run(capsys, "switch", "smith", status=1)
        stopped = answer(capsys, "stop", "--keep")
        assert stopped["started_at"] == stopped["ended_at"]

    def test_found_6_4_an_end_after_the_start_is_taken_although_the_clock_stands_before(
        self, capsys: pytest.CaptureFixture[str], clock: Clock
    ) -> None:
        run(capsys, "start", "acme")
        clock.now -= HOUR
        assert answer(capsys, "stop", "--at-time", "09:30")["ended_at"] == "2026-03-03T09:30:00Z"

    def test_a_look_at_the_past_shows_no_timer_that_began_later(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(capsys, "start", "acme")
        assert answer(capsys, "status", "--at", "2026-03-03T08:30:00Z")["timer"] is None

    def test_an_absence_is_asked_about_and_back_keep_keeps_it(
        self, capsys: pytest.CaptureFixture[str], clock: Clock
    ) -> None:
        assert answer(capsys, "away") is None
        run(capsys, "start", "acme")
        clock.now += 1800
        assert answer(capsys, "away", "--ago", "10m")["since"] == "2026-03-03T09:20:00Z"
        clock.now += 1800
        assert "away from 09:20 to 10:00" in run(capsys, "back")
        assert "undecided since Tue 09:20" in run(capsys, "status")
        assert "last seen at 09:20" in run(capsys, "stop", status=1)
        run(capsys, "back", "--keep")
        assert answer(capsys, "stop")["ended_at"] == "2026-03-03T10:00:00Z"


class TestWarnings:
    def test_found_4_4_overlaps_are_told_on_standard_error(self, capsys: pytest.CaptureFixture[str]) -> None:
        out, err = said(capsys, "add", "acme", "2026-03-03T07:30", "2026-03-03T07:45", "--json")
        key = json.loads(out)["key"]
        assert f"{key} overlaps E-1 (" in err
        assert "Co, 07:00 to 08:00)" in err
        assert said(capsys, "add", "acme", "2026-03-03T08:00", "2026-03-03T08:10")[1] == ""
        assert "overlaps E-1" in said(capsys, "start", "acme", "--ago", "2h")[1]

    def test_found_4_10_an_archived_client_is_refused(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        with sqlite3.connect(tmp_path / "desk.db") as connection:
            connection.execute("UPDATE client SET archived = 1 WHERE key = 'smith'")
        for words in (
            ("start", "smith"),
            ("switch", "smith"),
            ("add", "smith", "2026-03-02T09:00", "2026-03-02T10:00"),
        ):
            assert "Smith (smith) is archived" in run(capsys, *words, status=1)


class TestBars:
    @pytest.fixture(autouse=True)
    def timer(self, quiet: None, capsys: pytest.CaptureFixture[str], clock: Clock) -> None:
        run(capsys, "start", "acme", "look at #[fg=red]")
        clock.now += 47 * 60

    def test_a_format_of_ones_own(self, capsys: pytest.CaptureFixture[str]) -> None:
        line = run(capsys, "status", "--format", "{{{elapsed}}} {client_key} {left} {today} {started} {note}")
        assert line == "{0:47} acme 2:13 1:47 09:00 look at #[fg=red]\n"
        assert "{x} is no field" in run(capsys, "status", "--format", "{x}", status=1)

    def test_what_is_left_is_the_same_whether_or_not_a_month_is_kept(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        first = run(capsys, "status", "--format", "{left}")
        with sqlite3.connect(tmp_path / "desk.db") as connection:
            connection.execute("DELETE FROM month_record")
        assert run(capsys, "status", "--format", "{left}") == first == "2:13\n"

    def test_waybar_reads_markup(self, capsys: pytest.CaptureFixture[str]) -> None:
        found: dict[str, Any] = json.loads(run(capsys, "status", "--for", "waybar"))
        assert found["text"] == "● 0:47 Acme &lt;b&gt;%{F} &amp; Co · 2:13 left"
        assert (found["alt"], found["class"]) == ("running", "running")
        assert "look at" in found["tooltip"]

    def test_tags_and_styles_of_others_are_text(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert "%{" not in run(capsys, "status", "--for", "polybar")
        run(capsys, "start", "smith", "--agent", "eli")
        tmux = run(capsys, "status", "--for", "tmux", "--agent", "eli")
        assert tmux.startswith("● 0:00 Smith")
        assert run(capsys, "status", "--for", "i3blocks").splitlines()[:2] == [
            "● 0:47 Acme <b>%{F} & Co · 2:13 left",
            "● 0:47",
        ]

    def test_nothing_runs(self, capsys: pytest.CaptureFixture[str]) -> None:
        run(capsys, "stop")
        assert run(capsys, "status", "--for", "starship") == "\n"
        assert run(capsys, "status", "--for", "tmux") == "○ 1:47\n"
        assert run(capsys, "status", "--format", "{elapsed} {client}") == "\n"
        assert json.loads(run(capsys, "status", "--for", "waybar"))["class"] == "idle"

    def test_hours_that_are_over_have_a_class_and_a_colour(
        self, capsys: pytest.CaptureFixture[str], clock: Clock
    ) -> None:
        clock.now += 3 * HOUR
        assert json.loads(run(capsys, "status", "--for", "waybar"))["class"] == "over"
        assert "0:47 over" in run(capsys, "status", "--for", "i3blocks")
        assert run(capsys, "status", "--for", "i3blocks").splitlines()[2].startswith("#")


def test_found_3_13_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out == f"deskhours {VERSION}\n"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION


def test_courtesy_is_said_at_the_start_and_proposed_at_the_end_and_never_in_json(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, clock: Clock
) -> None:
    mail = {"key": "R-1", "client": "acme", "subject": "Form", "reported_at": "2026-03-02T09:00:00Z"}
    given = entry("E-1", "2026-03-02T10:00", "2026-03-02T10:05", scope="courtesy")
    free = [{"channels": None, "priorities": None, "up_to_minutes": 10}]
    book = small_book(desk={"free": free}, requests=[mail], entries=[given])
    (tmp_path / "free.json").write_text(json.dumps(book), encoding="utf-8")
    where = ["--database", "free.db"]
    assert main(["load", "free.json", *where]) == 0
    capsys.readouterr()
    out, _ = said(capsys, "start", "acme", "--request", "R-1", *where)
    assert "1 courtesy in 12 months, 0:05, 5.83; never told" in out
    clock.now += 600
    out, _ = said(capsys, "stop", *where)
    assert "up to 0:10: courtesy? C in the timesheet takes it as courtesy" in out
    out, _ = said(capsys, "add", "acme", "2026-03-02T11:00", "2026-03-02T11:11", "--request", "R-1", *where)
    assert "courtesy" not in out
    out, _ = said(capsys, "start", "acme", "--json", *where)
    assert json.loads(out)["client"] == "acme"
