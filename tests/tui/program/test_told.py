"""Does a message have a line of its own, one at a time, and is an error seen before a key takes it away?"""

from __future__ import annotations

import pytest

import tui.program.telling.messages
from tests.tui.helpers import app_showing, picture, things
from tui.dialogs.confirm import Confirm
from tui.widgets.frame.foot import Told, told_lines
from tui.widgets.spans import spans_width


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock for what is read, at one second."""
    now = [1.0]
    monkeypatch.setattr(tui.program.telling.messages, "monotonic", lambda: now[0])
    return now


async def test_a_message_stands_above_the_keys_and_goes_with_the_next_key() -> None:
    app = app_showing(things(40))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        before = picture(app)
        app.notify("R-1947 added [/] to Kirk & Co")
        await pilot.pause()
        lines = picture(app)
        assert lines[-2].startswith(" • R-1947 added [/] to Kirk & Co ───")
        assert lines[:-2] == before[:-2]
        assert lines[-1] == before[-1]
        await pilot.press("j")
        await pilot.pause()
        assert picture(app)[-2] == before[-2]


async def test_one_at_a_time_and_the_last_confirmation_counts() -> None:
    app = app_showing(things(3))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        app.notify("first")
        app.notify("second")
        await pilot.pause()
        assert "second" in picture(app)[-2]
        assert not any("first" in line for line in picture(app))


async def test_an_error_is_not_taken_away_by_keys_that_were_on_their_way(clock: list[float]) -> None:
    app = app_showing(things(9))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        app.notify("October is closed", severity="error")
        app.notify("Copied.")
        app.notify("The file is nearly full", severity="warning")
        await pilot.press("j", "j")
        await pilot.pause()
        assert "! October is closed" in picture(app)[-2]
        assert "+1" in picture(app)[-2]
        clock[0] += 1
        await pilot.press("j")
        await pilot.pause()
        assert "! The file is nearly full" in picture(app)[-2]
        clock[0] += 1
        await pilot.press("j")
        await pilot.pause()
        assert picture(app)[-2].strip(" ─") == ""
        assert any(line.startswith("▸ subject 4") for line in picture(app))


async def test_a_confirmation_goes_by_itself_and_an_error_does_not() -> None:
    app = app_showing(things(3))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        app.notify("Copied.", timeout=0.05)
        await pilot.pause(0.3)
        assert "Copied" not in picture(app)[-2]
        app.notify("October is closed", severity="error", timeout=0.05)
        await pilot.pause(0.3)
        assert "October is closed" in picture(app)[-2]


async def test_a_message_over_a_dialog_stands_above_its_keys_and_stays_when_it_closes() -> None:
    app = app_showing(things(3))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        app.push_screen(Confirm("Delete it?", "It is gone then."))
        await pilot.pause()
        app.notify("Waiting for the database", severity="warning")
        await pilot.pause()
        assert any("! Waiting for the database" in line for line in picture(app))
        await pilot.press("escape")
        await pilot.pause()
        assert "! Waiting for the database" in picture(app)[-2]


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("text", ["short", "word " * 60, "日本語 " * 60, "x" * 300])
def test_a_long_message_takes_two_lines_at_most(text: str, width: int) -> None:
    lines = told_lines(Told(text.strip(), "error", 4), 2, width)
    assert 1 <= len(lines) <= 2
    assert all(spans_width(line) <= width for line in lines)
    assert lines[0][0][0] == " ! "
    assert "+2" in "".join(part for part, _ in lines[0])
