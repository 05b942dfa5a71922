"""Does the form for leaving say in plain words what comes back, and when the last day is?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from models.domain.values import Contract, Fee
from tests.builders import contract, monthly
from tui.dialogs.contracts.leaving import _preview

ENDS = date(2026, 12, 31)
PLAN = replace(contract("plan", "retainer", monthly(240)), starts=date(2026, 1, 1), ends=ENDS)


def said(sold: Contract) -> list[str]:
    return _preview(sold, "GBP")({"notice": date(2026, 5, 10), "last": None})


@pytest.mark.parametrize(
    ("fee", "first"),
    [
        (
            Fee(35000, "month"),
            "Billed period by period: nothing is paid back, and nothing is billed after the last day.",
        ),
        (None, "No fee was paid, so nothing is paid back."),
        (
            Fee(35000, "month", Decimal(0), billing="term"),
            "last day 10 Jun 2026, 204 of 365 days unused, paid 4,200.00 GBP",
        ),
    ],
    ids=["monthly", "free", "in advance"],
)
def test_what_comes_back_in_words(fee: Fee | None, first: str) -> None:
    lines = said(replace(PLAN, fee=fee))
    assert lines[0] == first
    assert any("last day 10 Jun 2026" in line for line in lines)
    assert not any("plan" in line for line in lines)
