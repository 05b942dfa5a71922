"""How is a server reached? By its URL, service file, ~/.pgpass and environment, as libpq does.

Nothing but the driver is loaded here: `status` asks a server without anything else.
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import ClientCursor
from psycopg.adapt import AdaptersMap, Loader
from psycopg.conninfo import conninfo_to_dict, make_conninfo

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


def connect(conninfo: str) -> psycopg.Connection[Any]:
    """A connection in which each statement stands for itself; raises psycopg.Error."""
    made = psycopg.connect(conninfo, autocommit=True, context=_ADAPTERS, cursor_factory=ClientCursor)
    made.add_notice_handler(_ignore)
    return made


def _ignore(_: object) -> None:
    """Notices of the server are for its log."""
