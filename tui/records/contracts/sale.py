"""Who buys which plan from when on? One form, with the grants and fee lines to come beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from models.book.contracts import parse_contract
from models.book.plans import contract_from_plan
from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.values import Contract
from models.queries.desk.forms import client_form
from models.queries.desk.record_choices import RecordChoices
from models.services.contracts.contracts import create_contract
from models.services.desk.catalogue import edit_client
from tui.dialogs.form import Values
from tui.program.presence import who
from tui.records.base import Document, RecordForm, chosen, record_choices
from tui.records.contracts.contract import NO_FEE, UNNAMED, contract_preview, first_start, nameless
from tui.records.contracts.promises import agreed_on
from tui.records.contracts.terms import PLACES
from tui.widgets.form.fields import Date, Number, Parsed, TextField

if TYPE_CHECKING:
    from tui.program.protocol import Program


class SaleForm(RecordForm):
    """A sale; it begins on a day that fits the plan until another one is typed."""

    def __init__(
        self, plans: Mapping[str, Document], choices: RecordChoices, title: str, *args: Any, **more: Any
    ) -> None:
        self._plans, self._choices = plans, choices
        super().__init__(title, *args, **more)
        self._proposed = self.view.texts["starts"]

    def _leave_out(self) -> None:
        super()._leave_out()
        plan = self._plans.get(self.view.values().get("plan") or "")
        if plan is not None and self.view.texts["starts"] == getattr(self, "_proposed", ""):
            self._proposed = first_start(self._choices, plan.get("kind")).isoformat()
            self.view.set_text("starts", self._proposed)


async def make(program: Program, key: str | None, defaults: Mapping[str, Any]) -> RecordForm | None:
    """The form of a sale; without a plan in the catalogue there is nothing to sell yet."""
    choices, me = await record_choices(program), who(program)
    if not choices.plans:
        raise DeskError("there is no plan in the catalogue yet; 0, then Plans, then n makes one")
    plans = {plan["key"]: plan for plan in choices.plans}

    def contract_of(values: Values) -> Contract:
        return _sold(values, plans, choices)

    def written(values: Values) -> Document:
        return {"contract": contract_of(values), "plan": plans[values["plan"]]}

    def save(given: Document) -> Contract:
        sold = create_contract(nameless(given["contract"]), program.now(), me)
        tier, client = given["plan"].get("tier"), client_form(sold.client)
        if tier is not None and client["tier"] != tier:
            edit_client(sold.client, client | {"tier": tier}, program.now(), me)
        return sold

    def doubts(values: Values) -> list[str]:
        sold = contract_of(values)
        return [NO_FEE] if sold.fee is None and sold.kind != "on_demand" else []

    def words(values: Values) -> list[str]:
        if values.get("plan") is None or values.get("starts") is None:
            return ["Choose a plan: what it grants and costs stands here."]
        tier = plans[values["plan"]].get("tier")
        level = [f"service level {dict(choices.tiers).get(tier, tier)}"] if tier else []
        return [*contract_preview(contract_of(values), choices), *level]

    only = choices.plans[0]["key"] if len(choices.plans) == 1 else None
    starts = first_start(choices, plans.get(only or "", {}).get("kind"))
    named = [(plan["key"], plan["name"]) for plan in choices.plans]
    fields = [
        chosen("client", "Client", defaults.get("client"), choices.clients, required=True),
        chosen("plan", "Plan", defaults.get("plan", only), named, required=True),
        Date("starts", "Starts", starts, True, today=choices.today),
        Number("months", "For months", None, hint="empty: the plan's usual length", least=1, most=1200),
        Parsed("discount", "Discount %", None, hint="empty: the plan's own for the term", reader=str),
        TextField("name", "Name", hint="empty: the plan's name"),
    ]
    form = SaleForm(
        plans,
        choices,
        "Sell a plan",
        fields,
        document=written,
        save=save,
        words=words,
        words_title="What is sold",
        places={**PLACES, "ends": "months"},
        done="Sold: {0}. u undoes it.",
        ledger=True,
        better="A start in an open month leaves the past as it is",
        doubts=doubts,
    )
    if defaults.get("client"):
        form.view.filled.begin_at("plan")
    return form


def _sold(values: Values, plans: Mapping[str, Document], choices: RecordChoices) -> Contract:
    """The contract of a sale; raises InvalidValue for a discount or a length that cannot be."""
    plan = plans.get(values.get("plan") or "")
    if plan is None:
        raise InvalidValue("plan", "is missing; accepted is a plan of the catalogue")
    promised = agreed_on(plan.get("recurring") or (), choices.today)
    document = contract_from_plan(
        {**plan, "recurring": promised},
        values.get("client") or UNNAMED,
        values["starts"],
        months=values.get("months"),
        discount=values.get("discount"),
        key=UNNAMED,
        name=values.get("name"),
    )
    return parse_contract(document, choices.desk)
