"""Who belongs to the desk of a server, as what? Members are added, listed and removed (RULES 13)."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from peewee import ProgrammingError, Table, fn

from models.domain.basics.errors import DeskError, InvalidValue, NotFound
from models.domain.basics.notation import parse_choice
from models.domain.basics.rights import OWNER, ROLES, Member, Rights, Role
from models.domain.basics.text import parse_key, shown
from models.storage import raw
from models.storage import tables as t
from models.storage.postgres.failures import refused
from models.storage.postgres.schema import owner_of
from models.storage.postgres.team.rights import adding, no_member, removing, statements
from models.storage.raw import TEAM, Sql

if TYPE_CHECKING:
    from models.storage.postgres.driver import ServerDatabase

_MOST_NAME = 63
_team = Table(TEAM, ("login", "agent", "role"))


class ServerTeam:
    """The members of one desk; within a connection."""

    def __init__(self, database: ServerDatabase) -> None:
        """Of the open database."""
        self._database = database
        row = database.ask(fn.current_database(), fn.current_schema())
        self._name, self._schema = str(row[0]), str(row[1])

    def members(self) -> tuple[Member, ...]:
        """Everybody with a role, by login; nobody before the first was added."""
        if not _is_there(self._database, TEAM):
            return ()
        rows = self._database.execute(
            _team.select(_team.agent, _team.role, _team.login).order_by(_team.login)
        )
        return tuple(Member(*row) for row in rows)

    def add_statements(self, agent: str, role: Role, login: str) -> tuple[Sql, ...]:
        """The SQL that adds somebody, for an administrator to run; raises InvalidValue, NotFound."""
        self._check(agent, role, login)
        return (*self._own(), *adding(self._name, login, agent, role))

    def add(self, agent: str, role: Role, login: str) -> Member:
        """Make a login of the server a member, or change what it is; raises DeskError, InvalidValue, NotFound."""
        self._check(agent, role, login)
        rights = read_rights(self._database)
        first = self._own() if rights.role == "owner" else ()
        self._run((*first, *adding(self._name, login, agent, role)), rights)
        return Member(agent, role, login)

    def remove(self, agent: str) -> Member:
        """Take all rights at this desk from an agent's login; raises NotFound, DeskError."""
        member = next((each for each in self.members() if each.agent == agent), None)
        if member is None:
            raise NotFound(f"team: {shown(agent)} is no member; deskhours team list names them")
        self._run(removing(self._name, member.login), read_rights(self._database))
        return member

    def enrol_again(self, members: Iterable[Member]) -> None:
        """Write down who belonged to the desk before a copy was put in its place: its agents took them along.

        Who is no agent of the copy goes, as far as the owner may say so; the roles of the server are not lost.
        """
        known = {key for (key,) in t.Agent.select(t.Agent.key).tuples()}
        for each in members:
            if each.agent in known:
                raw.run(self._database, (raw.enrol(each.login, str(each.agent), each.role),))
                continue
            with suppress(ProgrammingError), self._database.atomic():
                raw.run(self._database, removing(self._name, each.login))

    def _own(self) -> tuple[Sql, ...]:
        return tuple(statements(self._name, self._schema, owner_of(self._database)))

    def _run(self, wanted: Iterable[Sql], rights: Rights) -> None:
        if not rights.leads:
            raise DeskError("only a lead changes the team")
        try:
            with self._database.atomic():
                raw.run(self._database, wanted)
        except ProgrammingError as error:
            raise DeskError(f"team: {refused(error)}; --print shows the SQL for an administrator") from error

    def _check(self, agent: str, role: str, login: str) -> None:
        parse_choice(role, "--role", ROLES)
        if not 0 < len(parse_key(login, "--login").encode()) <= _MOST_NAME:
            raise InvalidValue(
                "--login", f"{shown(login)} is too long; accepted are up to {_MOST_NAME} bytes"
            )
        if not t.Agent.select().where(t.Agent.key == agent).exists():
            known = ", ".join(key for (key,) in t.Agent.select(t.Agent.key).order_by(t.Agent.id).tuples())
            raise NotFound(f"team: {shown(agent)} is no agent of the desk; known are {known or 'none'}")
        other = next((each for each in self.members() if each.agent == agent and each.login != login), None)
        if other is not None:
            raise DeskError(f"team: {agent} signs in as {other.login} already; remove that first")


def read_rights(database: ServerDatabase) -> Rights:
    """What whoever is connected may do; raises DeskError for somebody who is no member."""
    if not _is_there(database, TEAM):
        return OWNER
    role, agent, money = database.ask(fn.deskhours_role(), fn.deskhours_me(), fn.deskhours_sees_money())
    if role is None:
        raise DeskError(no_member(database.login()))
    return Rights(role, agent, bool(money))


def _is_there(database: ServerDatabase, table: str) -> bool:
    return database.ask(fn.to_regclass(table).is_null(False))[0] is True
