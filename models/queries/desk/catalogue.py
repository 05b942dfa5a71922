"""What is there to choose from? Pick lists of agents, work types, tiers, clients, causes and plans.

One or two statements each, whatever the desk holds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from models.book import target_text
from models.domain.basics.folding import name_order
from models.domain.contracts.terms import desk_rate
from models.domain.values import KINDS, DatedRate, Kind
from models.storage import tables as t
from models.storage.reading import read_desk, read_tiers, read_work_types


@dataclass(frozen=True, slots=True)
class AgentRow:
    """An agent in a list."""

    key: str
    name: str
    weekly_minutes: int
    archived: bool


@dataclass(frozen=True, slots=True)
class WorkTypeRow:
    """A work type in a list, with the desk's rate in minor units an hour that holds today."""

    key: str
    name: str
    rate: int
    next_rate: DatedRate | None
    """The next one to come, if any is set."""
    archived: bool


@dataclass(frozen=True, slots=True)
class TierRow:
    """A tier in a list; its targets as "4h", "2d", "same_day" or None."""

    key: str
    name: str
    first_response: str | None
    resolution: str | None
    clock: str


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client in a list, with the kinds of its contracts that run today, strongest first."""

    key: str
    name: str
    tier: str | None
    kinds: tuple[Kind, ...]
    archived: bool


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in a list."""

    key: str
    name: str
    kind: Kind
    archived: bool


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """An agent's absence, both days inclusive; `id` is what the services want."""

    id: int
    agent: str
    first: date
    last: date
    reason: str


def read_agent_rows(*, archived: bool = False) -> tuple[AgentRow, ...]:
    """The agents, those who left at the end when wanted at all."""
    rows = t.database.execute_sql(
        "SELECT key, name, weekly_minutes, archived FROM agent WHERE archived <= ? ORDER BY archived, id",
        (archived,),
    )
    return tuple(AgentRow(key, name, minutes, bool(gone)) for key, name, minutes, gone in rows)


def read_work_type_rows(today: date, *, archived: bool = False) -> tuple[WorkTypeRow, ...]:
    """The work types with today's rate (RULES 3.5)."""
    known = read_work_types(read_desk())
    rows = t.database.execute_sql(
        "SELECT key, archived FROM work_type WHERE archived <= ? ORDER BY archived, id", (archived,)
    )
    return tuple(
        WorkTypeRow(
            key,
            known[key].name,
            desk_rate(known[key], today),
            next((dated for dated in known[key].rates if dated.since > today), None),
            bool(gone),
        )
        for key, gone in rows
    )


def read_tier_rows() -> tuple[TierRow, ...]:
    """The tiers with their targets."""
    return tuple(
        TierRow(
            tier.key, tier.name, target_text(tier.first_response), target_text(tier.resolution), tier.clock
        )
        for tier in read_tiers().values()
    )


def read_client_rows(today: date, *, archived: bool = False) -> tuple[ClientRow, ...]:
    """The clients by name, with what kinds of contract they have today."""
    day = today.isoformat()
    running = t.database.execute_sql(
        "SELECT client, kind FROM contract WHERE starts <= ? AND coalesce(cancelled, ends, ?) >= ?",
        (day, day, day),
    )
    kinds: dict[str, set[Kind]] = {}
    for client, kind in running:
        kinds.setdefault(client, set()).add(kind)
    rows = t.database.execute_sql(
        "SELECT key, name, tier, archived FROM client WHERE archived <= ? ORDER BY key",
        (archived,),
    )
    by_names = sorted(rows, key=lambda row: (row[3], name_order(row[1])))
    return tuple(
        ClientRow(key, name, tier, tuple(kind for kind in KINDS if kind in kinds.get(key, ())), bool(gone))
        for key, name, tier, gone in by_names
    )


def read_causes(limit: int = 30) -> tuple[str, ...]:
    """The causes of requests, the one used most recently first."""
    rows = t.database.execute_sql(
        "SELECT cause FROM request WHERE cause IS NOT NULL GROUP BY cause"
        " ORDER BY max(coalesce(resolved_at, reported_at)) DESC, cause LIMIT ?",
        (limit,),
    )
    return tuple(cause for (cause,) in rows)


def read_plan_rows(*, archived: bool = False) -> tuple[PlanRow, ...]:
    """The plans of the catalogue, as a list shows them."""
    rows = t.database.execute_sql(
        "SELECT key, name, document, archived FROM plan WHERE archived <= ? ORDER BY archived, id",
        (archived,),
    )
    return tuple(PlanRow(key, name, json.loads(text)["kind"], bool(gone)) for key, name, text, gone in rows)


def read_absence_rows(since: date) -> tuple[AbsenceRow, ...]:
    """Absences that end on `since` or later, earliest first."""
    rows = t.database.execute_sql(
        "SELECT id, agent, first, last, reason FROM absence WHERE last >= ? ORDER BY first, last, id",
        (since.isoformat(),),
    )
    return tuple(
        AbsenceRow(number, agent, date.fromisoformat(first), date.fromisoformat(last), reason)
        for number, agent, first, last, reason in rows
    )
