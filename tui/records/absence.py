"""Who is away, and until when? An absence takes an agent's hours out of what the desk can promise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from models.domain.basics.months import parse_date
from models.queries.desk.forms import absence_form
from models.services.contracts.charges import create_absence, edit_absence
from tui.dialogs.form import Values
from tui.program.presence import who
from tui.records.base import Document, RecordForm, base_of, chosen, record_choices
from tui.text.format import long_date, plural
from tui.widgets.form.fields import Date, TextField

if TYPE_CHECKING:
    from tui.program.protocol import Program


async def make(program: Program, key: int | None, defaults: Mapping[str, Any]) -> RecordForm:
    """The form of an absence; its key is a number."""
    choices, me = await record_choices(program), who(program)
    document: Document = {"agent": me, "first": choices.today.isoformat(), "reason": "", **defaults}
    if key is not None:
        document = await program.data.fetch(absence_form, key)

    def written(values: Values) -> Document:
        return {
            "agent": values.get("agent"),
            "first": values["first"].isoformat(),
            "last": values["last"].isoformat() if values.get("last") else None,
            "reason": values.get("reason"),
        }

    def words(values: Values) -> list[str]:
        first = values.get("first")
        if first is None:
            return []
        last = values.get("last") or first
        days = (last - first) // timedelta(days=1) + 1
        if days < 1:
            return ["the last day lies before the first"]
        until = "" if days == 1 else f" to {long_date(last)}"
        return [f"away {long_date(first)}{until}: {plural(days, 'day')}"]

    def save(given: Document) -> Any:
        now = program.now()
        return create_absence(given, now, me) if key is None else edit_absence(key, given, now, me)

    last = document.get("last")
    fields = [
        chosen("agent", "Who", document.get("agent"), choices.agents, required=True),
        Date("first", "First day", value=parse_date(document["first"]), today=choices.today, required=True),
        Date(
            "last",
            "Last day",
            value=parse_date(last) if last else None,
            today=choices.today,
            hint="empty: the one day",
        ),
        TextField("reason", "Reason", value=document.get("reason") or "", limit=500),
    ]
    title = "New absence" if key is None else "Absence"
    return RecordForm(
        title,
        fields,
        document=written,
        save=save,
        words=words,
        done="Saved the absence.",
        bases=base_of("absence", key, "the absence", document, absence_form),
    )
