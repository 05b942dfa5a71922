"""What does the sample desk consist of? Its defaults, people, kinds of work and service levels.

Everything that depends on time hangs on the first day of the current month, given as an argument.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from models.demo.calendar import HOURS, closed_days
from models.demo.papers import DESK
from models.domain.basics.months import Month
from models.domain.values import Agent, DatedRate, Desk, Rounding, Target, Tier, WorkType

TIMEZONE = "Europe/London"
_LONG_AGO = date(2020, 1, 1)

AGENTS = (
    Agent("dana", "Dana", 37 * 60 + 30),
    Agent("mo", "Mo", 37 * 60 + 30),
    Agent("ivan", "Ivan", 30 * 60),
    Agent("priya", "Priya", 20 * 60),
)

TIERS = (
    Tier("silver", "Silver", Target("d", 1), Target("d", 5), "working", ("email", "portal")),
    Tier("gold", "Gold", Target("same_day"), Target("d", 2), "working", ("email", "phone", "portal")),
    Tier("platinum", "Platinum", Target("h", 1), Target("d", 3), "always"),
)


def desk(first_year: int, last_year: int) -> Desk:
    """The desk with its closed days for the years given."""
    return Desk(
        name="Northgate Web Support",
        timezone=TIMEZONE,
        currency="GBP",
        hours=HOURS,
        holidays="GB-ENG",
        closed_days=closed_days(first_year, last_year),
        rounding=Rounding(increment=5),
        on_demand_rounding=Rounding(increment=15, minimum=30),
        hourly_cost=2800,
        support_share=Decimal("0.40"),
        paper=DESK,
    )


def work_types(current: Month) -> tuple[WorkType, ...]:
    """The kinds of work; maintenance and design became dearer eight months before `current`."""
    risen = current.plus(-8).first_day

    def kind(key: str, name: str, rate: int, now: int | None = None) -> WorkType:
        later = () if now is None else (DatedRate(risen, now),)
        return WorkType(key, name, (DatedRate(_LONG_AGO, rate), *later))

    return (
        kind("maintenance", "Maintenance", 6500, 7000),
        kind("consultation", "Consultation", 9000),
        kind("design", "Design", 7500, 8000),
        kind("seo", "SEO", 8000),
        kind("level2", "Level 2", 11000),
        kind("internal", "Internal", 0),
    )
