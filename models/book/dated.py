"""How is a setting read that may hold from dates on? As one value, or as a list of rows with `from` (RULES 4.2).

One value holds from the beginning; of a list the first row does, too. Written is what was read: a list of one row
stays a list.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

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
