"""What came of the clocks so far? The state of both clocks of each request from a day on (RULES 4.2)."""

from __future__ import annotations

from datetime import date

from models.domain.basics.months import add_months
from models.domain.requests.clocks import clocks
from models.holiday_dates import calendar_of
from models.queries.desk.request_rows import read_requests
from models.queries.requests.levels import read_levels
from models.storage import tables as t
from models.storage.rows.reading import read_desk

Result = tuple[str | None, str | None]
"""The state of the response and of the resolution clock."""
_LONGEST_MONTHS = 12
"""So long before the day a request may have been reported whose clock is still looked at."""


def read_results(since: date, now: int) -> dict[str, Result]:
    """The states at `now` of what was reported from a year before `since` on, by request."""
    calendar = calendar_of(read_desk())
    levels, first = read_levels(calendar.zone), calendar.zone.starts(add_months(since, -_LONGEST_MONTHS))
    found: dict[str, Result] = {}
    for request in read_requests((t.Request.reported_at >= first) & (t.Request.reported_at <= now)):
        known = clocks(request, levels.of(request), calendar, now)
        found[request.key] = known.response_state, known.resolution_state
    return found
