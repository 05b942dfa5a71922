"""What have a contract and a plan in common? Terms in fields, and beside them lists that no field can hold.

Further allowances, tables of weights and promised work are changed in boxes of their own and written with the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from models.queries.desk.record_choices import RecordChoices
from tui.records.base import Document, RecordForm
from tui.records.contracts.allowance import Allowances, choose_further
from tui.records.contracts.own_weights import KEY as WEIGHTS_KEY
from tui.records.contracts.own_weights import WHOSE, Tables, ask_tables, choose_tables
from tui.records.contracts.promises import KEY as PROMISES_KEY
from tui.records.contracts.promises import Given, Promises, choose_promises
from tui.records.contracts.terms import terms_hidden
from tui.widgets.form.fields import Field


class TermsForm(RecordForm):
    """The form of a contract or plan; ctrl+o opens its further allowances."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "allowances", "more allowances", show=False, priority=True, id="terms.allowances"),
        Binding(WEIGHTS_KEY, "weights", "weights", show=False, priority=True, id="terms.weights"),
        Binding(PROMISES_KEY, "promises", "promised work", show=False, priority=True, id="terms.promises"),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        given: Document,
        choices: RecordChoices,
        *,
        since: date | None,
        **more: Any,
    ) -> None:
        """Filled from the document; `since` is the day from which new work is promised, None for a plan."""
        self._choices, self._base, self._promised_from = choices, dict(given), since
        self._further = list((given.get("allowances") or [])[1:])
        self._further_before = list(self._further)
        self.tables: Tables = list(given.get("bands") or [])
        self.tables_before = list(self.tables)
        self.promises: Given = list(given.get("recurring") or [])
        self.promises_before = list(self.promises)
        super().__init__(title, fields, hidden=terms_hidden, **more)
        self._hint()

    def _hint(self) -> None:
        count = len(self._further)
        self.set_hints(
            [
                ("enter", "save"),
                (WEIGHTS_KEY, "weights"),
                (PROMISES_KEY, f"{len(self.promises)} promised" if self.promises else "promised"),
                ("ctrl+o", f"{count} further allowances" if count else "allowances"),
                ("esc", "close"),
            ]
        )

    async def carry(self, old: Any) -> None:
        """The lists are no fields: theirs or mine is asked where both changed them."""
        self._further = await choose_further(self.program, old, self)
        self.tables = await choose_tables(self.program, old, self)
        self.promises = await choose_promises(self.program, old, self)
        self._hint()

    @work(exclusive=True, group="record")
    async def action_weights(self) -> None:
        """Open the tables of weights; what is set there is of the contract's own."""
        values = self.view.values()
        found = await ask_tables(self.program, self.tables, self._choices, values)
        if found != self.tables:
            self.tables = found
            self.view.set_text("weights", dict(WHOSE)["own"])
            self._leave_out()
            self._say()

    @work(exclusive=True, group="record")
    async def action_promises(self) -> None:
        """Open the list of promised work."""
        found = await self.app.push_screen_wait(Promises(self.promises, self._choices, self._promised_from))
        if found is not None:
            self.promises = found
            self._hint()
            self._say()

    @work(exclusive=True, group="record")
    async def action_allowances(self) -> None:
        """Open the list of further allowances."""
        found = await self.app.push_screen_wait(Allowances(self._further, self._choices))
        if found is not None:
            self._further = found
            self._hint()
            self._say()
