"""Where the minutes go: draws, lapses, caps, late work, and the laws of the month (RULES 2.4, 3.3 to 3.7, 6.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.months import Month, months_between
from models.domain.basics.zone import zone
from models.domain.contracts.terms import ClientTerms
from models.domain.ledger.balances import GONE, State, carried
from models.domain.ledger.draws import replay, shown_in
from models.domain.ledger.pieces import pieces_of
from models.domain.ledger.results import Draw, MonthLedger, UnitResult
from models.domain.ledger.sums import FLOWS, sums_of
from models.domain.values import Allowance, Book, Contract, Entry, Rollover, Rounding
from models.storage.rows.month_texts import StoredState, state_text
from tests.builders import DESK, block, book_ledgers, contract, flows, left_by, monthly, months, terms, work
from tests.dense import FIRST_MONTH, LAST_MONTH, dense_book, dense_books

FIRST, LAST = FIRST_MONTH.plus(-1), LAST_MONTH.plus(4)


def drawn(result: UnitResult) -> list[tuple[str, int]]:
    """Contract and minutes of each draw, in order."""
    return [(draw.contract, draw.amount) for draw in result.draws]


def rows(ledger: MonthLedger) -> dict[str, tuple[int, ...]]:
    """The flows of each grant by its first day."""
    return {row.valid_from.isoformat(): flows(row) for row in ledger.grants}


class TestWorkedNumbers:
    def test_the_soonest_expiry_first(self) -> None:
        a = block("A", 600, date(2026, 2, 1), date(2026, 7, 31))
        b = block("B", 300, date(2026, 3, 1), date(2026, 5, 31))
        found = months([a, b], [work("E", "2026-05-10 09:00", 360)])
        assert drawn(found["2026-05"].units[0]) == [("B", 300), ("A", 60)]
        assert sums_of(found["2026-05"]).lapsed == 0
        assert [flows(row) for row in found["2026-06"].grants] == [(540, 0, 0, 0, 0, 0, 540)]

    def test_rollover_of_two_months_with_a_cap(self) -> None:
        plan = contract("k", "retainer", monthly(240, 2, 360))
        found = months(
            [plan],
            [
                work("E-1", "2026-01-10 09:00", 60),
                work("E-2", "2026-02-10 09:00", 150),
                work("E-3", "2026-03-10 09:00", 100),
            ],
        )
        assert rows(found["2026-01"]) == {"2026-01-01": (0, 240, 60, 0, 0, 0, 180)}
        assert rows(found["2026-02"]) == {
            "2026-01-01": (180, 0, 150, 0, 0, 0, 30),
            "2026-02-01": (0, 240, 0, 0, 0, 0, 240),
        }
        assert rows(found["2026-03"]) == {
            "2026-01-01": (30, 0, 30, 0, 0, 0, 0),
            "2026-02-01": (240, 0, 70, 0, 50, 0, 120),
            "2026-03-01": (0, 240, 0, 0, 0, 0, 240),
        }
        assert sums_of(found["2026-04"]).opening + sums_of(found["2026-04"]).granted == 600

    def test_the_cap_follows_the_lapse_of_the_same_day(self) -> None:
        # January's 60 lapse on 28 February, so that the 120 of February stay within the cap of 150.
        found = months([contract("k", "retainer", monthly(60, 1, 150), starts=date(2026, 1, 1))], [])
        assert rows(found["2026-02"])["2026-01-01"] == (60, 0, 0, 60, 0, 0, 0)
        assert sums_of(found["2026-02"]).forfeited == 0

    def test_a_cap_of_nothing_keeps_nothing(self) -> None:
        found = months([contract("k", "retainer", monthly(60, 3, 0))], [])
        assert rows(found["2026-01"])["2026-01-01"] == (0, 60, 0, 0, 60, 0, 0)

    def test_a_cap_is_of_its_own_allowance(self) -> None:
        plan = contract("k", "retainer", monthly(60, 3, 10), monthly(60, 3))
        found = [flows(row)[4] for row in months([plan], [])["2026-01"].grants]
        assert found == [50, 0]

    def test_use_it_or_lose_it(self) -> None:
        found = months([contract("k", "retainer", monthly(60))], [work("E", "2026-01-31 09:00", 50)])
        assert rows(found["2026-01"]) == {"2026-01-01": (0, 60, 50, 10, 0, 0, 0)}

    def test_work_on_the_last_day_comes_before_the_lapse(self) -> None:
        plan = contract("k", "retainer", monthly(60), starts=date(2026, 1, 31), anchor="start")
        found = months([plan], [work("E", "2026-02-27 09:00", 50), work("F", "2026-02-28 09:00", 50)])
        assert rows(found["2026-02"]) == {
            "2026-01-31": (60, 0, 50, 10, 0, 0, 0),
            "2026-02-28": (0, 60, 50, 0, 0, 0, 10),
        }

    def test_overuse_is_never_taken_from_a_later_month(self) -> None:
        found = months([contract("k", "retainer", monthly(60))], [work("E", "2026-01-31 09:00", 90)])
        assert found["2026-01"].units[0].overage == 30
        assert rows(found["2026-02"])["2026-02-01"] == (0, 60, 0, 60, 0, 0, 0)

    def test_unlimited_covers_all_in_one_row(self) -> None:
        warranty = contract("u", "unlimited", ends=date(2026, 1, 31))
        plan = contract("k", "retainer", monthly(60))
        found = months([warranty, plan], [work("E", "2026-01-31 23:00", 120)])
        (before,), (after,) = found["2026-01"].units, found["2026-02"].units
        assert before.draws == (Draw("u", None, date(2026, 1, 1), 60, "unlimited"),)
        assert (before.unlimited, after.covered, after.unlimited) == (60, 60, 0)
        assert before.draws[0].contract not in {row.contract for row in found["2026-01"].grants}

    def test_one_session_a_unit_minutes_for_the_rest(self) -> None:
        sessions = Allowance("month", sessions=2, session_minutes=15)
        plan = contract("k", "retainer", sessions, monthly(20))
        found = months([plan], [work(f"E-{n}", f"2026-01-1{n} 09:00", 25) for n in range(3)])["2026-01"]
        assert [(r.by_sessions, r.covered, r.overage) for r in found.units] == [
            (15, 10, 0),
            (15, 10, 0),
            (0, 0, 25),
        ]
        assert [(row.unit, flows(row)) for row in found.grants] == [
            ("sessions", (0, 2, 2, 0, 0, 0, 0)),
            ("minutes", (0, 20, 20, 0, 0, 0, 0)),
        ]
        assert sums_of(found).drawn == 20

    def test_a_second_allowance_of_sessions_is_left_alone(self) -> None:
        one = Allowance("month", sessions=1, session_minutes=15)
        found = months([contract("k", "retainer", one, one)], [work("E", "2026-01-10 09:00", 40)])["2026-01"]
        assert [(r.by_sessions, r.overage) for r in found.units] == [(15, 25)]

    def test_a_short_call_takes_a_session_and_no_more(self) -> None:
        sessions = Allowance("month", sessions=2, session_minutes=15)
        (result,) = months([contract("k", "retainer", sessions)], [work("E", "2026-01-10 09:00", 5)])[
            "2026-01"
        ].units
        assert drawn(result) == [("k", 5)]

    @pytest.mark.parametrize(
        ("scope", "parts"),
        [("additional", (0, 0, 0, 30)), ("courtesy", (0, 0, 0, 0)), ("support", (30, 0, 0, 0))],
    )
    def test_scopes(self, scope: str, parts: tuple[int, ...]) -> None:
        entry = replace(work("E", "2026-01-10 09:00", 30), scope=scope)  # type: ignore[arg-type]  # from the table
        (result,) = months([contract("k", "retainer", monthly(60))], [entry])["2026-01"].units
        assert (result.covered, result.overage, result.on_demand, result.additional) == parts

    @pytest.mark.parametrize(
        ("governs", "parts"),
        [
            (contract("k", "retainer"), (30, 0)),
            (block("k", 1, date(2025, 1, 1), None, covers=("design",)), (0, 30)),
            (block("k", 0, date(2025, 1, 1), None), (30, 0)),
            (contract("k", "on_demand"), (0, 30)),
            (contract("k", "retainer", ends=date(2026, 1, 9)), (0, 30)),
        ],
    )
    def test_overage_under_retainer_or_block_on_demand_otherwise(
        self, governs: Contract, parts: tuple[int, int]
    ) -> None:
        (result,) = months([governs], [work("E", "2026-01-10 09:00", 30)])["2026-01"].units
        assert (result.overage, result.on_demand) == parts

    def test_a_month_without_entries_rolls_over(self) -> None:
        found = months([contract("k", "retainer", monthly(60, 1))], [work("E", "2026-03-10 09:00", 100)])
        assert sums_of(found["2026-03"]).opening == 60
        assert found["2026-03"].units[0].covered == 100


class TestLateWork:
    """What a unit of closed months can still use, in the month it is shown in (RULES 6.3)."""

    PLAN = contract("k", "retainer", monthly(600))

    def late(
        self, minutes: float, day: str = "2026-01-30", late_in: str = "2026-02", key: str = "L"
    ) -> Entry:
        return work(key, f"{day} 09:00", minutes, late_in=late_in)

    def test_what_lapsed_comes_back_and_the_rest_is_overage(self) -> None:
        found = months([self.PLAN], [work("E", "2026-01-10 09:00", 480), self.late(180)])
        assert rows(found["2026-01"]) == {"2026-01-01": (0, 600, 480, 120, 0, 0, 0)}
        february = found["2026-02"]
        assert rows(february) == {
            "2026-01-01": (0, 0, 120, 0, 0, 120, 0),
            "2026-02-01": (0, 600, 0, 600, 0, 0, 0),
        }
        (result,) = february.units
        assert (result.covered, result.overage, result.draws[0].reversed) == (120, 60, 120)
        assert result.unit.late
        assert [(line.kind, line.late) for line in february.lines] == [("overage", True)]

    def test_what_is_left_now_is_used_too(self) -> None:
        plan = contract("k", "retainer", monthly(60, 2))
        found = months([plan], [self.late(40)])
        assert rows(found["2026-02"])["2026-01-01"] == (60, 0, 40, 0, 0, 0, 20)

    def test_it_draws_before_any_other_unit_of_the_month(self) -> None:
        plan = contract("k", "retainer", monthly(60, 2))
        found = months([plan], [work("E", "2026-02-01 00:00", 100), self.late(50)])
        late, own = found["2026-02"].units
        assert (late.unit.entries, late.covered) == (("L",), 50)
        assert [draw.amount for draw in own.draws] == [10, 60]
        assert own.overage == 30

    def test_minutes_that_closed_months_drew_stay_drawn(self) -> None:
        plan = contract("k", "retainer", monthly(60, 2))
        entries = [work("E", "2026-02-10 09:00", 100), self.late(30, late_in="2026-03")]
        found = months([plan], entries)
        assert [draw.amount for draw in found["2026-02"].units[0].draws] == [60, 40]
        # January's minutes went to February's work: nothing is left for the work of January, done before.
        assert [(r.covered, r.overage) for r in found["2026-03"].units] == [(0, 30)]

    @pytest.mark.parametrize(
        ("day", "covered"), [("2026-01-31", 40), ("2026-02-01", 20), ("2026-02-28", 20), ("2026-03-31", 20)]
    )
    def test_forfeits_of_that_day_or_later_come_back(self, day: str, covered: int) -> None:
        """60 in January, 20 forfeited on the 31st, 20 drawn in February: 20 are left until 30 April."""
        allowance = Allowance("month", minutes=60, rollover=Rollover(3, 40, False, 3))
        plan = contract("k", "retainer", allowance, ends=date(2026, 1, 31))
        entries = [work("E", "2026-02-10 09:00", 20), self.late(50, day, "2026-04")]
        found = months([plan], entries)
        assert rows(found["2026-01"]) == {"2026-01-01": (0, 60, 0, 0, 20, 0, 40)}
        (result,) = found["2026-04"].units
        assert (result.covered, result.overage) == (covered, 50 - covered)
        assert sum(draw.reversed for draw in result.draws) == covered - 20

    def test_forfeits_oldest_first_then_the_lapse_then_what_is_left(self) -> None:
        plan = contract(
            "k", "retainer", Allowance("month", minutes=100, rollover=Rollover(3, 90)), ends=date(2026, 3, 31)
        )
        # January: 10 forfeited on 31 Jan; 80 more of it on 28 Feb (190 held to 90: January first), …
        found = months([plan], [self.late(15, "2026-01-05", "2026-04")], last="2026-06")
        before = left_by(found[f"2026-0{month}"] for month in range(1, 4))
        after = found["2026-04"].closing_state
        january = ("k", 0, date(2026, 1, 1))
        assert [(loss.kind, loss.day.isoformat(), loss.amount) for loss in before[january].losses] == [
            ("forfeited", "2026-01-31", 10),
            ("forfeited", "2026-02-28", 90),
        ]
        assert [(loss.day.isoformat(), loss.amount) for loss in after[january].losses] == [("2026-02-28", 85)]

    def test_then_the_lapse(self) -> None:
        plan = contract("k", "retainer", monthly(100, 1, 40), ends=date(2026, 1, 31))
        plan = replace(
            plan, allowances=(Allowance("month", minutes=100, rollover=Rollover(1, 40, False, 1)),)
        )
        found = months([plan], [self.late(70, "2026-01-05", "2026-03")])
        state = found["2026-03"].closing_state["k", 0, date(2026, 1, 1)]
        assert [(loss.kind, loss.amount) for loss in state.losses] == [("lapsed", 30)]
        assert found["2026-03"].units[0].draws[0].reversed == 70

    def test_sessions_come_back_too(self) -> None:
        plan = contract("k", "retainer", Allowance("month", sessions=1, session_minutes=15))
        found = months([plan], [self.late(20), self.late(20, key="M")])
        assert [(r.by_sessions, r.overage) for r in found["2026-02"].units] == [(15, 5), (0, 20)]
        (january,) = [row for row in found["2026-02"].grants if row.valid_from == date(2026, 1, 1)]
        assert (january.unit, flows(january)) == ("sessions", (0, 0, 1, 0, 0, 1, 0))
        assert sums_of(found["2026-02"]).reversed == 0

    def test_the_grants_of_the_month_it_is_shown_in_are_untouched(self) -> None:
        found = months([self.PLAN], [self.late(700)])
        assert rows(found["2026-02"])["2026-02-01"] == (0, 600, 0, 600, 0, 0, 0)

    def test_pieces_over_the_turn_of_the_month(self) -> None:
        entry = work("L", "2026-01-31 23:30", 75, late_in="2026-02")
        desk = replace(DESK, rounding=Rounding(15, 60))
        found = months([self.PLAN], [entry], desk=desk)
        assert found["2026-01"].units == ()
        assert [
            (r.unit.late, r.unit.work_date.isoformat(), r.unit.accounted) for r in found["2026-02"].units
        ] == [
            (True, "2026-01-31", 60),
            (False, "2026-02-01", 45),
        ]
        assert sums_of(found["2026-02"]).late_accounted == 60

    def test_shown_in(self) -> None:
        entry = work("L", "2026-01-31 12:00", 36 * 60, late_in="2026-02")
        shown = [shown_in(piece) for piece in pieces_of(entry, zone("UTC"))]
        assert shown == [(Month(2026, 2), True), (Month(2026, 2), False)]
        on_time = [shown_in(piece) for piece in pieces_of(replace(entry, late_in=None), zone("UTC"))]
        assert on_time == [(Month(2026, 1), False), (Month(2026, 2), False)]

    def test_late_pieces_form_units_among_themselves(self) -> None:
        desk = replace(DESK, rounding=Rounding(15, 30))
        entries = [
            work("E", "2026-01-30 08:00", 5, request="R"),
            replace(self.late(5), request="R"),
            replace(self.late(5, key="M"), request="R"),
        ]
        found = months([self.PLAN], entries, desk=desk)
        assert [r.unit.entries for r in found["2026-01"].units] == [("E",)]
        assert [(r.unit.entries, r.unit.accounted) for r in found["2026-02"].units] == [(("L", "M"), 30)]

    RENEWED = (
        contract(
            "k",
            "retainer",
            Allowance("month", minutes=60, rollover=Rollover(2, None, True)),
            ends=date(2026, 1, 31),
        ),
        contract("n", "retainer", starts=date(2026, 2, 1), renews="k"),
    )

    def test_a_later_expiry_brings_back_nothing_for_new_work(self) -> None:
        """A grant that lapsed in a closed month and whose contract was renewed since serves late work only."""
        old, new = self.RENEWED
        january = months([old], [])["2026-01"]
        entries = [work("E", "2026-02-10 09:00", 30), self.late(20)]
        (february,) = replay(
            terms(old, new),
            "acme",
            entries,
            (),
            zone("UTC"),
            Month(2026, 2),
            Month(2026, 2),
            january.closing_state,
        )
        late, own = february.units
        assert (late.covered, own.covered, own.overage) == (20, 0, 30)

    def test_a_lapse_before_the_work_does_not_come_back(self) -> None:
        """It lapsed on 31 January and reaches to March since: work of 10 February, late, cannot use it."""
        old, new = self.RENEWED
        january = months([old], [])["2026-01"]
        late = self.late(20, "2026-02-10", "2026-03")
        *_, march = replay(
            terms(old, new),
            "acme",
            [late],
            (),
            zone("UTC"),
            Month(2026, 2),
            Month(2026, 3),
            january.closing_state,
        )
        assert [(r.covered, r.overage) for r in march.units] == [(0, 20)]


class TestWhatAMonthLeaves:
    """What was lost is said once, by the month that lost it (HOUSE 6)."""

    PLAN = contract("k", "retainer", monthly(600, 1))
    JANUARY = ("k", 0, date(2026, 1, 1))

    def test_a_month_names_no_grant_that_was_gone_before(self) -> None:
        left = {month: ledger.closing_state for month, ledger in months([self.PLAN], []).items()}
        assert [name[2].month for name in left["2026-03"]] == [2, 3]  # February lapsed, March is left
        assert left["2026-03"]["k", 0, date(2026, 2, 1)].left == 0

    def test_nothing_is_left_of_what_was_used_up(self) -> None:
        found = months([self.PLAN], [work("E", "2026-01-10 09:00", 600)])
        assert self.JANUARY not in found["2026-01"].closing_state

    def test_late_work_that_takes_everything_back_says_so(self) -> None:
        late = work("L", "2026-01-30 12:00", 600, late_in="2026-04")
        found = months([self.PLAN], [late])
        assert found["2026-04"].closing_state[self.JANUARY] == GONE
        first = [found[f"2026-0{month}"] for month in range(1, 5)]
        assert self.JANUARY in left_by(first[:3])
        assert self.JANUARY not in left_by(first)


def test_a_balance_whose_contract_is_gone_is_let_go() -> None:
    found = months([contract("k", "retainer", monthly(60, 3))], [])["2026-01"]
    (february,) = replay(
        terms(), "acme", (), (), zone("UTC"), Month(2026, 2), Month(2026, 2), found.closing_state
    )
    assert (february.grants, dict(february.closing_state)) == ((), {})


def test_an_expiry_that_moved_before_the_month_lapses_at_its_first_day() -> None:
    found = months([contract("k", "retainer", monthly(60, 3))], [])["2026-01"]
    (february,) = replay(
        terms(contract("k", "retainer", monthly(60))),
        "acme",
        [work("E", "2026-02-01 09:00", 70)],
        (),
        zone("UTC"),
        Month(2026, 2),
        Month(2026, 2),
        found.closing_state,
    )
    assert rows(february)["2026-01-01"] == (60, 0, 0, 60, 0, 0, 0)


# -- laws ------------------------------------------------------------------------------------------


def all_months(book: Book) -> list[MonthLedger]:
    """Every client's every month."""
    return [ledger for client in book.clients for ledger in book_ledgers(book, client.key, FIRST, LAST)]


