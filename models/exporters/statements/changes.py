"""What does version 2 of a statement say that version 1 did not? Every number that differs, line by line (RULES 6.5).

Guarantees (`test_changes_are_exactly_what_differs`): nothing is listed exactly when both documents say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from models.domain.ledger.differences import Measure
from models.domain.ledger.document import LedgerDocument, UnitLine
from models.domain.ledger.results import BillLine

_SUMS: tuple[tuple[str, Measure], ...] = (
    ("spent_seconds", "seconds"),
    ("accounted", "minutes"),
    ("counted", "minutes"),
    ("covered", "minutes"),
    ("unlimited", "minutes"),
    ("by_sessions", "minutes"),
    ("overage", "minutes"),
    ("on_demand", "minutes"),
    ("additional", "minutes"),
    ("courtesy_seconds", "seconds"),
    ("late_accounted", "minutes"),
    ("opening", "minutes"),
    ("granted", "minutes"),
    ("lapsed", "minutes"),
    ("forfeited", "minutes"),
    ("reversed", "minutes"),
    ("closing", "minutes"),
)
"""Sums in the order in which a client asks for them; what is drawn is what is covered."""


@dataclass(frozen=True, slots=True)
class Change:
    """A number of the statement before and now; None where there was, or is, no such line."""

    kind: Literal["total", "line", "sum", "work"]
    measure: Measure
    before: int | None
    after: int | None
    name: str = ""
    """The sum's name, the kind of a line, the request of work."""
    work_type: str | None = None
    contract: str | None = None
    charge: str | None = None
    late: bool = False
    rate: int | None = None
    """Of a line of time: two lines may differ in it only."""


def changes_between(before: LedgerDocument, after: LedgerDocument) -> tuple[Change, ...]:
    """All numbers that differ: the total, lines, sums, then the work by request."""
    return (*_total(before, after), *_lines(before, after), *_sums(before, after), *_work(before, after))


def _total(before: LedgerDocument, after: LedgerDocument) -> Iterator[Change]:
    if before.total != after.total:
        yield Change("total", "money", before.total, after.total)


def _lines(before: LedgerDocument, after: LedgerDocument) -> Iterator[Change]:
    old, new = _amounts(before), _amounts(after)
    for key in dict.fromkeys((*new, *old)):
        if old.get(key) != new.get(key):
            kind, contract, work_type, rate, late, charge = key
            names = kind, work_type, contract, charge, late, rate
            yield Change("line", "money", old.get(key), new.get(key), *names)


_LineKey = tuple[str, str | None, str | None, int | None, bool, str | None]


def _amounts(document: LedgerDocument) -> dict[_LineKey, int]:
    """The amounts by what a line is; two lines that are the same thing are one."""
    found: dict[_LineKey, int] = {}
    for line in document.lines:
        key = _key(line)
        found[key] = found.get(key, 0) + line.amount
    return found


def _key(line: BillLine) -> _LineKey:
    return line.kind, line.contract, line.work_type, line.rate, line.late, line.charge


def _sums(before: LedgerDocument, after: LedgerDocument) -> Iterator[Change]:
    plain = all(each.sums.counted == each.sums.accounted for each in (before, after))
    for name, measure in _SUMS:
        if plain and name == "counted":
            continue  # no weights: it is the accounted time again
        old, new = before.sums.of(name), after.sums.of(name)
        if old != new:
            yield Change("sum", measure, old, new, name)


_WorkKey = tuple[bool, str, str]


def _work(before: LedgerDocument, after: LedgerDocument) -> Iterator[Change]:
    measures: tuple[tuple[Measure, Callable[[UnitLine], int]], ...] = (
        ("minutes", lambda unit: unit.accounted),
        ("seconds", lambda unit: unit.spent_seconds),
    )
    said: set[_WorkKey] = set()
    for measure, number in measures:
        old, new = _by_request(before, number), _by_request(after, number)
        for key in dict.fromkeys((*new, *old)):
            if key not in said and old.get(key) != new.get(key):
                said.add(key)
                late, request, work_type = key
                yield Change(
                    "work", measure, old.get(key), new.get(key), request, work_type or None, late=late
                )


def _by_request(document: LedgerDocument, number: Callable[[UnitLine], int]) -> dict[_WorkKey, int]:
    found: dict[_WorkKey, int] = {}
    for unit in document.units:
        key = (unit.late, unit.request or "", "" if unit.request else unit.work_type)
        found[key] = found.get(key, 0) + number(unit)
    return found
