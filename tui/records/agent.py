"""Who works here? Name and weekly hours of a person of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from models.domain.basics.notation import format_duration, parse_duration
from models.queries.desk.forms import agent_form
from models.services.desk.catalogue import create_agent, edit_agent
from tui.dialogs.form import Values
from tui.program.presence import who
from tui.records import dated
from tui.records.base import Document, Hours, RecordForm, base_of
from tui.widgets.form.fields import TextField

if TYPE_CHECKING:
    from tui.program.protocol import Program


async def make(program: Program, key: str | None, defaults: Mapping[str, Any]) -> RecordForm:
    """Build the form of a new agent (`key` None) or of this one."""
    document: Document = {"name": "", "weekly_hours": "40:00", **defaults}
    if key is not None:
        document = await program.data.fetch(agent_form, key)
    me, today = who(program), program.clock.local().date()

    def written(values: Values) -> Document:
        hours = format_duration(values["weekly_hours"] or 0)
        return {
            "name": values["name"] or "",
            "weekly_hours": dated.written(document, "weekly_hours", values, hours, "hours"),
        }

    def save(given: Document) -> Any:
        now = program.now()
        return create_agent(given, now, me) if key is None else edit_agent(key, given, now, me)

    fields = [
        TextField("name", "Name", value=document["name"], required=True),
        Hours(
            "weekly_hours",
            "Hours a week",
            value=parse_duration(dated.shown_on(document, "weekly_hours", today, "hours"), "weekly_hours"),
            hint="37:30: what a full week of theirs is",
        ),
        *([] if key is None else [dated.from_field(today, "the hours")]),
    ]
    title = "New agent" if key is None else f"Agent {document['name']}"
    return RecordForm(
        title,
        fields,
        document=written,
        save=save,
        hidden=dated.until_changed("weekly_hours"),
        done=f"Saved agent {{0}}{_undo(key)}",
        bases=base_of("agent", key, f"agent {document['name']}", document, agent_form),
    )


def _undo(key: str | None) -> str:
    return ". u undoes it." if key is None else "."
