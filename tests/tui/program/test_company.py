"""Do two people ever answer the same request unknowingly? Who is at it is shown, and asked about (RULES 13)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.rights import Present
from models.queries.desk.colleagues import Colleague, read_colleagues
from models.services.requests.rows import read_request
from models.services.time.timer import TimerStart, start_timer, stop_timer, switch_timer
from tests.opened import small_book
from tests.tui.conftest import NOW, desk_app, press, running, screen_text, until
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Form
from tui.program.app import DeskApp
from tui.widgets.cells.company import company_marks, team_words
from tui.widgets.cells.request import with_marks

PRIYA = Colleague("priya", "Priya Nair", "R-1", "Acme Ltd", NOW - 60, timing=False)
MO = Colleague("mo", "Mo", "R-1", "Acme Ltd", NOW - 720, timing=True)
AT_ACME = replace(MO, request=None)


def book() -> dict[str, Any]:
    asked = {"client": "acme", "reported_at": "2026-03-03T09:00:00Z"}
    people = [("dana", "Dana"), ("mo", "Mo Salah"), ("priya", "Priya Nair")]
    return small_book(
        agents=[{"key": key, "name": name} for key, name in people],
        requests=[
            {"key": "R-1", "subject": "Mail bounces", **asked},
            {"key": "R-2", "subject": "Slow", **asked},
        ],
    )


def team_app(folder: Path, present: list[Present]) -> DeskApp:
    """Dana's program at a desk where others have open what `present` lists."""
    app = desk_app(folder, book())
    app.place = replace(app.place, present=lambda now: tuple(present))
    return app


def test_who_is_at_a_request_is_read_timers_first(tmp_path: Path) -> None:
    app = team_app(tmp_path, [])
    app.data.write_now(start_timer, TimerStart("mo", "acme", "R-1"), NOW - 720)
    app.data.write_now(start_timer, TimerStart("dana", "acme", "R-2"), NOW - 60)
    pages = (Present("priya", "R-1", NOW - 60), Present("mo", "R-1", NOW - 700), Present("dana", "R-2", NOW))
    found = app.data.fetch_now(read_colleagues, "dana", lambda now: pages, NOW)
    assert found == (replace(MO, name="Mo Salah"), PRIYA)
    assert app.data.fetch_now(read_colleagues, None, lambda now: (), NOW)[-1].agent == "dana"


@pytest.mark.parametrize(
    ("colleagues", "mine", "shown"),
    [
        ((), False, ""),
        ((), True, " ●"),
        ((MO,), False, " ● Mo 0:12"),
        ((MO, PRIYA), True, " ● ● Mo 0:12 ◦ Priya"),
    ],
)
def test_signs_name_who_is_there(colleagues: tuple[Colleague, ...], mine: bool, shown: str) -> None:
    marks = company_marks("R-1", colleagues, running=bool(colleagues), mine=mine, now=NOW)
    assert "".join(text for text, _ in marks) == shown
    assert company_marks("R-2", colleagues, running=False, mine=False, now=NOW) == []


@pytest.mark.parametrize(
    ("width", "shown"), [(40, "Mail bounces ◦ Priya"), (20, "Mail bounces ◦ Priya"), (12, "Mail boun… ◦")]
)
def test_signs_stay_in_sight_when_the_subject_is_cut(width: int, shown: str) -> None:
    cell = with_marks(("Mail bounces", ""), [(" ◦ Priya", "warn")])
    assert callable(cell)
    assert "".join(text for text, _ in cell(width)) == shown
    assert with_marks(("Mail", ""), ()) == ("Mail", "")


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (60, "● Mo Acme Ltd 0:12 · ◦ Priya R-1"),
        (31, "● Mo Acme Ltd 0:12 · 1 more"),
        (20, ""),
    ],
)
def test_the_team_is_named_as_far_as_there_is_room(room: int, shown: str) -> None:
    assert "".join(text for text, _ in team_words((AT_ACME, PRIYA), NOW, room)) == shown


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_another_has_open_is_shown_and_asked_about_once(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    app = team_app(tmp_path, [Present("priya", "R-1", NOW - 60)])
    app.data.write_now(start_timer, TimerStart("mo", "acme", "R-1"), NOW - 720)
    async with running(app, size) as pilot:
        app.watch_time(NOW)
        await until(pilot, lambda: len(app.colleagues) == 2)
        await until(pilot, lambda: "● Mo 0:12 ◦ Priya" in screen_text(app))
        app.everywhere.open_record("request", "R-1")
        await until(
            pilot, lambda: app.current_mode == "requests" and "Priya Nair has this open" in screen_text(app)
        )
        assert "Mo Salah's timer runs here, 0:12" in screen_text(app)
        await press(app, pilot, "i")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "Mo Salah's timer runs on R-1, 0:12." in screen_text(app)
        await press(app, pilot, "escape")
        await until(pilot, lambda: not app.screen.is_modal)
        assert app.data.fetch_now(read_request, "R-1").first_response_at is None
        await press(app, pilot, "i")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await press(app, pilot, "y")
        await until(pilot, lambda: app.data.fetch_now(read_request, "R-1").first_response_at == NOW)
        await press(app, pilot, "r")
        await until(pilot, lambda: isinstance(app.screen, Form))


async def test_a_timer_on_what_another_works_on_is_asked_about(tmp_path: Path) -> None:
    app = team_app(tmp_path, [])
    app.data.write_now(start_timer, TimerStart("mo", "acme", "R-1"), NOW - 720)
    async with running(app) as pilot:
        app.everywhere.open_record("request", "R-1")
        await until(pilot, lambda: app.current_mode == "requests" and app.base_screen is not None)
        await until(pilot, lambda: (target := app.sessions.target()) is not None and target.request == "R-1")
        await press(app, pilot, "space")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "Start your timer on it all the same?" in screen_text(app)
        await press(app, pilot, "y")
        await until(pilot, lambda: app.sessions.running is not None)


@pytest.mark.parametrize(("key", "client"), [("s", "acme"), ("escape", "beta")])
async def test_a_timer_started_elsewhere_is_stopped_there_or_runs_on(
    tmp_path: Path, key: str, client: str
) -> None:
    found = book()
    found["clients"].append({"key": "beta", "name": "Beta"})
    app = desk_app(tmp_path, found)
    async with running(app) as pilot:
        await until(pilot, lambda: app.session is not None)
        app.data.write_now(start_timer, TimerStart("dana", "beta"), NOW - 600)
        await press(app, pilot, "space")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "dana has one running on beta" in screen_text(app)
        await press(app, pilot, key)
        await until(pilot, lambda: (now := app.sessions.running) is not None and now.entry.client == client)


def test_what_was_begun_elsewhere_is_switched_from(tmp_path: Path) -> None:
    app = team_app(tmp_path, [])
    app.data.write_now(start_timer, TimerStart("dana", "acme"), NOW - 600)
    app.data.write_now(switch_timer, TimerStart("dana", "acme", "R-1"), NOW)
    assert app.data.write_now(stop_timer, "dana", NOW + 60).started_at == NOW
