"""What can the forms of the desk's records refer to? Desk, lists to choose from and today, in seven statements.

Archived records are not offered, yet keep their names, so that a form can say what an old record says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from models.domain.basics.folding import by_name
from models.domain.basics.months import Month
from models.domain.basics.zone import zone
from models.domain.values import Desk
from models.storage import tables as t
from models.storage.rows.reading import read_closed_through, read_desk
from models.storage.rows.whole import whole

Pairs = tuple[tuple[str, str], ...]
"""Keys and names."""


@dataclass(frozen=True, slots=True)
class RecordChoices:
    """The desk, today's date in its zone, and pairs of key and name; `plans` are documents with key and name."""

    desk: Desk
    today: date
    closed_through: Month | None
    agents: Pairs
    work_types: Pairs
    tiers: Pairs
    clients: Pairs
    plans: tuple[dict[str, Any], ...]
    names: dict[str, str]
    """Names of all work types, archived ones too."""


def read_record_choices(now: int) -> RecordChoices:
    """What there is to choose from at `now`; raises NotFound without a desk."""
    desk = read_desk()
    w, p = t.WorkType, t.Plan
    work_types = list(w.select(w.key, w.name, w.archived).order_by(w.id).tuples())
    plans = p.select(p.key, p.name, whole(p.document)).where(~p.archived).order_by(p.id).tuples()
    return RecordChoices(
        desk=desk,
        today=zone(desk.timezone).date_of(now),
        closed_through=read_closed_through(),
        agents=_pairs(t.Agent, t.Agent.id),
        work_types=tuple((key, name) for key, name, archived in work_types if not archived),
        tiers=_pairs(t.Tier, t.Tier.id),
        clients=tuple(by_name(_pairs(t.Client, t.Client.key))),
        plans=tuple({"key": key, "name": name, **document} for key, name, document in plans),
        names={key: name for key, name, _ in work_types},
    )


def _pairs(table: Any, order: Any) -> Pairs:
    """Key and name of all records that are not archived."""
    rows = table.select(table.key, table.name).order_by(order)
    if hasattr(table, "archived"):
        rows = rows.where(~table.archived)
    return tuple(rows.tuples())
