"""What does the line of capture need while somebody types? Names to choose from, and what a call means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.domain.basics.folding import name_order
from models.domain.requests.clocks import clocks
from models.domain.requests.one_line import Catalogue, Choice
from models.domain.values import Channel, Request
from models.holiday_dates import calendar_of
from models.queries.desk.catalogue import read_causes
from models.queries.desk.people import read_contact_names
from models.queries.ledger.ledgers import Ledgers
from models.queries.ledger.left import Left, read_left
from models.queries.requests.courtesies import read_given_words
from models.queries.requests.levels import read_levels
from models.queries.requests.page import Brief, similar_requests
from models.storage import tables as t

_MOST_CAUSES = 200
_MOST_SIMILAR = 3


@dataclass(frozen=True, slots=True)
class CaptureHint:
    """What the client of a call is promised and has left, and what was asked before that is like it."""

    client: str
    client_name: str
    tier_name: str | None
    channel_not_included: bool
    response_due: int | None
    resolution_due: int | None
    left: Left
    similar: tuple[Brief, ...]
    given: str = ""
    """What the client was given for nothing in twelve months, in words (RULES 3.10)."""


def read_causes_in_use() -> tuple[str, ...]:
    """Causes that requests have, the ones used last first."""
    return read_causes(_MOST_CAUSES)


def read_capture_catalogue() -> Catalogue:
    """Everything that a line may name; five statements."""
    people = read_contact_names()
    clients = [
        Choice(client.key, client.name, people.get(client.key, ()))
        for client in _choices(t.Client, t.Client.key)
    ]
    return Catalogue(
        clients=tuple(sorted(clients, key=lambda choice: name_order(choice.name))),
        causes=read_causes_in_use(),
        agents=_choices(t.Agent, t.Agent.id),
        work_types=_choices(t.WorkType, t.WorkType.id),
    )


def _choices(table: Any, order: Any) -> tuple[Choice, ...]:
    rows = table.select(table.key, table.name).where(~table.archived).order_by(order)
    return tuple(Choice(key, name) for key, name in rows.tuples())


def read_capture_hint(
    client: str, subject: str, now: int, channel: Channel = "phone", work_type: str | None = None
) -> CaptureHint | None:
    """What a request of that client reported now would be; None for a client that is not known."""
    ledgers = Ledgers()
    calendar = calendar_of(ledgers.desk)
    levels, call = read_levels(calendar.zone, client), Request("", client, subject, now)
    if client not in levels.clients:
        return None
    tier = levels.of(call)
    known = clocks(call, tier, calendar, now)
    return CaptureHint(
        client=client,
        client_name=levels.name(client),
        tier_name=None if tier is None else tier.name,
        channel_not_included=tier is not None and bool(tier.channels) and channel not in tier.channels,
        response_due=known.response_due,
        resolution_due=known.resolution_due,
        left=read_left(client, now, work_type, ledgers),
        similar=similar_requests(client, subject, _MOST_SIMILAR, now),
        given=read_given_words(client, now, ledgers),
    )
