"""When on its day was work that has no time of day? Laid end to end from the start of the desk's hours (RULES 16).

What does not fit before midnight begins so much earlier. Work that is here already keeps its place, and what is new
of its person and day follows the last of it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from datetime import date

from models.importers.base import ImportedRow
from models.importers.resolve import Known

_NINE = 9 * 60
_DAY = 86_400
PersonDay = tuple[str, int]
"""Who worked, and the ordinal of the day."""


class Layout:
    """Gives work without a time of day its start, once all that is here already was seen."""

    def __init__(self, known: Known) -> None:
        """Nothing was seen yet."""
        self._known = known
        self._next: dict[PersonDay, int] = {}
        self._sums: dict[PersonDay, int] = {}
        self._places: dict[PersonDay, int] = {}
        self._rows, self._days, self._seconds = array("q"), array("q"), array("q")

    def here(self, who: str, day: int, until: int) -> None:
        """Work of this person and day is here already, and lasts until then."""
        self._next[who, day] = max(until, self._next.get((who, day), 0))

    def wait(self, at: int, row: ImportedRow, who: str) -> None:
        """A row that is new: it is placed when all have been seen."""
        assert row.day is not None
        key = who, row.day
        self._sums[key] = self._sums.get(key, 0) + row.seconds
        self._rows.append(at)
        self._days.append(self._places.setdefault(key, len(self._places)))
        self._seconds.append(row.seconds)

    def placed(self) -> Iterator[tuple[int, int, int]]:
        """Each row that waits, in the order of the file, with its start and end."""
        keys = list(self._places)
        for at, day, seconds in zip(self._rows, self._days, self._seconds, strict=True):
            key = keys[day]
            start = self._next[key] if key in self._next else self._first(key)
            self._next[key] = start + seconds
            yield at, start, start + seconds

    def _first(self, key: PersonDay) -> int:
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
