"""Who sits here? The agent that this user of the machine chose, and in whose name a change is written (RULES 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.program.protocol import Program


def agent_here(program: Program) -> str | None:
    """The key of the agent who sits here; None while nobody is known."""
    session = program.session
    return session.me.key if session is not None and session.me is not None else None


def who(program: Program) -> str:
    """In whose name something is changed: the agent who sits here, else the user of the machine."""
    return agent_here(program) or program.place.user
