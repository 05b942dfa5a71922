"""Who else works on what right now? The running timers of the others, and the requests they have open (RULES 13)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from peewee import JOIN

from models.storage import tables as t
from models.storage.compiled import compiled

if TYPE_CHECKING:
    from models.domain.basics.rights import Present


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody else at work: a timer that runs (`timing`), or a request's page that stands open, since when."""

    agent: str
    name: str
    request: str | None
    client_name: str
    since: int
    timing: bool

    @property
    def first_name(self) -> str:
        """How they are called where there is little room."""
        return self.name.split()[0] if self.name.split() else self.agent


def read_colleagues(
    me: str | None, present: Callable[[int], tuple[Present, ...]], now: int
) -> tuple[Colleague, ...]:
    """Everybody else's running timers, the oldest first, then what they have open and no timer of theirs runs on.

    `present` asks the place of the desk who has which page open.
    """
    timers = tuple(_timing(*row) for row in _timers(me or ""))
    timed = {(each.agent, each.request) for each in timers}
    pages = [each for each in present(now) if (each.agent, each.request) not in timed and each.agent != me]
    if not pages:
        return timers
    names: dict[str, str] = dict(_names([each.agent for each in pages]))
    clients: dict[str, str] = dict(_clients([each.request for each in pages]))
    return (*timers, *(_open(each, names, clients) for each in pages))


def _timing(agent: str, name: str, request: str | None, client: str | None, since: int) -> Colleague:
    return Colleague(agent, name, request, client or "", since, timing=True)


def _open(page: Present, names: dict[str, str], clients: dict[str, str]) -> Colleague:
    name = names.get(page.agent, page.agent)
    return Colleague(page.agent, name, page.request, clients.get(page.request, ""), page.since, timing=False)


@compiled
def _timers(me: str) -> Any:
    e = t.Entry
    columns = (e.agent, t.Agent.name, e.request, t.Client.name, e.started_at)
    found = e.select(*columns).join(t.Agent, on=t.Agent.key == e.agent)
    found = found.join(t.Client, JOIN.LEFT_OUTER, on=t.Client.key == e.client)
    return found.where(e.ended_at.is_null() & (e.agent != me)).order_by(e.started_at, e.id)


@compiled
def _names(agents: list[str]) -> Any:
    return t.Agent.select(t.Agent.key, t.Agent.name).where(t.Agent.key.in_(agents))


@compiled
def _clients(requests: list[str]) -> Any:
    r = t.Request
    found = r.select(r.key, t.Client.name).join(t.Client, on=t.Client.key == r.client)
    return found.where(r.key.in_(requests))
