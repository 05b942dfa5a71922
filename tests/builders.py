"""How little must be said to try a rule? Contracts, entries and ledgers of one client, by defaults."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, TypedDict, Unpack

from models.domain.basics.months import Month, parse_month
from models.domain.basics.zone import zone
from models.domain.contracts.terms import ClientTerms
from models.domain.contracts.weights import WeightFacts
from models.domain.ledger.balances import State, carried
from models.domain.ledger.draws import replay
from models.domain.ledger.results import GrantLine, MonthLedger
from models.domain.values import (
    Allowance,
    Book,
    Charge,
    Contract,
    DatedRate,
    Desk,
    Entry,
    PremiumWord,
    Rollover,
    Rounding,
    Scope,
    WorkType,
)

DESK = Desk(name="Desk", timezone="UTC", currency="GBP")
PLAIN = Rounding(1, 0, "request_day")
WORK_TYPES = {
    "maintenance": WorkType("maintenance", "Maintenance", (DatedRate(date(2020, 1, 1), 7000),)),
    "design": WorkType("design", "Design", (DatedRate(date(2020, 1, 1), 9000),)),
}


def at(text: str) -> int:
    """The instant of "2026-03-02 10:00" (or with seconds) in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


class _Work(TypedDict, total=False):
    request: str | None
    work_type: str
    scope: Scope
    late_in: str | None
    agent: str
    premium: PremiumWord | None


def work(key: str, start: str, minutes: float, **more: Unpack[_Work]) -> Entry:
    """Dana's support for acme: maintenance from `start` (UTC) for so many minutes."""
    late_in = more.get("late_in")
    return Entry(
        key=key,
        agent=more.get("agent", "dana"),
        work_type=more.get("work_type", "maintenance"),
        started_at=at(start),
        ended_at=at(start) + round(minutes * 60),
        client="acme",
        request=more.get("request"),
        scope=more.get("scope", "support"),
        late_in=parse_month(late_in) if late_in else None,
        premium=more.get("premium"),
    )


def monthly(minutes: int, periods: int = 0, cap: int | None = None, **more: Any) -> Allowance:
    """An allowance per month that rolls over for some periods."""
    return Allowance("month", minutes=minutes, rollover=Rollover(periods, cap), **more)


def contract(key: str, kind: Any = "retainer", *allowances: Allowance, **more: Any) -> Contract:
    """A contract of acme for 2026, changed by what is given."""
    plain = Contract(key, "acme", kind, key, date(2026, 1, 1), date(2026, 12, 31), allowances=allowances)
    return replace(plain, **more)


def block(key: str, minutes: int, starts: date, ends: date | None, **more: Any) -> Contract:
    """A block of acme."""
    return contract(key, "block", starts=starts, ends=ends, minutes=minutes, **more)


def terms(*contracts: Contract, desk: Desk = DESK, through: date = date(2027, 12, 31)) -> ClientTerms:
    """What those contracts say."""
    return ClientTerms(desk, contracts, WORK_TYPES, through)


def months(
    contracts: Iterable[Contract],
    entries: Iterable[Entry],
    first: str = "2026-01",
    last: str = "2026-12",
    *,
    desk: Desk = DESK,
    charges: Sequence[Charge] = (),
) -> dict[str, MonthLedger]:
    """Acme's ledgers by month."""
    end = parse_month(last)
    made = replay(
        terms(*contracts, desk=desk, through=end.last_day),
        "acme",
        entries,
        charges,
        zone(desk.timezone),
        parse_month(first),
        end,
    )
    return {str(ledger.month): ledger for ledger in made}


def left_by(ledgers: Iterable[MonthLedger]) -> State:
    """What the months leave together, each one put on those before it."""
    state: State = {}
    for ledger in ledgers:
        state = carried(state, ledger.closing_state)
    return state


def flows(row: GrantLine) -> tuple[int, ...]:
    """opening, granted, drawn, lapsed, forfeited, reversed, closing."""
    return row.opening, row.granted, row.drawn, row.lapsed, row.forfeited, row.reversed, row.closing


def weight_facts(book: Book, is_holiday: Callable[[date], bool] = lambda day: False) -> WeightFacts:
    """The words that were given on the requests of a book."""
    said = {request.key: request.premium for request in book.requests if request.premium is not None}
    return WeightFacts(is_holiday, said)


def client_terms(book: Book, client: str, through: Month) -> ClientTerms:
    """A client's conditions in a whole book."""
    own = [contract for contract in book.contracts if contract.client == client]
    by_key = {work_type.key: work_type for work_type in book.work_types}
    return ClientTerms(book.desk, own, by_key, through.last_day, facts=weight_facts(book))


def book_ledgers(book: Book, client: str, first: Month, last: Month) -> list[MonthLedger]:
    """A client's ledgers of a whole book."""
    entries = [entry for entry in book.entries if entry.client == client]
    charges = [charge for charge in book.charges if charge.client == client]
    place = zone(book.desk.timezone)
    said = client_terms(book, client, last)
    return list(replay(said, client, entries, charges, place, first, last))
