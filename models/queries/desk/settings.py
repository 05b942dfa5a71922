"""What did somebody choose? Settings of the program, and who works at this desk."""

from __future__ import annotations

from models.storage import tables as t
from models.storage.rows.reading import setting as setting


def known_agents() -> list[str]:
    """Keys of the agents who still work here, in the order of the book."""
    return [
        key for (key,) in t.Agent.select(t.Agent.key).where(~t.Agent.archived).order_by(t.Agent.id).tuples()
    ]


def read_sorts(user: str) -> dict[str, tuple[str, bool]]:
    """By which column a user sorts each list, and whether from the greatest down; what makes no sense is left out."""
    kept = setting(f"sorts:{user}")
    if not isinstance(kept, dict):
        return {}
    return {
        str(name): (order[0], bool(order[1]))
        for name, order in kept.items()
        if isinstance(order, list) and len(order) == 2 and isinstance(order[0], str)
    }
