"""What do clients wait for, and what is due first? The queue, and beside it the page of a request (RULES 12.2).

The cursor, the marks and the place on a page stay where they are while data changes. On a narrow screen the page has
the room to itself; esc comes back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on, work
from textual.binding import BindingType
from textual.containers import Container
from textual.widget import Widget

from models.domain.basics.errors import DeskError
from models.domain.requests.clocks import DONE
from models.domain.values import STATES
from models.queries.requests.board import RequestBoard, board_at_hand, read_request_board
from models.queries.requests.filters import QueueFilter
from models.queries.requests.page import read_request_page
from models.queries.requests.queue import MOST_DONE
from tui.program.part import answered_by
from tui.program.presence import agent_here
from tui.program.targets import TimerTarget
from tui.screens.base import Query
from tui.screens.requests.actions import NEEDS_ROW, REQUEST_KEYS, RequestActions
from tui.screens.requests.filterbar import FilterBar, filter_words
from tui.screens.requests.page_lines import Surroundings
from tui.screens.requests.pane import RequestPane
from tui.screens.requests.queue_filters import FilterActions
from tui.screens.split import SplitScreen
from tui.widgets.cells.request import COLUMNS, flags_of, request_cells
from tui.widgets.list.rows import RowList
from tui.widgets.spans import Span

if TYPE_CHECKING:
    from models.queries.requests.page import RequestPage
    from models.queries.requests.queue import QueueRow

REST_SECONDS = 0.06
"""The cursor must rest so long before a page is read: a held key reads none."""
PAGES_KEPT = 60


@answered_by(actions=RequestActions, filters=FilterActions)
class Requests(SplitScreen[RequestBoard]):
    """The queue, and the request under the cursor beside or below it."""

    TITLE = "Requests"
    AUTO_FOCUS = "#queue"
    DEFAULT_CSS = """
    Requests > #body { layout: horizontal; height: 1fr; }
    Requests #left { width: 1fr; height: 1fr; }
    Requests #page { width: 1fr; height: 1fr; padding: 0 0 0 1; border-left: solid $panel; }
    Requests.below > #body { layout: vertical; }
    Requests.below #page { border-left: none; border-top: solid $panel; padding: 0; }
    Requests.narrow #page { display: none; border-left: none; padding: 0; }
    Requests.narrow.paged #left { display: none; }
    Requests.narrow.paged #page { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*REQUEST_KEYS]
    LIST_CELLS, DETAIL_CELLS, DETAIL_LINES = 112, 46, 14
    CLOCK = "minute"  # what is left, how long it waits, the order, “untouched”, the clocks of the page

    def __init__(self) -> None:
        super().__init__()
        self.actions, self.filters = RequestActions(self), FilterActions(self)
        self.wanted = QueueFilter()
        self._also: str | None = None
        self._requested_key: str | None = None
        self._on_page = False
        self._all_open: Sequence[QueueRow] | None = None
        """All open requests as they were read last, until data changes."""
        self._pages: dict[str, RequestPage] = {}
        self.bar = FilterBar()
        self.queue: RowList[QueueRow] = RowList(
            COLUMNS,
            key=lambda row: row.key,
            cells=lambda row: request_cells(row, self.program.now(), self.program.zone, self.marks_at(row)),
            search=_search_text,
            title="Requests",
            noun="request",
            empty="Nothing is open. n adds a request.",
            marks=True,
            id="queue",
        )
        self.page = RequestPane(id="page")

    def compose_body(self) -> Iterable[Widget]:
        """Filter and queue, and the page beside them."""
        yield Container(Container(self.bar, self.queue, id="left"), self.page, id="body")

    def on_mount(self) -> None:
        """Show at once the requests that the dashboard has read, then read the rest."""
        self._borrow()
        super().on_mount()

    def _failed(self, error: Exception) -> None:
        """What the dashboard read before is better than nothing."""
        super()._failed(error)
        if self.view is None:
            self._borrow(old=True)

    def _borrow(self, *, old: bool = False) -> None:
        """The dashboard has read the same queue: show that until it is read again."""
        for screen in self.program.get_screen_stack("dashboard")[:1] if self.program.painted else ():
            rows = getattr(getattr(screen, "view", None), "requests", None)
            if rows is not None and (old or not getattr(screen, "stale", True)):
                self.view = board_at_hand(rows, self.wanted, agent_here(self.program))

    def touch(self) -> None:
        """Forget the list of open requests that was read, as data has changed."""
        self._all_open = None
        super().touch()

    def on_resize(self, event: events.Resize) -> None:
        """Choose whether the page stands beside or below the queue, or in its place."""
        super().on_resize(event)
        self._show_page()

    def split_parts(self) -> tuple[Widget, RowList[Any]]:
        """The bar of filters over the queue."""
        return self.query_one("#left"), self.queue

    # -- reading --------------------------------------------------------------------------------

    def read(self) -> Query[RequestBoard] | None:
        """Read the requests that the filter leaves."""
        if not self.program.place.has_desk:
            return None
        also = self._also or self._at_page
        return partial(read_request_board, self.program.now(), self.wanted, agent_here(self.program), also)

    @property
    def _at_page(self) -> str | None:
        """The request whose page has the keys: it stays under them, whatever becomes of it."""
        if not self._on_page:
            return None
        key = self.queue.cursor_key
        return key if isinstance(key, str) else None

    def show_view(self, view: RequestBoard) -> None:
        """Rows, counts, the filter in words, and the page under the cursor."""
        if self.program.session is None:
            self.program.refresh_session()
        self._pages.clear()
        self.bar.show_board(view)
        filtered = view.wanted.active
        if not filtered:
            self._all_open = view.rows
        self.queue.set_empty(
            "Nothing matches this filter. esc shows all open requests."
            if filtered
            else self.with_way("Nothing is open.", "n adds a request.")
        )
        at_page = self._at_page
        self.queue.set_rows(_in_place(view, at_page, self.queue.cursor))
        self.share_room()
        if at_page is not None and self.queue.cursor_key != at_page:
            self._leave_page()  # deleted, or no longer what the typed filter finds: no key hits another one
            self.program.notify(f"{at_page} is no longer in this list.", severity="warning")
        self._say_counts()
        self._select_requested()
        self._show_page()
        self.refresh_bindings()

    def _say_counts(self) -> None:
        view = self.view
        if view is None:
            return
        count = f"{len(view.rows):,}"
        if done := view.done:
            newest = "the newest " if done >= MOST_DONE else ""
            count = f"{len(view.rows) - done:,} open · {newest}{done:,} done"
        note: list[Span] = [(count, "dim"), (" ", "")]
        if view.late:
            note = [(f"{view.late:,} late", "bad"), (" · ", "faint"), *note]
        words = "Open requests" if not view.wanted.states else "Requests"
        self.queue.set_title(" · ".join([words, *filter_words(view)]), note)

    def ask(self, wanted: QueueFilter) -> None:
        """Apply another filter and read again from the top."""
        self._leave_page()
        self.wanted, self._also = wanted, None
        self.queue.set_filter("")
        if self._all_open is not None and (
            board := board_at_hand(self._all_open, wanted, agent_here(self.program))
        ):
            self.view = board
        self.reload()

    # -- a record asked for by its key ------------------------------------------------------------

    def show_record(self, kind: str, key: str) -> None:
        """The cursor on a request, whatever its state; the filter gives way to it."""
        self._requested_key = key
        if self.view is not None:
            self._select_requested()

    def _select_requested(self) -> None:
        key, view = self._requested_key, self.view
        if key is None or view is None:
            return
        if self.queue.filter and any(row.key == key for row in view.rows):
            self.queue.set_filter("")
        if self.queue.move_to_key(key):
            self._requested_key = None
            if self.has_class("narrow"):
                self._open_page()
        elif self._also != key:
            self._find(key)
        else:
            self._requested_key = None

    @work(exclusive=True, group="wanted")
    async def _find(self, key: str) -> None:
        """Switch to a filter that shows it: all open ones, or all of its client."""
        page = await self.fetch_page(key)
        if page is None:
            self._requested_key = None
            return
        done = page.row.state in DONE
        self.wanted = QueueFilter(client=page.row.client, states=STATES) if done else QueueFilter()
        self._also = key
        self.reload()

    # -- the page -------------------------------------------------------------------------------

    def _show_page(self, rest: float = 0.0) -> None:
        """The page of the row under the cursor: at once when it is known, else as soon as it is read."""
        row = self.queue.cursor_item
        hidden = self.has_class("narrow") and not self.has_class("paged")
        if hidden or self.view is None:
            return
        if row is None:
            self.page.show_page(None, self._around())
        elif row.key in self._pages:
            self.page.show_page(self._pages[row.key], self._around())
        else:
            self._read_page(row.key, rest)

    @work(exclusive=True, group="page")
    async def _read_page(self, key: str, rest: float) -> None:
        if rest:
            await asyncio.sleep(rest)
        page = await self.fetch_page(key)
        if page is None or self.queue.cursor_key != key:
            return
        if len(self._pages) >= PAGES_KEPT:
            self._pages.clear()
        self._pages[key] = page
        self.page.show_page(page, self._around())
        self.refresh_bindings()

    async def fetch_page(self, key: str) -> RequestPage | None:
        """The page of a request; None once it was said why there is none."""
        try:
            page: RequestPage = await self.program.data.fetch(read_request_page, key, self.program.now())
        except DeskError as error:
            self.program.notify(str(error), severity="error")
        except Exception as error:  # noqa: BLE001  # the worker boundary: nothing may end the program from here
            self.program.program_error(error)
        else:
            return page
        return None

    def _around(self) -> Surroundings:
        session = self.program.session
        names = {person.key: person.name for person in session.agents} if session is not None else {}
        return Surroundings(
            self.program.now(),
            self.program.zone,
            names,
            agent_here(self.program),
            self.program.colleagues,
        )

    @on(RowList.Highlighted, "#queue")
    def _moved(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._show_page(REST_SECONDS)
        self.refresh_bindings()

    @on(RowList.Marked, "#queue")
    def _marked(self, event: RowList.Marked) -> None:
        event.stop()
        self._say_counts()
        self.refresh_bindings()

    @on(RequestPane.Go)
    def _go_pressed(self, event: RequestPane.Go) -> None:
        event.stop()
        self.actions.action_go()

    @on(RowList.Opened, "#queue")
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self._open_page()

    def _open_page(self) -> None:
        if not self.has_class("paged"):
            self.page.show_page(None, self._around())
        self._on_page = True
        self.add_class("paged")
        self.program.look_at(self._at_page)
        self._show_page()
        self.page.focus(scroll_visible=False)
        self.refresh_bindings()

    def action_back(self) -> None:
        """Go back from the page to the list; then clear the marks; then the filter."""
        if self._on_page or self.page.has_focus or self.has_class("paged"):
            self._on_page = True
            self._leave_page()
            if self.view is not None and self.view.also is not None and self._also is None:
                self.reload()
        elif self.queue.marked:
            self.queue.clear_marks()
        elif self.wanted.active:
            self.ask(QueueFilter())
        self.refresh_bindings()

    def _leave_page(self) -> None:
        """Give the focus back to the list."""
        if self._on_page or self.has_class("paged"):
            self._on_page = False
            self.program.look_at(None)
            self.remove_class("paged")
            self.queue.focus(scroll_visible=False)
            self.refresh_bindings()

    def on_descendant_focus(self) -> None:
        """Follow the focus between list and page, by key or mouse."""
        self._on_page = self.page.has_focus or self.has_class("paged")

    # -- what is possible -----------------------------------------------------------------------

    def work_target(self) -> TimerTarget | None:
        """The timer starts on the request under the cursor."""
        row = self.queue.cursor_item
        return None if row is None else TimerTarget(row.client, row.client_name, row.key, row.subject)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What needs a request is grey without one; esc shows only while there is something to leave."""
        if not self.offered(action):
            return False
        if action in NEEDS_ROW and self.queue.cursor_item is None:
            return None
        if action in ("tick", "tick_one"):
            page = self._pages.get(str(self.queue.cursor_key))
            return page is not None and bool(page.checklist)
        if action == "back":
            paged = self.has_class("paged") or self.page.has_focus
            return paged or bool(self.queue.marked) or self.wanted.active
        return True


def _in_place(view: RequestBoard, at_page: str | None, cursor: int) -> Sequence[QueueRow]:
    """The rows; the one that only its open page keeps in the list stays where it was."""
    if view.also is None or view.also != at_page:
        return view.rows
    *rows, kept = view.rows
    place = min(cursor, len(rows))
    return [*rows[:place], kept, *rows[place:]]


def _search_text(row: QueueRow) -> str:
    parts = (
        row.key,
        row.client_name,
        row.subject,
        row.state,
        row.priority,
        row.assignee,
        row.cause,
        row.tier_name,
        *(word for _, word, _ in flags_of(row)),
    )
    return " ".join(part for part in parts if part)
