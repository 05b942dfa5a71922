"""The third schema: a statement's number may have several versions; number and version together are one's own.

The file stands on its own and stays as it is.
"""

from __future__ import annotations

from typing import Any


def up(migrator: Any, db: Any) -> None:
    """Another index; no row changes."""
    migrator.migrate(
        migrator.drop_index("statement", "statement_number"),
        migrator.add_index("statement", ("number", "version"), unique=True),
    )
