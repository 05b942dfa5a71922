"""How is a setting read that may hold from dates on? As one value, or as a list of rows with `from` (RULES 4.2).

One value holds from the beginning; of a list the first row does, too. Written is what was read: a list of one row
stays a list.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar, cast

from models.book.reading import Fields, open_object, parse_list
from models.domain.basics.dated import HasSince, check_dates_rise
from models.domain.basics.notation import parse_day, parse_duration
from models.domain.basics.text import parse_key
from models.domain.contracts.checked import MOST_WEEK
from models.domain.values import WEEKDAYS, DatedHours, DatedMinutes, DatedTier, Week

Row = TypeVar("Row", bound=HasSince)


def is_dated(value: object) -> bool:
    """Is a setting given as a list of rows?"""
    return isinstance(value, list | tuple)


def parse_rows(value: object, path: str, parse: Callable[[object, str], Row]) -> tuple[Row, ...]:
    """At least one row, the dates strictly rising; raises InvalidValue at `path[i].from`."""
    rows = parse_list(value, path, parse)
    check_dates_rise(rows, path)
    return rows


def dated_hours(value: object, path: str, week: Callable[[object, str], Week]) -> tuple[DatedHours, ...]:
    """Working hours by date: rows of `from` and the weekdays."""
    return parse_rows(value, path, partial(_hours, week=week))


def _hours(value: object, path: str, week: Callable[[object, str], Week]) -> DatedHours:
    document = open_object(value, path)
    since = Fields(document, path, frozenset(("from", *WEEKDAYS))).needed("from", parse_day)
    return DatedHours(since, week({key: windows for key, windows in document.items() if key != "from"}, path))


def dated_minutes(value: object, path: str) -> tuple[DatedMinutes, ...]:
    """Weekly hours by date: rows of `from` and `hours`, H:MM."""
    return parse_rows(value, path, _minutes)


def _minutes(value: object, path: str) -> DatedMinutes:
    fields = Fields(value, path, frozenset(("from", "hours")))
    return DatedMinutes(
        fields.needed("from", parse_day), fields.needed("hours", partial(parse_duration, most=MOST_WEEK))
    )


def dated_tiers(value: object, path: str) -> tuple[DatedTier, ...]:
    """A client's tier by date: rows of `from` and `tier`, a key or null."""
    return parse_rows(value, path, _tier)


def _tier(value: object, path: str) -> DatedTier:
    fields = Fields(value, path, frozenset(("from", "tier")))
    return DatedTier(fields.needed("from", parse_day), fields.optional("tier", parse_key))


def value_on(value: object, day: date, key: str | None) -> object:
    """A setting as in the book on a day: of a list of rows what the row in force says under `key`, or all of it."""
    if not is_dated(value):
        return value
    rows = cast("list[dict[str, object]]", value)
    begun = [row for row in rows if str(row["from"]) <= day.isoformat()]
    row = (begun or rows)[-1 if begun else 0]
    return row[key] if key is not None else {name: said for name, said in row.items() if name != "from"}


def changed_from(value: object, since: date, new: object, key: str | None) -> object:
    """The setting as in the book with `new` from the day `since` on; later rows stay, what is equal stays as it is.

    40:00, changed to 20:00 from 15 June 2026 on, is 40:00 from 1 January and 20:00 from 15 June (RULES 4.2).
    """
    if value_on(value, since, key) == new:
        return value
    if is_dated(value):
        rows = [*cast("list[dict[str, object]]", value)]
    else:
        before = date(since.year, 1, 1) if since > date(since.year, 1, 1) else date(since.year - 1, 1, 1)
        rows = [_row(before, value, key)]
    day = since.isoformat()
    kept = [row for row in rows if row["from"] != day]
    return sorted([*kept, _row(since, new, key)], key=lambda row: str(row["from"]))


def _row(since: date, value: object, key: str | None) -> dict[str, object]:
    said = {key: value} if key is not None else cast("dict[str, object]", value)
    return {"from": since.isoformat(), **said}
