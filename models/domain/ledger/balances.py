"""What does a month leave of each grant to the next one? Balances, and what late work may still take back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from models.domain.basics.frozen import dataclass

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
"""Balances by grant.

What a month leaves names each grant that still holds something, and of the others only those that it touched: what was
lost in January stands in January's, and is not said again every month for ever. `carried` puts them together."""
GONE = Balance(0)
"""Of a grant whose losses late work has taken back to the last minute: nothing can come of it any more."""


def still_to_forfeit(balance: Balance | None, day: date) -> int:
    """What a cap takes on `day` or later, and work of `day` can still use (RULES 2.4); None for nothing lost.

    4:50 in two grants on 26 Nov, held to 2:00 on the 30th: 2:00 of November's.
    """
    losses = () if balance is None else balance.losses
    return sum(loss.amount for loss in losses if loss.kind == "forfeited" and loss.day >= day)


def carried(opening: State, closing: State) -> State:
    """What the next month opens with, what was lost long ago included; `closing` is what the month left.

    {January: 0 left, 30 lapsed} and {February: 60 left} are both; {January: GONE} takes January out.
    """
    lost = {identity: balance for identity, balance in opening.items() if not balance.left}
    return {name: balance for name, balance in {**lost, **closing}.items() if balance != GONE}
