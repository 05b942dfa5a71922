"""What can be done with the request under the cursor, and with the marked ones? The keys and their actions.

A question that takes several requests takes the marked ones when there are any; all others take the one under the
cursor. What is asked and written stands in `changes`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from textual.binding import Binding

from models.domain.basics.zone import zone
from tui.late import Late
from tui.program.part import beside
from tui.screens.part import ScreenPart
from tui.text.format import plural
from tui.widgets.cells.clocks import explanation

if TYPE_CHECKING:
    from models.queries.requests.page import RequestPage
    from tui.dialogs import textview
    from tui.screens.requests import changes as request_changes
    from tui.screens.requests import page_places, ticking
    from tui.screens.requests import request_form as forms
    from tui.screens.requests.screen import Requests
else:
    textview = Late("tui.dialogs.textview")
    request_changes = Late("tui.screens.requests.changes")
    page_places = Late("tui.screens.requests.page_places")
    forms = Late("tui.screens.requests.request_form")
    ticking = Late("tui.screens.requests.ticking")

NEEDS_ROW = (
    *(
        "edit",
        "state",
        "resolve",
        "assign",
        "answered",
        "note",
        "priority",
        "cause",
        "close_marked",
        "delete",
    ),
    *("rework", "outside", "premium", "repeat", "explain", "go", "tick", "tick_one"),
)
Change = Callable[..., Awaitable[bool]]


def _key(keys: str, action: str, words: str, tooltip: str, *, show: bool = False) -> Binding:
    name = action.replace("('", "-").replace("')", "").replace("(", "-").replace(")", "").replace("_", "-")
    return Binding(keys, action, words, show=show, id=f"requests.{name}", tooltip=tooltip)


def _quiet(keys: str, action: str, words: str, name: str, tooltip: str) -> Binding:
    return Binding(keys, f"app.{action}", words, show=False, id=name, tooltip=tooltip)


REQUEST_KEYS = (
    _key("escape", "back", "back", "Back to the list; marks away; all open requests", show=True),
    _key("t", "tick", "tick", "Tick the next line of its checklist: done, by you, now", show=True),
    # Keys of the whole program whose place in the last line is wanted for those of the queue.
    _quiet("s", "switch_timer", "switch", "timer.switch", "Stop the timer and start it on this row"),
    _quiet(
        "c",
        "continue_timer",
        "continue",
        "timer.continue",
        "Start again on what was worked on last, or go back to it",
    ),
    _quiet("a", "add_time", "add time", "app.add-time", "Record work that is already done"),
    _key("r", "resolve", "resolve", "Resolve it: asks for the cause", show=True),
    _key("o", "state", "state", "Open, waiting, resolved, closed, open again", show=True),
    _key("l", "note", "note", "Add a note", show=True),
    _key("i", "answered", "answered", "The first response was given now", show=True),
    _key("V", "tick_one", "tick…", "Tick any line of its checklist, or open it again"),
    _key("A", "assign", "assign", "Assign it, or the marked ones", show=True),
    _key("e", "edit", "edit", "Edit every field of the request", show=True),
    _key("p", "priority", "priority", "Priority of it, or of the marked ones"),
    _key("equals_sign", "explain", "why due", "Explain the clocks, window by window", show=True),
    _key("C", "cause", "cause", "Cause of it, or of the marked ones"),
    _key("X", "close_marked", "close", "Close it, or the marked ones"),
    _key("d", "delete", "delete", "Delete the request and its notes; one with time on it is closed instead"),
    _key("R", "rework", "rework", "This is rework, not maintenance"),
    _key("Q", "outside", "outside scope", "Outside the scope: to be quoted apart"),
    _key("asterisk", "premium", "weights", "Evening weights: agreed, waived, or as the contract says"),
    _key("P", "repeat", "repeats…", "Say which earlier request it repeats"),
    _key("L", "go", "go to…", "Go to a repeat, a relative, time or a note of the request"),
    _key("plus", "add", "new, all fields", "Add a request with every field"),
    _key("f", "filter_by", "filter by", "Which requests: client, state, tier, cause, person, text"),
    _key("F", "saved", "saved filters", "Use, keep or forget a filter"),
    _key("M", "only('mine')", "mine", "Only mine"),
    _key("W", "only('waiting_too_long')", "waiting", "Only those that wait for the client too long"),
    _key("Z", "only('untouched')", "untouched", "Only those untouched for three days"),
    _key("O", "done_too", "done too", "Resolved and closed ones, too"),
    _key("J", "turn(1)", "next", "The next request, from its page"),
    _key("K", "turn(-1)", "previous", "The previous request, from its page"),
)


class RequestActions(ScreenPart):
    """The part of the screen of requests that changes them."""

    screen: Requests

    def _change(self, name: str) -> None:
        """One of the changes that take one request."""
        if (row := self.screen.queue.cursor_item) is not None:
            self._run(name, row)

    def _change_all(self, name: str) -> None:
        """One of the changes that take several: the marked requests in sight, else that under the cursor."""
        if rows := self.screen.queue.acting:
            self._run(name, rows)

    @beside(group="change")
    async def _run(self, name: str, about: Any) -> None:
        change: Change = getattr(request_changes, name)
        key = getattr(about, "key", None)
        if key is None:
            if await change(self.program, about):
                self.screen.queue.clear_marks()
            return
        async with self.program.looking_at(key):
            await change(self.program, about)

    # -- changes --------------------------------------------------------------------------------

    def action_resolve(self) -> None:
        """Resolve the request under the cursor."""
        self._change("resolve")

    def action_state(self) -> None:
        """Ask for another state; several marked requests can be closed."""
        if (count := len(self.screen.queue.acting)) > 1:
            self.program.notify(f"{plural(count, 'request')} are marked: X closes them.")
        else:
            self._change("set_state")

    def action_answered(self) -> None:
        """Record the first response to the chosen request."""
        self._change("answered")

    def action_note(self) -> None:
        """Add a note to the chosen request."""
        self._change("add_note")

    def action_repeat(self) -> None:
        """Link with an earlier request."""
        self._change("link_repeat")

    def action_assign(self) -> None:
        """Assign the chosen or marked requests to an agent, or to nobody."""
        self._change_all("assign")

    def action_priority(self) -> None:
        """Set the priority of the chosen or marked requests."""
        self._change_all("set_priority")

    def action_cause(self) -> None:
        """Set the cause of the chosen or marked requests."""
        self._change_all("set_cause")

    def action_close_marked(self) -> None:
        """Close the chosen or marked requests."""
        self._change_all("close")

    def action_delete(self) -> None:
        """Delete the request under the cursor with its notes."""
        self._change("delete")

    def action_premium(self) -> None:
        """Agree to the weights of the chosen requests, or waive them."""
        self._change_all("set_premium")

    def action_rework(self) -> None:
        """Mark the chosen requests as rework, or take that mark away."""
        self._change_all("toggle_rework")

    def action_outside(self) -> None:
        """Mark the chosen or marked requests as outside scope, or take that mark away."""
        self._change_all("toggle_outside")

    @beside(group="change")
    async def action_edit(self) -> None:
        """Open the form with every field of the request."""
        if (row := self.screen.queue.cursor_item) is not None:
            async with self.program.looking_at(row.key):
                if await self.program.meant([row.key], "Edit it"):
                    await forms.request_form(self.program, row.key)

    @beside(group="change")
    async def action_add(self) -> None:
        """Open the form of a new request with every field."""
        row = self.screen.queue.cursor_item
        saved = await forms.request_form(self.program, None, client=row.client if row is not None else None)
        if saved is not None:
            self.screen.show_record("request", saved.key)

    @beside(group="change")
    async def action_explain(self) -> None:
        """Explain how the due times of the request come about."""
        row, session = self.screen.queue.cursor_item, self.program.session
        page = None if row is None else await self.screen.fetch_page(row.key)
        if page is not None and session is not None:
            place, key = zone(session.timezone), page.row.key

            async def again() -> list[str] | None:
                later = await self.screen.fetch_page(key)
                return None if later is None else explanation(later, place, self.program.now())

            lines = explanation(page, place, self.program.now())
            self.program.push_screen(textview.TextView(f"Why is {key} due?", lines, again=again))

    @beside(group="change")
    async def action_tick(self) -> None:
        """Tick the next line of the checklist."""
        if (page := await self._page()) is not None:
            await ticking.tick_next(self.program, page)

    @beside(group="change")
    async def action_tick_one(self) -> None:
        """Ask which line of the checklist to tick, or to open again."""
        if (page := await self._page()) is not None:
            await ticking.tick_one(self.program, page)

    async def _page(self) -> RequestPage | None:
        """The page of the request under the cursor, read again."""
        row = self.screen.queue.cursor_item
        return None if row is None else await self.screen.fetch_page(row.key)

    def action_turn(self, step: int) -> None:
        """Show the next or previous request without leaving the page."""
        self.screen.queue.move_to(self.screen.queue.cursor + step)

    @beside(group="change")
    async def action_go(self) -> None:
        """Go to the record that the line under the cursor names."""
        page = await self._page()
        if page is not None and (key := await page_places.go_from(self.program, page)) is not None:
            self.screen.show_record("request", key)
