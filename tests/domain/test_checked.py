"""Every record refuses what it cannot be, at the path of the value, in the words of the book."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import MOST_MINUTES, MOST_MONEY
from models.domain.basics.ranges import (
    checked_day,
    checked_instant,
    checked_minutes,
    checked_money,
    checked_percent,
)
from models.domain.basics.text import check_known, join_path
from models.domain.checked import checked_entry, checked_request, checked_work_type
from models.domain.contracts.checked import check_contract, check_renews, checked_contract
from models.domain.values import (
    Allowance,
    Cancellation,
    CancellationFee,
    Contract,
    DatedRate,
    Entry,
    Event,
    Fee,
    Promise,
    Renewal,
    Request,
    Rollover,
    Rounding,
    WorkType,
)

ENTRY = Entry("E-1", "dana", "support", 1_000, 2_000, "acme", "R-1", note="call\x1b[2J")
REQUEST = Request(
    "R-1",
    "acme",
    " Printer \x07",
    1_000,
    cause="paper",
    first_response_at=1_000,
    events=(Event(1_000, "open"), Event(1_000, "resolved")),
)
WORK = WorkType("support", "Support", (DatedRate(date(2026, 3, 1), 80), DatedRate(date(2026, 1, 1), 70)))
CONTRACT = Contract(
    "acme-1",
    "acme",
    "retainer",
    "Care",
    date(2026, 1, 1),
    date(2026, 12, 31),
    allowances=(Allowance("month", minutes=300, work_types=("support",), rollover=Rollover(1, 60)),),
    covers=("support",),
    rates=(("*", 7_000),),
    rounding=Rounding(15, 15),
    fee=Fee(50_000, "month", Decimal("7.5")),
    cancellation=Cancellation(1, CancellationFee(percent=Decimal(50))),
)


def refusal(check: Any, *given: Any) -> tuple[str, str]:
    with pytest.raises(InvalidValue) as caught:
        check(*given)
    return caught.value.path, caught.value.message


@pytest.mark.parametrize(
    ("check", "good", "bad", "words"),
    [
        (checked_minutes, (0, MOST_MINUTES), (-1, MOST_MINUTES + 1), "is no duration"),
        (
            checked_day,
            (date(1970, 1, 1), date(2999, 12, 31)),
            (date(1969, 12, 31), date(3000, 1, 1)),
            "is no date",
        ),
        (checked_instant, (0, 32_503_679_999), (-1, 32_503_680_000), "is no instant"),
        (
            checked_percent,
            (Decimal(0), Decimal(100), Decimal("0.000001"), Decimal("100.0000000")),
            (Decimal("-0.1"), Decimal("100.1"), Decimal("0.0000001"), Decimal("NaN")),
            "is no percentage",
        ),
    ],
)
def test_a_number_is_held_to_its_range(check: Any, good: Any, bad: Any, words: str) -> None:
    assert [check(value, "x") for value in good] == list(good)
    for value in bad:
        path, message = refusal(check, value, "x")
        assert path == "x"
        assert words in message


def test_an_amount_is_held_to_its_range() -> None:
    assert [checked_money(minor, "x", "GBP") for minor in (0, MOST_MONEY)] == [0, MOST_MONEY]
    assert refusal(checked_money, -1, "x", "GBP")[1].startswith("'-0.01' is no amount")
    assert refusal(checked_money, MOST_MONEY + 1, "x", "JPY")[1].startswith("'1000000000001' is no amount")


def test_paths_and_known_keys() -> None:
    assert (join_path("", "a"), join_path("p", "a"), join_path("p", "a\x1b")) == ("a", "p.a", "p.'a\\x1b'")
    check_known(None, (), "x", "client")
    assert refusal(check_known, "z", [], "x", "client")[1] == "'z' is no client; accepted are none yet"
    assert refusal(check_known, "z", [*"abcdefghi"], "x", "key")[1].endswith("a, b, c, d, e, f, g, h …")


def test_what_passes_is_cleaned() -> None:
    assert checked_entry(ENTRY).note == "call[2J"
    assert checked_entry(replace(ENTRY, ended_at=None, client=None)).ended_at is None
    assert checked_request(REQUEST).subject == "Printer"
    assert checked_request(replace(REQUEST, cause=None, first_response_at=None)).cause is None
    assert [rate.rate for rate in checked_work_type(WORK).rates] == [70, 80]
    assert checked_contract(replace(CONTRACT, name=" Care\x07 "), "GBP") == CONTRACT


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"key": ""}, "key"),
        ({"agent": " a"}, "agent"),
        ({"work_type": "\x1b"}, "work_type"),
        ({"started_at": -1}, "started_at"),
        ({"ended_at": 999}, "ended_at"),
        ({"ended_at": 10**11}, "ended_at"),
        ({"client": ""}, "client"),
        ({"request": ""}, "request"),
        ({"scope": "free"}, "scope"),
        ({"note": "x" * 100_001}, "note"),
        ({"told": True}, "told"),
    ],
)
def test_an_entry_refuses_what_it_cannot_be(change: dict[str, Any], path: str) -> None:
    assert refusal(checked_entry, replace(ENTRY, **change))[0] == f"entry.{path}"
    assert refusal(checked_entry, replace(ENTRY, **change), "entries[3]")[0] == f"entries[3].{path}"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"subject": "x" * 501}, "subject"),
        ({"channel": "fax"}, "channel"),
        ({"priority": "asap"}, "priority"),
        ({"cause": " "}, "cause"),
        ({"first_response_at": 999}, "first_response_at"),
        ({"events": (Event(999, "open"),)}, "events[0].at"),
        ({"events": (Event(1_001, "open"), Event(1_000, "closed"))}, "events[1].at"),
        ({"events": (Event(1_001, "away"),)}, "events[0].state"),
    ],
)
def test_a_request_refuses_what_it_cannot_be(change: dict[str, Any], path: str) -> None:
    assert refusal(checked_request, replace(REQUEST, **change))[0] == f"request.{path}"


@pytest.mark.parametrize(
    ("change", "path"),
    [({"key": "*"}, "key"), ({"rates": ()}, "rates"), ({"rates": WORK.rates[:1] * 2}, "rates[1].from")],
)
def test_a_work_type_refuses_what_it_cannot_be(change: dict[str, Any], path: str) -> None:
    assert refusal(checked_work_type, replace(WORK, **change))[0] == f"work_type.{path}"


MONTHLY = CONTRACT.allowances[0]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"key": ""}, "key"),
        ({"kind": "gift"}, "kind"),
        ({"anchor": "x"}, "anchor"),
        ({"proration": "x"}, "proration"),
        ({"starts": date(3000, 1, 1)}, "starts"),
        ({"renews": ""}, "renews"),
        ({"covers": ()}, "covers"),
        ({"covers": ("support", "support")}, "covers[1]"),
        ({"rates": (("*", -1),)}, "rates.*"),
        ({"allowances": (replace(MONTHLY, pages=3),)}, "allowances[0].hours"),
        ({"allowances": (replace(MONTHLY, minutes=-1),)}, "allowances[0].hours"),
        ({"allowances": (replace(MONTHLY, every="day"),)}, "allowances[0].every"),
        ({"allowances": (replace(MONTHLY, rollover=Rollover(1201)),)}, "allowances[0].rollover.periods"),
        ({"allowances": (replace(MONTHLY, minutes=None, sessions=-1),)}, "allowances[0].sessions"),
        ({"kind": "block", "allowances": (), "minutes": -1}, "hours"),
        ({"kind": "block", "allowances": (), "minutes": 60, "valid_months": 0}, "valid_months"),
        ({"rounding": Rounding(0)}, "rounding.increment"),
        ({"rounding": Rounding(1, 10_081)}, "rounding.minimum"),
        ({"rounding": Rounding(per="day")}, "rounding.per"),  # type: ignore[arg-type]
        ({"fee": Fee(-1, "month")}, "fee.amount"),
        ({"fee": Fee(1, "month", Decimal(101))}, "fee.discount_percent"),
        ({"fee": Fee(1, "month", free_months=1201)}, "fee.free_months"),
        ({"fee": Fee(1, "day")}, "fee.every"),  # type: ignore[arg-type]
        ({"fee": Fee(1, "month", billing="never")}, "fee.billing"),  # type: ignore[arg-type]
        ({"renewal": Renewal("ask")}, "renewal.mode"),  # type: ignore[arg-type]
        ({"renewal": Renewal("auto", 1201)}, "renewal.notice_months"),
        ({"cancellation": Cancellation(-1)}, "cancellation.notice_months"),
        ({"cancellation": Cancellation(1, CancellationFee())}, "cancellation.fee"),
        ({"cancellation": Cancellation(1, CancellationFee(amount=-1))}, "cancellation.fee.amount"),
        ({"cancellation": Cancellation(1, CancellationFee(months=1201))}, "cancellation.fee.months"),
        ({"cancellation": Cancellation(1, CancellationFee(percent=Decimal(-1)))}, "cancellation.fee.percent"),
        ({"ends": date(2025, 12, 31)}, "ends"),
    ],
)
def test_a_contract_refuses_what_it_cannot_be(change: dict[str, Any], path: str) -> None:
    assert refusal(checked_contract, replace(CONTRACT, **change), "GBP")[0] == f"contract.{path}"


def test_a_contract_may_leave_out_what_is_optional() -> None:
    plain = Contract("b", "acme", "on_demand", "As needed", date(2026, 1, 1), rates=CONTRACT.rates)
    assert checked_contract(plain, "GBP") == plain
    monthly = replace(CONTRACT, cancellation=Cancellation(1, CancellationFee(amount=5)))
    assert checked_contract(monthly, "GBP") == monthly
    months = replace(CONTRACT, cancellation=Cancellation(1, CancellationFee(months=2)), renews="acme-0")
    assert checked_contract(months, "GBP") == months
    pages = Allowance("month", pages=4, minutes_per_group=30, pages_per_group=2)
    sessions = Allowance("month", sessions=4, session_minutes=90)
    block = replace(plain, kind="block", minutes=600, valid_months=12)
    assert checked_contract(replace(CONTRACT, allowances=(pages, sessions)), "GBP").allowances == (
        pages,
        sessions,
    )
    assert checked_contract(block, "GBP") == block


OLD = Contract("old", "acme", "retainer", "Plan", date(2026, 1, 1), date(2026, 2, 28))
NEW = Contract("new", "acme", "retainer", "Plan", date(2026, 3, 1), renews="old")


@pytest.mark.parametrize(
    ("before", "message"),
    [
        (replace(OLD, key="other"), r"^contract\.renews: .*old"),
        (replace(OLD, client="beta"), r"^contract\.renews: .*is a contract of beta, not of acme"),
        (
            replace(OLD, ends=None),
            r"^contract\.renews: .*has no end; accepted is a contract that ends before",
        ),
        (replace(OLD, ends=date(2026, 3, 1)), r"^contract\.renews: .*ends on 2026-03-01; accepted"),
    ],
)
def test_a_contract_renews_one_of_its_client_that_ends_before(before: Contract, message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        check_renews(NEW, {before.key: before})
    check_renews(NEW, {"old": OLD})
    check_renews(replace(NEW, renews=None), {before.key: before})


def test_work_types_of_terms_must_be_there() -> None:
    promised = replace(OLD, recurring=(Promise("p", "Look", "month", work_type="design"),))
    check_contract(promised, ["design"])
    with pytest.raises(InvalidValue, match=r"^contract\.recurring\[0\]\.work_type: .*design"):
        check_contract(promised, ["maintenance"])
    for named in (replace(OLD, covers=("design",)), replace(OLD, rates=(("*", 1), ("design", 2)))):
        check_contract(named, ["design"])
        with pytest.raises(InvalidValue, match="design"):
            check_contract(named, ["maintenance"])


def test_whether_weights_hold_is_a_word_that_is_known() -> None:
    assert checked_contract(replace(OLD, premium="agreed"), "GBP").premium == "agreed"
    with pytest.raises(InvalidValue, match=r"^contract\.premium: "):
        checked_contract(replace(OLD, premium="often"), "GBP")  # type: ignore[arg-type]  # as a file may say


@pytest.mark.parametrize("ends", [None, date(2026, 12, 31)])
def test_once_a_term_can_be_promised_where_a_term_ends(ends: date | None) -> None:
    once = replace(OLD, ends=ends, recurring=(Promise("p", "Look", "month"), Promise("q", "Audit", "term")))
    if ends is None:
        with pytest.raises(InvalidValue, match=r"^contract\.recurring\[1\]\.every: 'term' needs an end"):
            checked_contract(once, "GBP")
    else:
        assert checked_contract(once, "GBP") == once
