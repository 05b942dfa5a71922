"""How does the server itself hold to the rights of a team? Roles, grants, policies, functions, a trigger (RULES 13).

Everything here may be run again: it says how things shall be, and changes nothing where they are so. Functions that
look where their caller may not are owned by the owner of the desk and keep to its schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from models.domain.basics.rights import LEAD_TABLES, SHARED_TABLES
from models.storage import tables as t
from models.storage.postgres.presence import PRESENCE

Level = Literal["none", "read", "own", "all"]
TEAM = "deskhours_team"
GROUPS = ("agent", "lead", "viewer")
MONEY = frozenset(table._meta.table_name for table in t.MONEY.values())
FUNCTIONS = (
    *("role()", "me()", "sees_money()", "month(bigint)", "key_used(text, text)"),
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


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def no_member(login: str) -> str:
    """What is said to somebody who may sign in to the server, but not to this desk."""
    return (
        f"{login} is no member of this desk's team;"
        f" a lead adds people: deskhours team add KEY --role agent --login {login}"
    )


def statements(database: str, schema: str) -> Iterator[str]:
    """All that makes the rights of a desk, in order."""
    groups = {role: quoted(group_of(database, role)) for role in GROUPS}
    for role in GROUPS:
        name = group_of(database, role)
        yield (
            f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {literal(name)})"
            f" THEN CREATE ROLE {quoted(name)} NOLOGIN; END IF; END $$"
        )
    yield (
        f'CREATE TABLE IF NOT EXISTS {TEAM} (login TEXT COLLATE "C" PRIMARY KEY,'
        ' agent TEXT COLLATE "C" UNIQUE REFERENCES agent (key) ON UPDATE CASCADE ON DELETE CASCADE,'
        " role TEXT NOT NULL CHECK (role IN ('agent', 'lead', 'viewer')))"
    )
    yield (
        f'CREATE UNLOGGED TABLE IF NOT EXISTS {PRESENCE} (agent TEXT COLLATE "C" PRIMARY KEY'
        " REFERENCES agent (key) ON UPDATE CASCADE ON DELETE CASCADE,"
        ' request TEXT COLLATE "C" NOT NULL, since BIGINT NOT NULL, seen BIGINT NOT NULL)'
    )
    yield from _functions(schema)
    yield from closed_months()
    everybody = ", ".join(groups.values())
    for role in GROUPS:
        yield f"GRANT CONNECT ON DATABASE {quoted(database)} TO {groups[role]}"
    yield f"REVOKE ALL ON SCHEMA {quoted(schema)} FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA {quoted(schema)} TO {everybody}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {quoted(schema)} FROM PUBLIC, {everybody}"
    yield f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {quoted(schema)} FROM PUBLIC, {everybody}"
    for function in FUNCTIONS:
        yield f"GRANT EXECUTE ON FUNCTION deskhours_{function} TO {everybody}"
    for table in (
        *(each._meta.table_name for each in t.ALL),
        TEAM,
        PRESENCE,
        "deskhours",
        "schema_migration",
    ):
        yield from _table(table, groups)


def _functions(schema: str) -> Iterator[str]:
    safe = f"LANGUAGE sql STABLE SECURITY DEFINER SET search_path = {quoted(schema)}, pg_temp"
    yield (
        f"CREATE OR REPLACE FUNCTION deskhours_role() RETURNS text {safe} AS $$"
        " SELECT CASE WHEN pg_has_role(session_user, (SELECT tableowner FROM pg_tables"
        f" WHERE schemaname = {literal(schema)} AND tablename = 'deskhours'), 'MEMBER') THEN 'owner'"
        f" ELSE (SELECT role FROM {TEAM} WHERE login = session_user) END $$"
    )
    yield (
        f"CREATE OR REPLACE FUNCTION deskhours_me() RETURNS text {safe} AS"
        f" $$ SELECT agent FROM {TEAM} WHERE login = session_user $$"
    )
    yield (
        f"CREATE OR REPLACE FUNCTION deskhours_sees_money() RETURNS boolean {safe} AS $$"
        " SELECT CASE deskhours_role() WHEN 'agent' THEN coalesce((SELECT (document::jsonb ->>"
        " 'agents_see_money')::boolean FROM desk), false) ELSE deskhours_role() IS NOT NULL END $$"
    )
    yield (
        f"CREATE OR REPLACE FUNCTION deskhours_key_used(name text, wanted text) RETURNS boolean {safe} AS $$"
        " SELECT EXISTS (SELECT FROM change_row WHERE table_name = name AND key = wanted) $$"
    )


def _table(table: str, groups: dict[str, str]) -> Iterator[str]:
    """The rights on one table: grants say which statements, policies which rows."""
    name = quoted(table)
    yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"
    reading, writing, deleting = conditions(table)
    for policy in ("reading", "adding", "changing", "removing"):
        yield f"DROP POLICY IF EXISTS deskhours_{policy} ON {name}"
    yield f"CREATE POLICY deskhours_reading ON {name} FOR SELECT USING ({reading})"
    yield f"CREATE POLICY deskhours_adding ON {name} FOR INSERT WITH CHECK ({writing})"
    yield f"CREATE POLICY deskhours_changing ON {name} FOR UPDATE USING ({writing}) WITH CHECK ({writing})"
    yield f"CREATE POLICY deskhours_removing ON {name} FOR DELETE USING ({deleting})"
    for role, granted in grants(table).items():
        if granted:
            yield f"GRANT {granted} ON {name} TO {groups[role]}"


def grants(table: str) -> dict[str, str]:
    """Which statements each role may make on a table."""
    if table == TEAM:
        return {"agent": "SELECT", "viewer": "SELECT", "lead": "SELECT, INSERT, UPDATE, DELETE"}
    if table == "schema_migration":
        return dict.fromkeys(GROUPS, "SELECT")
    if table == "deskhours":
        return {"agent": "SELECT, UPDATE (revision)", "viewer": "SELECT", "lead": "SELECT, UPDATE (revision)"}
    everything = "SELECT, INSERT, UPDATE, DELETE"
    agent = "SELECT"
    if table in AGENTS or table in OWN:
        agent = everything
    elif table in ("change", "change_row"):
        agent = "SELECT, INSERT, UPDATE (undone_at), DELETE" if table == "change" else "SELECT, INSERT"
    elif table == "month_record":
        agent = "SELECT, DELETE"
    return {"agent": agent, "viewer": "SELECT", "lead": everything}


def conditions(table: str) -> tuple[str, str, str]:
    """Which rows may be read, written and deleted: asked once a statement, not once a row."""
    role, me = "(SELECT deskhours_role())", "(SELECT deskhours_me())"
    anybody, lead = f"{role} IS NOT NULL", f"{role} IN ('owner', 'lead')"
    agent = f"{role} = 'agent'"
    if table in MONEY:
        mine = (
            " AND EXISTS (SELECT FROM change_row c WHERE c.id = change_money.row)"
            if table == "change_money"
            else ""
        )
        return f"(SELECT deskhours_sees_money()){mine}", lead, lead
    if table == "change":
        own = f"({agent} AND who = {me})"
        return f"{role} IN ('owner', 'lead', 'viewer') OR {own}", f"{lead} OR {own}", f"{lead} OR {own}"
    if table == "change_row":
        own = f"({agent} AND EXISTS (SELECT FROM change c WHERE c.id = change_id AND c.who = {me}))"
        return f"{role} IN ('owner', 'lead', 'viewer') OR {own}", f"{lead} OR {own}", f"{lead} OR {own}"
    if table == "deskhours":
        return anybody, f"{lead} OR {agent}", lead
    if table == "month_record":
        return anybody, lead, f"{lead} OR ({agent} AND NOT frozen)"
    if table in OWN:
        own = f"({agent} AND {OWN[table]} = {me})"
        return anybody, f"{lead} OR {own}", f"{lead} OR {own}"
    if table in AGENTS:
        return anybody, f"{lead} OR {agent}", f"{lead} OR {agent}"
    return anybody, lead, lead


def closed_months() -> Iterator[str]:
    """What is closed stays as it is, whoever asks by whatever program (RULES 6.2)."""
    yield (
        "CREATE OR REPLACE FUNCTION deskhours_month(at bigint) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER"
        " SET search_path FROM CURRENT AS $$"
        " SELECT to_char(to_timestamp(at) AT TIME ZONE (SELECT timezone FROM desk), 'YYYY-MM') $$"
    )
    yield """
