"""Which statements stand as text? All of them are here, each with the reason why peewee does not write it.

Everything else is an expression of peewee, or a function of an engine (`fn`) in one. A text of this file is `Sql`,
which is made nowhere else. `status` alone has texts of its own: it runs without peewee. Here stand

1.  what is asked of a file that nobody knows yet to be a desk: the driver alone opens it;
2.  what is sent so often, or with so many rows, that writing it anew would cost more than running it;
3.  what only a server knows: roles, grants, policies, functions and triggers, which peewee has no words for. An
    administrator may have to run them by hand (`deskhours team add --sql`), so they are text with their values in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NewType

from models.storage.location import SCHEMA_VERSION

if TYPE_CHECKING:
    import sqlite3

Sql = NewType("Sql", str)
"""A statement as text."""


# -- 1. a file that nobody knows yet ----------------------------------------------------------------


def identity(connection: sqlite3.Connection) -> tuple[int, int, int]:
    """Whose file it is, its schema and how many things it holds, before peewee is let at it."""
    owner = int(connection.execute("PRAGMA application_id").fetchone()[0])
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    return owner, version, count_things(connection)


def count_things(connection: sqlite3.Connection) -> int:
    """How many tables and indexes a file holds; within a transaction it takes the lock of readers."""
    return int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def stated_bytes(connection: sqlite3.Connection) -> int:
    """How long a file says that it is."""
    pages, page_bytes = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size")
    )
    return pages * page_bytes


def structure(connection: sqlite3.Connection, *, quick: bool) -> list[str]:
    """What SQLite finds wrong with a file; `quick` does not compare indexes. One row each, where pragma() has one."""
    check = "quick_check" if quick else "integrity_check"
    return [str(text) for (text,) in connection.execute(f"PRAGMA {check}(20)") if text != "ok"]


def broken_references(connection: sqlite3.Connection) -> list[tuple[str, int, str]]:
    """Table and row of every reference to nothing, and what it names."""
    rows = connection.execute("PRAGMA foreign_key_check").fetchall()
    return [(table, number, parent) for table, number, parent, _ in rows]


def hold_still(connection: sqlite3.Connection) -> None:
    """Take the lock of readers, with the connection's timeout: the driver's copying would wait for ever."""
    connection.execute("BEGIN")
    count_things(connection)


def wait_for_writers(connection: sqlite3.Connection) -> None:
    """Wait until nobody writes, with the connection's timeout, and let what follows reach the disk."""
    connection.execute("PRAGMA synchronous = 2")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("ROLLBACK")


def give_back_pages(database: Any) -> None:
    """Give free pages of a file back to the disk; peewee has no word for it."""
    database.execute_sql("VACUUM")


# -- 2. what is sent often, or with many rows -------------------------------------------------------

MARK, TEAM, PRESENCE = "deskhours", "deskhours_team", "deskhours_presence"
"""Tables that only a server has: version and revision of the desk, who belongs to it, who looks at what."""
CHANGE_LOCK = 0x6465736B
"""The advisory lock of whoever changes the desk."""
LOCK_SECONDS = 10
"""So long a change waits for another program that is changing the desk, on either engine."""
IDLE_SECONDS = 60
"""So long a change may wait for its program: one whose machine is gone must not keep the others from changing."""
CHANGE_NAME = "deskhours change "
_NAMED = (
    "SELECT set_config('application_name', CASE WHEN pg_is_in_recovery() THEN 'deskhours'"
    f" ELSE '{CHANGE_NAME}' || pg_current_xact_id() END, true)"
)
BEGIN_CHANGE = Sql(
    f"BEGIN; SET LOCAL lock_timeout = '{LOCK_SECONDS}s';"
    f" SET LOCAL idle_in_transaction_session_timeout = '{IDLE_SECONDS}s';"
    f" SELECT pg_advisory_xact_lock({CHANGE_LOCK}); {_NAMED}"
)
"""It makes the server tell its number (`outcome`). One trip, and one at the end: 0.12 ms where one by one take 0.31."""
BEGIN_SNAPSHOT = Sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
"""peewee's begin() knows levels, but not "read only"."""
ROLLBACK = Sql("ROLLBACK")
"""Sent without waiting for an answer, which peewee's rollback() does."""
COMMIT_CHANGE = Sql(
    f"UPDATE {MARK} SET revision = CASE WHEN version = {SCHEMA_VERSION} THEN revision + 1 END;"
    f" NOTIFY {MARK}; COMMIT"
)
"""One round trip. In a transaction that has failed the first fails, where COMMIT alone rolls back in silence. It fails,
too, where a newer program has changed the schema meanwhile: the revision is NULL then, and the table takes none."""
COMMIT_QUIETLY = Sql(COMMIT_CHANGE.replace("revision + 1", "revision").replace(f" NOTIFY {MARK};", ""))
"""The same for what nobody need read again."""
LISTEN, HEARD, STILL_THERE = Sql(f"LISTEN {MARK}"), Sql("SELECT pg_listening_channels()"), Sql("SELECT 1")
"""Asked over a connection of the driver's own, which waits in a thread; behind a pooler nothing is heard."""
END_SESSION, FATE = Sql("SELECT pg_terminate_backend(%s)"), Sql("SELECT pg_xact_status(%s::xid8)")
"""Asked over a line of the driver's own, when the one of the change is broken: what became of the change?"""


