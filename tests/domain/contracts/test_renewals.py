"""Decision dates, buckets, and the contract that follows another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.basics.errors import DeskError
from models.domain.basics.months import add_months, day_after, day_before
from models.domain.contracts.fees import months_length
from models.domain.contracts.renewals import (
    bucket_of,
    cancelled,
    changed_from,
    decision_date,
    declined,
    ended_before,
    granted_minutes,
    is_auto_due,
    is_listed,
    proposal_for,
    renewed_keys,
    successor,
    successor_key,
)
from models.domain.values import Allowance, Cancellation, Contract, Fee, Renewal, Rounding

TODAY = date(2026, 7, 5)


def plan(**more: Any) -> Contract:
    terms = {"starts": date(2026, 1, 1), "ends": date(2026, 8, 31), **more}
    return Contract(key="acme-2026", client="acme", kind="retainer", name="Plan", **terms)


def test_the_decision_is_the_notice_before_the_end() -> None:
    assert decision_date(plan()) == date(2026, 7, 31)
    assert decision_date(plan(renewal=Renewal("manual", 0))) == date(2026, 8, 31)
    assert decision_date(plan(ends=date(2026, 3, 31))) == date(2026, 2, 28)
    assert decision_date(plan(ends=None)) is None
    block = replace(plan(ends=None), kind="block", starts=date(2026, 11, 30), minutes=60, valid_months=3)
    assert decision_date(block) == date(2027, 1, 27)


@pytest.mark.parametrize(
    ("days", "bucket"),
    [
        (-400, "overdue"),
        (-1, "overdue"),
        (0, "0-30"),
        (26, "0-30"),
        (30, "0-30"),
        (31, "31-60"),
        (60, "31-60"),
        (61, "61-90"),
        (90, "61-90"),
        (91, "91+"),
    ],
)
def test_buckets(days: int, bucket: str) -> None:
    assert bucket_of(days) == bucket


@pytest.mark.parametrize(
    ("contract", "listed"),
    [
        (plan(), True),
        (plan(starts=TODAY), True),
        (plan(starts=date(2026, 7, 6)), False),
        (plan(ends=None), False),
        (plan(ends=date(2026, 2, 1)), True),
        (plan(cancelled=date(2026, 8, 31)), False),
        (plan(renewal=Renewal("none")), False),
        (plan(renewal=Renewal("auto")), True),
    ],
)
def test_what_is_listed(contract: Contract, listed: bool) -> None:
    assert is_listed(contract, set(), TODAY) is listed
    assert is_listed(contract, {"acme-2026"}, TODAY) is False


def test_auto_renews_the_day_after_the_decision_date() -> None:
    auto = plan(renewal=Renewal("auto"))
    assert not is_auto_due(auto, set(), date(2026, 7, 31))
    assert is_auto_due(auto, set(), date(2026, 8, 1))
    assert is_auto_due(auto, set(), date(2027, 8, 1))
    assert not is_auto_due(auto, {"acme-2026"}, date(2026, 8, 1))
    assert not is_auto_due(plan(), set(), date(2026, 8, 1))
    assert not is_auto_due(replace(auto, ends=None), set(), date(2026, 8, 1))


def test_granted_so_far() -> None:
    hours = Allowance("month", minutes=120)
    sessions = Allowance("month", sessions=2, session_minutes=15)
    rounding = Rounding()
    assert granted_minutes(plan(allowances=(hours,)), rounding, TODAY) == 840
    assert granted_minutes(plan(allowances=(hours, sessions)), rounding, TODAY) == 840 + 7 * 30
    assert granted_minutes(plan(allowances=(hours,)), rounding, date(2025, 12, 31)) == 0
    assert granted_minutes(replace(plan(), kind="unlimited"), rounding, TODAY) is None
    assert granted_minutes(replace(plan(), kind="on_demand"), rounding, TODAY) == 0


@pytest.mark.parametrize(
    ("used", "granted", "proposal"),
    [
        (0, None, "renew"),
        (0, 0, "talk"),
        (95, 100, "bigger"),
        (94, 100, "renew"),
        (61, 100, "renew"),
        (60, 100, "talk"),
        (41, 100, "talk"),
        (40, 100, "smaller"),
        (90, 840, "smaller"),
    ],
)
def test_proposals(used: int, granted: int | None, proposal: str) -> None:
    assert proposal_for(used, granted) == proposal


@pytest.mark.parametrize(
    ("starts", "ends", "next_ends"),
    [
        ("2026-01-01", "2026-12-31", "2027-12-31"),
        ("2025-03-01", "2026-02-28", "2027-02-28"),
        ("2027-03-01", "2028-02-29", "2029-02-28"),
        ("2026-02-01", "2026-02-28", "2026-03-31"),
        ("2026-01-15", "2026-07-14", "2027-01-14"),
        ("2026-01-31", "2026-02-27", "2026-03-27"),
        ("2026-05-10", "2026-05-23", "2026-06-06"),
        ("2026-01-15", "2026-12-31", "2027-12-17"),
    ],
)
def test_a_successor_is_as_long_in_months_and_days(starts: str, ends: str, next_ends: str) -> None:
    contract = plan(starts=date.fromisoformat(starts), ends=date.fromisoformat(ends))
    following = successor(contract, set())
    assert following.starts == day_after(date.fromisoformat(ends))
    assert following.ends == date.fromisoformat(next_ends)
    assert following.renews == "acme-2026"


def test_a_successor_has_no_free_months() -> None:
    fee = Fee(35000, "month", free_months=2)
    following = successor(replace(plan(), fee=fee), set())
    assert following.fee == Fee(35000, "month")


def test_a_block_keeps_its_months() -> None:
    block = replace(plan(ends=None), kind="block", starts=date(2026, 11, 30), minutes=60, valid_months=3)
    following = successor(block, set())
    assert (following.starts, following.ends) == (date(2027, 2, 28), None)
    assert following.term_end == date(2027, 5, 27)


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 30))
def test_whole_months_are_followed_by_as_many(starts: date, months: int) -> None:
    ends = day_before(add_months(starts, months))
    contract = plan(starts=starts, ends=ends)
    following = successor(contract, set())
    assert following.ends is not None
    assert months_length(following.starts, following.ends) == months_length(starts, ends) == months
    assert replace(following, key=contract.key, starts=starts, ends=ends, renews=None) == contract


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 1000))
def test_any_term_is_followed_by_one_not_much_longer(starts: date, days: int) -> None:
    following = successor(plan(starts=starts, ends=starts + timedelta(days=days)), set())
    assert following.ends is not None
    assert abs((following.ends - following.starts).days - days) <= 4  # months differ by 28 to 31 days
    assert following.starts <= following.ends


@pytest.mark.parametrize(
    ("contract", "says"),
    [
        (plan(ends=None), "has no end"),
        (plan(cancelled=date(2026, 6, 1)), "is cancelled to 2026-06-01"),
    ],
)
def test_what_cannot_be_renewed(contract: Contract, says: str) -> None:
    with pytest.raises(DeskError, match=says):
        successor(contract, set())


def test_a_contract_is_renewed_once() -> None:
    with pytest.raises(DeskError, match="renewed already"):
        successor(plan(), {"acme-2026"})


@pytest.mark.parametrize(
    ("key", "starts", "taken", "free"),
    [
        ("acme-2026", "2027-01-01", [], "acme-2027"),
        ("acme-2026", "2027-01-01", ["acme-2027"], "acme-2027-r2"),
        ("acme-2026", "2026-07-01", [], "acme-2026-r2"),
        ("acme-2026-r2", "2027-01-01", [], "acme-2027"),
        ("acme-2026-01", "2026-07-01", [], "acme-2026-07"),
        ("acme-2026-01", "2026-07-01", ["acme-2026-07"], "acme-2026-07-r2"),
        ("acme-2026-01", "2026-01-20", [], "acme-2026-01-r2"),
        ("gold", "2027-01-01", [], "gold-r2"),
        ("gold-r2", "2027-01-01", [], "gold-r3"),
        ("gold-r2", "2027-01-01", ["gold-r3", "gold-r4"], "gold-r5"),
        ("x" * 100, "2027-01-01", [], "x" * 90 + "-r2"),
    ],
)
def test_keys_of_successors(key: str, starts: str, taken: list[str], free: str) -> None:
    contract = replace(plan(), key=key)
    assert successor_key(contract, date.fromisoformat(starts), [key, *taken]) == free


def test_declining_keeps_the_notice() -> None:
    assert declined(plan(renewal=Renewal("auto", 3))).renewal == Renewal("none", 3)


@pytest.mark.parametrize(
    ("notice", "last", "cancelled_on"),
    [
        (date(2026, 5, 10), None, date(2026, 6, 10)),
        (date(2026, 5, 10), date(2026, 5, 20), date(2026, 6, 10)),
        (date(2026, 5, 10), date(2026, 7, 1), date(2026, 7, 1)),
        (date(2026, 5, 10), date(2027, 7, 1), date(2026, 8, 31)),
        (date(2025, 5, 10), None, date(2026, 1, 1)),
    ],
)
def test_cancelling_within_the_term(notice: date, last: date | None, cancelled_on: date) -> None:
    assert cancelled(plan(), notice, last).cancelled == cancelled_on


def test_cancelling_an_open_contract_takes_its_notice() -> None:
    contract = plan(ends=None, cancellation=Cancellation(notice_months=2))
    assert cancelled(contract, date(2026, 5, 10), None).cancelled == date(2026, 7, 10)
    with pytest.raises(DeskError, match="cancelled already"):
        cancelled(replace(contract, cancelled=date(2026, 7, 10)), date(2026, 5, 10), None)


def test_a_change_in_mid_term_keeps_the_end() -> None:
    draft = changed_from(plan(), date(2026, 6, 1), "acme-2026-r2")
    assert (draft.key, draft.starts, draft.ends, draft.renews) == (
        "acme-2026-r2",
        date(2026, 6, 1),
        date(2026, 8, 31),
        "acme-2026",
    )
    assert ended_before(plan(), date(2026, 6, 1)).last_day == date(2026, 5, 31)
    open_ended = changed_from(plan(ends=None), date(2026, 6, 1), "k")
    assert open_ended.ends is None
    block = replace(plan(ends=None), kind="block", minutes=60, valid_months=3)
    assert changed_from(block, date(2026, 2, 1), "k").ends == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("contract", "day", "says"),
    [
        (plan(), date(2026, 1, 1), "accepted is 2026-01-02 to 2026-08-31"),
        (plan(), date(2026, 9, 1), "accepted is 2026-01-02 to 2026-08-31"),
        (plan(ends=None), date(2025, 9, 1), "accepted is 2026-01-02 or later"),
    ],
)
def test_a_change_outside_the_term_is_refused(contract: Contract, day: date, says: str) -> None:
    with pytest.raises(DeskError, match=says):
        changed_from(contract, day, "k")


def test_a_contract_is_renewed_when_another_names_it() -> None:
    plain = Contract("k", "acme", "retainer", "K", date(2026, 1, 1))
    assert renewed_keys([plain, replace(plain, key="m", renews="k")]) == {"k"}
    assert renewed_keys([plain]) == frozenset()
