"""What do all screens have in common? Head, body, keys, one view, and a reload that shows no old news.

A screen reads through `read`, shows through `show_view`, and does nothing else with data. A hidden screen only
remembers that it is stale. A failed read keeps the old view and says so in words.

A screen in full:

    class Requests(DeskScreen[RequestBoard]):
        TITLE = "Requests"
        BINDINGS = [
            Binding("e", "edit", "edit", id="requests.edit", tooltip="Change the request under the cursor"),
        ]

        def compose_body(self) -> ComposeResult:
            yield RowList(COLUMNS, key=lambda r: r.key, cells=request_cells, id="requests", noun="request",
                          empty="No open requests. n makes one.")

        def read(self) -> Query[RequestBoard]:
            return partial(read_request_board, now=self.desk.now())

        def show_view(self, view: RequestBoard) -> None:
            self.query_one("#requests", RowList).set_rows(view.requests)

        @on(RowList.Opened, "#requests")
        async def opened(self, event: RowList.Opened) -> None: ...

        @work
        async def action_edit(self) -> None:
            values = await self.app.push_screen_wait(Form("Request", FIELDS, submit=...))

A write: `await self.desk.submit(service, *args)` inside a `@work` method returns the result, or None after it
has told the user why not; on success `data_changed` reloads whatever is visible. Rules of the stylesheet of a
screen stand beside it in a `.tcss` nested under the screen's type. `check_action` decides which keys are
shown: return False to hide a key, None to grey it out, and call `refresh_bindings()` when the answer may have
changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, TypeVar, cast

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import var
from textual.screen import Screen
from textual.widget import Widget

from models.domain.basics.errors import DeskError
from tui.late import Late
from tui.program.clock import NO_DAY, Moment
from tui.program.rights import offered
from tui.program.targets import RecordRef
from tui.widgets.frame.head import Head
from tui.widgets.frame.keyline import KeyLine
from tui.widgets.frame.toosmall import TooSmall
from tui.widgets.line import Lines

if TYPE_CHECKING:
    from models.queries.requests.queue import QueueRow
    from tui.program.protocol import Program
    from tui.program.targets import TimerTarget
    from tui.widgets.cells import company
    from tui.widgets.spans import Span
else:
    company = Late("tui.widgets.cells.company")

V = TypeVar("V")
Query = Callable[[], V]


class DeskScreen(Screen[None], Generic[V], inherit_bindings=False):
    """The base of every full screen; `V` is its frozen read model."""

    AUTO_FOCUS = "RowList"
    DEFAULT_CSS = """
    DeskScreen { overflow: hidden; layout: vertical; layers: page cover; }
    DeskScreen > #body { height: 1fr; }
    DeskScreen > #banner { display: none; }
    DeskScreen > #banner.shown { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "tab",
            "app.focus_next",
            "Next panel",
            show=False,
            id="screen.next",
            tooltip="Go to the next panel",
        ),
        Binding("shift+tab", "app.focus_previous", "Previous panel", show=False, id="screen.previous"),
    ]

    CLOCK: ClassVar[Literal["minute", "day"]] = "minute"
    """How long a view stays true when nobody writes: what the screen says depends on the minute, or on the date
    alone. A screen names here, in a comment, which of its words do. Its view is read again when they turn."""

    view: var[V | None] = var(None, always_update=True)
    """Shown again even when it is equal to the last one: words made of it and of the clock may be others."""

    def __init__(self) -> None:
        super().__init__()
        self.stale = True
        self._read_at: Moment = (0, NO_DAY)
        """When the view was read."""
        self.head = Head()
        self._banner = Lines(id="banner")

    @property
    def program(self) -> Program:
        """The program, with its clock, data and settings."""
        return cast("Program", self.app)

    # -- for subclasses -------------------------------------------------------------------------

    def compose_body(self) -> Iterable[Widget]:
        """The widgets between head and keys."""
        return ()

    def read(self) -> Query[V] | None:
        """A callable without arguments that reads the view; None when there is nothing to read."""
        return None

    def show_view(self, view: V) -> None:
        """Put a view on the widgets."""

    def work_target(self) -> TimerTarget | None:
        """What the timer would start on here: the client and request of the row under the cursor."""
        return None

    async def add_time(self) -> bool:
        """Ask for time that was worked, where a screen knows better when; False where it does not."""
        return False

    def offered(self, action: str) -> bool:
        """Is an action of this screen for whoever signed in (RULES 13)?"""
        return offered(self.program.place.rights(), type(self).__name__, action)

    def with_way(self, words: str, way: str) -> str:
        """What an empty list says: a viewer is told no key that adds to it (RULES 13)."""
        return words if self.program.place.rights().role == "viewer" else f"{words} {way}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what whoever signed in may do."""
        return self.offered(action)

    def marks_at(self, row: QueueRow) -> list[Span]:
        """Who is at a request, as signs: the own timer, the others' timers and open pages (RULES 13)."""
        program, session = self.program, self.program.session
        own = session.running.entry.request if session is not None and session.running is not None else None
        if not program.colleagues:
            return [(" ●", "accent")] if row.running else []
        return company.company_marks(
            row.key, program.colleagues, running=row.running, mine=own == row.key, now=program.now()
        )

    def team_words(self, room: int) -> list[Span]:
        """Who works on what, as many as the room holds."""
        others = self.program.colleagues
        return company.team_words(others, self.program.now(), room) if others else []

    def record_target(self) -> RecordRef | None:
        """Whose history is asked for here: of what the timer would start on, unless a screen knows better."""
        work = self.work_target()
        if work is None or (work.request is None and work.client is None):
            return None
        if work.request is not None:
            return RecordRef("request", work.request, work.subject or "")
        return RecordRef("client", work.client or "", work.client_name or "")

    def show_record(self, kind: str, key: str) -> None:
        """Put the cursor on a record of this screen, as soon as its view is there."""

    def begin_visit(self, came_from: str) -> None:
        """Somebody is led here from the screen of that name: what they left here may come back (`Timesheet`)."""

    # -- life -----------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Head, banner, body, keys."""
        yield self.head
        yield self._banner
        yield from self.compose_body()
        yield KeyLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """The first screen reads before the first layout: one paint; later ones read in another thread."""
        self.program.heads.update(self)
        self.program.data_changed.subscribe(self, lambda _: self.touch())
        self.program.minute.subscribe(self, lambda _: self.touch_time())
        if self.program.painted:
            self.reload()
        else:
            self._read_at_once()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Back on the screen: the clock, and new data when something changed meanwhile."""
        event.refresh_styles = (
            False  # they follow every change also behind another screen: 5 ms, and 4 a switch
        )
        self.program.heads.update(self)
        self.query_one(KeyLine).catch_up()
        if (self.stale or self.outdated) and self.view is not None:
            self.reload()

    def touch(self) -> None:
        """Data changed: read again now, or when shown again."""
        self.stale = True
        if self.is_current:
            self.reload()

    @property
    def outdated(self) -> bool:
        """Whether the clock has left the time for which the view was read."""
        minute, day = self.program.clock.moment()
        return day != self._read_at[1] or (self.CLOCK == "minute" and minute != self._read_at[0])

    def touch_time(self) -> None:
        """Another minute: read again what depends on it, also behind a dialog; hidden screens do on their return.

        A read that takes longer than a minute is not begun anew before it has ended.
        """
        if self.program.base_screen is not self or self.view is None or not self.outdated:
            return
        if not any(work.node is self and work.group == "reload" and work.is_running for work in self.workers):
            self.reload()

    def watch_view(self, view: V | None) -> None:
        """A new view goes to the widgets."""
        if view is not None:
            self.show_view(view)

    def reload(self) -> None:
        """Read the view again; a later reload replaces an earlier one that is still under way."""
        moment = self.program.clock.moment()
        if (query := self.read()) is not None:
            self._read_at = moment
            self._reload(query)

    @work(exclusive=True, group="reload")
    async def _reload(self, query: Query[V]) -> None:
        self.stale = False
        try:
            view = await self.program.data.fetch(query)
        except DeskError as error:
            self._failed(error)
        except Exception as error:  # noqa: BLE001  # the worker boundary: nothing may end the program from here
            self.program.program_error(error)
            self.show_banner("Could not read this screen. ctrl+r tries again.")
        else:
            self.hide_banner()
            self.view = view

    def _read_at_once(self) -> None:
        self._read_at = self.program.clock.moment()
        query = self.read()
        if query is None:
            return
        self.stale = False
        try:
            self.view = self.program.data.fetch_now(query)
        except DeskError as error:
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        self.stale = True
        self.show_banner(self.program.trouble or f"{error}  ctrl+r tries again.")

    def show_banner(self, text: str) -> None:
        """A sentence across the screen, until the next good read."""
        self._banner.show([(" ! ", "bad"), (text, "warn")])
        self._banner.add_class("shown")

    def hide_banner(self) -> None:
        """Take the sentence away; trouble with the file itself stays."""
        if self.program.trouble:
            self.show_banner(self.program.trouble)
        elif self._banner.has_class("shown"):
            self._banner.remove_class("shown")

    def action_reload(self) -> None:
        """Read the screen's data again, as the key for it asks."""
        self.reload()

    # -- very small terminals -------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Below the smallest size a plain sentence covers the screen; the focus stays where it is."""
        self.query_one(TooSmall).judge(event.size)
        if event.size == self.outer_size and not self.program.painted:
            event.prevent_default()  # laid out for this size already: a start is told of it three times


AnyScreen = DeskScreen[Any]