@settings(max_examples=40, deadline=None)
@given(dense_books())
def test_the_two_identities(book: Book) -> None:
    for ledger in all_months(book):
        sums = sums_of(ledger)
        for numbers in [flows(row) for row in ledger.grants] + [tuple(sums.of(name) for name in FLOWS)]:
            opening, granted, drawn_, lapsed, forfeited, reversed_, closing = numbers
            assert opening + granted - drawn_ - lapsed - forfeited + reversed_ == closing
            assert min(numbers) >= 0
        assert sums.drawn == sums.covered
        for result in ledger.units:
            parts = result.covered, result.unlimited, result.by_sessions
            left = result.overage, result.on_demand, result.additional
            assert sum(parts) + sum(left) == result.unit.accounted
            assert sum(draw.amount for draw in result.draws) == sum(parts)
            assert min(parts + left) >= 0


@settings(max_examples=40, deadline=None)
@given(dense_books())
def test_a_month_opens_with_what_the_month_before_left(book: Book) -> None:
    for client in book.clients:
        left: dict[tuple[str, int | None, date], int] = {}
        for ledger in book_ledgers(book, client.key, FIRST, LAST):
            for row in ledger.grants:
                assert row.opening == left.pop((row.contract, row.allowance, row.valid_from), 0)
            assert not any(left.values())
            left = {(row.contract, row.allowance, row.valid_from): row.closing for row in ledger.grants}


