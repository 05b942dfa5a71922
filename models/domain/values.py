"""What is a desk made of? Plain frozen values, the same for the book, the database and the rules (RULES 1, 10).

Units everywhere: instants are integer seconds since 1970 in UTC (`…_at`), durations integer minutes (or
`…_seconds`), money integer minor units of the desk's currency, rates minor units per hour, dates are dates
of the desk's time zone, both ends of a term inclusive as on paper. Contracts, requests and time stand here, the desk
and its people in `people`; both are imported from here.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Literal

from models.domain.basics.frozen import dataclass
from models.domain.basics.months import Month, add_months, day_before
from models.domain.kept import DaysOff, IssuedStatement, Plan, Review, Talk
from models.domain.papers import StatementChoice
from models.domain.people import CHANNELS as CHANNELS
from models.domain.people import MOST_FREE_MINUTES as MOST_FREE_MINUTES
from models.domain.people import PERS as PERS
from models.domain.people import PREMIUM_RULES as PREMIUM_RULES
from models.domain.people import PRIORITIES as PRIORITIES
from models.domain.people import WEEKDAYS as WEEKDAYS
from models.domain.people import Agent as Agent
from models.domain.people import Band as Band
from models.domain.people import BandTable as BandTable
from models.domain.people import Channel as Channel
from models.domain.people import Client as Client
from models.domain.people import Clock as Clock
from models.domain.people import Contact as Contact
from models.domain.people import DatedHours as DatedHours
from models.domain.people import DatedMinutes as DatedMinutes
from models.domain.people import DatedRate as DatedRate
from models.domain.people import DatedTargets as DatedTargets
from models.domain.people import DatedTier as DatedTier
from models.domain.people import Desk as Desk
from models.domain.people import FreeRule as FreeRule
from models.domain.people import Per as Per
from models.domain.people import PremiumRule as PremiumRule
from models.domain.people import Priority as Priority
from models.domain.people import Rounding as Rounding
from models.domain.people import Target as Target
from models.domain.people import Tier as Tier
from models.domain.people import Week as Week
from models.domain.people import Window as Window
from models.domain.people import WorkType as WorkType

Kind = Literal["retainer", "block", "unlimited", "on_demand"]
Every = Literal["month", "quarter", "term"]
Round = Literal["week", "month", "quarter", "half_year", "year", "term"]
Scope = Literal["support", "additional", "courtesy", "internal"]
State = Literal["new", "open", "waiting", "resolved", "closed"]
PremiumWord = Literal["agreed", "waived"]

KINDS: tuple[Kind, ...] = ("unlimited", "retainer", "block", "on_demand")
"""Kinds in the order in which one governs before another (RULES 3.4)."""
SCOPES: tuple[Scope, ...] = ("support", "additional", "courtesy", "internal")
STATES: tuple[State, ...] = ("new", "open", "waiting", "resolved", "closed")
EVERY: tuple[Every, ...] = ("month", "quarter", "term")
ROUNDS: tuple[Round, ...] = ("week", "month", "quarter", "half_year", "year", "term")
"""How often promised work may come round (RULES 2.9)."""
BILLINGS: tuple[Literal["monthly", "term"], ...] = ("monthly", "term")
ANCHORS: tuple[Literal["calendar", "start"], ...] = ("calendar", "start")
PRORATIONS: tuple[Literal["prorate", "full"], ...] = ("prorate", "full")
MODES: tuple[Literal["none", "manual", "auto"], ...] = ("none", "manual", "auto")
PREMIUM_WORDS: tuple[PremiumWord, ...] = ("agreed", "waived")


@dataclass(frozen=True, slots=True)
class Rollover:
    """How long unused minutes stay usable (RULES 2.4); the default is use it or lose it."""

    periods: int = 0
    cap: int | None = None
    across_renewal: bool = False
    after_end_months: int = 0


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a retainer grants each period: exactly one of `minutes`, `pages` or `sessions` is set (RULES 2.2)."""

    every: Every
    minutes: int | None = None
    pages: int | None = None
    minutes_per_group: int | None = None
    pages_per_group: int | None = None
    sessions: int | None = None
    session_minutes: int | None = None
    work_types: tuple[str, ...] | None = None
    rollover: Rollover = Rollover()


