"""How does somebody bring the history of another tool in? One file after the other, from the palette."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from models.domain.basics.errors import DeskError
from models.importers.formats import FORMATS
from models.storage.files.whole import why
from tui.dialogs.imports.files import choose_file
from tui.dialogs.imports.page import ImportPage
from tui.dialogs.imports.work import Wanted, tool_of
from tui.dialogs.pick import Option, Pick

if TYPE_CHECKING:
    from tui.program.protocol import Program


def import_history(program: Program) -> None:
    """Ask for a file, show its plan, import it."""
    program.run_worker(_import(program), group="import", exclusive=True)


async def _import(program: Program) -> None:
    path = await choose_file(program)
    if path is None:
        return
    tool = await _tool(program, path)
    if tool is not None:
        await program.push_screen_wait(ImportPage(Wanted(path, tool)))


async def _tool(program: Program, path: Path) -> str | None:
    """The tool that wrote the file, asked for where the file does not tell."""
    try:
        found = await asyncio.to_thread(tool_of, path)
    except (DeskError, OSError) as error:
        words = why(error) if isinstance(error, OSError) else str(error)
        program.notify(f"{path.name}: {words}", severity="error", timeout=12)
        return None
    if found is not None:
        return found
    options = [Option(name, name, each.words) for name, each in FORMATS.items()]
    picked = await program.push_screen_wait(Pick(f"What wrote {path.name}?", options))
    return None if picked is None else str(picked)
