"""Contracts by their dates, each read where it is asked for: what is left out could not have changed the answer."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.months import Month
from models.domain.contracts.renewals import is_listed, renewed_keys
from models.domain.contracts.terms import ClientTerms
from models.domain.values import Book
from models.queries.clients.pages import ran_out, read_client_board
from models.queries.contracts.renewal_board import read_renewal_board
from models.queries.ledger.ledgers import Ledgers
from models.storage.rows.contracts import Contracts
from models.storage.rows.reading import stored_contract
from tests.opened import at, contract, monthly, opened, small_book
from tests.statements import statements
from tests.strategies import books

LAST = date(2028, 12, 31)


@settings(max_examples=25, deadline=None)
@given(books(most_entries=1, running=False), st.integers(0, 30))
def test_terms_of_what_may_hold_answer_as_terms_of_all(book: Book, months: int) -> None:
    since = Month(2026, 1).plus(months).first_day  # terms are made from the beginning of a month
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), book):
        ledgers = Ledgers()
        for client in ledgers.clients:
            known = Contracts(ledgers.desk.currency)
            own, rest = known.parted(client, since)
            every = known.get(client, ())
            assert sorted(each.key for each in (*own, *known.whole_of(rest))) == sorted(c.key for c in every)
            make = partial(ClientTerms, ledgers.desk, work_types=ledgers.work_types, through=LAST)
            said = make(contracts=own, since=since, rest=partial(known.whole_of, rest))
            whole = make(contracts=every)
            for month in (Month.of(since).plus(step) for step in range(6)):
                assert said.caps.get(month) == whole.caps.get(month)
                assert said.fees.get(month) == whole.fees.get(month)
                assert said.starting.get(month) == whole.starting.get(month)
            for step in (0, 40, 200, -1, -200):
                day = since + timedelta(days=step)
                assert said.governing(day, "maintenance") == whole.governing(day, "maintenance")
            for identity, source in whole.sources.items():
                assert said.source(identity) == source


@settings(max_examples=25, deadline=None)
@given(books(most_entries=1, running=False), st.integers(0, 900))
def test_what_is_over_and_was_renewed_says_nothing_of_today(book: Book, days: int) -> None:
    today = date(2026, 1, 1) + timedelta(days=days)
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), book):
        known = Contracts(book.desk.currency)
        for client in known:
            every, some = known[client], known.undecided(client, today)
            listed = {each.key for each in every if is_listed(each, renewed_keys(every), today)}
            assert listed == {each.key for each in some if is_listed(each, renewed_keys(some), today)}
            assert ran_out(every, today) == ran_out(some, today)
            assert {each for each in every if each.is_in_term(today)} <= set(some)
            assert known.reaching(client, today) == tuple(each for each in every if not each.is_over(today))


def years(count: int) -> dict[str, Any]:
    """A client of so many years, each under a contract that renews the one before; another of one year."""
    keys = [f"k-{2026 - back}" for back in range(count)]
    held = [
        contract(
            key,
            starts=f"{key[2:]}-01-01",
            ends=f"{key[2:]}-12-31",
            allowances=[monthly("1:00", rollover={"periods": 2})],
            **({"renews": before} if before else {}),
        )
        for key, before in zip(keys, [*keys[1:], None], strict=True)
    ]
    more = contract("b", client="beta", starts="2026-01-01", ends="2026-12-31", allowances=[monthly("1:00")])
    clients = [{"key": key, "name": key} for key in ("acme", "beta")]
    return small_book(clients=clients, contracts=[*held, more], closed_months=["2025-12"])


@pytest.mark.parametrize("read", ["documents", "renewals", "clients", "one client"])
def test_a_client_of_twenty_years_is_read_like_one_of_two(read: str, tmp_path: Path) -> None:
    now, month = at("2026-08-01T09:00"), Month(2026, 8)
    reads = {
        "documents": lambda: Ledgers().documents(["acme", "beta"], month),
        "renewals": lambda: read_renewal_board(now),
        "clients": lambda: read_client_board(now),
        "one client": lambda: Ledgers().document("beta", month),
    }
    found = []
    for count in (3, 20):
        (tmp_path / str(count)).mkdir()
        with opened(tmp_path / str(count), years(count)):
            stored_contract.cache_clear()
            with statements() as seen:
                reads[read]()
            found.append((stored_contract.cache_info().misses, len(seen)))
    assert found[0] == found[1]
    assert found[0][0] == (1 if read == "one client" else 3), (
        "of acme those of two years, of which one carries over"
    )


def test_who_asks_for_one_client_reads_no_other(tmp_path: Path) -> None:
    with opened(tmp_path, years(3)):
        known = Contracts("GBP")
        with statements() as seen:
            assert [each.key for each in known["beta"]] == ["b"]
            assert known.rows_of("beta") is known.rows_of("beta")
        assert [sql.count("WHERE") for sql in seen] == [2], "of the client, and the amounts of each row"
        with statements() as seen:
            assert len(known["acme"]) == 3
            assert list(known) == ["acme", "beta"] or set(known) == {"acme", "beta"}
            assert known.get("gone", ()) == ()
            assert len(known) == 2
        assert len(seen) == 1, "the second client is read with all others"
