"""Who works here, for whom, at what, on which conditions? Agents, work types, tiers, clients and the desk.

Each takes a document as the book holds it, blank where nothing is meant, and writes one undoable change.
A key stays for life: everything refers to it. What is in use is archived, never deleted.
"""

from __future__ import annotations

from typing import Any

from models.book.sections import parse_agent, parse_client, parse_desk, parse_tier, parse_work_type
from models.domain.basics.errors import InvalidValue
from models.domain.values import Agent, Client, Desk, Tier, WorkType
from models.holiday_dates import check_code
from models.services.core.changes import change
from models.services.core.documents import (
    Document,
    brief,
    check_known,
    filled,
    read_record,
    relative,
    row_of,
    with_new_key,
    with_same_key,
)
from models.storage import tables as t
from models.storage.rows.reading import read_desk
from models.storage.rows.writing import (
    agent_columns,
    client_columns,
    desk_columns,
    tier_columns,
    work_type_columns,
)


def create_agent(document: Document, now: int, who: str) -> Agent:
    """Add a person of the desk from `name`, `weekly_hours`, and a `key` or none; raises InvalidValue."""
    with change(now, who, f"Added agent {brief(document.get('name'))}") as work:
        agent = read_record(parse_agent, with_new_key(t.Agent, document, "agent"))
        work.insert(t.Agent, **agent_columns(agent))
    return agent


def edit_agent(key: str, document: Document, now: int, who: str) -> Agent:
    """Change an agent's name and weekly hours; raises InvalidValue, NotFound."""
    with change(now, who, f"Edited agent {key}") as work:
        row = row_of(t.Agent, key, "agent")
        agent = read_record(parse_agent, with_same_key(key, document))
        work.update(t.Agent, row, **_kept(agent_columns(agent)))
    return agent


def create_work_type(document: Document, now: int, who: str) -> WorkType:
    """Add a kind of work with at least one dated rate; raises InvalidValue."""
    with change(now, who, f"Added work type {brief(document.get('name'))}") as work:
        work_type, columns = _work_type(with_new_key(t.WorkType, document, "work"))
        work.insert(t.WorkType, **columns)
    return work_type


def edit_work_type(key: str, document: Document, now: int, who: str) -> WorkType:
    """Change a work type's name and rates; raises InvalidValue, NotFound, MonthClosed (RULES 6.2)."""
    with change(now, who, f"Edited work type {key}") as work:
        row = row_of(t.WorkType, key, "work type")
        work_type, columns = _work_type(with_same_key(key, document))
        work.update(t.WorkType, row, **_kept(columns))
    return work_type


def _work_type(document: Document) -> tuple[WorkType, dict[str, Any]]:
    desk = read_desk()
    work_type = read_record(lambda given, path: parse_work_type(given, desk, path), document)
    return work_type, work_type_columns(work_type, desk)


def create_tier(document: Document, now: int, who: str) -> Tier:
    """Add a service level; raises InvalidValue."""
    with change(now, who, f"Added tier {brief(document.get('name'))}") as work:
        tier = read_record(parse_tier, with_new_key(t.Tier, document, "tier"))
        work.insert(t.Tier, **tier_columns(tier))
    return tier


def edit_tier(key: str, document: Document, now: int, who: str) -> Tier:
    """Change a service level; raises InvalidValue, NotFound."""
    with change(now, who, f"Edited tier {key}") as work:
        row = row_of(t.Tier, key, "tier")
        tier = read_record(parse_tier, with_same_key(key, document))
        work.update(t.Tier, row, **tier_columns(tier))
    return tier


def create_client(document: Document, now: int, who: str) -> Client:
    """Add a client as in the book; raises InvalidValue."""
    with change(now, who, f"Added client {brief(document.get('name'))}") as work:
        client, columns = _client(with_new_key(t.Client, document, "client"))
        work.insert(t.Client, **columns)
    return client


def edit_client(key: str, document: Document, now: int, who: str) -> Client:
    """Change what a client is, but whether it is archived; raises InvalidValue, NotFound."""
    with change(now, who, f"Edited client {key}") as work:
        row = row_of(t.Client, key, "client")
        client, columns = _client(with_same_key(key, document))
        work.update(t.Client, row, **_kept(columns))
    return client


def _client(document: dict[str, Any]) -> tuple[Client, dict[str, Any]]:
    client = read_record(parse_client, document)
    check_known(t.Tier, client.tier, "tier", "tier")
    for position, dated in enumerate(client.dated_tiers):
        check_known(t.Tier, dated.tier, f"tier[{position}].tier", "tier")
    return client, client_columns(client)


def _kept(columns: dict[str, Any]) -> dict[str, Any]:
    """The columns that an edit writes: who is archived stays so until somebody brings it back."""
    return {name: value for name, value in columns.items() if name != "archived"}


def edit_desk(document: Document, now: int, who: str) -> Desk:
    """Change the desk's name, zone, hours, holidays, rounding, cost or share; raises InvalidValue, DeskError.

    The currency stays once there are amounts; the zone stays once a month is closed.
    """
    with change(now, who, "Edited the desk") as work:
        desk = read_record(lambda given, path: parse_desk(given, path, check_code), filled(document))
        try:
            work.update(t.Desk, 1, **desk_columns(desk))
        except InvalidValue as error:
            raise InvalidValue(relative(error.path, "desk"), error.message) from error
    return desk
