"""Who may do what at a desk? The roles of a team and what each may write (RULES 13).

The database of a server holds to the same table by itself, whatever program connects; here it is said in words, so that
nothing is offered that would be refused. Whoever works alone on a file is the owner.
"""

from __future__ import annotations

from typing import Literal

from models.domain.basics.frozen import dataclass

Role = Literal["owner", "lead", "agent", "viewer"]
ROLES: tuple[Role, ...] = ("agent", "lead", "viewer")
"""Roles that somebody is given; the owner made the database."""

LEAD_TABLES = {
    "desk": "only a lead changes the desk",
    "agent": "only a lead changes people",
    "work_type": "only a lead changes work types",
    "tier": "only a lead changes service levels",
    "client": "only a lead changes clients",
    "plan": "only a lead changes plans",
    "contract": "only a lead changes contracts",
    "charge": "only a lead charges",
    "closed_month": "only a lead closes a month",
    "statement": "only a lead makes statements",
    "review": "only a lead reviews a month",
    "opportunity": "only a lead notes what was talked about",
}
"""Tables that a lead writes, and what is said to others."""
OWN_TABLES = {
    "entry": "another's time is changed by a lead only",
    "absence": "another's absence is changed by a lead only",
}
"""Tables of which an agent writes the own rows."""
SHARED_TABLES = frozenset(("request", "request_event", "request_note", "setting", "alert"))
"""Tables that every agent writes."""
VIEWER = "who only looks changes nothing"


@dataclass(frozen=True, slots=True)
class Rights:
    """What whoever is connected may do: their role, and the agent that they are (None for nobody in the list)."""

    role: Role = "owner"
    agent: str | None = None
    sees_money: bool = True

    @property
    def leads(self) -> bool:
        """May they do everything that is not about roles?"""
        return self.role in ("owner", "lead")

    def refusal(self, table: str, agents: tuple[str | None, ...] = ()) -> str | None:
        """Why they may not write to a table, None if they may; `agents` are those of the row before and after.

        An agent writes the own time, requests and notes; a lead everything; a viewer nothing (RULES 13).
        """
        if self.leads:
            return None
        if self.role == "viewer":
            return VIEWER
        if table in LEAD_TABLES:
            return LEAD_TABLES[table]
        if table in OWN_TABLES and any(agent != self.agent for agent in agents):
            return OWN_TABLES[table]
        return None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team: an agent, the role, and the name they sign in with."""

    agent: str | None
    role: Role
    login: str


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who has the page of a request open, and since when."""

    agent: str
    request: str
    since: int


OWNER = Rights()
"""Whoever works alone."""
