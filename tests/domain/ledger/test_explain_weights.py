"""Why does this work count for more than it took? Slices, products, and weights that do not hold (RULES 3.9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from models.domain.basics.zone import zone
from models.domain.contracts.terms import ClientTerms
from models.domain.contracts.weights import WeightFacts
from models.domain.ledger.document import ledger_document
from models.domain.ledger.explaining.explain_basis import Basis
from models.domain.ledger.explaining.explain_unit import explain_unit
from models.domain.ledger.explaining.explain_weights import product_words, slice_words
from models.domain.ledger.results import Slice
from models.domain.values import Band, BandTable, Contract, Entry, Rounding
from tests.builders import DESK, WORK_TYPES, contract, months, work

EVENING = Band(1140, 1320, Decimal("1.5"), "evening")
TABLE = BandTable(date(2026, 1, 1), ((EVENING,),) * 7)
SHOP = replace(DESK, bands=(TABLE,), rounding=Rounding(15))
PLAN = contract("plan", name="Care", rates=(("*", 6000),))


def explained(entries: list[Entry], *, plan: Contract = PLAN, position: int = 0) -> str:
    """A unit of acme's March, at the desk whose evenings weigh half as much again."""
    made = months([plan], entries, desk=SHOP)
    terms = ClientTerms(SHOP, (plan,), WORK_TYPES, date(2026, 12, 31), facts=WeightFacts())
    document = ledger_document(made["2026-03"], "GBP", closed=False)
    known = {entry.key: entry for entry in entries}
    found = Basis(document, known, terms, zone("UTC"), made["2026-02"].closing_state)
    return "\n".join(explain_unit(found, position))


def slices(*parts: tuple[int, str]) -> tuple[Slice, ...]:
    """Slices of so many minutes at a weight."""
    return tuple(Slice(None, Decimal(weight), minutes * 60, minutes) for minutes, weight in parts)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (slices((12, "1"), (18, "1.5")), "12 × 1 + 18 × 1.5 = 39 min"),
        (slices((45, "1.5"), (45, "2")), "45 × 1.5 + 45 × 2 = 157.5 → 158 min"),
        (slices((1, "0.25")), "1 × 0.25 = 0.25 → 0 min"),
        (slices((1, "0.5")), "1 × 0.5 = 0.5 → 1 min"),
        ((), " = 0 min"),
    ],
)
def test_products_are_rounded_once(parts: tuple[Slice, ...], words: str) -> None:
    assert product_words(parts) == words


def test_a_slice_is_named_by_its_band_or_lies_outside() -> None:
    assert slice_words(Slice(None, Decimal(1), 0, 0)) == "outside ×1"
    assert slice_words(Slice("evening", Decimal("1.5"), 0, 0)) == "evening ×1.5"
    assert slice_words(Slice("office", Decimal(1), 0, 0)) == "office ×1"


def test_what_weighs_is_shared_out_and_reckoned() -> None:
    found = explained([work("E", "2026-03-02 18:48", 29.5)])
    assert "30 min accounted, counted 39 min, for 29 min 30 s on 2 Mar 2026" in found
    assert "Weights: the table of the desk from 1 Jan 2026 holds (RULES 3.9)." in found
    assert "  outside ×1: 12 min worked, 12 min its share" in found
    assert "  evening ×1.5: 17 min 30 s worked, 18 min its share" in found
    assert "  12 × 1 + 18 × 1.5 = 39 min counted, rounded once" in found


def test_a_table_of_the_contracts_own_is_named() -> None:
    own = replace(PLAN, bands=(TABLE,))
    assert "Weights: the table of Care from 1 Jan 2026 holds" in explained(
        [work("E", "2026-03-02 20:00", 60)], plan=own
    )


def test_courtesy_is_shared_out_but_not_reckoned() -> None:
    found = explained([work("E", "2026-03-02 20:00", 60, scope="courtesy")])
    assert "counted, rounded once" not in found


@pytest.mark.parametrize(
    ("entry", "rule", "why"),
    [
        (work("E", "2026-03-02 20:00", 60, premium="waived"), None, "was waived for it"),
        (work("E", "2026-03-02 20:00", 60), "agreed", "holds only where it was agreed, and it was not"),
    ],
)
def test_weights_that_do_not_hold_are_told_with_their_reason(
    entry: Entry, rule: str | None, why: str
) -> None:
    found = explained([entry], plan=replace(PLAN, premium=rule))  # type: ignore[arg-type]  # from the table
    assert f"Weights: E lies in evening ×1.5, which {why} (RULES 3.9)." in found
    assert "60 min (1 h) accounted for 60 min (1 h)" in found


def test_where_nothing_weighs_nothing_is_said() -> None:
    assert "Weights" not in explained([work("E", "2026-03-02 09:00", 60)])


def test_a_request_of_a_month_is_explained_as_one_unit() -> None:
    rounding = Rounding(15, 0, "request_month")
    plan = replace(PLAN, rounding=rounding)
    entries = [
        work("E-1", "2026-03-02 09:00", 5, request="R"),
        work("E-2", "2026-03-20 09:00", 5, request="R"),
    ]
    found = explained(entries, plan=plan)
    assert "E-1, dana: 09:00–09:05, 5 min" in found
    assert "E-2, dana: 20 Mar 2026 09:00–09:05, 5 min" in found
    assert "one request's work of a month, type, scope and contract is one unit" in found


def test_a_unit_is_told_the_line_that_bills_it_and_no_other() -> None:
    plan = contract("plan", rates=(("*", 6000), ("design", 9000)))
    entries = [
        work("E-1", "2026-03-02 09:00", 15),
        work("E-2", "2026-03-03 09:00", 15, work_type="design"),
    ]
    found = explained(entries, plan=plan, position=1)
    assert "overage, design under plan" in found
    assert "overage, maintenance" not in found
