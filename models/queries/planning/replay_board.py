"""Which plan would have been the cheapest, and which the best for the desk, for the work really done? (RULES 5.4)

Every offer is replayed over the same entries and the same days, and its fee is counted by the month, also one that is
paid in advance: a year's price on one day would compare nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from models.book.contracts import parse_contract
from models.book.plans import contract_from_plan, plan_discount
from models.domain.basics.errors import InvalidValue
from models.domain.basics.money import round_half_up
from models.domain.basics.months import Month, add_months, day_before
from models.domain.contracts.fees import months_length
from models.domain.planning.plan_replay import PlanReplay
from models.domain.values import Contract, Desk
from models.queries.ledger.ledgers import Ledgers
from models.queries.planning.replays import read_replays
from models.storage import tables as t
from models.storage.rows.reading import check_client
from models.storage.rows.whole import whole

MOST_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Offer:
    """One contract over the span; `mine` is what the client has today, `moved` when its dates were moved."""

    key: str
    name: str
    mine: bool
    moved: bool
    replay: PlanReplay
    cheapest: bool = False
    best: bool = False

    @property
    def hourly(self) -> int | None:
        """The effective price of a counted hour in minor units, half-up; None without work.

        600.00 for 90 minutes: 400.00.
        """
        counted = self.replay.counted
        return round_half_up(Fraction(self.replay.total * 60, counted)) if counted else None


@dataclass(frozen=True, slots=True)
class ReplayBoard:
    """The offers side by side, what the client has first, then the plans in the order of the catalogue."""

    client: str
    client_name: str
    currency: str
    first: date
    last: date
    offers: tuple[Offer, ...]

    @property
    def plans(self) -> int:
        """How many offers come from the catalogue."""
        return sum(not offer.mine for offer in self.offers)


Plan = dict[str, Any]
"""A plan as the book writes it."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """An offer before it was replayed."""

    key: str
    mine: bool
    moved: bool
    contract: Contract


def read_replay_board(client: str, months: int, now: int) -> ReplayBoard:
    """The client's work of the last `months` full months under every plan; raises NotFound, InvalidValue."""
    if not 1 <= months <= MOST_MONTHS:
        raise InvalidValue("months", f"{months} is not accepted; accepted is 1 to {MOST_MONTHS}")
    ledgers = Ledgers()
    name = check_client(client)
    today = ledgers.zone.date_of(now)
    first, last = Month.of(today).plus(-months).first_day, Month.of(today).plus(-1).last_day
    own = [c for c in ledgers.contracts.reaching(client, today) if c.is_in_term(today)]
    drafts = [*_present(own, first, last), *_plans(read_catalogue(), ledgers.desk, client, first, months)]
    replays = read_replays(client, first, last, [by_the_month(draft.contract) for draft in drafts])
    offers = [
        Offer(draft.key, draft.contract.name, draft.mine, draft.moved, done)
        for draft, done in zip(drafts, replays, strict=True)
    ]
    return ReplayBoard(client, name, ledgers.desk.currency, first, last, judged(offers))


def judged(offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """The offers with the lowest total marked as cheapest, with the highest as best; none where all are equal.

    The work is the same under each, and so is what it costs the desk: the highest total earns the most.
    """
    totals = [offer.replay.total for offer in offers]
    if not totals or min(totals) == max(totals):
        return tuple(offers)
    return tuple(
        replace(offer, cheapest=total == min(totals), best=total == max(totals))
        for offer, total in zip(offers, totals, strict=True)
    )


def by_the_month(contract: Contract) -> Contract:
    """The contract with its fee billed by the month, where that is possible."""
    if contract.fee is None:
        return contract
    return replace(contract, fee=replace(contract.fee, billing="monthly"))


def is_for_term(contract: Contract) -> bool:
    """Is it sold for a term as a whole: a block, an allowance or a fee per term?"""
    per_term = any(allowance.every == "term" for allowance in contract.allowances)
    return contract.kind == "block" or per_term or (contract.fee is not None and contract.fee.every == "term")


def _present(contracts: Iterable[Contract], first: date, last: date) -> Iterator[_Draft]:
    """What the client has: on its own dates where they hold the span, else its terms from `first` on."""
    for contract in contracts:
        holds = contract.starts <= first and not contract.is_over(last)
        moved = not holds or is_for_term(contract)
        yield _Draft(contract.key, True, moved, from_day(contract, first, last) if moved else contract)


def from_day(contract: Contract, first: date, last: date) -> Contract:
    """The same terms from `first` on: as long as before, but at least to `last`.

    What is sold for a term keeps its length, since a longer one would be another offer: what is worked after
    it counts as on demand. A year from 1 March on, moved to 1 May: to 30 April.
    """
    moved = replace(contract, starts=first, cancelled=None, renews=None)
    if contract.valid_months is not None or contract.ends is None:
        return moved
    length = max(1, round_half_up(months_length(contract.starts, contract.ends)))
    ends = day_before(add_months(first, length))
    return replace(moved, ends=ends if is_for_term(contract) else max(ends, last))


def read_catalogue() -> list[Plan]:
    """Every plan that is sold, as the catalogue writes it."""
    p = t.Plan
    rows = p.select(p.key, p.name, whole(p.document)).where(~p.archived).order_by(p.id)
    return [{"key": key, "name": name} | document for key, name, document in rows.tuples()]


def _plans(catalogue: Iterable[Plan], desk: Desk, client: str, first: date, months: int) -> Iterator[_Draft]:
    """Every plan as if sold on `first`, with the discount of its usual length."""
    for plan in catalogue:
        key = plan["key"]
        usual = plan["months"]
        terms = contract_from_plan(
            plan, client, first, discount=plan_discount(plan, usual), key=f"plan-{key}"
        )
        contract = parse_contract(terms, desk, f"plan {key}")
        if usual is not None and usual < months and not is_for_term(contract):
            contract = replace(contract, ends=day_before(add_months(first, months)))
        yield _Draft(f"plan:{key}", False, False, contract)


def plan_offers(
    catalogue: Iterable[Plan], desk: Desk, client: str, first: date, months: int
) -> tuple[Contract, ...]:
    """Every plan of the catalogue as if sold to the client on `first`, its fee by the month."""
    return tuple(by_the_month(draft.contract) for draft in _plans(catalogue, desk, client, first, months))
