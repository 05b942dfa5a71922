"""Contracts in words, with the numbers of the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from models.domain.basics.phrases import amount_words, count_words, day_words, duration_words, money_words
from models.domain.contracts.contract_words import (
    contract_words,
    fee_preview,
    grant_preview,
    rounding_words,
    seam_words,
)
from models.domain.contracts.free_words import rules_text
from models.domain.contracts.grants import grants_of
from models.domain.contracts.renewals import successor
from models.domain.values import (
    Allowance,
    Cancellation,
    CancellationFee,
    Contract,
    Desk,
    Fee,
    FreeRule,
    Renewal,
    Rollover,
    Rounding,
)
from tests.strategies import books

DESK = Desk("Desk", "Europe/London", "GBP", rounding=Rounding(15))
YEAR_END = date(2026, 12, 31)


def sold(**terms: Any) -> Contract:
    given: dict[str, Any] = {"key": "k", "client": "acme", "kind": "retainer", "name": "Plan"}
    return Contract(**given | {"starts": date(2026, 1, 1)} | terms)


def monthly(minutes: int, *rollover: Any, **more: Any) -> Allowance:
    return Allowance("month", minutes=minutes, rollover=Rollover(*rollover), **more)


def words(**terms: Any) -> tuple[str, ...]:
    return contract_words(sold(**terms), DESK)


def test_words_for_numbers() -> None:
    assert [duration_words(minutes) for minutes in (0, 15, 60, 405, 90_000)] == [
        "0 min",
        "15 min",
        "1 h",
        "6 h 45 min",
        "1,500 h",
    ]
    yen = replace(DESK, currency="JPY")
    assert [money_words(minor, DESK.currency) for minor in (331_800, -5, 0)] == ["3,318.00", "-0.05", "0.00"]
    assert money_words(1_234_567, yen.currency) == "1,234,567"
    assert day_words(date(2027, 2, 27)) == "27 Feb 2027"
    assert (count_words(1, "month"), count_words(3, "month")) == ("1 month", "3 months")


def test_a_retainer_in_words() -> None:
    contract = sold(
        ends=YEAR_END,
        allowances=(monthly(300, 3, 360),),
        rates=(("*", 7000),),
        fee=Fee(35000, "month", Decimal(21), billing="term"),
        cancellation=Cancellation(2, CancellationFee(percent=Decimal(10))),
    )
    assert contract_words(contract, DESK) == (
        "5 h each month, unused hours usable for 3 more months, at most 6 h carried forward, then 70.00/h",
        "time counts in steps of 15 min, a request's day together",
        "350.00 a month, 21 % off, 3,318.00 for the term, billed in advance",
        "1 Jan 2026 to 31 Dec 2026 (12 months)",
        "to be renewed or declined by 30 Nov 2026",
        "to cancel: 2 months' notice, costs 10 % of the refund",
    )


def test_a_block_in_words() -> None:
    three_months = sold(kind="block", minutes=1200, starts=date(2026, 11, 30), valid_months=3)
    assert contract_words(three_months, DESK)[0] == "20 h until 27 Feb 2027, then at the desk's rates"
    assert words(kind="block", minutes=1205)[0] == "20 h 5 min that never expire, then at the desk's rates"


def test_the_other_kinds_in_words() -> None:
    assert words(kind="unlimited", covers=("care", "seo", "design"))[:2] == (
        "as many hours as it takes",
        "only for care, seo and design",
    )
    on_demand = words(kind="on_demand", rounding=Rounding(15, 180), rates=(("*", 7000), ("seo", 9000)))
    assert on_demand == (
        "on demand: nothing is prepaid, seo 90.00/h, other work 70.00/h",
        "at least 3 h a call, in steps of 15 min",
        "no fee",
        "from 1 Jan 2026, open-ended",
    )
    assert words(kind="on_demand")[0] == "on demand: nothing is prepaid, at the desk's rates"
    assert words()[0] == "no hours, then at the desk's rates"
    assert words(allowances=(monthly(0),))[0] == "no hours, then at the desk's rates"


def test_work_types_are_called_by_name() -> None:
    contract = sold(
        allowances=(monthly(60, work_types=("seo",)),), rates=(("seo", 9000),), covers=("seo", "x")
    )
    assert contract_words(contract, DESK, {"seo": "Search"})[:2] == (
        "1 h each month for Search, unused hours lapse at the end of the month, then Search 90.00/h,"
        " other work the desk's rates",
        "only for Search and x",
    )


def test_sessions_pages_and_terms_in_words() -> None:
    sessions = Allowance("month", sessions=2, session_minutes=15, rollover=Rollover(1))
    pages = Allowance("quarter", pages=20, minutes_per_group=60, pages_per_group=6)
    term = Allowance("term", minutes=600, rollover=Rollover(after_end_months=1))
    given = words(ends=date(2026, 6, 30), allowances=(sessions, pages, term, replace(sessions, sessions=0)))
    assert given[:3] == (
        "2 sessions of 15 min each month, unused sessions usable for 1 more month",
        "3 h each quarter (20 pages, 1 h for every 6), unused hours lapse at the end of the quarter",
        "10 h for the term, after the end usable until 31 Jul 2026, then at the desk's rates",
    )


def test_rollover_over_the_end_in_words() -> None:
    allowance = monthly(240, 3, None, True, 1)
    assert words(ends=date(2026, 6, 30), allowances=(allowance,))[0] == (
        "4 h each month, unused hours usable for 3 more months, carried forward into a renewal,"
        " after the end usable until 31 Jul 2026, then at the desk's rates"
    )
    no_rollover = monthly(240, 0, None, False, 1)
    assert "after the end" not in words(ends=date(2026, 6, 30), allowances=(no_rollover,))[0]


def test_a_first_and_a_last_part_of_a_month_are_told_in_numbers() -> None:
    terms = {
        "starts": date(2026, 4, 11),
        "allowances": (monthly(600), Allowance("month", sessions=1, session_minutes=9)),
    }
    assert words(**terms)[2] == "the first month, 11 Apr 2026 to 30 Apr 2026, includes 6 h 45 min"
    both = words(**terms, ends=date(2026, 6, 10))
    assert both[2:4] == (
        "the first month, 11 Apr 2026 to 30 Apr 2026, includes 6 h 45 min",
        "the last month, 1 Jun 2026 to 10 Jun 2026, includes 3 h 30 min",
    )
    assert words(**terms, ends=date(2026, 4, 20))[2:4] == (
        "the first month, 11 Apr 2026 to 20 Apr 2026, includes 3 h 30 min",
        "time counts in steps of 15 min, a request's day together",
    )
    assert not any("gives" in line for line in words(**terms, proration="full"))
    assert not any("gives" in line for line in words(allowances=(monthly(600), monthly(0)), ends=YEAR_END))


@pytest.mark.parametrize(
    ("rounding", "text"),
    [
        (Rounding(), "time counts to the minute"),
        (Rounding(15, 0, "entry"), "time counts in steps of 15 min"),
        (Rounding(15, 0), "time counts in steps of 15 min, a request's day together"),
        (Rounding(15, 30), "at least 30 min for a request and day, in steps of 15 min"),
        (Rounding(1, 180, "entry"), "at least 3 h a call, to the minute"),
        (Rounding(15, 0, "request_month"), "time counts in steps of 15 min, a request's month together"),
        (Rounding(15, 60, "request_month"), "at least 1 h for a request and month, in steps of 15 min"),
    ],
)
def test_rounding_in_words(rounding: Rounding, text: str) -> None:
    assert rounding_words(rounding) == text


def test_on_demand_takes_its_own_rounding() -> None:
    desk = replace(DESK, on_demand_rounding=Rounding(30, 60))
    assert contract_words(sold(kind="on_demand"), desk)[1] == "at least 1 h a call, in steps of 30 min"
    assert contract_words(sold(), desk)[1] == "time counts in steps of 15 min, a request's day together"
    assert (
        contract_words(sold(kind="on_demand"), DESK)[1]
        == "time counts in steps of 15 min, a request's day together"
    )


@pytest.mark.parametrize(
    ("fee", "text"),
    [
        (None, "no fee"),
        (Fee(0, "month"), "no fee"),
        (Fee(35000, "month"), "350.00 a month, 4,200.00 for the term, billed each month"),
        (
            Fee(35000, "month", free_months=1),
            "350.00 a month, the first month free, 3,850.00 for the term, billed each month",
        ),
        (
            Fee(90000, "quarter", free_months=2, billing="term"),
            "900.00 a quarter, the first 2 months free, 3,000.00 for the term, billed on 1 Mar 2026",
        ),
        (Fee(50000, "term"), "500.00 for the term, billed in advance"),
        (
            Fee(50000, "term", Decimal("7.5")),
            "500.00 for the term, 7.5 % off, 462.50 for the term, billed in advance",
        ),
    ],
)
def test_the_fee_in_words(fee: Fee | None, text: str) -> None:
    assert words(kind="unlimited", ends=YEAR_END, fee=fee)[2] == text


def test_an_open_ended_fee_has_no_price_of_a_term() -> None:
    assert words(kind="unlimited", fee=Fee(1000, "month"))[2] == "10.00 a month, billed each month"


def test_the_end_in_words() -> None:
    assert words(kind="on_demand", ends=date(2026, 3, 15), renewal=Renewal("none"))[3:] == (
        "1 Jan 2026 to 15 Mar 2026",
        "ends without renewal",
    )
    auto = words(kind="on_demand", ends=YEAR_END, renewal=Renewal("auto", 2), renews="old")
    assert auto[4:] == ("follows old", "renews by itself unless declined by 31 Oct 2026")
    assert words(kind="on_demand", ends=YEAR_END, cancelled=date(2026, 6, 10))[3:] == (
        "1 Jan 2026 to 31 Dec 2026 (12 months), cancelled: the last day is 10 Jun 2026",
    )


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (Cancellation(), "to cancel: 1 month's notice"),
        (Cancellation(0), "to cancel: no notice"),
        (Cancellation(3, CancellationFee(amount=10000)), "to cancel: 3 months' notice, costs 100.00"),
        (Cancellation(1, CancellationFee(months=1)), "to cancel: 1 month's notice, costs 1 monthly amount"),
    ],
)
def test_leaving_in_words(rule: Cancellation, text: str) -> None:
    assert words(kind="unlimited", fee=Fee(1000, "month"), cancellation=rule)[-1] == text


def test_the_next_grants_one_by_one() -> None:
    contract = sold(
        starts=date(2026, 4, 11),
        allowances=(monthly(600), Allowance("quarter", sessions=1, session_minutes=15)),
    )
    assert grant_preview(contract, DESK, 3) == (
        "from 11 Apr 2026: 6 h 45 min, until 30 Apr 2026",
        "from 11 Apr 2026: 1 session of 15 min, until 30 Jun 2026",
        "from 1 May 2026: 10 h, until 31 May 2026",
    )
    assert grant_preview(contract, DESK, 1, since=date(2026, 6, 10)) == (
        "from 11 Apr 2026: 1 session of 15 min, until 30 Jun 2026",
    )
    assert len(grant_preview(contract, DESK)) == 6


def test_the_one_grant_of_the_other_kinds() -> None:
    block = sold(kind="block", minutes=60)
    assert grant_preview(block, DESK) == ("from 1 Jan 2026: 1 h, never expires",)
    assert grant_preview(sold(kind="on_demand"), DESK) == ()
    assert grant_preview(sold(kind="unlimited"), DESK) == ("from 1 Jan 2026: unlimited",)
    ending = sold(kind="unlimited", ends=YEAR_END)
    assert grant_preview(ending, DESK) == ("from 1 Jan 2026 until 31 Dec 2026: unlimited",)


def test_the_fee_lines_one_by_one() -> None:
    fee = Fee(35000, "month", Decimal(7))
    assert fee_preview(sold(ends=date(2026, 3, 31), fee=fee), DESK, 2) == (
        "1 Jan 2026: 325.50",
        "1 Feb 2026: 325.50",
        "3 lines, 976.50 in all",
    )
    half_year = sold(starts=date(2026, 5, 10), ends=date(2026, 11, 9), fee=Fee(10000, "month"))
    assert fee_preview(half_year, DESK)[0] == "10 May 2026: 70.85"
    assert fee_preview(half_year, DESK)[-1] == "7 lines, 600.00 in all"
    assert fee_preview(sold(fee=Fee(1000, "month")), DESK, 2, since=date(2026, 5, 2)) == (
        "1 Jun 2026: 10.00",
        "1 Jul 2026: 10.00",
    )
    assert fee_preview(sold(), DESK) == ()
    assert fee_preview(sold(ends=YEAR_END, fee=Fee(1000, "term")), DESK) == ("1 Jan 2026: 10.00",)


@given(books())
def test_every_contract_has_words_and_its_grants_in_them(book: Any) -> None:
    for contract in book.contracts:
        lines = contract_words(contract, book.desk)
        assert all(lines)
        granted = grants_of(contract, book.desk.rounding, contract.starts, renewed=False)
        preview = grant_preview(contract, book.desk)
        first = [line for line in preview if line.startswith(f"from {day_words(contract.starts)}:")]
        assert contract.kind in {"unlimited", "on_demand"} or len(first) == min(len(granted), 6)
        fee_preview(contract, book.desk)


@pytest.mark.parametrize(
    ("written", "said"),
    [("3318.00", "3,318.00"), ("-3318.00", "-3,318.00"), ("0.50", "0.50"), ("507160", "507,160")],
)
def test_found_3_13_amounts_have_separators(written: str, said: str) -> None:
    assert amount_words(written) == said


def test_a_courtesy_of_the_contracts_own_is_said() -> None:
    free = (FreeRule(10, ("email",)), FreeRule(5, ("phone",)))
    assert f"proposed as courtesy: {rules_text(free)}" in words(free=free)
    assert "proposed as courtesy: nothing" in words(free=())
    assert not any("courtesy" in line for line in words(free=None))


def test_a_cut_month_that_is_granted_in_full_says_so() -> None:
    """RULES 2.3: with `full` both halves of the month of a change include all of it."""
    contract = sold(
        starts=date(2025, 12, 3), ends=date(2026, 12, 2), allowances=(monthly(240),), proration="full"
    )
    lines = contract_words(contract, DESK)
    assert "the first month, 3 Dec 2025 to 31 Dec 2025, includes the full 4 h" in lines
    assert "the last month, 1 Dec 2026 to 2 Dec 2026, includes the full 4 h" in lines
    assert seam_words(contract, successor(contract, ()), DESK) == (
        "the full 4 h for 1 Dec 2026 to 2 Dec 2026 and again for 3 Dec 2026 to 31 Dec 2026: "
        "partial periods count in full"
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"proration": "prorate"},
        {"anchor": "start"},
        {"starts": date(2025, 12, 1), "ends": date(2026, 11, 30)},
        {"allowances": ()},
    ],
    ids=["by days", "from the start day", "whole months", "no hours"],
)
def test_where_no_month_is_granted_twice_nothing_is_said(changed: dict[str, Any]) -> None:
    terms = {
        "starts": date(2025, 12, 3),
        "ends": date(2026, 12, 2),
        "allowances": (monthly(240),),
        "proration": "full",
    }
    contract = sold(**(terms | changed))
    assert seam_words(contract, successor(contract, ()), DESK) == ""
