"""What can be done with the entries of a sheet? Add, copy, edit, delete, split, merge, move, change the scope.

What lies in a closed month is refused with its sentence before anything is asked; marked entries change together, as
one step of undo.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from models.domain.values import Entry
from models.queries.time.entry_preview import Change
from models.queries.time.timesheet import AgentDay
from tui.late import Late
from tui.program.part import beside
from tui.program.presence import agent_here
from tui.screens.part import ScreenPart
from tui.text.format import listed, short_date

if TYPE_CHECKING:
    from tui.dialogs import form as forms
    from tui.dialogs.time import entry_form as entry_forms
    from tui.screens.timesheet import entry_changes as changes
    from tui.screens.timesheet.screen import Timesheet
    from tui.widgets.form import fields as form_fields
else:
    forms = Late("tui.dialogs.form")
    entry_forms = Late("tui.dialogs.time.entry_form")
    changes = Late("tui.screens.timesheet.entry_changes")
    form_fields = Late("tui.widgets.form.fields")

NO_LIMIT = 1 << 60
MORNING_SECONDS = 9 * 3600
"""Work on a day without windows is taken to begin at nine."""


class EntryActions(ScreenPart):
    """The part of the timesheet that adds and changes entries."""

    screen: Timesheet

    @beside(group="find")
    async def action_jump(self) -> None:
        """Ask for a date and move to it."""
        if self.screen.view is None:
            return
        today = self.screen.view.zone.date_of(self.program.now())
        field = form_fields.Date(
            "day", "Day", required=True, today=today, hint="30 Nov, 2026-11-30, mon, -2w"
        )
        values = await self.program.push_screen_wait(forms.Form("Jump to a date", [field]))
        if values is not None:
            self.screen.show_day(values["day"])

    def chosen(self) -> list[Entry]:
        """The marked entries that are shown, else the one under the cursor."""
        return [row.entry for row in self.screen.entries.acting]

    def about(self, entries: Sequence[Entry]) -> str:
        """Whose entries of which day these are, for questions: ` (Acme Ltd, Wed 4 Mar)`."""
        keys, view = {entry.key for entry in entries}, self.screen.view
        rows = [row for row in (view.rows if view is not None else ()) if row.key in keys]
        names = listed(dict.fromkeys(row.client_name or "internal" for row in rows))
        days = listed(dict.fromkeys(short_date(row.day) for row in rows))
        return f" ({names}, {days})" if rows else ""

    async def add_time(self) -> None:
        """Add time on the day that is shown."""
        await self._fill(None, self.draft())

    @beside(group="change")
    async def action_copy(self) -> None:
        """Add time like that under the cursor, as long, after the last entry of the day."""
        row, draft = self.screen.entries.cursor_item, self.draft()
        if row is None or draft is None:
            return
        end = None if row.running else draft.started_at + row.seconds
        await self._fill(
            None, replace(row.entry, key="", started_at=draft.started_at, ended_at=end, late_in=None)
        )

    @beside(group="change")
    async def action_edit(self) -> None:
        """Edit the entry; several marked ones jointly."""
        entries = self.chosen()
        if len(entries) > 1:
            self._done(await changes.alter_form(self.program, entries, changes.ALL, self.about(entries)))
        elif (
            entries
            and await changes.preview_of(self.program, Change((entries[0],), (entries[0],))) is not None
        ):
            await self._fill(entries[0], None)

    async def _fill(self, entry: Entry | None, draft: Entry | None) -> None:
        saved = await entry_forms.entry_form(self.program, entry, draft=draft)
        if saved is not None:
            self._done(True)
            self.screen.go_to(saved)

    def draft(self) -> Entry | None:
        """A new entry at the first gap of the day, else after its last entry, else at opening time."""
        view = self.screen.view
        if view is None or self.screen.day is None or not view.agents:
            return None
        row = self.screen.entries.cursor_item
        agent = self.screen.agent or (row.entry.agent if row is not None else "") or agent_here(self.program)
        sheets = view.on(self.screen.day)  # none while another week is still being read
        own = next((one for one in sheets if one.agent == agent), sheets[0] if sheets else None)
        first = _next_start(own) if own is not None else view.zone.starts(self.screen.day) + MORNING_SECONDS
        return entry_forms.draft_entry(
            agent=agent or view.agents[0].key, started_at=min(first, self._latest())
        )

    def _latest(self) -> int:
        """A draft of today does not begin in the future; one of another day may begin at any time of it."""
        now = self.program.now()
        today = self.screen.view is not None and self.screen.day == self.screen.view.zone.date_of(now)
        return now - now % 60 if today else NO_LIMIT

    @beside(group="change")
    async def action_delete(self) -> None:
        """Delete the chosen or marked entries after a question."""
        if entries := self.chosen():
            self._done(await changes.delete_form(self.program, entries, self.about(entries)))

    @beside(group="change")
    async def action_split(self) -> None:
        """Cut the entry under the cursor in two."""
        row, view = self.screen.entries.cursor_item, self.screen.view
        if row is not None and view is not None:
            self._done(
                await changes.split_form(self.program, row.entry, view.timezone, self.about([row.entry]))
            )

    @beside(group="change")
    async def action_merge(self) -> None:
        """Join the marked entries, or the one under the cursor with the next of its agent."""
        entries = self.chosen()
        if len(entries) == 1 and self.screen.view is not None:
            entry = entries[0]
            own = [row.entry for row in self.screen.view.rows if row.entry.agent == entry.agent]
            entries = own[own.index(entry) : own.index(entry) + 2]
        if len(entries) < 2:
            self.program.notify("There is no next entry to merge with; mark entries with x.")
            return
        self._done(await changes.merge_form(self.program, entries, self.about(entries)))

    @beside(group="change")
    async def action_move(self) -> None:
        """Move to another client or request."""
        if entries := self.chosen():
            self._done(await changes.alter_form(self.program, entries, changes.MOVE, self.about(entries)))

    @beside(group="change")
    async def action_scope(self) -> None:
        """Ask for another scope of the chosen or marked entries."""
        if entries := self.chosen():
            self._done(await changes.alter_form(self.program, entries, changes.SCOPE, self.about(entries)))

    @beside(group="change")
    async def action_premium(self) -> None:
        """Agree to the weights of the chosen or marked entries, or waive them."""
        if entries := self.chosen():
            self._done(await changes.alter_form(self.program, entries, changes.PREMIUM, self.about(entries)))

    def _done(self, written: bool) -> None:
        if written:
            self.screen.entries.clear_marks()


def _next_start(sheet: AgentDay) -> int:
    if sheet.gaps:
        return sheet.gaps[0][0]
    if sheet.blocks:
        return max(block.end for block in sheet.blocks)
    return sheet.windows[0][0] if sheet.windows else min(sheet.starts + MORNING_SECONDS, sheet.ends)