@dataclass(frozen=True, slots=True)
class Fee:
    """The price of a contract (RULES 2.8); `amount` is the list price per `every` in minor units."""

    amount: int
    every: Every
    discount_percent: Decimal = Decimal("0")
    free_months: int = 0
    billing: Literal["monthly", "term"] = "monthly"


@dataclass(frozen=True, slots=True)
class Renewal:
    """What happens at the end of the term (RULES 5.1)."""

    mode: Literal["none", "manual", "auto"] = "manual"
    notice_months: int = 1


@dataclass(frozen=True, slots=True)
class CancellationFee:
    """What leaving early costs: exactly one of percent of the refund, an amount, or monthly list amounts."""

    percent: Decimal | None = None
    amount: int | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Cancellation:
    """Notice and fee of an early end (RULES 5.2)."""

    notice_months: int = 1
    fee: CancellationFee | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """Work that a contract promises again and again (RULES 2.9); `minutes` is an estimate of one time."""

    key: str
    name: str
    every: Round
    work_type: str | None = None
    minutes: int | None = None
    lead_days: int | None = None
    """Days before the due day on which it is opened; None opens it with its period."""
    checklist: tuple[str, ...] = ()
    since: date | None = None
    """What is due before does not exist; `from` in the book."""


@dataclass(frozen=True, slots=True)
class OccurrenceKey:
    """One time of promised work: contract, promise, and the first day of its period within the term."""

    contract: str
    key: str
    starts: date


@dataclass(frozen=True, slots=True)
class Contract:
    """What a client bought (RULES 2)."""

    key: str
    client: str
    kind: Kind
    name: str
    starts: date
    ends: date | None = None
    allowances: tuple[Allowance, ...] = ()
    minutes: int | None = None
    """Minutes of a block, its `hours` in the book."""
    valid_months: int | None = None
    covers: tuple[str, ...] | None = None
    rates: tuple[tuple[str, int], ...] = ()
    """Pairs of work type (or "*") and minor units per hour."""
    rounding: Rounding | None = None
    fee: Fee | None = None
    anchor: Literal["calendar", "start"] = "calendar"
    proration: Literal["prorate", "full"] = "prorate"
    renewal: Renewal = Renewal()
    cancellation: Cancellation = Cancellation()
    renews: str | None = None
    cancelled: date | None = None
    recurring: tuple[Promise, ...] = ()
    """Work that it promises again and again (RULES 2.9)."""
    bands: tuple[BandTable, ...] | None = None
    """Tables of weights of its own; None takes the desk's, an empty one has none (RULES 3.9)."""
    premium: PremiumRule | None = None
    """None: as the desk says."""
    free: tuple[FreeRule, ...] | None = None
    """What is proposed as courtesy; None is as the desk says, empty is nothing (RULES 3.10)."""
    declined: bool = False
    """Nobody wants it renewed: as if its renewal mode were none (RULES 5.1)."""
    snoozed_until: date | None = None
    """The day on which the reminder of its decision shows again."""
    statement: StatementChoice | None = None

    @property
    def term_end(self) -> date | None:
        """`ends`, or what `valid_months` makes of it (RULES 2.5): 3 months from 30 Nov 2026 end on 27 Feb 2027."""
        if self.valid_months is not None:
            return day_before(add_months(self.starts, self.valid_months))
        return self.ends

    @property
    def last_day(self) -> date | None:
        """`cancelled`, else the end of the term; None when open-ended (RULES 2)."""
        return self.cancelled if self.cancelled is not None else self.term_end

    def is_over(self, day: date) -> bool:
        """Does `day` lie after the last day?"""
        return self.last_day is not None and day > self.last_day

    def is_in_term(self, day: date) -> bool:
        """Does `day` lie from the start to the last day, both inclusive?"""
        return self.starts <= day and not self.is_over(day)


