"""Does whoever reads only the frame find everything? Strip, timer line, rule and keys, at every width."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.helpers import app_showing, picture, things
from tui.program.start.modes import MODES, tabs
from tui.widgets.frame.keyline import KeyLine
from tui.widgets.frame.titlebar import Where, lower_line, strip_spans, top_line, where_spans
from tui.widgets.spans import changed_cells, spans_width

TABS = tabs({mode.name for mode in MODES})
WHERE = Where("Northgate Web Support", "clients", "Dana", datetime(2026, 11, 26, 10, 42, tzinfo=UTC))


def _text(spans: object) -> str:
    return "".join(text for text, _ in spans)  # type: ignore[attr-defined]  # spans


@pytest.mark.parametrize("width", [40, 59, 60, 79, 80, 81, 100, 120, 139, 140, 160, 200])
def test_the_strip_has_every_screen_and_marks_the_active_one_by_a_sign(width: int) -> None:
    spans, places = strip_spans(TABS, WHERE, width)
    text = _text(spans)
    assert spans_width(spans) <= width
    assert "▸3 Clients" in text
    assert text.count("▸") == 1
    assert [text[left:right].split()[0].removeprefix("▸") for left, right, _ in places] == list("1234567")
    if width >= 80:
        for name in ("1 Dashboard", "2 Requests", "4 Renewals", "5 Timesheet", "6 Month end", "7 Capacity"):
            assert name in text


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 139, 140, 160, 200])
def test_desk_agent_and_time_stand_on_exactly_one_line(width: int) -> None:
    top, whole = top_line(TABS, WHERE, width)
    lower = lower_line(WHERE, [("1 renewal overdue", "bad")], width, with_where=not whole)
    assert (_text(top) + _text(lower)).count("10:42") == 1
    assert spans_width(top) == spans_width(lower) == width
    if width >= 80:
        assert "1 renewal overdue" in _text(lower)
        assert "Dana" in _text(top) + _text(lower)


def test_the_time_is_left_out_last() -> None:
    assert _text(where_spans(WHERE, 5)) == "10:42"
    assert _text(where_spans(WHERE, 4)) == ""
    assert _text(where_spans(WHERE, 100)) == "Northgate Web Support · Dana · Thu 26 Nov 2026 · 10:42"


@pytest.mark.parametrize(
    ("old", "new", "cells"),
    [
        ("10:42 ", "10:42 ", None),
        ("10:42 ", "10:43 ", (4, 5)),
        ("日本 10:42", "日本 10:52", (8, 9)),
        ("Zoë", "Zöë", (1, 2)),
        ("ab", "ab more", (3, 7)),
    ],
)
def test_only_the_cells_that_differ_are_painted(old: str, new: str, cells: tuple[int, int] | None) -> None:
    assert changed_cells([(old, "")], [(new, "")], 12) == cells
    assert changed_cells([(new, "")], [(new, "bad")], 12) == (0, spans_width([(new, "")])) or cells is None


@pytest.mark.parametrize("width", [40, 60, 80, 120])
async def test_the_keys_begin_with_the_ways_to_everything(width: int) -> None:
    app = app_showing(things(3))
    async with app.run_test(size=(width, 24), notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        line = picture(app)[-1]
        assert line.startswith(" tab")
        assert "…" not in line
        assert line.index("?") < line.index("ctrl+p")
        if width >= 60:
            assert "tab panels" in line
            assert line.index("ctrl+p") < line.index("space")


@given(st.integers(40, 160), st.lists(st.sampled_from(["e edit", "r resolve", "m change plan", "d no"])))
def test_space_is_shown_before_any_lesser_key_and_no_key_is_cut(width: int, own: list[str]) -> None:
    ways = [("tab", "tab", "panels"), ("", "1–7", "screens"), ("?", "?", "keys"), ("p", "ctrl+p", "all")]
    keys = [tuple(key.partition(" ")[::2]) for key in own]
    line = KeyLine()
    line._ways = len(ways)
    line._keys = (*ways, ("space", "space", "start/stop"), *((key, key, words) for key, words in keys))
    text = _text(line._spans(width))
    assert len(text) <= width
    assert " space start/stop" in text
    assert [text.index(f"  {label}" if label != "tab" else " tab") for _, label, _ in ways] == sorted(
        text.index(f"  {label}" if label != "tab" else " tab") for _, label, _ in ways
    )
    shown = text.partition("space start/stop")[2].split("  ")[1:]
    assert all(key in own for key in shown)
    if width >= 62:
        assert "tab panels  1–7 screens  ? keys  ctrl+p all  space start/stop" in text


async def test_help_has_groups_and_signs_whole_at_80_columns_and_filters_by_typing() -> None:
    app = app_showing(things(5))
    async with app.run_test(size=(80, 90), notifications=True, tooltips=True) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        text = "\n".join(picture(app))
        at = [text.index(group) for group in ("Lists", "Timer", "Everywhere", "Signs")]
        assert at == sorted(at)
        assert "…" not in text.replace("start on…", "").replace("stop at…", "").replace("began…", "")
        for sign in ("!!", "↓", "✗", "↻", "+", "●", "░", "▚", "┊", "▓", "╌", "·", "▲", "▼"):
            assert sign in text[at[-1] :]
        await pilot.press(*"over what")
        await pilot.pause()
        text = "\n".join(picture(app))
        assert "▚" in text
        assert "↻" not in text
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert not app.screen.is_modal
