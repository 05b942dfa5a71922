"""What stands in the server's database? The tables of a file, and one that says whose it is.

The table `deskhours` has one row: the version of the schema, and a number that every change of the desk raises.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import Foreign, StorageError
from models.storage import migrations
from models.storage import tables as t
from models.storage.location import SCHEMA_VERSION
from models.storage.postgres.rights import closed_months, no_member

if TYPE_CHECKING:
    from models.storage.postgres.driver import ServerDatabase

OLDEST_SERVER = 140000
MARK = "deskhours"
_KEY = '"key" TEXT COLLATE "C" NOT NULL'
_NEXT_ID = """
CREATE OR REPLACE FUNCTION deskhours_next_id() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.id IS NULL THEN
    EXECUTE format('SELECT coalesce(max(id), 0) + 1 FROM %I', TG_TABLE_NAME) INTO NEW.id;
  END IF;
  RETURN NEW;
END $$
"""
_IS_JSON = """
CREATE OR REPLACE FUNCTION deskhours_is_json(given text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  PERFORM given::json;
  RETURN true;
EXCEPTION WHEN others THEN
  RETURN false;
END $$
"""
_WHOLE = r"""
CREATE OR REPLACE FUNCTION deskhours_whole(given text, amounts text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN given IS NULL OR strpos(given, 'u000') = 0 THEN given
    WHEN amounts IS NULL THEN regexp_replace(regexp_replace(regexp_replace(
      replace(replace(replace(replace(given, '"\u0001"', '"1"'), '"\u0002"', '"0"'), '"\u0003"', '0'), '"\u0004"', '0'),
      '(?<!\\)\\u0005', '\\"1\\"', 'g'),
      '(?<!\\)\\u0006', '\\"0\\"', 'g'),
      '(?<!\\)\\u0007', '0', 'g')
    ELSE (
      SELECT string_agg(part || coalesce(amount, ''), '' ORDER BY number)
      FROM unnest(
        regexp_split_to_array(given, '"\\u000[1-4]"|(?<!\\)\\u000[5-7]'), string_to_array(amounts, chr(31))
      ) WITH ORDINALITY AS pieces (part, amount, number)
    )
  END
$$
"""
"""`models.storage.rows.money.whole_text`, for statements."""
_MARK = f"CREATE TABLE {MARK} (id BIGINT PRIMARY KEY CHECK (id = 1), version BIGINT NOT NULL, revision BIGINT NOT NULL)"


def read_version(database: ServerDatabase) -> int:
    """The schema of the desk in this database, 0 where there is none yet; raises Foreign for another's tables."""
    login, schema = database.execute_sql("SELECT session_user, current_schema()").fetchone()
    if schema is None:
        raise StorageError(no_member(login))
    found = set(database.get_tables())
    if MARK in found:
        row = database.execute_sql(f"SELECT version FROM {MARK}").fetchone()
        return 0 if row is None else int(row[0])
    if found:
        names = ", ".join(sorted(found)[:3])
        raise Foreign(f"holds another program's tables ({names}); a desk needs a database of its own")
    return 0


def prepare(database: ServerDatabase, shown: str, *, create: bool) -> None:
    """Make the desk's tables where there are none, bring older ones up to date; raises StorageError."""
    if database.server_version < OLDEST_SERVER:
        raise StorageError(f"{shown}: the server is older than PostgreSQL 14; nothing was done there")
    version = read_version(database)
    if version == SCHEMA_VERSION:
        return
    if version > SCHEMA_VERSION:
        raise StorageError(
            f"{shown}: has schema {version}, this deskhours knows up to {SCHEMA_VERSION}; "
            "install the newer deskhours, nothing was changed"
        )
    if version == 0 and not create:
        raise StorageError(f"{shown}: there is no desk yet; deskhours load FILE or deskhours makes one")
    with database.locked():
        version = read_version(database)  # somebody else may have been quicker
        if version == 0:
            _create(database)
        elif version < SCHEMA_VERSION:
            _upgrade(database, version)


def _create(database: ServerDatabase) -> None:
    database.execute_sql(_MARK)
    _make_functions(database)
    for table in t.ALL:
        _create_table(database, table)
    database.execute_sql(f"INSERT INTO {MARK} (id, version, revision) VALUES (1, {SCHEMA_VERSION}, 1)")
    for sql in closed_months():
        database.execute_sql(sql)
    runner = _runner(database)
    runner.History.create_table()
    _give_ids(database, runner.table_name)
    runner.fake()


def _make_functions(database: ServerDatabase) -> None:
    for function in (_NEXT_ID, _IS_JSON, _WHOLE):
        database.execute_sql(function)


def _create_table(database: ServerDatabase, table: type[t.Table]) -> None:
    """A table with its indexes; what it refers to must be unique before it can refer to itself."""
    maker = table._schema
    sql, parameters = maker._create_table(safe=False).query()
    key = table._meta.fields.get("key")
    unique = key is not None and key.unique
    database.execute_sql(sql.replace(_KEY, f"{_KEY} UNIQUE") if unique else sql, parameters)
    for index in maker._create_indexes(safe=False):
        sql, parameters = index.query()
        if not (unique and sql.endswith('("key")')):
            database.execute_sql(sql, parameters)
    if table._meta.auto_increment:
        _give_ids(database, table._meta.table_name)


def _give_ids(database: ServerDatabase, table: str) -> None:
    """As in a file, a row's id is the highest and one more: what was taken back leaves no gap in the keys."""
    database.execute_sql(
        f'CREATE TRIGGER next_id BEFORE INSERT ON "{table}" FOR EACH ROW EXECUTE FUNCTION deskhours_next_id()'
    )


def _upgrade(database: ServerDatabase, version: int) -> None:
    """Run the migrations that are missing; the tables as they were stay in a schema of their own."""
    kept = f"before_schema_{SCHEMA_VERSION}"
    database.execute_sql(f"CREATE SCHEMA {kept}")
    for name in database.get_tables():
        database.execute_sql(f'CREATE TABLE {kept}."{name}" AS TABLE "{name}"')
    _make_functions(database)
    _runner(database).up()
    database.execute_sql(f"UPDATE {MARK} SET version = {SCHEMA_VERSION}")


def _runner(database: ServerDatabase) -> Any:
    # Loaded here: only a new or an older desk needs it.
    from playhouse.migrations import Runner

    logging.getLogger("peewee.migrations").setLevel(logging.WARNING)
    return Runner(database, directory=str(Path(migrations.__file__).parent))


def faults(database: ServerDatabase) -> list[str]:
    """Constraints and indexes that the server does not hold to, tables that are not there; in words."""
    missing = {table._meta.table_name for table in t.ALL} - set(database.get_tables())
    found = [f"the table {name} is not there" for name in sorted(missing)]
    rows = database.execute_sql(
        "SELECT conname, conrelid::regclass::text FROM pg_constraint"
        " WHERE NOT convalidated AND connamespace = current_schema()::regnamespace"
        " UNION ALL SELECT c.relname, i.indrelid::regclass::text FROM pg_index i"
        " JOIN pg_class c ON c.oid = i.indexrelid"
        " WHERE NOT i.indisvalid AND c.relnamespace = current_schema()::regnamespace"
    )
    return found + [f"{name} of the table {table} is not in force" for name, table in rows]
