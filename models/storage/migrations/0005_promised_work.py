"""The fifth schema: a request may be for promised work of a contract, each time of it opened once (RULES 2.9).

The file stands on its own and stays as it is.
"""

from __future__ import annotations

from typing import Any

from peewee import SQL, Table, TextField


def up(migrator: Any, db: Any) -> None:
    """Three columns and the index that lets one request in for each time; no row changes."""
    reference = SQL('REFERENCES "contract" ("key") ON UPDATE CASCADE')
    migrator.migrate(
        migrator.add_column("request", "recurring_contract", TextField(null=True, constraints=[reference])),
        migrator.add_column("request", "recurring_key", TextField(null=True)),
        migrator.add_column("request", "recurring_starts", TextField(null=True)),
        migrator.add_index(
            "request",
            ("recurring_contract", "recurring_key", "recurring_starts"),
            unique=True,
            where=Table("request").c.recurring_contract.is_null(False),
            name="request_recurring",
        ),
    )
