"""Which connections rest between two calls? Making one costs more than most reads, so a few are kept."""

from __future__ import annotations

from threading import Lock

from psycopg.pq import TransactionStatus

from models.storage.postgres import line
from models.storage.postgres.line import Line, connect, settled

MOST_RESTING = 6
"""Connections that are kept for later, a thread at a time uses one."""
_RESTING = (TransactionStatus.IDLE, TransactionStatus.ACTIVE)


class RestingLines:
    """The connections of one database that nobody uses just now."""

    def __init__(self, conninfo: str) -> None:
        """Connects to nothing yet."""
        self._conninfo = conninfo
        self._kept: list[Line] = []
        self._lock = Lock()

    def take(self) -> Line:
        """One that is still good, or a new one; raises psycopg.Error."""
        while (kept := self._last()) is not None:
            if settled(kept):
                kept.patience = line.ANSWER_SECONDS
                return kept
            kept.close()
        return connect(self._conninfo)

    def give_back(self, conn: Line) -> None:
        """Keep it for the next call, where nothing is under way in it and few are kept; else close it."""
        with self._lock:
            if conn.info.transaction_status in _RESTING and len(self._kept) < MOST_RESTING:
                self._kept.append(conn)
                return
        conn.close()

    def close(self) -> None:
        """Close what is kept."""
        while (kept := self._last()) is not None:
            kept.close()

    def _last(self) -> Line | None:
        with self._lock:
            return self._kept.pop() if self._kept else None
