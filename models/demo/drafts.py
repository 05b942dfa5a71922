"""What is a request, or a stretch of work, while the sample desk is still being made up?

Drafts are mutable: work gets its day first, then its agent, then its minute, and keys only when everything stands in
order of time. Nothing outside this package sees a draft.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from models.domain.basics.months import Month
from models.domain.values import Channel, Priority, Scope, State


@dataclass(slots=True, eq=False)
class Story:
    """What is fixed about a request that is open today; the other requests follow from their work."""

    reported: int
    responded: int | None = None
    state: State = "new"
    since: int | None = None
    """When the state began, where it is neither the report nor the response."""


@dataclass(slots=True, eq=False)
class Task:
    """A request of the sample desk while its dates and times are being chosen."""

    client: str
    subject: str
    work_type: str
    cause: str | None = None
    channel: Channel = "email"
    priority: Priority = "normal"
    assignee: str | None = None
    body: str = ""
    outside_scope: bool = False
    planned: bool = False
    """Work of the desk's own calendar, which nobody waits for."""
    story: Story | None = None
    like: Task | None = None
    """The earlier task that this one repeats."""
    pieces: list[Piece] = field(default_factory=list)
    reported: int = 0
    key: str = ""


@dataclass(slots=True, eq=False)
class Piece:
    """A time entry in the making; `seconds` is its length until it has a start and an end."""

    day: date
    seconds: int
    work_type: str
    scope: Scope = "support"
    note: str = ""
    client: str | None = None
    task: Task | None = None
    agent: str = ""
    started: int = 0
    ended: int | None = None
    late_in: Month | None = None
