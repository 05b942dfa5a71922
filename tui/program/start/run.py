"""How does the program run from its start to its exit status?"""

from __future__ import annotations

import gc
import os
import sys

from tui.late import load
from tui.open import open_demo, open_desk
from tui.program.app import DeskApp
from tui.program.clock import machine_now
from tui.textual_private.app import FAILED

END_IN_ORDER = "tui.signals:end_in_order"
"""Loaded for a demo alone, until the screen listens to signals itself."""


def run(database: str | None, *, demo: bool = False) -> int:
    """Show the dashboard until the user leaves; the exit status of the program. Raises StorageError."""
    gc.disable()
    if demo:
        load(END_IN_ORDER)()
    place = open_demo(machine_now()) if demo else open_desk(database)
    return show(DeskApp(place.data, demo=demo, place=place))


def show(app: DeskApp) -> int:
    """Run an app to its end; the exit status: 0 only when somebody left."""
    result = app.run()
    app.sessions.leave()
    flush_output()
    if result is not None:
        return result
    return app.return_code if app.return_code is not None else FAILED


def flush_output() -> None:
    """Flush stdout and stderr; a closed terminal must not change the exit status."""
    for number, stream in enumerate((sys.stdout, sys.stderr), 1):
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, number)
            os.close(nowhere)
