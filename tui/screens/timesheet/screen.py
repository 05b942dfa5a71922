"""What was done when, what is missing, what stands twice? The timesheet, by day and by week (RULES 12.5).

What lies in a closed month is shown and not changed; every change of the past is previewed first. A week is read at
once, so that going from day to day within it reads nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial
from typing import ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from models.domain.basics.errors import DeskError
from models.domain.basics.months import parse_date
from models.domain.values import Entry
from models.queries.time.timesheet import SheetRow, read_timesheet
from models.queries.time.timesheet import Timesheet as Sheet
from models.storage.rows.reading import read_entry
from tui.program.part import answered_by
from tui.program.targets import RecordRef, TimerTarget
from tui.screens.base import DeskScreen, Query
from tui.screens.horizon import is_in_reach
from tui.screens.timesheet.actions import EntryActions
from tui.screens.timesheet.cells import (
    columns,
    day_lines,
    grid_lines,
    heading,
    row_cells,
    search_text,
    sum_spans,
    week_lines,
)
from tui.screens.timesheet.visits import Visits
from tui.widgets.bars.dayline import DayLines
from tui.widgets.line import Lines, PanelTitle, Rule
from tui.widgets.list.columns import Cell
from tui.widgets.list.rows import RowList
from tui.widgets.spans import Span

TALL = 36
"""From this height on, a day shows its week, too."""
SHORT, SHORT_WEEK = 16, 20
"""Below these heights the list is worth more than the lines above it."""
DAY, WEEK = "day", "week"
NEEDS_ROW = ("edit", "delete", "split", "merge", "move", "scope", "premium", "copy")


def _key(keys: str, action: str, words: str, tooltip: str, *, show: bool = True) -> Binding:
    name = f"timesheet.{action.partition('(')[0].replace('_', '-')}"
    if "(" in action:
        name += "-back" if "-1" in action else "-on"
    return Binding(keys, action, words, show=show, id=name, tooltip=tooltip)


@answered_by(actions=EntryActions, visits=Visits)
class Timesheet(DeskScreen[Sheet]):
    """Day and week of one agent or of all."""

    TITLE = "Timesheet"
    DEFAULT_CSS = """
    Timesheet #grid { height: 3; }
    Timesheet #around-title { margin-top: 1; }
    """
    CLOCK = "minute"  # the running timer in sums and lines; on a new day, today, which the sheet follows
    BINDINGS: ClassVar[list[BindingType]] = [
        _key("e", "edit", "edit", "Edit the entry, or all marked ones jointly"),
        _key("d", "delete", "delete", "Delete the entry, or the marked ones"),
        _key("b", "split", "split", "Break the entry in two"),
        _key("m", "merge", "merge", "Join the marked entries, or this one with the next"),
        _key("o", "move", "move", "Move to another client or request"),
        _key("C", "scope", "scope", "Change the scope: support, additional, courtesy, internal"),
        _key(
            "asterisk",
            "premium",
            "weights",
            "Evening weights: agreed, waived, or as the contract says",
            show=False,
        ),
        _key("w", "span", "day/week", "Change between day and week"),
        _key("left,left_square_bracket", "step(-1)", "earlier", "The day or week before", show=False),
        _key("right,right_square_bracket", "step(1)", "later", "The next day or week", show=False),
        _key("t", "today", "today", "Go to today"),
        _key(
            "J",
            "jump",
            "to date",
            "Jump to a typed date: 30 Nov, 2026-11-30, yesterday, mon, -7, -2w, end of month",
        ),
        _key("A", "agent", "agent", "Whose timesheet: one agent, or everybody"),
        _key("escape", "end_visit", "back", "Back to where you came from, and to the sheet that stood here"),
        _key("y", "copy", "copy", "Add a copy of the entry on this day", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.day: date | None = None
        self.span = DAY
        self.agent: str | None = None
        self.agent_chosen = False
        self.actions, self.visits = EntryActions(self), Visits(self)
        self._wanted: str | None = None
        self._columns = columns(week=False, everybody=False)
        self.heading = PanelTitle("Timesheet")
        self._words, self._sums = "Timesheet", list[Span]()
        self.lines = DayLines(id="lines")
        self.grid = Lines(id="grid")
        self.around_title = PanelTitle("The week", id="around-title")
        self.around = DayLines(id="around")
        self.rule = Rule()
        self.entries: RowList[SheetRow] = RowList(
            self._columns,
            key=lambda row: row.key,
            cells=self._cells,
            search=search_text,
            noun="entry",
            nouns="entries",
            empty="No time here. a adds some, space starts the timer.",
            footer=False,
            marks=True,
            id="entries",
        )

    def compose_body(self) -> Iterable[Widget]:
        yield self.heading
        yield self.lines
        yield self.grid
        yield self.around_title
        yield self.around
        yield self.rule
        yield self.entries

    # -- reading --------------------------------------------------------------------------------

    def read(self) -> Query[Sheet]:
        """The week around the day; a sheet that stands on today goes on with the days, another stays where it is."""
        if self.view is not None and self.day == self.view.today:
            self.day = self.program.clock.local().date()
        if not self.agent_chosen and (session := self.program.session) is not None and session.me is not None:
            self.agent = session.me.key
        return partial(read_timesheet, self.program.now(), day=self.day, agent=self.agent)

    def show_view(self, view: Sheet) -> None:
        """Day or week of the sheet that was read."""
        if self.program.session is None:
            self.program.refresh_session()
        if self.day is None or not view.first <= self.day <= view.last:
            self.day = view.today
        self._show(view)

    def _show(self, view: Sheet) -> None:
        day = self.day or view.today
        week, everybody = self.span == WEEK, view.agent is None
        sheets = view.days if week else view.on(day)
        rows = view.rows if week else view.rows_on(day)
        self._words = heading(view, day, week=week) + self.visits.whose(view)
        self._sums = sum_spans(sheets, len(rows), words=self.visits.me_here)
        self._show_lines(view, day, week=week, everybody=everybody)
        wanted = columns(week=week, everybody=everybody)
        if wanted != self._columns:
            self._columns = wanted
            self.entries.set_columns(wanted)
        self.entries.set_rows(rows)
        self._retitle()
        if self._wanted is not None and self.entries.move_to_key(self._wanted):
            self._wanted = None
        self._point()

    def _retitle(self) -> None:
        self.heading.retitle(self._words, [*self.entries.state_note(), *self._sums])

    @on(RowList.Marked)
    @on(RowList.Filtered)
    def _marks_changed(self) -> None:
        self._retitle()

    def _show_lines(self, view: Sheet, day: date, *, week: bool, everybody: bool) -> None:
        names = {agent.key: agent.name for agent in view.agents}
        shown = self.size.height >= (SHORT_WEEK if week else SHORT)
        self.rule.display = shown
        label = min(12, max((len(name) for name in names.values()), default=0))
        self.grid.display = shown and week and everybody
        self.lines.display = shown and not self.grid.display
        if week and everybody:
            lines = grid_lines(view, day)
            self.grid.styles.height = len(lines)
            self.grid.show(*lines)
        elif week:
            self.lines.show_days(week_lines(view.days, day, view.today), view.zone, label=7, right=24)
        elif everybody:
            self.lines.show_days(day_lines(view.on(day), names), view.zone, label=label, right=24)
        else:
            self.lines.show_days(day_lines(view.on(day), {}), view.zone, pointer=True)
        self._show_around(view, day, shown=not week and self.size.height >= TALL)

    def _show_around(self, view: Sheet, day: date, *, shown: bool) -> None:
        """On a tall screen: the week that the day stands in."""
        one = view.agent is not None
        self.around_title.display = shown
        self.around.display = shown and one
        if not shown:
            return
        self.around_title.retitle(heading(view, day, week=True), sum_spans(view.days, len(view.rows)))
        if one:
            self.around.show_days(week_lines(view.days, day, view.today), view.zone, label=7, right=24)

    def on_resize(self, event: events.Resize) -> None:
        """A tall screen shows the week below the day."""
        super().on_resize(event)
        if self.view is not None:
            self._show(self.view)

    def _cells(self, row: SheetRow) -> tuple[Cell, ...]:
        view = self.view
        everybody = view is not None and view.agent is None
        return row_cells(row, week=self.span == WEEK, everybody=everybody, shown=self.day)

    @on(RowList.Highlighted)
    def _highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._point()
        self.refresh_bindings()

    def _point(self) -> None:
        key = self.entries.cursor_key
        self.lines.choose(None if key is None else str(key))
        self.around.choose(None if key is None else str(key))

    @on(DayLines.Chosen)
    def _clicked(self, event: DayLines.Chosen) -> None:
        self.entries.move_to_key(event.key)
        self.entries.focus()

    # -- where we are ---------------------------------------------------------------------------

    def _go(self, day: date, *, key: str | None = None) -> None:
        """Show a day; read only when its week is another one."""
        self.day = day
        self._wanted = key or self._wanted
        view = self.view
        there = view is not None and (key is None or any(row.key == key for row in view.rows))
        if view is not None and view.first <= day <= view.last and there:
            self._show(view)
        else:
            self.reload()

    def show_day(self, day: date) -> None:
        """Move the screen to the week of this day."""
        self._go(day)

    def action_step(self, by: int) -> None:
        """Move a day or a week on or back."""
        if self.day is not None:
            wanted = self.day + timedelta(days=by * (7 if self.span == WEEK else 1))
            if is_in_reach(self.program, wanted):
                self._go(wanted)

    def action_today(self) -> None:
        """Move to today in the desk's zone."""
        if self.view is not None:
            self._go(self.view.zone.date_of(self.program.now()))

    def action_span(self) -> None:
        """Day or week; from a week to the day of the entry under the cursor."""
        row = self.entries.cursor_item
        if self.span == WEEK and row is not None:
            self.day = row.day
        self.span = DAY if self.span == WEEK else WEEK
        if self.view is not None:
            self._show(self.view)

    def show_agent(self, agent: str | None) -> None:
        """One agent's sheet, or everybody's."""
        self.agent, self.agent_chosen = agent, True
        self.reload()

    # -- somebody else's sheet --------------------------------------------------------------------

    def begin_visit(self, came_from: str) -> None:
        """Remember what stands here until the visit is over."""
        self.visits.begin(came_from)

    def on_screen_suspend(self) -> None:
        """Whoever leaves for another screen ends the visit: the sheet is the one that stood here before."""
        if self.program.current_mode != "timesheet":
            self.visits.end()

    def show_record(self, kind: str, key: str) -> None:
        """Go to an entry, or with kind `day` to `AGENT 2026-11-12`."""
        if kind == "entry":
            self._find(key)
        elif kind == "day":
            agent, _, text = key.rpartition(" ")
            self.span = DAY
            self.day = parse_date(text)
            self.show_agent(agent)

    @work(exclusive=True, group="find")
    async def _find(self, key: str) -> None:
        try:
            entry = await self.program.data.fetch(read_entry, key)
        except DeskError as error:
            self.program.notify(str(error), severity="error")
            return
        self.go_to(entry)

    def go_to(self, entry: Entry) -> None:
        """Show an entry, of whosever sheet it is."""
        if self.agent is not None and entry.agent != self.agent:
            self.agent, self.agent_chosen = entry.agent, True
            self.view = None
        if self.program.zone is None:
            self.reload()
            return
        self._go(datetime.fromtimestamp(entry.started_at, self.program.zone).date(), key=entry.key)

    # -- changing -------------------------------------------------------------------------------

    async def add_time(self) -> bool:
        """Add time on the day that is shown."""
        await self.actions.add_time()
        return True

    def work_target(self) -> TimerTarget | None:
        """The timer starts on the row under the cursor."""
        row = self.entries.cursor_item
        if row is None:
            return None
        entry = row.entry
        return TimerTarget(entry.client, row.client_name, entry.request, row.subject, entry.note)

    def record_target(self) -> RecordRef | None:
        """The entry under the cursor."""
        row = self.entries.cursor_item
        return None if row is None else RecordRef("entry", row.entry.key, row.client_name or "internal")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show what needs an entry in grey where there is none."""
        if not self.offered(action):
            return False
        if action == "end_visit":
            return self.visits.open
        if action in NEEDS_ROW and self.entries.cursor_item is None:
            return None
        return True

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.actions.action_edit()
