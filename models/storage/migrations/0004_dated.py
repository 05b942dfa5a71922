"""The fourth schema: an agent's weekly hours and a client's tier may hold from dates on (RULES 4.2).

The file stands on its own and stays as it is.
"""

from __future__ import annotations

from typing import Any

from peewee import TextField


def up(migrator: Any, db: Any) -> None:
    """Two columns more; what is there holds from the beginning."""
    migrator.migrate(
        migrator.add_column("agent", "weekly_hours", TextField(null=True)),
        migrator.add_column("client", "tiers", TextField(null=True)),
    )