def insert_many(table: str, columns: Sequence[str], mark: str) -> Sql:
    """One INSERT that the driver runs for every row: 3.5 µs a row in a file, 23 in thousands that peewee writes."""
    names = ", ".join(f'"{column}"' for column in columns)
    return Sql(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join([mark] * len(columns))})')


def copy_in(table: str, columns: Sequence[str]) -> Sql:
    """COPY: 19 µs a row, 79 with an INSERT for each, 114 where peewee writes a thousand at once."""
    names = ", ".join(f'"{column}"' for column in columns)
    return Sql(f'COPY "{table}" ({names}) FROM STDIN')


# -- 3. what only a server knows --------------------------------------------------------------------


def run(database: Any, statements: Iterable[Sql]) -> None:
    """Run texts of this file on a server, where % would begin a value."""
    for sql in statements:
        database.execute_sql(sql.replace("%", "%%"))


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def create_keyed_table(database: Any, table: Any) -> None:
    """A table whose `key` is unique from the start: peewee says so later, too late where it refers to itself."""
    key = '"key" TEXT COLLATE "C" NOT NULL'
    sql, values = table._schema._create_table(safe=False).query()
    database.execute_sql(sql.replace(key, f"{key} UNIQUE"), values)


def create_mark() -> Sql:
    """The table with one row: the version of the schema, and a number that every change raises."""
    columns = "id BIGINT PRIMARY KEY CHECK (id = 1), version BIGINT NOT NULL, revision BIGINT NOT NULL"
    return Sql(f"CREATE TABLE {MARK} ({columns})")


def create_schema(name: str) -> Sql:
    """A place for tables as they were."""
    return Sql(f"CREATE SCHEMA {quoted(name)}")


def drop_schema(name: str) -> Sql:
    """Tables as they were before that are not wanted any more."""
    return Sql(f"DROP SCHEMA {quoted(name)} CASCADE")


def heed_triggers(table: str, *, on: bool) -> Sql:
    """Whether a table's own triggers run for each row: 20 µs an entry that a whole desk need not cost."""
    return Sql(f'ALTER TABLE "{table}" {"ENABLE" if on else "DISABLE"} TRIGGER USER')


def give_ids(table: str) -> Sql:
    """As in a file, a row's id is the highest and one more: what was taken back leaves no gap in the keys."""
    return Sql(
        f"CREATE OR REPLACE TRIGGER next_id BEFORE INSERT ON {quoted(table)}"
        " FOR EACH ROW EXECUTE FUNCTION deskhours_next_id()"
    )


def within(schema: str) -> str:
    """What keeps a function to the desk's schema: nobody's temporary table is taken for one of the desk's."""
    return f"SET search_path = {quoted(schema)}, pg_temp"


def next_id(schema: str) -> Sql:
    """The trigger function that gives the next id."""
    return Sql(
        "CREATE OR REPLACE FUNCTION deskhours_next_id() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
        f" {within(schema)} AS $$ BEGIN IF NEW.id IS NULL THEN"
        " EXECUTE format('SELECT coalesce(max(id), 0) + 1 FROM %I.%I', TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO NEW.id;"
        " END IF; RETURN NEW; END $$"
    )


IS_JSON = Sql(
    "CREATE OR REPLACE FUNCTION deskhours_is_json(given text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$"
    " BEGIN PERFORM given::json; RETURN true; EXCEPTION WHEN others THEN RETURN false; END $$"
)


def whole() -> Sql:
    """The function that puts amounts back into a text; the longest text that a server is told has a file of its own."""
    return Sql(Path(__file__).with_name("postgres").joinpath("whole.sql").read_text(encoding="utf-8"))


