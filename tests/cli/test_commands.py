"""What the commands promise to scripts: their options, answers and refusals, wherever the screen is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.opened import contract, entry, monthly, small_book
from tui.cli import main


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
