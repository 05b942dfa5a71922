"""What did the desk write down that holds these words? Done requests, notes, entries, contacts, for the palette.

The database is read in another thread, one read at a time; what the list shows first never waits for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.message import Message

from models.domain.basics.errors import DeskError
from models.domain.basics.folding import SCATTERED, fold
from models.queries.desk.search import read_found
from tui.dialogs.pick import MOST_SHOWN, Option, PickList

if TYPE_CHECKING:
    from models.queries.desk.search import Found
    from tui.program.protocol import Program

PAUSE_SECONDS = 0.12
"""Somebody who types on does not want an answer to half a word."""
MOST_FOUND = 60
SHORTEST = 2
"""One letter stands nearly everywhere."""


class FoundKey(NamedTuple):
    """What was found: what is opened for it, and which of several it is."""

    kind: str
    key: str
    archived: bool
    number: int


class PaletteList(PickList):
    """A list of options that takes in what a search found, before whatever only scattered letters match."""

    class Typed(Message):
        """Sent when the words in the palette's field changed."""

        def __init__(self, query: str) -> None:
            super().__init__()
            self.query = query

    def __init__(self, options: Sequence[Option], empty: str) -> None:
        super().__init__(options, empty)
        self._found: tuple[Option, ...] = ()
        self._asked = ""

    def best(self) -> list[tuple[int, Option]]:
        """What matches, what was found, and at last the scattered letters."""
        query = fold(self.editor.text).strip()
        if query != self._asked:
            self._asked, self._found = query, ()
            if len(query) >= SHORTEST:
                self.post_message(self.Typed(query))
        matches = super().best()
        firm = [pair for pair in matches if pair[0] < SCATTERED]
        known = {option.title for _, option in firm}
        found = [(0, option) for option in self._found if option.title not in known]
        return [*firm, *found, *matches[len(firm) :]]

    def show_found(self, options: Sequence[Option]) -> None:
        """Take in what was found; the cursor stays on what it was moved to."""
        if not options:
            return
        self._found = tuple(options)
        moved = self.cursor > 0
        best = self.best()[:MOST_SHOWN]
        self.set_rows([option for _, option in best])
        if not moved:
            self.settle(best)


async def found_options(program: Program, query: str) -> list[Option]:
    """What the desk wrote down that holds the words; nothing when the database does not answer."""
    try:
        found = await program.data.fetch(read_found, query, program.now(), MOST_FOUND)
    except DeskError:
        return []  # the screen behind says what is wrong
    return [_option(one, number, program) for number, one in enumerate(found)]


def _option(found: Found, number: int, program: Program) -> Option:
    title = (
        f"{found.client_name} · {found.text}" if found.kind != "client" and found.client_name else found.text
    )
    day = "" if found.at is None else f"{datetime.fromtimestamp(found.at, program.zone):%d %b %Y}".lstrip("0")
    where = {"request": found.key, "note": f"note on {found.key}"}.get(found.kind, found.kind)
    dated = found.kind in ("request", "note", "entry", "contract")
    return Option(_opens(found, number), title, f"{day}  {where}" if dated else where)


def _opens(found: Found, number: int) -> FoundKey:
    """A note opens its request; a contact and a contract the page of the client, which shows them."""
    if found.kind in ("request", "note", "entry"):
        return FoundKey("request" if found.kind == "note" else found.kind, found.key, False, number)
    return FoundKey("client", found.client or found.key, found.archived, number)


def open_found(program: Program, key: Any) -> None:
    """Go to the record; an archived client, which no screen lists, shows its form."""
    if key.archived:
        program.everywhere.write_down(key.kind, key.key)
    else:
        program.everywhere.open_record(key.kind, key.key)
