"""The seventh schema: what a whole desk in a book needs (RULES 10). The file stands on its own and stays as it is."""

from __future__ import annotations

from typing import Any

from peewee import SQL, ForeignKeyField, Model, TextField


class Base(Model):  # type: ignore[misc]  # peewee has no stubs
    """The base of the table copies in this migration, which later changes of the tables do not touch."""

    class Meta:
        """Names as the tables have them."""

        legacy_table_names = False


class Client(Base):
    key = TextField(unique=True)


class Opportunity(Base):
    client = ForeignKeyField(Client, field="key", column_name="client", on_update="CASCADE")
    kind = TextField()
    since = TextField(null=True)
    result = TextField()
    next_on = TextField(null=True)


def up(migrator: Any, db: Any) -> None:
    """Paper of clients, where entries came from, contracts of refunds, versions without content, talks."""
    reference = SQL('REFERENCES "contract" ("key") ON UPDATE CASCADE')
    migrator.migrate(
        migrator.add_column("client", "paper", TextField(null=True)),
        migrator.add_column("entry", "imported_tool", TextField(null=True)),
        migrator.add_column("entry", "imported_id", TextField(null=True)),
        migrator.add_column("charge", "contract", TextField(null=True, constraints=[reference])),
        migrator.drop_not_null("statement", "document"),
    )
    with db.bind_ctx((Opportunity,)):
        db.create_tables((Opportunity,))
