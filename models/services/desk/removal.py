"""How is a record taken away? Deleted when nothing ever used it, else archived.

No number of the past and no reference loses what it stands on; an archived record can come back.
"""

from __future__ import annotations

from typing import Any, Literal

from models.domain.basics.errors import DeskError
from models.services.core.changes import change
from models.services.core.documents import row_of
from models.services.core.guards import forget
from models.storage import tables as t

Kind = Literal["agent", "work_type", "tier", "client", "plan"]
_TABLES: dict[Kind, type[t.Table]] = {
    "agent": t.Agent,
    "work_type": t.WorkType,
    "tier": t.Tier,
    "client": t.Client,
    "plan": t.Plan,
}
_REFERENCES: dict[Kind, tuple[tuple[Any, str], ...]] = {
    "agent": (
        (t.Entry.agent, "time entries"),
        (t.Request.assignee, "requests"),
        (t.RequestNote.agent, "notes"),
        (t.Absence.agent, "absences"),
    ),
    "work_type": ((t.Entry.work_type, "time entries"), (t.Request.work_type, "requests")),
    "tier": ((t.Client.tier, "clients"),),
    "client": (
        (t.Contract.client, "contracts"),
        (t.Request.client, "requests"),
        (t.Charge.client, "charges"),
        (t.Entry.client, "time entries"),
        (t.Statement.client, "statements"),
        (t.Review.client, "reviews"),
        (t.Opportunity.client, "talks"),
        (t.Alert.client, "alerts"),
    ),
    "plan": (),
}


def noun_of(kind: Kind) -> str:
    """The kind as a word."""
    return kind.replace("_", " ")


def used_by(kind: Kind, key: str) -> str | None:
    """What refers to the record ("time entries", "contracts", …), None when nothing does."""
    for column, noun in _REFERENCES[kind]:
        if column.model.select(column).where(column == key).exists():
            return noun
    if kind == "client":
        frozen = t.MonthRecord.select().where((t.MonthRecord.client == key) & t.MonthRecord.frozen)
        return "closed months" if frozen.exists() else None
    if kind in {"work_type", "tier"}:
        return _named_in_terms(kind, key)
    return None


def _named_in_terms(kind: Kind, key: str) -> str | None:
    """Whether the terms of a contract or plan name the work type or tier, which no column tells."""
    for table, noun in ((t.Contract, "contracts"), (t.Plan, "plans")):
        for (document,) in table.select(table.document).tuples():
            if key in (_work_types(document) if kind == "work_type" else (document.get("tier"),)):
                return noun
    rows = t.Client.select(t.Client.tiers).where(t.Client.tiers.is_null(False)).tuples()
    if kind == "tier" and any(row["tier"] == key for (tiers,) in rows for row in tiers):
        return "clients"
    return None


def _work_types(document: dict[str, Any]) -> set[str]:
    """Every work type that the terms name."""
    named = {*(document["covers"] or ()), *document["rates"]}
    named |= {promise["work_type"] for promise in document.get("recurring") or ()}
    return named.union(*(allowance["work_types"] or () for allowance in document["allowances"]))


def archive(kind: Kind, key: str, now: int, who: str) -> None:
    """Take a record out of every list to choose from; its past stays. Raises NotFound, DeskError.

    An agent or client with a running timer stays, and so does the last agent or work type of the desk.
    """
    _set_archived(kind, key, True, now, who)


def unarchive(kind: Kind, key: str, now: int, who: str) -> None:
    """Bring an archived record back."""
    _set_archived(kind, key, False, now, who)


def _set_archived(kind: Kind, key: str, archived: bool, now: int, who: str) -> None:
    table = _TABLES[kind]
    if kind == "tier":
        raise DeskError(f"tier {key}: is not archived; delete it when no client has it")
    title = f"{'Archived' if archived else 'Brought back'} {noun_of(kind)} {key}"
    with change(now, who, title) as work:
        row = row_of(table, key, noun_of(kind))
        if archived:
            _check_free(kind, key)
        work.update(table, row, archived=archived)


def _check_free(kind: Kind, key: str) -> None:
    if kind in {"agent", "client"}:
        whose = t.Entry.agent if kind == "agent" else t.Entry.client
        if t.Entry.select(t.Entry.id).where((whose == key) & t.Entry.ended_at.is_null()).exists():
            raise DeskError(f"{kind} {key}: has a running timer; stop it first")
    if kind in {"agent", "work_type"}:
        table = t.Agent if kind == "agent" else t.WorkType
        if not table.select().where((table.key != key) & ~table.archived).exists():
            raise DeskError(f"{noun_of(kind)} {key}: is the last one; the desk needs at least one")


def remove(kind: Kind, key: str, now: int, who: str) -> Literal["deleted", "archived"]:
    """Delete a record that nothing refers to, else archive it; says which. Raises NotFound, DeskError."""
    table = _TABLES[kind]
    row = row_of(table, key, noun_of(kind))
    used = used_by(kind, key)
    if used is not None and kind != "tier":
        archive(kind, key, now, who)
        return "archived"
    if used is not None:
        raise DeskError(f"tier {key}: {used} have it; give them another one first")
    with change(now, who, f"Deleted {noun_of(kind)} {key}") as work:
        _check_free(kind, key)
        if kind == "client":
            forget(key, None)
        work.delete(table, row)
    return "deleted"
