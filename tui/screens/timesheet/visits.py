"""How does somebody else's sheet come to stand here, and how does one's own come back? A visit, and its end.

Whoever leaves for another screen finds the sheet again that stood here before the visit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.queries.time.timesheet import Timesheet as Sheet
from tui.dialogs.pick import Option, Pick
from tui.program.part import beside
from tui.program.presence import agent_here
from tui.screens.part import ScreenPart

if TYPE_CHECKING:
    from datetime import date

    from tui.screens.timesheet.screen import Timesheet


@dataclass(frozen=True, slots=True)
class _Visit:
    """Where a visit began, and what stood here before it."""

    came_from: str
    agent: str | None
    chosen: bool
    day: date | None
    span: str


class Visits(ScreenPart):
    """The part of the timesheet that knows whose sheet it is, and what stood here before."""

    screen: Timesheet

    def __init__(self, screen: Timesheet) -> None:
        super().__init__(screen)
        self._visit: _Visit | None = None

    @property
    def open(self) -> bool:
        """Whether esc leads back to another screen."""
        return self._visit is not None

    def begin(self, came_from: str) -> None:
        """Remember what stands here until the visit is over."""
        sheet = self.screen
        if self._visit is None:
            self._visit = _Visit(came_from, sheet.agent, sheet.agent_chosen, sheet.day, sheet.span)
            sheet.refresh_bindings()

    def forget(self) -> None:
        """Forget the visit and stay on the sheet that is shown."""
        self._visit = None

    async def action_end_visit(self) -> None:
        """Go back to the screen that led here."""
        if (visit := self._visit) is not None:
            self.end()
            await self.program.switch_mode(visit.came_from)

    def end(self) -> None:
        """Put the sheet back that stood here before; nothing when there was no visit."""
        visit, self._visit, sheet = self._visit, None, self.screen
        if visit is None:
            return
        sheet.agent, sheet.agent_chosen = visit.agent, visit.chosen
        sheet.day, sheet.span = visit.day, visit.span
        sheet.stale = True
        sheet.refresh_bindings()

    @beside(group="default", exclusive=False)
    async def action_agent(self) -> None:
        """Choose whose timesheet it is."""
        if (view := self.screen.view) is None:
            return
        options = [Option("", "Everybody", "all agents")]
        options += [Option(agent.key, agent.name, agent.key) for agent in view.agents]
        picked = await self.program.push_screen_wait(Pick("Whose timesheet?", options))
        if picked is not None:
            self.forget()
            self.screen.show_agent(str(picked) or None)

    @property
    def me_here(self) -> bool:
        """Everybody's sheet, or that of whoever sits here."""
        view = self.screen.view
        return view is None or view.agent in (None, agent_here(self.program))

    def whose(self, view: Sheet) -> str:
        """What the title says besides when this is somebody else's sheet: what is added here is theirs."""
        if agent_here(self.program) is None or view.agent in (None, agent_here(self.program)):
            return ""
        return ", not you" + (" · esc back" if self._visit is not None else " · A changes")
