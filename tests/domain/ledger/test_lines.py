"""Printed lines: one rounding each, in a fixed order (RULES 3.5, 3.6, 10.1)."""

from __future__ import annotations

from datetime import date

from models.domain.ledger.lines import lines_of
from models.domain.ledger.results import BillLine, Unit, UnitResult
from models.domain.values import Charge, Rounding, Scope
from tests.builders import contract, monthly, months, work


def result(
    part: str,
    minutes: int,
    rate: int | None = 10000,
    *,
    work_type: str = "maintenance",
    under: str | None = "k",
    late: bool = False,
    scope: Scope = "support",
) -> UnitResult:
    """A unit of which so many minutes are billed."""
    unit = Unit(
        ("E",), None, work_type, scope, date(2026, 3, 2), 0, minutes * 60, minutes, minutes, rate, under, late
    )
    return UnitResult(unit, **{part: minutes})  # type: ignore[arg-type]  # the part is one of the ints


def charge(key: str, day: date, quantity: int = 1, unit_price: int = 100) -> Charge:
    return Charge(key, "acme", day, "Thing", quantity, unit_price)


def test_three_calls_are_one_line() -> None:
    (line,) = lines_of([result("overage", 10)] * 3, (), ())
    assert line == BillLine("overage", "k", "maintenance", 30, 10000, 5000)


def test_rounding_is_half_up_and_happens_once() -> None:
    assert [line.amount for line in lines_of([result("overage", 1, 30)], (), ())] == [1]
    assert [line.amount for line in lines_of([result("overage", 1, 29)], (), ())] == [0]
    assert [line.amount for line in lines_of([result("overage", 1, 30)] * 3, (), ())] == [2]


def test_what_keeps_lines_apart() -> None:
    found = lines_of(
        [
            result("overage", 10),
            result("overage", 10, late=True),
            result("on_demand", 10),
            result("overage", 10, under="j"),
            result("overage", 10, work_type="design"),
            result("overage", 10, 9000),
        ],
        (),
        (),
    )
    assert len(found) == 6


def test_the_order() -> None:
    found = lines_of(
        [
            result("overage", 1, late=True),
            result("additional", 1, scope="additional"),
            result("on_demand", 1, under=None),
            result("on_demand", 1, under="j"),
            result("overage", 1, 9000),
            result("overage", 1, 10000),
            result("overage", 1, work_type="design"),
            result("overage", 1, under="j"),
        ],
        [("z", 100), ("a", 200)],
        [charge("C-1", date(2026, 3, 9)), charge("C-3", date(2026, 3, 2)), charge("C-2", date(2026, 3, 2))],
    )
    assert [(line.kind, line.contract, line.work_type, line.rate, line.charge) for line in found] == [
        ("fee", "a", None, None, None),
        ("fee", "z", None, None, None),
        ("overage", "j", "maintenance", 10000, None),
        ("overage", "k", "design", 10000, None),
        ("overage", "k", "maintenance", 9000, None),
        ("overage", "k", "maintenance", 10000, None),
        ("on_demand", None, "maintenance", 10000, None),
        ("on_demand", "j", "maintenance", 10000, None),
        ("additional", "k", "maintenance", 10000, None),
        ("charge", None, None, None, "C-2"),
        ("charge", None, None, None, "C-3"),
        ("charge", None, None, None, "C-1"),
        ("overage", "k", "maintenance", 10000, None),
    ]
    assert [line.late for line in found] == [False] * 12 + [True]


def test_what_is_left_out_and_what_is_not() -> None:
    gift = result("on_demand", 0, None, scope="courtesy")
    found = lines_of(
        [result("overage", 0), gift, result("overage", 9, 0)],
        [("k", 0)],
        [charge("C", date(2026, 1, 1), 2, 0)],
    )
    assert [(line.kind, line.minutes, line.amount) for line in found] == [
        ("overage", 9, 0),
        ("charge", None, 0),
    ]


def test_a_credit_is_a_charge_below_zero() -> None:
    (line,) = lines_of((), (), [charge("C", date(2026, 1, 1), 3, -1250)])
    assert line.amount == -3750


def test_round_first_then_split() -> None:
    """0:20 left, 47 min spent, increment 15, 90.00 an hour: 60 = 20 covered + 40 overage = 60.00."""
    plan = contract("k", "retainer", monthly(20), rates=(("*", 9000),), rounding=Rounding(15))
    march = months([plan], [work("E", "2026-03-02 10:00", 47)])["2026-03"]
    assert [(r.unit.accounted, r.covered, r.overage) for r in march.units] == [(60, 20, 40)]
    assert march.total == 6000
