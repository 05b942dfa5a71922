"""Was it saved, although the line broke before the server could say so? The server knows of every transaction it ended.

A change tells its number while it begins, in what the server reports by itself, so that nobody asks for it.
When the answer to COMMIT does not come, another line asks what became of that number; a session that still waits at
the far end of the broken line is ended first, since it holds the lock of changes.
"""

from __future__ import annotations

import time
from typing import Any

import psycopg

from models.storage.postgres.line import connect
from models.storage.raw import CHANGE_NAME, END_SESSION, FATE

PATIENCE_SECONDS = 10.0
"""So long a server that starts again is waited for."""
_PAUSE_SECONDS = 0.2


class OutcomeUnknown(psycopg.OperationalError):
    """The line broke while a change was being saved, and nobody can say whether it was."""


def change_number(connection: psycopg.Connection[Any]) -> str | None:
    """The number of the change that is under way in a connection; None where the server told none."""
    told = connection.info.parameter_status("application_name") or ""
    return told.removeprefix(CHANGE_NAME) if told.startswith(CHANGE_NAME) else None


def was_saved(conninfo: str, number: str, session: int) -> bool:
    """What became of a change whose line broke; raises OutcomeUnknown where the server does not come back.

    `session` is the server's number of the session that made it.
    """
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with connect(conninfo) as line:
                while (state := _state(line, number)) == "in progress" and time.monotonic() < until:
                    line.execute(END_SESSION, (session,))
                    time.sleep(_PAUSE_SECONDS)
        except psycopg.Error as error:
            if time.monotonic() >= until:
                raise OutcomeUnknown(str(error)) from error
            time.sleep(_PAUSE_SECONDS)
            continue
        if state not in ("committed", "aborted"):
            raise OutcomeUnknown(f"the server says {state or 'nothing'} of change {number}")
        return state == "committed"


def _state(line: psycopg.Connection[Any], number: str) -> str | None:
    row = line.execute(FATE, (number,)).fetchone()
    return None if row is None else row[0]
