"""Which value holds on a day, when values hold from a date on? (RULES 4.2)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar

from models.domain.basics.errors import InvalidValue


class HasSince(Protocol):
    """A value that holds from a date on."""

    @property
    def since(self) -> date:
        """The first day on which it holds."""


Row = TypeVar("Row", bound=HasSince)


def in_force(rows: Sequence[Row], day: date) -> Row:
    """The row that holds on `day`: the last one begun by then; before the first of them, the first.

    `rows` are in the order of their dates, at least one. Of rows from 1 Jan and 1 Jul, 30 Jun has the first.
    """
    found = rows[0]
    for row in rows[1:]:
        if row.since > day:
            break
        found = row
    return found


def check_dates_rise(rows: Sequence[HasSince], path: str) -> None:
    """Refuse an empty list and a date that is not later than the one before, at `path[i].from`."""
    if not rows:
        raise InvalidValue(path, "is empty; accepted is at least one row with the date from which it holds")
    for position in range(1, len(rows)):
        before, since = rows[position - 1].since, rows[position].since
        if since <= before:
            raise InvalidValue(
                f"{path}[{position}].from",
                f"{since} is not later than {before}; accepted are rows in the order of their dates",
            )
