"""What does a month bill? Fees, minutes times rates, charges: one rounding per line (RULES 3.5, 3.6, 10.1)."""

from __future__ import annotations

from collections.abc import Iterable

from models.domain.basics.money import amount_for
from models.domain.ledger.results import BillLine, UnitResult
from models.domain.values import Charge

LINE_KINDS = ("fee", "overage", "on_demand", "additional", "charge")


def lines_of(
    results: Iterable[UnitResult], fees: Iterable[tuple[str, int]], charges: Iterable[Charge]
) -> tuple[BillLine, ...]:
    """The month's lines in the order of RULES 10.1; fees of nothing and times of 0 minutes are left out.

    Three calls of 10 minutes at 100.00 are one line of 50.00, not three of 16.67.
    """
    minutes: dict[tuple[bool, str, str | None, str, int], int] = {}
    for result in results:
        unit = result.unit
        for kind, part in (
            ("overage", result.overage),
            ("on_demand", result.on_demand),
            ("additional", result.additional),
        ):
            if part and unit.rate is not None:
                key = (unit.late, kind, unit.contract, unit.work_type, unit.rate)
                minutes[key] = minutes.get(key, 0) + part
    lines = [BillLine("fee", contract, None, None, None, amount) for contract, amount in fees if amount]
    lines += [
        BillLine(kind, contract, work_type, total, rate, amount_for(total, rate), late)
        for (late, kind, contract, work_type, rate), total in minutes.items()
    ]
    lines += [
        BillLine("charge", None, None, None, None, charge.quantity * charge.unit_price, charge=charge.key)
        for charge in sorted(charges, key=lambda charge: (charge.date, charge.key))
    ]
    return tuple(sorted(lines, key=_line_order))


def _line_order(line: BillLine) -> tuple[bool, int, str, str, int]:
    return (
        line.late,
        LINE_KINDS.index(line.kind),
        line.contract or "",
        line.work_type or "",
        line.rate or 0,
    )