CREATE OR REPLACE FUNCTION deskhours_keep_closed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE
  closed text := (SELECT max(month) FROM closed_month);
BEGIN
  IF closed IS NOT NULL THEN
    IF TG_OP <> 'INSERT' AND OLD.ended_at IS NOT NULL
       AND coalesce(OLD.late_in, deskhours_month(OLD.started_at)) <= closed THEN
      RAISE EXCEPTION 'entry % belongs to %, which is closed', OLD.key,
        coalesce(OLD.late_in, deskhours_month(OLD.started_at)) USING ERRCODE = 'DH001';
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.ended_at IS NOT NULL
       AND coalesce(NEW.late_in, deskhours_month(NEW.started_at)) <= closed THEN
      RAISE EXCEPTION 'entry % belongs to %, which is closed', NEW.key,
        coalesce(NEW.late_in, deskhours_month(NEW.started_at)) USING ERRCODE = 'DH001';
    END IF;
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$"""
    yield "DROP TRIGGER IF EXISTS keep_closed ON entry"
    yield (
        "CREATE TRIGGER keep_closed BEFORE INSERT OR UPDATE OR DELETE ON entry"
        " FOR EACH ROW EXECUTE FUNCTION deskhours_keep_closed()"
    )


def adding(database: str, login: str, agent: str, role: str) -> Iterator[str]:
    """What makes a login a member of the team; run again it changes the role."""
    yield (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {literal(login)})"
        f" THEN CREATE ROLE {quoted(login)} LOGIN; END IF; END $$"
    )
    yield (
        f"INSERT INTO {TEAM} (login, agent, role) VALUES ({literal(login)}, {literal(agent)}, {literal(role)})"
        " ON CONFLICT (login) DO UPDATE SET agent = excluded.agent, role = excluded.role"
    )
    for other in GROUPS:
        if other != role:
            yield f"REVOKE {quoted(group_of(database, other))} FROM {quoted(login)}"
    admin = " WITH ADMIN OPTION" if role == "lead" else ""
    yield f"GRANT {quoted(group_of(database, role))} TO {quoted(login)}"
    if admin:
        for other in GROUPS:
            yield f"GRANT {quoted(group_of(database, other))} TO {quoted(login)}{admin}"


def removing(database: str, login: str) -> Iterator[str]:
    """What takes all rights at this desk from a login; the login itself stays."""
    for role in GROUPS:
        yield f"REVOKE {quoted(group_of(database, role))} FROM {quoted(login)}"
    yield f"DELETE FROM {TEAM} WHERE login = {literal(login)}"
