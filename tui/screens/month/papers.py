"""What is written of a month? Statements to look at and to send, and files for other programs (RULES 6, 12.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.late import Late
from tui.program.part import beside
from tui.screens.part import ScreenPart

if TYPE_CHECKING:
    from models.queries.month_end.clients import ClientRow
    from tui.screens.month import exports, statements
    from tui.screens.month.screen import MonthEnd
else:
    exports = Late("tui.screens.month.exports")
    statements = Late("tui.screens.month.statements")


class Papers(ScreenPart):
    """The part of the month end that writes what goes out."""

    screen: MonthEnd

    def _meant(self, key: str) -> ClientRow | None:
        """The client whose statement is wanted; a word where the checks have the keys."""
        if self.screen.checks.has_focus:
            self.program.notify(f"{key} is for the statement of a client: tab goes to the clients.")
            return None
        if (row := self.screen.clients.cursor_item) is None:
            self.program.notify("No client has anything in this month.")
        return row

    @beside(group="files")
    async def action_look(self) -> None:
        """Show the client's statement as text on the screen."""
        month = self.screen.month
        if month is not None and (row := self._meant("v")) is not None:
            width = self.screen.size.width
            await statements.show_statement(self.program, row.key, row.name, month, width)

    @beside(group="files")
    async def action_statement(self) -> None:
        """Write one statement to a file."""
        month = self.screen.month
        if month is not None and (row := self._meant("p")) is not None:
            await statements.ask_statement(self.program, row.key, row.name, month)

    @beside(group="files")
    async def action_statements(self) -> None:
        """Write all statements of the month into a folder."""
        if self.screen.month is not None:
            await statements.ask_statements(self.program, self.screen.month)

    @beside(group="files")
    async def action_export(self) -> None:
        """Write the month to a file for other programs."""
        if self.screen.month is not None:
            await exports.ask_export(self.program, self.screen.month)
