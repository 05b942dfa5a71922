"""What does a desk keep beside its work? Plans, days off, statements issued, reviews and talks (RULES 10).

Dates are those of the desk's time zone, instants (`…_at`) epoch seconds, both ends of a span inclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from models.domain.basics.frozen import dataclass
from models.domain.basics.months import Month

OpportunityKind = Literal["rework", "outside_scope", "drift", "renewal", "hourly", "unused"]
OPPORTUNITIES: tuple[OpportunityKind, ...] = (
    "rework",
    "outside_scope",
    "drift",
    "renewal",
    "hourly",
    "unused",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the desk sells: the terms of a contract before anybody bought it, as `models.book.plans` has them."""

    key: str
    name: str
    terms: Mapping[str, Any]
    archived: bool = False


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Days on which an agent does not work; only capacity and the checks of a month ask."""

    agent: str
    first: date
    last: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class IssuedStatement:
    """A statement that was issued: its number stays, its versions count on (RULES 6.5)."""

    client: str
    month: Month
    version: int
    number: int
    issued_on: date


@dataclass(frozen=True, slots=True)
class Review:
    """A client's month that somebody looked at before the close."""

    client: str
    month: Month
    reviewed_at: int
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class Talk:
    """An opportunity that was talked about with the client; it sleeps until `next_on` (RULES 5.9)."""

    client: str
    kind: OpportunityKind
    since: date | None = None
    result: str = ""
    next_on: date | None = None
