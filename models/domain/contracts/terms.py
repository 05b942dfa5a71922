"""Which conditions hold for a client on a day? Contracts prepared once, then asked many times (RULES 3.3-3.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from models.domain.basics.months import Month, day_after
from models.domain.basics.zone import Zone, zone
from models.domain.contracts.fees import fee_lines
from models.domain.contracts.grants import Grant, cap_days, grants_of
from models.domain.contracts.periods import months_later
from models.domain.contracts.weights import NO_FACTS, Weighing, WeightFacts, has_weights, weighing
from models.domain.values import KINDS, Allowance, Contract, Desk, Rounding, WorkType

_FAR = date.max

OrderKey = tuple[int, float, date, bool, date, str, int]


@dataclass(frozen=True, slots=True)
class Source:
    """Something that a support unit can draw from, with its place in the order of RULES 3.3.

    `grant` is None for an unlimited contract, which covers everything from `valid_from` to `expires_on`.
    """

    contract: str
    allowance: int | None
    valid_from: date
    expires_on: date | None
    scope: frozenset[str] | None
    order: OrderKey
    grant: Grant | None

    @property
    def identity(self) -> tuple[str, int | None, date]:
        """What names the grant for as long as the contract lives."""
        return self.contract, self.allowance, self.valid_from

    def holds(self, day: date, work_type: str) -> bool:
        """Is work of that type on that day inside dates and scope?"""
        return (
            self.valid_from <= day
            and (self.expires_on is None or day <= self.expires_on)
            and (self.scope is None or work_type in self.scope)
        )


@dataclass(frozen=True, slots=True)
class Cap:
    """On `day`, what is left of one allowance is held to `minutes` (RULES 2.4)."""

    day: date
    contract: str
    allowance: int
    minutes: int


class ClientTerms:
    """All contracts of one client up to a day: grants, caps, governing contract, rounding and rates.

    What was over before `since` is prepared only when work or a balance of that time asks for it, and answers then as
    if it had always been there; so a month costs the same however long a client has been one.
    """

    def __init__(
        self,
        desk: Desk,
        contracts: Sequence[Contract],
        work_types: Mapping[str, WorkType],
        through: date,
        since: date = date.min,
        facts: WeightFacts = NO_FACTS,
        rest: Callable[[], Sequence[Contract]] = tuple,
    ) -> None:
        """`through` is the last day that will be asked about; grants that begin later are not made.

        `since` is the first day whose months are asked for their grants, caps and fees; `facts` matter only where
        the desk or a contract has tables of weights. `rest` gives what of the client's is not among `contracts`: it
        was over before `since`, has no weights, and renews none of them.
        """
        self.desk = desk
        self.contracts = tuple(sorted(contracts, key=lambda contract: contract.key))
        self.through, self.since = through, since
        self._work_types = work_types
        self._facts = facts
        self._weighings: dict[tuple[str | None, date], Weighing | None] = {}
        self.is_weighed = has_weights(desk, contracts)
        """Could any work weigh more or less than it takes? (RULES 3.9)"""
        self._renewed = _renewed(contracts)
        self._governing: dict[tuple[date, str], Contract | None] = {}
        self._near: dict[tuple[int, int], list[Contract]] = {}
        self._begun: list[Contract] = []
        self._past: list[Contract] = []
        self._rest: Callable[[], Sequence[Contract]] | None = rest
        for contract in self.contracts:
            if self._is_past(contract):
                self._past.append(contract)
            elif contract.starts <= through:
                self._begun.append(contract)

    @property
    def _from(self) -> date:
        """The first day of what is prepared: that of the month of `since`, until something older is asked for."""
        return date.min if self._rest is None else Month.of(self.since).first_day

    @cached_property
    def unlimited(self) -> list[Source]:
        """The unlimited contracts of the client, each a source of minutes that never runs out."""
        return [_unlimited_source(contract) for contract in self._begun if contract.kind == "unlimited"]

    @cached_property
    def _granted(self) -> dict[str, tuple[Grant, ...]]:
        """The grants of each contract; who asks for rates and roundings alone needs none."""
        # Days after `through` are never asked about: a term that reaches further needs no later grants.
        rounding, through, since = self.desk.rounding, self.through, self._from
        return {
            contract.key: grants_of(contract, rounding, through, contract.key in self._renewed, since)
            for contract in self._begun
            if contract.kind in ("retainer", "block")
        }

    @cached_property
    def _untils(self) -> dict[str, date]:
        """The last day on which a grant of each contract may still be drawn from."""
        return {
            key: max((grant.expires_on for grant in grants if grant.expires_on is not None), default=date.min)
            for key, grants in self._granted.items()
        }

    @cached_property
    def sources(self) -> dict[tuple[str, int | None, date], Source]:
        """Everything that can be drawn from, by its name."""
        granted = [_grant_source(grant) for grants in self._granted.values() for grant in grants]
        return {source.identity: source for source in (*self.unlimited, *granted)}

    @cached_property
    def starting(self) -> dict[Month, list[Source]]:
        """The grants by the month in which they begin."""
        found: dict[Month, list[Source]] = {}
        for source in self.sources.values():
            if source.grant is not None:
                found.setdefault(Month.of(source.valid_from), []).append(source)
        return found

    @cached_property
    def caps(self) -> dict[Month, list[Cap]]:
        """What holds allowances to their caps, by month."""
        found: dict[Month, list[Cap]] = {}
        for contract in self._begun:
            for index, allowance in enumerate(contract.allowances):
                if (most := allowance.rollover.cap) is not None:
                    for day in cap_days(contract, index, self.through, self._from):
                        found.setdefault(Month.of(day), []).append(Cap(day, contract.key, index, most))
        return found

    @cached_property
    def fees(self) -> dict[Month, list[tuple[str, int]]]:
        """What is billed for the contracts themselves: their keys and minor units, by month."""
        found: dict[Month, list[tuple[str, int]]] = {}
        for contract in self._begun:
            last_day = contract.last_day
            if self._rest is not None and last_day is not None and last_day < self.since:
                continue  # billed while it ran, and no month before `since` is asked
            for fee in fee_lines(contract, self.through, self._from) if contract.fee is not None else ():
                found.setdefault(Month.of(fee.date), []).append((contract.key, fee.amount))
        return found

    def _is_past(self, contract: Contract) -> bool:
        """Is all of it over before `since`, for certain?

        Ends 31 Dec 2026, `periods` 3, monthly: on no day from 1 May 2027 on is anything of it left.
        """
        last_day = contract.last_day
        if last_day is None or last_day >= self.since:
            return False
        months = max((_months_after(allowance) for allowance in contract.allowances), default=0)
        return months_later(day_after(last_day), months) <= self.since

    def _recall(self) -> None:
        """Take in what was over before `since` and left out at first: contracts, grants, caps and fees."""
        rest = () if self._rest is None else self._rest()
        self._rest = None
        if self.since == date.min and not (rest or self._past):
            return
        self.contracts = tuple(sorted((*self.contracts, *rest), key=lambda contract: contract.key))
        self._renewed = _renewed(self.contracts)
        self._begun += [contract for contract in (*self._past, *rest) if contract.starts <= self.through]
        self._past = []
        self._governing.clear()
        self._near.clear()
        for name in ("unlimited", "_granted", "_untils", "sources", "starting", "caps", "fees"):
            self.__dict__.pop(name, None)

    def source(self, identity: tuple[str, int | None, date]) -> Source | None:
        """The source of that name, however long it is over; None where no contract gives it any more."""
        if identity not in self.sources and self._rest is not None:
            self._recall()
        return self.sources.get(identity)

    def _serving_near(self, day: date) -> list[Contract]:
        """The contracts that serve on any day of its month: ten years hold many, of which one or two do."""
        month = day.year, day.month
        if month not in self._near:
            first, last = Month(*month).first_day, Month(*month).last_day
            self._near[month] = [
                contract
                for contract in self._begun
                if self._serves(contract, max(first, contract.starts)) and contract.starts <= last
            ]
        return self._near[month]

    def _serves(self, contract: Contract, day: date) -> bool:
        """Is the day in the contract's term, or in the time after it in which a grant may still be drawn from?"""
        last_day = contract.last_day
        if day < contract.starts:
            return False
        return last_day is None or day <= last_day or day <= self._untils.get(contract.key, last_day)

    def governing(self, day: date, work_type: str) -> Contract | None:
        """The contract whose rounding and rate hold for that work on that day, None for none (RULES 3.4)."""
        if day < self.since and self._rest is not None:
            self._recall()
        key = (day, work_type)
        if key not in self._governing:
            fitting = [
                contract
                for contract in self._serving_near(day)
                if (contract.covers is None or work_type in contract.covers) and self._serves(contract, day)
            ]
            self._governing[key] = min(fitting, key=lambda c: _governing_key(c, day), default=None)
        return self._governing[key]

    def rounding(self, contract: Contract | None) -> Rounding:
        """The rounding that the governing contract sets (RULES 2.7, 3.2)."""
        if contract is not None and contract.rounding is not None:
            return contract.rounding
        if contract is None or contract.kind == "on_demand":
            return self.desk.on_demand_rounding or self.desk.rounding
        return self.desk.rounding

    @property
    def zone(self) -> Zone:
        """The zone in which the desk's days and bands begin."""
        return zone(self.desk.timezone)

    def weighing(self, contract: Contract | None, day: date) -> Weighing | None:
        """What weighs work on `day` that the contract governs; None where nothing does (RULES 3.9)."""
        if not self.is_weighed:
            return None
        name = (None if contract is None else contract.key, day)
        if name not in self._weighings:
            self._weighings[name] = weighing(self.desk, contract, day, self._facts)
        return self._weighings[name]

    def rate(self, contract: Contract | None, work_type: str, day: date) -> int:
        """Minor units per hour for work that is not covered (RULES 3.5)."""
        if contract is not None and contract.rates:
            rates = dict(contract.rates)
            found = rates.get(work_type, rates.get("*"))
            if found is not None:
                return found
        return desk_rate(self._work_types[work_type], day)


