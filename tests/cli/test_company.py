"""Does a command say who else is at a request, and how a timer that runs elsewhere is ended?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.services.time.timer import TimerStart, start_timer
from models.storage.database import open_database
from tests.opened import at, small_book
from tui.cli import main


def test_what_another_works_on_is_said_beside_the_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = {"client": "acme", "subject": "Mail", "reported_at": "2026-03-01T09:00:00Z"}
    people = [{"key": "dana", "name": "Dana"}, {"key": "mo", "name": "Mo Salah"}]
    book = tmp_path / "book.json"
    book.write_text(
        json.dumps(small_book(agents=people, requests=[{"key": "R-1", **asked}])), encoding="utf-8"
    )
    desk = ["--database", str(tmp_path / "desk.db")]
    assert main([*desk, "load", str(book)]) == 0
    opened = open_database(tmp_path / "desk.db")
    with opened.connection():
        start_timer(TimerStart("mo", "acme", "R-1"), at("2026-03-04T09:00"))
    capsys.readouterr()
    mine = ["--agent", "dana"]
    assert main([*desk, "start", "acme", "--request", "R-1", *mine]) == 0
    assert "Mo Salah's timer runs on R-1, too" in capsys.readouterr().err
    assert main([*desk, "start", "acme", "--request", "R-1", *mine]) == 1
    said = capsys.readouterr().err
    assert "deskhours switch acme --request R-1 stops it and starts here, deskhours stop ends it" in said
    for words in (["answer", "R-1"], ["state", "R-1", "waiting"], ["resolve", "R-1", "--cause", "dns"]):
        assert main([*desk, "request", *words]) == 0, words
        assert "Mo Salah's timer runs on R-1, too" in capsys.readouterr().err
