"""What the commands promise to scripts: their options, answers and refusals, wherever the screen is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.opened import contract, entry, monthly, small_book
from tui.cli import build_parser, main
from tui.option_order import options_first


def run(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    assert main(list(words)) == status
    output = capsys.readouterr()
    assert not (status and output.out)
    return output.err if status else output.out


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    return json.loads(run(capsys, *words, "--json"))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "desk.db"))
    monkeypatch.chdir(tmp_path)
    book = small_book(
        clients=[{"key": "acme", "name": "Acme [/] Ltd"}, {"key": "smith", "name": "Smith"}],
        contracts=[contract("plan", allowances=[monthly("0:30")])],
        entries=[entry("E-1", "2026-03-01T10:00", "2026-03-01T11:00")],
    )
    (tmp_path / "book.json").write_text(json.dumps(book), encoding="utf-8")
    return tmp_path


class TestLoad:
    def test_it_answers_with_the_book(self, capsys: pytest.CaptureFixture[str]) -> None:
        loaded = answer(capsys, "load", "book.json")
        assert loaded == answer(capsys, "dump")
        assert loaded["entries"][0]["key"] == "E-1"

    def test_in_words_it_counts(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(capsys, "load", "book.json").endswith("2 clients, 1 contracts, 1 entries\n")


class TestTimer:
    def test_continue_takes_up_the_newer_of_two_begun_in_one_second(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As a script does it: everything within the same second."""
        monkeypatch.setattr("tui.commands.base.clock", lambda: 1_780_000_000)
        run(capsys, "load", "book.json")
        for words in (("start", "acme"), ("switch", "smith"), ("stop",)):
            run(capsys, *words)
        assert answer(capsys, "continue")["client"] == "smith"

    def test_stop_at_the_minute_in_which_it_started(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """20:26 is what the clock on the wall said when the timer was started at 20:26:40."""
        monkeypatch.setattr("tui.commands.base.clock", lambda: 1_780_000_000)
        run(capsys, "load", "book.json")
        started = answer(capsys, "start", "acme")["started_at"]
        assert started == "2026-05-28T20:26:40Z"
        assert "is before the timer's start" in run(capsys, "stop", "--at-time", "20:25", status=1)
        assert answer(capsys, "stop", "--at-time", "20:26")["ended_at"] == started

    def test_today_counts_what_began_days_ago(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        """A timer forgotten on Sunday and an entry of 50 hours both have a part in Wednesday."""
        work = [
            entry("E-1", "2026-03-01T10:00", "2026-03-01T10:00") | {"ended_at": None},
            entry("E-2", "2026-03-02T00:30", "2026-03-04T02:30", agent="eli"),
            entry("E-3", "2026-03-04T08:00", "2026-03-04T08:10", agent="eli"),
        ]
        agents = [{"key": key, "name": key} for key in ("dana", "eli")]
        (folder / "book.json").write_text(json.dumps(small_book(agents=agents, entries=work)), "utf-8")
        run(capsys, "load", "book.json")
        at = ("status", "--at", "2026-03-04T09:00:00Z")
        assert answer(capsys, *at)["today_seconds"] == (9 * 60 + 2 * 60 + 30 + 10) * 60
        assert answer(capsys, *at, "--agent", "dana") == {
            "timer": {
                "agent": "dana",
                "client": "acme",
                "request": None,
                "note": "",
                "started_at": "2026-03-01T10:00:00Z",
                "seconds": 71 * 3600,
            },
            "today_seconds": 9 * 3600,
        }


class TestReplay:
    PLAN: dict[str, Any] = {"key": "other", "kind": "block", "name": "Block", "starts": "2026-01-01"}

    def replay(self, *files: str) -> tuple[str, ...]:
        return ("replay", "acme", "2026-03-01", "2026-03-31", *files)

    def test_files_may_share_one_option_or_each_have_their_own(
        self, capsys: pytest.CaptureFixture[str], folder: Path
    ) -> None:
        run(capsys, "load", "book.json")
        for name, hours in (("a.json", "1:00"), ("b.json", "0:20")):
            (folder / name).write_text(json.dumps(self.PLAN | {"key": name, "hours": hours}), "utf-8")
        together = answer(capsys, *self.replay("--contract", "a.json", "b.json"))
        assert [row["covered"] for row in together] == [60, 20]
        assert answer(capsys, *self.replay("--contract", "a.json", "--contract", "b.json")) == together

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("{", "a.json: no JSON at line 1"),
            (json.dumps(PLAN | {"hours": "1:00", "covers": ["nothing"]}), "a.json.covers[0]: 'nothing'"),
            (json.dumps(PLAN | {"hours": "1:00", "rates": {"nothing": "1.00"}}), "a.json.rates.nothing"),
            (json.dumps(PLAN), "a.json.hours: is missing"),
        ],
    )
    def test_a_refusal_names_file_and_value(
        self, text: str, said: str, capsys: pytest.CaptureFixture[str], folder: Path
    ) -> None:
        run(capsys, "load", "book.json")
        (folder / "a.json").write_text(text, "utf-8")
        assert said in run(capsys, *self.replay("--contract", "a.json"), status=1)


