"""The ninth schema: an imported entry keeps what its source said of it, and is found by its name there (RULES 16).

The file stands on its own and stays as it is.
"""

from __future__ import annotations

from typing import Any

from peewee import Table, TextField


def up(migrator: Any, db: Any) -> None:
    """One column and the index by which an import finds its earlier ones; no row changes."""
    migrator.migrate(
        migrator.add_column("entry", "imported_print", TextField(null=True)),
        migrator.add_index(
            "entry",
            ("imported_tool", "imported_id"),
            where=Table("entry").c.imported_id.is_null(False),
            name="entry_imported",
        ),
    )
