"""Which tax is on paper on a day? That of the latest date, until there is none any more."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from models.domain.papers import DeskPaper, TaxRate

OLD, NEW = TaxRate(date(2026, 1, 1), Decimal(20), "VAT"), TaxRate(date(2026, 3, 1), Decimal(21), "VAT")
GONE = TaxRate(date(2026, 6, 1), None)


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), OLD),
        (date(2026, 2, 28), OLD),
        (date(2026, 3, 1), NEW),
        (date(2026, 5, 31), NEW),
        (date(2026, 6, 1), None),
    ],
)
def test_the_tax_in_force(day: date, rate: TaxRate | None) -> None:
    assert DeskPaper(tax=(OLD, NEW, GONE)).tax_on(day) == rate
    assert DeskPaper().tax_on(day) is None
