"""What is a desk made of? Plain frozen values, the same for the book, the database and the rules (RULES 1, 10).

Units everywhere: instants are integer seconds since 1970 in UTC (`…_at`), durations integer minutes (or
`…_seconds`), money integer minor units of the desk's currency, rates minor units per hour, dates are dates
of the desk's time zone, both ends of a term inclusive as on paper.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from models.domain.basics.dated import in_force
from models.domain.basics.months import Month, add_months, day_before
from models.domain.kept import DaysOff, IssuedStatement, Plan, Review, Talk
from models.domain.papers import NO_CLIENT_PAPER, NO_DESK_PAPER, ClientPaper, DeskPaper, StatementChoice

Kind = Literal["retainer", "block", "unlimited", "on_demand"]
Every = Literal["month", "quarter", "term"]
Round = Literal["week", "month", "quarter", "half_year", "year", "term"]
Scope = Literal["support", "additional", "courtesy", "internal"]
Clock = Literal["working", "always"]
"""What a tier measures on: working time, or time by day and night."""
State = Literal["new", "open", "waiting", "resolved", "closed"]
Channel = Literal["email", "phone", "chat", "portal", "visit", "other"]
Priority = Literal["low", "normal", "high", "urgent"]
Per = Literal["entry", "request_day", "request_month"]
PremiumRule = Literal["always", "agreed"]
PremiumWord = Literal["agreed", "waived"]

KINDS: tuple[Kind, ...] = ("unlimited", "retainer", "block", "on_demand")
"""Kinds in the order in which one governs before another (RULES 3.4)."""
SCOPES: tuple[Scope, ...] = ("support", "additional", "courtesy", "internal")
STATES: tuple[State, ...] = ("new", "open", "waiting", "resolved", "closed")
CHANNELS: tuple[Channel, ...] = ("email", "phone", "chat", "portal", "visit", "other")
PRIORITIES: tuple[Priority, ...] = ("low", "normal", "high", "urgent")
EVERY: tuple[Every, ...] = ("month", "quarter", "term")
ROUNDS: tuple[Round, ...] = ("week", "month", "quarter", "half_year", "year", "term")
"""How often promised work may come round (RULES 2.9)."""
BILLINGS: tuple[Literal["monthly", "term"], ...] = ("monthly", "term")
ANCHORS: tuple[Literal["calendar", "start"], ...] = ("calendar", "start")
PRORATIONS: tuple[Literal["prorate", "full"], ...] = ("prorate", "full")
MODES: tuple[Literal["none", "manual", "auto"], ...] = ("none", "manual", "auto")
PERS: tuple[Per, ...] = ("entry", "request_day", "request_month")
PREMIUM_RULES: tuple[PremiumRule, ...] = ("always", "agreed")
"""When weights hold: unless waived, or only where agreed (RULES 3.9)."""
PREMIUM_WORDS: tuple[PremiumWord, ...] = ("agreed", "waived")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Rounding:
    """How spent time becomes accounted minutes (RULES 3.2)."""

    increment: int = 1
    minimum: int = 0
    per: Per = "request_day"


@dataclass(frozen=True, slots=True)
class Window:
    """Working hours of one stretch of a weekday, in minutes from local midnight; the end is exclusive."""

    opens: int
    closes: int


Week = tuple[tuple[Window, ...], ...]
"""Windows of each weekday, Monday first."""


@dataclass(frozen=True, slots=True)
class DatedHours:
    """Working hours that hold from a date on (RULES 4.2)."""

    since: date
    hours: Week


@dataclass(frozen=True, slots=True)
class Band:
    """Hours of a day that count for more or less than they take, in minutes from local midnight (RULES 3.9)."""

    opens: int
    closes: int
    """Exclusive; 1440 is midnight."""
    weight: Decimal
    """What a minute counts, as it was written: 1.5 makes 90 of 60."""
    name: str | None = None
    minimum: int = 0
    """The least that work which touches the band is accounted, in minutes."""


@dataclass(frozen=True, slots=True)
class BandTable:
    """The bands of a week that hold from a date on; what no band covers weighs 1 (RULES 3.9)."""

    since: date
    weekdays: tuple[tuple[Band, ...], ...] = ((),) * 7
    """The bands of each weekday in the order of the day, Monday first."""
    holiday: tuple[Band, ...] | None = None
    """In place of the weekday's on a public holiday or closed day; None leaves the weekday's."""


@dataclass(frozen=True, slots=True)
class FreeRule:
    """Work on which requests is proposed as courtesy, up to how many minutes; None is any (RULES 3.10)."""

    up_to_minutes: int
    channels: tuple[Channel, ...] | None = None
    priorities: tuple[Priority, ...] | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """The support team and its defaults."""

    name: str
    timezone: str
    currency: str
    hours: Week = ((),) * 7
    """The working hours from the beginning on."""
    dated_hours: tuple[DatedHours, ...] = ()
    """Working hours by date, earliest first, if they ever changed; the first row is `hours`, too."""
    holidays: str | None = None
    closed_days: tuple[date, ...] = ()
    rounding: Rounding = Rounding()
    on_demand_rounding: Rounding | None = None
    hourly_cost: int | None = None
    support_share: Decimal = Decimal("1.00")
    bands: tuple[BandTable, ...] = ()
    """Tables of weights, earliest first; before the first there are none (RULES 3.9)."""
    premium: PremiumRule = "always"
    free: tuple[FreeRule, ...] = ()
    """What is proposed as courtesy where a contract says nothing of it (RULES 3.10)."""
    agents_see_money: bool = False
    """Whether agents who are no lead may read rates and amounts (RULES 13)."""
    paper: DeskPaper = NO_DESK_PAPER


@dataclass(frozen=True, slots=True)
class DatedMinutes:
    """Weekly minutes of an agent that hold from a date on (RULES 4.2)."""

    since: date
    minutes: int


@dataclass(frozen=True, slots=True)
class Agent:
    """A person of the desk; `weekly_minutes` is what they work in a full week."""

    key: str
    name: str
    weekly_minutes: int = 0
    dated_minutes: tuple[DatedMinutes, ...] = ()
    """Weekly minutes by date, earliest first, if they ever changed; the first row is `weekly_minutes`, too."""
    archived: bool = False

    def weekly_on(self, day: date) -> int:
        """Minutes of a full week as agreed on `day` (RULES 4.2)."""
        return in_force(self.dated_minutes, day).minutes if self.dated_minutes else self.weekly_minutes


@dataclass(frozen=True, slots=True)
class DatedRate:
    """An hourly rate in minor units that holds from a date on."""

    since: date
    rate: int


@dataclass(frozen=True, slots=True)
class WorkType:
    """A kind of work with the desk's rates for it, earliest first, at least one."""

    key: str
    name: str
    rates: tuple[DatedRate, ...]
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A service-level target: `count` of `unit`, or the close of the working day (RULES 4.2)."""

    unit: Literal["h", "d", "same_day"]
    count: int = 0


@dataclass(frozen=True, slots=True)
class DatedTargets:
    """What a tier promises from a date on (RULES 4.2)."""

    since: date
    first_response: Target | None = None
    resolution: Target | None = None
    clock: Clock = "working"
    channels: tuple[Channel, ...] = ()


@dataclass(frozen=True, slots=True)
class Tier:
    """A service level that a client may have."""

    key: str
    name: str
    first_response: Target | None = None
    resolution: Target | None = None
    clock: Clock = "working"
    channels: tuple[Channel, ...] = ()
    """Channels that the tier includes; empty means all of them."""
    targets: tuple[DatedTargets, ...] = ()
    """What it promises by date, earliest first, if that ever changed; the first row is told above, too."""

    def on(self, day: date) -> Tier:
        """The tier with what it promises on `day`, without dates (RULES 4.2)."""
        if not self.targets:
            return self
        row = in_force(self.targets, day)
        return Tier(self.key, self.name, row.first_response, row.resolution, row.clock, row.channels)


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at a client."""

    name: str
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class DatedTier:
    """The tier that a client has from a date on; None for none (RULES 4.2)."""

    since: date
    tier: str | None


@dataclass(frozen=True, slots=True)
class Client:
    """A company or person that the desk supports."""

    key: str
    name: str
    tier: str | None = None
    contacts: tuple[Contact, ...] = ()
    domains: tuple[str, ...] = ()
    since: date | None = None
    dated_tiers: tuple[DatedTier, ...] = ()
    """Tiers by date, earliest first, if the tier ever changed; the first row is `tier`, too."""
    language: str | None = None
    """Of its statements; None is the desk's own."""
    notes: str = ""
    archived: bool = False
    paper: ClientPaper = NO_CLIENT_PAPER

    def tier_on(self, day: date) -> str | None:
        """The key of the tier on `day`, None for none (RULES 4.2)."""
        return in_force(self.dated_tiers, day).tier if self.dated_tiers else self.tier


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
