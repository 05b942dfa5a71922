"""What kind of work, and what does an hour of it cost from when on? (RULES 3.5)"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import parse_date
from models.domain.basics.notation import format_money
from models.queries.desk.forms import work_type_form
from models.services.desk.catalogue import create_work_type, edit_work_type
from models.services.desk.setup import FIRST_DAY
from tui.dialogs.form import Values
from tui.program.presence import who
from tui.records.base import Document, RecordForm, base_of, kept, record_choices
from tui.text.format import long_date
from tui.widgets.form.fields import Date, Money, TextField

if TYPE_CHECKING:
    from tui.program.protocol import Program


async def make(program: Program, key: str | None, defaults: Mapping[str, Any]) -> RecordForm:
    """The form of a work type: one rate when it is new; its list of rates, and a new one, when it is known."""
    choices = await record_choices(program)
    currency, me = choices.desk.currency, who(program)
    document: Document = {"name": "", "rates": [], **defaults}
    if key is not None:
        document = await program.data.fetch(work_type_form, key)
    rates = document["rates"]

    def written(values: Values) -> Document:
        found = [dict(rate) for rate in values.get("rates") or ()]
        if values.get("rate") is not None:
            since = values.get("since") or (FIRST_DAY if key is None else choices.today)
            found = [rate for rate in found if rate["from"] != since.isoformat()]
            found.append({"from": since.isoformat(), "rate": format_money(values["rate"], currency)})
        elif values.get("since") is not None:
            raise InvalidValue("rate", "is missing; accepted is what an hour costs from that day on")
        return {"name": values.get("name") or "", "rates": found}

    def words(values: Values) -> list[str]:
        found = sorted(written(values)["rates"], key=lambda rate: str(rate["from"]))
        return [f"{rate['rate']} {currency} an hour {_from(parse_date(rate['from']))}" for rate in found] or [
            "no rate yet"
        ]

    def save(given: Document) -> Any:
        now = program.now()
        return create_work_type(given, now, me) if key is None else edit_work_type(key, given, now, me)

    text = ", ".join(f"{rate['from']} {rate['rate']}" for rate in rates)
    fields = [
        TextField("name", "Name", value=document["name"], required=True),
        Money("rate", "New rate" if rates else "Rate an hour", currency=currency, required=not rates),
        Date(
            "since",
            "From",
            today=choices.today,
            hint="empty: today" if rates else "empty: from the beginning",
        ),
    ]
    if rates:
        hint = "2020-01-01 70.00, 2026-01-01 75.00"
        fields.insert(1, kept("rates", "Rates", rates, text, _read_rates, hint=hint))
    title = "New work type" if key is None else f"Work type {document['name']}"
    return RecordForm(
        title,
        fields,
        document=written,
        save=save,
        words=words,
        places={"rates": "rates" if rates else "rate", "rates.from": "rates" if rates else "since"},
        done="Saved work type {0}.",
        ledger=True,
        better="“New rate” with a day in an open month leaves the past as it is",
        bases=base_of("work_type", key, f"work type {document['name']}", document, work_type_form),
    )


def _from(day: date) -> str:
    return "from the beginning" if day <= FIRST_DAY else f"from {long_date(day)} on"


def _read_rates(text: str) -> list[dict[str, str]]:
    found = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        day, _, rate = part.partition(" ")
        if not rate:
            raise InvalidValue("", f"“{part}” has no rate; accepted is a day and a rate: 2026-01-01 75.00")
        found.append({"from": parse_date(day, "").isoformat(), "rate": rate.strip()})
    return found
