"""What is remembered of a request? Notes, new and changed; no text is lost, whatever a colleague did meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from models.domain.basics.errors import Overtaken
from models.queries.desk.forms import note_form
from models.services.core.together import Base, save_over
from models.services.requests import life
from tui.dialogs.confirm import Confirm
from tui.dialogs.conflicts import names_of
from tui.dialogs.note import Note
from tui.program.presence import agent_here, who
from tui.screens.requests.common import UNDO, called, fetch_or_tell

if TYPE_CHECKING:
    from models.queries.requests.queue import QueueRow
    from tui.program.protocol import Program


async def add_note(program: Program, row: QueueRow) -> bool:
    """Ask for a note and save it; a refused text stays in the field. Tell whether it was saved."""
    agent = agent_here(program)
    text = await program.push_screen_wait(Note(f"Note on {called([row])}"))
    while text is not None:
        errors = await program.save(life.add_note, row.key, text, program.now(), who(program), agent)
        if not errors:
            return True
        program.notify("; ".join(errors.values()), severity="error")
        title = f"Note on {called([row])}"
        text = await program.push_screen_wait(Note(title, typed=text, why="not saved"))
    return False


async def edit_note(program: Program, note: int, text: str) -> bool:
    """Change what was written down, or delete it: that is what an emptied note means."""
    fresh: str | None = await program.push_screen_wait(Note("Edit the note", text))
    while fresh is not None:
        if not fresh and not await _deletes(program):
            return False
        base = Base("request_note", str(note), "the note", {"text": text}, partial(note_form, note))
        try:
            errors = await program.save(
                save_over, (base,), _written(note, fresh, program.now(), who(program))
            )
            if not errors:
                return True
            program.notify("; ".join(errors.values()), severity="error")
        except Overtaken as found:
            if found.gone:
                program.notify(f"{found}. What you wrote stays here.", severity="error", timeout=10)
            else:
                text = (await fetch_or_tell(program, note_form, note) or {"text": text})["text"]
                fresh = await _theirs_or_mine(program, found, text, fresh)
                if fresh is None or fresh == text:
                    return False
                continue
        fresh = await program.push_screen_wait(Note("Edit the note", text, typed=fresh, why="not saved"))
    return False


async def _deletes(program: Program) -> bool:
    """Ask whether the note that was emptied is to be deleted."""
    question = Confirm("Delete the note", f"It is empty now: delete it? {UNDO}", (("y", "delete"),))
    return bool(await program.push_screen_wait(question) == "y")


def _written(note: int, text: str, now: int, by: str) -> Callable[[], None]:
    return partial(life.edit_note, note, text, now, by) if text else partial(life.delete_note, note, now, by)


async def _theirs_or_mine(program: Program, found: Overtaken, theirs: str, mine: str) -> str | None:
    """A colleague changed the note meanwhile: what shall stand there? None when it is left as theirs."""
    names = names_of(program)
    by = f"{names.who(found.changes[0].who)} changed this note at {names.clock(found.changes[0].at)} to:"
    text = "\n".join([by, "", theirs, "", "Yours:", "", mine])
    answers = (("t", "take theirs"), ("m", "keep yours"), ("b", "both, yours below theirs"))
    answer = None
    while answer is None:
        answer = await program.push_screen_wait(Confirm("The note was changed meanwhile", text, answers))
    return {"t": None, "m": mine, "b": f"{theirs}\n\n{mine}"}[answer]
