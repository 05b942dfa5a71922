"""Books that say all that a book can say: the small ones of `strategies`, with the keys of version 2 here and there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from hypothesis import strategies as st

from models.domain.basics.months import Month
from models.domain.kept import DaysOff, IssuedStatement, Plan, Review, Talk
from models.domain.papers import ClientPaper, DeskPaper, StatementChoice, TaxRate
from models.domain.values import (
    Agent,
    Band,
    BandTable,
    Book,
    Charge,
    Client,
    Contract,
    DatedHours,
    DatedMinutes,
    DatedTargets,
    DatedTier,
    Desk,
    Entry,
    FreeRule,
    Imported,
    Note,
    OccurrenceKey,
    Request,
    Target,
    Tier,
)
from tests.strategies import NAMES, NOTES, WEEK, books

T = TypeVar("T")
_DAYS = (date(2026, 1, 1), date(2026, 2, 15))
EVENING = Band(1140, 1320, Decimal("1.5"), "evening", 30)
TABLES = st.sampled_from(
    [
        (),
        (
            BandTable(
                date(2025, 12, 1), ((EVENING,),) * 5 + ((Band(0, 1440, Decimal("2")),),) * 2, (EVENING,)
            ),
        ),
        (BandTable(date(2026, 1, 10)), BandTable(date(2026, 2, 1), ((EVENING,),) * 7)),
    ]
)
FREE = st.sampled_from([(), (FreeRule(10, ("email",), None),), (FreeRule(5),)])
STATEMENTS = st.sampled_from(
    [None, StatementChoice(), StatementChoice("full", True, "de", "letter"), StatementChoice("none", False)]
)
DESK_PAPERS = st.sampled_from(
    [
        DeskPaper(),
        DeskPaper(
            ("1 High Street", "York"),
            "GB 1",
            ("IBAN 1", "BIC 2"),
            "Thank you\nall",
            "/srv/logo.svg",
            (TaxRate(date(2020, 1, 1), Decimal("19"), "VAT"), TaxRate(date(2026, 1, 1), None)),
            14,
        ),
    ]
)
CLIENT_PAPERS = st.builds(
    ClientPaper,
    st.sampled_from([(), ("2 Low Road", "[b]Leeds[/b]")]),
    st.sampled_from([None, "DE 2"]),
    st.sampled_from([None, "PO 7"]),
    st.sampled_from([None, 0, 30]),
    st.sampled_from([None, "none", "reverse_charge"]),
    STATEMENTS,
)
SETTINGS = st.sampled_from(
    [
        (),
        (
            ("filters", {"mine": {"mine": True, "text": "schön"}}),
            ("idle_minutes", 0),
            ("me:ann", "dana"),
            ("sorts:ann", {"clients": ["name", True]}),
        ),
    ]
)


def _some(rows: tuple[T, ...], change: Callable[[st.DrawFn, T], T], draw: st.DrawFn) -> tuple[T, ...]:
    return tuple(change(draw, row) for row in rows)


def _desk(draw: st.DrawFn, desk: Desk) -> Desk:
    dated = draw(st.sampled_from([(), (DatedHours(_DAYS[0], desk.hours), DatedHours(_DAYS[1], draw(WEEK)))]))
    return replace(
        desk,
        dated_hours=dated,
        bands=draw(TABLES),
        premium=draw(st.sampled_from(["always", "agreed"])),
        free=draw(FREE),
        agents_see_money=draw(st.booleans()),
        paper=draw(DESK_PAPERS),
    )


def _agent(draw: st.DrawFn, agent: Agent) -> Agent:
    dated = (DatedMinutes(_DAYS[0], agent.weekly_minutes), DatedMinutes(_DAYS[1], 1200))
    return replace(
        agent, dated_minutes=draw(st.sampled_from([(), dated])), archived=draw(st.integers(0, 3)) == 3
    )


def _tier(draw: st.DrawFn, tier: Tier) -> Tier:
    first = DatedTargets(_DAYS[0], tier.first_response, tier.resolution, tier.clock, tier.channels)
    second = DatedTargets(_DAYS[1], Target("h", 1), None, "always")
    return replace(tier, targets=draw(st.sampled_from([(), (first, second)])))


def _client(draw: st.DrawFn, client: Client) -> Client:
    dated = (DatedTier(_DAYS[0], client.tier), DatedTier(_DAYS[1], None))
    return replace(
        client,
        dated_tiers=draw(st.sampled_from([(), dated])),
        language=draw(st.sampled_from([None, "de", "pt-BR"])),
        notes=draw(NOTES),
        archived=draw(st.integers(0, 3)) == 3,
        paper=draw(CLIENT_PAPERS),
    )


def _contract(draw: st.DrawFn, contract: Contract) -> Contract:
    return replace(
        contract,
        bands=draw(st.none() | TABLES),
        premium=draw(st.sampled_from([None, "always", "agreed"])),
        free=draw(st.none() | FREE),
        declined=draw(st.booleans()),
        snoozed_until=draw(st.sampled_from([None, date(2026, 3, 1)])),
        statement=draw(STATEMENTS),
    )


def _request(draw: st.DrawFn, request: Request) -> Request:
    noted = [
        request.reported_at + 60 * minute for minute in sorted(draw(st.sets(st.integers(0, 999), max_size=2)))
    ]
    return replace(
        request,
        premium=draw(st.sampled_from([None, "agreed", "waived"])),
        rework=draw(st.booleans()),
        notes=tuple(Note(at, draw(st.sampled_from([None, "dana"])), draw(NAMES)) for at in noted),
        touched_at=draw(st.sampled_from([None, request.reported_at + 90_000])),
    )


def _entry(draw: st.DrawFn, entry: Entry) -> Entry:
    return replace(
        entry,
        premium=draw(st.sampled_from([None, None, "agreed", "waived"])),
        told=entry.scope == "courtesy" and draw(st.booleans()),
        imported=draw(
            st.sampled_from(
                [None, Imported("toggl", f"no {entry.key}", draw(st.sampled_from([None, "a1b2"])))]
            )
        ),
    )


def _promised(book: Book, requests: tuple[Request, ...]) -> tuple[Request, ...]:
    """The first request is for the first promise of its client's contracts."""
    for contract in book.contracts:
        for promise in contract.recurring:
            key = OccurrenceKey(contract.key, promise.key, contract.starts)
            mine = next((request for request in requests if request.client == contract.client), None)
            if mine is not None:
                return tuple(
                    replace(request, recurring=key) if request is mine else request for request in requests
                )
    return requests


