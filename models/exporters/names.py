"""What are agents, clients and work types called in a foreign file?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from models.domain.values import Agent, Client, Entry, WorkType


@dataclass(frozen=True, slots=True)
class Names:
    """Names by key; what has no name here is called by its key."""

    agents: dict[str, str] = field(default_factory=dict)
    clients: dict[str, str] = field(default_factory=dict)
    work_types: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, agents: Iterable[Agent], clients: Iterable[Client], work_types: Iterable[WorkType]) -> Names:
        """The names of a book's agents, clients and work types."""
        return cls(
            {agent.key: agent.name for agent in agents},
            {client.key: client.name for client in clients},
            {work_type.key: work_type.name for work_type in work_types},
        )

    def agent(self, entry: Entry) -> str:
        """The name of the agent with that key."""
        return self.agents.get(entry.agent, entry.agent)

    def client(self, entry: Entry) -> str:
        """For whom; empty when for nobody."""
        return "" if entry.client is None else self.clients.get(entry.client, entry.client)

    def work_type(self, entry: Entry) -> str:
        """The name of the work type with that key."""
        return self.work_types.get(entry.work_type, entry.work_type)
