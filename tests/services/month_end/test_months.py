"""Close, late work, reopen: in every order, and with every verb refused that would move a closed month (RULES 6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.book.ledgers import ledger_json
from models.domain.basics.errors import DeskError, MonthClosed
from models.domain.basics.months import Month, parse_date
from models.domain.values import Entry
from models.queries.contracts.contracts import read_contract
from models.queries.ledger.explain import explain_row
from models.queries.ledger.ledgers import Ledgers
from models.queries.overview.health import check_records, check_seals
from models.queries.time.entry_preview import Change, read_preview
from models.services.contracts.charges import create_charge, delete_charge, edit_charge
from models.services.contracts.contracts import (
    cancel_contract,
    create_contract,
    delete_contract,
    edit_contract,
)
from models.services.desk.catalogue import edit_desk
from models.services.month_end.months import close_month, mark_reviewed, reopen_month
from models.services.time.entries import (
    add_entry,
    alter_entries,
    delete_entries,
    edit_entry,
    merge_entries,
    split_entry,
)
from models.services.time.timer import TimerStart, start_timer, stop_timer
from models.storage import tables as t
from models.storage.rows.month_texts import StoredState
from models.storage.rows.reading import read_closed_through, read_entry
from tests.deeds import add_rate
from tests.month_json import month_document
from tests.opened import at, contract, entry, monthly, opened, small_book
from tests.texts import dump_text, stored_book

NOW = at("2026-03-10T12:00")
DECEMBER, JANUARY, FEBRUARY, MARCH = Month(2025, 12), Month(2026, 1), Month(2026, 2), Month(2026, 3)
APRIL, MAY = Month(2026, 4), Month(2026, 5)
CHARGE = {
    "key": "C-1",
    "client": "acme",
    "date": "2026-01-20",
    "description": "Page",
    "quantity": 1,
    "unit_price": "12.00",
}


def desk(**more: Any) -> dict[str, Any]:
    """January grants 10 hours, 8 are used; work over the turn of January; February has an hour."""
    return small_book(
        agents=[{"key": "dana", "name": "Dana"}, {"key": "eli", "name": "Eli"}],
        contracts=[contract("k", allowances=[monthly("10:00")])],
        entries=[
            entry("E-1", "2026-01-12T09:00", "2026-01-12T17:00"),
            entry("E-2", "2026-01-31T23:30", "2026-02-01T00:30", scope="courtesy"),
            entry("E-3", "2026-02-12T09:00", "2026-02-12T10:00"),
            entry("E-4", "2026-02-12T10:00", "2026-02-12T11:00"),
        ],
        charges=[CHARGE],
        **more,
    )


def late(hours: int = 3, day: str = "2026-01-30", agent: str = "eli") -> Entry:
    """Work that is recorded after the fact."""
    begin = at(f"{day}T09:00")
    return add_entry(Entry("", agent, "maintenance", begin, begin + hours * 3600, "acme"), NOW, "eli")


def _closings(client: str) -> list[tuple[Month, str]]:
    r = t.MonthRecord
    return list(r.select(r.month, r.closing).where(r.client == client).order_by(r.month).tuples())


def minutes(month: Month) -> dict[str, int]:
    found: dict[str, int] = ledger_json(Ledgers().document("acme", month))["minutes"]
    return found


class TestClose:
    def test_in_order_and_once(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            close_month(JANUARY, NOW, "dana")
            with pytest.raises(DeskError, match="close 2026-02 first"):
                close_month(MARCH, NOW, "dana")
            with pytest.raises(MonthClosed, match="2026-01: is closed already; the next to close is 2026-02"):
                close_month(JANUARY, NOW, "dana")
            with pytest.raises(MonthClosed, match="2025-12: is closed already"):
                close_month(DECEMBER, NOW, "dana")
            close_month(FEBRUARY, NOW, "dana")
            assert read_closed_through() == FEBRUARY

    def test_the_first_may_be_any_and_closes_all_before_it(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            expected = [ledger_json(Ledgers().document("acme", month)) for month in (JANUARY, FEBRUARY)]
            close_month(FEBRUARY, NOW, "dana")
            for month, document in zip((JANUARY, FEBRUARY), expected, strict=True):
                assert ledger_json(Ledgers().document("acme", month)) == document | {"closed": True}
            assert ledger_json(Ledgers().document("acme", DECEMBER))["closed"] is True
            assert [str(row[0]) for row in t.Statement.select(t.Statement.month).tuples()] == ["2026-02"]

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            (entry("X", "2026-01-12T16:00", "2026-01-12T18:00"), "X overlaps E-1"),
            (entry("X", "2026-01-20T16:00", "2026-01-20T18:00", client=None), "X has no client"),
            (
                entry("X", "2026-01-31T22:00", "2026-01-31T23:00", agent="eli") | {"ended_at": None},
                "timer is running",
            ),
        ],
    )
    def test_what_blocks_it_and_nothing_is_half_done(
        self, tmp_path: Path, wrong: dict[str, Any], says: str
    ) -> None:
        book = desk()
        book["entries"].append(wrong)
        with opened(tmp_path, book):
            before = dump_text(stored_book())
            with pytest.raises(DeskError, match=says):
                close_month(JANUARY, NOW, "dana")
            assert (read_closed_through(), dump_text(stored_book())) == (None, before)
            assert not t.MonthRecord.select().where(t.MonthRecord.frozen).exists()
            assert t.Change.select().count() == 1

    def test_more_than_one_obstacle_is_counted(self, tmp_path: Path) -> None:
        book = desk()
        book["entries"] += [
            entry(f"X-{n}", f"2026-01-2{n}T16:00", f"2026-01-2{n}T18:00", client=None) for n in range(3)
        ]
        with (
            opened(tmp_path, book),
            pytest.raises(DeskError, match=r"X-0 has no client \(and 2 more\)"),
        ):
            close_month(JANUARY, NOW, "dana")

    def test_work_without_a_client_may_be_internal(self, tmp_path: Path) -> None:
        book = desk()
        book["entries"].append(
            entry("X", "2026-01-20T16:00", "2026-01-20T18:00", client=None, scope="internal")
        )
        with opened(tmp_path, book):
            close_month(JANUARY, NOW, "dana")
            with pytest.raises(MonthClosed, match="entry X: 2026-01 is closed"):
                edit_entry(replace(read_entry("X"), note="n"), NOW, "dana")

    def test_late_work_that_overlaps_closed_work_blocks_its_month(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            close_month(JANUARY, NOW, "dana")
            claimed_twice = late(1, "2026-01-12", "dana")
            begin = at("2026-01-12T16:00")
            edit_entry(replace(claimed_twice, started_at=begin, ended_at=begin + 3600), NOW, "dana")
            codes = [
                (check["code"], check["entry"])
                for check in month_document(FEBRUARY, parse_date("2026-03-10"))["checks"]
            ]
            assert ("overlap", claimed_twice.key) in codes
            with pytest.raises(DeskError, match="overlaps E-1"):
                close_month(FEBRUARY, NOW, "dana")
            edit_entry(replace(claimed_twice, agent="eli"), NOW, "dana")
            close_month(FEBRUARY, NOW, "dana")

    def test_late_work_inside_a_very_long_entry_is_found_too(self, tmp_path: Path) -> None:
        book = desk()
        book["entries"].append(
            entry("X", "2026-01-20T00:00", "2026-01-22T00:00", agent="eli", scope="internal", client=None)
        )
        with opened(tmp_path, book):
            close_month(JANUARY, NOW, "dana")
            inside = late(1, "2026-01-21")
            with pytest.raises(DeskError, match=f"{inside.key} overlaps X"):
                close_month(FEBRUARY, NOW, "dana")

    def test_statements_have_running_numbers(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            close_month(JANUARY, NOW, "dana")
            close_month(FEBRUARY, NOW, "dana")
            rows = t.Statement.select(t.Statement.number, t.Statement.month, t.Statement.version)
            found = [
                (number, str(month), version)
                for number, month, version in rows.order_by(t.Statement.number).tuples()
            ]
            assert found == [(1, "2026-01", 1), (2, "2026-02", 1)]

    def test_a_client_with_nothing_gets_no_statement_and_an_empty_ledger(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk(clients=[{"key": "acme", "name": "A"}, {"key": "idle", "name": "I"}])):
            close_month(JANUARY, NOW, "dana")
            assert ledger_json(Ledgers().document("idle", JANUARY))["units"] == []
            assert [client for (client,) in t.Statement.select(t.Statement.client).tuples()] == ["acme"]

    def test_the_month_of_the_desk_is_that_of_the_close(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            before = month_document(JANUARY, parse_date("2026-03-10"))
            close_month(JANUARY, NOW, "dana")
            after = month_document(JANUARY, parse_date("2026-05-10"))
            assert (after["closed"], after["total"], after["checks"]) == (
                True,
                before["total"],
                before["checks"],
            )


REACHING_BACK: dict[str, Callable[[], object]] = {
    "note": lambda: edit_entry(replace(read_entry("E-1"), note="x"), NOW, "dana"),
    "move out": lambda: edit_entry(
        replace(read_entry("E-1"), started_at=at("2026-02-20T09:00"), ended_at=at("2026-02-20T10:00")),
        NOW,
        "dana",
    ),
    "over the turn": lambda: edit_entry(
        replace(read_entry("E-2"), ended_at=at("2026-02-01T01:00")), NOW, "dana"
    ),
    "several": lambda: alter_entries(["E-3", "E-1"], {"note": "x"}, NOW, "dana", "Both"),
    "alter": lambda: alter_entries(["E-3", "E-1"], {"scope": "courtesy"}, NOW, "dana", "Both"),
    "delete": lambda: delete_entries(["E-3", "E-1"], NOW, "dana"),
    "split": lambda: split_entry("E-1", at("2026-01-12T12:00"), NOW, "dana"),
    "merge": lambda: merge_entries(["E-1", "E-3"], NOW, "dana", bridge=True),
    "new charge": lambda: create_charge(CHARGE | {"key": "C-2"}, NOW, "dana"),
    "charge": lambda: edit_charge("C-1", CHARGE | {"quantity": 2}, NOW, "dana"),
    "charge moved": lambda: edit_charge("C-1", CHARGE | {"date": "2026-02-20"}, NOW, "dana"),
    "charge deleted": lambda: delete_charge("C-1", NOW, "dana"),
    "new contract": lambda: create_contract(replace(read_contract("k"), key="n"), NOW, "dana"),
    "contract": lambda: edit_contract("k", replace(read_contract("k"), rates=(("*", 1),)), NOW, "dana"),
    "contract deleted": lambda: delete_contract("k", NOW, "dana"),
    "cancellation": lambda: cancel_contract("k", parse_date("2025-12-15"), None, NOW, "dana"),
    "rate": lambda: add_rate("maintenance", {"from": "2026-01-31", "rate": "80.00"}, NOW, "dana"),
    "zone": lambda: edit_desk(desk()["desk"] | {"timezone": "Asia/Kolkata"}, NOW, "dana"),
}


@pytest.mark.parametrize("verb", REACHING_BACK)
def test_nothing_changes_a_closed_month(tmp_path: Path, verb: str) -> None:
    with opened(tmp_path, desk(closed_months=["2026-01"])):
        before, january = dump_text(stored_book()), ledger_json(Ledgers().document("acme", JANUARY))
        changes = t.Change.select().count()
        with pytest.raises(MonthClosed, match="2026-01 is closed by load"):
            REACHING_BACK[verb]()
        assert dump_text(stored_book()) == before
        assert ledger_json(Ledgers().document("acme", JANUARY)) == january
        assert t.Change.select().count() == changes


def test_a_refusal_says_who_closed_it_when_and_both_ways_on(tmp_path: Path) -> None:
    with opened(tmp_path, desk(desk={"timezone": "Asia/Kolkata"})):
        close_month(JANUARY, at("2026-02-02T20:00"), "eli")
        with pytest.raises(MonthClosed) as refused:
            delete_entries(["E-1"], NOW, "dana")
        assert str(refused.value) == (
            "entry E-1: 2026-01 is closed by eli on 2026-02-03; record the work late as a new entry, or"
            " reopen it (deskhours reopen 2026-01 --reason TEXT)"
        )
        close_month(FEBRUARY, NOW, "eli")
        with pytest.raises(
            MonthClosed, match=r"the newest first, that is 2026-02 \(deskhours reopen 2026-02 --reason"
        ):
            delete_entries(["E-1"], NOW, "dana")


def test_what_lies_after_the_closed_month_is_free(tmp_path: Path) -> None:
    with opened(tmp_path, desk(closed_months=["2026-01"])):
        january = ledger_json(Ledgers().document("acme", JANUARY))
        edit_entry(replace(read_entry("E-3"), ended_at=at("2026-02-12T09:30")), NOW, "dana")
        delete_entries(["E-4"], NOW, "dana")
        create_charge(CHARGE | {"key": "C-2", "date": "2026-02-01"}, NOW, "dana")
        create_contract(replace(read_contract("k"), key="n", starts=parse_date("2026-02-01")), NOW, "dana")
        add_rate("maintenance", {"from": "2026-02-01", "rate": "80.00"}, NOW, "dana")
        cancel_contract("k", parse_date("2026-01-15"), None, NOW, "dana")
        assert ledger_json(Ledgers().document("acme", JANUARY)) == january


class TestLate:
    def test_the_worked_number(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            close_month(JANUARY, NOW, "dana")
            january = ledger_json(Ledgers().document("acme", JANUARY))
            assert late().late_in == FEBRUARY
            found = minutes(FEBRUARY)
            assert (found["reversed"], found["late_accounted"], found["overage"]) == (120, 180, 60)
            assert found["drawn"] == 120 + 120
            assert ledger_json(Ledgers().document("acme", JANUARY)) == january

    def test_what_lapsed_months_ago_is_taken_back_once(self, tmp_path: Path) -> None:
        """Each closed month keeps what it lost, and none what was lost before; late work finds it all the same."""
        with opened(tmp_path, desk()):
            for month in (JANUARY, FEBRUARY, MARCH):
                close_month(month, at("2026-04-10T12:00"), "dana")
            kept = {month: set(StoredState(text)) for month, text in _closings("acme")}
            assert [name[2].month for name in sorted(kept[MARCH])] == [3]
            begin = at("2026-01-30T09:00")
            new = Entry("", "eli", "maintenance", begin, begin + 3600, "acme")
            told = read_preview(Change(after=(new,)), at("2026-04-10T12:00")).ledger
            assert "January grant restored in April 0:00 → 1:00" in told
            first = late(1, "2026-01-30")
            assert (first.late_in, minutes(APRIL)["reversed"], minutes(APRIL)["overage"]) == (APRIL, 60, 0)
            assert "Restored: 60 min" in explain_row("acme", APRIL, "grant", 0)
            assert check_records().level == check_seals().level == "ok"
            close_month(APRIL, at("2026-05-10T12:00"), "dana")
            late(3, "2026-01-29")
            # Of the two hours that January lost one came back in April, the other one comes back now.
            assert (minutes(MAY)["reversed"], minutes(MAY)["overage"]) == (60, 120)

    def test_it_can_be_edited_until_the_month_that_shows_it_is_closed(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            close_month(JANUARY, NOW, "dana")
            one, other = late(), late(1, "2026-01-29")
            edit_entry(replace(one, ended_at=one.started_at + 60), NOW, "eli")
            assert minutes(FEBRUARY)["late_accounted"] == 61
            delete_entries([other.key], NOW, "eli")
            close_month(FEBRUARY, NOW, "dana")
            with pytest.raises(MonthClosed, match="2026-02 is closed"):
                delete_entries([one.key], NOW, "eli")
            assert late().late_in == MARCH

    def test_moved_out_of_the_closed_month_it_is_late_no_more(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            close_month(JANUARY, NOW, "dana")
            moved = replace(late(), started_at=at("2026-02-20T09:00"), ended_at=at("2026-02-20T10:00"))
            assert edit_entry(moved, NOW, "eli").late_in is None
            assert (
                edit_entry(replace(moved, started_at=at("2026-01-20T09:00")), NOW, "eli").late_in == FEBRUARY
            )

    def test_an_older_month_than_the_desk_ever_saw_is_closed_too(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            close_month(JANUARY, NOW, "dana")
            assert late(1, "2025-06-02").late_in == FEBRUARY

    def test_a_timer_of_a_closed_month_can_always_be_stopped(self, tmp_path: Path) -> None:
        """First February is closed, and January with it, in which a timer still runs."""
        with opened(tmp_path, desk()):
            start_timer(TimerStart("eli", "acme"), at("2026-01-31T23:00"))
            close_month(FEBRUARY, NOW, "dana")
            assert stop_timer("eli", at("2026-03-01T01:00")).late_in == MARCH


class TestReopen:
    def test_the_newest_only_and_with_a_reason(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            with pytest.raises(DeskError, match="2026-01: is not closed"):
                reopen_month(JANUARY, "typo", NOW, "dana")
            close_month(JANUARY, NOW, "dana")
            close_month(FEBRUARY, NOW, "dana")
            with pytest.raises(
                DeskError, match="only the newest closed month can be reopened, that is 2026-02"
            ):
                reopen_month(JANUARY, "typo", NOW, "dana")
            with pytest.raises(DeskError, match="2026-03: is not closed"):
                reopen_month(MARCH, "typo", NOW, "dana")
            for reason in ("", " \n"):
                with pytest.raises(DeskError, match="reason: is empty"):
                    reopen_month(FEBRUARY, reason, NOW, "dana")
            reopen_month(FEBRUARY, " wrong rate ", NOW, "dana")
            assert read_closed_through() == JANUARY
            title = t.Change.select(t.Change.title).order_by(t.Change.id.desc()).tuples().first()
            assert title == ("Reopened 2026-02: wrong rate",)

    def test_late_work_becomes_its_own_and_the_second_statement_is_version_two(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            close_month(JANUARY, NOW, "dana")
            added = late(1)
            reopen_month(JANUARY, "forgot an hour", NOW, "dana")
            assert read_entry(added.key).late_in is None
            assert minutes(JANUARY)["drawn"] == 540
            close_month(JANUARY, NOW, "dana")
            rows = (
                t.Statement.select(t.Statement.number, t.Statement.version)
                .order_by(t.Statement.number)
                .tuples()
            )
            assert list(rows) == [(1, 1), (1, 2)]
            assert minutes(FEBRUARY)["late_accounted"] == 0

    def test_late_work_that_reaches_further_back_stays_late(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            close_month(JANUARY, NOW, "dana")
            close_month(FEBRUARY, NOW, "dana")
            january, february = late(1), late(1, "2026-02-20")
            assert (january.late_in, february.late_in) == (MARCH, MARCH)
            reopen_month(FEBRUARY, "look again", NOW, "dana")
            assert read_entry(january.key).late_in == FEBRUARY
            assert read_entry(february.key).late_in is None
            assert minutes(FEBRUARY)["late_accounted"] == 60
            reopen_month(JANUARY, "and again", NOW, "dana")
            assert read_entry(january.key).late_in is None
            assert (read_closed_through(), minutes(JANUARY)["drawn"]) == (None, 540)

    def test_months_closed_along_with_the_first_stay_closed(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            close_month(FEBRUARY, NOW, "dana")
            reopen_month(FEBRUARY, "look again", NOW, "dana")
            assert read_closed_through() == JANUARY
            assert ledger_json(Ledgers().document("acme", JANUARY))["closed"] is True
            assert stored_book().closed_months == (Month(2026, 1),)

    def test_closing_again_after_nothing_changed_gives_the_same_numbers(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            close_month(JANUARY, NOW, "dana")
            first = ledger_json(Ledgers().document("acme", JANUARY))
            reopen_month(JANUARY, "look again", NOW, "dana")
            close_month(JANUARY, NOW, "dana")
            assert ledger_json(Ledgers().document("acme", JANUARY)) == first


class TestRenewedSince:
    """A successor moves the expiry of grants; closed months keep their lapses, and cannot lose their carry."""

    BOOK = small_book(
        contracts=[
            contract(
                "old",
                ends="2026-01-31",
                allowances=[monthly("1:00", rollover={"periods": 3, "across_renewal": True})],
            )
        ]
    )

    def test_a_later_renewal_does_not_bring_back_what_lapsed(self, tmp_path: Path) -> None:
        with opened(tmp_path, self.BOOK):
            close_month(JANUARY, NOW, "dana")
            new = replace(
                read_contract("old"), key="new", starts=parse_date("2026-02-01"), ends=None, renews="old"
            )
            create_contract(replace(new, allowances=()), NOW, "dana")
            assert (minutes(JANUARY)["lapsed"], minutes(FEBRUARY)["opening"]) == (60, 0)

    def test_a_successor_that_carried_minutes_over_a_closed_month_stays(self, tmp_path: Path) -> None:
        new = contract("new", starts="2026-02-01", renews="old")
        book = self.BOOK | {"contracts": [*self.BOOK["contracts"], new]}
        with opened(tmp_path, book):
            close_month(JANUARY, NOW, "dana")
            assert minutes(FEBRUARY)["opening"] == 60
            for write in (
                lambda: delete_contract("new", NOW, "dana"),
                lambda: edit_contract("new", replace(read_contract("new"), renews=None), NOW, "dana"),
            ):
                with pytest.raises(MonthClosed, match=r"contract old: .* would have expired on 2026-01-31"):
                    write()


def test_a_review_is_noted_once_and_taken_back(tmp_path: Path) -> None:
    with opened(tmp_path, desk()):
        for _ in range(2):
            mark_reviewed("acme", JANUARY, True, NOW, "dana")
        assert t.Review.select().count() == 1
        for _ in range(2):
            mark_reviewed("acme", JANUARY, False, NOW, "dana")
        assert t.Review.select().count() == 0


def test_a_close_with_work_before_any_contract_and_charges_before_any_work(tmp_path: Path) -> None:
    book = small_book(
        charges=[CHARGE | {"date": "2025-11-05"}],
        entries=[entry("E-1", "2025-12-01T09:00", "2025-12-01T10:00")],
    )
    with opened(tmp_path, book):
        close_month(JANUARY, NOW, "dana")
        assert [
            ledger_json(Ledgers().document("acme", month))["total"]
            for month in (Month(2025, 11), DECEMBER, JANUARY)
        ] == [
            "12.00",
            "70.00",
            "0.00",
        ]
