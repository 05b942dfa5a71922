"""What does the palette know of the desk? Its clients, open requests and people, and every form that makes a record."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from models.domain.basics.errors import DeskError
from models.queries.time.works import WorkChoice, read_works
from tui.program.palette.item import Item

if TYPE_CHECKING:
    from tui.program.palette.item import PaletteHost

NEW = (
    ("contract", "New contract"),
    ("sale", "Sell a plan"),
    ("charge", "New charge or credit"),
    ("plan", "New plan"),
    ("agent", "New agent"),
    ("work_type", "New work type"),
    ("tier", "New tier"),
    ("absence", "New absence"),
)
FOR_CLIENT = {"contract", "sale", "charge"}
"""Forms that begin with the client under the cursor."""


async def read_records(program: PaletteHost) -> Sequence[WorkChoice]:
    """The clients and open requests that can be opened, read in another thread."""
    if not program.place.has_desk:
        return ()
    try:
        return await program.data.fetch(read_works)
    except DeskError:
        return ()  # the screen behind says what is wrong


def record_items(program: PaletteHost, works: Sequence[WorkChoice] = ()) -> list[Item]:
    """Clients and open requests as they were read, new records, and who sits here."""
    records = program.records
    if not program.place.has_desk:
        return [Item("Set up a desk", records.greet, "0")]
    items = [Item(words, partial(_new, program, kind), "form") for kind, words in NEW]
    items.append(
        Item(
            "Timer questions and announcements",
            records.ask_attention,
            "form",
            "bell notify notification idle minutes OSC settings",
        )
    )
    items.append(Item("Desk settings", partial(records.write_down, "desk", "desk"), "form"))
    items.append(
        Item(
            "Weights of the desk",
            partial(records.write_down, "weights", "desk"),
            "form",
            "evenings weekends holidays night surcharge premium bands",
        )
    )
    items.append(Item("History of the whole desk", partial(records.open_history, None), "who did what"))
    items += _people(program)
    for found in works:
        kind, key = ("client", found.client) if found.request is None else ("request", found.request)
        show, whole = partial(_show, program, kind, key), found.request is None
        items.append(Item(found.title, show, found.hint, found.more, first=whole))
    return items


def _new(program: PaletteHost, kind: str) -> None:
    target = None if program.base_screen is None else program.base_screen.work_target()
    client = target.client if target is not None and kind in FOR_CLIENT else None
    program.records.write_down(kind, None, **({"client": client} if client else {}))


def _show(program: PaletteHost, kind: str, key: str) -> None:
    program.everywhere.open_record(kind, key)


def _people(program: PaletteHost) -> list[Item]:
    session = program.session
    if session is None:
        return []
    return [
        Item(
            f"I am {person.name}",
            partial(program.remembered.become, person.key),
            "you" if person == session.me else "agent",
        )
        for person in session.agents
    ]
