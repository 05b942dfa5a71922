"""Whose time is an imported row, for which client, of which kind? Names to keys, by the mapping and the desk.

An explicit answer comes before a likeness of names, a row's own words before defaults, and a name that answers
nothing is asked for: all that a row leaves open at once. Words that found no use are handed back, so that no text of
the source is lost.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import Month
from models.domain.basics.text import MOST_KEY, shown
from models.domain.basics.zone import Zone, zone
from models.domain.values import SCOPES, Agent, Client, Scope, Window, WorkType
from models.importers.base import ImportedRow
from models.importers.mapping import Asked, Mapping, Target, same

_NO_WORD = re.compile(r"[\W_]+")
_MOST_REMEMBERED = 50_000
_UTC = "UTC"


@dataclass(frozen=True, slots=True)
class Known:
    """What the desk has already; `requests` are pairs of request key and client key."""

    agents: tuple[Agent, ...]
    clients: tuple[Client, ...]
    work_types: tuple[WorkType, ...]
    requests: tuple[tuple[str, str], ...] = ()
    archived: frozenset[str] = frozenset()
    """Clients for whom nothing new is recorded."""
    desk_name: str = ""
    """A client of this name is the desk itself: such work is internal."""
    hours: tuple[tuple[Window, ...], ...] = ((),) * 7
    zone: Zone = field(default_factory=lambda: zone(_UTC))
    closed_through: Month | None = None


class Resolved(NamedTuple):
    """What a row stands for at the desk; `unused` are its words that found no use."""

    client: str | None
    work_type: str
    request: str | None
    scope: Scope
    unused: tuple[str, ...]
    undecided: bool
    """The source says that it is not billable, and nothing says what that means here."""


class Answer(NamedTuple):
    """Who worked and what a row stands for, None where that is not known; then questions and reasons."""

    agent: str | None
    found: Resolved | None
    asked: tuple[tuple[Asked, str], ...] = ()
    reason: str = ""


class Unresolved(Exception):
    """A row that needs an answer: the questions it raises, and a sentence."""

    def __init__(self, reason: str, asked: Iterable[tuple[Asked, str]] = ()) -> None:
        super().__init__(reason)
        self.asked = tuple(asked)


class Resolver:
    """The names of the desk and of a mapping, looked up; with `create_missing` it invents what is missing."""

    def __init__(
        self, known: Known, mapping: Mapping, *, create_missing: bool, create_named: bool = False
    ) -> None:
        """Raises InvalidValue when the mapping names a key that the desk does not have and may not create.

        With `create_named` it makes the clients and people that the mapping names, and no others.
        """
        self._defaults, self._create, self._create_named = mapping.defaults, create_missing, create_named
        self.new_agents: dict[str, Agent] = {}
        self.new_clients: dict[str, Client] = {}
        self._agent_keys = {agent.key for agent in known.agents}
        self._client_keys = {client.key for client in known.clients}
        self._archived = known.archived
        self._desk = same(known.desk_name)
        self._requests = dict(known.requests)
        self._first_work_type = next((work_type.key for work_type in known.work_types), None)
        self._agents = _names_of(known.agents)
        self._clients = _names_of(known.clients)
        self._work_types = _names_of(known.work_types)
        self._scopes: dict[str, Scope] = {scope: scope for scope in SCOPES}
        self._scopes |= {same(name): scope for name, scope in mapping.scopes}
        self._projects = {same(name): target for name, target in mapping.projects}
        self._remembered: dict[tuple[object, ...], tuple[Resolved | None, Unresolved | None]] = {}
        self._people: dict[tuple[str, str], tuple[str | None, Unresolved | None]] = {}
        self._add_mapping(mapping)
        self._told = dict(self._clients)
        """Clients that a project or a tag may name: none that other lines of the file only bring about."""

    def answer(self, row: ImportedRow) -> Answer:
        """Everything that is known of a row, and all that must be asked of it, at once."""
        key = (row.client, row.project, row.task, row.tags, row.billable, row.request, row.scope)
        there = self._remembered.get(key)
        if there is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            there = self._remembered[key] = self._found(row)
        agent, unknown = self.who(row)
        found, missing = there
        if unknown is None and missing is None:
            return Answer(agent, found)
        open_ones = [each for each in (unknown, missing) if each is not None]
        asked = tuple(question for each in open_ones for question in each.asked)
        return Answer(agent, found, asked, "; ".join(map(str, open_ones)))

    def who(self, row: ImportedRow) -> tuple[str | None, Unresolved | None]:
        """Who worked, or why that is not known."""
        key = row.agent, row.email
        known = self._people.get(key)
        if known is None:
            try:
                known = self.agent(row), None
            except Unresolved as missing:
                known = None, missing
            self._people[key] = known
        return known

    def _found(self, row: ImportedRow) -> tuple[Resolved | None, Unresolved | None]:
        try:
            return self.resolve(row), None
        except Unresolved as missing:
            return None, missing

    def agent(self, row: ImportedRow) -> str:
        """The key of who worked; raises Unresolved."""
        texts = [text for text in (row.email, row.agent) if text]
        for text in texts:
            if same(text) in self._agents:
                return self._agents[same(text)]
        if texts and self._create:
            key = new_key(row.agent or row.email, self._agent_keys)
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
        raise Unresolved("names no person; say whose time this is (defaults.agent)", [("default_agent", "")])

    def resolve(self, row: ImportedRow) -> Resolved:
        """Client, work type, request and scope; raises Unresolved."""
        target, used = self._target(row)
        scope, scope_words = self._scope(row, target)
        used |= scope_words
        gift = row.billable is False and scope is None and self._defaults.not_billable == "internal"
        client, client_words = self._client(row, target, "internal" if gift else scope)
        used |= client_words
        if client in self._archived:
            raise Unresolved(f"the client {shown(client)} is archived; bring it back, or map the name to another",
                             [("client", row.client or row.project)])  # fmt: skip
        work_type, work_words = self._work_type(row, target)
        used |= work_words
        words = (row.project, row.task, *row.tags)
        unused = tuple(w for w in words if w and same(w) not in used)
        undecided = row.billable is False and scope is None and client is not None
        if scope is None:
            scope = "internal" if client is None else self._defaults.scope or "support"
        return Resolved(client, work_type, self._request(row, target, client), scope, unused, undecided)

    def _request(self, row: ImportedRow, target: Target, client: str | None) -> str | None:
        if row.request:
            return row.request if self._requests.get(row.request) == client else None
        if target.request is not None and self._requests[target.request] != client:
            raise Unresolved(f"its request {shown(target.request)} belongs to another client")
        return target.request

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
        if not (self._create or self._create_named):
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

    def _scope(self, row: ImportedRow, target: Target) -> tuple[Scope | None, set[str]]:
        """The scope that something says, None where nothing does."""
        if row.scope is not None:
            return row.scope, set()
        for tag in row.tags:
            if same(tag) in self._scopes:
                return self._scopes[same(tag)], {same(tag)}
        if target.scope is not None:
            return target.scope, set()
        # Work that is called internal, and for nobody, is.
        words = (row.client,) if row.client else (row.project,)
        if self._scopes.get(same(words[0])) == "internal" and same(words[0]) not in self._told:
            return "internal", {same(words[0])}
        return None, set()

    def _client(self, row: ImportedRow, target: Target, scope: Scope | None) -> tuple[str | None, set[str]]:
        """The client's key, or None for work that is for no client, and the words that said it."""
        exact = self._projects.get(same(f"{row.client} / {row.project}"))
        if exact is not None and exact.client is not None:
            return exact.client or None, set()
        if same(row.client) in self._clients:
            return self._clients[same(row.client)] or None, set()
        if target.client is not None:
            return target.client or None, set()
        if row.client and (
            same(row.client) == self._desk or self._scopes.get(same(row.client)) == "internal"
        ):
            return None, set()
        if row.client:
            return self._unknown_client(row.client), set()
        if row.project and same(row.project) in self._told:
            return self._told[same(row.project)] or None, {same(row.project)}
        tags = {same(tag): self._told[same(tag)] for tag in row.tags if same(tag) in self._told}
        if len(set(tags.values())) > 1:
            raise Unresolved(f"its tags name several clients: {_list(tags.values())}")
        if tags:
            return next(iter(tags.values())) or None, set(tags)
        if self._defaults.client is not None:
            return self._defaults.client or None, set()
        if scope == "internal" or (row.billable is False and not row.project):
            return None, set()  # nobody is named, and nobody pays: work of the desk's own
        raise self._nobody(row)

    def _unknown_client(self, name: str) -> str:
        if not self._create:
            raise Unresolved(f"the client {shown(name)} is not known", [("client", name)])
        key = new_key(name, self._client_keys)
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
            asked: list[tuple[Asked, str]] = [("tag", tag) for tag in tags]
            return Unresolved("none of its tags is a client", [*asked, ("default_client", "")])
        return Unresolved(
            "names no client; say which one such lines are for (defaults.client)", [("default_client", "")]
        )

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


def new_key(name: str, taken: Collection[str]) -> str:
    """A readable key that nothing has yet: Smith & Co [UK] is smith-co-uk, a second one smith-co-uk-2."""
    base = _NO_WORD.sub("-", name.casefold()).strip("-")[: MOST_KEY - 6] or "imported"
    if base not in taken:
        return base
    return next(key for number in range(2, len(taken) + 3) if (key := f"{base}-{number}") not in taken)
