"""Who is the desk, and whom does it serve? Values of desk, agents, work, service levels and clients (RULES 1, 10).

Units are those of `values`, from which these are imported, too.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from models.domain.basics.dated import in_force
from models.domain.basics.frozen import dataclass
from models.domain.papers import NO_CLIENT_PAPER, NO_DESK_PAPER, ClientPaper, DeskPaper

Clock = Literal["working", "always"]
"""What a tier measures on: working time, or time by day and night."""
Channel = Literal["email", "phone", "chat", "portal", "visit", "other"]
Priority = Literal["low", "normal", "high", "urgent"]
Per = Literal["entry", "request_day", "request_month"]
PremiumRule = Literal["always", "agreed"]

CHANNELS: tuple[Channel, ...] = ("email", "phone", "chat", "portal", "visit", "other")
PRIORITIES: tuple[Priority, ...] = ("low", "normal", "high", "urgent")
PERS: tuple[Per, ...] = ("entry", "request_day", "request_month")
PREMIUM_RULES: tuple[PremiumRule, ...] = ("always", "agreed")
"""When weights hold: unless waived, or only where agreed (RULES 3.9)."""
MOST_FREE_MINUTES = 1440
"""The longest work that a rule may propose as courtesy (RULES 3.10)."""
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
