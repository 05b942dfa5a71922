"""What does the desk sell? A catalogue of plans: the terms of a contract before anybody bought it.

A plan that is kept can be sold, and a change of a plan never touches a contract already sold. What a plan's document
holds is said in `models.book.plans`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import fn

from models.book.plans import parse_plan
from models.services.core.changes import change
from models.services.core.documents import (
    Document,
    brief,
    check_known,
    read_record,
    row_of,
    taken_keys,
    with_new_key,
    with_same_key,
)
from models.storage import tables as t
from models.storage.rows.reading import read_desk


def create_plan(document: Document, now: int, who: str) -> dict[str, Any]:
    """Add a plan to the catalogue; returns its document, key and name included. Raises InvalidValue."""
    with change(now, who, f"Added plan {brief(document.get('name'))}") as work:
        plan = _plan(with_new_key(t.Plan, document, "plan"))
        work.insert(t.Plan, **_columns(plan))
    return plan


def load_plans(documents: Iterable[Document], now: int, who: str) -> None:
    """Add the plans of a desk that begins, all or none; there is nothing before them that undo could go back to."""
    with t.database.atomic():
        for document in documents:
            create_plan(document, now, who)
            newest = t.Change.select(fn.MAX(t.Change.id))
            t.Change.update(undone_at=now).where(t.Change.id == newest).execute()


def edit_plan(key: str, document: Document, now: int, who: str) -> dict[str, Any]:
    """Change a plan; contracts sold from it stay as they are. Raises InvalidValue, NotFound."""
    with change(now, who, f"Edited plan {key}") as work:
        row = row_of(t.Plan, key, "plan")
        plan = _plan(with_same_key(key, document))
        work.update(t.Plan, row, **_columns(plan))
    return plan


def _columns(plan: dict[str, Any]) -> dict[str, Any]:
    terms = {name: value for name, value in plan.items() if name not in {"key", "name"}}
    return {"key": plan["key"], "name": plan["name"], "document": terms}


def _plan(document: dict[str, Any]) -> dict[str, Any]:
    desk, work_types = read_desk(), taken_keys(t.WorkType)
    check_known(t.Tier, document.get("tier"), "tier", "tier")
    return read_record(lambda given, path: parse_plan(given, desk, work_types, path), document)
