"""When on its day was work that has no time of day? Laid end to end from the start of the desk's hours (RULES 16).

What does not fit before midnight begins so much earlier. Work that is here already keeps its place, and what is new
of its person and day follows the last of it.
"""

from __future__ import annotations

from datetime import date

from models.importers.base import ImportedRow
from models.importers.planning.fates import Here
from models.importers.planning.identify import who_of
from models.importers.planning.store import RowStore
from models.importers.resolve import Known, Resolver

_NINE = 9 * 60
_DAY = 86_400


class Layout:
    """Gives work without a time of day its start, row by row in the order of the file."""

    def __init__(self, store: RowStore, resolver: Resolver, known: Known) -> None:
        """Adds up what each person has on each day."""
        self._known = known
        self._next: dict[tuple[str, int], int] = {}
        self._sums: dict[tuple[str, int], int] = {}
        for found in store if store.has_days else ():
            if isinstance(found, ImportedRow) and found.day is not None:
                key = who_of(found, resolver.who(found)[0]), found.day
                self._sums[key] = self._sums.get(key, 0) + found.seconds

    def start(self, at: int, row: ImportedRow, who: str, here: Here | None) -> int:
        """The instant at which the row begins."""
        del at
        if row.day is None:
            return row.started_at
        key = who, row.day
        start = self._next[key] if key in self._next else self._first(key)
        if here is not None:
            end = here.entry.started_at + row.seconds
            self._next[key] = max(start, end)
            return here.entry.started_at
        self._next[key] = start + row.seconds
        return start

    def _first(self, key: tuple[str, int]) -> int:
        day = date.fromordinal(key[1])
        midnight, after = self._known.zone.starts(day), self._known.zone.starts(date.fromordinal(key[1] + 1))
        opening = midnight + self._opens(day) * 60
        latest = after - min(self._sums[key], _DAY)
        return max(midnight, min(opening, latest))

    def _opens(self, day: date) -> int:
        """Minutes from midnight to the first opening of the weekday, of the week on a day without one, else 9:00."""
        windows = self._known.hours[day.weekday()]
        if windows:
            return windows[0].opens
        return next((hours[0].opens for hours in self._known.hours if hours), _NINE)
