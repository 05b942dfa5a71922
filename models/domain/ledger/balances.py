"""What does a month leave of each grant to the next one? Balances, and what late work may still take back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

Identity = tuple[str, int | None, date]
"""What names a grant: contract, place of the allowance (None for a block), first day."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What a grant lost and late work may still take back: a forfeit to the cap, or the lapse (RULES 6.3)."""

    day: date
    kind: str
    amount: int


@dataclass(frozen=True, slots=True)
class Balance:
    """What is left of a grant at the turn of a month, and what it has lost so far."""

    left: int
    losses: tuple[Loss, ...] = ()


State = Mapping[Identity, Balance]
"""Balances by grant; a grant that is used up and lost nothing is not kept, nothing can come of it."""
