"""What does a server tell everybody? What they need read again, and no more."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from models.domain.basics.months import Month
from models.queries.ledger.ledgers import Ledgers
from models.services.core.month_records import keep_derived
from models.services.desk.desks import load_book
from models.services.time.absence import ASLEEP_SECONDS, sign_of_life
from models.services.time.timer import TimerStart, start_timer
from models.storage import tables as t
from models.storage.location import NO_STAMP
from models.storage.postgres.opened import OpenedServer, open_server
from tests.engines import DATABASES
from tests.opened import at, contract, monthly, small_book
from tests.texts import parse_book

NOW = at("2026-03-04T10:00")


@pytest.fixture
def desk() -> Iterator[OpenedServer]:
    """A desk on a server where a timer runs."""
    opened = open_server(DATABASES.at("quiet"))
    with opened.connection():
        load_book(
            parse_book(json.dumps(small_book(contracts=[contract("k", allowances=[monthly("2:00")])]))), NOW
        )
        start_timer(TimerStart("dana", "acme"), NOW)
        sign_of_life("dana", NOW)
    yield opened
    DATABASES.give_back(DATABASES.names() - {"quiet"})


def test_a_sign_of_life_is_no_news(desk: OpenedServer) -> None:
    before = desk.changed_since(NO_STAMP)
    with desk.connection():
        assert sign_of_life("dana", NOW + 60) is None
        assert t.Entry.select(t.Entry.alive_at).scalar() == NOW + 60
    assert desk.changed_since(before) == before


def test_a_question_about_a_timer_is_news(desk: OpenedServer) -> None:
    before = desk.changed_since(NO_STAMP)
    with desk.connection():
        assert sign_of_life("dana", NOW + ASLEEP_SECONDS + 120) is not None
    assert desk.changed_since(before) != before


def test_what_was_worked_out_is_no_news_and_the_next_change_is(desk: OpenedServer) -> None:
    before = desk.changed_since(NO_STAMP)
    with desk.connection():
        ledgers = Ledgers()
        ledgers.records(Month(2026, 2))
        assert ledgers.derived
        keep_derived(ledgers.derived, None)
        assert t.MonthRecord.select().count() > 0
    assert desk.changed_since(before) == before
    with desk.connection():
        t.Client.update(name="Other").execute()
        with desk.change_lock():
            t.Client.update(name="Another").execute()
    assert desk.changed_since(before) != before
