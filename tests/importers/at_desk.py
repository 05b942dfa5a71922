"""A desk in memory, as an import asks it: what an earlier plan wrote, and other work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from models.domain.values import Entry
from models.importers.planning.fates import Here, Stretch
from models.importers.planning.plan import ImportPlan


@dataclass
class Memory:
    """Entries with the fingerprints of their sources."""

    here: list[Here] = field(default_factory=list)

    @classmethod
    def of(cls, plan: ImportPlan, *others: Entry) -> Memory:
        """A desk at which the plan was written, beside other entries."""
        written = [
            Here(fate.entry, fate.identity, fate.fingerprint)
            for fate in plan.fates()
            if fate.entry is not None
        ]
        return cls([*written, *(Here(entry, None, None) for entry in others)])

    def imported(self, tool: str, identities: Sequence[str], keys: Sequence[str]) -> Iterable[Here]:
        """As the database answers."""
        del tool
        return [each for each in self.here if each.identity in identities or each.entry.key in keys]

    def stretches(self, agent: str, first: int, last: int) -> Iterable[Stretch]:
        """As the database answers."""
        return [
            (entry.started_at, entry.ended_at, entry.key)
            for entry in (each.entry for each in self.here)
            if entry.agent == agent
            and entry.ended_at is not None
            and entry.started_at < last
            and entry.ended_at > first
        ]
