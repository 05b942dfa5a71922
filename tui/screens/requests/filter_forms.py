"""Which requests does somebody want to see? The form of a filter, and those that are kept under a name.

The functions must be awaited in a worker; they return the filter to use, or None when it stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.domain.basics.errors import DeskError
from models.domain.basics.text import parse_name
from models.domain.values import STATES
from models.queries.requests.board import RequestChoices, read_request_choices
from models.queries.requests.filters import QueueFilter, filter_document, read_saved_filters
from models.services.requests.filters import forget_filter, save_filter
from tui.dialogs.form import Errors, Form, Values
from tui.dialogs.pick import Option, Pick
from tui.text.format import plural
from tui.widgets.form.fields import Choice, Field, MultiChoice, TextField, Toggle

if TYPE_CHECKING:
    from tui.program.protocol import Program


async def ask_filter(program: Program, now: QueueFilter) -> QueueFilter | None:
    """The form, beginning with the filter in force."""
    try:
        choices = await program.data.fetch(read_request_choices)
    except DeskError as error:
        program.notify(str(error), severity="error")
        return None
    values = await program.push_screen_wait(Form("Which requests?", _fields(choices, now)))
    return None if values is None else _filter(values)


def _fields(choices: RequestChoices, now: QueueFilter) -> list[Field]:
    names = choices.catalogue
    clients = [(choice.key, choice.name) for choice in names.clients]
    contacts = {choice.key: choice.people for choice in names.clients}
    people = [(choice.key, choice.name) for choice in names.agents]
    return [
        Choice("client", "Client", now.client, choices=clients, hint="any when empty", people=contacts),
        MultiChoice("states", "State", now.states, choices=STATES, hint="all open ones when empty"),
        Choice("tier", "Tier", now.tier, choices=choices.tiers, hint="any when empty"),
        Choice("cause", "Cause", now.cause, choices=names.causes, hint="any when empty"),
        Choice("person", "Person", now.person, choices=people, hint="anybody when empty"),
        TextField("text", "Text", now.text or None, hint="words in key, client, subject, details, cause"),
        Toggle("mine", "Mine", now.mine),
        Toggle("unassigned", "Unassigned", now.unassigned),
        Toggle("waiting_too_long", "Waiting too long", now.waiting_too_long, hint="for more than three days"),
        Toggle("untouched", "Untouched", now.untouched, hint="nothing done for three days"),
        Toggle("rework", "Rework", now.rework, hint="rework, not maintenance"),
        Toggle("outside_scope", "Outside scope", now.outside_scope, hint="to be quoted apart"),
    ]


def _filter(values: Values) -> QueueFilter:
    return QueueFilter(**{**values, "text": values["text"] or "", "states": tuple(values["states"] or ())})


async def pick_filter(program: Program, now: QueueFilter) -> QueueFilter | None:
    """A saved filter; or keep the one in force under a name, or forget one."""
    try:
        saved = await program.data.fetch(read_saved_filters)
    except DeskError as error:
        program.notify(str(error), severity="error")
        return None
    options = [Option(("use", name), name, _count_words(wanted)) for name, wanted in saved.items()]
    if now.active:
        options.append(Option(("save", ""), "Save this filter under a name…"))
        options.append(Option(("all", ""), "Show all open requests"))
    options += [Option(("forget", name), f"Forget “{name}”") for name in saved]
    empty = "No filter is saved. Set one with f, M, W, Z or O, then F keeps it."
    picked = await program.push_screen_wait(Pick("Saved filters", options, empty=empty))
    if not isinstance(picked, tuple):
        return None
    what, name = picked
    if what == "save":
        await _save(program, now)
    elif what == "forget":
        await _forget(program, name)
    else:
        return saved[name] if what == "use" else QueueFilter()
    return None


def _count_words(wanted: QueueFilter) -> str:
    return plural(len(filter_document(wanted)), "condition")


async def _save(program: Program, now: QueueFilter) -> None:
    asked: set[str] = set()

    async def submit(values: Values) -> Errors:
        name = parse_name(values["name"], "name")
        there = (await program.data.fetch(read_saved_filters)).get(name)
        if there not in (None, now) and name not in asked:
            asked.add(name)
            return {"name": f"“{name}” is another filter ({_count_words(there)}); enter again replaces it"}
        return await program.save(save_filter, name, now)

    field = TextField("name", "Name", required=True, limit=60)
    if await program.push_screen_wait(Form("Save this filter", [field], submit=submit)) is not None:
        program.notify("Kept. F finds it.")


async def _forget(program: Program, name: str) -> None:
    def write() -> bool:
        forget_filter(name)
        return True

    if await program.submit(write):
        program.notify(f"“{name}” is forgotten.")
