"""How is a month's ledger written as JSON, and read from it? The form of RULES 10.1, for commands and frozen months.

Reading what was written gives the same document, and writing that the same text.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from operator import attrgetter, itemgetter
from typing import Any

from models.book.sums import sums_from, sums_json
from models.domain.basics.months import parse_month
from models.domain.basics.notation import format_money, minor_units
from models.domain.ledger.document import DrawLine, LedgerDocument, UnitLine
from models.domain.ledger.results import BillLine, GrantLine, Slice
from models.domain.ledger.sums import FLOWS, SPLIT

_FLOWS, _FLOW_KEYS = attrgetter(*FLOWS), itemgetter(*FLOWS)
_SPLIT, _SPLIT_KEYS = attrgetter(*SPLIT), itemgetter(*SPLIT)


def ledger_json(document: LedgerDocument, *, with_units: bool = True, frozen: bool = False) -> dict[str, Any]:
    """The ledger as JSON-ready values; as it is `frozen` it names counted minutes only where weights made others.

    So a month without weights is written as it was before there were any, to the letter (RULES 3.9).
    """
    currency = document.currency
    written: dict[str, Any] = {
        "client": document.client,
        "month": str(document.month),
        "closed": document.closed,
        "minutes": sums_json(document.sums, frozen=frozen),
        "grants": [_grant_json(grant) for grant in document.grants],
        "lines": [line_json(line, currency) for line in document.lines],
        "total": format_money(document.total, currency),
    }
    if with_units:
        written["units"] = [unit_json(unit, currency, frozen=frozen) for unit in document.units]
    return written


def _grant_json(grant: GrantLine) -> dict[str, Any]:
    return {
        "contract": grant.contract,
        "allowance": grant.allowance,
        "unit": grant.unit,
        "valid_from": grant.valid_from.isoformat(),
        "expires_on": None if grant.expires_on is None else grant.expires_on.isoformat(),
        **dict(zip(FLOWS, _FLOWS(grant), strict=True)),
    }


def line_json(line: BillLine, currency: str) -> dict[str, Any]:
    """One line of the bill (RULES 10.1)."""
    return {
        "kind": line.kind,
        "contract": line.contract,
        "work_type": line.work_type,
        "minutes": line.minutes,
        "rate": None if line.rate is None else format_money(line.rate, currency),
        "amount": format_money(line.amount, currency),
        "late": line.late,
        "charge": line.charge,
    }


def _slice_json(part: Slice) -> dict[str, Any]:
    return {
        "name": part.name,
        "weight": str(part.weight),
        "seconds": part.seconds,
        "accounted": part.accounted,
    }


def unit_json(unit: UnitLine, currency: str, *, frozen: bool = False) -> dict[str, Any]:
    """One unit of a ledger (RULES 10.1)."""
    weighed: dict[str, Any] = {}
    if not frozen or unit.slices:
        weighed = {"counted": unit.counted, "slices": [_slice_json(part) for part in unit.slices]}
    return {
        "entries": list(unit.entries),
        "request": unit.request,
        "work_type": unit.work_type,
        "scope": unit.scope,
        "work_date": unit.work_date.isoformat(),
        "spent_seconds": unit.spent_seconds,
        "accounted": unit.accounted,
        **weighed,
        "rate": None if unit.rate is None else format_money(unit.rate, currency),
        "contract": unit.contract,
        "late": unit.late,
        "draws": [
            {
                "contract": draw.contract,
                "allowance": draw.allowance,
                "valid_from": draw.valid_from.isoformat(),
                "amount": draw.amount,
            }
            for draw in unit.draws
        ],
        **dict(zip(SPLIT, _SPLIT(unit), strict=True)),
    }


def ledger_from(written: Mapping[str, Any], currency: str, *, with_units: bool = True) -> LedgerDocument:
    """The ledger that `ledger_json` wrote; `with_units` False leaves the units unread.

    Raises KeyError, TypeError or ValueError for anything else: the program alone writes this form.
    """
    return LedgerDocument(
        client=written["client"],
        month=parse_month(written["month"]),
        closed=written["closed"],
        currency=currency,
        sums=sums_from(written["minutes"]),
        grants=tuple(map(_grant_from, written["grants"])),
        lines=tuple(map(_line_from, written["lines"])),
        total=minor_units(written["total"]),
        units=tuple(map(_unit_from, written["units"])) if with_units else (),
    )


def _grant_from(row: Mapping[str, Any]) -> GrantLine:
    expires_on = row["expires_on"]
    return GrantLine(
        row["contract"],
        row["allowance"],
        row["unit"],
        date.fromisoformat(row["valid_from"]),
        None if expires_on is None else date.fromisoformat(expires_on),
        *_FLOW_KEYS(row),
    )


def _line_from(row: Mapping[str, Any]) -> BillLine:
    rate = row["rate"]
    return BillLine(
        row["kind"],
        row["contract"],
        row["work_type"],
        row["minutes"],
        None if rate is None else minor_units(rate),
        minor_units(row["amount"]),
        row["late"],
        row["charge"],
    )


def _unit_from(row: Mapping[str, Any]) -> UnitLine:
    rate = row["rate"]
    return UnitLine(
        tuple(row["entries"]),
        row["request"],
        row["work_type"],
        row["scope"],
        date.fromisoformat(row["work_date"]),
        row["spent_seconds"],
        row["accounted"],
        None if rate is None else minor_units(rate),
        row["contract"],
        row["late"],
        tuple(map(_draw_from, row["draws"])),
        **dict(zip(SPLIT, _SPLIT_KEYS(row), strict=True)),
        counted=row.get("counted", row["accounted"]),
        slices=tuple(map(_slice_from, row["slices"])) if "slices" in row else (),
    )


def _slice_from(row: Mapping[str, Any]) -> Slice:
    return Slice(row["name"], Decimal(row["weight"]), row["seconds"], row["accounted"])


def _draw_from(row: Mapping[str, Any]) -> DrawLine:
    return DrawLine(row["contract"], row["allowance"], date.fromisoformat(row["valid_from"]), row["amount"])
