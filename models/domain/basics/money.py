"""How is an amount of money rounded? Half-up, once per printed line, in integer minor units (RULES 1)."""

from __future__ import annotations

from fractions import Fraction


def round_half_up(value: Fraction) -> int:
    """`value` minor units as a whole number, halves away from zero (RULES 1): 2.5 is 3 and −2.5 is −3.

    A credit is thus rounded like the charge that it takes back, and the two together are nothing.
    """
    size = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return size if value.numerator >= 0 else -size


def amount_for(minutes: int, rate: int) -> int:
    """Price in minor units of `minutes` at `rate` minor units an hour, rounded once (RULES 3.5).

    30 minutes at 100.00 an hour are 50.00, also when they were three times 10 minutes.
    """
    return round_half_up(Fraction(minutes * rate, 60))
