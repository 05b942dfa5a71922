"""Which books may a law be tried on? Small ones that are rich, valid and quick to draw.

Entries of one agent never overlap, so that a month of such a book can be closed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from hypothesis import strategies as st

from models.domain.basics.months import Month, add_months, day_after, day_before
from models.domain.basics.zone import zone
from models.domain.values import (
    CHANNELS,
    KINDS,
    PRIORITIES,
    STATES,
    Agent,
    Allowance,
    Book,
    Cancellation,
    CancellationFee,
    Charge,
    Client,
    Contact,
    Contract,
    DatedRate,
    Desk,
    Entry,
    Event,
    Every,
    Fee,
    Promise,
    Renewal,
    Request,
    Rollover,
    Rounding,
    Scope,
    Target,
    Tier,
    Window,
    WorkType,
)

T = TypeVar("T")
HOUR, DAY = 3600, 86400
FIRST_DAY = date(2025, 12, 1)

NAMES = st.sampled_from(
    ["Acme Ltd", "[bold]", "[/]", "Smith & Co [UK]", "=1+1", "شركة", "🚒 Fire", "Ω" * 200, "a.b", '"q" \\ x']
)
NOTES = st.sampled_from(["", "work", "two\nlines\tand a tab", "[/] «…» 🚒", " blanks "])
ZONES = st.sampled_from(
    ["UTC", "Europe/London", "Asia/Kolkata", "America/New_York", "Pacific/Apia", "America/Sao_Paulo"]
)
CURRENCIES = st.sampled_from(["GBP", "EUR", "JPY", "BHD"])
ROUNDINGS = st.builds(
    Rounding,
    st.sampled_from([1, 6, 15, 30]),
    st.sampled_from([0, 10, 30, 180]),
    st.sampled_from(["entry", "request_day"]),
)
MONEY = st.integers(0, 200_000)
TARGETS = st.sampled_from([None, Target("h", 4), Target("d", 2), Target("same_day")])
WEEK = st.sampled_from(
    [
        ((),) * 7,
        ((Window(540, 1020),),) * 5 + ((), ()),
        ((Window(540, 750), Window(750, 1050)), (Window(0, 1440),)) + ((Window(540, 1020),),) * 3 + ((), ()),
    ]
)
STARTS = st.sampled_from(
    [date(2025, 11, 30), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 11), date(2026, 3, 1)]
)
_SCOPES: list[Scope] = ["support", "support", "support", "support", "additional", "courtesy", "internal"]
SCOPES = st.sampled_from(_SCOPES)


def subsets(values: tuple[T, ...]) -> st.SearchStrategy[tuple[T, ...]]:
    """Some of `values`, at least one, in their order."""
    chosen = st.sets(st.sampled_from(range(len(values))), min_size=1)
    return chosen.map(lambda positions: tuple(values[position] for position in sorted(positions)))


@st.composite
def desks(draw: st.DrawFn) -> Desk:
    """A desk in one of several zones and currencies."""
    return Desk(
        name=draw(NAMES),
        timezone=draw(ZONES),
        currency=draw(CURRENCIES),
        hours=draw(WEEK),
        closed_days=draw(st.sampled_from([(), (date(2026, 1, 2), date(2026, 2, 16))])),
        rounding=draw(ROUNDINGS),
        on_demand_rounding=draw(st.none() | ROUNDINGS),
        hourly_cost=draw(st.none() | MONEY),
        support_share=draw(st.sampled_from([Decimal("1"), Decimal("0.8"), Decimal("0.125")])),
    )


@st.composite
def work_types(draw: st.DrawFn) -> tuple[WorkType, ...]:
    """One to three work types, some with a rate that changes."""
    keys = ["maintenance", "consultation", "design"][: draw(st.integers(1, 3))]
    days = [date(2020, 1, 1), date(2026, 2, 1)]
    return tuple(
        WorkType(
            key, draw(NAMES), tuple(DatedRate(day, draw(MONEY)) for day in days[: draw(st.integers(1, 2))])
        )
        for key in keys
    )


@st.composite
def rollovers(draw: st.DrawFn, every: Every, *, cap: bool) -> Rollover:
    """A rollover that an allowance of `every` may have."""
    after = draw(st.integers(0, 2))
    if every == "term":
        return Rollover(after_end_months=after)
    most = draw(st.none() | st.integers(0, 900)) if cap else None
    return Rollover(draw(st.integers(0, 3)), most, draw(st.booleans()), after)


@st.composite
def allowances(draw: st.DrawFn, keys: tuple[str, ...], *, ends: bool) -> Allowance:
    """An allowance of hours, pages or sessions, for some of `keys` or for all."""
    every: Every = draw(
        st.sampled_from(["month", "month", "quarter", "term"] if ends else ["month", "quarter"])
    )
    form = draw(st.sampled_from(["hours", "hours", "pages", "sessions"]))
    common = Allowance(
        every=every,
        work_types=draw(st.none() | subsets(keys)),
        rollover=draw(rollovers(every, cap=form != "sessions")),
    )
    if form == "hours":
        return replace(common, minutes=draw(st.integers(0, 1200)))
    if form == "pages":
        return replace(common, pages=draw(st.integers(0, 30)), minutes_per_group=60, pages_per_group=6)
    return replace(common, sessions=draw(st.integers(0, 3)), session_minutes=draw(st.integers(1, 60)))


@st.composite
def fees(draw: st.DrawFn, *, ends: bool) -> Fee:
    """A fee, billed per term only where there is an end or one line anyway."""
    every: Every = draw(st.sampled_from(["month", "month", "quarter", "term"]))
    return Fee(
        amount=draw(MONEY),
        every=every,
        discount_percent=draw(st.sampled_from([Decimal("0"), Decimal("10"), Decimal("7.5"), Decimal("100")])),
        free_months=draw(st.integers(0, 2)) if every != "term" else 0,
        billing=draw(st.sampled_from(["monthly", "term"])) if ends or every == "term" else "monthly",
    )


@st.composite
def contracts(draw: st.DrawFn, key: str, client: str, keys: tuple[str, ...]) -> Contract:
    """A contract of any kind over work types `keys`."""
    kind = draw(st.sampled_from((*KINDS, "retainer", "block")))
    starts = draw(STARTS)
    valid_months = draw(st.none() | st.integers(1, 6)) if kind == "block" else None
    length = (
        draw(st.sampled_from([None, (3, 0), (6, 0), (12, 0), (1, 9), (0, 17)]))
        if valid_months is None
        else None
    )
    last = None if length is None else day_before(add_months(starts, length[0]) + timedelta(days=length[1]))
    ends = last is not None or valid_months is not None
    covers = draw(st.none() | subsets(keys))
    within = allowances(covers or keys, ends=ends)
    contract = Contract(
        key=key,
        client=client,
        kind=kind,
        name=draw(NAMES),
        starts=starts,
        ends=last,
        allowances=tuple(draw(st.lists(within, max_size=2))) if kind == "retainer" else (),
        minutes=draw(st.integers(0, 1800)) if kind == "block" else None,
        valid_months=valid_months,
        covers=covers,
        rates=tuple((name, draw(MONEY)) for name in draw(st.sampled_from([(), ("*",), (keys[0], "*")]))),
        rounding=draw(st.none() | ROUNDINGS),
        fee=draw(st.none() | fees(ends=ends)),
        anchor=draw(st.sampled_from(["calendar", "start"])),
        proration=draw(st.sampled_from(["prorate", "full"])),
        renewal=Renewal(draw(st.sampled_from(["none", "manual", "auto"])), draw(st.integers(0, 2))),
        cancellation=Cancellation(draw(st.integers(0, 2)), draw(LEAVING)),
        recurring=draw(PROMISES),
    )
    if draw(st.integers(0, 4)) > 0:
        return contract
    cancelled = starts + timedelta(days=draw(st.integers(0, 100)))
    return replace(contract, cancelled=min(cancelled, contract.term_end or cancelled))


PROMISES: st.SearchStrategy[tuple[Promise, ...]] = st.sampled_from(
    [
        (),
        (),
        (
            Promise(
                "backups", "Check the backups", "month", "maintenance", 30, 7, ("restore one file", "[/]")
            ),
        ),
        (Promise("a", "Look in", "week"), Promise("b", "Audit", "half_year", since=date(2026, 2, 1))),
    ]
)
LEAVING = st.sampled_from(
    [
        None,
        CancellationFee(percent=Decimal("10")),
        CancellationFee(amount=10_000),
        CancellationFee(months=1),
    ]
)


@st.composite
def contract_lists(draw: st.DrawFn, client_keys: list[str], keys: tuple[str, ...]) -> tuple[Contract, ...]:
    """Up to two contracts for each client, some of them renewed."""
    found: list[Contract] = []
    for client in client_keys:
        for number in range(draw(st.integers(0, 2))):
            contract = draw(contracts(f"{client}-{number}", client, keys))
            found.append(contract)
            if contract.last_day is not None and draw(st.booleans()):
                after = replace(draw(contracts(f"{client}-{number}b", client, keys)), cancelled=None)
                found.append(_following(after, contract))
    return tuple(found)


def _following(contract: Contract, before: Contract) -> Contract:
    assert before.last_day is not None
    starts = day_after(before.last_day)
    ends = None if contract.ends is None else starts + (contract.ends - contract.starts)
    return replace(contract, starts=starts, ends=ends, renews=before.key)


@st.composite
def requests(draw: st.DrawFn, key: str, client: str, agent: str, keys: tuple[str, ...]) -> Request:
    """A request with up to four changes of state."""
    reported = draw(st.integers(1_764_547_200, 1_774_000_000))
    steps = draw(st.lists(st.tuples(st.integers(0, 2 * DAY), st.sampled_from(STATES)), max_size=4))
    events, at = [], reported
    for step, state in steps:
        at += step
        events.append(Event(at, state))
    return Request(
        key=key,
        client=client,
        subject=draw(NAMES),
        reported_at=reported,
        body=draw(NOTES),
        channel=draw(st.sampled_from(CHANNELS)),
        priority=draw(st.sampled_from(PRIORITIES)),
        assignee=draw(st.sampled_from([None, agent])),
        cause=draw(st.sampled_from([None, "content", "forms"])),
        work_type=draw(st.sampled_from([None, *keys])),
        first_response_at=draw(st.none() | st.integers(0, DAY).map(lambda later: reported + later)),
        outside_scope=draw(st.booleans()),
        events=tuple(events),
    )


@st.composite
def _spans(draw: st.DrawFn, desk: Desk, count: int) -> list[tuple[int, int]]:
    place, spans = zone(desk.timezone), []
    at = place.starts(FIRST_DAY)
    for _ in range(count):
        gap = draw(st.sampled_from(["touch", "minutes", "days", "weeks", "midnight"]))
        if gap == "midnight":
            at = max(at, place.starts(day_after(place.date_of(at))) - draw(st.integers(0, HOUR)))
        elif gap != "touch":
            at += draw(st.integers(1, {"minutes": HOUR, "days": 2 * DAY, "weeks": 35 * DAY}[gap]))
        length = draw(
            st.sampled_from([0, 59, 600, 30 * 60, 47 * 60])
            | st.integers(0, 4 * HOUR)
            | st.sampled_from([DAY, 30 * HOUR])
        )
        spans.append((at, at + length))
        at += length
    return spans


@st.composite
def entry_lists(
    draw: st.DrawFn, book: Book, most: int, *, running: bool, closable: bool
) -> tuple[Entry, ...]:
    """Entries of every scope, over midnights and months, in no order; only an agent's last may be running."""
    found: list[Entry] = []
    keys = [work_type.key for work_type in book.work_types]
    asked = {client.key: [r.key for r in book.requests if r.client == client.key] for client in book.clients}
    for agent in book.agents:
        spans = draw(_spans(book.desk, draw(st.integers(0, most))))
        for position, (started, ended) in enumerate(spans):
            last = running and position == len(spans) - 1 and draw(st.booleans())
            scope = draw(SCOPES)
            clients = [client.key for client in book.clients]
            nobody = scope == "internal" or not closable
            client = draw(st.sampled_from([*clients * 4, None] if nobody else clients))
            request = draw(st.sampled_from([None, *asked[client]])) if client else None
            found.append(
                Entry(
                    key=f"E-{len(found) + 1}",
                    agent=agent.key,
                    work_type=draw(st.sampled_from(keys)),
                    started_at=started,
                    ended_at=None if last else ended,
                    client=client,
                    request=request,
                    scope=scope,
                    note=draw(NOTES),
                )
            )
    return tuple(draw(st.permutations(found)))


