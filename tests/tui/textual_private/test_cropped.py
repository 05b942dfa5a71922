"""Is what is drawn near the changed cells the same as if every widget had been asked?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from textual._compositor import ChopsUpdate, Compositor

from tests.tui.conftest import NOW, Clock, desk_app, running, settle
from tests.tui.requests_book import queue_book
from tui.textual_private.cropped import draw_what_is_near, write_changed_cells_only

KEYS = (
    "down",
    "down",
    "tab",
    "down",
    "/",
    "a",
    "escape",
    "2",
    "down",
    "enter",
    "escape",
    "a",
    "escape",
    "6",
    "7",
    "1",
)


def every_widget(compositor: Any, crop: Any = None) -> Any:
    return draw_what_is_near(compositor, None)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_widgets_away_from_the_change_add_nothing_to_it(
    tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_changed_cells_only()
    console, compared = Console(color_system="truecolor", force_terminal=True), []
    stock = Compositor.render_partial_update

    def both(compositor: Compositor) -> ChopsUpdate | None:
        regions = set(compositor._dirty_regions)
        near = stock(compositor)
        compositor._dirty_regions |= regions
        with monkeypatch.context() as patch:
            patch.setattr(Compositor, "_get_renders", every_widget)
            whole = stock(compositor)
        if near is not None and whole is not None:
            compared.append(near.render_segments(console) == whole.render_segments(console))
        return near

    hands = Clock(NOW)
    app = desk_app(tmp_path, queue_book(), clock=hands)
    async with running(app, size) as pilot:
        monkeypatch.setattr(Compositor, "render_partial_update", both)
        for key in KEYS:
            await pilot.press(key)
            hands.now += 20
            app.tick()
            await settle(app, pilot)
    assert len(compared) > 10
    assert all(compared)
