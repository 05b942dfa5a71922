"""Are price guide, plan replay, quote and cancellation one key away from the client, with the contract in sight?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.queries.contracts.contracts import read_contract
from tests.opened import contract, entry, monthly, small_book
from tests.tui.conftest import desk_app, press, running, screen_text, until
from tui.dialogs.confirm import Confirm
from tui.dialogs.contracts.replay import Replay
from tui.dialogs.form import Form


def the_book(**more: Any) -> dict[str, Any]:
    fee = {"amount": "100.00", "every": "month"}
    return small_book(
        desk={"hourly_cost": "28.00"},
        contracts=[contract("plan", allowances=[monthly("5:00")], fee=fee, **more)],
        entries=[entry("E-1", "2026-02-04T10:00", "2026-02-04T13:00")],
    )


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_prices_from_the_list(tmp_path: Path, size: tuple[int, int]) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app, size) as pilot:
        await press(app, pilot, "3", "v")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await pilot.pause()
        assert "Price guide · Acme Ltd" in screen_text(app)
        await press(app, pilot, "escape", "V")
        await until(pilot, lambda: isinstance(app.screen, Replay))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_cancellation_says_what_it_changes_before_it_is_saved(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app, size) as pilot:
        await press(app, pilot, "3", "X")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await press(app, pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.pause()
        text = screen_text(app)
        assert "Plan ends on Sat 4 Apr 2026." in text
        assert "May: granted 5:00 → 0:00" in text
        await press(app, pilot, "escape")
        assert app.data.fetch_now(read_contract, "plan").cancelled is None
        await press(app, pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await press(app, pilot, "y")
        await until(pilot, lambda: not app.screen.is_modal)
        assert str(app.data.fetch_now(read_contract, "plan").cancelled) == "2026-04-04"
        await press(app, pilot, "u")
        await until(pilot, lambda: app.data.fetch_now(read_contract, "plan").cancelled is None)


async def test_without_a_running_contract_it_says_so(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book(ends="2026-01-31"))
    async with running(app, (80, 24)) as pilot:
        await press(app, pilot, "3", "Q")
        await until(pilot, lambda: app._notifications)
        assert "No contract runs here." in "".join(note.message for note in app._notifications)
