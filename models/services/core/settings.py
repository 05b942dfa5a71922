"""How are the program's own choices kept (theme, filters, who sits here)? Outside the desk: nothing to undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.fields import to_json


def set_setting(name: str, value: Any) -> None:
    """Store a value under a name."""
    _set.run(name, to_json(value))


def set_settings(values: Mapping[str, Any]) -> None:
    """Store several values by name, all or none."""
    with t.database.atomic():
        for name, value in values.items():
            set_setting(name, value)


def drop_setting(name: str) -> None:
    """Delete the stored value of that name."""
    with t.database.later():
        t.Setting.delete().where(t.Setting.name == name).execute()


@compiled
def _set(name: str, value: str) -> Any:
    s = t.Setting
    return s.insert(name=name, value=value).on_conflict(conflict_target=[s.name], preserve=[s.value])
