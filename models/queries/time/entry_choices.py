"""What can an entry be about? People, clients, requests and kinds of work to choose from in a form.

It takes a fixed number of statements, and never more requests than a person can look through: those that are open,
and the newest of the others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from peewee import Select

from models.domain.basics.folding import by_name
from models.domain.basics.months import Month
from models.domain.contracts.weights import has_weights
from models.domain.requests.clocks import DONE
from models.domain.values import STATES, Agent
from models.queries.desk.people import read_contact_names
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.rows.reading import read_agents, read_closed_through, read_contracts, read_desk

MOST_OPEN, MOST_DONE = 500, 200


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
    weights: bool = False
    """Whether anything weighs more or less at this desk, so that it may be agreed or waived (RULES 3.9)."""


def read_entry_choices(request: str | None = None) -> EntryChoices:
    """The choices, among them `request` (of the entry that is edited) whatever its state."""
    desk = read_desk()
    c, w = t.Client, t.WorkType
    clients = c.select(c.key, c.name).where(~c.archived).order_by(c.key).tuples()
    work_types = w.select(w.key, w.name).where(~w.archived).order_by(w.id).tuples()
    return EntryChoices(
        desk.timezone,
        desk.currency,
        read_closed_through(),
        read_agents(),
        tuple(by_name(clients)),
        tuple(work_types),
        _requests(request),
        read_contact_names(),
        has_weights(desk, read_contracts(desk)),
    )


def _requests(request: str | None) -> tuple[RequestChoice, ...]:
    return tuple(RequestChoice(*row) for row in _choices(request or ""))


@compiled
def _choices(key: str) -> Any:
    """The newest of each state, each from the end of an index, and the one asked for; open ones first."""
    r = t.Request
    listed = r.select(r.id).where(r.key == key)
    for state in STATES:
        most = MOST_DONE if state in DONE else MOST_OPEN
        newest = r.select(r.id).where(r.state == state).order_by(r.reported_at.desc()).limit(most)
        part = newest.alias(state)
        listed |= Select([part], [part.c.id])
    columns = (r.key, r.client, r.subject, r.work_type, r.state)
    found = r.select(*columns).where(r.id.in_(listed))
    return found.order_by(r.state.in_(DONE), r.reported_at.desc(), r.key)
