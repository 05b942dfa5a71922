"""Do weighted hours count as RULES 3.9 says? Its worked numbers, its edges, and the laws behind them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.domain.basics.zone import zone
from models.domain.contracts.terms import ClientTerms
from models.domain.contracts.weights import WeightFacts, table_on, weights_hold
from models.domain.ledger.bands import counted_minutes, shares
from models.domain.ledger.pieces import pieces_of
from models.domain.ledger.results import Unit
from models.domain.ledger.sums import sums_of
from models.domain.ledger.units import units_of
from models.domain.values import (
    Band,
    BandTable,
    Book,
    Contract,
    Desk,
    Entry,
    PremiumRule,
    PremiumWord,
    Rounding,
)
from tests.builders import DESK, WORK_TYPES, block, book_ledgers, contract, monthly, months, work
from tests.dense import FIRST_MONTH, LAST_MONTH, dense_books
from tests.weights import weighed

NEW_YEAR = date(2026, 1, 1)
HALF, TWICE = Decimal("1.5"), Decimal("2")


def band(at: str, weight: str, name: str | None = None, minimum: int = 0) -> Band:
    """The band of "19:00-22:00"."""
    opens, closes = (int(text[:2]) * 60 + int(text[3:]) for text in at.split("-"))
    return Band(opens, closes, Decimal(weight), name, minimum)


WEEKDAY = (band("00:00-07:00", "2"), band("19:00-22:00", "1.5", "evening"), band("22:00-24:00", "2"))
SATURDAY = (band("00:00-08:00", "2"), band("08:00-18:00", "1.5"), band("18:00-24:00", "2"))
ALL_DAY = (band("00:00-24:00", "2"),)
TABLE = BandTable(NEW_YEAR, (*(WEEKDAY,) * 5, SATURDAY, ALL_DAY), ALL_DAY)
SHOP = Desk("Desk", "Europe/London", "GBP", bands=(TABLE,))
GOOD_FRIDAY = date(2026, 4, 3)


def units(
    entries: list[Entry],
    rounding: Rounding,
    *,
    desk: Desk = SHOP,
    words: dict[str, PremiumWord] | None = None,
    **more: object,
) -> list[Unit]:
    """The units of an on-demand client under that rounding, by the rules of the desk."""
    said = contract("k", "on_demand", rounding=rounding, ends=None)
    said = replace(said, **more)  # type: ignore[arg-type]  # terms of a contract
    facts = WeightFacts(GOOD_FRIDAY.__eq__, words or {})
    terms = ClientTerms(desk, (said,), WORK_TYPES, date(2027, 12, 31), facts=facts)
    pieces = [piece for entry in entries for piece in pieces_of(entry, zone(desk.timezone))]
    return units_of(pieces, terms)


def numbers(found: list[Unit]) -> list[tuple[int, int]]:
    """Accounted and counted of each."""
    return [(unit.accounted, unit.counted) for unit in found]


class TestTheWorkedNumbers:
    """RULES 3.9, one after the other; London is an hour ahead of UTC from 29 March to 25 October."""

    def test_an_evening(self) -> None:
        (unit,) = units([work("E", "2026-03-03 18:30", 90)], Rounding(15))
        assert (unit.accounted, unit.counted) == (90, 120)
        assert [(part.name, part.weight, part.seconds, part.accounted) for part in unit.slices] == [
            (None, 1, 1800, 30),
            ("evening", HALF, 3600, 60),
        ]

    def test_seven_and_ten_minutes(self) -> None:
        (unit,) = units([work("E", "2026-03-03 18:53", 17)], Rounding(15, 30))
        assert (unit.accounted, unit.counted) == (30, 39)
        assert [part.accounted for part in unit.slices] == [12, 18]

    def test_over_midnight_into_saturday(self) -> None:
        assert numbers(units([work("E", "2026-03-06 21:30", 195)], Rounding())) == [(150, 285), (45, 90)]

    def test_clocks_forward(self) -> None:
        # 23:30 GMT to 03:00 BST: half an hour on Saturday, two hours of true time on Sunday.
        assert numbers(units([work("E", "2026-03-28 23:30", 150)], Rounding())) == [(30, 60), (120, 240)]

    def test_clocks_back(self) -> None:
        assert numbers(units([work("E", "2026-10-24 23:30", 210)], Rounding())) == [(210, 420)]

    def test_draws_and_overage_take_what_is_counted(self) -> None:
        plan = contract("k", "retainer", monthly(20), rates=(("*", 9000),), rounding=Rounding(15))
        ledger = months([plan], [work("E", "2026-03-03 19:30", 47)], desk=SHOP)["2026-03"]
        sums = sums_of(ledger)
        assert (sums.accounted, sums.counted, sums.covered, sums.overage) == (60, 90, 20, 70)
        assert ledger.total == 10500

    def test_good_friday(self) -> None:
        # 10:00 BST is 9:00 UTC.
        assert numbers(units([work("E", "2026-04-03 09:00", 80)], Rounding(15))) == [(90, 180)]

    def test_the_greater_minimum_holds_once(self) -> None:
        row = (band("19:00-22:00", "1.5", "evening", 60), band("22:00-24:00", "2", "night", 90))
        desk = replace(SHOP, bands=(BandTable(NEW_YEAR, ((), row, (), (), (), (), ())),))
        (unit,) = units([work("E", "2026-03-03 21:50", 20)], Rounding(), desk=desk)
        assert (unit.accounted, unit.counted) == (90, 158)
        assert [part.accounted for part in unit.slices] == [45, 45]

    def test_two_calls_of_a_day_share_their_minimum(self) -> None:
        calls = [
            work("A", "2026-03-03 10:00", 5, request="R"),
            work("B", "2026-03-03 20:00", 12, request="R"),
        ]
        (unit,) = units(calls, Rounding(15, 30))
        assert (unit.accounted, unit.counted) == (30, 41)
        assert [part.accounted for part in unit.slices] == [9, 21]


class TestUnitsOfAMonth:
    """RULES 3.2: 45 + 45 minutes on 3 March, 5 on 9 March, minimum and increment 60."""

    CALLS = (
        work("A", "2026-03-03 09:00", 45, request="R"),
        work("B", "2026-03-03 14:00", 45, request="R"),
        work("C", "2026-03-09 09:00", 5, request="R"),
    )

    @pytest.mark.parametrize(
        ("per", "accounted"), [("entry", [60, 60, 60]), ("request_day", [120, 60]), ("request_month", [120])]
    )
    def test_the_worked_number(self, per: str, accounted: list[int]) -> None:
        found = units(list(self.CALLS), Rounding(60, 60, per), desk=DESK)  # type: ignore[arg-type]
        assert [unit.accounted for unit in found] == accounted
        assert found[0].work_date == date(2026, 3, 3)

    def test_the_month_ends_the_unit_and_midnight_does_not(self) -> None:
        call = work("A", "2026-03-30 23:30", 60, request="R")
        later = work("B", "2026-04-01 09:00", 5, request="R")
        found = units([call, later], Rounding(60, 0, "request_month"), desk=DESK)
        assert [(unit.entries, unit.accounted) for unit in found] == [(("A",), 60), (("B",), 60)]

    def test_another_governing_contract_ends_it(self) -> None:
        terms = ClientTerms(
            DESK,
            [
                contract("a", "on_demand", rounding=Rounding(60, 0, "request_month"), ends=date(2026, 3, 5)),
                contract(
                    "b", "on_demand", rounding=Rounding(60, 0, "request_month"), starts=date(2026, 3, 6)
                ),
            ],
            WORK_TYPES,
            date(2026, 12, 31),
        )
        found = units_of([piece for call in self.CALLS for piece in pieces_of(call, zone("UTC"))], terms)
        assert [(unit.contract, unit.accounted) for unit in found] == [("a", 120), ("b", 60)]

    def test_everything_of_it_is_that_of_its_first_day(self) -> None:
        """Table of weights and grants of 3 March, though the holidays are each day's own (RULES 3.2, 3.9)."""
        days = (band("00:00-24:00", "2"),)
        later = BandTable(date(2026, 3, 9), ((band("00:00-24:00", "10"),),) * 7)
        desk = replace(
            DESK, bands=(BandTable(NEW_YEAR, (days,) * 7, ()), later), closed_days=(date(2026, 3, 9),)
        )
        (unit,) = units(list(self.CALLS), Rounding(1, 0, "request_month"), desk=desk)
        assert (unit.accounted, unit.counted) == (95, 185)
        plan = contract("k", "retainer", rounding=Rounding(1, 0, "request_month"))
        weekly = block("b", 60, date(2026, 3, 9), date(2026, 3, 31))
        ledger = months([plan, weekly], list(self.CALLS))["2026-03"]
        assert (sums_of(ledger).covered, sums_of(ledger).overage) == (0, 95)

    def test_pieces_without_a_request_stay_alone(self) -> None:
        calls = [replace(call, request=None) for call in self.CALLS]
        assert len(units(calls, Rounding(60, 60, "request_month"), desk=DESK)) == 3


