"""What would an import do? The fate of every line, before anything is written.

Guarantees (`test_every_line_has_one_fate_and_a_second_import_adds_nothing`): every line of the source has exactly one
fate, and planning the same rows again with the keys of the first plan's entries known adds nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from models.domain.basics.text import MOST_BODY
from models.domain.values import Agent, Client, Entry
from models.importers.base import ImportedRow, Problem
from models.importers.mapping import Asked, Mapping
from models.importers.resolve import Known, Resolved, Resolver, Unresolved

Outcome = Literal["add", "exists", "unmapped", "bad"]
_LONG = 24 * 3600
"""Entries over this many seconds are added, but pointed out: a forgotten timer looks like this."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one line; `entry` comes with `add` only, `reason` with all others and with doubts."""

    line: int
    outcome: Outcome
    reason: str = ""
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A foreign name without a meaning; `lines` are stopped by it, none if it is merely kept in the notes."""

    kind: Asked
    text: str
    lines: int


class Counts(NamedTuple):
    """How many lines have each fate."""

    add: int
    exists: int
    unmapped: int
    bad: int


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The whole import, ready to be shown or written; `lines` in the order of the file."""

    lines: tuple[Fate, ...]
    unmapped: tuple[Unmapped, ...] = ()
    new_agents: tuple[Agent, ...] = ()
    new_clients: tuple[Client, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that the import would write."""
        return tuple(fate.entry for fate in self.lines if fate.entry is not None)

    @property
    def counts(self) -> Counts:
        """The totals of the dry run."""
        count = Counter(fate.outcome for fate in self.lines)
        return Counts(count["add"], count["exists"], count["unmapped"], count["bad"])

    def asked(self, kind: Asked) -> tuple[str, ...]:
        """The unknown names of one kind, those that stop the most lines first."""
        return tuple(unmapped.text for unmapped in self.unmapped if unmapped.kind == kind)


def plan_import(
    rows: Iterable[ImportedRow],
    problems: Iterable[Problem],
    mapping: Mapping,
    known: Known,
    already_imported: Collection[str],
    *,
    create_missing: bool = False,
    now: int | None = None,
) -> ImportPlan:
    """The plan for `rows`; `already_imported` holds keys of entries that are in the book.

    With `create_missing` clients and people that are named but not known become new ones. With `now` a line
    that ends later is bad. Raises InvalidValue when the mapping names a key that the desk does not have.
    """
    planner = _Planner(Resolver(known, mapping, create_missing=create_missing), already_imported, now)
    fates = [Fate(problem.line, "bad", problem.reason) for problem in problems]
    fates += [planner.fate(row) for row in rows]
    entries = [fate.entry for fate in fates if fate.entry is not None]
    used = {entry.agent for entry in entries} | {entry.client for entry in entries}
    resolver = planner.resolver
    return ImportPlan(
        lines=tuple(sorted(fates, key=lambda fate: fate.line)),
        unmapped=planner.unmapped(),
        new_agents=tuple(agent for key, agent in resolver.new_agents.items() if key in used),
        new_clients=tuple(client for key, client in resolver.new_clients.items() if key in used),
    )


class _Planner:
    """Decides line by line, and remembers what was taken and what must be asked."""

    def __init__(self, resolver: Resolver, already: Collection[str], now: int | None) -> None:
        self.resolver = resolver
        self._already, self._now = frozenset(already), now
        self._taken: dict[str, int] = {}
        self._stopped: Counter[tuple[Asked, str]] = Counter()
        self._kept: dict[tuple[Asked, str], None] = {}

    def fate(self, row: ImportedRow) -> Fate:
        if self._now is not None and row.ended_at > self._now:
            return Fate(row.line, "bad", "ends in the future")
        if row.external_id in self._already:
            return Fate(row.line, "exists", "is already here")
        try:
            agent = self.resolver.agent(row)
            # A source that names nobody would give two people's files the same keys.
            key = row.external_id if row.agent or row.email else f"{row.external_id}-{agent}"
            if key in self._already:
                return Fate(row.line, "exists", "is already here")
            if key in self._taken:
                return Fate(row.line, "bad", f"has the same identity as line {self._taken[key]}")
            found = self.resolver.resolve(row)
        except Unresolved as missing:
            self._stopped.update(missing.asked)
            return Fate(row.line, "unmapped", str(missing))
        note = _note(row, found)
        if len(note) > MOST_BODY:
            return Fate(row.line, "bad", f"the description has over {MOST_BODY:,} characters with its tags")
        self._taken[key] = row.line
        if row.project and row.project in found.unused:
            self._kept["project", row.project] = None
        return Fate(row.line, "add", _doubt(row), _entry(row, key, agent, found, note))

    def unmapped(self) -> tuple[Unmapped, ...]:
        asked = [Unmapped(kind, text, lines) for (kind, text), lines in self._stopped.most_common()]
        kept = [Unmapped(kind, text, 0) for kind, text in self._kept if (kind, text) not in self._stopped]
        return (*asked, *kept)


def _entry(row: ImportedRow, key: str, agent: str, found: Resolved, note: str) -> Entry:
    return Entry(
        key=key,
        agent=agent,
        work_type=found.work_type,
        started_at=row.started_at,
        ended_at=row.ended_at,
        client=found.client,
        request=found.request,
        scope=found.scope,
        note=note,
    )


def _note(row: ImportedRow, found: Resolved) -> str:
    """The note with the unused words before it: `Website care, urgent: Fixed the form`."""
    return ": ".join(part for part in (", ".join(found.unused), row.note) if part)


def _doubt(row: ImportedRow) -> str:
    seconds = row.ended_at - row.started_at
    long = f"lasts {seconds // 3600}:{seconds % 3600 // 60:02d} hours" if seconds > _LONG else ""
    return "; ".join(part for part in (row.doubt, long) if part)
