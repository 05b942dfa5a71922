"""What can be done on the screen of capacity? Prices, a block only thought of, absences, requests behind a cause.

What is only thought of is never written down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.domain.basics.errors import DeskError
from tui.late import Late
from tui.program.part import beside
from tui.program.presence import who
from tui.screens.capacity.cause_cells import requests_behind
from tui.screens.part import ScreenPart
from tui.text.format import plural

if TYPE_CHECKING:
    from models.services.contracts import charges
    from tui.dialogs.contracts import opportunities, pricing, replay
    from tui.screens.capacity import absence_form as absences
    from tui.screens.capacity import cause_requests, staffing, what_if
    from tui.screens.capacity.screen import Capacity
else:
    charges = Late("models.services.contracts.charges")
    opportunities = Late("tui.dialogs.contracts.opportunities")
    pricing = Late("tui.dialogs.contracts.pricing")
    replay = Late("tui.dialogs.contracts.replay")
    absences = Late("tui.screens.capacity.absence_form")
    cause_requests = Late("tui.screens.capacity.cause_requests")
    staffing = Late("tui.screens.capacity.staffing")
    what_if = Late("tui.screens.capacity.what_if")


class CapacityActions(ScreenPart):
    """The part of the screen of capacity that asks and writes."""

    screen: Capacity

    def action_price(self) -> None:
        """Open the price guide of the client under the cursor."""
        if (target := self.screen.work_target()) is not None and target.client is not None:
            pricing.ask_price(self.program, target.client)

    def action_talks(self) -> None:
        """Open the list of opportunities (RULES 5.9)."""
        opportunities.show_opportunities(self.program)

    def action_replay(self) -> None:
        """Compare what the client's work would have cost under every plan."""
        if (target := self.screen.work_target()) is not None and target.client is not None:
            replay.show_replay(self.program, target.client)

    @beside(group="staffing")
    async def action_staffing(self) -> None:
        """Split what is expected in the month under the cursor by work type and by agent (RULES 5.6)."""
        if (view := self.screen.view) is None:
            return
        month = view.months[self.screen.months.cursor].capacity.month
        try:
            await staffing.show_staffing(self.program, month, view.desk.support_share)
        except DeskError as error:
            self.program.notify(str(error), severity="error")

    @beside(group="what-if")
    async def action_what_if(self) -> None:
        """Ask for hours that might be sold and show the months with and without them."""
        if self.screen.view is not None:
            months = [outlook.present for outlook in self.screen.view.months]
            self.screen.suppose(await what_if.ask_what_if(self.program, months, self.screen.what_if))

    def action_without(self) -> None:
        """Show the months without the block that is only thought of."""
        self.screen.suppose(None)

    @beside(group="down")
    async def show_requests(self) -> None:
        """List the requests behind the line of causes under the cursor."""
        line, view = self.screen.causes.cursor_item, self.screen.view
        if line is None or view is None:
            return
        requests = requests_behind(view.causes, line)
        names = {row.client: row.client_name for row in view.causes.rows}
        title = f"{line.name[:1].upper()}{line.name[1:]} · {plural(len(requests), 'request')} · {view.span}"
        opened = await self.program.push_screen_wait(
            cause_requests.CauseRequests(title, requests, names, self.program.zone)
        )
        if opened is not None:
            self.program.everywhere.open_record("request", opened)

    @beside(group="absence")
    async def action_absence(self) -> None:
        """Ask for an agent's days away and save them."""
        if (view := self.screen.view) is not None:
            await absences.ask_absence(self.program, view.agents, view.today, who(self.program))

    @beside(group="absence")
    async def action_edit(self) -> None:
        """Change the absence under the cursor."""
        absence, view = self.screen.absences.cursor_item, self.screen.view
        if absence is not None and view is not None:
            await absences.ask_absence(self.program, view.agents, view.today, who(self.program), absence)

    @beside(group="absence")
    async def action_delete(self) -> None:
        """Delete the absence under the cursor; undo brings it back."""
        absence = self.screen.absences.cursor_item
        if absence is not None:
            await self.program.submit(
                charges.delete_absence, absence.row.id, self.program.now(), who(self.program)
            )
            self.program.notify(f"{absence.agent_name} is there after all. u undoes it.")
