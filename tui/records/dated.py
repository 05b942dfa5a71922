"""From which day does what was changed hold? The field for it, and what it makes of the record (RULES 4.2)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, cast

from models.book.terms.dated import changed_from, is_dated, value_on
from tui.widgets.form.fields import Date

FIELD = "holds_from"


def from_field(today: date, what: str) -> Date:
    """The day from which a change of `what` holds, today unless another is typed."""
    return Date(
        FIELD,
        "Holds from",
        value=today,
        required=True,
        hint=f"a change of {what}; before it all stays",
        today=today,
    )


def since(values: Mapping[str, Any]) -> date | None:
    """The day from which what was changed holds."""
    day = values.get(FIELD)
    return day if isinstance(day, date) else None


def until_changed(*names: str) -> Callable[[Mapping[str, str]], Collection[str]]:
    """Leave the day out while all of these fields are as they began."""
    first: dict[str, str] = {}

    def hidden(texts: Mapping[str, str]) -> Collection[str]:
        if not first:
            first.update({name: texts.get(name, "") for name in names})
        return () if any(texts.get(name, "") != text for name, text in first.items()) else (FIELD,)

    return hidden


def shown_on(document: Mapping[str, Any], name: str, today: date, key: str) -> Any:
    """What a setting of a record is on a day, as the form shows it."""
    return value_on(document.get(name), today, key)


def row_on(value: object, today: date) -> dict[str, Any]:
    """The row of a setting that holds on a day, without its date."""
    return cast("dict[str, Any]", value_on(value, today, None))


def written(
    document: Mapping[str, Any], name: str, values: Mapping[str, Any], new: object, key: str | None
) -> object:
    """The setting as the record keeps it: changed from the day that was typed, untouched without one."""
    day, before = since(values), document.get(name)
    if day is not None:
        return changed_from(before, day, new, key)
    return before if is_dated(before) else new
