"""Which work does a contract promise again and again, and when is each time of it opened and due? (RULES 2.9)

Guarantees (`test_occurrences_tile_the_term`): the occurrences of a promise tile the term up to its last day without
gap or overlap, each due on its own last day; whatever part of the years is asked for, they are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from models.domain.basics.months import day_before
from models.domain.contracts.periods import FAR, months_later
from models.domain.values import Contract, OccurrenceKey, Promise, Round

_MONTHS: dict[Round, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time of a promise: its period within the term, both days inclusive, and the day it is opened."""

    contract: str
    client: str
    promise: Promise
    starts: date
    ends: date
    opens: date

    @property
    def due(self) -> date:
        """The last day of the period in the term."""
        return self.ends

    @property
    def key(self) -> OccurrenceKey:
        """What names it for as long as its period begins on that day."""
        return OccurrenceKey(self.contract, self.promise.key, self.starts)


def occurrences(contract: Contract, promise: Promise, first: date, last: date) -> tuple[Occurrence, ...]:
    """Those due from `first` to `last`, both inclusive, earliest first (RULES 2.9).

    Every quarter, 15 Feb to 31 Dec 2026, 10 days before: 15 Feb–31 Mar is opened on 21 Mar and due on the 31st.
    """
    wanted = max(first, promise.since or first)
    found = []
    for starts, ends in _periods(contract, promise.every, wanted):
        if ends > last:
            break
        if ends >= wanted:
            found.append(_occurrence(contract, promise, starts, ends))
    return tuple(found)


def all_occurrences(contract: Contract, first: date, last: date) -> tuple[Occurrence, ...]:
    """Those of every promise of the contract that are due from `first` to `last`, by promise, earliest first."""
    return tuple(
        found for promise in contract.recurring for found in occurrences(contract, promise, first, last)
    )


def promised_minutes(contracts: Iterable[Contract], first: date, last: date) -> int:
    """Σ of the estimates of what is due from `first` to `last` (RULES 5.6); without an estimate it is 0."""
    return sum(
        each.promise.minutes or 0 for contract in contracts for each in all_occurrences(contract, first, last)
    )


def current(contract: Contract, promise: Promise, today: date) -> Occurrence | None:
    """The occurrence whose period `today` lies in; None outside the term, and before the promise's `since`."""
    if today < contract.starts:
        return None
    for starts, ends in _periods(contract, promise.every, today):
        if ends >= today:
            since = promise.since
            return (
                None if since is not None and ends < since else _occurrence(contract, promise, starts, ends)
            )
    return None


def to_open(contract: Contract, today: date) -> tuple[Occurrence, ...]:
    """What is to be opened by `today` if it has no request yet: begun by opening day, due day not over."""
    found = (current(contract, promise, today) for promise in contract.recurring)
    return tuple(each for each in found if each is not None and each.opens <= today)


def occurrence_at(contract: Contract, key: OccurrenceKey) -> Occurrence | None:
    """The occurrence of that name; None where the contract does not promise it, or does no longer."""
    for promise in contract.recurring:
        if promise.key == key.key and contract.starts <= key.starts:
            found = current(contract, promise, key.starts)
            return found if found is not None and found.starts == key.starts else None
    return None


def _occurrence(contract: Contract, promise: Promise, starts: date, ends: date) -> Occurrence:
    opens = starts
    if promise.lead_days is not None:
        opens = max(starts, ends - timedelta(days=promise.lead_days))
    return Occurrence(contract.key, contract.client, promise, starts, ends, opens)


def _periods(contract: Contract, every: Round, wanted: date) -> Iterator[tuple[date, date]]:
    """The periods in the term, cut by its last day, from one that ends by `wanted` at the latest."""
    end = min(contract.last_day or FAR, FAR)
    for first, last in _whole_periods(contract, every, wanted):
        if max(first, contract.starts) > end:
            return
        yield max(first, contract.starts), min(last, end)


def _whole_periods(contract: Contract, every: Round, wanted: date) -> Iterator[tuple[date, date]]:
    """The uncut periods, counted from the start or its calendar period, the first near `wanted` (RULES 2.1)."""
    starts = contract.starts
    if every == "term":
        if contract.last_day is not None:
            yield starts, contract.last_day
        return
    if every == "week":
        begins = starts - timedelta(days=starts.weekday())
        begins += max(0, (min(wanted, FAR) - begins).days // 7) * _WEEK
        while True:  # whoever asks stops at the end of the term, or of all years
            yield begins, begins + _WEEK - timedelta(days=1)
            begins += _WEEK
    step = _MONTHS[every]
    base = starts
    if contract.anchor == "calendar":
        base = date(starts.year, starts.month - (starts.month - 1) % step, 1)
    index = max(0, (wanted.year - base.year) * 12 + wanted.month - base.month - 1) // step
    while True:
        begins, index = months_later(base, index * step), index + 1
        yield begins, day_before(months_later(base, index * step))
