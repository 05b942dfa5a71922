"""How does the screen start? At once: only what the first frame needs is loaded, and the collector waits."""

from __future__ import annotations

import sys

from models.domain.basics.errors import DeskError
from tui.late import load
from tui.printing import refuse
from tui.textual_private.slim_import import load_textual

PROGRAM = "tui.program.start.run:run"
"""Loaded once Textual is, which leaves out what the first frame does not need."""


def launch(database: str | None, *, demo: bool = False) -> int:
    """Open the dashboard; 2 when this is no terminal, 1 with a sentence when the desk cannot be opened."""
    if not sys.stdout.isatty() or not sys.stdin.isatty():
        print("deskhours: the dashboard needs a terminal; see deskhours --help for commands", file=sys.stderr)
        return 2
    load_textual()
    try:
        status: int = load(PROGRAM)(database, demo=demo)
    except DeskError as error:
        return refuse(error)
    return status
