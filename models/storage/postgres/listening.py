"""How does a program hear at once that somebody changed the desk? The server tells it; else it is asked (RULES 13).

One connection of its own waits in a thread and costs nothing while nothing happens. What is told has no content:
whoever hears it reads again what they may read.
"""

from __future__ import annotations

import select
import threading
from collections.abc import Callable

import psycopg

from models.storage import raw
from models.storage.postgres.line import Line, connect

ASK_SECONDS = 5
"""So often a server is asked that cannot tell, such as one behind a pooler of transactions."""
AGAIN_SECONDS = 2.0
QUIET_SECONDS = 20.0
"""After so long without any news the line is tried."""
ANSWER_SECONDS = 10.0
"""A server that does not answer within this is said to be away; what was asked elsewhere may still be answered."""


class Listener:
    """Waits for changes until it is told to stop; `state` is how it hears of them now."""

    def __init__(self, conninfo: str, tell: Callable[[], None]) -> None:
        """`tell` is called in another thread whenever somebody may have changed the desk."""
        self.state = "asked"
        """"told" while the server tells, "asked" while it must be asked, "lost" while it cannot be reached."""
        self._conninfo, self._tell = conninfo, tell
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="deskhours-listener", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Wait for nothing any more; the thread ends by itself."""
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                with connect(self._conninfo) as connection:
                    self._wait(connection)
            except psycopg.Error:
                self.state = "lost"
                self._tell()
                self._stopped.wait(AGAIN_SECONDS)

    def _wait(self, connection: Line) -> None:
        connection.patience = ANSWER_SECONDS
        connection.execute(raw.LISTEN)
        # Behind a pooler the next statement may run in another session, which listens to nothing.
        heard = connection.execute(raw.HEARD).fetchall()
        self.state = "told" if heard else "asked"
        self._tell()
        while not self._stopped.is_set():
            if self.state == "asked":
                self._stopped.wait(ASK_SECONDS)
                connection.execute(raw.STILL_THERE)
                self._tell()
                continue
            if _news(connection):
                self._tell()
            connection.patience = ANSWER_SECONDS
            connection.execute(raw.STILL_THERE)  # a line that broke in silence says so now


def _news(connection: Line) -> bool:
    """Wait until something is told, or for long enough.

    The kernel waits: the driver would wake ten times a second to see whether somebody interrupts it.
    """
    connection.patience = None  # nothing need come
    if [*connection.notifies(timeout=0)]:  # it came with an answer
        return True
    select.select([connection.fileno()], [], [], QUIET_SECONDS)
    return bool([*connection.notifies(timeout=0)])
