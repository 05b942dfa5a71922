"""What does the desk sell? The terms of a plan: a contract before anybody bought it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from models.book.contracts import parse_contract
from models.book.plans import contract_from_plan
from models.domain.basics.errors import InvalidValue
from models.queries.desk.forms import plan_form
from models.queries.desk.record_choices import RecordChoices
from models.services.contracts.plans import create_plan, edit_plan
from models.services.core.together import Base
from tui.dialogs.form import Values
from tui.program.presence import who
from tui.records.base import Document, RecordForm, Save, base_of, chosen, grouped, kept, record_choices
from tui.records.contracts.allowance import Allowances, choose_further
from tui.records.contracts.contract import contract_preview
from tui.records.contracts.own_weights import KEY as WEIGHTS_KEY
from tui.records.contracts.own_weights import WHOSE, Tables, ask_tables, choose_tables
from tui.records.contracts.promises import KEY as PROMISES_KEY
from tui.records.contracts.promises import Given, Promises, choose_promises
from tui.records.contracts.proposals import Proposals, kind_of, proposed_fee_every
from tui.records.contracts.terms import KINDS, PLACES, terms_document, terms_fields, terms_hidden
from tui.widgets.form.fields import Choice, Number, TextField

if TYPE_CHECKING:
    from tui.program.protocol import Program

_DISCOUNT = re.compile(r"(\d+)\s*(?:months?|m)?\s*[:=]\s*([\d.,]+)\s*%?", re.ASCII)


class PlanForm(RecordForm):
    """A plan; ctrl+o opens its further allowances."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "allowances", "more allowances", show=False, priority=True, id="plan.allowances"),
        Binding(WEIGHTS_KEY, "weights", "weights", show=False, priority=True, id="plan.weights"),
        Binding(PROMISES_KEY, "promises", "promised work", show=False, priority=True, id="plan.promises"),
    ]

    def __init__(
        self,
        title: str,
        document: Document,
        choices: RecordChoices,
        save: Save,
        bases: Sequence[Base] = (),
    ) -> None:
        self._choices, self._base = choices, dict(document)
        self._further = list((document.get("allowances") or [])[1:])
        self._further_before = list(self._further)
        self.tables: Tables = list(document.get("bands") or [])
        self.tables_before = list(self.tables)
        self.promises: Given = list(document.get("recurring") or [])
        self.promises_before = list(self.promises)
        self._proposals = Proposals(choices.today, document)
        discounts = document.get("discounts") or {}
        text = ", ".join(f"{months}: {percent}" for months, percent in discounts.items())
        head = grouped(
            "The plan",
            TextField("name", "Name", value=document.get("name") or "", required=True),
            Choice("kind", "Kind", document.get("kind") or "retainer", True, choices=KINDS),
            Number(
                "months", "Usual length, months", document.get("months"), hint="empty: open-ended", least=1
            ),
            chosen("tier", "Service level", document.get("tier"), choices.tiers),
            kept(
                "discounts", "Discounts by term", discounts, text, _read_discounts, hint="3: 7, 6: 14, 12: 21"
            ),
        )
        super().__init__(
            title,
            [*head, *terms_fields(document, choices)],
            document=self._written,
            save=save,
            words=self._preview,
            words_title="Sold today it would say",
            hidden=terms_hidden,
            places={**PLACES, "discounts": "discounts"},
            done="Saved plan {0}. Contracts already sold stay as they are.",
            bases=bases,
        )
        self.set_hints(
            [
                ("enter", "save"),
                ("ctrl+o", "allowances"),
                (WEIGHTS_KEY, "weights"),
                (PROMISES_KEY, "promised"),
                ("esc", "close"),
            ]
        )

    def _leave_out(self) -> None:
        """How the fee of a new plan is paid fits its kind until something else is typed."""
        super()._leave_out()
        kind = kind_of(self.view.texts)
        if kind is not None and not self._base.get("name"):
            self._proposals.follow(self.view, {"fee_every": proposed_fee_every(kind)})
            super()._leave_out()

    def _written(self, values: Values) -> Document:
        return {
            **self._base,
            **terms_document(values, self._further, self._choices.desk.currency, self.tables),
            "recurring": self.promises,
            **{name: values.get(name) for name in ("name", "months", "tier")},
            "discounts": values.get("discounts") or None,
        }

    def _preview(self, values: Values) -> list[str]:
        plan = {"name": "Plan", **{k: v for k, v in self._written(values).items() if v is not None}}
        sold = contract_from_plan(plan, "client", self._choices.today.replace(day=1))
        return contract_preview(parse_contract(sold, self._choices.desk), self._choices)

    async def carry(self, old: Any) -> None:
        """The further allowances are no field: theirs or mine is asked where both changed them."""
        self._further = await choose_further(self.program, old, self)
        self.tables = await choose_tables(self.program, old, self)
        self.promises = await choose_promises(self.program, old, self)

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
        found = await self.app.push_screen_wait(Promises(self.promises, self._choices, None))
        if found is not None:
            self.promises = found
            self._say()

    @work(exclusive=True, group="record")
    async def action_allowances(self) -> None:
        """Open the list of further allowances."""
        found = await self.app.push_screen_wait(Allowances(self._further, self._choices))
        if found is not None:
            self._further = found
            self._say()


def _read_discounts(text: str) -> dict[str, str]:
    found = {}
    for part in filter(None, (part.strip() for part in re.split(r"[,;](?!\d{1,2}\s*%)", text))):
        match = _DISCOUNT.fullmatch(part)
        if match is None:
            raise InvalidValue("", f"“{part}” is no discount; accepted is months: per cent, like 12: 21")
        found[str(int(match[1]))] = match[2].replace(",", ".")
    return found


async def make(program: Program, key: str | None, defaults: Mapping[str, Any]) -> RecordForm:
    """Build the form of a new plan (`key` None) or of this one."""
    choices, me = await record_choices(program), who(program)
    document: Document = {"kind": "retainer", "months": 12, **defaults}
    if key is not None:
        document = await program.data.fetch(plan_form, key)

    def save(given: Document) -> Any:
        now = program.now()
        return create_plan(given, now, me) if key is None else edit_plan(key, given, now, me)

    title = "New plan" if key is None else f"Plan {document['name']}"
    bases = base_of("plan", key, f"plan {document.get('name')}", document, plan_form)
    return PlanForm(title, document, choices, save, bases)
