"""Can the desk work what it sold? Supply of a month against what clients may call for (RULES 5.6).

Nothing is rounded before a load is, and a desk that supplies nothing has no load in per cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from models.domain.basics.money import round_half_up
from models.domain.basics.months import Month, day_before
from models.domain.values import Agent


@dataclass(frozen=True, slots=True)
class Capacity:
    """A month of the desk in minutes: what it can work, what may be called, must be used, is expected."""

    month: Month
    supply: Fraction
    callable: int
    must_use: int
    expected: Fraction
    recurring: int = 0
    """Estimated minutes of the promised work that is due in the month (RULES 2.9)."""

    def percent(self, minutes: int | Fraction) -> int | None:
        """Per cent of the supply, half-up; None without supply: 19,200 of 10,560 is 182."""
        return round_half_up(Fraction(minutes) * 100 / self.supply) if self.supply else None

    def with_block(self, minutes: int, *, expires: bool = False) -> Capacity:
        """The month if a block of `minutes` more were sold; it `expires` in it or later."""
        return replace(
            self, callable=self.callable + minutes, must_use=self.must_use + (minutes if expires else 0)
        )


@dataclass(frozen=True, slots=True)
class OpenDays:
    """The open days of a stretch in which no setting changes, and what its weeks are like (RULES 4.2)."""

    first: date
    open_days: int
    working_weekdays: int
    away: Mapping[str, int] = field(default_factory=dict)
    """Open days on which an agent is absent, for the screen that asks what is left."""


def stretches(month: Month, changes: Iterable[date]) -> list[tuple[date, date]]:
    """The month cut before each day on which a setting changes: both ends inclusive (RULES 4.2).

    June with a change on the 15th: 1–14, 15–30.
    """
    cuts = sorted({day for day in changes if month.first_day < day <= month.last_day})
    return list(
        zip([month.first_day, *cuts], [*(day_before(day) for day in cuts), month.last_day], strict=True)
    )


def supply_minutes(agents: Sequence[Agent], days: Iterable[OpenDays], share: Decimal) -> Fraction:
    """Σ over the days: weekly minutes / working weekdays, both of that day, × share (RULES 4.2, 5.6).

    One agent of 40:00 on five weekdays, 22 open days, share 1: 10,560; from the 15th of June 2026 on 20:00
    a week: 10 × 480 + 12 × 240 = 7,680.
    """
    total = Fraction(0)
    for part in days:
        if part.working_weekdays:
            minutes = sum(
                agent.weekly_on(part.first) * (part.open_days - part.away.get(agent.key, 0))
                for agent in agents
            )
            total += Fraction(minutes, part.working_weekdays)
    return total * Fraction(share)
