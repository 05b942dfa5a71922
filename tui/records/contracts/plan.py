"""What does the desk sell? The terms of a plan: a contract before anybody bought it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

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
from tui.records.contracts.contract import contract_preview
from tui.records.contracts.proposals import Proposals, kind_of, proposed_fee_every
from tui.records.contracts.terms import KINDS, PLACES, terms_document, terms_fields
from tui.records.contracts.terms_form import TermsForm
from tui.widgets.form.fields import Choice, Number, TextField

if TYPE_CHECKING:
    from tui.program.protocol import Program

_DISCOUNT = re.compile(r"(\d+)\s*(?:months?|m)?\s*[:=]\s*([\d.,]+)\s*%?", re.ASCII)


class PlanForm(TermsForm):
    """A plan; ctrl+o opens its further allowances."""

    def __init__(
        self,
        title: str,
        document: Document,
        choices: RecordChoices,
        save: Save,
        bases: Sequence[Base] = (),
    ) -> None:
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
            document,
            choices,
            since=None,
            document=self._written,
            save=save,
            words=self._preview,
            words_title="Sold today it would say",
            places={**PLACES, "discounts": "discounts"},
            done="Saved plan {0}. Contracts already sold stay as they are.",
            bases=bases,
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
