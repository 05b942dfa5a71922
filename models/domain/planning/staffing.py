"""Who does the work that is expected, and how many people does it take? (RULES 5.6)

Nothing is rounded before it is shown: the parts add up to what is expected, whichever way it is split.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from models.domain.basics.money import round_half_up
from models.domain.basics.months import Month


@dataclass(frozen=True, slots=True)
class Done:
    """Accounted minutes of one kind of work, and the seconds of each agent in it."""

    work_type: str
    accounted: int
    seconds: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Staffing:
    """What is expected in a month, split twice; minutes."""

    month: Month
    past: tuple[Month, ...]
    """The full months that the mean is of, earliest first."""
    full_time: int
    """Working minutes of the desk in the month: what one person gives who is always there."""
    by_work_type: dict[str, Fraction] = field(default_factory=dict)
    by_agent: dict[str, Fraction] = field(default_factory=dict)

    @property
    def expected(self) -> Fraction:
        """All of it (RULES 5.6)."""
        return sum(self.by_work_type.values(), Fraction(0))

    def hundredths(self, minutes: Fraction) -> int | None:
        """Persons in hundredths, half-up; None where the desk is shut all month: 1,584 of 10,560 is 15."""
        return round_half_up(minutes * 100 / self.full_time) if self.full_time else None


def add_share(split: dict[str, Fraction], key: str, minutes: Fraction) -> None:
    """Add minutes to one part of a split."""
    if minutes:
        split[key] = split.get(key, Fraction(0)) + minutes


def add_done(staffing: Staffing, work: Done, months: int) -> None:
    """Add one unit's part of the mean over so many months; what several did is shared by their time.

    60 minutes in one unit, dana 20 and eli 10 minutes of it, over three months: dana 13 1/3, eli 6 2/3.
    """
    mean, total = Fraction(work.accounted, months), sum(work.seconds.values())
    add_share(staffing.by_work_type, work.work_type, mean)
    for agent, seconds in work.seconds.items():
        part = Fraction(seconds, total) if total else Fraction(1, len(work.seconds))
        add_share(staffing.by_agent, agent, mean * part)
