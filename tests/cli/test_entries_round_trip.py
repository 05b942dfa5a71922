"""What `export entries` wrote comes into another desk as it was: keys, times, weights agreed, what was told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.storage.database import open_database
from models.storage.rows.reading import read_entries
from tests.opened import entry, opened, small_book
from tui.cli import main


def book(*entries: dict[str, Any]) -> dict[str, Any]:
    return small_book(
        deskhours_book=2,
        agents=[{"key": "dana", "name": "Dana"}, {"key": "mo", "name": "Mo"}],
        requests=[{"key": "R-1", "client": "acme", "subject": "x", "reported_at": "2026-03-01T08:00:00Z"}],
        entries=list(entries),
    )


def test_entries_come_back_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    there.mkdir()
    here.mkdir()
    with opened(
        there,
        book(
            entry("E-1", "2026-03-02T09:00", "2026-03-02T10:00", request="R-1", note="=1+1, “quoted”"),
            entry("E-2", "2026-03-03T20:00", "2026-03-03T21:30", premium="agreed", agent="mo"),
            entry("E-3", "2026-03-04T09:00", "2026-03-04T09:10", scope="courtesy", told=True),
            entry("E-4", "2026-03-31T23:30", "2026-04-01T00:45", scope="additional", work_type="design"),
        ),
    ):
        before = list(read_entries())
    with opened(here, book()):
        pass
    file = tmp_path / "times.csv"
    assert main(["export", "entries", "--database", str(there / "desk.db"), "--output", str(file)]) == 0
    monkeypatch.setenv("DESKHOURS_DATABASE", str(here / "desk.db"))
    assert main(["import", "deskhours-csv", str(file)]) == 0
    with open_database(here / "desk.db").connection():
        after = list(read_entries())
    assert [replace(each, imported=None) for each in after] == before
    assert [(each.imported.tool, each.imported.id) for each in after if each.imported] == [
        ("deskhours-csv", each.key) for each in before
    ]
