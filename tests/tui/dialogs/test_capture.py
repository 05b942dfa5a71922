"""Is a call written down in one line, understood while it is typed, linked instead of doubled, and timed at once?"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from models.domain.values import Entry, Request
from models.queries.requests.page import RequestPage, read_request_page
from tests.tui.conftest import NOW, desk_app, press, running, screen_text, settle, write
from tests.tui.requests_book import queue_book
from tui.dialogs.requests.one_line import Captured
from tui.program.app import DeskApp

LINE = "acme newsletter [/] late !high #forms @phone >mo"


class Phone:
    """The line of capture, open over the dashboard."""

    def __init__(self, app: DeskApp, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def text(self) -> str:
        return screen_text(self.app)

    @property
    def open(self) -> bool:
        return isinstance(self.app.screen, Captured)

    async def settle(self) -> None:
        """The hint and the writing, too."""
        for worker in list(self.app.workers):
            if worker.group in {"hint", "save"} and not worker.is_finished and not worker.is_cancelled:
                await worker.wait()
        await settle(self.app, self.pilot)

    async def press(self, *keys: str) -> None:
        await press(self.app, self.pilot, *keys)
        await self.settle()

    async def write(self, text: str) -> None:
        await write(self.app, self.pilot, text)
        await self.settle()

    def page(self, key: str) -> RequestPage:
        page: RequestPage = self.app.data.fetch_now(read_request_page, key, NOW)
        return page

    def request(self, key: str) -> Request:
        return self.page(key).request

    def entries(self, key: str) -> tuple[Entry, ...]:
        return self.page(key).entries


@asynccontextmanager
async def calling(folder: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Phone]:
    app = desk_app(folder, queue_book())
    async with running(app, size) as pilot:
        phone = Phone(app, pilot)
        await phone.press("n")
        assert phone.open
        yield phone


async def test_every_part_is_understood_while_it_is_typed(tmp_path: Path) -> None:
    async with calling(tmp_path) as phone:
        await phone.write("ac")
        assert "▸ Acme Ltd" in phone.text
        await phone.press("tab")
        await phone.write("newsletter late !high #forms @phone >mo")
        text = phone.text
        assert "Acme Ltd · 2:00 left" in text
        assert "1:45 after a minimum call" in text
        assert "high · forms · phone · mo" in text
        assert "answer due Thu 10:00" in text


async def test_enter_saves_what_was_understood_and_nothing_else_is_asked(tmp_path: Path) -> None:
    async with calling(tmp_path) as phone:
        await phone.write(LINE)
        await phone.press("enter")
        assert not phone.open
        new = phone.request("R-8")
        assert (new.client, new.subject) == ("acme", "newsletter [/] late")
        assert (new.priority, new.cause, new.channel, new.assignee) == ("high", "forms", "phone", "mo")
        assert (new.reported_at, new.state, new.repeat_of) == (NOW, "new", None)
        assert phone.entries("R-8") == ()
        assert "newsletter [/] late" in phone.text


@pytest.mark.parametrize("key", ["ctrl+s", "ctrl+enter"])
async def test_saving_and_starting_is_one_key(tmp_path: Path, key: str) -> None:
    async with calling(tmp_path) as phone:
        await phone.write("ivy shop is slow")
        await phone.press(key)
        (entry,) = phone.entries("R-8")
        assert (entry.agent, entry.client, entry.started_at, entry.ended_at) == ("dana", "ivy", NOW, None)
        assert "● 0:00:00" in phone.text


async def test_a_repeated_call_is_joined_and_not_doubled(tmp_path: Path) -> None:
    async with calling(tmp_path) as phone:
        await phone.write("acme contact form broken again")
        assert "like R-1 Contact form [/] broken, new since 13:00" in phone.text
        await phone.press("ctrl+r")
        assert "repeats R-1" in phone.text
        await phone.press("enter")
        assert phone.request("R-8").repeat_of == "R-1"


async def test_joining_is_taken_back_with_the_same_key(tmp_path: Path) -> None:
    async with calling(tmp_path) as phone:
        await phone.write("acme contact form broken")
        await phone.press("ctrl+r", "ctrl+r", "enter")
        assert phone.request("R-8").repeat_of is None


async def test_without_a_client_nothing_is_saved_and_the_line_stays(tmp_path: Path) -> None:
    async with calling(tmp_path) as phone:
        await phone.write("zzz printer on fire")
        await phone.press("enter")
        assert phone.open
        assert "zzz printer on fire" in phone.text
        await phone.press("escape")
        assert not phone.open


async def test_a_channel_that_the_tier_leaves_out_is_flagged(tmp_path: Path) -> None:
    async with calling(tmp_path) as phone:
        await phone.write("smith mail is down @phone")
        assert "phone, not in Silver" in phone.text


async def test_it_works_over_every_screen_on_a_small_terminal(tmp_path: Path) -> None:
    app = desk_app(tmp_path, queue_book())
    async with running(app, (80, 24)) as pilot:
        phone = Phone(app, pilot)
        await phone.press("2", "n")
        await phone.write("ivy logo in blue")
        assert "Ivy Street" in phone.text
        assert app.screen.styles.background.a == 0, "the screen behind stays in sight"
        await phone.press("enter")
        assert phone.request("R-8").subject == "logo in blue"
        assert "R-8 added" in phone.text


async def test_what_was_written_down_is_taken_back(tmp_path: Path) -> None:
    async with calling(tmp_path) as phone:
        await phone.write("ivy wrong number")
        await phone.press("enter")
        assert "wrong number" in phone.text
        await phone.press("u")
        assert "Undone: Reported: wrong number" in phone.text


async def test_slips_of_the_fingers_are_seen_at_80_and_mended_with_a_key(tmp_path: Path) -> None:
    async with calling(tmp_path, (80, 24)) as phone:
        await phone.write("amce mail broken")
        assert "no client is called 'amce'" in phone.text
        assert "▸ Acme Ltd" in phone.text
        await phone.press("tab")
        assert phone.app.screen.line.editor.text == "acme mail broken"
        await phone.write(" !hihg @phoen")
        assert "hihg?" in phone.text
        assert "phoen?" in phone.text
        assert "▸ phone" in phone.text
        await phone.press("tab")
        assert "phoen?" not in phone.text
        await phone.press("enter")
        assert phone.request("R-8").subject == "mail broken !hihg"


async def test_a_client_that_stands_there_already_can_be_emptied(tmp_path: Path) -> None:
    app = desk_app(tmp_path, queue_book())
    async with running(app) as pilot:
        phone = Phone(app, pilot)
        await phone.press("tab", "n")
        assert phone.open
        assert "ctrl+u empty" in phone.text
