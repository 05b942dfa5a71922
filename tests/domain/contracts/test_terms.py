"""Who governs, what is rounded how, and what an hour costs (RULES 2.7, 3.3 to 3.5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from models.domain.basics.months import Month
from models.domain.contracts import terms as terms_module
from models.domain.contracts.terms import ClientTerms, desk_rate
from models.domain.values import Allowance, Contract, DatedRate, Fee, Rollover, Rounding, WorkType
from tests.builders import DESK, WORK_TYPES, block, contract, monthly, terms

MARCH = date(2026, 3, 10)
UNLIMITED = contract("a", "unlimited")
RETAINER = contract("b", "retainer", monthly(60))
BLOCK = block("c", 600, date(2025, 1, 1), None)
ON_DEMAND = contract("d", "on_demand")


def governing(day: date, *contracts: Contract, work_type: str = "maintenance") -> str | None:
    """The key of the contract that governs."""
    found = terms(*contracts).governing(day, work_type)
    return None if found is None else found.key


class TestGoverning:
    def test_by_kind(self) -> None:
        everything = [ON_DEMAND, BLOCK, RETAINER, UNLIMITED]
        found = []
        while everything:
            found.append(governing(MARCH, *everything))
            everything.pop()
        assert found == ["a", "b", "c", "d"]

    def test_none(self) -> None:
        assert governing(MARCH) is None
        assert governing(date(2025, 12, 31), RETAINER) is None
        assert governing(date(2027, 1, 1), RETAINER) is None

    @pytest.mark.parametrize(("work_type", "found"), [("maintenance", "d"), ("design", "b")])
    def test_only_what_covers_the_work(self, work_type: str, found: str) -> None:
        narrow = replace(RETAINER, covers=("design",))
        assert governing(MARCH, narrow, ON_DEMAND, work_type=work_type) == found

    def test_the_earlier_start_then_the_key(self) -> None:
        early = contract("z", "retainer", starts=date(2025, 6, 1))
        assert governing(MARCH, RETAINER, early) == "z"
        assert governing(MARCH, RETAINER, contract("aa")) == "aa"

    def test_within_its_term_before_one_in_run_off(self) -> None:
        old = contract(
            "old",
            "retainer",
            Allowance("month", minutes=60, rollover=Rollover(3, None, False, 2)),
            starts=date(2025, 1, 1),
            ends=date(2026, 2, 28),
        )
        assert governing(MARCH, old, RETAINER) == "b"
        assert governing(MARCH, old) == "old"
        assert governing(date(2026, 4, 30), old) == "old"
        assert governing(date(2026, 5, 1), old) is None
        # The kind counts before that.
        assert governing(MARCH, old, replace(BLOCK, key="a")) == "old"

    def test_run_off_lasts_whether_hours_are_left_or_not_but_needs_grants(self) -> None:
        nothing = contract(
            "n",
            "retainer",
            Allowance("month", minutes=0, rollover=Rollover(3, None, False, 2)),
            ends=date(2026, 2, 28),
        )
        assert governing(MARCH, nothing) is None

    def test_a_cancelled_contract_ends_on_that_day(self) -> None:
        cancelled = replace(RETAINER, cancelled=date(2026, 3, 9))
        assert governing(date(2026, 3, 9), cancelled) == "b"
        assert governing(MARCH, cancelled) is None
        assert governing(MARCH, replace(UNLIMITED, cancelled=date(2026, 3, 9)), RETAINER) == "b"

    def test_a_block_governs_to_its_last_day_or_for_ever(self) -> None:
        three_months = replace(BLOCK, starts=date(2026, 11, 30), valid_months=3)
        assert governing(date(2027, 2, 27), three_months) == "c"
        assert governing(date(2027, 2, 28), three_months) is None
        assert governing(date(2027, 12, 31), BLOCK) == "c"

    def test_the_minutes_of_a_successor_keep_a_renewed_contract_in_force(self) -> None:
        across = Allowance("month", minutes=60, rollover=Rollover(2, None, True))
        old = contract("old", "retainer", across, ends=date(2026, 3, 31))
        new = contract("new", "on_demand", starts=date(2026, 4, 1), renews="old")
        assert governing(date(2026, 5, 31), old, new) == "old"
        assert governing(date(2026, 6, 1), old, new) == "new"
        assert governing(date(2026, 5, 31), old, replace(new, renews=None)) == "new"


class TestRounding:
    OWN, DESKS, OTHERS = Rounding(6), Rounding(15), Rounding(15, 180)

    def test_whose_rounding(self) -> None:
        desk = replace(DESK, rounding=self.DESKS, on_demand_rounding=self.OTHERS)
        said = terms(desk=desk)
        assert said.rounding(None) == self.OTHERS
        assert said.rounding(ON_DEMAND) == self.OTHERS
        for one in (UNLIMITED, RETAINER, BLOCK):
            assert said.rounding(one) == self.DESKS
        for one in (UNLIMITED, RETAINER, BLOCK, ON_DEMAND):
            assert said.rounding(replace(one, rounding=self.OWN)) == self.OWN

    def test_on_demand_falls_back_to_the_desk(self) -> None:
        said = terms(desk=replace(DESK, rounding=self.DESKS))
        assert said.rounding(None) == said.rounding(ON_DEMAND) == self.DESKS


class TestRates:
    def test_whose_rate(self) -> None:
        said = terms()
        assert said.rate(None, "design", MARCH) == 9000
        assert said.rate(RETAINER, "design", MARCH) == 9000
        assert said.rate(replace(RETAINER, rates=(("*", 5000),)), "design", MARCH) == 5000
        assert said.rate(replace(RETAINER, rates=(("*", 5000), ("design", 0))), "design", MARCH) == 0
        assert said.rate(replace(RETAINER, rates=(("design", 1),)), "maintenance", MARCH) == 7000

    @pytest.mark.parametrize(
        ("day", "rate"),
        [
            (date(2019, 1, 1), 7000),
            (date(2020, 1, 1), 7000),
            (date(2026, 2, 28), 7000),
            (date(2026, 3, 1), 8000),
            (date(2026, 12, 31), 8000),
            (date(2027, 1, 1), 6000),
        ],
    )
    def test_the_rate_in_force_on_the_work_date(self, day: date, rate: int) -> None:
        rates = (
            DatedRate(date(2026, 3, 1), 8000),
            DatedRate(date(2020, 1, 1), 7000),
            DatedRate(date(2027, 1, 1), 6000),
        )
        assert desk_rate(WorkType("w", "W", rates), day) == rate


class TestOrder:
    """The place of each grant in the order of RULES 3.3, one reason at a time."""

    def order(self, *contracts: Contract, day: date = MARCH) -> list[tuple[str, int | None]]:
        said = terms(*contracts)
        held = [source for source in said.sources.values() if source.holds(day, "maintenance")]
        return [
            (source.contract, source.allowance) for source in sorted(held, key=lambda source: source.order)
        ]

    def test_unlimited_then_sessions_then_minutes(self) -> None:
        sessions = Allowance("month", sessions=2, session_minutes=15)
        both = contract("b", "retainer", monthly(60), sessions)
        assert self.order(both, contract("z", "unlimited")) == [("z", None), ("b", 1), ("b", 0)]

    def test_narrower_first_even_if_it_expires_later(self) -> None:
        narrow = block("n", 60, date(2026, 1, 1), None, covers=("maintenance",))
        two = block("t", 60, date(2026, 1, 1), date(2026, 6, 30), covers=("maintenance", "design"))
        wide = contract("w", "retainer", monthly(60))
        assert self.order(wide, two, narrow) == [("n", None), ("t", None), ("w", 0)]

    def test_the_soonest_expiry_never_last(self) -> None:
        first = block("c", 60, date(2026, 3, 1), date(2026, 5, 31))
        second = block("b", 60, date(2026, 2, 1), date(2026, 7, 31))
        never = block("a", 60, date(2026, 1, 1), None)
        assert [key for key, _ in self.order(never, second, first)] == ["c", "b", "a"]

    def test_free_before_paid(self) -> None:
        terms_of = {"starts": date(2026, 1, 1), "ends": date(2026, 5, 31)}
        paid = block("a", 60, **terms_of, fee=Fee(100, "term"))
        free = [
            block("b", 60, **terms_of),
            block("c", 60, **terms_of, fee=Fee(0, "term")),
            block("d", 60, **terms_of, fee=Fee(100, "term", Decimal(100))),
        ]
        assert [key for key, _ in self.order(paid, *free)] == ["b", "c", "d", "a"]
        everything = [
            contract("a", "unlimited", fee=Fee(1, "month")),
            contract("b", "unlimited", fee=Fee(0, "month")),
        ]
        assert [key for key, _ in self.order(*everything)] == ["b", "a"]

    def test_the_earlier_start_then_the_key_then_the_position(self) -> None:
        later = block("a", 60, date(2026, 2, 1), date(2026, 3, 31))
        retainer = contract("b", "retainer", monthly(60), monthly(60))
        assert self.order(retainer, later) == [("a", None), ("b", 0), ("b", 1)]
        assert self.order(retainer, replace(later, starts=date(2026, 3, 1))) == [
            ("a", None),
            ("b", 0),
            ("b", 1),
        ]
        assert self.order(retainer, replace(later, starts=date(2026, 3, 2))) == [
            ("b", 0),
            ("b", 1),
            ("a", None),
        ]

    @pytest.mark.parametrize(
        ("day", "work_type", "holds"),
        [
            (date(2026, 2, 28), "maintenance", False),
            (date(2026, 3, 1), "maintenance", True),
            (date(2026, 3, 31), "maintenance", True),
            (date(2026, 4, 1), "maintenance", False),
            (MARCH, "design", False),
        ],
    )
    def test_dates_are_inclusive_and_the_scope_counts(self, day: date, work_type: str, holds: bool) -> None:
        said = terms(contract("b", "retainer", monthly(60, work_types=("maintenance",))))
        assert said.sources["b", 0, date(2026, 3, 1)].holds(day, work_type) is holds


def test_caps_and_fees_stand_in_their_month() -> None:
    capped = contract(
        "b",
        "retainer",
        monthly(60, 2, 90),
        monthly(60),
        fee=Fee(30000, "month"),
        cancelled=date(2026, 2, 10),
    )
    said = terms(capped)
    caps = {
        str(month): [(cap.day, cap.allowance, cap.minutes) for cap in found]
        for month, found in said.caps.items()
    }
    assert caps == {"2026-01": [(date(2026, 1, 31), 0, 90)], "2026-02": [(date(2026, 2, 10), 0, 90)]}
    assert said.fees == {Month(2026, 1): [("b", 30000)], Month(2026, 2): [("b", 10714)]}


def test_rates_and_roundings_within_a_term_take_no_grants_and_no_fees(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[str] = []
    for name in ("grants_of", "fee_lines"):
        whole = getattr(terms_module, name)
        monkeypatch.setattr(
            terms_module, name, lambda *given, whole=whole: made.append("made") or whole(*given)
        )
    known = terms(contract("b", "retainer", monthly(60), ends=date(2026, 6, 30), fee=Fee(30000, "month")))
    for day in (date(2026, 1, 1), date(2026, 6, 30)):
        governing = known.governing(day, "maintenance")
        assert governing is not None
        assert (known.rounding(governing), known.rate(governing, "maintenance", day)) == (DESK.rounding, 7000)
    assert not made
    assert known.governing(date(2026, 7, 1), "maintenance") is None
    assert made == ["made"], "only after the term a grant may still hold, and is asked for"


def test_nothing_is_made_for_days_that_nobody_will_ask_about() -> None:
    said = terms(contract("b", "retainer", monthly(60)), through=date(2026, 2, 28))
    assert sorted(said.starting) == [Month(2026, 1), Month(2026, 2)]


class TestContractsThatAreOver:
    OLD = contract(
        "old",
        "retainer",
        Allowance("month", minutes=60, rollover=Rollover(3, after_end_months=3)),
        starts=date(2020, 1, 1),
        ends=date(2020, 12, 31),
    )
    GRANT = ("old", 0, date(2020, 12, 1))

    def said(self, *contracts: Contract, since: date = date(2026, 1, 1)) -> ClientTerms:
        return ClientTerms(DESK, contracts, WORK_TYPES, date(2026, 12, 31), since)

    def test_are_not_prepared_before_they_are_asked_for(self) -> None:
        found = self.said(self.OLD, RETAINER)
        assert {identity[0] for identity in found.sources} == {"b"}
        assert found.governing(MARCH, "maintenance") == RETAINER
        assert self.GRANT not in found.sources

    def test_answer_when_a_balance_names_them(self) -> None:
        found = self.said(self.OLD, RETAINER)
        source = found.source(self.GRANT)
        assert source is not None
        assert source == self.said(self.OLD, RETAINER, since=date.min).sources[self.GRANT]
        assert found.source(("gone", 0, MARCH)) is None

    def test_answer_for_work_of_their_time(self) -> None:
        found = self.said(self.OLD, RETAINER)
        assert found.governing(date(2020, 5, 1), "maintenance") == self.OLD
        assert found.governing(date(2019, 5, 1), "maintenance") is None

    def test_bill_nothing_any_more_while_their_hours_still_hold(self) -> None:
        """Ended in December 2020, unused hours stay three months: in February they are drawn, but nothing is billed."""
        paid = replace(self.OLD, fee=Fee(30_000, "month"))
        february = self.said(paid, since=date(2021, 2, 1))
        assert self.GRANT in february.sources
        assert (february.fees, [*self.said(paid, since=date(2020, 12, 31)).fees][-1]) == ({}, Month(2020, 12))
        assert february.governing(date(2020, 5, 1), "maintenance") == paid
        assert self.said(paid, since=date.min).fees[Month(2020, 12)] == [("old", 30_000)]

    @pytest.mark.parametrize(
        ("since", "prepared"),
        [(date(2021, 3, 31), True), (date(2021, 4, 1), False), (date(2020, 12, 31), True)],
    )
    def test_only_what_is_over_with_its_last_grant(self, since: date, prepared: bool) -> None:
        assert bool(self.said(self.OLD, since=since).sources) is prepared

    @pytest.mark.parametrize(
        "kept",
        [
            replace(OLD, ends=None),
            replace(
                OLD,
                allowances=(Allowance("quarter", minutes=60, rollover=Rollover(30, after_end_months=90)),),
            ),
            replace(
                OLD, allowances=(Allowance("month", minutes=60, rollover=Rollover(70, None, False, 90)),)
            ),
        ],
    )
    def test_what_has_no_end_or_may_live_on_is_kept(self, kept: Contract) -> None:
        assert self.said(kept).sources


class TestContractsWithoutAnEnd:
    """Ten years of one contract are as much history as ten contracts of a year."""

    FEE = Fee(30_000, "month")
    OLD = contract(
        "old",
        "retainer",
        Allowance("month", minutes=60, rollover=Rollover(2, 90)),
        starts=date(2016, 1, 1),
        fee=FEE,
    )

    def said(self, since: date) -> ClientTerms:
        return ClientTerms(DESK, (self.OLD,), WORK_TYPES, date(2026, 3, 31), since)

    def test_prepare_what_may_hold_and_nothing_older(self) -> None:
        found = self.said(date(2026, 3, 1))
        assert [valid_from for _, _, valid_from in found.sources] == [
            date(2026, 1, 1),
            date(2026, 2, 1),
            date(2026, 3, 1),
        ]
        assert [list(found.caps), list(found.fees)] == [[Month(2026, 3)], [Month(2026, 3)]]

    def test_answer_for_what_is_older_as_if_it_had_been_there(self) -> None:
        found, whole = self.said(date(2026, 3, 1)), self.said(date.min)
        gone = ("old", 0, date(2017, 5, 1))
        assert gone not in found.sources
        assert found.source(gone) == whole.sources[gone]
        assert (found.sources, found.caps, found.fees) == (whole.sources, whole.caps, whole.fees)

    def test_in_the_middle_of_a_month_all_of_it_is_there(self) -> None:
        assert self.said(date(2026, 3, 20)).fees == {Month(2026, 3): [("old", 30_000)]}
