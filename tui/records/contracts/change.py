"""What is agreed anew in the middle of a term? Another contract takes over on a day, the past untouched.

Nothing is saved before what it changes in the ledger stood on the screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from models.book.terms.contracts import contract_document
from models.domain.basics.months import Month
from models.domain.values import Contract
from models.queries.contracts.contracts import read_contract
from models.queries.desk.forms import contract_form
from models.queries.desk.record_choices import RecordChoices
from models.services.contracts.contracts import change_terms, draft_change
from tui.dialogs.form import Form
from tui.program.presence import who
from tui.records.base import Document, RecordForm, base_of, record_choices
from tui.records.contracts.contract import ContractForm
from tui.text.format import long_date
from tui.widgets.form.fields import Date, Field

if TYPE_CHECKING:
    from tui.program.protocol import Program


class ChangeForm(ContractForm):
    """The new terms; before they are saved, what they change is asked about."""

    def __init__(
        self, key: str, draft: Contract, choices: RecordChoices, program: Program, before: Document
    ) -> None:
        """Filled with the terms as they are (`before`), from the day of the change on."""
        me = who(program)

        def save(contract: Contract) -> tuple[Contract, Contract]:
            return change_terms(key, contract, program.now(), me)

        super().__init__(
            f"{_named(draft, choices)}: other terms from {long_date(draft.starts)}",
            contract_document(draft, choices.desk),
            choices,
            save=save,
            done="From then on {0} holds. u undoes it.",
            bases=base_of("contract", key, f"contract {before['name']}", before, contract_form),
        )

    def _leave_out(self) -> None:
        super()._leave_out()
        hidden = {field.name for field in self.view.fields} - {field.name for field in self.view.filled.shown}
        self.view.hide(hidden | {"client", "cancelled", "renews"})


async def make(program: Program, key: str, defaults: Mapping[str, Any]) -> RecordForm | None:
    """Ask from which day on, then show the terms."""
    choices = await record_choices(program)
    contract = await program.data.fetch(read_contract, key)
    first = _proposal(contract, choices)
    fields: list[Field] = [Date("day", "From which day on", first, True, today=choices.today)]
    values = await program.push_screen_wait(Form(f"Change the terms of {_named(contract, choices)}", fields))
    if values is None:
        return None

    async def filled() -> RecordForm:
        """From what stands there now, on the same day."""
        before = await program.data.fetch(contract_form, key)
        draft: Contract = await program.data.fetch(draft_change, key, values["day"])
        form = ChangeForm(key, draft, choices, program, before)
        form.again = filled
        return form

    return await filled()


def _named(contract: Contract, choices: RecordChoices) -> str:
    return f"{contract.name} of {dict(choices.clients).get(contract.client, contract.client)}"


def _proposal(contract: Contract, choices: RecordChoices) -> date:
    """The first of the next month, within the term."""
    wanted = Month.of(choices.today).plus(1).first_day
    last = contract.last_day
    return wanted if last is None or wanted <= last else last
