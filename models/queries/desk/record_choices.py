"""What can the forms of the desk's records refer to? Desk, lists to choose from and today, in seven statements.

Archived records are not offered, yet keep their names, so that a form can say what an old record says.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.domain.basics.folding import by_name
from models.domain.basics.months import Month
from models.domain.basics.zone import zone
from models.domain.values import Desk
from models.storage import tables as t
from models.storage.reading import read_closed_through, read_desk

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
    work_types = t.database.execute_sql("SELECT key, name, archived FROM work_type ORDER BY id").fetchall()
    plans = t.database.execute_sql("SELECT key, name, document FROM plan WHERE NOT archived ORDER BY id")
    return RecordChoices(
        desk=desk,
        today=zone(desk.timezone).date_of(now),
        closed_through=read_closed_through(),
        agents=_pairs("SELECT key, name FROM agent WHERE NOT archived ORDER BY id"),
        work_types=tuple((key, name) for key, name, archived in work_types if not archived),
        tiers=_pairs("SELECT key, name FROM tier ORDER BY id"),
        clients=tuple(by_name(_pairs("SELECT key, name FROM client WHERE NOT archived ORDER BY key"))),
        plans=tuple({"key": key, "name": name, **json.loads(text)} for key, name, text in plans),
        names={key: name for key, name, _ in work_types},
    )


def _pairs(sql: str) -> Pairs:
    return tuple((str(key), str(name)) for key, name in t.database.execute_sql(sql))