def _plans(draw: st.DrawFn, book: Book) -> tuple[Plan, ...]:
    # The terms are what a plan reads as; a plan is written with every key.
    from models.book.plans import parse_kept_plan

    document = {
        "key": "gold",
        "name": draw(NAMES),
        "kind": "retainer",
        "months": 12,
        "fee": {"amount": "300" if book.desk.currency == "JPY" else "300.00", "every": "month"},
        "allowances": [{"hours": "5:00", "every": "month"}],
        "discounts": {"3": "7"},
        "archived": draw(st.booleans()),
    }
    known = [work_type.key for work_type in book.work_types]
    return (parse_kept_plan(document, book.desk, known),) if draw(st.booleans()) else ()


def _statements(draw: st.DrawFn, book: Book) -> tuple[IssuedStatement, ...]:
    if not book.closed_months or not draw(st.booleans()):
        return ()
    month = book.closed_months[-1]
    return tuple(
        IssuedStatement(
            book.clients[0].key, month, version, 243, month.plus(1).first_day.replace(day=3 + version)
        )
        for version in range(1, 1 + draw(st.integers(1, 2)))
    )


@st.composite
def whole_books(draw: st.DrawFn, *, most_entries: int = 6, closed: bool = True) -> Book:
    """A valid book that may say all that version 2 can."""
    book = draw(books(most_entries=most_entries, closed=closed))
    book = replace(
        book,
        desk=_desk(draw, book.desk),
        agents=_some(book.agents, _agent, draw),
        tiers=_some(book.tiers, _tier, draw),
        clients=_some(book.clients, _client, draw),
        contracts=_some(book.contracts, _contract, draw),
        entries=_some(book.entries, _entry, draw),
    )
    clients = {contract.key: contract.client for contract in book.contracts}
    agents = {agent.key for agent in book.agents}

    def charge(draw: st.DrawFn, row: Charge) -> Charge:
        own = [None, *(key for key, client in clients.items() if client == row.client)]
        return replace(row, contract=draw(st.sampled_from(own)))

    requests = _promised(book, _some(book.requests, _request, draw))
    requests = tuple(
        replace(
            row, notes=tuple(replace(note, by=note.by if note.by in agents else None) for note in row.notes)
        )
        for row in requests
    )
    client, agent = book.clients[0].key, book.agents[0].key
    return replace(
        book,
        requests=requests,
        charges=_some(book.charges, charge, draw),
        plans=_plans(draw, book),
        absences=draw(st.sampled_from([(), (DaysOff(agent, *_DAYS, "ill"),)])),
        statements=_statements(draw, book),
        reviews=draw(st.sampled_from([(), (Review(client, Month(2026, 3), 1_775_000_000, "dana"),)])),
        opportunities=draw(
            st.sampled_from(
                [(), (Talk(client, "drift", _DAYS[0], "more hours", _DAYS[1]), Talk(client, "unused"))]
            )
        ),
        settings=draw(SETTINGS),
    )
