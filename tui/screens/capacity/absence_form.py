"""Who is away, and when? A small form; an absence takes its open days off what can be worked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import DeskError
from models.domain.basics.months import parse_date
from models.queries.desk.catalogue import AgentRow
from models.queries.desk.forms import absence_form
from models.queries.planning.capacity_board import Absence
from models.services.contracts.charges import create_absence, edit_absence
from models.services.core.together import Base, save_over
from tui.dialogs.form import Form
from tui.widgets.form.fields import Choice, Date, Field, TextField

if TYPE_CHECKING:
    from tui.program.protocol import Program


async def ask_absence(
    program: Program, agents: Sequence[AgentRow], today: date, who: str, absence: Absence | None = None
) -> bool:
    """Write a new absence, or change one; False when nothing was saved."""

    async def again() -> Form:
        """Filled with what stands there now."""
        found = None if absence is None else await program.data.fetch(absence_form, absence.row.id)
        bases = () if absence is None or found is None else _bases(absence.row.id, found)

        async def submit(values: Mapping[str, Any]) -> dict[str, str]:
            document = _document(values)
            if absence is None:
                return dict(await program.save(create_absence, document, program.now(), who))
            write = partial(edit_absence, absence.row.id, document, program.now(), who)
            return dict(await program.save(save_over, bases, write))

        title = "Absence" if absence is None else f"Absence of {absence.agent_name}"
        form = Form(title, _fields(_choices(agents, absence), today, who, found or {}), submit=submit)
        form.again = again
        return form

    try:
        form = await again()
    except DeskError as error:
        program.notify(str(error), severity="error")
        return False
    return await program.push_screen_wait(form) is not None


def _bases(absence: int, document: Mapping[str, Any]) -> tuple[Base, ...]:
    return (Base("absence", str(absence), "the absence", document, partial(absence_form, absence)),)


def _choices(agents: Sequence[AgentRow], absence: Absence | None) -> list[tuple[str, str]]:
    choices = [(agent.key, agent.name) for agent in agents]
    if absence is not None and absence.row.agent not in {key for key, _ in choices}:
        choices.append((absence.row.agent, absence.agent_name))
    return choices


def _fields(
    choices: Sequence[tuple[str, str]], today: date, who: str, known: Mapping[str, Any]
) -> tuple[Field, ...]:
    mine = who if who in {key for key, _ in choices} else None
    return (
        Choice("agent", "Who", value=known.get("agent", mine), required=True, choices=choices),
        Date("first", "From", value=_day(known.get("first")), required=True, today=today),
        Date("last", "To, inclusive", value=_day(known.get("last")), today=today, hint="empty: the one day"),
        TextField("reason", "Why", value=known.get("reason") or None, hint="holiday, course, …", limit=200),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else parse_date(text)


def _document(values: Mapping[str, Any]) -> dict[str, Any]:
    days = {name: values[name].isoformat() for name in ("first", "last") if values[name] is not None}
    return {"agent": values["agent"], "reason": values["reason"] or "", **days}
