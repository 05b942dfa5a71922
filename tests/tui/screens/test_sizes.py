"""Does every screen stand at every size as if it had been opened there, and show more where there is more room?"""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from models.demo import DEMO_NOW
from models.storage.location import NO_STAMP
from tests.tui.conftest import sample_desk, settle, until
from tests.tui.helpers import picture
from tui.open import OpenedDesk
from tui.program.app import DeskApp
from tui.widgets.list.columns import GAP
from tui.widgets.list.rows import RowList

pytestmark = pytest.mark.usefixtures("duties_wait")
SIZES = ((80, 24), (80, 50), (100, 30), (110, 35), (120, 40), (160, 45), (200, 50))
PAIRS = ((80, 24), (100, 30), (110, 35), (120, 40), (200, 50))
SCREENS = {
    "2": "Requests",
    "3": "Clients",
    "4": "Renewals",
    "5": "Timesheet",
    "6": "Month end",
    "7": "Capacity",
}


@pytest.fixture
def place() -> OpenedDesk:
    """The sample desk, which these tests only read."""
    return sample_desk()


def program(place: OpenedDesk) -> DeskApp:
    """The program on the sample desk."""
    return DeskApp(place.data, clock=lambda: DEMO_NOW, place=place)


async def rest(app: DeskApp, pilot: Pilot[int]) -> None:
    """Wait for what is read, also after the cursor has rested, and for the first look at who else is at work."""
    if app.sessions.stamp == NO_STAMP:
        app.sessions._poll()
        await until(pilot, lambda: app.sessions.stamp != NO_STAMP)
    await settle(app, pilot)


async def fresh(place: OpenedDesk, key: str, size: tuple[int, int]) -> list[str]:
    """What a program shows that was started at this size."""
    app = program(place)
    async with app.run_test(size=size) as pilot:
        await rest(app, pilot)
        await pilot.press(key)
        await rest(app, pilot)
        return picture(app)


@pytest.mark.long
@pytest.mark.parametrize("key", SCREENS, ids=SCREENS.get)
async def test_found_1_7_after_a_resize_a_screen_is_that_of_a_fresh_program(
    place: OpenedDesk, key: str
) -> None:
    wanted = {size: await fresh(place, key, size) for size in PAIRS}
    app = program(place)
    async with app.run_test(size=PAIRS[0]) as pilot:
        await rest(app, pilot)
        await pilot.press(key)
        await rest(app, pilot)
        for first in PAIRS:
            for second in PAIRS:
                if first >= second:
                    continue
                for size in (second, first):
                    await pilot.resize_terminal(*size)
                    await rest(app, pilot)
                    assert picture(app) == wanted[size], (first, second, size)


@pytest.mark.parametrize("key", SCREENS, ids=SCREENS.get)
async def test_more_room_shows_no_fewer_columns_and_cuts_no_number_and_nothing_that_has_room(
    place: OpenedDesk, key: str
) -> None:
    shown: dict[str, set[int]] = {}
    for size in sorted(SIZES):
        app = program(place)
        async with app.run_test(size=size) as pilot:
            await rest(app, pilot)
            await pilot.press(key)
            await rest(app, pilot)
            for rows in app.screen.query(RowList):
                if not rows.size or not rows.count:
                    continue
                layout = rows._widths.at(rows.size.width)
                columns = {at for at, _ in layout}
                assert columns >= shown.get(str(rows.id), set()), (rows.id, size)
                shown[str(rows.id)] = columns
                used = sum(width for _, width in layout) + GAP * (len(layout) - 1)
                for at, width in layout:
                    column, content = (
                        rows._columns[at],
                        (rows._widths.contents or ())[at] if rows._widths.contents else 0,
                    )
                    if column.align == "right" and not column.width:
                        assert width >= content, (rows.id, size, column.title)  # numbers are never cut
                    if (
                        not column.bar
                        and not column.width
                        and width < min(content, column.maximum or content)
                    ):
                        assert used >= rows.size.width - 4, (rows.id, size, column.title)


async def test_the_detail_stands_where_both_are_whole(place: OpenedDesk) -> None:
    stands = {
        (80, 24): "narrow",
        (100, 30): "below",
        (120, 40): "below",
        (160, 45): "below",
        (200, 50): "beside",
    }
    for size, manner in stands.items():
        app = program(place)
        async with app.run_test(size=size) as pilot:
            await rest(app, pilot)
            await pilot.press("2")
            await rest(app, pilot)
            queue, page = app.screen.query_one("#queue"), app.screen.query_one("#page")
            assert app.screen.has_class(manner), size
            assert page.display == (manner != "narrow")
            if manner == "beside":
                assert page.region.x >= queue.region.right
            elif manner == "below":
                assert page.region.y >= queue.region.bottom
                assert queue.body_height >= 14  # type: ignore[attr-defined]  # every row is in sight
            else:
                await pilot.press("enter")
                await rest(app, pilot)
                assert page.display
                assert page.has_focus


@pytest.mark.parametrize("key", ["2", "3"])
async def test_a_page_that_has_the_screen_to_itself_says_how_to_leave_it(place: OpenedDesk, key: str) -> None:
    app = program(place)
    async with app.run_test(size=(80, 24)) as pilot:
        await rest(app, pilot)
        await pilot.press(key)
        await rest(app, pilot)
        assert "esc back" not in picture(app)[-1]
        await pilot.press("enter")
        await rest(app, pilot)
        assert picture(app)[-1].index("space") < picture(app)[-1].index("esc back")


async def test_the_panel_in_front_has_all_lines_below_the_months(place: OpenedDesk) -> None:
    app = program(place)
    async with app.run_test(size=(80, 24)) as pilot:
        await rest(app, pilot)
        await pilot.press("7")
        await rest(app, pilot)
        for _ in range(4):
            await pilot.press("tab")
            await rest(app, pilot)
            front = [rows for rows in app.screen.query(RowList) if rows.id != "months" and rows.region.height]
            assert [rows.region.bottom for rows in front] == [22]
