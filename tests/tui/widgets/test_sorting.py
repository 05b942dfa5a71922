"""Can every list be sorted by each of its columns, by key and by click, and does the order stay?"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

import tui
from tests.opened import at
from tests.tui.conftest import demo_text, desk_app, press, running, screen_text, until, write
from tests.tui.helpers import Thing, app_showing, changed, picture, things
from tests.tui.program.test_search import cafe_book
from tui.open import open_desk
from tui.program.app import DeskApp
from tui.widgets.list.columns import Column, heading_spans
from tui.widgets.list.rows import RowList
from tui.widgets.list.rowset import RowSet
from tui.widgets.list.sorting import (
    Order,
    column_name,
    comparable,
    next_order,
    order_named,
    sort_key,
    sortable,
)

COLUMNS = (Column("name"), Column(""), Column("", name="bar", sort=len), Column("spent", align="right"))


def test_columns_with_a_heading_or_a_value_can_be_sorted() -> None:
    assert sortable(COLUMNS) == [0, 2, 3]
    assert [column_name(COLUMNS, index) for index in range(4)] == ["name", "column 2", "bar", "spent"]
    assert order_named(COLUMNS, "spent", True) == Order(3, True)
    assert order_named(COLUMNS, "gone", True) is None


def test_the_keys_walk_over_the_columns_and_back_to_the_order_of_the_desk() -> None:
    order, seen = None, []
    for _ in range(4):
        order = next_order(COLUMNS, order, 1)
        seen.append(order)
    assert seen == [Order(0), Order(2), Order(3), None]
    assert next_order(COLUMNS, None, -1) == Order(3)
    assert next_order(COLUMNS, Order(0, True), 1) == Order(2, True)


def test_values_are_compared_not_their_words() -> None:
    texts = ["R-10", "R-9", "Éclair", "Zoo", "eclair 2", "1,250.00", "993.50"]
    assert sorted(texts, key=comparable) == ["993.50", "1,250.00", "Éclair", "eclair 2", "R-9", "R-10", "Zoo"]
    assert comparable("") is None
    assert comparable(None) is None
    assert comparable(0) == (0, 0)


def test_rows_without_a_value_stand_last_in_either_direction() -> None:
    rows: RowSet[tuple[str, int | None]] = RowSet(lambda item: item[0], lambda item: item[0])
    rows.replace([("a", None), ("b", 2), ("c", 1), ("d", 2), ("e", None)])
    rows.set_sort(lambda item: item[1])
    assert [item[0] for item in rows] == ["c", "b", "d", "a", "e"]
    rows.set_sort(lambda item: item[1], reverse=True)
    assert [item[0] for item in rows] == ["b", "d", "c", "a", "e"]


def test_a_sorted_heading_says_so_and_keeps_its_width() -> None:
    def text(column: Column, width: int, sign: str) -> str:
        return "".join(part for part, _ in heading_spans(column, width, sign))

    assert text(Column("name"), 8, "") == "name      "
    assert text(Column("name"), 8, "▲") == "name▲     "
    assert text(Column("name"), 4, "▼") == "name▼ "
    assert text(Column("spent", align="right"), 7, "▲") == "  spent▲ "


def rows_of(app: DeskApp) -> RowList[Any]:
    return app.screen.query(RowList).first()


def shown(rows: RowList[Any]) -> list[Any]:
    return [item.key for item in rows._set]


async def test_a_key_sorts_another_turns_round_and_the_cursor_stays_on_its_row() -> None:
    app = app_showing(
        (Thing("a", "pear"), Thing("b", "Äpfel"), Thing("c", "zebra 10"), Thing("d", "zebra 9"))
    )
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        rows = rows_of(app)
        await pilot.press("greater_than_sign")
        assert shown(rows) == ["b", "a", "d", "c"]
        assert rows.cursor_key == "a"
        assert any("text▲" in line for line in picture(app))
        await pilot.press("I")
        assert shown(rows) == ["c", "d", "a", "b"]
        assert any("text▼" in line for line in picture(app))
        rows.set_rows(changed(rows._set._items, "a", "zz"))
        assert shown(rows) == ["a", "c", "d", "b"]
        assert rows.cursor_key == "a"
        await pilot.press("less_than_sign")
        assert shown(rows) == ["a", "b", "c", "d"]
        assert not any("▼" in line or "▲" in line for line in picture(app))


async def test_a_click_on_a_heading_sorts_and_a_second_one_turns_round() -> None:
    app = app_showing(tuple(reversed(things(12))))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        rows = rows_of(app)
        heading = next(y for y, line in enumerate(picture(app)) if " text" in line and "note" in line)
        await pilot.click(offset=(3, heading))
        assert shown(rows)[:3] == ["t0", "t1", "t2"]
        await pilot.click(offset=(3, heading))
        assert shown(rows)[:3] == ["t11", "t10", "t9"]
        await pilot.click(offset=(3, heading))
        assert shown(rows)[:3] == ["t0", "t1", "t2"]


async def test_the_filter_and_the_order_go_together() -> None:
    app = app_showing(tuple(reversed(things(12))))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        await pilot.press("greater_than_sign", "slash", "1", "enter")
        assert shown(rows_of(app)) == ["t1", "t10", "t11"]


async def sort_queue(app: DeskApp, pilot: Pilot[int], column: str) -> RowList[Any]:
    """Sort the queue by a column with the keys alone."""
    await press(app, pilot, "2")
    base = app.base_screen
    assert base is not None
    queue = base.query_one("#queue", RowList)
    for _ in range(20):
        await press(app, pilot, "greater_than_sign")
        if queue.order is not None and column_name(queue._columns, queue.order.column) == column:
            return queue
    raise AssertionError(screen_text(app))


async def test_the_order_of_a_list_is_kept_for_the_user_over_a_restart(tmp_path: Path) -> None:
    app = desk_app(tmp_path, cafe_book())
    async with running(app) as pilot:
        queue = await sort_queue(app, pilot, "client")
        assert [row.client for row in queue._set] == ["bluefin", "mueller", "tidewater"]
        await press(app, pilot, "I")
        await app.workers.wait_for_complete()
    from models.queries.desk.settings import read_sorts
    from models.storage.database import open_database

    opened = open_database(tmp_path / "desk.db")
    with opened.connection():
        assert read_sorts("tester") == {"Requests.queue": ("client", True)}
        assert read_sorts("another") == {}
    again = desk_app_again(tmp_path)
    async with running(again) as pilot:
        await press(again, pilot, "2")
        base = again.base_screen
        assert base is not None
        assert [row.client for row in base.query_one("#queue", RowList)._set] == [
            "tidewater",
            "mueller",
            "bluefin",
        ]
        assert "client▼" in screen_text(again)


def desk_app_again(folder: Path) -> DeskApp:
    """The program on the database that is there, as its user `tester`."""
    with pytest.MonkeyPatch.context() as monkey:
        monkey.setattr("tui.open.user_name", lambda: "tester")
        place = open_desk(str(folder / "desk.db"))
    return DeskApp(place.data, clock=lambda: 1_772_640_000, place=place)


async def test_where_nothing_can_be_sorted_the_keys_are_letters_or_nothing(tmp_path: Path) -> None:
    app = desk_app(tmp_path, cafe_book())
    async with running(app) as pilot:
        await press(app, pilot, "ctrl+p")
        await until(pilot, lambda: app.screen.query(RowList))
        rows = rows_of(app)
        await write(app, pilot, "I>")
        assert rows.order is None
        assert "I>" in screen_text(app)


def all_columns() -> list[tuple[str, Column]]:
    """Every column of the program, from the constants of its modules."""
    found = []
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        if module.name != "tui.__main__":
            names = vars(import_module(module.name))
            for name, value in names.items():
                for column in value.values() if isinstance(value, dict) else (value,):
                    found += [(f"{module.name}.{name}", one) for one in columns_in(column)]
    return found


def columns_in(value: object) -> list[Column]:
    if isinstance(value, Column):
        return [value]
    if isinstance(value, tuple):
        return [column for one in value for column in columns_in(one)]
    return []


def test_numbers_are_sorted_by_what_they_are_not_by_their_words() -> None:
    columns = all_columns()
    assert len(columns) > 60
    assert [
        (where, one.title) for where, one in columns if one.align == "right" and one.title and not one.sort
    ] == []


async def test_every_list_of_every_screen_is_sorted_by_each_of_its_columns(tmp_path: Path) -> None:
    now = at("2026-11-26T10:00")
    app = desk_app(tmp_path, demo_text(now), now=now)
    async with running(app, (160, 45)) as pilot:
        seen = set()
        for key in "1234567":
            await press(app, pilot, key)
            assert app.base_screen is not None
            for rows in app.base_screen.query(RowList):
                for index in sortable(rows._columns):
                    seen.add(f"{rows.sort_name} {column_name(rows._columns, index)}")
                    check_sorted(rows, index)
        assert len(seen) > 50, seen


def check_sorted(rows: RowList[Any], index: int) -> None:
    """By this column, both ways; no row is lost, the cursor stays on its row."""
    rows.sort_by(None)
    natural, cursor = [rows._set.key(at) for at in range(rows.count)], rows.cursor_key
    value = sort_key(rows._columns, index, rows._cells)
    for reverse in (False, True):
        rows.sort_by(Order(index, reverse))
        values = [value(item) for item in rows._set]
        known = [one for one in values if one is not None]
        assert known == sorted(known, reverse=reverse)
        assert values[len(known) :] == [None] * (len(values) - len(known))
        assert sorted(map(repr, natural)) == sorted(repr(rows._set.key(at)) for at in range(rows.count))
        assert rows.cursor_key == cursor
    rows.sort_by(None)
    assert [rows._set.key(at) for at in range(rows.count)] == natural