@dataclass(frozen=True, slots=True)
class Event:
    """A change of a request's state."""

    at: int
    state: State


@dataclass(frozen=True, slots=True)
class Note:
    """Something written down about a request, `by` an agent if it is known who."""

    at: int
    by: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Request:
    """Something that a client asked for (RULES 4); it is `new` from `reported_at` until its first event."""

    key: str
    client: str
    subject: str
    reported_at: int
    body: str = ""
    channel: Channel = "email"
    priority: Priority = "normal"
    assignee: str | None = None
    cause: str | None = None
    work_type: str | None = None
    first_response_at: int | None = None
    repeat_of: str | None = None
    outside_scope: bool = False
    events: tuple[Event, ...] = ()
    recurring: OccurrenceKey | None = None
    """The promised work that this request is for (RULES 2.9)."""
    due_day: date | None = field(default=None, compare=False)
    """Of promised work, the due day that its contract gives; None where nothing is promised (any longer)."""
    premium: PremiumWord | None = None
    """Whether weights were agreed or waived for its work; None says nothing (RULES 3.9)."""
    rework: bool = False
    """Repairs what the desk did wrong: to be talked about, not to be charged."""
    notes: tuple[Note, ...] = ()
    """In the order of their instants."""
    touched_at: int | None = None
    """The last change or note; None is the last instant that it names itself."""

    @property
    def last_touched(self) -> int:
        """`touched_at`, else the latest of its report, events and notes."""
        if self.touched_at is not None:
            return self.touched_at
        moments = [event.at for event in self.events] + [note.at for note in self.notes]
        return max((self.reported_at, *moments))

    @property
    def state(self) -> State:
        """The state of the last event, `new` without any."""
        return self.events[-1].state if self.events else "new"


@dataclass(frozen=True, slots=True)
class Imported:
    """Where an entry came from: the tool, and what the tool called it (RULES 16)."""

    tool: str
    id: str
    print: str | None = None
    """Of what the tool said of it: another one means that it was changed there since."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Time of an agent; a timer is an entry whose `ended_at` is None (RULES 1)."""

    key: str
    agent: str
    work_type: str
    started_at: int
    ended_at: int | None = None
    client: str | None = None
    request: str | None = None
    scope: Scope = "support"
    note: str = ""
    late_in: Month | None = None
    premium: PremiumWord | None = None
    """Goes before the word of its request (RULES 3.9)."""
    imported: Imported | None = None
    told: bool = False
    """Of courtesy: the client was told that the next time is charged (RULES 3.10)."""


@dataclass(frozen=True, slots=True)
class Charge:
    """Per-item work, or a credit when the price is negative (RULES 3.6)."""

    key: str
    client: str
    date: date
    description: str
    quantity: int
    unit_price: int
    contract: str | None = None
    """The contract whose refund this is (RULES 5.2)."""


@dataclass(frozen=True, slots=True)
class Book:
    """A whole desk as the interchange format holds it (RULES 10)."""

    desk: Desk
    agents: tuple[Agent, ...] = ()
    work_types: tuple[WorkType, ...] = ()
    tiers: tuple[Tier, ...] = ()
    clients: tuple[Client, ...] = ()
    contracts: tuple[Contract, ...] = ()
    requests: tuple[Request, ...] = ()
    entries: tuple[Entry, ...] = ()
    charges: tuple[Charge, ...] = ()
    closed_months: tuple[Month, ...] = ()
    plans: tuple[Plan, ...] = ()
    absences: tuple[DaysOff, ...] = ()
    statements: tuple[IssuedStatement, ...] = ()
    reviews: tuple[Review, ...] = ()
    opportunities: tuple[Talk, ...] = ()
    settings: tuple[tuple[str, object], ...] = ()
    """Values of the program by name, sorted: filters, who sits where."""
