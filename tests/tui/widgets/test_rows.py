"""Does a list keep its place, find what is typed, and show any text as it is?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from textual import events, on
from textual.geometry import Region

from tests.tui.helpers import Board, Thing, app_showing, changed, picture, things
from tui.text.format import safe, width_of
from tui.text.privacy import hide_money
from tui.widgets.list.rows import RowList
from tui.widgets.list.rowset import Window

NASTY = [
    "[/]",
    "[bold]x[/bold]",
    "Smith & Co [UK]",
    "[@click=app.quit]x[/]",
    "日本語のお客様 と 日本語のお客様",
    "👩‍👩‍👧 family ☎️ call",
    "مرحبا بالعالم",
    "e\u0301" * 30,
    "x" * 300,
]


async def opened(shown: Sequence[Thing], size: tuple[int, int] = (80, 24)) -> Any:
    return app_showing(shown).run_test(size=size, notifications=True, tooltips=True)


async def test_cursor_offset_and_filter_survive_new_rows() -> None:
    rows = things(100)
    async with await opened(rows) as pilot:
        board = pilot.app.query_one(RowList)
        await pilot.press(*["down"] * 30)
        top, key = board.top, board.cursor_key
        assert key == "t30"
        board.set_rows((Thing("new", "at the top"), *changed(rows, "t31", "other")))
        assert board.cursor_key == "t30"
        assert board.cursor - board.top == 30 - top
        board.set_filter("subject 3")
        board.set_rows(rows)
        assert board.filter == "subject 3"
        assert board.cursor_key == "t30"
        assert board.count == 19


async def test_the_cursor_goes_to_a_neighbour_when_its_row_is_gone() -> None:
    rows = things(5)
    async with await opened(rows) as pilot:
        board = pilot.app.query_one(RowList)
        await pilot.press("G")
        assert board.cursor_key == "t4"
        board.set_rows(rows[:3])
        assert board.cursor_key == "t2"
        board.set_rows(())
        assert board.cursor_key is None
        await pilot.pause()
        assert any("No things. n makes one." in line for line in picture(pilot.app))


async def test_a_step_paints_two_lines_and_the_same_rows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = things(100)
    async with await opened(rows) as pilot:
        board = pilot.app.query_one(RowList)
        await pilot.pause()
        painted: list[Region] = []
        monkeypatch.setattr(board, "refresh", lambda *regions, **_: painted.extend(regions or [Region()]))
        board.action_down()
        assert [region.height for region in painted] == [1, 1]
        painted.clear()
        board.set_rows(things(100))
        assert painted == []
        board.set_rows(changed(rows, "t3", "said more"))
        assert [region.y for region in painted] == [2 + 3]


async def test_a_strip_is_made_again_only_where_its_words_or_colours_are_others() -> None:
    rows = things(20)
    async with await opened(rows) as pilot:
        board = pilot.app.query_one(RowList)
        await pilot.pause()

        def drawn() -> list[object]:
            return [
                board._strips.row(at, board.size.width, "plain", False, pilot.app.theme) for at in (2, 3, 4)
            ]

        first = drawn()
        board.set_rows(changed(rows, "t3", "said more"))
        second = drawn()
        assert [was is now for was, now in zip(first, second, strict=True)] == [True, False, True]
        hide_money(True)
        try:
            board.set_rows(changed(rows, "t3", "said more"))
            assert not {*map(id, second)} & {*map(id, drawn())}
        finally:
            hide_money(False)


async def test_a_title_paints_the_cells_that_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    async with await opened(things(20)) as pilot:
        board = pilot.app.query_one(RowList)
        board.set_title("Today", [("5:25", "strong"), (" ", "")])
        await pilot.pause()
        painted: list[Region] = []
        monkeypatch.setattr(board, "refresh", lambda *regions, **_: painted.extend(regions or [Region()]))
        board.set_title("Today", [("5:26", "strong"), (" ", "")])
        assert [(region.y, region.width) for region in painted] == [(0, 1)]


async def test_the_filter_is_typed_kept_and_cleared() -> None:
    async with await opened(things(100)) as pilot:
        board = pilot.app.query_one(RowList)
        await pilot.press("slash", "7", "space", "S", "U", "B")
        assert board.filter == "7 SUB"
        assert {thing for thing in (board._set.key(at) for at in range(board.count))} >= {"t7", "t70", "t97"}
        assert board.count == 19
        await pilot.press("enter", "j")
        assert board.filter == "7 SUB"
        assert board.cursor == 1
        await pilot.press("escape")
        assert (board.filter, board.count) == ("", 100)


async def test_a_filter_without_a_match_says_so() -> None:
    async with await opened(things(3)) as pilot:
        await pilot.press("slash", *"[/]")
        await pilot.pause()
        assert any("Nothing matches “[/]”. esc clears." in line for line in picture(pilot.app))


@pytest.mark.parametrize("text", NASTY)
async def test_any_text_is_shown_as_it_is_in_lines_of_equal_width(text: str) -> None:
    async with await opened((Thing("a", text, text), Thing("b", "plain"))) as pilot:
        pilot.app.notify(text, title=text)
        await pilot.pause()
        lines = picture(pilot.app)
        assert {width_of(line) for line in lines} == {80}
        if width_of(text) < 20:
            assert any(safe(text) in line for line in lines)


async def test_no_control_character_of_a_text_reaches_the_screen() -> None:
    evil = "a\x1b]52;c;QQ==\x07\x1b[2J\x9b0m\x00\u202eb\nc"
    async with await opened((Thing("a", evil, evil),)) as pilot:
        pilot.app.notify(evil)
        await pilot.press("slash")
        await pilot.pause()
        assert all(char.isprintable() for line in picture(pilot.app) for char in line)


async def test_pages_ends_and_the_mouse() -> None:
    async with await opened(things(100)) as pilot:
        board = pilot.app.query_one(RowList)
        page = board.body_height - 1
        await pilot.press("pagedown")
        assert (board.cursor, board.top) == (page, page)
        await pilot.press("end")
        assert board.cursor == 99
        await pilot.press("home")
        assert (board.cursor, board.top) == (0, 0)
        await pilot.click(RowList, offset=(5, 2 + 4))
        assert board.cursor_key == "t4"
        await pilot._post_mouse_events([events.MouseScrollDown], RowList)
        assert (board.top, board.cursor) == (3, 4)


async def test_enter_and_a_double_click_open_and_x_marks() -> None:
    seen: list[object] = []

    class Listening(Board):
        @on(RowList.Opened)
        def _opened(self, event: RowList.Opened) -> None:
            seen.append(event.key)

    Listening.shown = things(9)
    app = app_showing(things(9))
    app._modes["dashboard"] = Listening
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await pilot.press("j", "enter")
        await pilot.click(RowList, offset=(5, 2 + 3), times=2)
        assert seen == ["t1", "t3"]
        await pilot.press("x", "x")
        assert pilot.app.query_one(RowList).marked == {"t3", "t4"}
        assert sum("✓" in line for line in picture(app)) == 2


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (300, 100), (1, 1)])
async def test_every_size_of_terminal(size: tuple[int, int]) -> None:
    async with await opened(things(100), size) as pilot:
        await pilot.press("j", "pagedown", "slash", "1", "escape")
        await pilot.resize_terminal(80, 24)
        await shows(pilot, "subject 1")
        await pilot.resize_terminal(20, 5)
        await shows(pilot, "needs 40x10")


async def shows(pilot: Any, words: str, turns: int = 400) -> None:
    """Wait until the words stand on the screen: a resize is laid out when its time comes."""
    for _ in range(turns):
        if any(words in line for line in picture(pilot.app)):
            return
        await pilot.pause(0.01)
    raise AssertionError("\n".join(picture(pilot.app)))


async def test_rows_of_a_long_list_are_fetched_by_window() -> None:
    asked: list[tuple[int, int]] = []

    def fetch(start: int, stop: int) -> list[Thing]:
        asked.append((start, stop))
        return [Thing(f"t{number}", f"subject {number}") for number in range(start, stop)]

    async with await opened(()) as pilot:
        board = pilot.app.query_one(RowList)
        board.set_rows(Window(100_000, fetch))
        await pilot.pause()
        assert asked == [(0, 256)]
        await pilot.press("end")
        await pilot.pause()
        assert any("subject 99999" in line for line in picture(pilot.app))
        assert len(asked) == 2
