"""What stands in the server's database? The tables of a file, and one that says whose it is.

The table `deskhours` has one row: the version of the schema, and a number that every change of the desk raises.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peewee import SchemaManager, Table, fn

from models.domain.basics.errors import Foreign, StorageError
from models.storage import migrations, raw
from models.storage import tables as t
from models.storage.location import SCHEMA_VERSION, no_desk_yet, too_new
from models.storage.postgres.team.rights import no_member, statements
from models.storage.raw import MARK, TEAM, Sql

if TYPE_CHECKING:
    from models.storage.postgres.driver import ServerDatabase

OLDEST_SERVER = 140000
KEPT = "before_schema_"
"""Begins the name of the schema in which tables stand as they were."""
_mark = Table(MARK, ("id", "version", "revision"))


def read_version(database: ServerDatabase) -> int:
    """The schema of the desk in this database, 0 where there is none yet; raises Foreign for another's tables."""
    if database.ask(fn.current_schema()) == (None,):
        raise StorageError(no_member(database.login()))
    found = set(database.get_tables())
    if MARK in found:
        row = database.execute(_mark.select(_mark.version)).fetchone()
        if (
            row is None and TEAM in found
        ):  # an agent who was deleted: the login is in its group, but sees no row
            raise StorageError(no_member(database.login()))
        return 0 if row is None else int(row[0])
    if found:
        names = ", ".join(sorted(found)[:3])
        raise Foreign(f"holds another program's tables ({names}); a desk needs a database of its own")
    return 0


def read_revision(database: ServerDatabase) -> tuple[int, int]:
    """The number that every change raises, and the version of the schema."""
    revision, version = database.execute(_mark.select(_mark.revision, _mark.version)).fetchone()
    return int(revision), int(version)


def prepare(database: ServerDatabase, shown: str, *, create: bool) -> None:
    """Make the desk's tables where there are none, bring older ones up to date; raises StorageError."""
    if database.server_version < OLDEST_SERVER:
        raise StorageError(f"{shown}: the server is older than PostgreSQL 14; nothing was done there")
    version = read_version(database)
    if version == SCHEMA_VERSION:
        return
    if version > SCHEMA_VERSION:
        raise StorageError(too_new(shown, version))
    if version == 0 and not create:
        raise StorageError(no_desk_yet(shown))
    if version > 0:
        _check_owner(database, shown, version)
    with database.locked():
        version = read_version(database)  # somebody else may have been quicker
        if version == 0:
            _create(database)
        elif version < SCHEMA_VERSION:
            _upgrade(database)


def _check_owner(database: ServerDatabase, shown: str, version: int) -> None:
    """Only the owner of its tables brings a desk up to date; raises StorageError for anybody else."""
    owner = owner_of(database)
    if database.ask(fn.pg_has_role(database.login(), owner, "MEMBER")) != (True,):
        raise StorageError(
            f"{shown}: has schema {version}, this deskhours needs {SCHEMA_VERSION}; {owner}, who owns the desk, "
            "brings it up to date by opening it with the new deskhours; nothing was changed"
        )


def owner_of(database: ServerDatabase) -> str:
    """The role that owns the desk's tables."""
    known = Table("pg_tables", ("tableowner", "tablename", "schemaname"))
    here = (known.tablename == MARK) & (known.schemaname == fn.current_schema())
    return str(database.execute(known.select(known.tableowner).where(here)).fetchone()[0])


def outdated(version: int) -> str:
    """What is said to a program that was open while a newer one changed the schema."""
    return (
        f"a newer deskhours brought this desk to schema {version}: here nothing is saved any more;"
        " leave with q and install the newer one"
    )


def _create(database: ServerDatabase) -> None:
    raw.run(database, (raw.create_mark(), *_functions(database)))
    for table in t.ALL:
        _create_table(database, table)
    database.execute(_mark.insert({_mark.id: 1, _mark.version: SCHEMA_VERSION, _mark.revision: 1}))
    raw.run(database, raw.keep_closed(_schema_of(database)))
    runner = _runner(database)
    runner.History.create_table()
    raw.run(database, (raw.give_ids(runner.table_name),))
    runner.fake()


