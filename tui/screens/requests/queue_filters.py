"""Which requests are listed? What the keys of the filter do; its forms are loaded when they are opened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.domain.values import STATES
from tui.late import Late
from tui.program.part import beside
from tui.screens.part import ScreenPart

if TYPE_CHECKING:
    from tui.screens.requests import filter_forms
    from tui.screens.requests.screen import Requests
else:
    filter_forms = Late("tui.screens.requests.filter_forms")


class FilterActions(ScreenPart):
    """The part of the screen of requests that says which are listed."""

    screen: Requests

    def action_only(self, name: str) -> None:
        """Switch one condition of the filter."""
        now = self.screen.wanted
        switched = {
            "mine": replace(now, mine=not now.mine),
            "waiting_too_long": replace(now, waiting_too_long=not now.waiting_too_long),
            "untouched": replace(now, untouched=not now.untouched),
        }
        self.screen.ask(switched[name])

    def action_done_too(self) -> None:
        """Show resolved and closed requests too, or open ones only."""
        self.screen.ask(replace(self.screen.wanted, states=() if self.screen.wanted.states else STATES))

    @beside(group="change")
    async def action_filter_by(self) -> None:
        """Open the form with every condition of the filter."""
        if (wanted := await filter_forms.ask_filter(self.program, self.screen.wanted)) is not None:
            self.screen.ask(wanted)

    @beside(group="change")
    async def action_saved(self) -> None:
        """Let the user pick one of the saved filters and apply it."""
        if (wanted := await filter_forms.pick_filter(self.program, self.screen.wanted)) is not None:
            self.screen.ask(wanted)
