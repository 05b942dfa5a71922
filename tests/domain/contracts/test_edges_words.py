"""What do words say of a contract that was declined, and of promises far apart? Sentences at their edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import parse_percent, parse_share
from models.domain.contracts.contract_words import contract_words, seam_words
from models.domain.contracts.promise_words import promise_preview
from models.domain.contracts.renewals import successor
from models.domain.values import Allowance, Contract, Desk, Promise, Renewal
from tests.edges import table

DESK = Desk("Desk", "Europe/London", "GBP")
BOTH = (Allowance("term", minutes=60), Allowance("month", minutes=240))
TERM = Contract("k", "acme", "retainer", "Plan", date(2025, 12, 3), date(2026, 12, 2))


@pytest.mark.parametrize(
    ("terms", "line"),
    table(
        ("decided by somebody", {}, "to be renewed or declined by 2 Nov 2026"),
        ("declined", {"declined": True}, "ends without renewal"),
        ("by itself", {"renewal": Renewal("auto", 1)}, "renews by itself unless declined by 2 Nov 2026"),
        ("declined it does not", {"renewal": Renewal("auto", 1), "declined": True}, "ends without renewal"),
        ("never meant to", {"renewal": Renewal("none", 1)}, "ends without renewal"),
    ),
)
def test_what_is_said_of_a_renewal(terms: dict[str, Any], line: str) -> None:
    assert line in contract_words(replace(TERM, **terms), DESK)


@pytest.mark.parametrize(
    ("allowances", "said"),
    table(
        ("hours a month are granted twice", (Allowance("month", minutes=240),), True),
        ("hours for the term are granted once each", (Allowance("term", minutes=240),), False),
        ("of two allowances the one a month counts", BOTH, True),
        ("sessions are never shared", (Allowance("month", sessions=2, session_minutes=15),), False),
    ),
)  # fmt: skip
def test_where_a_month_is_granted_twice(allowances: tuple[Allowance, ...], said: bool) -> None:
    contract = replace(TERM, allowances=allowances, proration="full")
    text = seam_words(contract, successor(contract, ()), DESK)
    assert text.startswith("the full 4 h for 1 Dec 2026 to 2 Dec 2026 and again") is said
    # What the successor does not grant is not granted twice.
    assert seam_words(contract, replace(successor(contract, ()), allowances=()), DESK) == ""


def test_promises_a_year_apart_are_told_as_many_as_are_asked_for() -> None:
    promise = Promise("p", "Audit", "year")
    contract = replace(TERM, starts=date(2024, 11, 15), ends=None, anchor="start", recurring=(promise,))
    assert list(promise_preview(contract, date(2026, 11, 26), 3)) == [
        "Audit: due 14 Nov 2027, 14 Nov 2028, 14 Nov 2029"
    ]


def test_the_most_of_a_percentage_and_of_a_share() -> None:
    assert (parse_percent("100", "p"), parse_share("1", "p")) == (Decimal(100), Decimal(1))
    for parse, text in ((parse_percent, "100.01"), (parse_share, "1.01")):
        with pytest.raises(InvalidValue, match="accepted is a decimal string from 0 to"):
            parse(text, "p")
