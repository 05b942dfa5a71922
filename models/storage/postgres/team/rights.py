"""How does the server itself hold to the rights of a team? Roles, grants, policies, functions, a trigger (RULES 13).

Everything here may be run again: it says how things shall be, and changes nothing where they are so. The words of SQL
stand in `models.storage.raw`, here stands who gets what.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from models.domain.basics.rights import LEAD_TABLES, ROLES, SHARED_TABLES, Role
from models.storage import raw
from models.storage import tables as t
from models.storage.raw import PRESENCE, TEAM, Sql

Level = Literal["none", "read", "own", "all"]
MIGRATIONS = "schema_migration"
MONEY = frozenset(table._meta.table_name for table in t.MONEY.values())
FUNCTIONS = (
    *("role()", "me()", "sees_money()", "month(bigint)", "key_used(text, text)"),
    "changed(text, text)",
    *("whole(text, text)", "is_json(text)"),
)
"""What each member may call."""
LEAD_ONLY, AGENTS = frozenset(LEAD_TABLES), SHARED_TABLES
"""What a lead writes and an agent reads; what every agent writes."""
OWN = {"entry": "agent", "absence": "agent", PRESENCE: "agent"}
"""What an agent writes of the own rows, by the column that says whose they are."""


def group_of(database: str, role: str) -> str:
    """The role of the server that holds the rights of a role of the desk; one for each database."""
    return f"deskhours_{role}_{database}"[:63]


def no_member(login: str) -> str:
    """What is said to somebody who may sign in to the server, but not to this desk."""
    return (
        f"{login} is no member of this desk's team;"
        f" a lead adds people: deskhours team add KEY --role agent --login {login}"
    )


def statements(database: str, schema: str, owner: str) -> Iterator[Sql]:
    """All that makes the rights of a desk, in order; what is made is its owner's, whoever runs it."""
    groups = {role: group_of(database, role) for role in ROLES}
    everybody = tuple(groups.values())
    yield from map(raw.create_role, everybody)
    yield raw.act_as(owner)
    yield from raw.create_team()
    yield from raw.create_questions(schema)
    yield from raw.keep_closed(schema)
    yield raw.act_as_oneself()
    for group in everybody:
        yield raw.grant_connect(database, group)
    yield from raw.close_to_others(schema, everybody, owner)
    for function in FUNCTIONS:
        yield raw.grant_function(function, everybody)
    for table in (*(each._meta.table_name for each in t.ALL), TEAM, PRESENCE, raw.MARK, MIGRATIONS):
        yield from raw.police(table, *conditions(table))
        for role, granted in grants(table).items():
            yield raw.grant_table(granted, table, groups[role])


def grants(table: str) -> dict[Role, str]:
    """Which statements each role may make on a table."""
    if table == TEAM:
        return {"agent": raw.READ, "viewer": raw.READ, "lead": raw.EVERYTHING}
    if table == MIGRATIONS:
        return dict.fromkeys(ROLES, raw.READ)
    if table == raw.MARK:
        return {"agent": raw.COUNT_ON, "viewer": raw.READ, "lead": raw.COUNT_ON}
    agent = raw.READ
    if table in AGENTS or table in OWN:
        agent = raw.EVERYTHING
    elif table == "change":
        agent = f"{raw.ADD}, {raw.TAKE_BACK}, DELETE"
    elif table == "change_row":
        agent = raw.ADD
    elif table == "month_record":
        agent = raw.REMOVE
    return {"agent": agent, "viewer": raw.READ, "lead": raw.EVERYTHING}


def conditions(table: str) -> tuple[str, str, str]:
    """Which rows may be read, written and deleted."""
    anybody, lead = raw.MEMBER, raw.LEADS
    if table in MONEY:
        seen = (raw.SEES_MONEY, *((raw.OF_READABLE_HISTORY,) if table == "change_money" else ()))
        return " AND ".join(seen), lead, lead
    if table in ("change", "change_row"):
        whose = raw.own("who") if table == "change" else raw.OF_OWN_CHANGE
        mine = f"({raw.IS_AGENT} AND {whose})"
        return f"{raw.SEES_ALL} OR {mine}", f"{lead} OR {mine}", f"{lead} OR {mine}"
    if table == raw.MARK:
        return anybody, f"{lead} OR {raw.IS_AGENT}", lead
    if table == "month_record":
        return anybody, lead, f"{lead} OR ({raw.IS_AGENT} AND {raw.NOT_FROZEN})"
    if table in OWN:
        mine = f"({raw.IS_AGENT} AND {raw.own(OWN[table])})"
        return anybody, f"{lead} OR {mine}", f"{lead} OR {mine}"
    if table in AGENTS:
        return anybody, f"{lead} OR {raw.IS_AGENT}", f"{lead} OR {raw.IS_AGENT}"
    return anybody, lead, lead


def adding(database: str, login: str, agent: str, role: str) -> Iterator[Sql]:
    """What makes a login a member of the team; run again it changes the role."""
    yield raw.create_role(login, signs_in=True)
    yield raw.enrol(login, agent, role)
    for other in ROLES:
        if other != role:
            yield raw.leave_group(group_of(database, other), login)
    yield raw.enter_group(group_of(database, role), login)
    if role == "lead":
        for other in ROLES:
            yield raw.enter_group(group_of(database, other), login, lets_others_in=True)


def removing(database: str, login: str) -> Iterator[Sql]:
    """What takes all rights at this desk from a login; the login itself stays."""
    for role in ROLES:
        yield raw.leave_group(group_of(database, role), login)
    yield raw.strike_off(login)
