"""The sixth schema: whether weights were agreed or waived, on requests and entries (RULES 3.9).

The file stands on its own and stays as it is.
"""

from __future__ import annotations

from typing import Any

from peewee import Table, TextField


def up(migrator: Any, db: Any) -> None:
    """Two columns more, empty; the few requests with a word are found by an index of their own."""
    migrator.migrate(
        migrator.add_column("entry", "premium", TextField(null=True)),
        migrator.add_column("request", "premium", TextField(null=True)),
        migrator.add_index(
            "request", ("key",), where=Table("request").c.premium.is_null(False), name="request_premium"
        ),
    )
