"""Is this meant, knowing what it does? What would be refused is refused at once, the rest is shown and asked about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import DeskError
from models.services.core.rehearsal import rehearse
from tui.dialogs.confirm import Confirm

if TYPE_CHECKING:
    from tui.program.protocol import Program


CHANGES = "This changes the following; closed months stay as they are:"


async def meant(
    program: Program,
    title: str,
    question: str,
    write: Callable[[], Any],
    yes: str,
    *,
    lines: Sequence[str] = (),
) -> bool:
    """Ask `question` with what `write` would change in the ledgers; False when it is refused or not meant.

    `lines` stand below the question; nothing is written here.
    """
    try:
        found = await program.data.submit(rehearse, (), write, program.now())
    except DeskError as error:
        program.notify(str(error), severity="error", timeout=12)
        return False
    moved = ["", CHANGES, "", *(f"  {line}" for line in found.lines)] if found.lines else []
    text = "\n".join([question, *lines, *moved])
    return await program.push_screen_wait(Confirm(title, text, (("y", yes),))) == "y"
