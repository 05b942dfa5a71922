"""Which desk does a command mean, and which agent? Opened for the command; a fault of the file is a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from models.domain.basics.errors import DeskError, NotFound
from models.domain.basics.text import first_of
from models.queries.desk.settings import known_agents, setting
from models.storage.database import COMMAND_BYTES, open_database
from models.storage.engine import Opened
from models.storage.location import resolve
from models.storage.machine.user import user_name
from models.storage.rights import rights_here
from tui.commands.base import Context
from tui.text.privacy import hide_money


@contextmanager
def desk_of(context: Context, *, create: bool = False, writes: bool = False) -> Iterator[Opened]:
    """The opened database with a connection; a command that reads sees one state of it to its end.

    `writes` is for what such a command keeps afterwards.
    """
    place = resolve(context.args.database)
    opened = open_database(place, create=create, verified_bytes=COMMAND_BYTES)
    hide_money(not opened.rights.sees_money)
    with opened.snapshot() if context.args.reads and not writes else opened.connection():
        yield opened


def check_sees_money(opened: Opened, what: str) -> None:
    """Raise DeskError where an answer would be all money, or wrong without it, and whoever signed in sees none."""
    if not opened.rights.sees_money:
        raise DeskError(f"{what}: has amounts, which only a lead sees at this desk")


def check_leads(opened: Opened, what: str) -> None:
    """Raise DeskError where only a lead has all that the answer is made of (RULES 13)."""
    if not opened.rights.leads:
        raise DeskError(f"only a lead makes {what}")


def check_writes(opened: Opened, table: str, agent: str) -> None:
    """Raise DeskError where whoever signed in may not write such rows of the agent (RULES 13)."""
    refusal = opened.rights.refusal(table, (agent,))
    if refusal is not None:
        raise DeskError(refusal)


def agent_of(context: Context) -> str:
    """The agent of the command (RULES 11); raises DeskError when it is not clear who."""
    found = agent_or_none(context)
    if found is None:
        agents = ", ".join(known_agents()) or "none yet"
        raise DeskError(f"agent: say who with --agent; the desk's agents are {agents}")
    return found


def agent_or_none(context: Context) -> str | None:
    """--agent, else who signed in, else whom this user chose on the screen, else the only agent, else None."""
    agents = known_agents()
    signed_in = rights_here().agent
    named = getattr(context.args, "agent", None)
    if named is not None:
        if named not in agents:
            raise NotFound(f"agent: {named!r} is not known; accepted are {first_of(agents)}")
        return str(named)
    if signed_in in agents:
        return signed_in
    chosen = setting(f"me:{user_name()}")
    if chosen in agents:
        return str(chosen)
    return agents[0] if len(agents) == 1 else None


def who_writes(context: Context) -> str:
    """Who makes a change, for the history: the agent of --agent or of this user, else the user's name."""
    return agent_or_none(context) or user_name()
