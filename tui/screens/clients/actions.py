"""What can be done with a client from its page? Forms, prices, quotes: all keys that write or ask (RULES 12.3).

What changes the ledger says so before it is saved, and can be taken back; prices and quotes write nothing.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import DeskError
from models.domain.basics.zone import zone
from models.domain.values import Contract
from models.queries.clients.pages import ClientPage, read_client_page
from tui.late import Late
from tui.program.part import beside
from tui.program.presence import who
from tui.records.open_form import open_form
from tui.screens.part import ScreenPart

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.queries.desk import promised
    from models.services.contracts import charges, contracts
    from tui.dialogs import ahead, textview
    from tui.dialogs.contracts import leaving, pricing, replay
    from tui.screens.clients import explaining, promised_lines
    from tui.screens.clients.screen import Clients
else:
    charges = Late("models.services.contracts.charges")
    contracts = Late("models.services.contracts.contracts")
    promised = Late("models.queries.desk.promised")
    ahead = Late("tui.dialogs.ahead")
    textview = Late("tui.dialogs.textview")
    leaving = Late("tui.dialogs.contracts.leaving")
    pricing = Late("tui.dialogs.contracts.pricing")
    replay = Late("tui.dialogs.contracts.replay")
    explaining = Late("tui.screens.clients.explaining")
    promised_lines = Late("tui.screens.clients.promised_lines")


NEEDS_CLIENT = {
    "ledger",
    "explain",
    "charge",
    "sell",
    "new_contract",
    "change_terms",
    "edit",
    "price",
    "replay",
    "quote",
    "cancel",
    "promised",
}
"""Actions that are there only where there is a client."""


class ClientActions(ScreenPart):
    """The part of the clients' screen that opens forms."""

    screen: Clients

    # -- forms ----------------------------------------------------------------------------------

    def client(self) -> str | None:
        """The key of the client under the cursor."""
        key = self.screen.clients.cursor_key
        return key if isinstance(key, str) else None

    def under_cursor(self, kind: str) -> str | None:
        """The key of the record of this kind under the cursor of the page."""
        line = self.screen.side.cursor_item if self.screen.side.has_focus else None
        return line.record if line is not None and line.kind == kind and line.record else None

    @beside(group="record")
    async def action_edit(self) -> None:
        """Edit the contract or charge under the cursor, else the client."""
        for kind in ("contract", "charge"):
            if (key := self.under_cursor(kind)) is not None:
                await open_form(self.program, kind, key)
                return
        side, ledger = self.screen.side, self.screen.ledgers.shown
        line = side.cursor_item if side.has_focus else None
        if ledger is not None and line is not None and (keys := explaining.entries_behind(ledger, line)):
            await explaining.go_to_entry(self.program, keys)
            return
        if (client := self.client()) is not None:
            await open_form(self.program, "client", client)

    @beside(group="record")
    async def action_new_contract(self) -> None:
        """Open the form of a new contract of any kind."""
        await open_form(self.program, "contract", None, client=self.client())

    @beside(group="record")
    async def action_sell(self) -> None:
        """Sell the client a plan of the catalogue."""
        await open_form(self.program, "sale", None, client=self.client())

    @beside(group="record")
    async def action_charge(self) -> None:
        """Add a charge for work by the piece (RULES 3.6)."""
        await open_form(self.program, "charge", None, client=self.client())

    @beside(group="record")
    async def action_change_terms(self) -> None:
        """Other terms of the contract under the cursor, or of the one that runs."""
        if (found := await self._contract()) is not None:
            await open_form(self.program, "change", found[0].key)

    @beside(group="record")
    async def action_remove(self) -> None:
        """Delete the contract or charge under the cursor after a question."""
        for kind, service in (("contract", contracts.delete_contract), ("charge", charges.delete_charge)):
            if (key := self.under_cursor(kind)) is not None:
                await self._remove(kind, key, service)
                return
        self.program.notify("Nothing to delete here: put the cursor on a contract or a charge.")

    async def _remove(self, kind: str, key: str, service: Callable[..., Any]) -> None:
        text = f"Take {kind} {key} away, as if it had never been? u undoes it."
        write = partial(service, key, self.program.now(), who(self.program))
        if await ahead.meant(self.program, f"Delete {kind}", text, write, "take it away"):
            await self.program.submit(write)

    # -- prices and the end of a contract --------------------------------------------------------

    async def _contract(self) -> tuple[Contract, ClientPage] | None:
        """The contract under the cursor, else the one that runs; says so where there is none."""
        key, client, page = self.under_cursor("contract"), self.client(), self.screen.page
        if client is None:
            return None
        if page is None or page.key != client:
            try:
                page = await self.program.data.fetch(read_client_page, client, self.program.now())
            except DeskError as error:
                self.program.notify(str(error), severity="error")
                return None
        for part in page.contracts:
            if part.contract.key == key or (key is None and part.stage == "running"):
                return part.contract, page
        self.program.notify("No contract runs here. C makes one.", severity="warning")
        return None

    @beside(group="record")
    async def action_promised(self) -> None:
        """Show what was promised last year and this one, time by time (RULES 2.9)."""
        client, view = self.client(), self.screen.view
        if client is None or view is None or self.program.session is None:
            return
        line = next(row for row in view.lines if row.key == client)
        place, year = zone(self.program.session.timezone), view.today.year
        name, first, last = line.hours.name, date(year - 1, 1, 1), date(year, 12, 31)

        async def text() -> list[str]:
            now = self.program.now()
            rows = await self.program.data.fetch(promised.read_promised, now, first, last, client)
            return promised_lines.year_text(name, rows, place)

        title = f"{name}: promised work {year - 1} and {year}"
        self.program.push_screen(textview.TextView(title, await text(), again=text))

    def action_price(self) -> None:
        """Open the price guide of the client (RULES 5.3)."""
        if (client := self.client()) is not None:
            pricing.ask_price(self.program, client)

    def action_replay(self) -> None:
        """Compare what the client's work would have cost under every plan."""
        if (client := self.client()) is not None:
            replay.show_replay(self.program, client)

    @beside(group="record")
    async def action_quote(self) -> None:
        """Show what a cancellation would give back (RULES 5.2); nothing is written."""
        if (found := await self._contract()) is not None:
            contract, page = found
            await leaving.ask_quote(self.program, contract, page.name, page.desk.currency, page.today)

    @beside(group="record")
    async def action_cancel(self) -> None:
        """Cancel the contract before its term ends, after a preview of what that costs."""
        if (found := await self._contract()) is not None:
            contract, page = found
            me = who(self.program)
            await leaving.ask_cancel(self.program, contract, page.name, page.desk.currency, page.today, me)
