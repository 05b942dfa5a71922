"""Which week does a day lie in? Weeks begin on Monday and are numbered as ISO 8601 does; pendulum knows them.

For what is shown to a person: what goes over many weeks counts days (`recurring`), and loads no pendulum.
"""

from __future__ import annotations

from datetime import date

import pendulum


def week_of(day: date) -> tuple[date, date]:
    """The Monday and the Sunday of the week: Fri 27 Nov 2026 lies in 23 to 29 November."""
    found = pendulum.date(day.year, day.month, day.day)
    return _plain(found.start_of("week")), _plain(found.end_of("week"))


def week_number(day: date) -> int:
    """The number of the week: 1 January 2027, a Friday, lies in week 53."""
    return pendulum.date(day.year, day.month, day.day).week_of_year


def _plain(day: date) -> date:
    return date(day.year, day.month, day.day)
