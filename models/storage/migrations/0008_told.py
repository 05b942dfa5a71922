"""The eighth schema: courtesy may be told (RULES 3.10). The file stands on its own and stays as it is."""

from __future__ import annotations

from typing import Any

from peewee import BooleanField


def up(migrator: Any, db: Any) -> None:
    """A column more, empty."""
    migrator.migrate(migrator.add_column("entry", "told", BooleanField(null=True)))
