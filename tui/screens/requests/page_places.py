"""Where can one go from a request's page? To its repeats and relatives, its time and its notes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.dialogs.pick import Option, Pick
from tui.screens.requests.changes import edit_note
from tui.text.format import hm
from tui.widgets.cells.request import moment

if TYPE_CHECKING:
    from models.queries.requests.page import RequestPage
    from tui.program.protocol import Program


async def go_from(program: Program, page: RequestPage) -> str | None:
    """Ask where to, and go there; the key of a request that shall be shown, else None. Await it in a worker."""
    places, empty = partial(_places, program, page), "Nothing is linked with this request."
    picked = await program.push_screen_wait(
        Pick(f"Go from {page.row.key} to…", places(), empty=empty, again=places)
    )
    if not isinstance(picked, tuple):
        return None
    kind, key = picked
    if kind == "request":
        return str(key)
    if kind == "entry":
        await program.everywhere.edit_entry(key)
    elif kind == "note":
        await edit_note(program, key, next(said.text for said in page.conversation if said.note == key))
    else:
        program.everywhere.open_record("client", key)
    return None


def _places(program: Program, page: RequestPage) -> list[Option]:
    now, zone = program.now(), program.zone
    places = [
        Option(("request", brief.key), f"{brief.key}  {brief.subject}", f"the same · {brief.state}")
        for brief in page.repeats
    ]
    for entry in page.entries:
        seconds = max(0, (now if entry.ended_at is None else entry.ended_at) - entry.started_at)
        words = f"Time {moment(entry.started_at, now, zone)}  {hm(seconds // 60)}  {entry.note}"
        places.append(Option(("entry", entry.key), words, f"edit · {entry.agent}"))
    places += [
        Option(("note", said.note), f"Note {moment(said.at, now, zone)}  {said.text}", "edit")
        for said in page.conversation
        if said.note is not None
    ]
    places.append(Option(("client", page.row.client), page.row.client_name, "client"))
    places += [
        Option(("request", brief.key), f"{brief.key}  {brief.subject}", f"same cause · {brief.state}")
        for brief in page.related
    ]
    return places
