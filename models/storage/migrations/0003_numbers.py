"""The third schema: a statement's number may have several versions; number and version together are one's own.

The file stands on its own and stays as it is.
"""

from __future__ import annotations

from typing import Any


def up(migrator: Any, db: Any) -> None:
    """Another index; no row changes."""
    db.execute_sql("DROP INDEX statement_number")
    db.execute_sql('CREATE UNIQUE INDEX "statement_number_version" ON "statement" ("number", "version")')
