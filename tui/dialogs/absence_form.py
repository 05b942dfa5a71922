"""Who is away, and when? A small form; an absence takes its open days off what can be worked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from models.queries.capacity_board import Absence
from models.queries.catalogue import AgentRow
from tui.dialogs.fields import Choice, Date, Field, TextField
from tui.dialogs.form import Form

if TYPE_CHECKING:
    from tui.app import DeskApp


async def ask_absence(
    app: DeskApp, agents: Sequence[AgentRow], today: date, who: str, absence: Absence | None = None
) -> bool:
    """Write a new absence, or change one; False when nothing was saved."""
    from models.services.charges import create_absence, edit_absence

    async def submit(values: Mapping[str, Any]) -> dict[str, str]:
        document = _document(values)
        if absence is None:
            return dict(await app.save(create_absence, document, app.now(), who))
        return dict(await app.save(edit_absence, absence.row.id, document, app.now(), who))

    title = "Absence" if absence is None else f"Absence of {absence.agent_name}"
    form = Form(title, _fields(agents, today, who, absence), submit=submit)
    return await app.push_screen_wait(form) is not None


def _fields(agents: Sequence[AgentRow], today: date, who: str, absence: Absence | None) -> tuple[Field, ...]:
    choices = [(agent.key, agent.name) for agent in agents]
    row = None if absence is None else absence.row
    if absence is not None and absence.row.agent not in {key for key, _ in choices}:
        choices.append((absence.row.agent, absence.agent_name))
    mine = who if who in {key for key, _ in choices} else None
    return (
        Choice("agent", "Who", value=row.agent if row else mine, required=True, choices=choices),
        Date("first", "From", value=row.first if row else None, required=True, today=today),
        Date(
            "last",
            "To, inclusive",
            value=row.last if row else None,
            today=today,
            hint="empty: the one day",
        ),
        TextField(
            "reason", "Why", value=row.reason or None if row else None, hint="holiday, course, …", limit=200
        ),
    )


def _document(values: Mapping[str, Any]) -> dict[str, Any]:
    days = {name: values[name].isoformat() for name in ("first", "last") if values[name] is not None}
    return {"agent": values["agent"], "reason": values["reason"] or "", **days}
