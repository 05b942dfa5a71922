"""The first schema."""

from __future__ import annotations

from typing import Any


def up(migrator: Any, db: Any) -> None:
    """Create every table."""
    from models import tables

    with db.bind_ctx(tables.ALL):
        db.create_tables(tables.ALL)
