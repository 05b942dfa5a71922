"""What is going on? Open requests, hours of every client, today's work, decisions: all at once (RULES 12.1).

Where there is room all four panels stand there whole; where it is short the requests, the hours and the renewals stay,
`tab` turns the others, and the line below the timer says what is hidden and matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.widget import Widget

from models.domain.basics.currencies import DEFAULT_CURRENCY
from models.domain.basics.errors import DeskError
from models.queries.overview.dashboard import Dashboard as View
from models.queries.overview.dashboard import DecisionRow, TodayRow, read_dashboard
from tui.late import load
from tui.program.targets import RecordRef, TimerTarget
from tui.screens.base import DeskScreen, Query
from tui.screens.dashboard.cells import (
    HOURS_COLUMNS,
    RENEWAL_COLUMNS,
    REQUEST_COLUMNS,
    TODAY_COLUMNS,
    TODAY_SHORT,
    notice,
    overdue_words,
    renewal_cells,
    request_cells,
    today_cells,
)
from tui.text.format import hm
from tui.widgets.cells.hours import hours_cells
from tui.widgets.frame.panels import (
    HOURS,
    PANELS,
    RENEWALS,
    REQUESTS,
    TODAY,
    Divider,
    Need,
    Panels,
    Plan,
    plan,
)
from tui.widgets.frame.paneltitle import Other
from tui.widgets.list.columns import Cell
from tui.widgets.list.rows import RowList
from tui.widgets.spans import Span, spans_width

if TYPE_CHECKING:
    from models.queries.clients.hours import HoursRow
    from models.queries.requests.queue import QueueRow

TURNS = (REQUESTS, HOURS, TODAY, RENEWALS)
"""The order of `tab`."""
PLACE_ROOM = 26
"""Cells of the rule below the timer that desk, date and time keep where the others' work is named."""
SHORT_TIMES = 140
"""Cells of the screen below which today's work, beside the hours, has no room for the ends of its times."""
KEEP = "models.services.core.month_records:keep_derived"
"""Loaded when something had to be worked out."""


