"""What does a desk in daily use look like? A sample desk, made up around any instant, always the same for it.

The demo mode, the screenshots and many tests stand on it. It uses no clock, no file and no library of holidays; every
chance comes from a fixed seed; nothing lies after `now`; every month but the last two is closed and holds nothing
that would stop a close.
"""

from __future__ import annotations

from datetime import date
from random import Random

from models.demo.calendar import WorkCalendar
from models.demo.catalogue import AGENTS, TIERS, TIMEZONE, desk, work_types
from models.demo.clients import PROFILES, Profile
from models.demo.contracts import contracts
from models.demo.drafts import Piece
from models.demo.history import MONTHS, History
from models.demo.months import SEED
from models.demo.papers import CLIENTS
from models.demo.requests import Life
from models.domain.basics.months import Month, months_between
from models.domain.basics.zone import zone
from models.domain.papers import NO_CLIENT_PAPER
from models.domain.values import Book, Charge, Client, Entry, Request

DEMO_NOW = 1_795_516_920
"""Tuesday 24 November 2026, 10:42 in London: the instant of the screenshots."""


def demo_book(now: int) -> Book:
    """The sample desk as it stands at `now` (epoch seconds): 15 clients, 4 agents, some 5,000 entries.

    The same `now` gives the same book; it is made for instants of the years 2025 to 2030.
    """
    where = zone(TIMEZONE)
    today = where.date_of(now)
    current = Month.of(today)
    years = current.plus(-MONTHS - 2).year, today.year + 1
    history = History(WorkCalendar(where, *years), now)
    requests = _requests(history)
    return Book(
        desk=desk(*years),
        agents=AGENTS,
        work_types=work_types(current),
        tiers=TIERS,
        clients=tuple(_client(profile, today) for profile in PROFILES),
        contracts=contracts(today),
        requests=requests,
        entries=_entries(history.pieces),
        charges=_charges(today),
        closed_months=tuple(months_between(current.plus(-MONTHS), current.plus(-2))),
    )


def _client(profile: Profile, today: date) -> Client:
    since = date(today.year - 3 - len(profile.name) % 3, 1 + len(profile.key) % 12, 1)
    if profile.months <= MONTHS:
        since = Month.of(today).plus(1 - profile.months).first_day
    return Client(
        key=profile.key,
        name=profile.name,
        tier=profile.tier,
        contacts=profile.contacts,
        domains=profile.domains,
        since=since,
        paper=CLIENTS.get(profile.key, NO_CLIENT_PAPER),
    )


def _requests(history: History) -> tuple[Request, ...]:
    """The requests in order of their reports; gives every task its key."""
    history.tasks.sort(
        key=lambda task: (min((piece.started for piece in task.pieces), default=0), task.client)
    )
    rng = Random(f"{SEED} requests")
    lives = [Life(task, history.now, rng) for task in history.tasks]
    lives.sort(key=lambda life: (life.task.reported, life.task.client))
    for number, life in enumerate(lives, 1):
        life.task.key = f"R-{number}"
    return tuple(life.request() for life in lives)


def _entries(pieces: list[Piece]) -> tuple[Entry, ...]:
    """The entries in order of their starts."""
    pieces.sort(key=lambda piece: (piece.started, piece.agent))
    return tuple(
        Entry(
            key=f"E-{number}",
            agent=piece.agent,
            work_type=piece.work_type,
            started_at=piece.started,
            ended_at=piece.ended,
            client=piece.client,
            request=piece.task.key if piece.task is not None else None,
            scope=piece.scope,
            note=piece.note,
            late_in=piece.late_in,
        )
        for number, piece in enumerate(pieces, 1)
    )


def _charges(today: date) -> tuple[Charge, ...]:
    """Work by the piece, a refund for the cancelled plan, and a credit for an outage."""
    month = Month.of(today)

    def day(back: int, wanted: int) -> date:
        return min(month.plus(-back).first_day.replace(day=wanted), today)

    rows = (
        ("quarry", day(5, 20), "Refund: care plan cancelled in mid-term", 1, -32587),
        ("ivy", day(4, 9), "Domain ivystreet.example, two years", 1, 2800),
        ("orchard", day(3, 16), "New document page", 9, 1200),
        ("tidewater", day(2, 5), "Stock photo licence", 4, 950),
        ("nettle", day(2, 22), "New product in the shop", 12, 1200),
        ("tidewater", day(1, 8), "New yacht page", 3, 4500),
        ("bluefin", day(1, 19), "Credit: table booking was down for a day", 1, -4500),
        ("halden", day(1, 27), "Printed patient forms, set of 50", 2, 3650),
        ("nettle", day(0, 3), "New product in the shop", 7, 1200),
    )
    return tuple(Charge(f"C-{number}", *row) for number, row in enumerate(rows, 1))
