"""Does a screen that was resized look like one that was opened at that size? From every size to every size."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise, permutations

import pytest
from rich.segment import Segment
from textual.pilot import Pilot

from models.demo import DEMO_NOW
from models.storage.location import NO_STAMP
from tests.tui.conftest import running, sample_desk, settle, until
from tests.tui.helpers import picture
from tui.program.app import DeskApp

pytestmark = pytest.mark.usefixtures("duties_wait")
SIZES = ((80, 24), (80, 50), (100, 30), (110, 35), (120, 40), (200, 50))
PLACES: dict[str, tuple[str, ...]] = {
    "dashboard": ("1",),
    "requests": ("2",),
    "a request's page": ("2", "down", "enter"),
    "clients": ("3",),
    "a client's page": ("3", "down", "enter"),
    "renewals": ("4",),
    "timesheet": ("5",),
    "month end": ("6",),
    "month end, clients": ("6", "tab"),
    "capacity": ("7",),
    "capacity, causes": ("7", "tab", "tab"),
    "help": ("2", "question_mark"),
    "add time": ("a",),
    "capture": ("n",),
}


def sample() -> DeskApp:
    """The sample desk at its own instant."""
    place = sample_desk()
    return DeskApp(place.data, demo=True, place=place, clock=lambda: DEMO_NOW + 600)


async def look(app: DeskApp, pilot: Pilot[int]) -> tuple[list[str], list[list[Segment]]]:
    """The screen as text, and with its colours, once it is known who else works and two looks at it agree."""
    if app.sessions.stamp == NO_STAMP:
        app.sessions._poll()
        await until(pilot, lambda: app.sessions.stamp != NO_STAMP)
    await settle(app, pilot)
    before: list[str] = []
    while (now := picture(app)) != before:
        before = now
        await settle(app, pilot)
    strips = app.screen._compositor.render_strips()
    return picture(app), [list(strip.simplify()) for strip in strips]


def every_way() -> list[tuple[int, int]]:
    """A walk from the first size that goes once from every size to every other (Hierholzer)."""
    ways = {size: [other for other in SIZES if other != size] for size in SIZES}
    walk, waiting = [], [SIZES[0]]
    while waiting:
        if ways[waiting[-1]]:
            waiting.append(ways[waiting[-1]].pop())
        else:
            walk.append(waiting.pop())
    return walk[::-1]


def test_the_walk_takes_every_way_once() -> None:
    walk = every_way()
    assert sorted(pairwise(walk)) == sorted(permutations(SIZES, 2))


def up_and_down() -> list[tuple[int, int]]:
    """Every size, come to from a smaller one and from a larger one."""
    return [*SIZES, *SIZES[-2::-1], SIZES[-1], SIZES[0]]


SOME = ("dashboard", "a client's page", "add time")
"""Lists, a page, a form over a screen; all are tried in every way before a merge."""
WALKS = [
    *(pytest.param(place, up_and_down, id=f"{place}-up and down") for place in SOME),
    *(pytest.param(place, every_way, id=f"{place}-every way", marks=pytest.mark.long) for place in PLACES),
]


@pytest.mark.parametrize(("place", "walk"), WALKS)
async def test_found_1_7_resized_looks_like_fresh(
    place: str, walk: Callable[[], list[tuple[int, int]]]
) -> None:
    fresh = {}
    for size in SIZES:
        app = sample()
        async with running(app, size) as pilot:
            await pilot.press(*PLACES[place])
            fresh[size] = await look(app, pilot)
    app = sample()
    async with running(app, SIZES[0]) as pilot:
        await pilot.press(*PLACES[place])
        await settle(app, pilot)
        for before, size in pairwise(walk()):
            await pilot.resize_terminal(*size)
            text, colours = await look(app, pilot)
            assert text == fresh[size][0], (before, size)
            assert colours == fresh[size][1], (before, size)
