"""Which month's ledger stands on a client's page, and where does a figure of it come from?

A ledger may be asked for before it is read; whatever reads the page anew meanwhile reads that ledger with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.domain.basics.months import Month
from models.queries.clients.pages import ClientMonth, read_client_month
from tui.program.part import beside
from tui.screens.clients.explaining import explain
from tui.screens.horizon import is_in_reach
from tui.screens.part import ScreenPart

if TYPE_CHECKING:
    from tui.screens.clients.screen import Clients


class LedgerPage(ScreenPart):
    """The part of the clients' screen that shows the ledger of a month in the place of the page."""

    screen: Clients

    def __init__(self, screen: Clients) -> None:
        super().__init__(screen)
        self.shown: ClientMonth | None = None
        """The ledger that was read."""
        self.asked: tuple[str, Month] | None = None
        """The client and month whose ledger shall stand on the page."""

    def forget(self) -> None:
        """The page stands there again."""
        self.shown = self.asked = None

    def asked_of(self, client: str) -> Month | None:
        """The month that is asked for of this client; one asked of another client is forgotten."""
        if self.asked is not None and self.asked[0] != client:
            self.forget()
        return None if self.asked is None else self.asked[1]

    def found(self, client: str, month: Month | None, ledger: ClientMonth | None) -> None:
        """A ledger was read; it is shown where it is still the one that was asked for."""
        self.shown = ledger if self.asked == (client, month) else None

    def action_ledger(self) -> None:
        """The ledger of the month under the cursor, else of the current one."""
        screen = self.screen
        line = screen.side.cursor_item if screen.side.has_focus else None
        month = line.month if line is not None else None
        key = screen.actions.client()
        if key is not None and screen.view is not None:
            screen.set_class(True, "on-page")
            screen.side.focus(scroll_visible=False)
            self._ask(key, month or screen.view.month)

    def action_month(self, step: int) -> None:
        """Show the ledger of the next or the previous month."""
        if self.asked is not None:
            wanted = self.asked[1].plus(step)
            if is_in_reach(self.program, wanted):
                self._ask(self.asked[0], wanted)

    def _ask(self, key: str, month: Month) -> None:
        self.asked = (key, month)
        self.screen.fetch_page(key, month)

    @beside(group="record")
    async def action_explain(self) -> None:
        """Explain where the figure under the cursor comes from."""
        screen, ledger = self.screen, self.shown
        line = screen.side.cursor_item if screen.side.has_focus else None
        if screen.page is None or screen.view is None:
            return
        month = screen.view.month if line is None or line.month is None else line.month
        if ledger is None or ledger.month != month:
            ledger = await self.program.data.fetch(read_client_month, screen.page.key, month)
        await explain(self.program, ledger, line)