@st.composite
def charges(draw: st.DrawFn, key: str, client_keys: list[str]) -> Charge:
    """A charge or a credit."""
    day = FIRST_DAY + timedelta(days=draw(st.integers(0, 200)))
    price = draw(st.integers(-10_000, 50_000))
    return Charge(key, draw(st.sampled_from(client_keys)), day, draw(NAMES), draw(st.integers(1, 9)), price)


@st.composite
def clients(draw: st.DrawFn, key: str, tier_keys: list[str]) -> Client:
    """A client, perhaps with a tier, a contact, a domain."""
    contact = Contact(draw(NAMES), draw(st.sampled_from([None, "a@acme.example"])), None)
    return Client(
        key=key,
        name=draw(NAMES),
        tier=draw(st.sampled_from([None, *tier_keys])),
        contacts=draw(st.sampled_from([(), (contact,)])),
        domains=draw(st.sampled_from([(), ("acme.example", "acme.test")])),
        since=draw(st.sampled_from([None, date(2024, 2, 29)])),
    )


@st.composite
def books(draw: st.DrawFn, *, most_entries: int = 6, running: bool = True, closed: bool = False) -> Book:
    """A valid book: 1 or 2 agents with up to `most_entries` each, 1 to 3 clients, contracts of all kinds.

    `running`: agents may have a timer. `closed`: up to three months are closed and some entries late; then
    every entry has a client or is internal, and a timer runs only where no closed month forbids it.
    """
    desk, types = draw(desks()), draw(work_types())
    keys = tuple(work_type.key for work_type in types)
    gold = Tier("gold", "Gold", draw(TARGETS), draw(TARGETS), "always", ("email",))
    tiers = (gold,) if draw(st.booleans()) else ()
    client_keys = ["acme", "beta", "core"][: draw(st.integers(1, 3))]
    book = Book(
        desk=desk,
        agents=tuple(
            Agent(key, draw(NAMES), draw(st.integers(0, 2400))) for key in draw(subsets(("dana", "eli")))
        ),
        work_types=types,
        tiers=tiers,
        clients=tuple(draw(clients(key, [tier.key for tier in tiers])) for key in client_keys),
        contracts=draw(contract_lists(client_keys, keys)),
    )
    asked = tuple(
        draw(requests(f"R-{number}", draw(st.sampled_from(client_keys)), book.agents[0].key, keys))
        for number in range(draw(st.integers(0, 3)))
    )
    if len(asked) > 1 and draw(st.booleans()):
        asked = (*asked[:-1], replace(asked[-1], repeat_of=asked[0].key))
    book = replace(book, requests=asked)
    entries = draw(entry_lists(book, most_entries, running=running, closable=closed))
    sold = tuple(draw(charges(f"C-{number}", client_keys)) for number in range(draw(st.integers(0, 2))))
    book = replace(book, entries=entries, charges=sold)
    return draw(_closed(book)) if closed else book


@st.composite
def _closed(draw: st.DrawFn, book: Book) -> Book:
    """`book` with its first months closed; a timer that would forbid it is stopped at once."""
    first, count = Month.of(FIRST_DAY), draw(st.integers(0, 3))
    months = tuple(first.plus(number) for number in range(count))
    if not months:
        return book
    place, first_open = zone(book.desk.timezone), months[-1].plus(1)
    until = place.starts(first_open.first_day)
    entries = []
    for entry in book.entries:
        if entry.started_at >= until:
            entries.append(entry)
            continue
        after = Month.of(place.date_of(entry.started_at)).plus(1)
        late = draw(st.sampled_from([None, None, after, first_open]))
        ended = entry.started_at if entry.ended_at is None else entry.ended_at
        entries.append(replace(entry, ended_at=ended, late_in=late))
    return replace(book, entries=tuple(entries), closed_months=months)
