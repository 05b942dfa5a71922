"""When is promised work due, by a pencil that goes through the calendar day by day? (RULES 2.9)

Written from the rule book and not from the program, to be compared with it.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from models.domain.values import Contract, Promise

_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _begins(contract: Contract, promise: Promise, day: date) -> bool:
    """Does a period begin on this day of the term?"""
    if day == contract.starts:
        return True
    if promise.every == "term":
        return False
    if promise.every == "week":
        return day.weekday() == 0
    step = _MONTHS[promise.every]
    if contract.anchor == "calendar":
        return day.day == 1 and (day.month - 1) % step == 0
    return any(day == _later(contract.starts, index * step) for index in range(1, 200))


def reference_occurrences(
    contract: Contract, promise: Promise, first: date, last: date
) -> list[tuple[date, date, date]]:
    """Start, end and opening day of what is due from `first` to `last`."""
    if promise.every == "term" and contract.last_day is None:
        return []
    found = []
    starts = day = contract.starts
    while day <= last and (contract.last_day is None or day <= contract.last_day):
        following = day + timedelta(days=1)
        if _begins(contract, promise, following) or day == contract.last_day:
            wanted = day >= first and (promise.since is None or day >= promise.since)
            if wanted:
                lead = promise.lead_days
                opens = starts if lead is None else max(starts, day - timedelta(days=lead))
                found.append((starts, day, opens))
            starts = following
        day = following
    return found
