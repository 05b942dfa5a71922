"""Which of the file's records is which entry? By the tool's own id, else by who worked and the second it began.

Records that share those are told apart by counting, those that say what an entry here says first: a file in another
order, or with one of two twins edited, finds its entries again. Work without a time of day is known by person and
day.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from models.importers.base import ImportedRow
from models.importers.planning.fates import AtDesk, Here
from models.importers.planning.store import RowStore
from models.importers.resolve import Resolver

_MASK = (1 << 63) - 1
_PARTITIONS = 16
_BATCH = 400
_SPARE = 4
"""Numbers beyond the rows of a group that are looked for, where rows were taken out of the source."""
UNKNOWN = "?"
"""Before the name of somebody whom the desk does not know yet."""


def fingerprint(row: ImportedRow) -> str:
    """What the source says of a record, in 16 letters: another one means that it was changed there."""
    fields = (
        *(
            row.ended_at - row.started_at,
            "" if row.day is not None else row.started_at,
            row.day,
            row.agent,
            row.email,
        ),
        *(row.client, row.project, row.task, row.note, row.billable, row.request, row.scope, *row.tags),
    )
    text = "\x1f".join(map(str, fields)).encode("utf-8", "replace")
    return hashlib.blake2b(text, digest_size=8).hexdigest()


def who_of(row: ImportedRow, agent: str | None) -> str:
    """The agent's key, else a mark and the name that nobody knows yet."""
    return agent if agent is not None else UNKNOWN + (row.email or row.agent)


def base_of(row: ImportedRow, who: str) -> str:
    """What a record is known by, before twins are counted."""
    if row.external_id:
        return row.external_id
    when = date.fromordinal(row.day).isoformat() if row.day is not None else str(row.started_at)
    return f"{who}@{when}"


def numbered(base: str, number: int) -> str:
    """The identity of the first, second … record of a base."""
    return base if number < 2 else f"{base}#{number}"


@dataclass
class _Twins:
    """The rows that share a base, in the order of the file."""

    rows: array[int] = field(default_factory=lambda: array("q"))
    prints: list[str] = field(default_factory=list)
    said: set[str] = field(default_factory=set)


def numbers_of_twins(
    store: RowStore, resolver: Resolver, desk: AtDesk, tool: str
) -> tuple[array[int], frozenset[int]]:
    """The number of every row among those that share its base, 0 for one that is alone.

    And the rows that say exactly what an earlier one says: identical rows are counted.
    """
    numbers, same = array("H", bytes(2 * len(store))), set[int]()
    shared = _shared(_hashes(store, resolver))
    if not shared:
        return numbers, frozenset()
    groups: dict[str, _Twins] = {}
    for at, row, who in _rows(store, resolver):
        base = base_of(row, who)
        if hash(base) & _MASK in shared:
            group = groups.setdefault(base, _Twins())
            said = fingerprint(row)
            if said in group.said:
                same.add(at)
            group.said.add(said)
            group.rows.append(at)
            group.prints.append(said)
    for batch in _batches(list(groups.items())):
        here = _here(batch, desk, tool)
        for base, group in batch:
            for at, number in zip(group.rows, _matched(base, group, here), strict=True):
                numbers[at] = min(number, 65_535)
    return numbers, frozenset(same)


def _rows(store: RowStore, resolver: Resolver) -> Iterator[tuple[int, ImportedRow, str]]:
    for at, found in enumerate(store):
        if isinstance(found, ImportedRow):
            yield at, found, who_of(found, resolver.who(found)[0])


def _hashes(store: RowStore, resolver: Resolver) -> array[int]:
    return array("q", (hash(base_of(row, who)) & _MASK for _, row, who in _rows(store, resolver)))


def _shared(hashes: array[int]) -> frozenset[int]:
    """The hashes that stand there more than once; looked for part by part, which needs little memory."""
    found: set[int] = set()
    for part in range(_PARTITIONS):
        before = -1
        for value in sorted(value for value in hashes if value % _PARTITIONS == part):
            if value == before:
                found.add(value)
            before = value
    return frozenset(found)


def _batches(groups: Sequence[tuple[str, _Twins]]) -> Iterator[list[tuple[str, _Twins]]]:
    batch: list[tuple[str, _Twins]] = []
    size = 0
    for base, group in groups:
        batch.append((base, group))
        size += len(group.rows) + _SPARE
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _here(batch: Iterable[tuple[str, _Twins]], desk: AtDesk, tool: str) -> dict[str, Here]:
    wanted = [numbered(base, n) for base, group in batch for n in range(1, len(group.rows) + _SPARE + 1)]
    found: dict[str, Here] = {}
    for at in range(0, len(wanted), _BATCH):
        for here in desk.imported(tool, wanted[at : at + _BATCH], ()):
            if here.identity is not None:
                found[here.identity] = here
    return found


def _matched(base: str, group: _Twins, here: dict[str, Here]) -> list[int]:
    """A number for each row: that of the entry which says the same, and the rest in the order of the file."""
    free: dict[str, list[int]] = {}
    for number in range(len(group.rows) + _SPARE, 0, -1):
        there = here.get(numbered(base, number))
        if there is not None:
            free.setdefault(there.fingerprint or "", []).append(number)
    numbers = [free[said].pop() if free.get(said) else 0 for said in group.prints]
    taken = set(numbers)
    rest = (number for number in range(1, 2 * len(group.rows) + _SPARE + 2) if number not in taken)
    return [number or next(rest) for number in numbers]