def keep_closed(schema: str) -> Iterator[Sql]:
    """What is closed stays as it is, whoever asks by whatever program (RULES 6.2)."""
    yield Sql(
        "CREATE OR REPLACE FUNCTION deskhours_month(at bigint) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER"
        f" {within(schema)} AS $$"
        " SELECT to_char(to_timestamp(at) AT TIME ZONE (SELECT timezone FROM desk), 'YYYY-MM') $$"
    )
    yield Sql(f"""
CREATE OR REPLACE FUNCTION deskhours_keep_closed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
{within(schema)} AS $$
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
END $$""")
    yield Sql(
        "CREATE OR REPLACE TRIGGER keep_closed BEFORE INSERT OR UPDATE OR DELETE ON entry"
        " FOR EACH ROW EXECUTE FUNCTION deskhours_keep_closed()"
    )


# Who may do what. Functions that look where their caller may not are the owner's and keep to the desk's schema.

_ROLE, _ME = "(SELECT deskhours_role())", "(SELECT deskhours_me())"
"""Asked once a statement, not once a row."""
MEMBER = f"{_ROLE} IS NOT NULL"
LEADS = f"{_ROLE} IN ('owner', 'lead')"
SEES_ALL = f"{_ROLE} IN ('owner', 'lead', 'viewer')"
IS_AGENT = f"{_ROLE} = 'agent'"
SEES_MONEY = "(SELECT deskhours_sees_money())"
NOT_FROZEN = "NOT frozen"
OF_OWN_CHANGE = f"EXISTS (SELECT FROM change c WHERE c.id = change_id AND c.who = {_ME})"
OF_READABLE_HISTORY = "EXISTS (SELECT FROM change_row c WHERE c.id = change_money.row)"
READ, EVERYTHING = "SELECT", "SELECT, INSERT, UPDATE, DELETE"
ADD, REMOVE = "SELECT, INSERT", "SELECT, DELETE"
COUNT_ON, TAKE_BACK = "SELECT, UPDATE (revision)", "UPDATE (undone_at)"


def own(column: str) -> str:
    """Rows whose column names whoever asks."""
    return f"{column} = {_ME}"


def create_role(name: str, *, signs_in: bool = False) -> Sql:
    """A role of the server, unless it is there."""
    return Sql(
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {literal(name)})"
        f" THEN CREATE ROLE {quoted(name)} {'LOGIN' if signs_in else 'NOLOGIN'}; END IF; END $$"
    )


def create_team() -> Iterator[Sql]:
    """Tables of who belongs to the desk, and of who looks at what, which need not survive a crash of the server."""
    yield Sql(
        f'CREATE TABLE IF NOT EXISTS {TEAM} (login TEXT COLLATE "C" PRIMARY KEY,'
        ' agent TEXT COLLATE "C" UNIQUE REFERENCES agent (key) ON UPDATE CASCADE ON DELETE CASCADE,'
        " role TEXT NOT NULL CHECK (role IN ('agent', 'lead', 'viewer')))"
    )
    yield Sql(
        f'CREATE UNLOGGED TABLE IF NOT EXISTS {PRESENCE} (agent TEXT COLLATE "C" PRIMARY KEY'
        " REFERENCES agent (key) ON UPDATE CASCADE ON DELETE CASCADE,"
        ' request TEXT COLLATE "C" NOT NULL, since BIGINT NOT NULL, seen BIGINT NOT NULL)'
    )


def create_questions(schema: str) -> Iterator[Sql]:
    """Functions that say who asks, as what, and what they may see."""
    safe = f"LANGUAGE sql STABLE SECURITY DEFINER {within(schema)}"
    yield Sql(
        f"CREATE OR REPLACE FUNCTION deskhours_role() RETURNS text {safe} AS $$"
        " SELECT CASE WHEN pg_has_role(session_user, (SELECT tableowner FROM pg_tables"
        f" WHERE schemaname = {literal(schema)} AND tablename = '{MARK}'), 'MEMBER') THEN 'owner'"
        f" ELSE (SELECT role FROM {TEAM} WHERE login = session_user) END $$"
    )
    yield Sql(
        f"CREATE OR REPLACE FUNCTION deskhours_me() RETURNS text {safe} AS"
        f" $$ SELECT agent FROM {TEAM} WHERE login = session_user $$"
    )
    yield Sql(
        f"CREATE OR REPLACE FUNCTION deskhours_sees_money() RETURNS boolean {safe} AS $$"
        " SELECT CASE deskhours_role() WHEN 'agent' THEN coalesce((SELECT (document::jsonb ->>"
        " 'agents_see_money')::boolean FROM desk), false) ELSE deskhours_role() IS NOT NULL END $$"
    )
    yield Sql(
        f"CREATE OR REPLACE FUNCTION deskhours_key_used(name text, wanted text) RETURNS boolean {safe} AS $$"
        " SELECT EXISTS (SELECT FROM change_row WHERE table_name = name AND key = wanted) $$"
    )
    yield Sql(
        f"CREATE OR REPLACE FUNCTION deskhours_changed(name text, wanted text) RETURNS text {safe} AS $$"
        " SELECT c.at || ' ' || c.who FROM change_row r JOIN change c ON c.id = r.change_id"
        " WHERE deskhours_role() IS NOT NULL AND r.table_name = name AND r.key = wanted ORDER BY r.id DESC LIMIT 1 $$"
    )


