"""What is worth a talk with a client? One list of reasons, the most money first (RULES 5.9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from models.domain.basics.money import round_half_up
from models.domain.basics.phrases import day_words
from models.domain.kept import OPPORTUNITIES, OpportunityKind

KIND_WORDS: dict[str, str] = {
    "rework": "rework",
    "outside_scope": "outside scope",
    "drift": "drift",
    "renewal": "renewal",
    "hourly": "a plan would be cheaper",
    "unused": "unused",
}

FLAGGED_MONTHS, HOURLY_MONTHS, UNUSED_MONTHS = 3, 3, 2


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A reason to talk with a client, with its minutes and its amount in minor units.

    `minutes` are those of the flagged requests, those used beyond three months' allowances (negative: left unused),
    drawn, worked by the hour, or granted and not touched. `detail` says what it rests on.
    """

    client: str
    kind: OpportunityKind
    since: date
    minutes: int
    amount: int
    next_on: date | None = None
    detail: str = ""

    def sleeps(self, today: date) -> bool:
        """Was it talked about, and is the day of the next talk still to come?"""
        return self.next_on is not None and self.next_on > today


def talk_words(kind: str, result: str, next_on: date | None) -> str:
    """What came of a talk: "drift: takes the bigger plan; again on 3 Mar 2027"."""
    words = f"{KIND_WORDS.get(kind, kind)}: {result or 'talked about'}"
    return words if next_on is None else f"{words}; again on {day_words(next_on)}"


def flagged_words(flagged: Iterable[Opportunity]) -> str:
    """How many requests have a flag, and their time: "2 rework, 1:10; 1 outside scope, 0:00"; empty for none."""
    return "; ".join(
        f"{len(row.detail.split(', '))} {KIND_WORDS[row.kind]}, {row.minutes // 60}:{row.minutes % 60:02d}"
        for row in flagged
    )


def in_order(found: Iterable[Opportunity]) -> tuple[Opportunity, ...]:
    """The largest amount first; equal ones by client, then in the order of the kinds."""
    return tuple(
        sorted(found, key=lambda row: (-row.amount, row.client, OPPORTUNITIES.index(row.kind), row.since))
    )


def worth(minutes: int, rate: int) -> int:
    """What minutes at a rate an hour come to, in minor units, rounded once: 0:50 at 90.00 are 75.00."""
    return round_half_up(Fraction(minutes * rate, 60))


def unused_fee(fees: int, used: int, allowed: Fraction | int) -> int:
    """The part of the fees that paid for what was not used: 300.00 for 9:00, of which 3:00 used: 200.00."""
    if allowed <= 0:
        return 0
    return round_half_up(fees * max(Fraction(0), 1 - Fraction(used) / Fraction(allowed)))
