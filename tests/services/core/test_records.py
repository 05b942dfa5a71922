"""What is remembered of open months always equals a replay, and closed numbers never move (RULES 3, 6)."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from models.book.ledgers import ledger_json
from models.domain.basics.errors import MonthClosed
from models.domain.basics.months import Month
from models.domain.basics.zone import Zone, zone
from models.domain.ledger.summary import NO_SUMMARY
from models.domain.ledger.sums import FLOWS, SPLIT
from models.domain.values import Agent, Book, Entry
from models.queries.ledger.ledgers import Ledgers
from models.services.contracts.charges import create_charge
from models.services.contracts.contracts import create_contract
from models.services.core.guards import forget
from models.services.core.month_records import derive_through, keep_derived, store_records
from models.services.month_end.months import close_month, reopen_month
from models.services.time.entries import add_entry, delete_entries, edit_entry, split_entry
from models.services.time.timer import TimerStart, start_timer, stop_timer
from models.storage import tables as t
from models.storage.rows.reading import read_closed_through, read_entry
from tests.dense import FIRST_MONTH, LAST_MONTH, dense_book
from tests.domain.test_reference import written
from tests.opened import at, contract, entry, monthly, opened, small_book
from tests.reference import Reference
from tests.texts import stored_book

NOW = at("2026-06-01T09:00")
HOUR = 3600
JANUARY, FEBRUARY, MARCH = (Month(2026, number) for number in (1, 2, 3))


def stored() -> list[tuple[str, str, bool]]:
    """Client, month and whether it is frozen, of every record."""
    rows = t.database.execute_sql("SELECT client, month, frozen FROM month_record ORDER BY month, client")
    return [(client, month, bool(frozen)) for client, month, frozen in rows]


def small() -> dict[str, Any]:
    return small_book(
        contracts=[contract("k", allowances=[monthly("5:00")])],
        entries=[entry("E-1", "2026-01-10T09:00", "2026-01-10T15:00")],
    )


class TestRecords:
    def test_derived_once_and_kept(self, tmp_path: Path) -> None:
        with opened(tmp_path, small()):
            assert derive_through(MARCH) == 3
            assert stored() == [("acme", f"2026-0{number}", False) for number in (1, 2, 3)]
            assert derive_through(MARCH) == 0
            ledgers = Ledgers()
            assert [record.summary.sums.overage for record in ledgers.records(JANUARY)] == [60]
            assert ledgers.derived == []

    def test_a_write_drops_what_it_could_falsify_and_no_more(self, tmp_path: Path) -> None:
        with opened(tmp_path, small()):
            derive_through(MARCH)
            add_entry(
                Entry("", "dana", "maintenance", at("2026-02-10T09:00"), at("2026-02-10T10:00"), "acme"),
                NOW,
                "d",
            )
            assert stored() == [("acme", "2026-01", False)]
            derive_through(MARCH)
            edit_entry(replace(read_entry("E-1"), ended_at=at("2026-01-10T10:00")), NOW, "dana")
            assert stored() == []

    def test_what_a_change_overtook_is_not_kept(self, tmp_path: Path) -> None:
        """A screen computes, somebody writes, the screen stores: the numbers would be wrong for ever."""
        with opened(tmp_path, small()):
            ledgers = Ledgers()
            (record,) = ledgers.records(JANUARY)
            delete_entries(["E-1"], NOW, "dana")
            keep_derived(ledgers.derived, None)
            assert (stored(), store_records([record])) == ([], 0)
            (fresh,) = Ledgers().records(JANUARY)
            assert (record.summary.sums.overage, fresh.summary.sums.overage) == (60, 0)
            derive_through(JANUARY)
            assert stored() == [("acme", "2026-01", False)]

    def test_what_is_there_is_not_overwritten(self, tmp_path: Path) -> None:
        with opened(tmp_path, small()):
            ledgers = Ledgers()
            (record,) = ledgers.records(JANUARY)
            derive_through(JANUARY)
            store_records([replace(record, summary=NO_SUMMARY)])
            (kept,) = Ledgers().records(JANUARY)
            assert kept == record

    def test_a_timer_counts_only_when_it_is_stopped(self, tmp_path: Path) -> None:
        with opened(tmp_path, small()):
            derive_through(FEBRUARY)
            start_timer(TimerStart("dana", "acme"), at("2026-01-31T23:00"))
            assert len(stored()) == 2
            stop_timer("dana", at("2026-02-01T01:00"))
            assert stored() == []
            assert [record.summary.sums.accounted for record in Ledgers().records(FEBRUARY)] == [60]

    def test_a_client_with_nothing_has_a_record_of_nothing(self, tmp_path: Path) -> None:
        with opened(tmp_path, small_book()):
            (record,) = Ledgers().records(MARCH)
            assert (record.closing, record.summary.total) == ({}, 0)


class Desk(RuleBasedStateMachine):
    """A crowded desk in a real database, written to at random; `frozen` holds what was closed."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.frozen: dict[Month, dict[str, Any]] = {}
        self.count = 0
        self.loaded = False

    @initialize(seed=st.integers(0, 2**32))
    def load(self, seed: int) -> None:
        book = dense_book(Random(seed), closed=False)
        helpers = tuple(Agent(f"a{number}", "Helper") for number in range(40))
        few = tuple(sorted(book.entries, key=lambda one: one.key)[:15])
        book = replace(book, agents=(*book.agents, *helpers), entries=few)
        self.zone: Zone = zone(book.desk.timezone)
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        self.stack.enter_context(opened(Path(folder), book))
        self.loaded = True

    def teardown(self) -> None:
        try:
            if self.loaded:
                self.check_against_the_reference()
        finally:
            self.stack.close()

    # -- what people do ---------------------------------------------------------------------------

    @rule(
        day=st.integers(0, 180),
        hours=st.sampled_from([0, 1, 3, 30]),
        client=st.sampled_from(["acme", "beta"]),
    )
    def add(self, day: int, hours: int, client: str) -> None:
        begin = self.zone.starts(FIRST_MONTH.first_day) + day * 24 * HOUR + 22 * HOUR
        self.count += 1
        work = Entry("", f"a{self.count % 40}", "maintenance", begin, begin + hours * HOUR, client)
        added = add_entry(work, NOW, "dana")
        closed = read_closed_through()
        reaches_back = closed is not None and self.zone.date_of(begin) <= closed.last_day
        assert added.late_in == (closed.plus(1) if closed is not None and reaches_back else None)

    @precondition(lambda self: self.loaded and t.Entry.select().exists())
    @rule(number=st.integers(0, 10**6), verb=st.sampled_from(["note", "move", "shorten", "delete", "split"]))
    def change(self, number: int, verb: str) -> None:
        """Refused exactly when the month that shows the entry is closed."""
        entries = stored_book().entries
        old = entries[number % len(entries)]
        assert old.ended_at is not None
        closed = read_closed_through()
        shown = old.late_in or Month.of(self.zone.date_of(old.started_at))
        refused = closed is not None and shown <= closed
        try:
            if verb == "delete":
                delete_entries([old.key], NOW, "dana")
            elif verb == "note":
                edit_entry(replace(old, note=old.note + "!"), NOW, "dana")
            elif verb == "move":
                moved = replace(
                    old, started_at=old.started_at + 40 * 24 * HOUR, ended_at=old.ended_at + 40 * 24 * HOUR
                )
                edit_entry(moved, NOW, "dana")
            elif verb == "split" and old.ended_at > old.started_at + 1:
                split_entry(old.key, (old.started_at + old.ended_at) // 2, NOW, "dana")
            elif old.ended_at > old.started_at:
                edit_entry(replace(old, ended_at=old.started_at), NOW, "dana")
            else:
                return
        except MonthClosed as error:
            said = str(error)
        else:
            said = ""
        assert (f"{shown} is closed" in said) is refused

    @rule(day=st.integers(0, 180))
    def charge(self, day: int) -> None:
        month = FIRST_MONTH.plus(day // 30)
        document = {
            "client": "acme",
            "date": f"{month}-05",
            "description": "Thing",
            "quantity": 1,
            "unit_price": "1",
        }
        closed = read_closed_through()
        if closed is not None and month <= closed:
            with pytest.raises(MonthClosed, match=f"{month} is closed"):
                create_charge(document, NOW, "dana")
        else:
            create_charge(document, NOW, "dana")

    @rule(months=st.integers(0, 5), seed=st.integers(0, 999))
    def sell(self, months: int, seed: int) -> None:
        start = FIRST_MONTH.plus(months)
        self.count += 1
        model = dense_book(Random(seed)).contracts[0]
        sold = replace(
            model,
            key=f"new-{self.count}",
            client="acme",
            starts=start.first_day,
            ends=None,
            cancelled=None,
            valid_months=None,
            fee=None,
            renews=None,
            allowances=tuple(one for one in model.allowances if one.every != "term"),
        )
        closed = read_closed_through()
        if closed is not None and start <= closed:
            with pytest.raises(MonthClosed, match="is closed"):
                create_contract(sold, NOW, "dana")
        else:
            create_contract(sold, NOW, "dana")

    @rule(step=st.integers(0, 7))
    def derive(self, step: int) -> None:
        month = FIRST_MONTH.plus(step)
        if not Ledgers().is_closed(month):
            derive_through(month)

    @precondition(lambda self: len(self.frozen) < 5)
    @rule(skip=st.sampled_from([0, 0, 0, 2]))
    def close(self, skip: int) -> None:
        closed = read_closed_through()
        month = closed.plus(1) if closed is not None else FIRST_MONTH.plus(skip)
        self.frozen.setdefault(month, {})
        close_month(month, NOW, "dana")
        self.frozen = {
            FIRST_MONTH.plus(step): self.documents(Ledgers(), FIRST_MONTH.plus(step))
            for step in range(FIRST_MONTH.until(month) + 1)
        } | self.frozen
        self.frozen[month] = self.documents(Ledgers(), month)

    @precondition(lambda self: self.loaded and read_closed_through() is not None)
    @rule()
    def reopen(self) -> None:
        month = read_closed_through()
        assert month is not None
        after = {one.key for one in stored_book().entries if one.late_in == month.plus(1)}
        reopen_month(month, "an error was found", NOW, "dana")
        self.frozen.pop(month, None)
        for key in after:
            entry = read_entry(key)
            further_back = Month.of(self.zone.date_of(entry.started_at)) < month
            assert entry.late_in == (month if further_back else None)
        if read_closed_through() is None:
            self.frozen.clear()

    # -- what must hold ---------------------------------------------------------------------------

    @staticmethod
    def documents(ledgers: Ledgers, month: Month) -> dict[str, Any]:
        found = ledgers.documents(ledgers.clients, month)
        return {client: ledger_json(document) for client, document in found.items()}

    @invariant()
    def closed_numbers_never_move(self) -> None:
        for month, documents in self.frozen.items():
            assert self.documents(Ledgers(), month) == documents

    @invariant()
    def remembered_is_replayed(self) -> None:
        if not self.loaded:
            return
        months = [FIRST_MONTH.plus(step) for step in range(0, 9, 2)]
        remembering = Ledgers()
        known = {month: self.documents(remembering, month) for month in months}
        records = remembering.records(months[-1])
        with t.database.atomic() as transaction:
            forget(None, None)
            derive_through(months[-1])
            fresh = Ledgers()
            assert {month: self.documents(fresh, month) for month in months} == known
            assert fresh.records(months[-1]) == records
            transaction.rollback()
        for documents in known.values():
            for document in documents.values():
                identities_hold(document)

    def check_against_the_reference(self) -> None:
        """Open and closed months alike are what somebody with a pencil finds in the book as it is now."""
        book: Book = stored_book()
        ledgers = Ledgers()
        for client in book.clients:
            expected = Reference(book, client.key).months(FIRST_MONTH, LAST_MONTH)
            for step, document in enumerate(expected):
                month = FIRST_MONTH.plus(step)
                found = ledger_json(ledgers.document(client.key, month)) | {"closed": False}
                assert found == written(document, book.desk.currency)


def identities_hold(document: dict[str, Any]) -> None:
    """Both identities of RULES 3.7, as they are printed."""
    for row in [document["minutes"], *document["grants"]]:
        opening, granted, drawn, lapsed, forfeited, reversed_, closing = (row[flow] for flow in FLOWS)
        assert opening + granted - drawn - lapsed - forfeited + reversed_ == closing
    for unit in [document["minutes"], *document["units"]]:
        assert sum(unit[part] for part in SPLIT) == unit["accounted"]


Desk.TestCase.settings = settings(
    max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
TestDesk = Desk.TestCase
