"""When is work proposed as courtesy, and what did courtesy come to? (RULES 3.10)

Nothing is changed behind anybody's back: this only proposes and counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from models.domain.basics.money import round_half_up
from models.domain.basics.months import MONTHS
from models.domain.basics.phrases import count_words, money_words
from models.domain.values import Channel, Contract, Desk, FreeRule, Priority

MONTHS_BACK = 12
"""So far back courtesy is counted when the next call comes."""


def free_rules(desk: Desk, contract: Contract | None) -> tuple[FreeRule, ...]:
    """The rules that hold: those of the governing contract, else the desk's."""
    if contract is not None and contract.free is not None:
        return contract.free
    return desk.free


def proposing_rule(
    rules: Sequence[FreeRule], channel: Channel, priority: Priority, minutes: int
) -> FreeRule | None:
    """The first rule under which so many minutes on such a request are proposed as courtesy; None for none.

    Mail of low priority up to 10 minutes: 10 fit, 11 do not.
    """
    return next(
        (
            rule
            for rule in rules
            if (rule.channels is None or channel in rule.channels)
            and (rule.priorities is None or priority in rule.priorities)
            and minutes <= rule.up_to_minutes
        ),
        None,
    )


@dataclass(frozen=True, slots=True)
class GivenAway:
    """One entry of courtesy: its day, its length in seconds, and the rate in minor units that it would have had."""

    day: date
    seconds: int
    rate: int
    told: bool = False


@dataclass(frozen=True, slots=True)
class Courtesies:
    """What was given away: how often, whole minutes, worth in minor units, and when the client was last told."""

    count: int = 0
    minutes: int = 0
    worth: int = 0
    last_told: date | None = None


def courtesies_of(entries: Iterable[GivenAway]) -> Courtesies:
    """Count them; the worth is rate × spent, rounded once an entry (RULES 3.10).

    Two of 5 minutes at 70.00 an hour: 2, 0:10, 11.66 (5.83 each).
    """
    given = list(entries)
    return Courtesies(
        count=len(given),
        minutes=sum(entry.seconds for entry in given) // 60,
        worth=sum(round_half_up(Fraction(entry.rate * entry.seconds, 3600)) for entry in given),
        last_told=max((entry.day for entry in given if entry.told), default=None),
    )


def given_words(given: Courtesies, currency: str | None, today: date) -> str:
    """What the next call of the client begins with; empty where nothing was given.

    "3 courtesies in 12 months, 0:25, 29.17; told 4 Mar", or "never told"; without a currency no amount is said.
    """
    if not given.count:
        return ""
    count = "1 courtesy" if given.count == 1 else f"{given.count} courtesies"
    hours, minutes = divmod(given.minutes, 60)
    worth = "" if currency is None else f", {money_words(given.worth, currency)}"
    words = f"{count} in {count_words(MONTHS_BACK, 'month')}, {hours}:{minutes:02d}{worth}"
    told = given.last_told
    if told is None:
        return f"{words}; never told"
    year = "" if told.year == today.year else f" {told.year}"
    return f"{words}; told {told.day} {MONTHS[told.month - 1]}{year}"
