"""A desk that is deleted, replaced or damaged under the open screen: told, kept, and never written to."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from models.domain.basics.months import Month
from models.storage.database import open_database
from models.storage.sqlite import opened as database
from tests.cli.test_places import lose_index_row
from tests.opened import entry, small_book
from tests.tui.conftest import NOW, desk_app, press, running, screen_text, settle, until
from tui.data import Data
from tui.dialogs.form import Form
from tui.screens.month.exports import write_export

REQUEST = {"key": "R-1", "client": "acme", "subject": "Form", "reported_at": "2026-03-04T09:00:00Z"}


def tick(app: object, seconds: int) -> None:
    """The program's second comes round."""
    app.watch_time(NOW + seconds)  # type: ignore[attr-defined]


async def test_found_4_12_a_file_deleted_under_the_screen_is_told_and_not_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    app = desk_app(tmp_path, small_book(requests=[REQUEST]))
    async with running(app, (100, 30)) as pilot:
        tick(app, 10)
        await until(pilot, lambda: app.sessions.stamp != (0, 0))
        await press(app, pilot, "a")
        form = app.screen
        assert isinstance(form, Form)
        form.view.set_text("end", "1h")
        form.view.set_text("note", "typed before it went")
        path.rename(tmp_path / "elsewhere.db")
        await press(app, pilot, "ctrl+s")
        await until(pilot, lambda: "The desk's file is not there any more" in screen_text(app))
        assert app.screen is form
        assert form.view.values()["note"] == "typed before it went"
        assert not path.exists()
        await press(app, pilot, "escape", "escape")
        tick(app, 20)
        await until(pilot, lambda: "not there any more" in "".join(screen_text(app).splitlines()[:5]))
        await press(app, pilot, "space")
        assert not path.exists()
        (tmp_path / "elsewhere.db").rename(path)
        tick(app, 40)
        await until(pilot, lambda: "not there any more" not in "".join(screen_text(app).splitlines()[:5]))
        await press(app, pilot, "space")
        await until(pilot, lambda: app.sessions.running is not None)


async def test_found_4_12_another_file_under_the_screen_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    app = desk_app(tmp_path, small_book(requests=[REQUEST]))
    async with running(app, (100, 30)) as pilot:
        tick(app, 10)
        await until(pilot, lambda: app.sessions.stamp != (0, 0))
        shutil.copy(path, tmp_path / "other.db")
        (tmp_path / "other.db").replace(path)
        before = path.read_bytes()
        tick(app, 20)
        await until(pilot, lambda: "replaced by another file" in screen_text(app))
        await press(app, pilot, "space")
        assert path.read_bytes() == before


async def test_found_6_6_f16_a_damaged_file_is_shown_but_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    work = [entry("E-1", "2026-03-02T09:00", "2026-03-02T10:00")]
    app = desk_app(tmp_path, small_book(requests=[REQUEST], entries=work))
    lose_index_row(path)
    before = path.read_bytes()
    opened = open_database(path, verified_bytes=database.VERIFIED_BYTES)
    app.data = Data(path, opened.connection, snapshot=opened.snapshot)
    app.place = replace(app.place, data=app.data)
    async with running(app, (100, 30)) as pilot:
        app.duties.do()
        await until(pilot, lambda: "The desk's file is damaged: nothing can be saved" in screen_text(app))
        await press(app, pilot, "space", "2")
        await settle(app, pilot)
        assert "The desk's file is damaged" in screen_text(app)
        assert "Form" in screen_text(app)
        await press(app, pilot, "ctrl+r")
        assert "The desk's file is damaged" in screen_text(app)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("zone", "told"), [("America/New_York", True), ("Europe/Lisbon", False), ("", False)]
)
async def test_found_6_6_another_zone_of_the_machine_is_told(tmp_path: Path, zone: str, told: bool) -> None:
    app = desk_app(tmp_path, small_book(requests=[REQUEST]))
    app.place = replace(app.place, machine_zone=zone)
    async with running(app, (120, 30)):
        assert ("this machine's are America/New_York, 11:00" in screen_text(app)) is told


async def test_found_4_11_the_screen_writes_over_nothing_that_is_not_its_own(tmp_path: Path) -> None:
    app = desk_app(tmp_path, small_book(requests=[REQUEST]))
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir", encoding="utf-8")
    number = (tmp_path / "desk.db").stat().st_ino
    async with running(app):
        for name, words in (
            ("letter.txt", "is there already and is not a csv export made here; accepted is another name"),
            ("desk.db", "is never written over"),
            ("desk.db-journal", "is never written over"),
        ):
            refusal = write_export(app, "csv", Month(2026, 3), str(tmp_path / name))
            assert words in refusal["file"]
        assert write_export(app, "csv", Month(2026, 3), str(tmp_path / "new" / "times.csv")) == {}
        assert write_export(app, "csv", Month(2026, 3), str(tmp_path / "new" / "times.csv")) == {}
    assert letter.read_text(encoding="utf-8") == "Dear Sir"
    assert (tmp_path / "desk.db").stat().st_ino == number
    assert open_database(tmp_path / "desk.db").read_only is False
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
