"""Which time leaves the program, and what are its people and clients called?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import day_after
from models.domain.basics.zone import Zone, zone
from models.domain.values import Entry
from models.exporters.names import Names
from models.storage import tables as t
from models.storage.rows.reading import check_client, read_desk, read_entries
from models.storage.rows.unknown import not_known


def read_zone_and_names() -> tuple[Zone, Names]:
    """The desk's zone, and the names of agents, clients and work types, archived ones too."""
    rows = [dict(table.select(table.key, table.name).tuples()) for table in (t.Agent, t.Client, t.WorkType)]
    return zone(read_desk().timezone), Names(*rows)


@dataclass(frozen=True, slots=True)
class SpanFacts:
    """How many entries of a span have an end and a length, and whether they are of more than one person."""

    count: int
    several: bool


def read_span_facts(
    first: date | None, last: date | None, client: str | None, desk_zone: Zone, agent: str | None = None
) -> SpanFacts:
    """What must be known of a span before its first entry is written."""
    e = t.Entry
    conditions = [*_conditions(first, last, client, desk_zone, agent), e.ended_at > e.started_at]
    count, agents = e.select(fn.COUNT(e.id), fn.COUNT(e.agent.distinct())).where(*conditions).tuples().first()
    return SpanFacts(count, agents > 1)


def read_span(
    first: date | None, last: date | None, client: str | None, desk_zone: Zone, agent: str | None = None
) -> Iterator[Entry]:
    """Entries that start on a day from `first` to `last`, both inclusive, by start, read as they are asked for.

    Raises InvalidValue and NotFound at once.
    """
    return read_entries(*_conditions(first, last, client, desk_zone, agent))


def _conditions(
    first: date | None, last: date | None, client: str | None, desk_zone: Zone, agent: str | None
) -> list[Any]:
    if first is not None and last is not None and last < first:
        raise InvalidValue("--to", f"{last} is before {first}; accepted is a day from then on")
    e, conditions = t.Entry, list[Any]()
    if first is not None:
        conditions.append(e.started_at >= desk_zone.starts(first))
    if last is not None:
        conditions.append(e.started_at < desk_zone.starts(day_after(last)))
    if client is not None:
        check_client(client)
        conditions.append(e.client == client)
    if agent is not None:
        conditions.append(e.agent == _known_agent(agent))
    return conditions


def _known_agent(key: str) -> str:
    if not t.Agent.select(t.Agent.id).where(t.Agent.key == key).exists():
        raise not_known(t.Agent, key, "agent")
    return key
