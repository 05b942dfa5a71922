"""Which books make the ledger sweat? Crowded ones: many small grants, much work, much of it late.

Values are drawn by a seed, not one by one: a strategy that shrinks well is drawn towards empty books, in which
nothing lapses, is forfeited or comes back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from models.domain.basics.months import Month, add_months, day_after, day_before, months_between
from models.domain.basics.zone import Zone, zone
from models.domain.values import (
    Agent,
    Allowance,
    Book,
    Charge,
    Client,
    Contract,
    DatedRate,
    Desk,
    Entry,
    Every,
    Fee,
    Kind,
    Request,
    Rollover,
    Rounding,
    Scope,
    WorkType,
)

FIRST_MONTH, LAST_MONTH = Month(2026, 1), Month(2026, 8)
WORK_TYPES = ("consultation", "design", "maintenance")
# Cairo, Beirut, Havana and Santiago have no midnight on one day of 2026; Lord Howe changes by half an hour.
ZONES = (
    "UTC",
    "Europe/London",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Asia/Beirut",
    "America/Havana",
    "America/Santiago",
    "Pacific/Kiritimati",
)
_KINDS: tuple[Kind, ...] = ("retainer", "retainer", "retainer", "block", "block", "unlimited", "on_demand")
_EVERY: tuple[Every, ...] = ("month", "month", "month", "quarter", "term")
_SCOPES: tuple[Scope, ...] = ("support",) * 8 + ("additional", "courtesy", "internal")


def dense_books(*, closed: bool = True) -> st.SearchStrategy[Book]:
    """Crowded books; with `closed` some of the first months are closed and much of their work is late."""
    return st.integers(0, 2**32).map(lambda seed: dense_book(Random(seed), closed=closed))


def dense_book(random: Random, *, closed: bool = True) -> Book:
    """One crowded book: a client with up to five contracts at once, and one with none or one."""
    desk = Desk(
        name="Desk",
        timezone=random.choice(ZONES),
        currency=random.choice(("GBP", "JPY", "BHD")),
        rounding=_rounding(random),
        on_demand_rounding=random.choice((None, _rounding(random))),
    )
    work_types = tuple(
        WorkType(
            key,
            key,
            tuple(
                DatedRate(day, random.randrange(1, 20000))
                for day in random.choice(((date(2020, 1, 1),), (date(2026, 2, 10), date(2026, 4, 1))))
            ),
        )
        for key in WORK_TYPES
    )
    contracts: list[Contract] = []
    for number in range(random.randint(1, 5)):
        contract = _contract(random, f"acme-{number}", "acme")
        contracts.append(contract)
        if contract.last_day is not None and random.random() < 0.5:
            contracts.append(_successor(random, contract))
    contracts += [_contract(random, "beta-0", "beta")] * random.randint(0, 1)
    months = months_between(FIRST_MONTH, FIRST_MONTH.plus(random.randint(0, 4))) if closed else []
    book = Book(
        desk=desk,
        agents=(Agent("dana", "Dana"),),
        work_types=work_types,
        clients=(Client("acme", "Acme"), Client("beta", "Beta")),
        contracts=tuple(contracts),
        requests=tuple(Request(f"R-{n}", "acme", f"Request {n}", 1_767_225_600) for n in range(3)),
        charges=tuple(_charge(random, n) for n in range(random.randint(0, 3))),
        closed_months=tuple(months),
    )
    return replace(book, entries=dense_entries(random, book))


def _rounding(random: Random) -> Rounding:
    return Rounding(
        random.choice((1, 1, 6, 15)), random.choice((0, 0, 10, 45)), random.choice(("entry", "request_day"))
    )


def _some(random: Random, keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(random.sample(keys, random.randint(1, len(keys)))))


def _contract(random: Random, key: str, client: str) -> Contract:
    kind = random.choice(_KINDS)
    starts = date(2026, 1, 1) + timedelta(days=random.choice((0, 0, 30, 31, 40, 58, 59, 73, 90)))
    covers = random.choice((None, None, _some(random, WORK_TYPES)))
    ends, valid_months = None, None
    if kind == "block" and random.random() < 0.5:
        valid_months = random.randint(1, 4)
    elif random.random() < 0.75:
        ends = day_before(add_months(starts, random.randint(1, 6))) + timedelta(
            days=random.choice((0, 0, 9, 17))
        )
    contract = Contract(
        key=key,
        client=client,
        kind=kind,
        name=key,
        starts=starts,
        ends=ends,
        valid_months=valid_months,
        minutes=random.randint(1, 400) if kind == "block" else None,
        covers=covers,
        rates=random.choice(((), (("*", random.randrange(9999)),), (("design", 7000), ("*", 9000)))),
        rounding=random.choice((None, _rounding(random))),
        fee=random.choice((None, _fee(random, ends is not None or valid_months is not None))),
        anchor=random.choice(("calendar", "start")),
        proration=random.choice(("prorate", "full")),
    )
    if kind == "retainer":
        kept = tuple(_allowance(random, contract) for _ in range(random.randint(1, 3)))
        contract = replace(contract, allowances=kept)
    if random.random() < 0.2:
        cancelled = starts + timedelta(days=random.randint(0, 120))
        contract = replace(contract, cancelled=min(cancelled, contract.term_end or cancelled))
    return contract


def _fee(random: Random, ends: bool) -> Fee:
    return Fee(
        amount=random.choice((0, 35000, 9999)),
        every=random.choice(("month", "quarter")),
        discount_percent=random.choice((Decimal(0), Decimal("7.5"), Decimal(100))),
        free_months=random.randint(0, 2),
        billing=random.choice(("monthly", "term")) if ends else "monthly",
    )


def _allowance(random: Random, contract: Contract) -> Allowance:
    every = random.choice(_EVERY if contract.ends is not None else _EVERY[:-1])
    sessions = random.random() < 0.25
    narrow = random.choice((None, None, _some(random, contract.covers or WORK_TYPES)))
    rollover = Rollover(after_end_months=random.randint(0, 2))
    if every != "term":
        rollover = replace(
            rollover,
            periods=random.randint(0, 3),
            across_renewal=random.random() < 0.5,
            cap=None if sessions else random.choice((None, 0, random.randint(1, 300))),
        )
    if sessions:
        return Allowance(
            every, sessions=random.randint(1, 3), session_minutes=20, work_types=narrow, rollover=rollover
        )
    return Allowance(every, minutes=random.randint(1, 300), work_types=narrow, rollover=rollover)


def _successor(random: Random, before: Contract) -> Contract:
    assert before.last_day is not None
    contract, starts = _contract(random, before.key + "b", before.client), day_after(before.last_day)
    ends = None if contract.ends is None else starts + (contract.ends - contract.starts)
    return replace(contract, starts=starts, ends=ends, renews=before.key, cancelled=None)


def _charge(random: Random, number: int) -> Charge:
    day = date(2026, 1, 1) + timedelta(days=random.randint(0, 200))
    return Charge(
        f"C-{number}",
        random.choice(("acme", "beta")),
        day,
        "Thing",
        random.randint(1, 3),
        random.randint(-900, 900),
    )


def dense_entries(random: Random, book: Book) -> tuple[Entry, ...]:
    """Up to sixty entries that do not overlap, a quarter of them over midnight, in no order."""
    place, found = zone(book.desk.timezone), []
    at = place.starts(FIRST_MONTH.first_day)
    for number in range(random.randint(5, 60)):
        at += random.choice((0, 600, 7200, random.randint(0, 6 * 86400), random.randint(0, 9 * 86400)))
        if random.random() < 0.25:
            late_in_the_day = place.starts(day_after(place.date_of(at))) - random.choice(
                (1, 60, 600, 1801, 3600)
            )
            at = max(at, late_in_the_day)
        ended = at + random.choice(
            (0, 1, 59, 600, 1800, 2820, 3600, 7200, random.randint(0, 20000), 30 * 3600)
        )
        found.append(_entry(random, book, f"E-{number}", at, ended))
        at = ended
    random.shuffle(found)
    return tuple(found)


def _entry(random: Random, book: Book, key: str, at: int, ended: int) -> Entry:
    client = random.choice(("acme",) * 6 + ("beta",))
    return Entry(
        key=key,
        agent="dana",
        work_type=random.choice(WORK_TYPES),
        started_at=at,
        ended_at=ended,
        client=client,
        request=random.choice((None, "R-0", "R-0", "R-1", "R-2")) if client == "acme" else None,
        scope=random.choice(_SCOPES),
        late_in=_late_in(random, book, at, zone(book.desk.timezone)),
    )


def _late_in(random: Random, book: Book, at: int, place: Zone) -> Month | None:
    month = Month.of(place.date_of(at))
    if not book.closed_months or month > book.closed_months[-1] or random.random() < 0.4:
        return None
    return random.choice(months_between(month.plus(1), book.closed_months[-1].plus(1)))
