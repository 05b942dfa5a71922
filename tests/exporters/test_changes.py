"""What version 2 says of version 1: each number that differs, and none that does not."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.months import Month
from models.domain.ledger.document import LedgerDocument, UnitLine
from models.domain.ledger.results import BillLine
from models.domain.ledger.sums import MonthSums
from models.exporters.statements.changes import changes_between

SMALL = st.integers(0, 2)
LINES = st.builds(
    BillLine,
    kind=st.sampled_from(["fee", "overage"]),
    contract=st.sampled_from(["a", None]),
    work_type=st.sampled_from(["care", None]),
    minutes=st.none(),
    rate=st.sampled_from([100, 200]),
    amount=st.integers(-2, 2),
    late=st.booleans(),
    charge=st.none(),
)
UNITS = st.builds(
    UnitLine,
    entries=st.just(("E-1",)),
    request=st.sampled_from(["R-1", "R-2", None]),
    work_type=st.sampled_from(["care", "design"]),
    scope=st.just("support"),
    work_date=st.just(date(2026, 3, 2)),
    spent_seconds=SMALL,
    accounted=SMALL,
    rate=st.none(),
    contract=st.none(),
    late=st.booleans(),
)


@st.composite
def documents(draw: st.DrawFn) -> LedgerDocument:
    lines = tuple(draw(st.lists(LINES, max_size=3)))
    units = tuple(draw(st.lists(UNITS, max_size=3)))
    accounted = sum(unit.accounted for unit in units)
    sums = MonthSums(
        accounted=accounted, counted=accounted + draw(SMALL), closing=draw(SMALL), overage=draw(SMALL)
    )
    total = sum(line.amount for line in lines)
    return LedgerDocument("acme", Month(2026, 3), True, "GBP", sums, (), lines, total, units)


def said(document: LedgerDocument) -> tuple[object, ...]:
    """All that a statement says in numbers: of lines and work, what they add up to by what they are."""
    lines: Counter[object] = Counter()
    for line in document.lines:
        lines[line.kind, line.contract, line.work_type, line.rate, line.late] += line.amount
    work: dict[object, tuple[int, int]] = {}
    for unit in document.units:
        key = unit.late, unit.request, None if unit.request else unit.work_type
        spent, accounted = work.get(key, (0, 0))
        work[key] = spent + unit.spent_seconds, accounted + unit.accounted
    return document.total, document.sums, dict(lines), work


@settings(max_examples=150)
@given(documents(), documents())
def test_changes_are_exactly_what_differs(before: LedgerDocument, after: LedgerDocument) -> None:
    changes = changes_between(before, after)
    assert (changes == ()) == (said(before) == said(after))
    assert all(change.before != change.after for change in changes)
    assert len({replace(change, before=0, after=0, measure="minutes") for change in changes}) == len(changes)


def test_counted_time_is_named_only_where_it_is_another_than_the_charged() -> None:
    plain = LedgerDocument("acme", Month(2026, 3), True, "GBP", MonthSums(accounted=60, counted=60))
    longer = replace(plain, sums=MonthSums(accounted=90, counted=90))
    weighed = replace(plain, sums=MonthSums(accounted=60, counted=90))
    assert [change.name for change in changes_between(plain, longer)] == ["accounted"]
    assert [change.name for change in changes_between(plain, weighed)] == ["counted"]
