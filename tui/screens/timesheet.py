"""What was done when, what is missing, what stands twice? The timesheet, by day and by week (RULES 12.5).

Law: what lies in a closed month is shown and not changed; every change of the past is previewed first. A week
is read at once, so that going from day to day within it reads nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from models.domain.errors import DeskError
from models.domain.months import parse_date
from models.domain.values import Entry
from models.queries.timesheet import AgentDay, SheetRow, read_timesheet
from models.queries.timesheet import Timesheet as Sheet
from models.queries.values import read_entry
from tui.data import DatabaseProblem
from tui.screens.base import DeskScreen, Query
from tui.widgets.columns import Cell
from tui.widgets.dayline import DayLines
from tui.widgets.line import Lines, PanelTitle, Rule
from tui.widgets.rows import RowList
from tui.widgets.sheetcells import (
    columns,
    day_lines,
    grid_lines,
    heading,
    row_cells,
    search_text,
    sum_spans,
    week_lines,
)

if TYPE_CHECKING:
    from tui.timekeeping import Work

TALL = 36
"""From this height on, a day shows its week, too."""
SHORT, SHORT_WEEK = 16, 20
"""Below these heights the list is worth more than the lines above it."""
DAY, WEEK = "day", "week"
NEEDS_ROW = ("edit", "delete", "split", "merge", "move", "scope", "copy")


def _key(keys: str, action: str, words: str, tooltip: str, *, show: bool = True) -> Binding:
    name = f"timesheet.{action.partition('(')[0].replace('_', '-')}"
    if "(" in action:
        name += "-back" if "-1" in action else "-on"
    return Binding(keys, action, words, show=show, id=name, tooltip=tooltip)


class Timesheet(DeskScreen[Sheet]):
    """Day and week of one agent or of all."""

    TITLE = "Timesheet"
    DEFAULT_CSS = """
    Timesheet #grid { height: 3; }
    Timesheet #around-title { margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        _key("a", "add", "add", "Add time on this day"),
        _key("e", "edit", "edit", "Edit the entry, or all marked ones jointly"),
        _key("d", "delete", "delete", "Delete the entry, or the marked ones"),
        _key("s", "split", "split", "Cut the entry in two"),
        _key("m", "merge", "merge", "Join the marked entries, or this one with the next"),
        _key("o", "move", "move", "Move to another client or request"),
        _key("S", "scope", "scope", "Change the scope: support, additional, courtesy, internal"),
        _key("w", "span", "day/week", "Change between day and week"),
        _key("left,left_square_bracket", "step(-1)", "earlier", "The day or week before", show=False),
        _key("right,right_square_bracket", "step(1)", "later", "The next day or week", show=False),
        _key("t", "today", "today", "Go to today"),
        _key("A", "agent", "agent", "Whose timesheet: one agent, or everybody"),
        _key("y", "copy", "copy", "Add a copy of the entry on this day", show=False),
    ]

    def __init__(self) -> None:
        """Today, of whoever sits here."""
        super().__init__()
        self.day: date | None = None
        self.span = DAY
        self.agent: str | None = None
        self._agent_chosen = False
        self._wanted: str | None = None
        self._columns = columns(week=False, everybody=False)
        self.heading = PanelTitle("Timesheet")
        self.lines = DayLines(id="lines")
        self.grid = Lines(id="grid")
        self.around_title = PanelTitle("The week", id="around-title")
        self.around = DayLines(id="around")
        self.rule = Rule()
        self.list: RowList[SheetRow] = RowList(
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
        """Sums, time lines, entries."""
        yield self.heading
        yield self.lines
        yield self.grid
        yield self.around_title
        yield self.around
        yield self.rule
        yield self.list

    # -- reading --------------------------------------------------------------------------------

    def read(self) -> Query[Sheet]:
        """The week around the day."""
        if not self._agent_chosen and (session := self.desk.session) is not None and session.me is not None:
            self.agent = session.me.key
        return partial(read_timesheet, self.desk.now(), day=self.day, agent=self.agent)

    def show_view(self, view: Sheet) -> None:
        """Day or week of the sheet that was read."""
        if self.desk.session is None:
            self.desk.refresh_session()
        if self.day is None or not view.first <= self.day <= view.last:
            self.day = view.today
        self._show(view)

    def _show(self, view: Sheet) -> None:
        day = self.day or view.today
        week, everybody = self.span == WEEK, view.agent is None
        sheets = view.days if week else view.on(day)
        rows = view.rows if week else view.rows_on(day)
        self.heading.retitle(heading(view, day, week=week), sum_spans(sheets, len(rows)))
        self._show_lines(view, day, week=week, everybody=everybody)
        wanted = columns(week=week, everybody=everybody)
        if wanted != self._columns:
            self._columns = wanted
            self.list.set_columns(wanted)
        self.list.set_rows(rows)
        if self._wanted is not None and self.list.move_to_key(self._wanted):
            self._wanted = None
        self._point()

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
        return row_cells(row, week=self.span == WEEK, everybody=view is not None and view.agent is None)

    @on(RowList.Highlighted)
    def _highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._point()
        self.refresh_bindings()

    def _point(self) -> None:
        key = self.list.cursor_key
        self.lines.choose(None if key is None else str(key))
        self.around.choose(None if key is None else str(key))

    @on(DayLines.Chosen)
    def _clicked(self, event: DayLines.Chosen) -> None:
        self.list.move_to_key(event.key)
        self.list.focus()

    # -- where we are ---------------------------------------------------------------------------

    def _go(self, day: date, *, key: str | None = None) -> None:
        """Show a day; read only when its week is another one."""
        self.day = day
        self._wanted = key or self._wanted
        view = self.view
        if view is not None and view.first <= day <= view.last and (key is None or self._has(key)):
            self._show(view)
        else:
            self.reload()

    def _has(self, key: str) -> bool:
        return self.view is not None and any(row.key == key for row in self.view.rows)

    def action_step(self, by: int) -> None:
        """A day or a week on or back."""
        if self.day is not None:
            self._go(self.day + timedelta(days=by * (7 if self.span == WEEK else 1)))

    def action_today(self) -> None:
        """To today."""
        if self.view is not None:
            self._go(self.view.zone.date_of(self.desk.now()))

    def action_span(self) -> None:
        """Day or week; from a week to the day of the entry under the cursor."""
        row = self.list.cursor_item
        if self.span == WEEK and row is not None:
            self.day = row.day
        self.span = DAY if self.span == WEEK else WEEK
        if self.view is not None:
            self._show(self.view)

    @work
    async def action_agent(self) -> None:
        """Choose whose timesheet it is."""
        from tui.dialogs.pick import Option, Pick

        if self.view is None:
            return
        options = [Option("", "Everybody", "all agents")]
        options += [Option(agent.key, agent.name, agent.key) for agent in self.view.agents]
        picked = await self.app.push_screen_wait(Pick("Whose timesheet?", options))
        if picked is not None:
            self.show_agent(str(picked) or None)

    def show_agent(self, agent: str | None) -> None:
        """One agent's sheet, or everybody's."""
        self.agent, self._agent_chosen = agent, True
        self.reload()

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
            entry = await self.desk.data.fetch(read_entry, key)
        except (DeskError, DatabaseProblem) as error:
            self.desk.notify(str(error), severity="error")
            return
        self._go_to(entry)

    def _go_to(self, entry: Entry) -> None:
        """Show an entry, of whosever sheet it is."""
        if self.agent is not None and entry.agent != self.agent:
            self.agent, self._agent_chosen = entry.agent, True
            self.view = None
        if self.desk.zone is None:
            self.reload()
            return
        from datetime import datetime

        self._go(datetime.fromtimestamp(entry.started_at, self.desk.zone).date(), key=entry.key)

    # -- changing -------------------------------------------------------------------------------

    def work_target(self) -> Work | None:
        """The timer starts on the row under the cursor."""
        from tui.timekeeping import Work

        row = self.list.cursor_item
        if row is None:
            return None
        entry = row.entry
        return Work(entry.client, row.client_name, entry.request, row.subject, entry.note)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What needs an entry is grey without one."""
        if action in NEEDS_ROW and self.list.cursor_item is None:
            return None
        return True

    def _chosen(self) -> list[Entry]:
        """The marked entries, else the one under the cursor."""
        marked = self.list.marked
        rows = self.view.rows if self.view is not None else ()
        found = [row.entry for row in rows if row.key in marked]
        row = self.list.cursor_item
        return found or ([row.entry] if row is not None else [])

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.action_edit()

    @work(exclusive=True, group="change")
    async def action_add(self) -> None:
        """Add time on the day that is shown."""
        await self._fill(None, self._draft())

    @work(exclusive=True, group="change")
    async def action_copy(self) -> None:
        """Add time like that under the cursor, as long, after the last entry of the day."""
        from dataclasses import replace

        row, draft = self.list.cursor_item, self._draft()
        if row is None or draft is None:
            return
        end = None if row.running else draft.started_at + row.seconds
        await self._fill(
            None, replace(row.entry, key="", started_at=draft.started_at, ended_at=end, late_in=None)
        )

    @work(exclusive=True, group="change")
    async def action_edit(self) -> None:
        """Edit the entry; several marked ones jointly."""
        from models.queries.preview import Change
        from tui.dialogs.entry_changes import ALL, alter_form, preview_of

        entries = self._chosen()
        if len(entries) > 1:
            self._done(await alter_form(self.desk, entries, ALL))
        elif entries and await preview_of(self.desk, Change((entries[0],), (entries[0],))) is not None:
            await self._fill(entries[0], None)

    async def _fill(self, entry: Entry | None, draft: Entry | None) -> None:
        from tui.dialogs.entry_form import entry_form

        saved = await entry_form(self.desk, entry, draft=draft)
        if saved is not None:
            self._done(True)
            self._go_to(saved)

    def _draft(self) -> Entry | None:
        """A new entry at the first gap of the day, else after its last entry, else at opening time."""
        from tui.dialogs.entry_form import agent_here, draft_entry

        view = self.view
        if view is None or self.day is None or not view.agents:
            return None
        row = self.list.cursor_item
        agent = self.agent or (row.entry.agent if row is not None else "") or agent_here(self.desk)
        own = next((one for one in view.on(self.day) if one.agent == agent), view.on(self.day)[0])
        return draft_entry(
            agent=agent or view.agents[0].key, started_at=min(_next_start(own), self._latest())
        )

    def _latest(self) -> int:
        """A draft of today does not begin in the future; one of another day may begin at any time of it."""
        now = self.desk.now()
        today = self.view is not None and self.day == self.view.zone.date_of(now)
        return now - now % 60 if today else 1 << 60

    @work(exclusive=True, group="change")
    async def action_delete(self) -> None:
        """Delete, after a question."""
        from tui.dialogs.entry_changes import delete_form

        if entries := self._chosen():
            self._done(await delete_form(self.desk, entries))

    @work(exclusive=True, group="change")
    async def action_split(self) -> None:
        """Cut the entry under the cursor in two."""
        from tui.dialogs.entry_changes import split_form

        row = self.list.cursor_item
        if row is not None and self.view is not None:
            self._done(await split_form(self.desk, row.entry, self.view.timezone))

    @work(exclusive=True, group="change")
    async def action_merge(self) -> None:
        """Join the marked entries, or the one under the cursor with the next of its agent."""
        from tui.dialogs.entry_changes import merge_form

        entries = self._chosen()
        if len(entries) == 1 and self.view is not None:
            entry = entries[0]
            own = [row.entry for row in self.view.rows if row.entry.agent == entry.agent]
            entries = own[own.index(entry) : own.index(entry) + 2]
        if len(entries) < 2:
            self.desk.notify("There is no next entry to merge with; mark entries with x.")
            return
        self._done(await merge_form(self.desk, entries))

    @work(exclusive=True, group="change")
    async def action_move(self) -> None:
        """Move to another client or request."""
        from tui.dialogs.entry_changes import MOVE, alter_form

        if entries := self._chosen():
            self._done(await alter_form(self.desk, entries, MOVE))

    @work(exclusive=True, group="change")
    async def action_scope(self) -> None:
        """Change the scope."""
        from tui.dialogs.entry_changes import SCOPE, alter_form

        if entries := self._chosen():
            self._done(await alter_form(self.desk, entries, SCOPE))

    def _done(self, written: bool) -> None:
        if written:
            self.list.clear_marks()


def _next_start(sheet: AgentDay) -> int:
    if sheet.gaps:
        return sheet.gaps[0][0]
    if sheet.blocks:
        return max(block.end for block in sheet.blocks)
    return sheet.windows[0][0] if sheet.windows else min(sheet.starts + 9 * 3600, sheet.ends)
