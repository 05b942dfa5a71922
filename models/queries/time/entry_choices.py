"""What can an entry be about? People, clients, requests and kinds of work to choose from in a form.

It takes a fixed number of statements, and never more requests than a person can look through: those that are open,
and the newest of the others.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from models.domain.basics.folding import by_name
from models.domain.basics.months import Month
from models.domain.values import Agent
from models.queries.desk.people import read_contact_names
from models.storage import tables as t
from models.storage.reading import read_agents, read_closed_through, read_desk

MOST_OPEN, MOST_DONE = 500, 200
_PARTS = (
    *(("new", 0, MOST_OPEN), ("open", 0, MOST_OPEN), ("waiting", 0, MOST_OPEN)),
    *(("resolved", 1, MOST_DONE), ("closed", 1, MOST_DONE)),
)


@dataclass(frozen=True, slots=True)
class RequestChoice:
    """A request that time may be booked on."""

    key: str
    client: str
    subject: str
    work_type: str | None
    state: str


@dataclass(frozen=True, slots=True)
class EntryChoices:
    """Everything that the fields of an entry offer."""

    timezone: str
    currency: str
    closed_through: Month | None
    agents: tuple[Agent, ...]
    clients: tuple[tuple[str, str], ...]
    """Key and name, by name."""
    work_types: tuple[tuple[str, str], ...]
    """Key and name, in the order of the book."""
    requests: tuple[RequestChoice, ...]
    """Open ones first, newest first."""
    people: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Names of each client's contacts, which find the client, too."""


def read_entry_choices(request: str | None = None) -> EntryChoices:
    """The choices, among them `request` (of the entry that is edited) whatever its state."""
    desk = read_desk()
    clients = t.database.execute_sql("SELECT key, name FROM client WHERE NOT archived ORDER BY key")
    work_types = t.database.execute_sql("SELECT key, name FROM work_type WHERE NOT archived ORDER BY id")
    return EntryChoices(
        desk.timezone,
        desk.currency,
        read_closed_through(),
        read_agents(),
        tuple(by_name(clients)),
        tuple(work_types),
        _requests(request),
        read_contact_names(),
    )


def _requests(request: str | None) -> tuple[RequestChoice, ...]:
    columns = "key, client, subject, work_type, state"
    parts = [
        f"SELECT * FROM (SELECT {columns}, {rank} AS rank, reported_at FROM request WHERE state = '{state}'"
        f" ORDER BY reported_at DESC LIMIT {most})"
        for state, rank, most in _PARTS
    ]
    parts.append(f"SELECT {columns}, 1 AS rank, reported_at FROM request WHERE key = ?")
    rows = t.database.execute_sql(
        f"{' UNION '.join(parts)} ORDER BY rank, reported_at DESC, key", (request or "",)
    )
    return tuple(RequestChoice(*row[:5]) for row in rows)
