"""Is the queue led by the keyboard alone: filtered, marked, resolved with a cause, explained, its place kept?"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from models.domain.values import Request
from models.queries.requests.filters import QueueFilter, read_saved_filters
from models.queries.requests.page import RequestPage, read_request_page
from models.services.requests.filters import save_filter
from models.services.requests.life import NewRequest, change_state, create_request, set_flags
from tests.tui.conftest import NOW, desk_app, press, running, screen_text, settle, until, write
from tests.tui.requests_book import queue_book, request
from tests.tui.rest import at_rest
from tui.dialogs.confirm import Confirm
from tui.dialogs.note import Note
from tui.dialogs.pick import Pick
from tui.dialogs.textview import TextView
from tui.program.app import DeskApp
from tui.screens.requests.changes import ResolveForm
from tui.screens.requests.request_form import RequestForm
from tui.screens.requests.screen import Requests


class Desk:
    """The program on the screen of requests, and its hands."""

    def __init__(self, app: DeskApp, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def board(self) -> Requests:
        screen = self.app.base_screen
        assert isinstance(screen, Requests)
        return screen

    @property
    def dialog(self) -> Any:
        return self.app.screen

    @property
    def text(self) -> str:
        return screen_text(self.app)

    @property
    def keys(self) -> list[Any]:
        queue = self.board.queue
        return [row.key for row in queue._set]

    async def press(self, *keys: str) -> None:
        await press(self.app, self.pilot, *keys)
        await settle(self.app, self.pilot)

    async def write(self, text: str) -> None:
        await write(self.app, self.pilot, text)

    async def go_to(self, key: str) -> None:
        assert self.board.queue.move_to_key(key)
        await settle(self.app, self.pilot)

    def request(self, key: str) -> Request:
        return self.page(key).request

    def page(self, key: str) -> RequestPage:
        page: RequestPage = self.app.data.fetch_now(read_request_page, key, NOW)
        return page


@asynccontextmanager
async def at_requests(folder: Path, size: tuple[int, int] = (120, 40), **more: Any) -> AsyncIterator[Desk]:
    app = desk_app(folder, queue_book(**more))
    async with running(app, size) as pilot:
        desk = Desk(app, pilot)
        await desk.press("2")
        yield desk


# -- the queue ----------------------------------------------------------------------------------------


async def test_what_is_due_first_stands_first_with_its_clock_in_words(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        assert desk.keys == ["R-1", "R-4", "R-2", "R-3", "R-5"]
        text = desk.text
        assert "1:00 late" in text
        assert "1:00 late, working time" in text
        assert "Contact form [/] broken" in text
        assert "nobody's yet" not in text
        assert "1 late · 5" in text


async def test_an_unincluded_channel_and_a_missing_tier_are_said(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.go_to("R-4")
        assert "✗ Silver does not include phone" in desk.text
        assert "Smith & Co [UK]" in desk.text
        await desk.go_to("R-5")
        assert "no service level" in desk.text
        assert "no promise" in desk.text


async def test_the_page_shows_time_hours_left_and_what_the_next_call_does(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.go_to("R-2")
        text = desk.text
        assert "0:47 spent, 1:00 accounted" in text
        assert "1:00 accounted: 1:00 used" in text
        assert "looked [/b] at it" in text
        assert "2:00 left" in text
        # 47 minutes of today count as 1:00 already: the next call on this request adds nothing (RULES 3.2).
        assert "after a minimum call" not in text
        assert "Same cause: content" in text
        assert "R-7" in text


async def test_a_request_with_the_same_cause_is_told_by_the_name_of_its_client(tmp_path: Path) -> None:
    asked = [
        request("R-1", "Opening hours", "2026-03-04T09:00", cause="content"),
        request("R-2", "Prices", "2026-03-03T09:00", client="smith", cause="content"),
    ]
    async with at_requests(tmp_path, requests=asked, entries=[]) as desk:
        await desk.go_to("R-1")
        assert "Smith & Co [UK]: Prices" in desk.text


async def test_found_5_5_d_deletes_a_request_and_says_why_one_with_time_stays(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.go_to("R-2")
        await desk.press("d", "y")
        assert "R-2" in desk.keys
        assert any("time is logged on it" in note.message for note in desk.app._notifications)
        await desk.go_to("R-5")
        await desk.press("d", "escape")
        assert "R-5" in desk.keys
        await desk.press("d", "y")
        await until(desk.pilot, lambda: "R-5" not in desk.keys)
        await desk.press("u")
        await until(desk.pilot, lambda: "R-5" in desk.keys)


async def test_the_cursor_and_the_place_stay_when_others_write(tmp_path: Path) -> None:
    async with at_requests(tmp_path, (120, 24)) as desk:
        await desk.go_to("R-2")
        await desk.press("enter")
        await until(desk.pilot, lambda: desk.board.page.is_long)
        await desk.press("j", "j", "j")
        top = desk.board.page.top
        assert top == 3
        new = NewRequest(client="acme", subject="Urgent", priority="urgent", reported_at=NOW - 86_400)
        await desk.app.submit(create_request, new, NOW, "mo")
        await settle(desk.app, desk.pilot)
        assert len(desk.keys) == 6
        assert desk.board.queue.cursor_key == "R-2"
        assert desk.board.page.top == top


async def test_explain_names_every_window_and_why_days_are_passed_over(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.go_to("R-1")
        await desk.press("equals_sign")
        assert isinstance(desk.dialog, TextView)
        lines = "\n".join(desk.dialog._lines)
        assert "The answer is due Wed 4 Mar 2026 15:00" in lines
        assert "1:00 late, working time" in lines
        assert "Thu 5 Mar   09:00–17:00         counts     8:00     12:00" in lines
        assert "Fri 6 Mar   closed day of the desk" in lines
        assert "Sat 7 Mar   no working hours" in lines
        assert "The resolution is due Mon 9 Mar 2026 13:00" in lines


async def test_a_request_without_a_tier_has_nothing_to_explain(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.go_to("R-5")
        await desk.press("equals_sign")
        assert "nothing is promised" in desk.text


# -- filters ------------------------------------------------------------------------------------------


async def test_one_key_shows_mine_and_escape_all_again(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.press("M")
        assert sorted(desk.keys) == ["R-1", "R-3"]
        assert "mine✓" in desk.text
        await desk.press("escape")
        assert len(desk.keys) == 5


async def test_waiting_too_long_untouched_and_done_ones(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.press("W")
        assert desk.keys == ["R-3"]
        await desk.press("W", "Z")
        assert sorted(desk.keys) == ["R-3", "R-5"]
        await desk.press("Z", "O")
        assert len(desk.keys) == 7


async def test_the_filter_form_and_a_filter_kept_under_a_name(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.press("f")
        await desk.write("acme")
        await desk.press("enter", "tab", "tab")
        await desk.write("content")
        await desk.press("tab", "enter")
        assert desk.keys == ["R-2"]
        assert "Acme Ltd · cause content" in desk.text
        await desk.press("F")
        assert isinstance(desk.dialog, Pick)
        await desk.press("enter")
        await desk.write("acme content")
        await desk.press("enter")
        await desk.press("escape", "F")
        await desk.write("acme content")
        await desk.press("enter")
        assert desk.keys == ["R-2"]


async def test_a_filter_is_not_written_over_another_of_its_name_without_being_asked(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.app.data.submit(save_filter, "mine", QueueFilter(client="ivy"))
        await desk.press("M", "F")
        await desk.write("save this")
        await desk.press("enter")
        await desk.write("mine")
        await desk.press("enter")
        assert "is another filter (1 condition); enter again replaces it" in desk.text
        assert (await desk.app.data.fetch(read_saved_filters))["mine"] == QueueFilter(client="ivy")
        await desk.press("enter")
        assert (await desk.app.data.fetch(read_saved_filters))["mine"] == QueueFilter(mine=True)


async def test_found_2_10_the_filter_form_asks_for_rework_and_for_what_is_outside_the_scope(
    tmp_path: Path,
) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.app.data.submit(set_flags, ["R-1"], NOW, "dana", outside_scope=True)
        await desk.app.data.submit(set_flags, ["R-2"], NOW, "dana", rework=True)
        desk.app.data_changed.publish(None)
        for name, keys, words in (("rework", ["R-2"], "rework"), ("outside_scope", ["R-1"], "outside scope")):
            await desk.press("f")
            desk.dialog.view.put(name, "yes")
            await desk.press("ctrl+s")
            assert desk.keys == keys
            assert words in desk.text
            await desk.press("escape")


async def test_typing_narrows_the_list(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.press("slash")
        await desk.write("[/] br")
        assert desk.keys == ["R-1"]
        await desk.press("escape")
        assert len(desk.keys) == 5


async def test_a_resolved_request_is_shown_when_it_is_asked_for(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.press("M", "1")
        desk.app.everywhere.open_record("request", "R-7")
        await settle(desk.app, desk.pilot)
        await settle(desk.app, desk.pilot)
        assert desk.board.queue.cursor_key == "R-7"
        assert "Old invoice" in desk.text
        assert desk.board.wanted.client == "acme"


async def test_one_asked_for_before_the_screen_was_opened_is_shown(tmp_path: Path) -> None:
    app = desk_app(tmp_path, queue_book())
    async with running(app) as pilot:
        app.everywhere.open_record("request", "R-4")
        await settle(app, pilot)
        screen = app.base_screen
        assert isinstance(screen, Requests)
        assert screen.queue.cursor_key == "R-4"


@pytest.mark.parametrize("size", [(200, 50), (120, 40), (80, 24)])
async def test_a_closed_one_asked_for_before_the_screen_was_opened_is_shown(
    size: tuple[int, int], tmp_path: Path
) -> None:
    app = desk_app(tmp_path, queue_book())
    async with running(app, size):
        app.everywhere.open_record("request", "R-7")
        await at_rest(app)
        screen = app.base_screen
        assert isinstance(screen, Requests)
        assert screen.queue.cursor_key == "R-7"
        assert "Old invoice" in screen_text(app)


# -- the life of a request ------------------------------------------------------------------------------


async def test_resolving_asks_for_the_cause_and_logs_the_time(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.go_to("R-1")
        await desk.press("r")
        assert isinstance(desk.dialog, ResolveForm)
        await desk.write("for")
        await desk.press("enter")
        await desk.write("20m")
        assert "2:00 left, 1:30 after this" in desk.text
        await desk.press("tab")
        await desk.write("mended")
        await desk.press("enter")
        resolved = desk.request("R-1")
        assert (resolved.state, resolved.cause) == ("resolved", "forms")
        (logged,) = desk.page("R-1").entries
        assert (logged.ended_at or 0) - logged.started_at == 20 * 60
        assert (logged.note, logged.work_type) == ("mended", "maintenance")
        assert "R-1" not in desk.keys


async def test_a_request_with_time_is_asked_for_its_cause_alone(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.go_to("R-2")
        await desk.press("r")
        assert [field.name for field in desk.dialog.view.fields] == ["cause"]
        await desk.press("enter")
        assert desk.request("R-2").state == "resolved"
        await desk.press("u")
        assert desk.request("R-2").state == "open"


async def test_no_cause_no_resolution(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.go_to("R-1")
        await desk.press("r", "enter")
        assert "Cause is needed" in desk.text
        assert desk.request("R-1").state == "new"


async def test_resolving_stops_the_timer_that_runs_on_it(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.go_to("R-2")
        await desk.press("space")
        assert desk.page("R-2").row.running
        await desk.press("r")
        assert "Stop the timer" in desk.text
        await desk.press("enter")
        assert not desk.page("R-2").row.running
        assert desk.request("R-2").state == "resolved"


async def test_a_state_is_two_keys_away(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.go_to("R-1")
        await desk.press("o")
        assert isinstance(desk.dialog, Confirm)
        await desk.press("w")
        waiting = desk.request("R-1")
        assert waiting.state == "waiting"
        assert waiting.first_response_at == NOW


async def test_a_resolved_request_is_opened_again_and_counted(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        desk.board.show_record("request", "R-6")
        await settle(desk.app, desk.pilot)
        await desk.press("o")
        assert "open again" in desk.text
        await desk.press("o")
        assert desk.request("R-6").state == "open"
        assert "opened again once" in desk.text


async def test_the_answer_is_marked_once(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.go_to("R-1")
        await desk.press("i")
        assert desk.request("R-1").first_response_at == NOW
        assert "answered 16:00, too late" in desk.text
        await desk.press("i")
        assert "R-1 was answered 16:00" in desk.text


async def test_a_note_has_several_lines_and_is_edited_from_the_page(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.go_to("R-1")
        await desk.press("l")
        assert isinstance(desk.dialog, Note)
        await desk.write("rang [/] back q")
        await desk.press("enter")
        await desk.write("again at 5")
        await desk.press("ctrl+s")
        notes = [said.text for said in desk.page("R-1").conversation if said.kind == "note"]
        assert notes == ["rang [/] back q\nagain at 5"]
        assert "again at 5" in desk.text
        await desk.press("L")
        await desk.write("note")
        await desk.press("enter")
        assert isinstance(desk.dialog, Note)
        await desk.write("x")
        await desk.press("ctrl+s")
        notes = [said.text for said in desk.page("R-1").conversation if said.kind == "note"]
        assert len(notes) == 1
        assert "x" in notes[0]


async def test_flags_priority_and_repeats(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.go_to("R-1")
        await desk.press("R", "Q", "p", "u")
        row = desk.page("R-1").row
        assert (row.rework, row.outside_scope, row.priority) == (True, True, "urgent")
        assert "↶ rework, not maintenance" in desk.text
        await desk.press("P")
        assert "R-6  Contact form dead" in desk.text
        await desk.press("enter")
        assert desk.request("R-1").repeat_of == "R-6"
        assert "The same, asked before or again" in desk.text
        await desk.press("R")
        assert not desk.page("R-1").row.rework


# -- several at once ------------------------------------------------------------------------------------


async def test_marked_requests_are_assigned_jointly(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.go_to("R-4")
        await desk.press("x")
        await desk.go_to("R-5")
        await desk.press("x")
        assert "2 marked" in desk.text
        await desk.press("A")
        await desk.write("mo")
        await desk.press("enter")
        assert [desk.request(key).assignee for key in ("R-4", "R-5", "R-3")] == ["mo", "mo", "dana"]
        assert not desk.board.queue.marked
        await desk.press("u")
        assert desk.request("R-4").assignee is None


async def test_marked_requests_are_closed_with_one_cause(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        for key in ("R-1", "R-2"):
            await desk.go_to(key)
            await desk.press("x")
        await desk.press("o")
        assert "X closes them" in desk.text
        await desk.press("X")
        await desk.write("spam")
        await desk.press("enter")
        closed = [desk.request(key) for key in ("R-1", "R-2")]
        assert [(r.state, r.cause) for r in closed] == [("closed", "spam"), ("closed", "content")]


async def test_marked_requests_get_one_cause_and_one_priority(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        for key in ("R-1", "R-4"):
            await desk.go_to(key)
            await desk.press("x")
        await desk.press("C")
        await desk.write("training")
        await desk.press("enter")
        assert [desk.request(key).cause for key in ("R-1", "R-4")] == ["training", "training"]


# -- the form --------------------------------------------------------------------------------------------


async def test_a_form_saved_untouched_changes_nothing(tmp_path: Path) -> None:
    body = "first line\n\nthird [/] line"
    book = queue_book()
    book["requests"][0]["body"] = body
    async with at_requests(tmp_path, requests=book["requests"]) as desk:
        await desk.go_to("R-1")
        before = desk.page("R-1").request
        await desk.press("e")
        assert isinstance(desk.dialog, RequestForm)
        await desk.press("enter")
        assert isinstance(desk.app.screen, Requests)
        assert desk.page("R-1").request == before


async def test_a_bad_time_is_told_beside_its_field(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.go_to("R-1")
        await desk.press("e", *["tab"] * 8)
        await desk.write("tomorrow 9:00")
        await desk.press("enter")
        assert "lies in the future" in desk.text
        assert isinstance(desk.dialog, RequestForm)
        await desk.press("ctrl+u")
        await desk.write("12:30")
        await desk.press("enter")
        assert desk.request("R-1").reported_at == NOW - 3 * 3600 - 1800


async def test_a_new_request_with_every_field(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.press("plus")
        await desk.write("ivy")
        await desk.press("tab")
        await desk.write("Move the shop [/]")
        await desk.press(*["tab"] * 9)
        assert "Outside scope" in desk.text
        await desk.press("space", "enter")
        new = desk.request("R-8")
        assert (new.client, new.subject, new.outside_scope) == ("ivy", "Move the shop [/]", True)
        assert desk.board.queue.cursor_key == "R-8"


# -- a small terminal --------------------------------------------------------------------------------------


async def test_on_a_small_terminal_the_page_has_the_room_to_itself(tmp_path: Path) -> None:
    async with at_requests(tmp_path, (80, 24)) as desk:
        assert "Conversation" not in desk.text
        assert "Hotline call" in desk.text
        await desk.go_to("R-1")
        await desk.press("enter")
        assert "Conversation" in desk.text
        assert "Hotline call" not in desk.text
        await desk.press("J")
        assert "Contact form [/] broken" not in desk.text
        await desk.press("escape")
        assert "Hotline call" in desk.text
        assert desk.board.queue.has_focus


async def test_the_timer_starts_on_the_row_also_from_its_page(tmp_path: Path) -> None:
    async with at_requests(tmp_path, (80, 24)) as desk:
        await desk.go_to("R-2")
        await desk.press("enter", "space")
        assert desk.page("R-2").row.running
        await desk.press("G")
        assert "● running" in desk.text


async def test_a_change_by_somebody_else_reaches_the_page(tmp_path: Path) -> None:
    async with at_requests(tmp_path) as desk:
        await desk.go_to("R-2")
        await desk.app.submit(change_state, "R-2", "waiting", NOW, "mo")
        await settle(desk.app, desk.pilot)
        assert "waiting for client by Mo [/]" in desk.text
        assert "stands, " in desk.text
