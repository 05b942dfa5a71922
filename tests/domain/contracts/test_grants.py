"""What a retainer or a block grants, from when until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.contracts.grants import Grant, allowance_minutes, cap_days, grants_of, is_free
from models.domain.values import Allowance, Contract, Every, Fee, Rollover, Rounding

LATE = date(2100, 1, 1)
BY_THE_MINUTE = Rounding()
QUARTER_HOURS = Rounding(increment=15)


def retainer(starts: date, ends: date | None, *allowances: Allowance, **more: Any) -> Contract:
    return Contract("plan", "acme", "retainer", "Plan", starts, ends, allowances, **more)


def monthly(minutes: int, **rollover: Any) -> Allowance:
    return Allowance("month", minutes=minutes, rollover=Rollover(**rollover))


def granted(contract: Contract, through: date = LATE, renewed: bool = False) -> tuple[Grant, ...]:
    return grants_of(contract, BY_THE_MINUTE, through, renewed)


def expiries(contract: Contract, renewed: bool = False) -> list[date | None]:
    return [grant.expires_on for grant in granted(contract, renewed=renewed)]


def test_use_it_or_lose_it() -> None:
    contract = retainer(date(2026, 1, 1), date(2026, 12, 31), monthly(300))
    assert granted(contract, date(2026, 2, 1)) == (
        Grant("plan", 0, "minutes", date(2026, 1, 1), date(2026, 1, 31), 300, None, None, True),
        Grant("plan", 0, "minutes", date(2026, 2, 1), date(2026, 2, 28), 300, None, None, True),
    )
    assert granted(contract, date(2025, 12, 31)) == ()


def test_months_from_31_january_lapse_where_the_next_begins() -> None:
    contract = retainer(date(2026, 1, 31), date(2026, 6, 29), monthly(120), anchor="start")
    assert [(g.valid_from, g.expires_on, g.amount) for g in granted(contract, date(2026, 3, 31))] == [
        (date(2026, 1, 31), date(2026, 2, 27), 120),
        (date(2026, 2, 28), date(2026, 3, 30), 120),
        (date(2026, 3, 31), date(2026, 4, 29), 120),
    ]
    assert sum(g.amount for g in granted(contract)) == 600


@pytest.mark.parametrize(
    ("pages", "minutes"), [(0, 0), (1, 60), (5, 60), (6, 60), (11, 60), (12, 120), (20, 180), (24, 240)]
)
def test_pages_count_in_whole_groups_and_at_least_one(pages: int, minutes: int) -> None:
    allowance = Allowance("month", pages=pages, minutes_per_group=60, pages_per_group=6)
    assert allowance_minutes(allowance) == minutes
    amounts = [g.amount for g in granted(retainer(date(2026, 1, 1), date(2026, 1, 31), allowance))]
    assert amounts == ([minutes] if minutes else [])


def test_an_allowance_is_in_hours_pages_or_sessions() -> None:
    assert allowance_minutes(Allowance("month", minutes=300)) == 300
    assert allowance_minutes(Allowance("month", sessions=2, session_minutes=15)) == 0


@pytest.mark.parametrize(
    ("increment", "minutes", "amount"),
    [(15, 600, 405), (1, 600, 400), (60, 600, 420), (900, 600, 600), (1, 1, 1), (7, 600, 406)],
)
def test_a_partial_month_is_rounded_up_but_never_above_the_whole(
    increment: int, minutes: int, amount: int
) -> None:
    contract = retainer(date(2026, 4, 11), None, monthly(minutes), rounding=Rounding(increment=increment))
    assert [g.amount for g in granted(contract, date(2026, 5, 1))] == [amount, minutes]


def test_the_desk_rounds_where_the_contract_does_not() -> None:
    contract = retainer(date(2026, 4, 11), date(2026, 4, 30), monthly(600))
    assert [g.amount for g in grants_of(contract, QUARTER_HOURS, LATE, False)] == [405]
    own = replace(contract, rounding=BY_THE_MINUTE)
    assert [g.amount for g in grants_of(own, QUARTER_HOURS, LATE, False)] == [400]


def test_whole_periods_are_not_rounded() -> None:
    contract = retainer(date(2026, 4, 1), date(2026, 5, 15), monthly(100), rounding=Rounding(increment=15))
    assert [g.amount for g in granted(contract)] == [100, 60]


def test_a_partial_period_may_grant_the_whole() -> None:
    contract = retainer(date(2026, 4, 11), date(2026, 6, 10), monthly(600), proration="full")
    assert [g.amount for g in granted(contract)] == [600, 600, 600]


def test_a_term_cut_short_prorates_with_the_anchor_at_the_start_too() -> None:
    contract = retainer(date(2026, 1, 10), date(2026, 2, 18), monthly(280), anchor="start")
    assert [g.amount for g in granted(contract)] == [280, 90]


def test_sessions_and_terms_are_never_prorated() -> None:
    contract = retainer(
        date(2026, 4, 11),
        date(2026, 5, 10),
        Allowance("month", sessions=2, session_minutes=15, work_types=("call",)),
        Allowance("term", minutes=720),
        covers=("call", "seo"),
    )
    assert [(g.allowance, g.unit, g.amount, g.session_minutes) for g in granted(contract)] == [
        (0, "sessions", 2, 15),
        (0, "sessions", 2, 15),
        (1, "minutes", 720, None),
    ]
    assert [sorted(g.scope or ()) for g in granted(contract)] == [["call"], ["call"], ["call", "seo"]]
    assert granted(contract)[2].identity == ("plan", 1, date(2026, 4, 11))


@pytest.mark.parametrize(
    "allowance", [Allowance("month", minutes=0), Allowance("month", sessions=0, session_minutes=15)]
)
def test_an_allowance_of_nothing_grants_nothing(allowance: Allowance) -> None:
    contract = retainer(date(2026, 1, 1), date(2026, 1, 31), allowance, monthly(60))
    assert [g.allowance for g in granted(contract)] == [1]


def test_rollover_ends_with_the_contract_and_its_run_off() -> None:
    contract = retainer(date(2026, 1, 1), date(2026, 6, 30), monthly(120, periods=3, after_end_months=1))
    assert expiries(contract) == [
        date(2026, 4, 30),
        date(2026, 5, 31),
        date(2026, 6, 30),
        date(2026, 7, 31),
        date(2026, 7, 31),
        date(2026, 7, 31),
    ]
    without = retainer(date(2026, 4, 1), date(2026, 6, 30), monthly(120, periods=3))
    assert expiries(without) == [date(2026, 6, 30)] * 3


def test_the_run_off_of_a_cut_period_ends_with_the_whole_period() -> None:
    contract = retainer(date(2026, 6, 1), date(2026, 6, 10), monthly(120, after_end_months=1))
    assert expiries(contract) == [date(2026, 6, 30)]
    assert expiries(replace(contract, allowances=(monthly(120),))) == [date(2026, 6, 10)]


def test_rollover_crosses_a_renewal_only_where_the_contract_says_so() -> None:
    across = monthly(180, periods=1, across_renewal=True)
    contract = retainer(date(2025, 11, 1), date(2025, 12, 31), across)
    assert expiries(contract, renewed=True) == [date(2025, 12, 31), date(2026, 1, 31)]
    assert expiries(contract) == [date(2025, 12, 31)] * 2
    plain = replace(contract, allowances=(monthly(180, periods=1),))
    assert expiries(plain, renewed=True) == [date(2025, 12, 31)] * 2


def test_an_allowance_per_term_expires_on_the_cut_of_its_own_contract() -> None:
    def per_term(**rollover: Any) -> Contract:
        allowance = Allowance("term", minutes=720, rollover=Rollover(**rollover))
        return retainer(date(2026, 1, 1), date(2026, 6, 30), allowance)

    assert expiries(per_term()) == [date(2026, 6, 30)]
    assert expiries(per_term(after_end_months=2)) == [date(2026, 8, 31)]
    assert expiries(per_term(across_renewal=True), renewed=True) == [date(2026, 6, 30)]
    assert expiries(replace(per_term(), cancelled=date(2026, 2, 10))) == [date(2026, 2, 10)]


def test_without_an_end_only_the_rollover_counts() -> None:
    contract = retainer(date(2026, 1, 15), None, monthly(120, periods=2))
    assert [g.expires_on for g in granted(contract, date(2026, 2, 1))] == [
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]


def test_a_cancellation_moves_the_expiry_and_shrinks_nothing() -> None:
    contract = retainer(
        date(2026, 1, 1), date(2026, 12, 31), monthly(300, periods=1), cancelled=date(2026, 6, 10)
    )
    assert [(g.valid_from, g.expires_on, g.amount) for g in granted(contract)[-3:]] == [
        (date(2026, 4, 1), date(2026, 5, 31), 300),
        (date(2026, 5, 1), date(2026, 6, 10), 300),
        (date(2026, 6, 1), date(2026, 6, 10), 300),
    ]


def test_an_open_ended_contract_can_be_cancelled_too() -> None:
    contract = retainer(date(2026, 5, 1), None, monthly(300, periods=4), cancelled=date(2026, 6, 1))
    assert [(g.expires_on, g.amount) for g in granted(contract)] == [(date(2026, 6, 1), 300)] * 2


def block(**more: Any) -> Contract:
    return Contract("block", "acme", "block", "Block", date(2026, 11, 30), **{"minutes": 600, **more})


@pytest.mark.parametrize(
    ("more", "expires"),
    [
        ({"valid_months": 3}, date(2027, 2, 27)),
        ({"ends": date(2026, 12, 9)}, date(2026, 12, 9)),
        ({}, None),
        ({"cancelled": date(2027, 1, 5)}, date(2027, 1, 5)),
        ({"valid_months": 3, "cancelled": date(2026, 11, 30)}, date(2026, 11, 30)),
    ],
)
def test_a_block_is_one_grant_to_its_last_day(more: dict[str, Any], expires: date | None) -> None:
    assert granted(block(**more, covers=("seo",))) == (
        Grant("block", None, "minutes", date(2026, 11, 30), expires, 600, None, frozenset({"seo"}), True),
    )


def test_a_block_of_nothing_or_not_begun_grants_nothing() -> None:
    assert granted(block(minutes=0)) == ()
    assert granted(block(), date(2026, 11, 29)) == ()
    assert len(granted(block(), date(2026, 11, 30))) == 1


@pytest.mark.parametrize("kind", ["unlimited", "on_demand"])
def test_other_kinds_grant_nothing(kind: Literal["unlimited", "on_demand"]) -> None:
    assert granted(Contract("k", "acme", kind, "K", date(2026, 1, 1))) == ()


@pytest.mark.parametrize(
    ("fee", "free"),
    [
        (None, True),
        (Fee(0, "month"), True),
        (Fee(100, "month"), False),
        (Fee(100, "month", Decimal(100)), True),
        (Fee(100, "month", Decimal("99.99")), False),
        (Fee(100, "month", free_months=99), False),
    ],
)
def test_what_costs_nothing_is_free(fee: Fee | None, free: bool) -> None:
    contract = retainer(date(2026, 1, 1), date(2026, 1, 31), monthly(60), fee=fee)
    assert is_free(contract) is free
    assert granted(contract)[0].free is free


def test_the_cap_is_applied_on_the_last_day_of_each_period() -> None:
    capped = monthly(240, periods=2, cap=360)
    contract = retainer(date(2026, 1, 1), date(2026, 3, 20), monthly(60), capped)
    assert cap_days(contract, 1, LATE) == (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 20))
    assert cap_days(contract, 0, LATE) == ()
    assert cap_days(contract, 1, date(2026, 2, 27)) == (date(2026, 1, 31),)
    assert cap_days(contract, 1, date(2026, 2, 28)) == (date(2026, 1, 31), date(2026, 2, 28))


def test_a_cancellation_cuts_the_periods_of_the_cap() -> None:
    contract = retainer(date(2026, 1, 1), None, monthly(240, periods=2, cap=0), cancelled=date(2026, 3, 10))
    assert cap_days(contract, 0, LATE) == (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 10))


def test_an_enormous_rollover_is_no_trouble() -> None:
    contract = retainer(date(2026, 1, 1), None, monthly(60, periods=10**9))
    assert granted(contract, date(2026, 1, 1))[0].expires_on == date(9998, 12, 30)
    run_off = retainer(date(2026, 1, 1), date(2026, 1, 31), monthly(60, periods=1, after_end_months=10**9))
    assert expiries(run_off) == [date(2026, 2, 28)]


STEPS: st.SearchStrategy[Every] = st.sampled_from(["month", "quarter", "term"])


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    """A retainer with one allowance, sometimes open-ended, sometimes cancelled."""
    starts = draw(st.dates(date(2023, 1, 1), date(2027, 12, 31)))
    every = draw(STEPS)
    length = draw(st.integers(0, 800))
    open_ended = every != "term" and draw(st.booleans())
    rollover = Rollover(
        periods=draw(st.integers(0, 5)),
        across_renewal=draw(st.booleans()),
        after_end_months=draw(st.integers(0, 4)),
    )
    return retainer(
        starts,
        None if open_ended else starts + timedelta(days=length),
        Allowance(every, minutes=draw(st.integers(1, 5000)), rollover=rollover),
        anchor=draw(st.sampled_from(["calendar", "start"])),
        proration=draw(st.sampled_from(["prorate", "full"])),
        rounding=Rounding(increment=draw(st.integers(1, 120))),
    )


@given(contracts(), st.booleans())
@settings(max_examples=100)
def test_a_grant_stays_within_its_allowance_and_lives_at_least_a_day(
    contract: Contract, renewed: bool
) -> None:
    whole = contract.allowances[0].minutes or 0
    found = grants_of(contract, BY_THE_MINUTE, date(2030, 1, 1), renewed)
    assert found
    for grant in found:
        assert 0 < grant.amount <= whole
        assert grant.expires_on is not None
        assert grant.expires_on >= grant.valid_from
        assert grant.amount == whole or grant.amount % contract.rounding.increment == 0  # type: ignore[union-attr]  # the strategy always sets it
    assert len({grant.identity for grant in found}) == len(found)
    assert list(found) == sorted(found, key=lambda grant: grant.valid_from)


@given(contracts(), st.integers(0, 800), st.booleans())
@settings(max_examples=100)
def test_a_cancellation_only_moves_expiries(contract: Contract, days: int, renewed: bool) -> None:
    last = contract.starts + timedelta(days=days)
    cancelled = replace(contract, cancelled=min(last, contract.ends or last))
    full = grants_of(contract, BY_THE_MINUTE, date(2030, 1, 1), renewed)
    kept = grants_of(cancelled, BY_THE_MINUTE, date(2030, 1, 1), renewed)
    begun = [grant for grant in full if grant.valid_from <= (cancelled.cancelled or last)]
    assert [replace(g, expires_on=None) for g in kept] == [replace(g, expires_on=None) for g in begun]
    for before, after in zip(begun, kept, strict=True):
        assert (after.expires_on or date.max) <= (before.expires_on or date.max)


@given(contracts(), st.booleans(), st.dates(date(2022, 12, 1), date(2032, 1, 1)))
@settings(max_examples=150)
def test_what_expired_before_a_day_can_be_left_out(contract: Contract, renewed: bool, since: date) -> None:
    """Ten years of a retainer are not looked through for the hours of today."""
    through = date(2030, 1, 1)
    full = grants_of(contract, BY_THE_MINUTE, through, renewed)
    kept = grants_of(contract, BY_THE_MINUTE, through, renewed, since)
    assert kept == tuple(grant for grant in full if (grant.expires_on or date.max) >= since)
    held = replace(
        contract,
        allowances=tuple(
            replace(each, rollover=replace(each.rollover, cap=60)) for each in contract.allowances
        ),
    )
    days = cap_days(held, 0, through)
    assert cap_days(held, 0, through, since) == tuple(day for day in days if day >= since)
