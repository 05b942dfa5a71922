"""What would an import do? The fate of every line, before anything is written.

Guarantees (`test_every_line_has_one_fate_and_a_second_import_adds_nothing`): every line of the source has exactly one
fate, and planning the same rows again at a desk that has the first plan's entries adds nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models.domain.values import Agent, Client, Entry
from models.importers.base import DoubtCode, Found
from models.importers.mapping import Asked, Mapping
from models.importers.planning.fates import AtDesk, Counts, Fate, NothingThere, Unmapped
from models.importers.planning.planner import Planner, Wishes
from models.importers.planning.store import Progress, RowStore, no_progress
from models.importers.resolve import Known


@dataclass(frozen=True)
class ImportPlan:
    """The whole import, ready to be shown or written; its lines are worked out anew each time they are asked for."""

    planner: Planner
    counts: Counts
    doubts: Counter[DoubtCode]
    unmapped: tuple[Unmapped, ...] = ()
    new_agents: tuple[Agent, ...] = ()
    new_clients: tuple[Client, ...] = ()

    @property
    def tool(self) -> str:
        """The format that the file has."""
        return self.planner.wishes.tool

    def fates(self) -> Iterator[Fate]:
        """What becomes of each line, in the order of the file."""
        return self.planner.fates()

    @property
    def lines(self) -> tuple[Fate, ...]:
        """The same, all at once."""
        return tuple(self.fates())

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that the import would write."""
        return tuple(fate.entry for fate in self.fates() if fate.entry is not None)

    def asked(self, kind: Asked) -> tuple[str, ...]:
        """The unknown names of one kind, those that stop the most lines first."""
        return tuple(unmapped.text for unmapped in self.unmapped if unmapped.kind == kind)


def plan_import(
    found: Iterable[Found],
    mapping: Mapping,
    known: Known,
    desk: AtDesk | None = None,
    wishes: Wishes | None = None,
    progress: Progress = no_progress,
) -> ImportPlan:
    """The plan for what a reader found; with `create_missing` unknown clients and people become new ones.

    With `now` a line that ends later is bad. Raises InvalidValue when the mapping names a key that the desk does not
    have.
    """
    store = found if isinstance(found, RowStore) else RowStore(found, progress)
    planner = Planner(store, mapping, known, desk or NothingThere(), wishes or Wishes(), progress)
    planner.plan()
    resolver = planner.resolver
    return ImportPlan(
        planner,
        planner.counts,
        planner.doubts,
        planner.unmapped(),
        tuple(agent for key, agent in resolver.new_agents.items() if key in planner.used),
        tuple(client for key, client in resolver.new_clients.items() if key in planner.used),
    )
