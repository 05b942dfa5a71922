"""What of a request's checklist is done? One key ticks the next line, another any line, also open again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from models.domain.requests.checklist import Item, items
from models.services.requests.checklist import tick
from tui.dialogs.pick import Option, Pick
from tui.program.presence import agent_here, who
from tui.screens.requests.common import called

if TYPE_CHECKING:
    from models.queries.requests.page import RequestPage
    from tui.program.protocol import Program

NO_LIST = "It has no checklist: lines that begin with [ ] are one."
ALL_DONE = "Every line is ticked. V opens one again."


async def tick_next(program: Program, page: RequestPage) -> None:
    """Tick the first line that is still open; say so where there is none."""
    found = items(page.request.body)
    following = next((item for item in found if not item.done), None)
    if following is None:
        program.notify(ALL_DONE if found else NO_LIST)
    else:
        await _write(program, page, following, found)


async def tick_one(program: Program, page: RequestPage) -> None:
    """Ask which line, and tick it or open it again."""
    found = items(page.request.body)
    if not found:
        program.notify(NO_LIST)
        return
    options = [
        Option(item, item.text, f"{item.by or 'done'} {item.at or ''}".strip() if item.done else "open")
        for item in found
    ]
    item = await program.push_screen_wait(Pick(f"Tick on {called([page.row])}", options))
    if isinstance(item, Item):
        await _write(program, page, item, found)


async def _write(program: Program, page: RequestPage, item: Item, found: Sequence[Item]) -> None:
    session, me = program.session, agent_here(program)
    names = {person.key: person.name for person in session.agents} if session is not None else {}
    by = names.get(me or "", me or who(program))
    done = await program.submit(tick, page.row.key, item, by, program.now(), who(program))
    if done is None:
        return
    ticked = sum(each.done for each in found) + (-1 if item.done else 1)
    verb = "Open again" if item.done else "Ticked"
    rest = "r resolves it" if ticked == len(found) else f"{ticked} of {len(found)}"
    program.notify(f"{verb}: {item.text}. {rest} · u undoes it")
