"""Who are the clients, on what terms, and where did the hours go? List, page, ledger of a month (RULES 12.3).

On a wide screen the page stands beside the list; on a small one enter opens it and escape leads back. Any figure
can be asked where it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from models.domain.basics.currencies import DEFAULT_CURRENCY
from models.domain.basics.errors import DeskError
from models.domain.basics.months import Month
from models.queries.clients.pages import (
    ClientBoard,
    ClientLine,
    ClientPage,
    read_client_board,
    read_client_month,
    read_client_page,
)
from tui.program.part import answered_by
from tui.program.targets import RecordRef, TimerTarget
from tui.screens.base import Query
from tui.screens.clients.actions import NEEDS_CLIENT, ClientActions
from tui.screens.clients.ledger_lines import ledger_lines
from tui.screens.clients.ledger_page import LedgerPage
from tui.screens.clients.page_lines import page_lines
from tui.screens.split import SplitScreen
from tui.text.format import month_name
from tui.widgets.cells.hours import hours_cells, share_order, used_order
from tui.widgets.list.columns import Cell, Column
from tui.widgets.list.pagelist import PageLine, PageList
from tui.widgets.list.rows import RowList
from tui.widgets.spans import Span

if TYPE_CHECKING:
    from textual.timer import Timer

PAUSE = 0.06
"""Seconds that the cursor rests before the page of its client is read."""
COLUMNS = (
    Column("client", minimum=14),
    Column(
        "",
        bar=True,
        minimum=8,
        maximum=24,
        drop=1,
        name="share",
        always=True,
        sort=lambda line: share_order(line.hours),
    ),
    Column("used / allotted", short="used", minimum=15, sort=lambda line: used_order(line.hours)),
    Column("", minimum=12, name="state"),
)


def _key(keys: str, action: str, words: str, name: str, tooltip: str, *, show: bool = True) -> Binding:
    return Binding(keys, action, words, show=show, id=f"clients.{name}", tooltip=tooltip)


@answered_by(actions=ClientActions, ledgers=LedgerPage)
class Clients(SplitScreen[ClientBoard]):
    """Clients, the page of the one under the cursor, and the ledger of one of its months."""

    TITLE = "Clients"
    AUTO_FOCUS = "#clients"
    DEFAULT_CSS = """
    Clients > #body { layout: horizontal; height: 1fr; }
    Clients #side { width: 1fr; height: 1fr; padding: 0 0 0 1; border-left: solid $panel; }
    Clients.below > #body { layout: vertical; }
    Clients.below #side { border-left: none; border-top: solid $panel; padding: 0; }
    Clients.narrow #side { display: none; padding: 0; border-left: none; }
    Clients.narrow.on-page #side { display: block; }
    Clients.narrow.on-page #clients { display: none; }
    """
    LIST_CELLS, DETAIL_CELLS, DETAIL_LINES = 70, 64, 14
    # Minute: hours of running timers, the clocks of the requests on the page. Day: terms and grants in force.
    # Month: the hours and their title, the last month of the chart.
    CLOCK = "minute"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("N", "app.new_client", "new", id="app.new-client", tooltip="Add a new client"),
        _key("e", "edit", "edit", "edit", "Change the client, or the contract or charge under the cursor"),
        _key("C", "new_contract", "contract", "contract", "Make a contract of any kind for this client"),
        _key("p", "sell", "sell plan", "sell", "Sell a plan of the catalogue to this client"),
        _key(
            "m",
            "change_terms",
            "other terms",
            "terms",
            "Agree other terms from a day in the middle of the term",
        ),
        _key("h", "charge", "charge", "charge", "Bill something by the piece, or give a credit"),
        _key("v", "price", "price guide", "price", "What the client should pay a month"),
        _key("V", "replay", "replay", "replay", "The client's work under every plan, side by side"),
        _key("Q", "quote", "quote", "quote", "What leaving the contract early would pay back", show=False),
        _key("X", "cancel", "cancel…", "cancel", "End the contract early", show=False),
        _key(
            "y",
            "promised",
            "promised",
            "promised",
            "What was promised to the client, time by time",
            show=False,
        ),
        _key("l", "ledger", "ledger", "ledger", "The ledger of the month under the cursor"),
        _key("equals_sign", "explain", "why?", "explain", "Where the figure under the cursor comes from"),
        _key("left", "month(-1)", "month back", "month-back", "The month before", show=False),
        _key("right", "month(1)", "month on", "month-on", "The month after", show=False),
        _key("escape,backspace", "back", "back", "back", "Back to the page, or to the list"),
        _key(
            "d,delete",
            "remove",
            "delete",
            "remove",
            "Take the contract or charge under the cursor away",
            show=False,
        ),
        _key("tab", "turn", "next panel", "turn", "From the list to the page and back", show=False),
        _key("shift+tab", "turn", "previous panel", "turn-back", "From the page to the list", show=False),
    ]

    def __init__(self) -> None:
        """The list and the page are made once."""
        super().__init__()
        self.actions, self.ledgers = ClientActions(self), LedgerPage(self)
        self.clients: RowList[ClientLine] = RowList(
            COLUMNS,
            key=lambda line: line.key,
            cells=self._cells,
            search=lambda line: f"{line.key} {line.hours.name} {line.hours.manner} {line.tier or ''}",
            title="Clients",
            noun="client",
            empty="No client yet. N adds one.",
            id="clients",
        )
        self.side = PageList(id="side", empty="")
        self.page: ClientPage | None = None
        self._wanted: str | None = None
        self._pause: Timer | None = None

    def compose_body(self) -> Iterable[Widget]:
        """The list, and the page beside or below it."""
        yield Container(self.clients, self.side, id="body")

    def on_resize(self, event: events.Resize) -> None:
        """Show list and page side by side, or one at a time on a narrow screen."""
        super().on_resize(event)
        self.call_after_refresh(self._show_resized)

    def split_parts(self) -> tuple[Widget, RowList[Any]]:
        """The list of clients is both the list and what takes the focus."""
        return self.clients, self.clients

    def _show_resized(self) -> None:
        """A page that had no place before is read now; one that has none any more offers no keys."""
        if self.page is None or self._page_hidden:
            self._read_page()
        else:
            self.refresh_bindings()

    # -- data -----------------------------------------------------------------------------------

    def read(self) -> Query[ClientBoard] | None:
        """Read the list of clients; the page is read for the row under the cursor."""
        return partial(read_client_board, self.program.now()) if self.program.place.has_desk else None

    def reload(self) -> None:
        """The page is read anew, too: a charge or a note changes it and not the list."""
        super().reload()
        if self.view is not None:
            self._read_page()

    def show_view(self, view: ClientBoard) -> None:
        """The rows, and the page of the one under the cursor anew."""
        at_page = self.clients.cursor_key if self.side.has_focus and self._wanted is None else None
        self.clients.set_rows(view.lines)
        if at_page is not None and self.clients.cursor_key != at_page:
            self._leave_page()  # no key hits another client's page
            self.program.notify(f"{at_page} is no longer in this list.", severity="warning")
        self.share_room()
        note: list[Span] = [(f"{len(view.lines)}", "dim"), (" ", "")]
        if view.undecided_count:
            note = [(f"{view.undecided_count} without a contract", "bad"), (" · ", "faint"), *note]
        self.clients.set_title(f"Clients, {view.month.first_day:%B}", note)
        if self._wanted is not None:
            self.clients.move_to_key(self._wanted)
            self._wanted = None
        self._read_page()

    def show_record(self, kind: str, key: str) -> None:
        """Move the cursor to the client and open its page."""
        self._wanted = key
        self.clients.set_filter("")
        if self.view is not None and self.clients.move_to_key(key):
            self._wanted = None
        self._show_page()

    def work_target(self) -> TimerTarget | None:
        """The request under the cursor of the page, else the client."""
        line = self.clients.cursor_item
        if line is None:
            return None
        work = TimerTarget(line.key, line.hours.name)
        found = self.side.cursor_item if self.side.has_focus else None
        if found is None or found.kind != "request" or self.page is None or self.page.key != line.key:
            return work
        request = next((row for row in self.page.requests if row.key == found.record), None)
        return (
            work if request is None else TimerTarget(line.key, line.hours.name, request.key, request.subject)
        )

    def record_target(self) -> RecordRef | None:
        """The contract, charge or request under the cursor of the page, else the client."""
        for kind in ("contract", "charge"):
            if (key := self.actions.under_cursor(kind)) is not None:
                return RecordRef(kind, key)
        return super().record_target()

    @on(RowList.Highlighted, "#clients")
    def _moved(self, event: RowList.Highlighted) -> None:
        """The page follows once the cursor rests: a key that is held reads no pages on its way."""
        event.stop()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._read_page)

    @property
    def about_to_read(self) -> bool:
        """Whether the page of the row under the cursor is still to come."""
        return self._pause is not None

    @property
    def _page_hidden(self) -> bool:
        return self.has_class("narrow") and not self.has_class("on-page")

    def _read_page(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        key = self.clients.cursor_key
        if not isinstance(key, str):
            self.page = None
            self.ledgers.forget()
            self.side.show_lines(" ", (), lambda _: [])
            return
        month = self.ledgers.asked_of(key)
        if self._page_hidden:
            self.page = None
            self.refresh_bindings()
            return
        self.fetch_page(key, month)

    @work(exclusive=True, group="page")
    async def fetch_page(self, key: str, month: Month | None) -> None:
        """Read the page of a client, and the ledger of a month with it."""
        try:
            page = await self.program.data.fetch(read_client_page, key, self.program.now())
            ledger = None if month is None else await self.program.data.fetch(read_client_month, key, month)
        except DeskError as error:
            self.show_banner(f"{error}  ctrl+r tries again.")
            return
        except Exception as error:  # noqa: BLE001  # the worker boundary: nothing may end the program from here
            self.program.program_error(error)
            return
        self.page = page
        self.ledgers.found(key, month, ledger)
        self._show_side()

    def _show_side(self) -> None:
        page, ledger = self.page, self.ledgers.shown
        if page is None:
            return
        if ledger is not None:
            title = f"{page.name} · {month_name(ledger.month.year, ledger.month.month)}"
            self.side.show_lines(
                title, [("← → month", "dim"), ("  esc page", "dim")], lambda _: ledger_lines(ledger)
            )
        else:
            made = partial(page_lines, page, self.program.now(), self.program.zone)
            self.side.show_lines(page.name, [(page.key, "dim")], made)
        self.refresh_bindings()

    def _cells(self, line: ClientLine) -> Sequence[Cell]:
        session = self.program.session
        name, bar, numbers, word = hours_cells(line.hours, session.currency if session else DEFAULT_CURRENCY)
        if line.ended is not None:
            word = (f"ended {line.ended.day} {line.ended:%b}", "bad")
        elif line.overdue is not None and word == ("", ""):
            word = ("decision due", "warn")
        return name, bar, numbers, word

    # -- moving ---------------------------------------------------------------------------------

    @on(RowList.Opened, "#clients")
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self._show_page()

    def _show_page(self) -> None:
        """The page gets the cursor, and on a small screen the place of the list."""
        self.set_class(True, "on-page")
        self.side.focus(scroll_visible=False)
        key = self.clients.cursor_key
        if self.page is None or self.page.key != key:
            self._read_page()

    @on(RowList.Opened, "#side")
    def _opened_line(self, event: RowList.Opened) -> None:
        event.stop()
        line = self.side.cursor_item
        if line is not None:
            self._open_line(line)

    def _open_line(self, line: PageLine) -> None:
        if line.kind == "request":
            self.program.everywhere.open_record("request", line.record)
        elif line.kind in {"contract", "charge", "client"}:
            self.actions.action_edit()
        elif line.kind == "promised":
            self.actions.action_promised()
        elif line.kind in {"month", "grant"} and self.ledgers.shown is None:
            self.ledgers.action_ledger()
        elif line.kind != "text":
            self.ledgers.action_explain()

    def action_turn(self) -> None:
        """Move the focus between the list and the client's page."""
        if self.side.has_focus:
            self._leave_page()
        else:
            self._show_page()

    def _leave_page(self) -> None:
        self.ledgers.forget()
        self.set_class(False, "on-page")
        self.clients.focus(scroll_visible=False)

    def action_back(self) -> None:
        """Go back from the ledger to the page, from the page to the list."""
        if self.ledgers.asked is not None:
            self.ledgers.forget()
            self._show_side()
        elif self.side.has_focus:
            self.action_turn()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys of a client only where there is one; months only in a ledger; back only where it leads."""
        if not self.offered(action):
            return False
        if action == "month":
            return self.ledgers.shown is not None
        if action == "back":
            return self.ledgers.asked is not None or self.side.has_focus
        if action in NEEDS_CLIENT:
            return self.clients.cursor_item is not None
        return True
