"""Which versions of a month's statements did accounting programs get? Marks, a setting for each program and month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.domain.basics.months import Month
from models.queries.desk.settings import setting
from models.storage import tables as t

Marks = Mapping[str, list[int]]
"""Versions that were handed over, by the number of the statement."""
_PREFIX = "handed over:"


def marks_name(program: str, month: Month) -> str:
    """The name of the setting that keeps what a program got of a month."""
    return f"{_PREFIX}{program}:{month}"


def read_marks(program: str, month: Month) -> dict[str, list[int]]:
    """What the program got of the month; what makes no sense there counts as nothing."""
    return _marks(setting(marks_name(program, month)))


def read_handed(month: Month) -> dict[tuple[int, int], tuple[str, ...]]:
    """Which programs got a version of a statement of the month, by number and version."""
    s = t.Setting
    rows = s.select(s.name, s.value).where(s.name.startswith(_PREFIX) & s.name.endswith(f":{month}"))
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for name, kept in rows.order_by(s.name).tuples():
        program = name.removeprefix(_PREFIX).removesuffix(f":{month}")
        for number, versions in _marks(kept).items():
            for version in versions:
                key = int(number), version
                found[key] = (*found.get(key, ()), program)
    return found


def _marks(kept: Any) -> dict[str, list[int]]:
    """What makes no sense counts as nothing."""
    if not isinstance(kept, dict):
        return {}
    return {
        str(number): [version for version in versions if isinstance(version, int)]
        for number, versions in kept.items()
        if isinstance(versions, list) and str(number).isdecimal()
    }
