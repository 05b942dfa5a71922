"""What is left for a client, and what does a call leave when it ends at some instant? (RULES 3.1-3.4, 8)

A call that ends now leaves what the ledger says once it is recorded: cut at midnight, rounded together with the other
work of its request and day, drawn from what its work type may use. Every place that speaks of it asks here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from models.domain.basics.months import Month
from models.domain.basics.zone import Zone
from models.domain.contracts.terms import ClientTerms, Source
from models.domain.ledger.balances import State, still_to_forfeit
from models.domain.ledger.draws import replay
from models.domain.ledger.pieces import pieces_of
from models.domain.ledger.results import GrantLine, MonthLedger, Slice, Unit
from models.domain.ledger.units import accounted_minutes, units_of
from models.domain.values import Entry, Rounding

Manner = Literal["counted", "unlimited", "on_demand"]


@dataclass(frozen=True, slots=True)
class Left:
    """Minutes and sessions that work of one type can draw on a day; they mean nothing unless `manner` is "counted"."""

    manner: Manner
    minutes: int
    """Minutes of minute grants."""
    sessions: int
    session_minutes: int
    """What the first session to be used covers, 0 without any."""
    total_minutes: int
    """Minutes, and sessions at their length."""
    rounding: Rounding
    contract: str | None
    """The governing contract (RULES 3.4)."""

    def call_minutes(self, seconds: int = 1) -> int:
        """Accounted minutes of a call of its own: with a minimum of 30 the shortest counts 30 (RULES 3.2)."""
        return accounted_minutes(seconds, self.rounding)


@dataclass(frozen=True, slots=True)
class AfterCall:
    """What a call comes to when it ends, against all that is recorded; minutes."""

    left: Left
    counted: int
    """Counted minutes of the units that hold the call, with what was there before (RULES 3.9)."""
    added: int
    """What the call adds to them."""
    over: int
    """What no grant covers because of this call."""
    minimum: bool
    """A minimum lifts the only unit of the call."""
    accounted: int = 0
    """Minutes of those units before their weights."""
    slices: tuple[Slice, ...] = ()
    """In which bands they lie, in time order; none where every weight is 1."""

    @property
    def rest(self) -> int:
        """Minutes left, sessions at their length; negative is over.

        0:20 left, 47 minutes on the phone, an increment of 15: -40.
        """
        return -self.over if self.over else self.left.total_minutes


@dataclass(frozen=True, slots=True)
class ClientWork:
    """One client's open months from `first` on: what they opened with, and all work that is recorded."""

    client: str
    terms: ClientTerms
    zone: Zone
    first: Month
    opening: State
    entries: tuple[Entry, ...]
    _known: dict[object, tuple[Left, int]] = field(default_factory=dict, compare=False, repr=False)

    def left(self, at: int, work_type: str) -> Left:
        """What support of that type can draw on the day of the instant `at`, running timers apart."""
        return self._standing(self.zone.date_of(at), work_type, None)[0]

    def after(self, call: Entry, ended_at: int) -> AfterCall:
        """What the call leaves if it ends at that instant; its work type and scope are the entry's own."""
        ended = replace(call, ended_at=max(ended_at, call.started_at))
        mates = [entry for entry in self.entries if self._together(entry, call)]
        every, before = self._units([*mates, ended]), self._units(mates)
        units = [unit for unit in every if call.key in unit.entries]
        added = sum(unit.counted for unit in every) - sum(unit.counted for unit in before)
        day = self.zone.date_of(ended_at)
        left, uncovered = self._standing(day, call.work_type, ended, tuple(unit.counted for unit in units))
        return AfterCall(
            left=left,
            counted=sum(unit.counted for unit in units),
            added=added,
            over=max(0, uncovered - self._standing(day, call.work_type, None)[1]),
            minimum=len(units) == 1 and _is_lifted(units[0], left.rounding),
            accounted=sum(unit.accounted for unit in units),
            slices=tuple(part for unit in units for part in unit.slices),
        )

    def _together(self, entry: Entry, call: Entry) -> bool:
        """May they share a unit? Only work on a request is rounded together (RULES 3.2)."""
        return (
            call.request is not None
            and entry.ended_at is not None
            and (entry.request, entry.work_type, entry.scope) == (call.request, call.work_type, call.scope)
            and entry.late_in is None
            and entry.key != call.key
        )

    def _units(self, entries: Iterable[Entry]) -> list[Unit]:
        return units_of((piece for entry in entries for piece in pieces_of(entry, self.zone)), self.terms)

    def _standing(
        self, day: date, work_type: str, call: Entry | None, counted: tuple[int, ...] = ()
    ) -> tuple[Left, int]:
        """What is left on a day, and how much support no grant covered; equal minutes are computed once."""
        name = (day, work_type, None if call is None else replace(call, ended_at=None), counted)
        if name not in self._known:
            works = self.entries if call is None else (*self.entries, call)
            through = max(self.first, Month.of(day))
            ledgers = list(
                replay(self.terms, self.client, works, (), self.zone, self.first, through, self.opening)
            )
            uncovered = sum(unit.overage + unit.on_demand for ledger in ledgers for unit in ledger.units)
            self._known[name] = _left(self.terms, ledgers[-1], day, work_type), uncovered
        return self._known[name]


def _is_lifted(unit: Unit, rounding: Rounding) -> bool:
    """Does the minimum of the rounding, or of a band that the work touches, make more of it?"""
    without = accounted_minutes(unit.spent_seconds, rounding, with_minimum=False)
    return 0 < unit.spent_seconds < rounding.minimum * 60 or without < unit.accounted


def _left(terms: ClientTerms, ledger: MonthLedger, day: date, work_type: str) -> Left:
    rows = ((terms.source(row.identity), row) for row in ledger.grants)
    live = [
        (source, rest)
        for source, row in rows
        if source is not None and (rest := _rest(row, ledger, day)) and source.holds(day, work_type)
    ]
    sessions = [(source, rest) for source, rest in live if _session_minutes(source) is not None]
    minutes = sum(rest for source, rest in live if _session_minutes(source) is None)
    contract = terms.governing(day, work_type)
    manner: Manner = "counted"
    if any(source.holds(day, work_type) for source in terms.unlimited):
        manner = "unlimited"
    elif not live and (contract is None or contract.kind == "on_demand"):
        manner = "on_demand"
    first = min(sessions, key=lambda known: known[0].order, default=None)
    return Left(
        manner=manner,
        minutes=minutes,
        sessions=sum(rest for _, rest in sessions),
        session_minutes=0 if first is None else _session_minutes(first[0]) or 0,
        total_minutes=minutes + sum((_session_minutes(source) or 0) * rest for source, rest in sessions),
        rounding=terms.rounding(contract),
        contract=None if contract is None else contract.key,
    )


def _rest(row: GrantLine, ledger: MonthLedger, day: date) -> int:
    """What can be drawn on a day until it lapses, or a cap takes it."""
    return row.closing + row.lapsed + still_to_forfeit(ledger.closing_state.get(row.identity), day)


def _session_minutes(source: Source) -> int | None:
    """The length of a session; None for a grant of minutes."""
    grant = source.grant
    return (grant.session_minutes or 0) if grant is not None and grant.unit == "sessions" else None
