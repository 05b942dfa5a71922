"""Which service level holds for a request? That of its client on the day of its report (RULES 4.2)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from models.book.sections import parse_client
from models.domain.basics.frozen import dataclass
from models.domain.basics.zone import Zone
from models.domain.values import Client, Request, Tier
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.rows.reading import read_tiers


@dataclass(frozen=True, slots=True)
class Levels:
    """The tiers of the desk and what the clients have of them."""

    tiers: Mapping[str, Tier]
    clients: Mapping[str, Client]
    zone: Zone

    def name(self, client: str) -> str:
        """The name of a client."""
        return self.clients[client].name

    def on(self, client: str, day: date) -> Tier | None:
        """The tier of a client on a day, with what it promised then; None for none."""
        tier = self.tiers.get(self.clients[client].tier_on(day) or "")
        return None if tier is None else tier.on(day)

    def of(self, request: Request) -> Tier | None:
        """The tier that holds for a request, whatever came later."""
        client = self.clients[request.client]
        tier = self.tiers.get(client.tier or "")
        if not client.dated_tiers and (tier is None or not tier.targets):
            return tier  # nothing ever changed: the day of the report need not be found
        return self.on(request.client, self.zone.date_of(request.reported_at))


def read_levels(zone: Zone, client: str | None = None) -> Levels:
    """The service levels of every client, or of one; two statements."""
    rows = _all() if client is None else _one(client)
    clients = {key: _client(key, name, tier, dated) for key, name, tier, dated in rows}
    return Levels(read_tiers(), clients, zone)


_COLUMNS = (t.Client.key, t.Client.name, t.Client.tier, t.Client.tiers)


@compiled
def _all() -> Any:
    return t.Client.select(*_COLUMNS)


@compiled
def _one(key: str) -> Any:
    return t.Client.select(*_COLUMNS).where(t.Client.key == key)


def _client(key: str, name: str, tier: str | None, dated: str | None) -> Client:
    if dated is None:
        return Client(key, name, tier)
    return parse_client({"key": key, "name": name, "tier": json.loads(dated)})
