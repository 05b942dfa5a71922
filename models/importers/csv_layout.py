"""Where does a spreadsheet keep what? The `[csv]` section of a mapping: separator, dates, durations, columns.

[csv]
separator = ";"                # found when left out
decimal = ","                  # found when left out
date_order = "dmy"             # ymd, dmy or mdy
duration = "hours"             # hours, minutes, h:mm, or typed (1h30, 1:30, 90m, 1.5)
columns = {day = "Datum", start = "Von", end = "Bis", person = "Wer", client = "Kunde", note = "Text"}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import parse_choice
from models.domain.basics.text import shown

Role = Literal[
    "day", "start", "end", "end_day", "duration", "person", "email", "client", "project", "task", "tags", "note",
    "billable", "id",
]  # fmt: skip
"""What a column of a spreadsheet may hold."""
ROLES: tuple[Role, ...] = Role.__args__  # type: ignore[attr-defined]
DurationForm = Literal["hours", "minutes", "h:mm", "typed"]
DURATION_FORMS: tuple[DurationForm, ...] = ("hours", "minutes", "h:mm", "typed")
DateOrder = Literal["ymd", "dmy", "mdy"]
DATE_ORDERS: tuple[DateOrder, ...] = ("ymd", "dmy", "mdy")
_SEPARATORS = (",", ";", "\t", "|")
_NAMES = ("separator", "decimal", "date_order", "duration", "columns")


@dataclass(frozen=True, slots=True)
class CsvLayout:
    """How a spreadsheet is read; None is found out from the file itself."""

    separator: str | None = None
    decimal: Literal[",", "."] | None = None
    date_order: DateOrder | None = None
    duration: DurationForm | None = None
    columns: tuple[tuple[Role, str], ...] = ()


def parse_layout(table: Mapping[str, Any]) -> CsvLayout:
    """The layout of a `[csv]` table; raises InvalidValue naming the path that is not accepted."""
    for name in table:
        if name not in _NAMES:
            raise InvalidValue(f"csv.{name}", f"is not known; accepted are {', '.join(_NAMES)}")
    separator = table.get("separator")
    if separator is not None and separator not in _SEPARATORS:
        raise InvalidValue(
            "csv.separator", f"{shown(separator)} is not accepted; it is one of , ; | or a tab (\\t)"
        )
    return CsvLayout(
        separator=separator,
        decimal=_choice(table, "decimal", (",", ".")),
        date_order=_choice(table, "date_order", DATE_ORDERS),
        duration=_choice(table, "duration", DURATION_FORMS),
        columns=_columns(table.get("columns", {})),
    )


def _choice(table: Mapping[str, Any], name: str, accepted: tuple[Any, ...]) -> Any:
    return parse_choice(table[name], f"csv.{name}", accepted) if name in table else None


def _columns(value: object) -> tuple[tuple[Role, str], ...]:
    if not isinstance(value, dict):
        raise InvalidValue("csv.columns", f'{shown(value)} is no table; accepted is {{day = "Datum", …}}')
    found: list[tuple[Role, str]] = []
    for role, title in value.items():
        if role not in ROLES:
            raise InvalidValue(f"csv.columns.{role}", f"is not known; accepted are {', '.join(ROLES)}")
        if not isinstance(title, str) or not title.strip():
            raise InvalidValue(f"csv.columns.{role}", f"{shown(title)} is no title of a column in quotes")
        found.append((role, title))
    return tuple(found)
