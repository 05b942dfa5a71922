"""From which grants did a unit draw, and why in that order? (RULES 3.3, 3.8)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.domain.basics.phrases import count_words
from models.domain.ledger.balances import Identity
from models.domain.ledger.document import DrawLine
from models.domain.ledger.draws import Account
from models.domain.ledger.explaining.explain_basis import Basis, minutes_words
from models.domain.ledger.explaining.explain_order import (
    Place,
    accounts_before,
    places,
    since,
    take,
    why_before,
)


@dataclass(frozen=True, slots=True)
class DrawStep:
    """One draw of a unit: what was left of the grant before it (minutes, or sessions), and why its turn came then."""

    draw: DrawLine
    left_before: int | None
    """None for an unlimited contract, and where the terms have changed since."""
    restored: int
    words: str
    reason: str | None
    """Why before the next one; None where the terms have changed since."""


@dataclass(frozen=True, slots=True)
class DrawSteps:
    """All draws of a unit, and what it could have drawn from but did not."""

    usable: int
    """How many grants had anything left for it."""
    taken: tuple[DrawStep, ...] = ()
    untouched: tuple[tuple[Identity, str], ...] = ()


def draw_steps(basis: Basis, position: int) -> DrawSteps:
    """The draws of the unit at `position`, in their order; none for work that is not support (RULES 3.3)."""
    unit = basis.document.units[position]
    if unit.scope != "support":
        return DrawSteps(0)
    eligible = places(basis.document, basis.terms, unit.work_date, unit.work_type)
    accounts = accounts_before(basis.document, position, basis.terms, basis.opening)
    day = since(unit)
    usable = [p for p in eligible if p.kind == "unlimited" or accounts[p.identity].available(day) > 0]
    waiting = {place.identity: place for place in usable}
    need, taken = unit.counted, []
    for draw in unit.draws:
        place = waiting.pop(draw.identity, None)
        had = _available(accounts, draw, day)
        back = take(accounts, draw, day)
        known = place is not None and place.kind != "unlimited"
        words = _draw(draw, place, need, had, back)
        reason = None if place is None else _why(basis, place, usable)
        taken.append(DrawStep(draw, had if known else None, back, words, reason))
        need -= draw.amount
    untouched = tuple((place.identity, _untouched(place, need)) for place in waiting.values())
    return DrawSteps(len(usable), tuple(taken), untouched)


def _available(accounts: Mapping[Identity, Account], draw: DrawLine, day: date | None) -> int:
    account = accounts.get(draw.identity)
    return 0 if account is None else account.available(day)


def _draw(draw: DrawLine, place: Place | None, need: int, had: int, back: int) -> str:
    amount = minutes_words(draw.amount)
    if place is None:
        return f"{amount}, by terms that have changed since"
    if place.kind == "unlimited":
        return f"unlimited, covers all {amount}"
    covers = f"{amount} of the {minutes_words(need)} to cover"
    if place.kind == "sessions":
        again = ", one that had lapsed" if back else ""
        each = minutes_words(place.session_minutes)
        return f"{covers}; {count_words(had, 'session')} of {each} left, one is used{again}, {had - 1} stay"
    again = f", {minutes_words(back)} of it restored from what had lapsed or been lost" if back else ""
    return f"{covers}{again}; {minutes_words(had)} left before, {minutes_words(had - draw.amount)} after"


def _why(basis: Basis, place: Place, usable: Sequence[Place]) -> str:
    following = usable[usable.index(place) + 1 :]
    if following:
        name = basis.grant_name(following[0].identity)
        return f"before the next: {why_before(place, following[0], name)}"
    return "the last that had anything left" if len(usable) > 1 else "the only one that had anything left"


def _untouched(place: Place, need: int) -> str:
    if need and place.kind == "sessions":
        return "a unit uses one session at most"
    return "everything was drawn before its turn"