class TestReading:
    @pytest.mark.parametrize(
        "words",
        [
            ("dump",),
            ("status",),
            ("ledger", "acme", "2026-03"),
            ("month", "2026-03"),
            ("requests",),
            ("renewals",),
            ("drift",),
            ("capacity", "2026-03"),
            ("causes",),
            ("alerts",),
            ("history",),
            ("doctor",),
            ("statement", "acme", "2026-03"),
            ("export", "timewarrior"),
        ],
        ids=lambda words: words[0],
    )
    def test_every_reading_command_takes_a_now_and_answers_in_json(
        self, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(capsys, "load", "book.json")
        at = ("--at", "2026-03-02T09:00:00Z")
        assert isinstance(answer(capsys, *words, *at), dict | list)
        assert "--at: 'then' is no instant" in run(capsys, *words, "--at", "then", status=1)


class TestDatabase:
    @pytest.mark.parametrize(
        "words",
        [
            ("--database", "other.db", "request", "show", "R-1"),
            ("request", "--database", "other.db", "show", "R-1"),
            ("request", "show", "R-1", "--database", "other.db"),
            ("request", "show", "--database", "sqlite:///other.db", "R-1"),
        ],
        ids=" ".join,
    )
    def test_it_is_named_anywhere(
        self, words: tuple[str, ...], capsys: pytest.CaptureFixture[str], folder: Path
    ) -> None:
        asked = {"key": "R-1", "client": "acme", "subject": "x", "reported_at": "2026-03-01T09:00:00Z"}
        (folder / "book.json").write_text(json.dumps(small_book(requests=[asked])), "utf-8")
        run(capsys, "load", "book.json", "--database", "other.db")
        assert answer(capsys, *words)["key"] == "R-1"
        assert "there is no desk yet" in run(capsys, "dump", status=1)


class TestOrder:
    """Options stand anywhere: before, between and behind the other words."""

    @pytest.mark.parametrize(
        ("given", "read"),
        [
            (["start", "acme", "--ago", "5m", "the note"], ["start", "--ago", "5m", "acme", "the note"]),
            (["start", "acme", "--ago=5m", "note"], ["start", "--ago=5m", "acme", "note"]),
            (["--database", "x", "stop", "--json"], ["--database", "x", "stop", "--json"]),
            (["add", "acme", "-20m", "now"], ["add", "--", "acme", "-20m", "now"]),
            (["add", "acme", "--", "a", "-b", "--json"], ["add", "--", "acme", "a", "-b", "--json"]),
            (["start", "acme", "- a dash"], ["start", "--", "acme", "- a dash"]),
            (["start", "acme", "--req", "R-1", "note"], ["start", "--req", "R-1", "acme", "note"]),
            (["start", "acme", "--nothing", "note"], ["start", "--nothing", "acme", "note"]),
            (["start", "acme", "--ago"], ["start", "--ago", "--", "acme"]),
            (["start", "--ago", "--", "acme"], ["start", "--ago", "--", "acme"]),
            (["request", "assign", "R-1", "--json", "dana"], ["request", "assign", "--json", "R-1", "dana"]),
            (
                ["replay", "acme", "--contract", "a", "b", "--json", "2026-01-01", "2026-01-31"],
                ["replay", "--contract", "a", "b", "--json", "acme", "2026-01-01", "2026-01-31"],
            ),
            (
                ["replay", "acme", "2026-01-01", "2026-01-31", "--contract", "a"],
                ["replay", "--contract", "a", "--", "acme", "2026-01-01", "2026-01-31"],
            ),
            (["status", "--contract", "--"], ["status", "--contract"]),
            (["nothing", "--json"], ["nothing", "--json"]),
            ([], []),
        ],
        ids=" ".join,
    )
    def test_only_the_order_changes(self, given: list[str], read: list[str]) -> None:
        assert options_first(build_parser(), given) == read

    def test_a_note_behind_an_option(self, capsys: pytest.CaptureFixture[str]) -> None:
        run(capsys, "load", "book.json")
        assert answer(capsys, "start", "acme", "--work-type", "design", "[/] note")["note"] == "[/] note"
        added = answer(capsys, "add", "acme", "-20m", "--scope", "courtesy", "now", "--key", "K", "-- dashes")
        assert (added["key"], added["scope"], added["note"]) == ("K", "courtesy", "-- dashes")
        assert answer(capsys, "statement", "acme", "--language", "en", "2026-03")["month"] == "2026-03"

    @pytest.mark.parametrize(
        "words",
        [
            ("start",),
            ("start", "acme", "note", "more"),
            ("start", "acme", "--ago"),
            ("start", "acme", "--nothing", "note"),
            ("nothing",),
            ("month", "2026-03", "--at"),
            ("status", "\x1b[2J"),
        ],
        ids=lambda words: ascii(" ".join(words)),
    )
    def test_wrong_usage_is_2(self, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
        run(capsys, "load", "book.json")
        with pytest.raises(SystemExit) as wrong:
            main(list(words))
        assert wrong.value.code == 2
        output = capsys.readouterr()
        assert (output.out, "\x1b" in output.err) == ("", False)


def test_found_3_13_dates_in_words_are_written_as_on_the_screens(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`5 Mar 2026`, never `2026-03-05` or `05 Mar`; the JSON keeps its own."""
    terms = contract("plan", ends="2026-03-20", renewal={"mode": "manual", "notice_months": 1})
    asked = {
        "key": "R-1",
        "client": "acme",
        "subject": "x",
        "reported_at": "2026-03-02T08:00:00Z",
        "events": [],
    }
    timer = entry("E-2", "2026-03-05T08:00", "2026-03-05T08:00") | {"ended_at": None}
    work = [entry("E-1", "2026-03-03T10:00", "2026-03-03T11:00", request="R-1"), timer]
    book = small_book(contracts=[terms], requests=[asked], entries=work)
    (folder / "book.json").write_text(json.dumps(book), "utf-8")
    run(capsys, "load", "book.json")
    at = ("--at", "2026-03-06T09:00:00Z")
    alerts = run(capsys, "alerts", *at)
    assert "was to be decided by 20 Feb 2026" in alerts or "was to be decided by 19 Feb 2026" in alerts
    page = run(capsys, "request", "show", "R-1", *at)
    assert "2 Mar 2026 08:00  reported" in page
    assert "  3 Mar 2026  1:00" in page
    month = run(capsys, "month", "2026-03", *at)
    assert "running since 5 Mar 08:00" in month
    assert "02 Mar" not in alerts + page + month
    assert "2026-02" in answer(capsys, "alerts", *at)[0]["message"]


def test_found_2_9_what_cancelling_quotes_is_what_it_bills(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The answer names both refunds; `--refund` bills the one that was chosen, and undo takes both steps back."""
    ahead = {"amount": "700.00", "every": "month", "discount_percent": "10", "billing": "term"}
    leaving = {"notice_months": 1, "fee": {"percent": "10"}}
    book = small_book(contracts=[contract("six", fee=ahead, cancellation=leaving)], entries=[])
    (folder / "book.json").write_text(json.dumps(book), "utf-8")
    run(capsys, "load", "book.json")
    leave = ("cancel", "six", "--notice", "2026-05-10")
    quoted = answer(capsys, *leave)["refund"]
    assert quoted == {"pro_rata": "3802.79", "rerated": "3444.00"}
    assert not answer(capsys, "dump")["charges"]
    run(capsys, "undo")
    for method in quoted:
        answer(capsys, *leave, "--refund", method)
        (charge,) = answer(capsys, "dump")["charges"]
        assert (charge["unit_price"], charge["contract"]) == (f"-{quoted[method]}", "six")
        run(capsys, "undo")
        assert not answer(capsys, "dump").get("charges")
