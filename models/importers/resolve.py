"""Whose time is an imported row, for which client, of which kind? Names to keys, by the mapping and the desk.

An explicit answer comes before a likeness of names, a row's own words before defaults, and a name that answers
nothing is asked for. Words that found no use are handed back, so that no text of the source is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from models.domain.basics.errors import InvalidValue
from models.domain.basics.text import MOST_KEY, shown
from models.domain.values import SCOPES, Agent, Client, Scope, WorkType
from models.importers.base import ImportedRow
from models.importers.mapping import Asked, Mapping, Target, same

_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Known:
    """What the desk has already; `requests` are pairs of request key and client key."""

    agents: tuple[Agent, ...]
    clients: tuple[Client, ...]
    work_types: tuple[WorkType, ...]
    requests: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a row stands for at the desk; `unused` are its words that found no use."""

    client: str | None
    work_type: str
    request: str | None
    scope: Scope
    unused: tuple[str, ...]


class Unresolved(Exception):
    """A row that needs an answer: the questions it raises, and a sentence."""

    def __init__(self, reason: str, asked: Iterable[tuple[Asked, str]] = ()) -> None:
        super().__init__(reason)
        self.asked = tuple(asked)


class Resolver:
    """The names of the desk and of a mapping, looked up; with `create_missing` it invents what is missing."""

    def __init__(self, known: Known, mapping: Mapping, *, create_missing: bool) -> None:
        """Raises InvalidValue when the mapping names a key that the desk does not have and may not create."""
        self._defaults, self._create = mapping.defaults, create_missing
        self.new_agents: dict[str, Agent] = {}
        self.new_clients: dict[str, Client] = {}
        self._agent_keys = {agent.key for agent in known.agents}
        self._client_keys = {client.key for client in known.clients}
        self._requests = dict(known.requests)
        self._first_work_type = next((work_type.key for work_type in known.work_types), None)
        self._agents = _names_of(known.agents)
        self._clients = _names_of(known.clients)
        self._work_types = _names_of(known.work_types)
        self._scopes: dict[str, Scope] = {scope: scope for scope in SCOPES}
        self._scopes |= {same(name): scope for name, scope in mapping.scopes}
        self._projects = {same(name): target for name, target in mapping.projects}
        self._add_mapping(mapping)

    def agent(self, row: ImportedRow) -> str:
        """The key of who worked; raises Unresolved."""
        texts = [text for text in (row.email, row.agent) if text]
        for text in texts:
            if same(text) in self._agents:
                return self._agents[same(text)]
        if texts and self._create:
            key = _new_key(row.agent or row.email, self._agent_keys)
            self._new_agent(key, row.agent or row.email)
            self._agents |= dict.fromkeys(map(same, texts), key)
            return key
        if texts:
            name = row.agent or row.email
            raise Unresolved(f"the person {shown(name)} is not known", [("agent", name)])
        if self._defaults.agent is not None:
            return self._defaults.agent
        if len(self._agent_keys) == 1:
            return next(iter(self._agent_keys))
        raise Unresolved("names no person; say whose time this is (defaults.agent)")

    def resolve(self, row: ImportedRow) -> Resolved:
        """Client, work type, request and scope; raises Unresolved."""
        target, used = self._target(row)
        scope, scope_words = self._scope(row, target)
        used |= scope_words
        client, client_words = self._client(row, target, scope)
        used |= client_words
        work_type, work_words = self._work_type(row, target)
        used |= work_words
        request = target.request
        if request is not None and self._requests[request] != client:
            raise Unresolved(f"its request {shown(request)} belongs to another client")
        words = (row.project, row.task, *row.tags)
        return Resolved(
            client, work_type, request, scope, tuple(w for w in words if w and same(w) not in used)
        )

    def _add_mapping(self, mapping: Mapping) -> None:
        defaults = mapping.defaults
        for path, name, key in (*_paths("agents", mapping.agents), ("defaults.agent", "", defaults.agent)):
            if key is not None and key not in self._agent_keys:
                self._may_create(path, key, "agent")
                self._new_agent(key, name or key)
            if name and key is not None:
                self._agents[same(name)] = key
        projects = [(f'projects."{name}".client', "", target.client) for name, target in mapping.projects]
        clients = _paths("clients", mapping.clients)
        for path, name, key in (*clients, *projects, ("defaults.client", "", defaults.client)):
            if key and key not in self._client_keys:
                self._may_create(path, key, "client")
                self._new_client(key, name or key)
            if name and key is not None:
                self._clients[same(name)] = key
        self._add_work(mapping)

    def _add_work(self, mapping: Mapping) -> None:
        known = set(self._work_types.values())
        projects = [
            (f'projects."{name}".work_type', "", target.work_type) for name, target in mapping.projects
        ]
        work_types = _paths("work_types", mapping.work_types)
        for path, name, key in (
            *work_types,
            *projects,
            ("defaults.work_type", "", mapping.defaults.work_type),
        ):
            if key is not None and key not in known:
                raise InvalidValue(path, f"{shown(key)} is no work type; accepted are {_list(known)}")
            if name and key is not None:
                self._work_types[same(name)] = key
        for name, target in mapping.projects:
            if target.request is not None and target.request not in self._requests:
                raise InvalidValue(f'projects."{name}".request', f"{shown(target.request)} is no request")

    def _may_create(self, path: str, key: str, noun: str) -> None:
        if not self._create:
            keys = self._agent_keys if noun == "agent" else self._client_keys
            raise InvalidValue(path, f"{shown(key)} is no {noun}; accepted are {_list(keys)}")

    def _new_agent(self, key: str, name: str) -> None:
        self._agent_keys.add(key)
        self.new_agents[key] = Agent(key=key, name=name)

    def _new_client(self, key: str, name: str) -> None:
        self._client_keys.add(key)
        self.new_clients[key] = Client(key=key, name=name)

    def _target(self, row: ImportedRow) -> tuple[Target, set[str]]:
        """What the mapping says of the row's project, else of a tag, and the words that said it."""
        for text in (f"{row.client} / {row.project}", row.project, *row.tags):
            target = self._projects.get(same(text)) if text else None
            if target is not None:
                return target, {same(row.project), same(text)}
        return Target(), set()

    def _scope(self, row: ImportedRow, target: Target) -> tuple[Scope, set[str]]:
        for tag in row.tags:
            if same(tag) in self._scopes:
                return self._scopes[same(tag)], {same(tag)}
        unpaid = self._defaults.not_billable if row.billable is False else None
        return target.scope or unpaid or self._defaults.scope or "support", set()

    def _client(self, row: ImportedRow, target: Target, scope: Scope) -> tuple[str | None, set[str]]:
        """The client's key, or None for work that is for no client, and the words that said it."""
        exact = self._projects.get(same(f"{row.client} / {row.project}"))
        if exact is not None and exact.client is not None:
            return exact.client or None, set()
        if same(row.client) in self._clients:
            return self._clients[same(row.client)] or None, set()
        if target.client is not None:
            return target.client or None, set()
        if row.client:
            return self._unknown_client(row.client), set()
        tags = {same(tag): self._clients[same(tag)] for tag in row.tags if same(tag) in self._clients}
        if len(set(tags.values())) > 1:
            raise Unresolved(f"its tags name several clients: {_list(tags.values())}")
        if tags:
            return next(iter(tags.values())) or None, set(tags)
        if self._defaults.client is not None:
            return self._defaults.client or None, set()
        if scope == "internal":
            return None, set()
        raise self._nobody(row)

    def _unknown_client(self, name: str) -> str:
        if not self._create:
            raise Unresolved(f"the client {shown(name)} is not known", [("client", name)])
        key = _new_key(name, self._client_keys)
        self._new_client(key, name)
        self._clients[same(name)] = key
        return key

    def _nobody(self, row: ImportedRow) -> Unresolved:
        if row.project:
            reason = f"names no client; the project {shown(row.project)} could tell"
            return Unresolved(reason, [("project", row.project)])
        tags = [
            tag for tag in row.tags if same(tag) not in self._work_types and same(tag) not in self._scopes
        ]
        if tags:
            return Unresolved("none of its tags is a client", [("tag", tag) for tag in tags])
        return Unresolved("names no client; say which one such lines are for (defaults.client)")

    def _work_type(self, row: ImportedRow, target: Target) -> tuple[str, set[str]]:
        if target.work_type is not None:
            key = target.work_type
            return key, {same(tag) for tag in row.tags if self._work_types.get(same(tag)) == key}
        for word in (*row.tags, row.task, row.project):
            if word and same(word) in self._work_types:
                return self._work_types[same(word)], {same(word)}
        work_type = self._defaults.work_type or self._first_work_type
        if work_type is None:
            raise Unresolved("the desk has no work type yet")
        return work_type, set()


def _names_of(things: Iterable[Agent | Client | WorkType]) -> dict[str, str]:
    """Keys by name and by key; a key wins over another's name."""
    things = tuple(things)
    return {same(thing.name): thing.key for thing in things} | {
        same(thing.key): thing.key for thing in things
    }


def _paths(section: str, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    return [(f'{section}."{name}"', name, key) for name, key in pairs]


def _list(keys: Iterable[str]) -> str:
    return ", ".join(sorted(set(keys))) or "none yet"


def _new_key(name: str, taken: set[str]) -> str:
    """A readable key that nothing has yet: Smith & Co [UK] is smith-co-uk, a second one smith-co-uk-2."""
    base = _NO_WORD.sub("-", name.casefold()).strip("-")[: MOST_KEY - 6] or "imported"
    if base not in taken:
        return base
    return next(key for number in range(2, len(taken) + 3) if (key := f"{base}-{number}") not in taken)
