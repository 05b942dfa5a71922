"""Which tables of weights make a ledger sweat? Any book, with bands, words on weights, units of a day or a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from models.domain.values import Band, BandTable, Book, Contract, Rounding

_EDGES = (0, 60, 90, 120, 150, 210, 420, 600, 720, 1080, 1140, 1320, 1410, 1440)
_WEIGHTS = ("1", "1.5", "2", "0.5", "1.25", "1.0", "10", "0.01")
_NAMES = (None, "evening", "night")
_SINCE = (date(2025, 1, 1), date(2026, 1, 1), date(2026, 3, 3), date(2026, 3, 29), date(2026, 6, 15))


def is_feast(day: date) -> bool:
    """The public holidays of these tests."""
    return day.day in (3, 6, 25)


def weighed(books: st.SearchStrategy[Book]) -> st.SearchStrategy[Book]:
    """Books of a strategy with weights of any kind."""
    return st.builds(lambda book, seed: with_weights(book, Random(seed)), books, st.integers(0, 2**32))


def _row(rng: Random) -> tuple[Band, ...]:
    edges = sorted(rng.sample(_EDGES, rng.choice((0, 2, 4, 6))))
    bands = []
    for opens, closes in zip(edges[::2], edges[1::2], strict=True):
        # Some bands touch: neighbours of one name and weight are one slice.
        if bands and rng.random() < 0.3:
            opens = bands[-1].closes
        minimum = rng.choice((0, 0, 0, 20, 90))
        bands.append(Band(opens, closes, Decimal(rng.choice(_WEIGHTS)), rng.choice(_NAMES), minimum))
    return tuple(bands)


def _tables(rng: Random) -> tuple[BandTable, ...]:
    days = sorted(rng.sample(_SINCE, rng.choice((1, 1, 2))))
    return tuple(
        BandTable(day, tuple(_row(rng) for _ in range(7)), rng.choice((None, _row(rng)))) for day in days
    )


def _rounding(rng: Random, rounding: Rounding | None) -> Rounding | None:
    if rounding is None or rng.random() < 0.4:
        return rounding
    return replace(rounding, per="request_month")


def with_weights(book: Book, rng: Random) -> Book:
    """The book with tables and words thrown in."""

    def change(contract: Contract) -> Contract:
        return replace(
            contract,
            bands=rng.choice((None, (), _tables(rng))),
            premium=rng.choice((None, None, "always", "agreed")),
            rounding=_rounding(rng, contract.rounding),
        )

    words = (None, None, "agreed", "waived")
    desk = replace(
        book.desk,
        bands=_tables(rng),
        premium=rng.choice(("always", "always", "agreed")),
        closed_days=(*book.desk.closed_days, date(2026, 3, 4), date(2026, 5, 5)),
        rounding=_rounding(rng, book.desk.rounding) or Rounding(),
        on_demand_rounding=_rounding(rng, book.desk.on_demand_rounding),
    )
    return replace(
        book,
        desk=desk,
        contracts=tuple(map(change, book.contracts)),
        requests=tuple(replace(request, premium=rng.choice(words)) for request in book.requests),
        entries=tuple(replace(entry, premium=rng.choice(words)) for entry in book.entries),
    )
