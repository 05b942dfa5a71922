"""What is billed by the piece, or given back? A charge or a credit of a client (RULES 3.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from models.domain.basics.months import parse_date
from models.domain.basics.notation import format_money, parse_money
from models.domain.basics.phrases import money_words
from models.queries.desk.forms import charge_form
from models.queries.desk.record_choices import RecordChoices
from models.services.contracts.charges import create_charge, edit_charge
from tui.dialogs.form import Values
from tui.program.presence import who
from tui.records.base import Document, RecordForm, base_of, chosen, record_choices
from tui.text.format import month_name
from tui.widgets.form.fields import Date, Field, Money, Number, TextField

if TYPE_CHECKING:
    from tui.program.protocol import Program


async def make(program: Program, key: str | None, defaults: Mapping[str, Any]) -> RecordForm:
    """The form of a new charge (`key` None) or of this one; the price of one is negative for a credit (RULES 3.6)."""
    choices, me = await record_choices(program), who(program)
    currency = choices.desk.currency
    document: Document = {
        "client": None,
        "date": choices.today.isoformat(),
        "description": "",
        "quantity": 1,
        "unit_price": None,
        **defaults,
    }
    if key is not None:
        document = await program.data.fetch(charge_form, key)

    def written(values: Values) -> Document:
        return {
            **{name: values.get(name) for name in ("client", "description", "quantity")},
            "date": values["date"].isoformat(),
            "unit_price": format_money(values["unit_price"], currency),
        }

    def words(values: Values) -> list[str]:
        day, unit = values.get("date"), values.get("unit_price")
        if day is None or unit is None or not values.get("quantity"):
            return []
        amount = values["quantity"] * unit
        word = "a credit of" if amount < 0 else "a line of"
        return [f"{word} {money_words(amount, currency)} {currency} in {month_name(day.year, day.month)}"]

    def save(given: Document) -> Any:
        now = program.now()
        return create_charge(given, now, me) if key is None else edit_charge(key, given, now, me)

    title = "New charge" if key is None else f"Charge {key}"
    return RecordForm(
        title,
        _fields(document, choices),
        document=written,
        save=save,
        words=words,
        done="Saved charge {0}.",
        ledger=True,
        better="Another charge in an open month, negative for a credit, puts it right",
        bases=base_of("charge", key, f"charge {key}", document, charge_form),
    )


def _fields(document: Document, choices: RecordChoices) -> list[Field]:
    currency, price = choices.desk.currency, document["unit_price"]
    return [
        chosen("client", "Client", document["client"], choices.clients, required=True),
        Date("date", "Date", value=parse_date(document["date"]), today=choices.today, required=True),
        TextField("description", "Description", value=document["description"], required=True, limit=500),
        Number("quantity", "Quantity", value=document["quantity"], least=1, required=True),
        Money(
            "unit_price",
            "Price of one",
            value=None if price is None else parse_money(price, "", currency, signed=True),
            currency=currency,
            negative=True,
            required=True,
            hint="negative: a credit",
        ),
    ]