class TestEdges:
    """What the rule says of edges, words, holidays and nothing."""

    def test_a_skipped_edge_is_the_first_instant_after_the_gap(self) -> None:
        row = (band("01:30-03:30", "3", "small hours"),)
        desk = replace(SHOP, bands=(BandTable(NEW_YEAR, (*((),) * 6, row)),))
        (spring,) = units([work("E", "2026-03-29 00:30", 150)], Rounding(), desk=desk)
        assert [(part.name, part.seconds // 60) for part in spring.slices] == [
            (None, 30),
            ("small hours", 90),
            (None, 30),
        ]
        (autumn,) = units([work("E", "2026-10-25 00:00", 240)], Rounding(), desk=desk)
        assert [part.seconds // 60 for part in autumn.slices] == [30, 180, 30]

    def test_work_up_to_a_window_does_not_touch_it(self) -> None:
        row = (band("19:00-22:00", "1.5", "evening", 60),)
        desk = replace(SHOP, bands=(BandTable(NEW_YEAR, (row,) * 7),))
        assert numbers(units([work("E", "2026-03-03 18:50", 10)], Rounding(), desk=desk)) == [(10, 10)]
        assert numbers(units([work("E", "2026-03-03 22:00", 10)], Rounding(), desk=desk)) == [(10, 10)]
        assert numbers(units([work("E", "2026-03-03 21:59", 1)], Rounding(), desk=desk)) == [(60, 90)]

    def test_what_came_over_midnight_takes_no_minimum_of_a_window(self) -> None:
        row = (band("00:00-24:00", "2", "night", 90),)
        desk = replace(SHOP, bands=(BandTable(NEW_YEAR, (row,) * 7),))
        assert numbers(units([work("E", "2026-03-03 23:50", 20)], Rounding(), desk=desk)) == [
            (90, 180),
            (10, 20),
        ]

    def test_a_table_without_the_row_keeps_the_weekday_and_one_with_an_empty_row_has_none(self) -> None:
        call = work("E", "2026-04-03 18:30", 30)  # 19:30 in London
        keeps = replace(SHOP, bands=(replace(TABLE, holiday=None),))
        assert numbers(units([call], Rounding(), desk=keeps)) == [(30, 45)]
        assert numbers(
            units([call], Rounding(), desk=replace(SHOP, bands=(replace(TABLE, holiday=()),)))
        ) == [(30, 30)]

    def test_a_closed_day_is_a_holiday(self) -> None:
        desk = replace(SHOP, closed_days=(date(2026, 3, 3),))
        assert numbers(units([work("E", "2026-03-03 10:00", 30)], Rounding(), desk=desk)) == [(30, 60)]

    def test_whose_table_and_from_when(self) -> None:
        call = work("E", "2026-03-03 20:00", 60)
        late = BandTable(date(2026, 3, 4), (ALL_DAY,) * 7)
        assert numbers(units([call], Rounding(), bands=())) == [(60, 60)]
        assert numbers(units([call], Rounding(), bands=(late,))) == [(60, 60)]
        on_the_day = replace(late, since=date(2026, 3, 3))
        assert numbers(units([call], Rounding(), bands=(on_the_day,))) == [(60, 120)]
        assert table_on((TABLE, late), date(2026, 3, 3)) == TABLE
        assert table_on((TABLE, late), date(2025, 12, 31)) is None

    @pytest.mark.parametrize(
        ("rule", "entry", "request_word", "counted"),
        [
            ("always", None, None, 90),
            ("always", "waived", "agreed", 60),
            ("always", None, "waived", 60),
            ("always", "agreed", "waived", 90),
            ("agreed", None, None, 60),
            ("agreed", "agreed", None, 90),
            ("agreed", None, "agreed", 90),
            ("agreed", "waived", "agreed", 60),
        ],
    )
    def test_when_weights_hold(
        self, rule: PremiumRule, entry: PremiumWord | None, request_word: PremiumWord | None, counted: int
    ) -> None:
        words = {} if request_word is None else {"R": request_word}
        call = work("E", "2026-03-03 20:00", 60, request="R", premium=entry)
        (unit,) = units([call], Rounding(), words=words, premium=rule)
        assert unit.counted == counted
        assert bool(unit.slices) is (counted != 60)
        assert weights_hold(rule, entry or request_word) is (counted != 60)

    def test_courtesy_keeps_its_slices_and_counts_nothing(self) -> None:
        (unit,) = units([work("E", "2026-03-03 18:30", 60, scope="courtesy")], Rounding(15, 30))
        assert (unit.accounted, unit.counted) == (0, 0)
        assert [(part.name, part.seconds, part.accounted) for part in unit.slices] == [
            (None, 1800, 0),
            ("evening", 1800, 0),
        ]

    def test_nothing_worked_counts_nothing(self) -> None:
        (unit,) = units([work("E", "2026-03-03 20:00", 0)], Rounding(15, 30))
        assert (unit.accounted, unit.counted, unit.slices) == (0, 0, ())

    def test_neighbours_of_one_name_and_weight_are_one_slice(self) -> None:
        row = (band("10:00-11:00", "2", "a"), band("11:00-12:00", "2.0", "a"), band("12:00-13:00", "2", "b"))
        desk = replace(SHOP, bands=(BandTable(NEW_YEAR, (row,) * 7),))
        (unit,) = units([work("E", "2026-03-03 10:00", 180)], Rounding(), desk=desk)
        assert [(part.name, part.seconds // 3600) for part in unit.slices] == [("a", 2), ("b", 1)]

    def test_a_session_covers_counted_minutes(self) -> None:
        sessions = contract("k", "retainer", rounding=Rounding())
        allowance = replace(monthly(0), minutes=None, sessions=1, session_minutes=60)
        ledger = months(
            [replace(sessions, allowances=(allowance,))], [work("E", "2026-03-03 20:00", 60)], desk=SHOP
        )["2026-03"]
        sums = sums_of(ledger)
        assert (sums.by_sessions, sums.overage, sums.counted) == (60, 30, 90)


@given(st.integers(0, 10_000), st.lists(st.integers(1, 100_000), min_size=1, max_size=9))
def test_shares_sum_to_what_was_rounded(accounted: int, seconds: list[int]) -> None:
    found = shares(accounted, seconds)
    assert sum(found) == accounted
    assert min(found) >= 0


@given(st.lists(st.integers(0, 10_000), max_size=9))
def test_a_weight_of_one_changes_nothing(parts: list[int]) -> None:
    assert counted_minutes([(part, Decimal("1.00")) for part in parts]) == sum(parts)


def without_weights(book: Book) -> Book:
    """The book with tables that weigh everything 1."""
    ones = BandTable(
        date(1990, 1, 1), ((band("00:00-12:00", "1", "day"),),) * 7, (band("06:00-24:00", "1.00"),)
    )

    def change(said: Contract) -> Contract:
        return said if said.key < "b" else replace(said, bands=(), premium="agreed")

    return replace(book, desk=replace(book.desk, bands=(ones,)), contracts=tuple(map(change, book.contracts)))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(dense_books(closed=False))
def test_no_weights_are_the_same_to_the_last_digit(book: Book) -> None:
    """Windows of weight 1 and empty tables give the ledger that there is without any."""
    for client in book.clients:
        plain = book_ledgers(book, client.key, FIRST_MONTH, LAST_MONTH)
        assert book_ledgers(without_weights(book), client.key, FIRST_MONTH, LAST_MONTH) == plain
        assert all(not sums_of(ledger).is_weighed for ledger in plain)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(weighed(dense_books()))
def test_the_parts_make_what_is_counted(book: Book) -> None:
    for client in book.clients:
        for ledger in book_ledgers(book, client.key, FIRST_MONTH, LAST_MONTH):
            sums = sums_of(ledger)
            assert sums.split_holds
            assert sums.balance_holds
            for result in ledger.units:
                if result.unit.slices:
                    assert sum(part.accounted for part in result.unit.slices) == result.unit.accounted
                    assert sum(part.seconds for part in result.unit.slices) == result.unit.spent_seconds
