"""Does the dashboard show the owner's four things at every size, and name what it hides?"""

from __future__ import annotations

from itertools import pairwise, product
from pathlib import Path

import pytest
from textual.geometry import Region, Size

from tests.opened import small_book
from tests.tui.conftest import desk_app, press, running, screen_text, settle
from tests.tui.helpers import picture
from tests.tui.screens.test_resize import sample
from tui.screens.dashboard.cells import RENEWAL_COLUMNS, REQUEST_COLUMNS, notice
from tui.screens.dashboard.screen import Dashboard
from tui.widgets.frame.panels import HOURS, PANELS, RENEWALS, REQUESTS, TODAY, Need, plan
from tui.widgets.frame.paneltitle import Other, name_spans, other_at, title_spans
from tui.widgets.list.columns import layout

DEMO = {REQUESTS: Need(16, 112), HOURS: Need(16, 67), RENEWALS: Need(9, 52), TODAY: Need(5, 70)}
QUIET = {REQUESTS: Need(5, 80), HOURS: Need(4, 60), RENEWALS: Need(2, 40), TODAY: Need(2, 40)}
SIZES = [Size(width, height) for width, height in product((40, 60, 80, 100, 120, 160, 200), range(5, 60, 3))]


@pytest.mark.parametrize("needs", [DEMO, QUIET], ids=["demo", "quiet"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_panels_stand_beside_each_other_and_nothing_hidden_has_room(
    size: Size, needs: dict[str, Need]
) -> None:
    made = plan(size, needs, PANELS)
    room = Region(0, 0, size.width, size.height)
    places = [*made.places.values(), *([made.divider] if made.divider else [])]
    assert all(room.contains_region(place) and place.area for place in places)
    assert not any(one.overlaps(other) for at, one in enumerate(places) for other in places[at + 1 :])
    assert bool(made.hidden) == (made.front != "")
    assert made.front == "" or made.front in made.places
    if size.height >= 25:
        assert not made.hidden
    if size.height >= 18:
        assert made.places[RENEWALS].height >= min(3, needs[RENEWALS].height)
        assert {REQUESTS, RENEWALS} <= made.places.keys()
    if not made.hidden and size.height >= sum(need.height for need in needs.values()):
        assert all(made.places[name].height >= needs[name].height for name in PANELS)


def test_an_empty_today_gives_its_rows_away() -> None:
    size = Size(80, 26)
    full = plan(size, DEMO, PANELS).places
    empty = plan(size, {**DEMO, TODAY: Need(2, 40)}, PANELS).places
    assert empty[TODAY].height == 2 < full[TODAY].height
    assert sum(empty[name].height for name in PANELS) == sum(full[name].height for name in PANELS) == 26


def test_the_panel_used_last_is_in_front() -> None:
    small = Size(80, 19)
    assert plan(small, DEMO, (REQUESTS, HOURS, RENEWALS, TODAY)).front == HOURS
    assert plan(small, DEMO, (TODAY, REQUESTS, HOURS, RENEWALS)).front == TODAY
    assert plan(Size(80, 14), DEMO, (RENEWALS, TODAY, REQUESTS, HOURS)).front == RENEWALS
    assert plan(Size(40, 5), DEMO, (RENEWALS, TODAY, REQUESTS, HOURS)).hidden == (REQUESTS, HOURS, TODAY)


def test_two_columns_begin_where_both_are_whole() -> None:
    assert plan(Size(119, 35), DEMO, PANELS).divider is None
    mixed = plan(Size(120, 35), DEMO, PANELS)
    assert mixed.places[REQUESTS].width == 120
    assert mixed.divider is not None
    assert mixed.places[HOURS].y == mixed.places[RENEWALS].y > mixed.places[REQUESTS].y
    beside = plan(Size(180, 35), DEMO, PANELS)
    assert beside.places[REQUESTS].y == beside.places[HOURS].y == 0
    assert beside.places[REQUESTS].width >= DEMO[REQUESTS].width


def test_where_two_panels_stand_beside_hours_today_gets_the_room_that_it_lacks() -> None:
    mixed = plan(Size(128, 35), DEMO, PANELS)
    assert mixed.places[HOURS].width == DEMO[HOURS].width
    assert mixed.places[TODAY].width == 128 - DEMO[HOURS].width - 1


def test_wider_lists_never_show_fewer_columns() -> None:
    contents = [11, 2, 21, 39, 6, 5, 7, 5]
    for columns, sizes in ((REQUEST_COLUMNS, contents), (RENEWAL_COLUMNS, [7, 21, 11, 5])):
        shown = [{index for index, _ in layout(columns, room, sizes)} for room in range(36, 200)]
        assert all(fewer <= more for fewer, more in pairwise(shown))
    assert dict(layout(REQUEST_COLUMNS, 76, contents))[2] == 21
    assert len(layout(REQUEST_COLUMNS, 120, contents)) == len(REQUEST_COLUMNS)


def test_a_title_names_what_is_behind_it_and_where() -> None:
    others = (Other(TODAY, "Today", ("1:27", "strong")), Other(RENEWALS, "Renewals", ("1 overdue", "bad")))
    text = "".join(part for part, _ in name_spans("Hours", others, focused=False))
    assert text == " Hours · Today 1:27 · Renewals 1 overdue"
    assert [
        other_at("Hours", others, text.index(word)) for word in ("Hours", "Today", "1:27", "Ren", "1 o")
    ] == [
        None,
        TODAY,
        TODAY,
        RENEWALS,
        RENEWALS,
    ]
    assert other_at("Hours", others, len(text)) is None


@pytest.mark.parametrize("width", [8, 20, 30, 48, 49, 60, 80])
def test_a_title_with_heads_is_as_wide_as_its_panel(width: int) -> None:
    heads = list(zip(RENEWAL_COLUMNS, (7, 18, 11, 5), strict=True))
    spans = title_spans(name_spans("Renewals", (), focused=True), [("1 overdue", "bad")], width, heads)
    assert sum(len(text) for text, _ in spans) == width
    assert ("uses" in "".join(text for text, _ in spans)) == (width >= 60)


async def test_all_is_there_at_80_by_24_for_whoever_reads_only_the_frame() -> None:
    app = sample()
    async with running(app, (80, 24)) as pilot:
        lines = picture(app)
        assert "▸1 Dashboard 2 Requests 3 Clients 4 Renewals 5 Timesheet 6 Month end 7 Capacity" in lines[0]
        assert "●" in lines[1]
        assert "1 renewal overdue · Corvid Press in 9 days · today 1:" in lines[2]
        assert "10:52" in lines[2]
        assert lines[-1].startswith(" tab panels  1–7 screens  ? keys  ctrl+p all  space start/stop")
        text = "\n".join(lines)
        assert "!!  Nettle & Thyme" in text
        assert "Hours · Today 1:" in text
        assert "used / allotted" in text
        at = next(number for number, line in enumerate(lines) if line.startswith(" Renewals"))
        assert "1 overdue" in lines[at]
        assert "overdue  Bluefin Café" in lines[at + 1]
        assert "9 days   Corvid Press" in lines[at + 2]
        await press(app, pilot, "tab", "tab")
        assert "Today · Hours" in screen_text(app)
        assert "▸ 09:05–09:40" in screen_text(app)
        assert "today 1:" not in picture(app)[2]


@pytest.mark.parametrize("size", [(80, 50), (100, 30), (120, 40), (160, 45), (200, 50)])
async def test_all_four_panels_stand_there(size: tuple[int, int]) -> None:
    app = sample()
    async with running(app, size):
        text = screen_text(app)
        assert all(word in text for word in ("Open requests", "Hours in November", "Renewals", "Today "))
        assert all(name in text for name in ("Kirk & Daughters", "Marlow Heritage Trust", "10:36"))


async def test_a_click_on_a_hidden_panel_or_on_a_screen_opens_it() -> None:
    app = sample()
    async with running(app, (80, 24)) as pilot:
        lines = picture(app)
        at = next(number for number, line in enumerate(lines) if line.startswith(" Hours"))
        await pilot.click(offset=(lines[at].index("Today") + 2, at))
        await settle(app, pilot)
        assert "Today · Hours" in screen_text(app)
        assert isinstance(app.screen, Dashboard)
        assert app.screen.today.has_focus
        await pilot.click(offset=(lines[0].index("4 Renewals") + 3, 0))
        await settle(app, pilot)
        assert picture(app)[0].count("▸4 Renewals") == 1
        await pilot.click(offset=(lines[0].index("1 Dash"), 0))
        await settle(app, pilot)
        assert isinstance(app.screen, Dashboard)


async def test_the_title_of_the_panel_with_the_keys_has_the_accent() -> None:
    app = sample()
    async with running(app, (80, 24)) as pilot:
        assert isinstance(app.screen, Dashboard)
        first = app.screen.requests.render_line(0)
        await press(app, pilot, "tab")
        second = app.screen.requests.render_line(0)
        assert first.text == second.text
        titles = [next(part for part in line if "Open" in part.text).style for line in (first, second)]
        assert [bool(style and style.bold) for style in titles] == [True, False]
        assert titles[0] is not None
        assert titles[1] is not None
        assert titles[0].color != titles[1].color


async def test_a_desk_without_anything_says_what_to_press(tmp_path: Path) -> None:
    app = desk_app(tmp_path, small_book())
    async with running(app, (80, 24)):
        text = screen_text(app)
        assert "n adds a request" in text
        assert "space starts the timer, a adds time" in text
        assert "No contract ends within 90 days" in text
        assert all(word in text for word in ("Open requests", "Hours in March", "Renewals", "Today"))


@pytest.mark.parametrize(("desk", "is_there"), [({}, True), ({"hours": {}}, False)], ids=["hours", "none"])
async def test_a_desk_without_hours_has_no_working_days_to_count(
    tmp_path: Path, desk: dict[str, object], is_there: bool
) -> None:
    app = desk_app(tmp_path, small_book(desk=desk))
    async with running(app, (80, 24)):
        title = next(line for line in screen_text(app).splitlines() if "Hours in March" in line)
    assert ("day " in title) is is_there


def test_no_notice_where_nothing_is_hidden() -> None:
    assert notice((), renewals_cut=False, today_hidden=False, today_minutes=0) == []
    assert notice((), renewals_cut=True, today_hidden=True, today_minutes=0) == [("today 0:00", "dim")]


@pytest.mark.parametrize(("width", "height"), [(120, 40), (80, 50), (200, 50)])
async def test_todays_work_says_what_was_done_and_gives_the_end_of_a_time_for_it(
    width: int, height: int
) -> None:
    app = sample()
    async with running(app, (width, height)) as pilot:
        text = screen_text(app)
        assert "Opening hour" in text[text.index(" Today ") :], text
        assert ("09:05–09:40" in text) == (width != 120)
        await pilot.resize_terminal(80, 50)
        await settle(app, pilot)
        assert "09:05–09:40" in screen_text(app)
