"""Who uses far more or far less than they pay for."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from models.domain.planning.drift import drift_of, is_under_retainer, monthly_allowance
from models.domain.planning.workload import Worked
from models.domain.values import Allowance, Contract

MARCH, MAY = date(2026, 3, 1), date(2026, 5, 31)


def plan(starts: str, ends: str | None, *allowances: Allowance, **more: Any) -> Contract:
    last = None if ends is None else date.fromisoformat(ends)
    terms = {"kind": "retainer", **more}
    return Contract(
        "k", "acme", name="Plan", starts=date.fromisoformat(starts), ends=last, allowances=allowances, **terms
    )


@pytest.mark.parametrize(
    ("contracts", "under"),
    [
        ([plan("2026-01-01", None)], True),
        ([plan("2026-03-01", "2026-05-31")], True),
        ([plan("2026-03-02", "2026-05-31")], False),
        ([plan("2026-03-01", "2026-05-30")], False),
        ([plan("2026-04-11", None), plan("2026-01-01", "2026-04-10")], True),
        ([plan("2026-04-12", None), plan("2026-01-01", "2026-04-10")], False),
        ([plan("2026-01-01", "2026-12-31", cancelled=date(2026, 5, 30))], False),
        ([plan("2026-01-01", None, kind="unlimited")], False),
        ([], False),
    ],
)
def test_every_day_under_a_retainer(contracts: list[Contract], under: bool) -> None:
    assert is_under_retainer(contracts, MARCH, MAY) is under


@pytest.mark.parametrize(
    ("contracts", "minutes"),
    [
        ([plan("2026-01-01", None, Allowance("month", minutes=300))], 300),
        (
            [
                plan(
                    "2026-01-01",
                    None,
                    Allowance("quarter", minutes=540),
                    Allowance("month", sessions=2, session_minutes=15),
                )
            ],
            210,
        ),
        ([plan("2026-01-01", "2026-12-31", Allowance("term", minutes=1200))], 100),
        ([plan("2026-01-01", "2026-06-10", Allowance("term", minutes=1200))], Fraction(1200 * 3, 16)),
        (
            [plan("2026-01-01", None, Allowance("month", pages=24, minutes_per_group=60, pages_per_group=6))],
            240,
        ),
        ([plan("2026-01-01", "2026-05-30", Allowance("month", minutes=300))], 0),
        ([plan("2026-06-01", None, Allowance("month", minutes=300))], 0),
        ([plan("2026-01-01", None, kind="block", minutes=600)], 0),
        ([plan("2026-01-01", None, Allowance("month", minutes=300))] * 2, 600),
    ],
)
def test_monthly_allowance(contracts: list[Contract], minutes: Fraction) -> None:
    assert monthly_allowance(contracts, MAY) == minutes


def worked(*support: int, overage: int = 0) -> list[Worked]:
    """Months of support minutes, the last `overage` of them with some."""
    return [
        Worked(minutes, minutes, 5 if position >= len(support) - overage else 0)
        for position, minutes in enumerate(support)
    ]


@pytest.mark.parametrize(
    ("months", "allowance", "direction"),
    [
        (worked(330, 390, 420), 300, "over"),
        (worked(360, 360, 360), 300, "over"),
        (worked(360, 360, 359), 300, None),
        (worked(120, 120, 120), 300, "under"),
        (worked(120, 120, 121), 300, None),
        (worked(0, 0, 0), 300, "under"),
        (worked(300, 300, 300, overage=1), 300, None),
        (worked(300, 300, 300, overage=2), 300, "over"),
        (worked(10, 10, 10, overage=2), 300, "over"),
        (worked(0, 0, 0), 0, None),
        (worked(0, 0, 3), 0, "over"),
    ],
)
def test_directions(months: list[Worked], allowance: int, direction: str | None) -> None:
    assert drift_of(months, Fraction(allowance)) == direction


def test_only_support_counts() -> None:
    assert drift_of([Worked(900, 0, 0)] * 3, Fraction(300)) == "under"