class Dashboard(DeskScreen[View]):
    """What needs attention now: requests, clients' hours, renewals and today's entries (RULES 12.1)."""

    TITLE = "Dashboard"
    AUTO_FOCUS = "#requests"
    # Minute: what is left of the clocks and their order, the hours of running timers, today's sum, what the others
    # work on and for how long. Day: today's rows, the days to a decision, day N of M, what can be drawn today.
    # Month: the hours and their title. The head has its own (`tui.program.heads`): the timer, the time, the date.
    CLOCK = "minute"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "tab", "turn(1)", "next panel", show=False, id="dashboard.turn", tooltip="Go to the next panel"
        ),
        Binding(
            "shift+tab",
            "turn(-1)",
            "previous panel",
            show=False,
            id="dashboard.turn-back",
            tooltip="Go to the panel before",
        ),
        Binding("e", "edit", "edit", id="dashboard.edit", tooltip="Open what is under the cursor"),
    ]

    def __init__(self) -> None:
        """The panels are made once and keep their rows."""
        super().__init__()
        self.requests: RowList[QueueRow] = RowList(
            REQUEST_COLUMNS,
            key=lambda row: row.key,
            cells=self._request_cells,
            search=lambda row: (
                f"{row.key} {row.client_name} {row.subject} {row.assignee or ''} {row.cause or ''}"
            ),
            title="Open requests",
            noun="request",
            empty="Nothing is open.",
            header=True,
            id=REQUESTS,
        )
        self.hours: RowList[HoursRow] = RowList(
            HOURS_COLUMNS,
            key=lambda row: row.client,
            cells=self._hours_cells,
            search=lambda row: f"{row.client} {row.name} {row.manner}",
            title="Hours",
            noun="client",
            empty="No client yet. N makes one.",
            header=False,
            heads_in_title=True,
            id=HOURS,
        )
        self.today: RowList[TodayRow] = RowList(
            TODAY_COLUMNS,
            key=lambda row: row.key,
            cells=self._today_cells,
            title="Today",
            noun="entry",
            nouns="entries",
            empty="Nothing logged today.",
            header=False,
            heads_in_title=True,
            id=TODAY,
        )
        self.renewals: RowList[DecisionRow] = RowList(
            RENEWAL_COLUMNS,
            key=lambda row: row.contract,
            cells=self._renewal_cells,
            title="Renewals",
            noun="contract",
            empty="No contract ends within 90 days.",
            header=False,
            heads_in_title=True,
            id=RENEWALS,
        )

        self.panels = Panels(self._planned, self.requests, self.hours, self.today, self.renewals, Divider())
        self.plan = Plan()
        self._recent: list[str] = list(PANELS)
        self._today_columns = TODAY_COLUMNS

    # -- layout ---------------------------------------------------------------------------------

    def compose_body(self) -> Iterable[Widget]:
        """All panels; their layout decides which of them have a place."""
        yield self.panels

    @property
    def lists(self) -> dict[str, RowList[Any]]:
        """The panels by their ids, in the order of `tab`."""
        return dict(zip(TURNS, (self.requests, self.hours, self.today, self.renewals), strict=True))

    def _made(self, size: Size) -> Plan:
        made = self._made_now(size)
        place = made.places.get(TODAY)
        beside = place is not None and place.x > 0 and size.width < SHORT_TIMES
        columns = TODAY_SHORT if beside else TODAY_COLUMNS
        if columns == self._today_columns:
            return made
        self._today_columns = columns
        self.today.set_columns(columns)
        return self._made_now(size)

    def _made_now(self, size: Size) -> Plan:
        """By the columns of the moment; which of today's are shown moves no panel to another place."""
        needs = {name: Need(rows.whole_height, rows.whole_width) for name, rows in self.lists.items()}
        return plan(size, needs, self._recent)

    def _planned(self, size: Size) -> Plan:
        """The plan for a size, while the panels are laid out; titles and notice follow it."""
        self.plan = self._made(size)
        self._name_hidden()
        return self.plan

    def _place_panels(self) -> None:
        """After other rows or another panel in front: lay out again only when that changes a place."""
        if not self.panels.size:
            return
        if self._made(self.panels.size) != self.plan:
            self.requests.refresh(layout=True)  # of a child: that forgets the arrangement
        else:
            self._name_hidden()

    def _name_hidden(self) -> None:
        """The panel in front names those behind it, the rule below the timer what matters of them."""
        view, hidden = self.view, self.plan.hidden
        if view is None:
            return
        minutes = view.today_seconds // 60
        matters = {RENEWALS: overdue_words(view.decisions), TODAY: (hm(minutes), "strong")}
        names = {REQUESTS: "Requests", HOURS: "Hours", TODAY: "Today", RENEWALS: "Renewals"}
        others = [Other(name, names[name], matters.get(name, ("", ""))) for name in TURNS if name in hidden]
        for name, rows in self.lists.items():
            rows.title.put_before(others if name == self.plan.front else ())
        short = self.plan.front == HOURS and others
        self.hours.set_title(
            "Hours" if short else f"Hours in {view.month.first_day:%B}", self._month_note(view)
        )
        place = self.plan.places.get(RENEWALS)
        cut = place is None or place.height < self.renewals.whole_height
        said = partial(
            notice, view.decisions, renewals_cut=cut, today_hidden=TODAY in hidden, today_minutes=minutes
        )
        room = self.size.width - PLACE_ROOM - spans_width(said())
        self.head.set_notice(said(team=self.team_words(room)))

    def _month_note(self, view: View) -> list[Span]:
        """How far the month is in working days; nothing on a desk that names no working hours."""
        if not view.month_days:
            return []
        return [(f"day {view.month_day} of {view.month_days}", "dim"), (" ", "")]

    def _bring_forward(self, name: str) -> None:
        self._recent.remove(name)
        self._recent.insert(0, name)
        self._place_panels()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Bring the panel that got the focus forward."""
        if event.widget.id in PANELS:
            self._bring_forward(event.widget.id)

    def action_turn(self, step: int) -> None:
        """The next panel gets the cursor; where it had no place it takes that of another."""
        at = next((at for at, rows in enumerate(self.lists.values()) if rows.has_focus), 0)
        self._turn_to(TURNS[(at + step) % len(TURNS)])

    def _turn_to(self, name: str) -> None:
        self._bring_forward(name)
        self.lists[name].focus(scroll_visible=False)

    def on_click(self, event: events.Click) -> None:
        """Bring a hidden panel forward when its name is clicked."""
        front = self.lists.get(self.plan.front)
        if front is None or event.screen_y != front.region.y:
            return
        name = front.title.other_at(event.screen_x - front.region.x)
        if name is not None:
            self._turn_to(name)

    # -- data -----------------------------------------------------------------------------------

    def read(self) -> Query[View] | None:
        """All panels in one go; nothing without a desk."""
        if not self.program.place.has_desk:
            return None
        return partial(read_dashboard, self.program.place.user, self.program.now())

    def show_view(self, view: View) -> None:
        """Hand the rows to their panels; cursors stay where they are."""
        self.program.set_session(view.session)
        self.requests.set_empty(self.with_way("Nothing is open.", "n adds a request."))
        self.today.set_empty(self.with_way("Nothing logged today.", "space starts the timer, a adds time."))
        self.requests.set_rows(view.requests)
        self.hours.set_rows(view.hours)
        self.today.set_rows(view.entries)
        self.renewals.set_rows(view.decisions)
        late = sum(row.due_state == "breached" for row in view.requests)
        count: list[Span] = [(f"{late} late", "bad"), (" · ", "faint")] if late else []
        self.requests.set_title("Open requests", [*count, (f"{len(view.requests):,}", "dim"), (" ", "")])
        due: list[Span] = [overdue_words(view.decisions)] if overdue_words(view.decisions)[0] else []
        due += [(" · ", "faint")] if due else []
        self.renewals.set_title("Renewals", [*due, (f"{len(view.decisions)}", "dim"), (" ", "")])
        self.today.set_title("Today", [(hm(view.today_seconds // 60), "strong"), (" ", "")])
        self._place_panels()
        if not self.program.place.read_only and (view.derived or not view.holidays_kept):
            self._keep(view)

    @work(exclusive=True, group="records")
    async def _keep(self, view: View) -> None:
        with suppress(DeskError):  # kept or not, what is shown is right; the duties tell of trouble
            await self.program.data.submit(load(KEEP), view.derived, view.holidays)

    def _request_cells(self, row: QueueRow) -> Sequence[Cell]:
        return request_cells(row, self.program.now(), self.program.zone, self.marks_at(row))

    def _hours_cells(self, row: HoursRow) -> Sequence[Cell]:
        session = self.program.session
        return hours_cells(row, session.currency if session else DEFAULT_CURRENCY)

    def _today_cells(self, row: TodayRow) -> Sequence[Cell]:
        return today_cells(row, self.program.zone)

    def _renewal_cells(self, row: DecisionRow) -> Sequence[Cell]:
        return renewal_cells(row, self.view.today if self.view else None)

    # -- keys -----------------------------------------------------------------------------------

    def work_target(self) -> TimerTarget | None:
        """What the row under the cursor would be worked on."""
        if self.hours.has_focus and (client := self.hours.cursor_item) is not None:
            return TimerTarget(client.client, client.name)
        if self.today.has_focus and (entry := self.today.cursor_item) is not None:
            return TimerTarget(entry.client, entry.client_name, entry.request, entry.subject, entry.note)
        if self.renewals.has_focus and (decision := self.renewals.cursor_item) is not None:
            return TimerTarget(decision.client, decision.name)
        request = self.requests.cursor_item
        if request is None:
            return None
        return TimerTarget(request.client, request.client_name, request.key, request.subject)

    def record_target(self) -> RecordRef | None:
        """The entry or the contract under the cursor, else the request or the client."""
        if self.today.has_focus and (entry := self.today.cursor_item) is not None:
            return RecordRef("entry", entry.key, entry.client_name or "internal")
        if self.renewals.has_focus and (decision := self.renewals.cursor_item) is not None:
            return RecordRef("contract", decision.contract, decision.name)
        return super().record_target()

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.action_edit()

    def action_edit(self) -> None:
        """Open what is under the cursor: the request, the client, the entry, the contract."""
        if self.hours.has_focus and (client := self.hours.cursor_item) is not None:
            self.program.everywhere.open_record("client", client.client)
        elif self.today.has_focus and (entry := self.today.cursor_item) is not None:
            self.program.everywhere.open_record("entry", entry.key)
        elif self.renewals.has_focus and (decision := self.renewals.cursor_item) is not None:
            self.program.everywhere.open_record("contract", decision.contract)
        elif (request := self.requests.cursor_item) is not None:
            self.program.everywhere.open_record("request", request.key)
