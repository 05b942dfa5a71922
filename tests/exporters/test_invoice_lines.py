"""In every row of the invoice lines quantity × unit price, rounded half up, is the amount; the sum is the total."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from models.domain.basics.months import Month
from models.domain.ledger.sums import NO_SUMS
from models.exporters.invoice_lines import write_invoice_lines
from models.exporters.statements.statement import Header, Statement, StatementLine

HEADER = Header(
    "Desk", "acme", "Acme", Month(2026, 3), "GBP", "final", number=1, version=1, issued_on=date(2026, 4, 1)
)


def rows(lines: list[StatementLine], currency: str = "GBP") -> list[dict[str, str]]:
    header = replace(HEADER, currency=currency)
    total = sum(line.amount for line in lines)
    found = Statement(header, NO_SUMS, (), tuple(lines), total, (), ())
    return list(csv.DictReader(io.StringIO(write_invoice_lines([found]), newline="")))


def worked(minutes: int, rate: int) -> StatementLine:
    amount = int((Decimal(minutes) * rate / 60).quantize(Decimal(1), ROUND_HALF_UP))
    return StatementLine(
        "overage", "plan", "Plan", "maintenance", "Maintenance", minutes, rate, amount, late=False
    )


@pytest.mark.parametrize("rate", [6500, 9000, 7333, 1, 12345, 99999])
@pytest.mark.parametrize(("currency", "digits"), [("GBP", "0.01"), ("JPY", "1"), ("KWD", "0.001")])
def test_found_4_7_every_minute_multiplies_out(rate: int, currency: str, digits: str) -> None:
    lines = [worked(minutes, rate) for minutes in range(1, 2401)]
    found = rows(lines, currency)
    for row, line in zip(found, lines, strict=True):
        product = Decimal(row["quantity"]) * Decimal(row["unit_price"])
        assert product.quantize(Decimal(digits), ROUND_HALF_UP) == Decimal(row["amount"])
        assert row["minutes"] == str(line.minutes)
    scale = len(digits.partition(".")[2])
    assert sum(Decimal(row["amount"]) for row in found) == Decimal(sum(line.amount for line in lines)).scaleb(
        -scale
    )


def test_found_4_7_what_does_not_multiply_out_is_one_with_the_hours_in_words() -> None:
    exact, odd = rows([worked(90, 6500), worked(80, 6500)])
    assert (exact["quantity"], exact["unit_price"], exact["amount"]) == ("1.50", "65.00", "97.50")
    assert (odd["quantity"], odd["unit_price"], odd["amount"], odd["hours"]) == (
        "1",
        "86.67",
        "86.67",
        "1.3333",
    )
    assert odd["description"] == "Overage · Maintenance · Plan · 1:20 h at 65.00 per hour"