def _renewed(contracts: Iterable[Contract]) -> set[str]:
    return {contract.renews for contract in contracts if contract.renews is not None}


def _grant_source(grant: Grant) -> Source:
    order = (
        1 if grant.unit == "sessions" else 2,
        float("inf") if grant.scope is None else len(grant.scope),
        _FAR if grant.expires_on is None else grant.expires_on,
        not grant.free,
        grant.valid_from,
        grant.contract,
        -1 if grant.allowance is None else grant.allowance,
    )
    return Source(
        grant.contract, grant.allowance, grant.valid_from, grant.expires_on, grant.scope, order, grant
    )


def _months_after(allowance: Allowance) -> int:
    """Whole months after the last day of a contract in which a grant of it can still be drawn from, at most."""
    rollover, step = allowance.rollover, 1 if allowance.every == "month" else 3
    return max((rollover.periods + 2) * step, rollover.after_end_months)


def desk_rate(work_type: WorkType, day: date) -> int:
    """The desk's own rate in force on `day`: the latest `since` not after it; before the first, the first."""
    ordered = sorted(work_type.rates, key=lambda dated: dated.since)
    rate = ordered[0].rate
    for dated in ordered:
        if dated.since <= day:
            rate = dated.rate
    return rate


def _unlimited_source(contract: Contract) -> Source:
    scope = None if contract.covers is None else frozenset(contract.covers)
    free = contract.fee is None or contract.fee.amount == 0 or contract.fee.discount_percent == 100
    last_day = contract.last_day
    order = (
        0,
        float("inf") if scope is None else len(scope),
        _FAR if last_day is None else last_day,
        not free,
        contract.starts,
        contract.key,
        -1,
    )
    return Source(contract.key, None, contract.starts, last_day, scope, order, None)


def _governing_key(contract: Contract, day: date) -> tuple[int, bool, date, str]:
    return KINDS.index(contract.kind), contract.is_over(day), contract.starts, contract.key
