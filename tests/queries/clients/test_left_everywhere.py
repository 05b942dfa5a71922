"""Is what is left the same on the bar, in prompts, in the capture line, and once the call is recorded? (RULES 8)"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.values import Book
from models.queries.clients.pages import read_client_page
from models.queries.desk.session import read_running
from models.queries.ledger.lapsing import read_lapsing
from models.queries.ledger.lapsing_now import lapsing_document
from models.queries.ledger.left import read_left
from models.services.time.timer import TimerStart, start_timer, stop_timer
from models.storage.status import read_status
from tests.opened import at, contract, entry, monthly, opened, place_text, small_book
from tests.strategies import books


@given(books(closed=True), st.integers(0, 30 * 3600), st.booleans())
def test_a_timer_leaves_what_its_recorded_work_leaves(book: Book, length: int, kept: bool) -> None:
    """One desk, one timer, any length, also over midnight and the turn of a month: three places, one number."""
    timers = [e for e in book.entries if e.ended_at is None and e.client and e.scope == "support"]
    if not timers:
        return
    timer = timers[0]
    now = timer.started_at + length
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), book, now):
        running = read_running(timer.agent, now)
        assert running is not None
        assert timer.client is not None
        status = read_status(place_text(Path(folder) / "desk.db"), now, timer.agent, left=True)
        before = read_left(timer.client, now, timer.work_type)
        rest = running.left_after(length)
        if running.left_minutes is None:
            assert (status.left_minutes, status.left_words) == (None, running.words)
            return
        assert status.left_minutes == rest
        assert running.left_minutes == before.now.total_minutes
        stop_timer(timer.agent, now)
        after = read_left(timer.client, now, timer.work_type)
        assert rest < 0 or rest == after.now.total_minutes


@pytest.mark.parametrize("request_key", [None, "R-1"])
def test_the_line_of_capture_and_the_bar_say_the_same(tmp_path: Path, request_key: str | None) -> None:
    """A call of 47 minutes on a request that has 5 already: what was foretold is what the bar says at its end."""
    book = small_book(
        desk={"rounding": {"increment": 15, "minimum": 30, "per": "request_day"}},
        contracts=[
            contract("plan", allowances=[monthly("3:12", work_types=["maintenance"]), monthly("1:00")])
        ],
        requests=[
            {
                "key": "R-1",
                "client": "acme",
                "subject": "x",
                "reported_at": "2026-03-02T08:00:00Z",
                "events": [],
            }
        ],
        entries=[entry("E-1", "2026-03-02T09:00", "2026-03-02T09:05", request="R-1")],
    )
    now = at("2026-03-02T10:00")
    with opened(tmp_path, book):
        foretold, _ = read_left("acme", now, "maintenance", request=request_key).after(47 * 60)
        start_timer(TimerStart("dana", "acme", request_key, "maintenance"), now)
        running = read_running("dana", now + 47 * 60)
        assert running is not None
        assert running.left_after(47 * 60) == foretold == 252 - 30 - (60 if request_key is None else 30)
        status = read_status(place_text(tmp_path / "desk.db"), now + 47 * 60, "dana", left=True)
        assert status.left_minutes == foretold


def test_what_the_work_type_may_not_draw_is_not_left(tmp_path: Path) -> None:
    book = small_book(
        contracts=[contract("plan", allowances=[monthly("2:00", work_types=["design"]), monthly("1:00")])]
    )
    now = at("2026-03-02T10:00")
    with opened(tmp_path, book):
        start_timer(TimerStart("dana", "acme", None, "maintenance"), now)
        running = read_running("dana", now)
        assert running is not None
        assert (running.left_minutes, read_left("acme", now, "maintenance").minutes) == (60, 60)
        assert read_status(place_text(tmp_path / "desk.db"), now, "dana", left=True).left_minutes == 60


def test_a_timer_over_midnight_is_cut_there_in_the_bar_too(tmp_path: Path) -> None:
    """Minimum 3:00, increment 15, 23:50 to 00:10: 180 + 15, not 180 (RULES 3.1, 3.2)."""
    book = small_book(
        desk={"rounding": {"increment": 15, "minimum": 180, "per": "entry"}},
        contracts=[contract("plan", allowances=[monthly("5:00")])],
    )
    began = at("2026-03-02T23:50")
    with opened(tmp_path, book):
        start_timer(TimerStart("dana", "acme", None, "maintenance"), began)
        running = read_running("dana", began + 1200)
        assert running is not None
        assert running.left_after(1200) == 300 - 195
        assert running.minimum_after(1200) is None
        assert running.minimum_after(60) == (180, None)
        assert (
            read_status(place_text(tmp_path / "desk.db"), began + 1200, "dana", left=True).left_minutes
            == 300 - 195
        )


def test_a_carry_limit_to_come_takes_nothing_yet_on_any_screen(tmp_path: Path) -> None:
    """4:00 a month, one more month, at most 2:00 carried forward; 1:10 of March's 6:00 used: 4:50 until the 31st."""
    book = small_book(
        contracts=[contract("plan", allowances=[monthly("4:00", rollover={"periods": 1, "cap": "2:00"})])],
        entries=[entry("E-1", "2026-03-02T09:00", "2026-03-02T10:10")],
    )
    now = at("2026-03-30T12:00")
    with opened(tmp_path, book, now):
        page = read_client_page("acme", now)
        assert page.hours is not None
        hours = page.hours
        assert (hours.usable, hours.used, hours.left) == (360, 70, 290)
        assert (hours.lapsing, hours.lapses_on) == (50, date(2026, 3, 31))
        assert (hours.capped, hours.capped_on) == (120, date(2026, 3, 31))
        assert sum(grant.left for grant in page.grants) == 290
        assert read_left("acme", now).now.minutes == 290
        assert read_left("acme", now).after(4 * 3600)[0] == 50
        lapsing = [(row.expires_on.isoformat(), row.minutes) for row in read_lapsing(now, 45)]
        assert lapsing == [(row["expires_on"], row["minutes"]) for row in lapsing_document(now, 45)]
        later = at("2026-04-01T12:00")
        assert read_left("acme", later).now.minutes == 120 + 240
