"""history, undo and redo from the command line, in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.opened import entry, opened, small_book
from tui.cli import main


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    agents = [{"key": "dana", "name": "Dana"}, {"key": "eli", "name": "Eli"}]
    with opened(
        tmp_path, small_book(agents=agents, entries=[entry("E-1", "2026-01-12T10:00", "2026-01-12T12:00")])
    ):
        pass
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "desk.db"))


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def add(agent: str, key: str) -> None:
    assert (
        main(["add", "acme", "2026-03-02T10:00", "2026-03-02T11:00", "Call", "--agent", agent, "--key", key])
        == 0
    )


@pytest.mark.usefixtures("desk")
def test_undo_and_redo(capsys: pytest.CaptureFixture[str]) -> None:
    add("dana", "E-7")
    add("eli", "E-8")
    capsys.readouterr()
    assert answer(capsys, "undo", "--agent", "dana") == {"undone": "Added time for acme"}
    assert [one["key"] for one in answer(capsys, "dump")["entries"]] == ["E-1", "E-8"]
    assert main(["undo"]) == 0
    assert capsys.readouterr().out == "undone: Added time for Acme Ltd (by eli)\n"  # somebody else's is said
    assert main(["undo"]) == 1
    assert capsys.readouterr().err == "deskhours: undo: there is nothing to undo\n"
    assert answer(capsys, "redo") == {"redone": "Added time for acme"}
    assert answer(capsys, "redo", "--agent", "dana") == {"redone": "Added time for acme"}
    assert [one["key"] for one in answer(capsys, "dump")["entries"]] == ["E-1", "E-7", "E-8"]
    assert main(["redo", "--agent", "nobody"]) == 1


@pytest.mark.usefixtures("desk")
def test_history(capsys: pytest.CaptureFixture[str]) -> None:
    add("dana", "E-7")
    main(["undo", "--agent", "eli"])
    main(["undo"])
    capsys.readouterr()
    steps = answer(capsys, "history", "--limit", "2")
    assert [(step["title"], step["undone"]) for step in steps] == [
        ("Undid: Added time for acme", False),
        ("Added time for acme", True),
    ]
    assert steps[0]["undoes"] == steps[1]["id"]
    row = steps[1]["rows"][0]
    assert (row["table"], row["key"], row["what"]) == ("entry", "E-7", "added")
    assert {"field": "note", "before": None, "after": "Call"} in row["fields"]
    assert [step["who"] for step in answer(capsys, "history", "E-7")][1:] == ["dana"]
    assert main(["history", "E-7"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "    entry E-7 deleted"
    assert lines[2].endswith("dana  Added time for Acme Ltd  (undone)")
    assert main(["history", "E-99"]) == 1
    with pytest.raises(SystemExit) as left:
        main(["history", "--limit", "0"])
    assert left.value.code == 2
