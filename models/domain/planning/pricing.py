"""What should a client pay? A price from what was really used, and what a discount costs (RULES 5.3).

Guarantees (`test_never_below_cost_and_less_than_a_step_above`): nothing is rounded before the price, and the price is
never below cost and markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.basics.money import round_half_up
from models.domain.planning.workload import mean

_DIGITS = 10_000


@dataclass(frozen=True, slots=True)
class PriceGuide:
    """Mean accounted hours of a month, exact, and the price per month in minor units."""

    mean_hours: Fraction
    price: int

    @property
    def mean_text(self) -> str:
        """The hours with four decimals, half-up: 3.0667."""
        digits = round_half_up(self.mean_hours * _DIGITS)
        return f"{digits // _DIGITS}.{digits % _DIGITS:04d}"


def price_guide(
    accounted: Sequence[int], hourly_cost: int | None, markup_percent: Decimal, step: int
) -> PriceGuide:
    """The price per month for the minutes of full months, rounded up to `step` minor units (RULES 5.3).

    3.2, 2.5, 5.1, 0, 4.0, 3.6 h × 28.00 × 1.5 = 128.80 → 130.00 at step 5. Raises DeskError without a full
    month or without the desk's cost of an hour, InvalidValue for a step of nothing.
    """
    if hourly_cost is None:
        raise DeskError("desk.hourly_cost: is not set; a price needs what an hour costs the desk")
    if not accounted:
        raise DeskError("there is no full month yet; a price needs one that is over since the client began")
    if step <= 0:
        raise InvalidValue("step", f"{step} is no step; accepted is an amount above 0")
    if markup_percent < 0:
        raise InvalidValue("markup", f"{markup_percent} is below 0; accepted is a percentage from 0")
    hours = mean(accounted) / 60
    exact = hours * hourly_cost * (1 + Fraction(markup_percent) / 100)
    return PriceGuide(hours, -(-exact // step) * step)


def more_clients(clients: int, discount_percent: Decimal) -> int | None:
    """How many more clients a discount takes to earn the same; None at 100 %.

    10 clients at 20 % off: 12.5 are needed, so 3 more.
    """
    kept = 1 - Fraction(discount_percent) / 100
    if kept <= 0:
        return None
    return -(-clients // kept) - clients
