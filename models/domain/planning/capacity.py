"""Can the desk work what it sold? Supply of a month against what clients may call for (RULES 5.6).

Nothing is rounded before a load is, and a desk that supplies nothing has no load in per cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from models.domain.basics.money import round_half_up
from models.domain.basics.months import Month
from models.domain.values import Agent


@dataclass(frozen=True, slots=True)
class Capacity:
    """A month of the desk in minutes: what it can work, what may be called, must be used, is expected."""

    month: Month
    supply: Fraction
    callable: int
    must_use: int
    expected: Fraction

    def percent(self, minutes: int | Fraction) -> int | None:
        """Per cent of the supply, half-up; None without supply: 19,200 of 10,560 is 182."""
        return round_half_up(Fraction(minutes) * 100 / self.supply) if self.supply else None

    def with_block(self, minutes: int, *, expires: bool = False) -> Capacity:
        """The month if a block of `minutes` more were sold; it `expires` in it or later."""
        return replace(
            self, callable=self.callable + minutes, must_use=self.must_use + (minutes if expires else 0)
        )


def supply_minutes(
    agents: Iterable[Agent],
    working_weekdays: int,
    open_days: int,
    share: Decimal,
    away_days: Mapping[str, int] | None = None,
) -> Fraction:
    """Σ weekly minutes / working weekdays × open days × share (RULES 5.6).

    One agent of 40:00 on five weekdays, 22 open days, share 1: 10,560. `away_days` are open days on which an
    agent is absent, for the screen that asks what is left; without them absences do not count.
    """
    if not working_weekdays:
        return Fraction(0)
    away = away_days or {}
    days = sum(agent.weekly_minutes * (open_days - away.get(agent.key, 0)) for agent in agents)
    return Fraction(days, working_weekdays) * Fraction(share)