def act_as(role: str) -> Sql:
    """What is made from now on, up to `act_as_oneself`, is that role's: an administrator makes it for the owner."""
    return Sql(f"SET LOCAL ROLE {quoted(role)}")


def act_as_oneself() -> Sql:
    """Whoever signed in goes on."""
    return Sql("RESET ROLE")


def close_to_others(schema: str, groups: Sequence[str], owner: str) -> Iterator[Sql]:
    """Nobody but the owner may do anything in a schema, and the groups may look at what is there."""
    everybody = ", ".join(map(quoted, groups))
    yield Sql(f"GRANT ALL ON SCHEMA {quoted(schema)} TO {quoted(owner)}")
    yield Sql(f"REVOKE ALL ON SCHEMA {quoted(schema)} FROM PUBLIC")
    yield Sql(f"GRANT USAGE ON SCHEMA {quoted(schema)} TO {everybody}")
    yield Sql(f"REVOKE ALL ON ALL TABLES IN SCHEMA {quoted(schema)} FROM PUBLIC, {everybody}")
    yield Sql(f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {quoted(schema)} FROM PUBLIC, {everybody}")


def grant_connect(database: str, group: str) -> Sql:
    """Let a group sign in to a database."""
    return Sql(f"GRANT CONNECT ON DATABASE {quoted(database)} TO {quoted(group)}")


def grant_function(function: str, groups: Sequence[str]) -> Sql:
    """Let groups call one of our functions."""
    return Sql(f"GRANT EXECUTE ON FUNCTION deskhours_{function} TO {', '.join(map(quoted, groups))}")


def grant_table(rights: str, table: str, group: str) -> Sql:
    """Let a group make some statements on a table."""
    return Sql(f"GRANT {rights} ON {quoted(table)} TO {quoted(group)}")


def police(table: str, reading: str, writing: str, deleting: str) -> Iterator[Sql]:
    """Which rows of a table may be read, written and deleted."""
    name = quoted(table)
    yield Sql(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
    rules = {
        "reading": f"SELECT USING ({reading})",
        "adding": f"INSERT WITH CHECK ({writing})",
        "changing": f"UPDATE USING ({writing}) WITH CHECK ({writing})",
        "removing": f"DELETE USING ({deleting})",
    }
    for policy, rule in rules.items():
        yield Sql(f"DROP POLICY IF EXISTS deskhours_{policy} ON {name}")
        yield Sql(f"CREATE POLICY deskhours_{policy} ON {name} FOR {rule}")


def enter_group(group: str, login: str, *, lets_others_in: bool = False) -> Sql:
    """Make a login a member of a group, or one who may take others in."""
    admin = " WITH ADMIN OPTION" if lets_others_in else ""
    return Sql(f"GRANT {quoted(group)} TO {quoted(login)}{admin}")


def leave_group(group: str, login: str) -> Sql:
    """Take a login out of a group."""
    return Sql(f"REVOKE {quoted(group)} FROM {quoted(login)}")


def enrol(login: str, agent: str, role: str) -> Sql:
    """Write down whom a login stands for; with its values, as an administrator may run it."""
    return Sql(
        f"INSERT INTO {TEAM} (login, agent, role) VALUES ({literal(login)}, {literal(agent)}, {literal(role)})"
        " ON CONFLICT (login) DO UPDATE SET agent = excluded.agent, role = excluded.role"
    )


def strike_off(login: str) -> Sql:
    """Forget whom a login stands for."""
    return Sql(f"DELETE FROM {TEAM} WHERE login = {literal(login)}")
