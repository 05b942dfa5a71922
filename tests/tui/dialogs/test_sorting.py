"""Can the lists inside dialogs be sorted by each of their columns, too, and by values, not by words?"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from models.domain.planning.opportunities import Opportunity
from models.queries.planning.opportunities import OpportunityBoard
from tests.opened import at, small_book
from tests.tui.conftest import demo_text, desk_app, running, until
from tests.tui.dialogs.test_history import changed
from tests.tui.dialogs.test_imports import REPORT, planned
from tests.tui.widgets.test_sorting import check_sorted
from tui.dialogs.contracts.opportunities import Opportunities, show_opportunities
from tui.dialogs.contracts.replay import Replay, show_replay
from tui.dialogs.history import History, show_history
from tui.program.app import DeskApp
from tui.widgets.list.rows import RowList
from tui.widgets.list.sorting import sort_key, sortable


def check_every_column(app: DeskApp) -> None:
    """Every column of the list in the dialog on top sorts, also the one without a heading."""
    rows: RowList[Any] = app.screen.query(RowList).first()
    assert rows.count
    assert sortable(rows._columns) == list(range(len(rows._columns)))
    for index in sortable(rows._columns):
        check_sorted(rows, index)


async def opened(app: DeskApp, pilot: Pilot[int], dialog: type) -> None:
    await until(pilot, lambda: isinstance(app.screen, dialog))
    await pilot.pause()
    check_every_column(app)
    await pilot.press("escape")
    await until(pilot, lambda: app.screen is app.base_screen)


async def test_the_history_sorts_by_every_column(tmp_path: Path) -> None:
    app = changed(tmp_path, 3)
    async with running(app, (120, 40)) as pilot:
        show_history(app, None)
        await opened(app, pilot, History)


async def test_replay_and_opportunities_sort_by_every_column(tmp_path: Path) -> None:
    now = at("2026-11-26T10:00")
    app = desk_app(tmp_path, demo_text(now), now=now)
    async with running(app, (120, 40)) as pilot:
        show_replay(app, "acme")
        await opened(app, pilot, Replay)
        show_opportunities(app)
        await opened(app, pilot, Opportunities)


async def test_the_plan_of_an_import_sorts_by_every_column(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home" / "Downloads").mkdir(parents=True)
    (tmp_path / "home" / "Downloads" / "report.csv").write_text(REPORT)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    app = desk_app(tmp_path, small_book())
    async with running(app, (120, 40)) as pilot:
        await planned(app, pilot)
        check_every_column(app)


def test_the_next_talk_is_sorted_by_its_day_not_by_its_weekday() -> None:
    rows = [
        Opportunity(client, "drift", date(2026, 9, 1), 0, 0, next_on)
        for client, next_on in (
            ("a", date(2027, 1, 4)),  # Monday
            ("b", None),
            ("c", date(2026, 12, 2)),  # Wednesday
            ("d", date(2026, 12, 4)),  # Friday
        )
    ]
    board = OpportunityBoard(
        date(2026, 11, 26), "GBP", tuple(rows), {row.client: row.client for row in rows}, {}
    )
    list_ = Opportunities(board).rows
    value = sort_key(list_._columns, 5, list_._cells)
    assert value(rows[1]) is None
    assert [row.client for row in sorted((rows[0], rows[2], rows[3]), key=value)] == ["c", "d", "a"]
