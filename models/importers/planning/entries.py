"""Which entry of the desk is a row, from an earlier import? By its identity there, else by its key (RULES 16)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from models.domain.values import Entry
from models.importers.base import ImportedRow, Problem, identity
from models.importers.planning.fates import AtDesk, Here
from models.importers.planning.identify import UNKNOWN, base_of, numbered, who_of
from models.importers.planning.store import RowStore
from models.importers.resolve import Answer, Resolver

LONG_SECONDS = 24 * 3600
"""Entries over this many seconds are added, but pointed out: a forgotten timer looks like this."""
_ASKED = 250
"""Rows that the desk is asked about at once."""


@dataclass(slots=True)
class Judged:
    """One row with what was found out about it; `here` is its entry, where an earlier import brought it."""

    at: int
    row: ImportedRow
    answer: Answer
    who: str
    identity: str
    here: Here | None


class Entries:
    """Goes through the stored rows and finds the entries that they are."""

    def __init__(self, store: RowStore, resolver: Resolver, desk: AtDesk, tool: str, prefix: str) -> None:
        """`tool` says where the rows come from, `prefix` begins the keys of what comes in."""
        self._store, self._resolver, self._desk = store, resolver, desk
        self._tool, self._prefix = tool, prefix
        self._foreign: set[int] = set()
        """Rows whose own key is that of quite another entry here."""

    def judged(
        self, numbers: Sequence[int], wanted: Callable[[int], bool]
    ) -> Iterator[list[Judged | Problem]]:
        """Every line in chunks, each row with its identity; the desk is asked about those that are `wanted`.

        `numbers` tells twins apart: rows that would have the same identity.
        """
        at = 0
        for chunk in self._store.chunks():
            judged: list[Judged | Problem] = []
            for found in chunk:
                judged.append(found if isinstance(found, Problem) else self._begun(at, found, numbers[at]))
                at += 1
            asked = [each for each in judged if isinstance(each, Judged) and wanted(each.at)]
            for part in range(0, len(asked), _ASKED):
                self._look_up(asked[part : part + _ASKED])
            yield judged

    def key(self, judged: Judged) -> str:
        """The key of the entry that a row becomes; what this program exported keeps its own."""
        if self._tool == "deskhours-csv" and judged.at not in self._foreign:
            return judged.identity
        return identity(self._prefix, (self._tool, judged.identity))

    def _begun(self, at: int, row: ImportedRow, number: int) -> Judged:
        answer = self._resolver.answer(row)
        who = who_of(row, answer.agent)
        return Judged(at, row, answer, who, numbered(base_of(row, who), number), None)

    def _look_up(self, rows: Sequence[Judged]) -> None:
        known = [each for each in rows if not each.who.startswith(UNKNOWN)]
        if not known:
            return
        keys = {self.key(each): each for each in known}
        old = {key: each for each in known for key in _old_keys(each)}
        there = list(self._desk.imported(self._tool, [each.identity for each in known], [*keys, *old]))
        by_identity = {here.identity: here for here in there if here.identity is not None}
        by_key = {here.entry.key: here for here in there}
        for each in known:
            there_is = by_key.get(self.key(each))
            if there_is is not None and not _same_work(there_is.entry, each):
                self._foreign.add(each.at)  # another desk gave this key, too
                there_is = None
            each.here = by_identity.get(each.identity) or there_is
            for key in _old_keys(each):
                each.here = each.here or by_key.get(key)


def _old_keys(judged: Judged) -> tuple[str, ...]:
    old = judged.row.old_key
    return (old, f"{old}-{judged.answer.agent}") if old else ()


def _same_work(entry: Entry, judged: Judged) -> bool:
    """May an entry with the key of a row be that row? It began then, or about then and is the same agent's."""
    apart = abs(entry.started_at - judged.row.started_at)
    same_agent = entry.agent == judged.answer.agent
    return judged.row.day is not None or apart == 0 or (apart < LONG_SECONDS and same_agent)
