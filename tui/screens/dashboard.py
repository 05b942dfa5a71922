"""What is going on? Open requests, hours of every client, today's work, decisions: all at once (RULES 12.1).

On a wide screen the four panels stand side by side; on a small one the requests stay, and `tab` turns the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from models.domain.errors import DeskError
from models.queries.dashboard import Dashboard as View
from models.queries.dashboard import DecisionRow, TodayRow, read_dashboard
from tui.data import DatabaseProblem
from tui.format import hm, in_days
from tui.recordkeeping import Record
from tui.screens.base import DeskScreen, Query
from tui.timekeeping import Work
from tui.widgets.columns import Cell, Column
from tui.widgets.hourscells import HOURS_COLUMNS, hours_cells
from tui.widgets.queuecells import DASHBOARD_COLUMNS, due_words, queue_tone
from tui.widgets.rows import RowList
from tui.widgets.spans import Span

if TYPE_CHECKING:
    from models.queries.hours import HoursRow
    from models.queries.requests import QueueRow

WIDE = 104
TODAY_COLUMNS = (
    Column("time", minimum=11, sort=lambda row: row.started_at),
    Column("client", minimum=10),
    Column("what", minimum=12, drop=1),
    Column(
        "spent",
        width=6,
        align="right",
        sort=lambda row: row.ended_at and row.ended_at - row.started_at,
    ),
    Column("", width=1),
)
DECISION_COLUMNS = (
    Column("when", minimum=9, sort=lambda row: row.days),
    Column("client", minimum=12),
    Column("decision", minimum=14, sort=lambda row: row.decision),
)
PANELS = ("hours", "today", "decisions")


class Dashboard(DeskScreen[View]):
    """The first screen."""

    TITLE = "Dashboard"
    AUTO_FOCUS = "#requests"
    DEFAULT_CSS = """
    Dashboard > #body { layout: horizontal; height: 1fr; }
    Dashboard #left { width: 1fr; height: 1fr; }
    Dashboard #right { width: 59; height: 1fr; padding: 0 0 0 1; border-left: solid $panel; }
    Dashboard #requests { height: 2fr; }
    Dashboard #today { height: 1fr; }
    Dashboard #hours { height: 2fr; }
    Dashboard #decisions { height: 1fr; }
    Dashboard.huge #right { width: 45%; }
    Dashboard.narrow > #body { layout: vertical; }
    Dashboard.narrow #left { height: 1fr; width: 1fr; }
    Dashboard.narrow #right { height: 1fr; width: 1fr; padding: 0; border-left: none; }
    Dashboard.narrow #requests, Dashboard.narrow #today, Dashboard.narrow #hours, Dashboard.narrow #decisions {
        height: 1fr;
    }
    Dashboard.narrow #requests { margin: 0 0 1 0; }
    Dashboard.narrow.on-hours #today, Dashboard.narrow.on-hours #decisions { display: none; }
    Dashboard.narrow.on-decisions #today, Dashboard.narrow.on-decisions #hours { display: none; }
    Dashboard.narrow.on-today #right { display: none; }
    """
    # Minute: what is left of the clocks and their order, the hours of running timers, today's sum. Day: today's
    # rows, the days to a decision, day N of M, what can be drawn today. Month: the hours and their title.
    CLOCK = "minute"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "tab", "turn(1)", "next panel", show=False, id="dashboard.turn", tooltip="Go to the next panel"
        ),
        Binding("shift+tab", "turn(-1)", "previous panel", show=False, id="dashboard.turn-back"),
        Binding("e", "edit", "edit", id="dashboard.edit", tooltip="Open what is under the cursor"),
    ]

    def __init__(self) -> None:
        """The panels are made once and keep their rows."""
        super().__init__()
        self.requests: RowList[QueueRow] = RowList(
            DASHBOARD_COLUMNS,
            key=lambda row: row.key,
            cells=self._request_cells,
            search=lambda row: (
                f"{row.key} {row.client_name} {row.subject} {row.assignee or ''} {row.cause or ''}"
            ),
            title="Open requests",
            noun="request",
            empty="Nothing is open. n adds a request.",
            header=True,
            id="requests",
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
            id="hours",
        )
        self.today: RowList[TodayRow] = RowList(
            TODAY_COLUMNS,
            key=lambda row: row.key,
            cells=self._today_cells,
            title="Today",
            noun="entry",
            nouns="entries",
            empty="Nothing logged today. space starts the timer, a adds time.",
            header=False,
            id="today",
        )
        self.decisions: RowList[DecisionRow] = RowList(
            DECISION_COLUMNS,
            key=lambda row: row.contract,
            cells=self._decision_cells,
            title="Renewals",
            noun="contract",
            empty="No contract ends within 90 days.",
            header=False,
            id="decisions",
        )

    # -- layout ---------------------------------------------------------------------------------

    def compose_body(self) -> Iterable[Widget]:
        """Requests and today at the left, hours and decisions at the right."""
        left = Container(self.requests, self.today, id="left")
        right = Container(self.hours, self.decisions, id="right")
        yield Container(left, right, id="body")

    def on_resize(self, event: events.Resize) -> None:
        """Two columns where there is room, else one panel under the requests."""
        super().on_resize(event)
        narrow = event.size.width < WIDE
        self.set_class(narrow, "narrow")
        self.set_class(event.size.width >= 150, "huge")
        if narrow and not any(self.has_class(f"on-{name}") for name in PANELS):
            self._show_panel("hours")

    def _show_panel(self, name: str) -> None:
        for panel in PANELS:
            self.set_class(panel == name, f"on-{panel}")

    def action_turn(self, step: int) -> None:
        """The next panel gets the cursor; on a small screen it takes the place of the others."""
        lists: list[RowList[Any]] = [self.requests, self.hours, self.today, self.decisions]
        names = ["requests", "hours", "today", "decisions"]
        at = next((index for index, rows in enumerate(lists) if rows.has_focus), 0)
        to = (at + step) % len(lists)
        if names[to] in PANELS:
            self._show_panel(names[to])
        lists[to].focus(scroll_visible=False)

    # -- data -----------------------------------------------------------------------------------

    def read(self) -> Query[View] | None:
        """All panels in one go; nothing without a desk."""
        if not self.desk.place.has_desk:
            return None
        return partial(read_dashboard, self.desk.place.user, self.desk.now())

    def show_view(self, view: View) -> None:
        """Hand the rows to their panels; cursors stay where they are."""
        self.desk.set_session(view.session)
        self.requests.set_rows(view.requests)
        self.hours.set_rows(view.hours)
        self.today.set_rows(view.entries)
        self.decisions.set_rows(view.decisions)
        month: Sequence[Span] = [(f"day {view.month_day} of {view.month_days}", "dim"), (" ", "")]
        self.hours.set_title(f"Hours in {view.month.first_day:%B}", month)
        self.today.set_title("Today", [(hm(view.today_seconds // 60), "strong"), (" ", "")])
        if not self.desk.place.read_only and (view.derived or not view.holidays_kept):
            self._keep(view)

    @work(exclusive=True, group="records")
    async def _keep(self, view: View) -> None:
        from models.services.records import keep_derived

        with suppress(
            DeskError, DatabaseProblem
        ):  # kept or not, what is shown is right; the duties tell of trouble
            await self.desk.data.submit(keep_derived, view.derived, view.holidays)

    def _request_cells(self, row: QueueRow) -> Sequence[Cell]:
        mark: Span = (" ●", "accent") if row.running else ("", "")
        zone = self.desk.zone
        who = row.assignee or "–"
        return (
            (due_words(row, self.desk.now(), zone), queue_tone(row)),
            row.client_name,
            ((row.subject, ""), mark),
            (who, "dim"),
        )

    def _hours_cells(self, row: HoursRow) -> Sequence[Cell]:
        session = self.desk.session
        return hours_cells(row, session.currency if session else "EUR")

    def _today_cells(self, row: TodayRow) -> Sequence[Cell]:
        start = "…" if row.before else self._local(row.started_at)
        end = "now" if row.ended_at is None else self._local(row.ended_at)
        what = row.subject or row.note
        if row.scope != "support":
            what = f"{what}, {row.scope}" if what else row.scope
        running = row.ended_at is None
        spent: Span = ("", "") if running else (hm(row.seconds // 60), "strong")
        tone = "accent" if running else ""
        return (
            (f"{start}–{end}", tone or "dim"),
            row.client_name or "–",
            (what, "dim"),
            spent,
            ("●", tone) if running else "",
        )

    def _local(self, instant: int) -> str:
        return f"{datetime.fromtimestamp(instant, self.desk.zone):%H:%M}"

    def _decision_cells(self, row: DecisionRow) -> Sequence[Cell]:
        tone = "bad" if row.days < 0 else "warn" if row.days <= 14 else "dim"
        when = "overdue" if row.days < 0 else in_days(row.days).removeprefix("in ")
        today = self.view.today if self.view else None
        ended = today is not None and row.ends < today
        words = f"ended {_day(row.ends)}" if ended else f"by {_day(row.decision)}"
        if row.mode == "auto":
            words = f"renews itself {_day(row.decision)}"
        uses = "" if row.used_percent is None else f" · uses {row.used_percent} %"
        return ((when, tone), row.name, (words + uses, "dim"))

    # -- keys -----------------------------------------------------------------------------------

    def work_target(self) -> Work | None:
        """What the row under the cursor would be worked on."""
        if self.hours.has_focus and (client := self.hours.cursor_item) is not None:
            return Work(client.client, client.name)
        if self.today.has_focus and (entry := self.today.cursor_item) is not None:
            return Work(entry.client, entry.client_name, entry.request, entry.subject, entry.note)
        if self.decisions.has_focus and (decision := self.decisions.cursor_item) is not None:
            return Work(decision.client, decision.name)
        request = self.requests.cursor_item
        if request is None:
            return None
        return Work(request.client, request.client_name, request.key, request.subject)

    def record_target(self) -> Record | None:
        """The entry or the contract under the cursor, else the request or the client."""
        if self.today.has_focus and (entry := self.today.cursor_item) is not None:
            return Record("entry", entry.key)
        if self.decisions.has_focus and (decision := self.decisions.cursor_item) is not None:
            return Record("contract", decision.contract)
        return super().record_target()

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.action_edit()

    def action_edit(self) -> None:
        """Open what is under the cursor: the request, the client, the entry, the contract."""
        if self.hours.has_focus and (client := self.hours.cursor_item) is not None:
            self.desk.open_record("client", client.client)
        elif self.today.has_focus and (entry := self.today.cursor_item) is not None:
            self.desk.open_record("entry", entry.key)
        elif self.decisions.has_focus and (decision := self.decisions.cursor_item) is not None:
            self.desk.open_record("contract", decision.contract)
        elif (request := self.requests.cursor_item) is not None:
            self.desk.open_record("request", request.key)


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"
