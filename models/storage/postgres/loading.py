"""How does a server take in a whole desk quickly? Without looking at references and rules row by row.

References are taken away and made again when all rows are there: the server then looks at all of them at once, and
undoes everything when one is wrong. Whoever does not own the tables goes the slow way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from peewee import ForeignKeyField
from playhouse.migrate import PostgresqlMigrator, migrate

from models.storage import tables as t
from models.storage.raw import heed_triggers, run
from models.storage.rows.filling import without_indexes

if TYPE_CHECKING:
    from models.storage.postgres.driver import ServerDatabase


@contextmanager
def filling(database: ServerDatabase) -> Iterator[None]:
    """Within a change: fill the empty tables of a desk inside, with rows that bring their ids along."""
    if not _owns(database):
        yield
        return
    migrator = PostgresqlMigrator(database)
    for table, field in _references():
        migrate(migrator.drop_constraint(table, _name(table, field)))
    run(database, (heed_triggers(table._meta.table_name, on=False) for table in t.ALL))
    with without_indexes(database):
        yield
    run(database, (heed_triggers(table._meta.table_name, on=True) for table in t.ALL))
    for table, field in _references():
        rel = field.rel_field
        migrate(
            migrator.add_foreign_key_constraint(
                table,
                field.column_name,
                rel.model._meta.table_name,
                rel.column_name,
                on_delete=field.on_delete,
                on_update=field.on_update,
                constraint_name=_name(table, field),
            )
        )


def _owns(database: ServerDatabase) -> bool:
    """May whoever signed in change the tables themselves?"""
    return database.rights.role == "owner"


def _references() -> Iterator[tuple[str, Any]]:
    for table in t.ALL:
        for field in table._meta.sorted_fields:
            if isinstance(field, ForeignKeyField):
                yield table._meta.table_name, field


def _name(table: str, field: Any) -> str:
    """As the server names a reference that is part of its table."""
    return f"{table}_{field.column_name}_fkey"
