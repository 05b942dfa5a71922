"""Which rows share time with others of their agent, and what is left of a row that is cut? (RULES 6.1, 16)

Rows are taken by start. A row that is cut keeps the longest part of it that nobody else claims, so that time which two
of them claim counts once; where nothing is left it is left out.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from models.importers.planning.fates import Stretch


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that overlaps: the first line (or, negative, the place among `Others.keys`) that it shares time with."""

    row: int
    other: int
    started_at: int
    ended_at: int
    """What is left of the row; the same instant twice where nothing is."""


@dataclass
class Others:
    """An agent's work that is at the desk already, by start."""

    starts: array[int] = field(default_factory=lambda: array("q"))
    ends: array[int] = field(default_factory=lambda: array("q"))
    reach: array[int] = field(default_factory=lambda: array("q"))
    """The furthest end up to here."""
    keys: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, stretches: Iterable[Stretch], without: frozenset[str] = frozenset()) -> Others:
        """The stretches but those with the keys `without`; stretches of no length overlap nothing."""
        others, furthest = cls(), -1
        for start, end, key in sorted(stretches):
            if end > start and key not in without:
                furthest = max(furthest, end)
                others.starts.append(start)
                others.ends.append(end)
                others.reach.append(furthest)
                others.keys.append(key)
        return others

    def within(self, start: int, end: int) -> Iterator[int]:
        """Places of the stretches that share time with the span, latest first."""
        at = bisect_left(self.starts, end) - 1
        while at >= 0 and self.reach[at] > start:
            if self.ends[at] > start:
                yield at
            at -= 1


def free_part(start: int, end: int, taken: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """The longest part of a span that none of `taken` covers, the first of several; empty where nothing is left."""
    best, at = (start, start), start
    for first, last in (*sorted(taken), (end, end)):
        if min(first, end) - at > best[1] - best[0]:
            best = at, min(first, end)
        at = max(at, last)
    return best


class Agenda:
    """The rows of one agent, taken by start: tells which of them overlap, and what is left when they are cut."""

    def __init__(self, others: Others) -> None:
        """Nothing of the file is taken yet."""
        self._others = others
        self._reach, self._line = -1, 0

    def conflict(self, row: int, start: int, end: int) -> Conflict | None:
        """What the row overlaps, if anything: work of the file that was taken, else work at the desk."""
        places = list(self._others.within(start, end))
        inside = self._reach > start
        if not inside and not places:
            return None
        taken = [(self._others.starts[at], self._others.ends[at]) for at in places]
        if inside:
            taken.append((start, self._reach))
        left = free_part(start, end, taken)
        return Conflict(row, self._line if inside else -1 - places[-1], *left)

    def take(self, line: int, end: int) -> None:
        """The row enters: later ones overlap it until its end."""
        if end > self._reach:
            self._reach, self._line = end, line
