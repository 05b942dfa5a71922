"""Statements by hand, for what is written of them: one that has everything, and small ones of given lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from models.domain.basics.money import amount_for
from models.domain.basics.months import Month
from models.domain.ledger.sums import NO_SUMS, MonthSums
from models.domain.papers import DeskPaper, TaxRate
from models.exporters.statements.billing import tax_on
from models.exporters.statements.statement import (
    Header,
    Statement,
    StatementGrant,
    StatementLine,
    TimeLine,
    WorkLine,
)

VAT = DeskPaper(tax=(TaxRate(date(2020, 1, 1), Decimal("20"), "VAT"),))
HEADER = Header(
    desk_name="Harbour Desk",
    client="acme",
    client_name="Acme Ltd",
    month=Month(2026, 11),
    currency="GBP",
    status="final",
    desk_address=("4 Quayside", "Whitby"),
    contact="Ann Cole",
    number=243,
    version=1,
    issued_on=date(2026, 12, 1),
    language="en-GB",
    desk_tax_id="GB 123",
    bank=("Bank of Somewhere", "IBAN GB33 BUKB"),
    footer="Harbour Desk Ltd, registered in England",
    client_address=("Acme House", "12 Long Lane"),
    client_tax_id="GB 987",
    order_number="PO-4711",
    payment_days=14,
    annex="full",
    causes=True,
)


def worked(minutes: int, rate: int, kind: str = "overage", work_type: str = "care") -> StatementLine:
    """A line of time at a rate."""
    amount = amount_for(minutes, rate)
    return StatementLine(
        kind, "plan", "Plan", work_type, work_type.title(), minutes, rate, amount, late=False
    )


def fee(amount: int) -> StatementLine:
    """A line of a fee."""
    return StatementLine("fee", "plan", "Plan", None, "", None, None, amount, late=False)


def charge(key: str, quantity: int, price: int, description: str = "New page") -> StatementLine:
    """A line of a charge."""
    return StatementLine(
        *("charge", None, "", None, "", None, None, quantity * price, False, key),
        description=description,
        quantity=quantity,
        unit_price=price,
        day=date(2026, 11, 5),
    )


def of_lines(
    lines: Sequence[StatementLine], header: Header = HEADER, desk: DeskPaper = VAT, sums: MonthSums = NO_SUMS
) -> Statement:
    """A statement of these lines and nothing else."""
    total = sum(line.amount for line in lines)
    tax = None if header.tax_note else tax_on(total, header.month.last_day, desk)
    return Statement(header, sums, (), tuple(lines), total, (), (), tax=tax, worked=True)


def whole() -> Statement:
    """One with hours, lines, tax, work and a timesheet."""
    sums = MonthSums(
        *(60, 480, 348, 30, 0, 0, 162),
        spent_seconds=24_000,
        accounted=388,
        counted=388,
        covered=348,
        overage=40,
        courtesy_seconds=900,
    )
    base = of_lines(
        [fee(35_000), worked(40, 9_000), worked(90, 8_000, "additional"), charge("C-1", 3, 1_200)]
    )
    grants = (
        StatementGrant(
            "plan", "Plan", "minutes", date(2026, 11, 1), date(2027, 1, 31), 60, 480, 348, 30, 0, 0, 162
        ),
    )
    day = date(2026, 11, 3)
    work = (
        WorkLine(
            "R-12",
            "Form sends nothing",
            "help with use",
            "Care",
            day,
            day,
            24_000,
            388,
            348,
            40,
            900,
            False,
            388,
        ),
    )
    times = (
        TimeLine(
            day,
            "09:00",
            "15:40",
            "Dana",
            "R-12",
            "Care",
            "support",
            "=1+1 [bold] #let x",
            24_000,
            388,
            False,
            388,
        ),
    )
    return Statement(HEADER, sums, grants, base.lines, base.total, work, times, tax=base.tax, worked=True)
