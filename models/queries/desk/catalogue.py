"""What is there to choose from? Pick lists of agents, work types, tiers, clients, causes and plans.

One or two statements each, whatever the desk holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from models.book.writing import target_text
from models.domain.basics.folding import name_order
from models.domain.contracts.terms import desk_rate
from models.domain.values import KINDS, DatedRate, Kind
from models.storage import tables as t
from models.storage.rows.reading import read_desk, read_tiers, read_work_types
from models.storage.rows.whole import whole


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
    a = t.Agent
    rows = _kept(a, archived, a.key, a.name, a.weekly_minutes, a.archived).order_by(a.archived, a.id)
    return tuple(AgentRow(*row) for row in rows.tuples())


def _kept(table: Any, archived: bool, *columns: Any) -> Any:
    """Columns of the records of a table, with those that are archived or without."""
    rows = table.select(*columns)
    return rows if archived else rows.where(~table.archived)


def read_work_type_rows(today: date, *, archived: bool = False) -> tuple[WorkTypeRow, ...]:
    """The work types with today's rate (RULES 3.5)."""
    known = read_work_types(read_desk())
    w = t.WorkType
    rows = _kept(w, archived, w.key, w.archived).order_by(w.archived, w.id).tuples()
    return tuple(
        WorkTypeRow(
            key,
            known[key].name,
            desk_rate(known[key], today),
            next((dated for dated in known[key].rates if dated.since > today), None),
            gone,
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
    c, k = t.Client, t.Contract
    last = fn.coalesce(k.cancelled, k.ends)
    running = k.select(k.client, k.kind).where(
        k.starts <= today, last.is_null() | (last >= today.isoformat())
    )
    kinds: dict[str, set[Kind]] = {}
    for client, kind in running.tuples():
        kinds.setdefault(client, set()).add(kind)
    rows = _kept(c, archived, c.key, c.name, c.tier, c.archived).order_by(c.key).tuples()
    by_names = sorted(rows, key=lambda row: (row[3], name_order(row[1])))
    return tuple(
        ClientRow(key, name, tier, tuple(kind for kind in KINDS if kind in kinds.get(key, ())), gone)
        for key, name, tier, gone in by_names
    )


def read_causes(limit: int = 30) -> tuple[str, ...]:
    """The causes of requests, the one used most recently first."""
    r = t.Request
    used = fn.max(fn.coalesce(r.resolved_at, r.reported_at))
    rows = r.select(r.cause).where(r.cause.is_null(False)).group_by(r.cause).order_by(used.desc(), r.cause)
    return tuple(cause for (cause,) in rows.limit(limit).tuples())


def read_plan_rows(*, archived: bool = False) -> tuple[PlanRow, ...]:
    """The plans of the catalogue, as a list shows them."""
    p = t.Plan
    rows = _kept(p, archived, p.key, p.name, whole(p.document), p.archived).order_by(p.archived, p.id)
    return tuple(PlanRow(key, name, document["kind"], gone) for key, name, document, gone in rows.tuples())


def read_absence_rows(since: date) -> tuple[AbsenceRow, ...]:
    """Absences that end on `since` or later, earliest first."""
    a = t.Absence
    rows = a.select(a.id, a.agent, a.first, a.last, a.reason).where(a.last >= since)
    return tuple(AbsenceRow(*row) for row in rows.order_by(a.first, a.last, a.id).tuples())
