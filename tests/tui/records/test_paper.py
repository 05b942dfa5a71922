"""May a tax be typed as people write it?"""

from __future__ import annotations

import pytest

from models.domain.basics.errors import InvalidValue
from tui.records.paper import read_tax, tax_text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("VAT 20%", "20 % VAT"),
        ("20% VAT", "20 % VAT"),
        ("Sales tax 7,5 %", "7.5 % Sales tax"),
        ("USt 19 %; USt 20 from 2027-01-01", "19 % USt; 20 % USt from 2027-01-01"),
        ("19 % USt; none from 2028-01-01", "19 % USt; none from 2028-01-01"),
    ],
)
def test_a_tax_in_either_order(typed: str, shown: str) -> None:
    assert tax_text(read_tax(typed)) == shown


@pytest.mark.parametrize("typed", ["20", "VAT", "20 % VAT; VAT 21"])
def test_what_is_no_tax(typed: str) -> None:
    with pytest.raises(InvalidValue, match="is no tax"):
        read_tax(typed)