@settings(max_examples=25, deadline=None)
@given(dense_books(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(book: Book, random: Random) -> None:
    def shuffled(values: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(random.sample(values, len(values)))

    mixed = replace(
        book,
        contracts=shuffled(book.contracts),  # type: ignore[arg-type]  # the same contracts in another order
        entries=shuffled(book.entries),  # type: ignore[arg-type]  # as above
        charges=shuffled(book.charges),  # type: ignore[arg-type]  # as above
    )
    assert all_months(mixed) == all_months(book)


@settings(max_examples=40, deadline=None)
@given(dense_books(), st.integers(0, 240), st.sampled_from([20, 300, 2000]))
def test_an_entry_on_a_later_date_changes_no_draw_of_an_earlier_one(
    book: Book, days: int, minutes: int
) -> None:
    day = FIRST_MONTH.first_day + timedelta(days=days)
    begin = zone(book.desk.timezone).starts(day) + 3600
    added = Entry("X", "eli", "maintenance", begin, begin + minutes * 60, "acme", "R-0")
    before = book_ledgers(book, "acme", FIRST, Month.of(day))
    after = book_ledgers(replace(book, entries=(*book.entries, added)), "acme", FIRST, Month.of(day))
    assert after[:-1] == before[:-1]

    def earlier(ledger: MonthLedger) -> list[UnitResult]:
        return [result for result in ledger.units if result.unit.late or result.unit.work_date < day]

    assert earlier(after[-1]) == earlier(before[-1])


@settings(max_examples=25, deadline=None)
@given(dense_books(), st.integers(0, 10))
def test_stopping_and_going_on_from_the_balances_is_the_same(book: Book, stop: int) -> None:
    """A month's record is all that the months after it need to know."""
    turn = FIRST.plus(stop)
    whole = book_ledgers(book, "acme", FIRST, LAST)
    own = [found for found in book.contracts if found.client == "acme"]
    by_key = {work_type.key: work_type for work_type in book.work_types}
    entries = [entry for entry in book.entries if entry.client == "acme"]
    charges = [charge for charge in book.charges if charge.client == "acme"]
    kept: State = {}
    for ledger in whole[: stop + 1]:
        kept = carried(kept, StoredState(state_text(ledger.closing_state)))
    place = zone(book.desk.timezone)
    for since in (date.min, turn.plus(1).first_day):
        said = ClientTerms(book.desk, own, by_key, LAST.last_day, since)
        after = list(replay(said, "acme", entries, charges, place, turn.plus(1), LAST, kept))
        assert after == whole[stop + 1 :]


@settings(max_examples=25, deadline=None)
@given(dense_books(closed=False))
def test_nothing_is_reversed_without_late_work(book: Book) -> None:
    assert not any(row.reversed for ledger in all_months(book) for row in ledger.grants)


@settings(max_examples=25, deadline=None)
@given(dense_books())
def test_every_second_is_shown_exactly_once(book: Book) -> None:
    shown = sum(result.unit.spent_seconds for ledger in all_months(book) for result in ledger.units)
    assert shown == sum((e.ended_at or 0) - e.started_at for e in book.entries if e.scope != "internal")


def test_crowded_books_do_try_what_they_are_for() -> None:
    """A law over books in which nothing happens proves nothing."""
    found = [ledger for seed in range(12) for ledger in all_months(dense_book(Random(seed)))]
    sums = [sums_of(ledger) for ledger in found]
    names = (
        "drawn",
        "lapsed",
        "forfeited",
        "reversed",
        "unlimited",
        "by_sessions",
        "overage",
        "late_accounted",
    )
    assert [name for name in names if not any(month.of(name) for month in sums)] == []


def test_every_month_is_there() -> None:
    assert [
        ledger.month for ledger in book_ledgers(dense_book(Random(1)), "beta", FIRST, LAST)
    ] == months_between(FIRST, LAST)
