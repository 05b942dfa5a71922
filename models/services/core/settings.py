"""How are the program's own choices kept (theme, filters, who sits here)? Outside the desk: nothing to undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.storage import tables as t
from models.storage.fields import to_json


def set_setting(name: str, value: Any) -> None:
    """Store a value under a name."""
    t.database.execute_sql(
        "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, to_json(value)),
    )


def set_settings(values: Mapping[str, Any]) -> None:
    """Store several values by name, all or none."""
    with t.database.atomic():
        for name, value in values.items():
            set_setting(name, value)


def drop_setting(name: str) -> None:
    """Delete the stored value of that name."""
    t.database.execute_sql("DELETE FROM setting WHERE name = ?", (name,))
