"""What becomes of rows that share time with other work? What was decided for a line, else for all (RULES 16)."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from functools import cached_property

from models.domain.basics.zone import Zone
from models.importers.mapping import Decision, Mapping
from models.importers.planning.fates import OUTCOMES, Outcome, Stretch
from models.importers.planning.overlaps import Agenda, Others
from models.importers.planning.store import RowStore

CODES: dict[Outcome, int] = {outcome: code for code, outcome in enumerate(OUTCOMES)}
_INDEX_BITS = 24
_INDEX = (1 << _INDEX_BITS) - 1


class Spots:
    """A few numbers for every row: what becomes of it, when it is, and what it overlaps."""

    def __init__(self, store: RowStore) -> None:
        """All rows without a time yet."""
        self._store = store
        self.codes = bytearray(len(store))
        self.starts, self.ends = (array("q", bytes(8 * len(store))) for _ in range(2))
        self.others = array("q", bytes(8 * len(store)))
        """The row (counted from 1; negative: the place in `here_keys`) that a row overlaps; 0 for none."""
        self.here_keys: list[str] = []
        self.same: frozenset[int] = frozenset()
        """Rows that say exactly what an earlier one says: they are counted, and enter unless something was decided."""

    @cached_property
    def lines(self) -> array[int]:
        """The line of each row; only read when somebody asks."""
        return array("q", (found.line for found in self._store))

    def outcome(self, at: int) -> Outcome:
        """What becomes of the row."""
        return OUTCOMES[self.codes[at]]


class Settling:
    """Decides about rows that overlap, and says so."""

    def __init__(self, spots: Spots, mapping: Mapping, zone: Zone) -> None:
        """Nothing is looked at yet."""
        self._spots, self._zone = spots, zone
        self._by_line, self._alike = dict(mapping.lines), mapping.defaults.overlaps

    def decision(self, at: int) -> Decision | None:
        """What was decided about this row, should it overlap; None when nothing was."""
        decided = self._by_line.get(self._spots.lines[at], ()) if self._by_line else ()
        for wanted in ("cut", "keep", "skip", "courtesy"):
            if wanted in decided:
                return wanted
        return self._alike

    def undecided(self, at: int) -> bool:
        """Does the row overlap, and nobody said what then? One that repeats another is kept, as it is counted."""
        overlaps = bool(self._spots.others[at]) and at not in self._spots.same
        return overlaps and self.decision(at) is None

    def given_away(self, at: int) -> bool:
        """Does the row overlap, and enters as courtesy?"""
        return bool(self._spots.others[at]) and self.decision(at) == "courtesy"

    def span(self, rows: array[int]) -> tuple[int, int]:
        """The first start and the last end of these rows."""
        spots = self._spots
        return min(spots.starts[at] for at in rows), max(spots.ends[at] for at in rows)

    def settle(self, rows: array[int], there: Iterable[Stretch], without: frozenset[str]) -> None:
        """Look through the rows of one agent by start, beside what the desk has of that agent."""
        spots = self._spots
        bad = CODES["bad"]
        ordered = sorted((spots.starts[at] << _INDEX_BITS) | at for at in rows if spots.codes[at] != bad)
        others = Others.of(there, without)
        agenda, base, touched = Agenda(others), len(spots.here_keys), False
        for packed in ordered:
            at = packed & _INDEX
            conflict = agenda.conflict(at, spots.starts[at], spots.ends[at])
            if conflict is not None:
                place = conflict.other
                spots.others[at] = place if place > 0 else place - base
                touched = touched or place < 0
                if not self._enters(at, conflict.started_at, conflict.ended_at):
                    continue
            agenda.take(at + 1, spots.ends[at])
        if touched:
            spots.here_keys.extend(others.keys)

    def _enters(self, at: int, start: int, end: int) -> bool:
        """Does the row enter? As what was decided says; cut where it says so."""
        spots, decision = self._spots, self.decision(at)
        if decision == "skip":
            spots.codes[at] = CODES["skipped"]
        elif decision in ("cut", "courtesy"):
            if end <= start:
                spots.codes[at] = CODES["skipped"]
            spots.starts[at], spots.ends[at] = start, max(start, end)
        elif self.undecided(at):
            spots.codes[at] = CODES["unmapped"]
        return spots.outcome(at) != "skipped"

    def words(self, at: int) -> str:
        """What the row overlaps, and what is left of it."""
        spots, other = self._spots, self._spots.others[at]
        named = (
            f"line {spots.lines[other - 1]}" if other > 0 else f"{spots.here_keys[-1 - other]}, which is here"
        )
        words = f"{'says the same as another line and ' if at in spots.same else ''}overlaps {named}"
        if self.decision(at) in ("cut", "courtesy"):
            start, end = spots.starts[at], spots.ends[at]
            left = (
                f", cut to {self._hm(start)} to {self._hm(end)}" if end > start else ", nothing is left of it"
            )
            return words + left
        return words

    def _hm(self, instant: int) -> str:
        return self._zone.local(instant).strftime("%H:%M")