def _create_table(database: ServerDatabase, table: type[t.Table]) -> None:
    """A table with its indexes; what it refers to must be unique before it can refer to itself."""
    key = table._meta.fields.get("key")
    if key is None or not key.unique:
        table._schema.create_all(safe=False)
    else:
        raw.create_keyed_table(database, table)
        for index in table._schema._create_indexes(safe=False):
            if not index.query()[0].endswith('("key")'):
                database.execute(index)
    if table._meta.auto_increment:
        raw.run(database, (raw.give_ids(table._meta.table_name),))


def _functions(database: ServerDatabase) -> tuple[Sql, ...]:
    return (raw.next_id(_schema_of(database)), raw.IS_JSON, raw.whole())


def _schema_of(database: ServerDatabase) -> str:
    return str(database.ask(fn.current_schema())[0])


def _upgrade(database: ServerDatabase) -> None:
    """Run the migrations that are missing, and say anew who may do what; all of it or nothing.

    The tables as they were stay in a schema of their own, those of earlier upgrades go.
    """
    owner = owner_of(database)
    raw.run(database, (raw.act_as(owner),))
    _keep_tables(database)
    raw.run(database, _functions(database))
    _runner(database).up()
    for table in t.ALL:
        if table._meta.auto_increment:
            raw.run(database, (raw.give_ids(table._meta.table_name),))
    schema = _schema_of(database)
    raw.run(database, raw.keep_closed(schema))
    if TEAM in database.get_tables():
        name = str(database.ask(fn.current_database())[0])
        raw.run(database, statements(name, schema, owner))
    database.execute(_mark.update({_mark.version: SCHEMA_VERSION}))


def _keep_tables(database: ServerDatabase) -> None:
    place = Table("pg_namespace", ("nspname",))
    before = place.select(place.nspname).where(place.nspname.startswith(KEPT))
    raw.run(database, [raw.drop_schema(name) for (name,) in database.execute(before).fetchall()])
    kept = f"{KEPT}{SCHEMA_VERSION}"
    raw.run(database, (raw.create_schema(kept),))
    for name in database.get_tables():
        table = Table(name)
        SchemaManager(None, database).create_table_as((kept, name), table.select(table.__star__), safe=False)


def _runner(database: ServerDatabase) -> Any:
    # Loaded here: only a new or an older desk needs it.
    from playhouse.migrations import Runner

    logging.getLogger("peewee.migrations").setLevel(logging.WARNING)
    return Runner(database, directory=str(Path(migrations.__file__).parent))


def faults(database: ServerDatabase) -> list[str]:
    """Constraints and indexes that the server does not hold to, tables that are not there; in words."""
    missing = {table._meta.table_name for table in t.ALL} - set(database.get_tables())
    found = [f"the table {name} is not there" for name in sorted(missing)]
    rows = database.execute(_broken_constraints().union_all(_broken_indexes()))
    return found + [f"{name} of the table {table} is not in force" for name, table in rows]


def _broken_constraints() -> Any:
    rule = Table("pg_constraint", ("conname", "conrelid", "convalidated", "connamespace"))
    here = rule.connamespace == fn.current_schema().cast("regnamespace")
    return rule.select(rule.conname, _name_of(rule.conrelid)).where(here & ~rule.convalidated)


def _broken_indexes() -> Any:
    index, thing = (
        Table("pg_index", ("indexrelid", "indrelid", "indisvalid")),
        Table("pg_class", ("oid", "relname", "relnamespace")),
    )
    here = thing.relnamespace == fn.current_schema().cast("regnamespace")
    found = index.select(thing.relname, _name_of(index.indrelid))
    return found.join(thing, on=thing.oid == index.indexrelid).where(here & ~index.indisvalid)


def _name_of(number: Any) -> Any:
    return number.cast("regclass").cast("text")
