"""How is a server reached? By its URL, service file, ~/.pgpass and environment, as libpq does.

Nothing but the driver is loaded here: `status` asks a server without anything else.
"""

from __future__ import annotations

import select
from collections.abc import Generator
from time import monotonic
from typing import Any

import psycopg
from psycopg import ClientCursor
from psycopg.adapt import AdaptersMap, Loader
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import ExecStatus, TransactionStatus

from models.storage.raw import ROLLBACK

_DEFAULTS = {
    "connect_timeout": "10",
    "keepalives_idle": "20",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
    "fallback_application_name": "deskhours",
    "client_encoding": "utf8",
}
"""A line that broke is known after twenty seconds; what the URL says goes first."""

_SETTLE_SECONDS = 5.0
"""So long an answer that nobody waits for may be under way."""


ANSWER_SECONDS = 60.0
"""A server that says nothing for longer is taken for gone; what the kernel answers in its place is no sign of life."""


class NoAnswer(psycopg.OperationalError):
    """The server said nothing for too long."""


class Line(psycopg.Connection[Any]):
    """A connection that does not wait for ever where something on the way swallows what is said."""

    patience: float | None = None
    """Seconds to wait for an answer; None for ever."""

    def wait(self, gen: Any, *args: Any, **named: Any) -> Any:
        """As ever, up to the patience; raises NoAnswer, and the line is closed then."""
        if self.patience is None:
            return super().wait(gen, *args, **named)
        try:
            return super().wait(_within(gen, self.patience), *args, **named)
        except NoAnswer:
            self.pgconn.finish()
            raise


def _within(gen: Generator[Any, Any, Any], seconds: float) -> Generator[Any, Any, Any]:
    """The same steps; each time nothing came the clock is looked at."""
    until = monotonic() + seconds
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            if not ready and monotonic() > until:
                raise NoAnswer(f"no answer for {seconds:g} seconds")
            wanted = gen.send(ready)
    except StopIteration as done:
        return done.value


class _WholeNumber(Loader):
    """The server sums whole numbers to `numeric`; they are whole numbers still."""

    def load(self, data: Any) -> Any:
        """An int; a fraction, which no statement of ours makes, as a float."""
        text = bytes(data).decode()
        return float(text) if "." in text else int(text)


_ADAPTERS = AdaptersMap(psycopg.adapters)
_ADAPTERS.register_loader("numeric", _WholeNumber)


def conninfo_of(url: str) -> str:
    """What to connect with; raises psycopg.Error for a URL that is none."""
    known = conninfo_to_dict(url)
    return make_conninfo(url, **{key: value for key, value in _DEFAULTS.items() if key not in known})


def connect(conninfo: str) -> Line:
    """A connection in which each statement stands for itself; raises psycopg.Error."""
    made: Line = Line.connect(conninfo, autocommit=True, context=_ADAPTERS, cursor_factory=ClientCursor)
    made.add_notice_handler(_ignore)
    made.patience = ANSWER_SECONDS
    return made


def _ignore(_: object) -> None:
    """Notices of the server are for its log."""


def leave(connection: psycopg.Connection[Any]) -> None:
    """Have a transaction rolled back without waiting for the answer: `settled` reads it before the next use."""
    line = connection.pgconn
    line.send_query(ROLLBACK.encode())
    while line.flush():
        select.select([], [line.socket], [], _SETTLE_SECONDS)


def settled(connection: psycopg.Connection[Any]) -> bool:
    """All that was sent is answered, and nothing came while nobody asked: a server that went away says so there."""
    line = connection.pgconn
    if connection.closed:
        return False
    try:
        while line.transaction_status == TransactionStatus.ACTIVE:
            if line.is_busy():
                if not select.select([line.socket], [], [], _SETTLE_SECONDS)[0]:
                    return False
                line.consume_input()
            elif (result := line.get_result()) is not None and result.status != ExecStatus.COMMAND_OK:
                return False
    except psycopg.Error:
        return False
    readable, _, _ = select.select([line.socket], [], [], 0)
    return not readable
