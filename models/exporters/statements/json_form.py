"""How does another program read a statement? As JSON: minutes and seconds as integers, money as strings.

Every number of the statement stands here as it is; both identities of RULES 3.7 are written out.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from models.domain.basics.notation import format_money, format_percent
from models.domain.basics.text import json_safe
from models.domain.ledger.sums import FLOWS, SPLIT
from models.exporters.statements.billing import billed
from models.exporters.statements.statement import Statement, StatementLine


def statement_document(statement: Statement) -> dict[str, Any]:
    """The statement as JSON-ready values."""
    header, sums = statement.header, statement.sums
    return {
        "statement": {
            "number": header.number,
            "version": header.version,
            "status": header.status,
            "issued_on": _iso(header.issued_on),
            "due_on": _iso(header.due_on),
            "order_number": header.order_number or None,
            "annex": header.annex,
        },
        "desk": {
            "name": header.desk_name,
            "address": list(header.desk_address),
            "tax_id": header.desk_tax_id or None,
            "bank": list(header.bank),
            "footer": header.footer or None,
        },
        "client": {
            "key": header.client,
            "name": header.client_name,
            "address": list(header.client_address),
            "tax_id": header.client_tax_id or None,
        },
        "month": str(header.month),
        "language": header.language,
        "currency": header.currency,
        "minutes": asdict(sums),
        "identities": {
            "balance": _balance(statement),
            "balance_holds": sums.balance_holds,
            "split": " + ".join(f"{part} {getattr(sums, part)}" for part in SPLIT)
            + (f" = counted {sums.counted}" if statement.weighted else f" = accounted {sums.accounted}"),
            "split_holds": sums.split_holds,
        },
        "promised": None
        if (kept := statement.promised) is None
        else {"promised": kept.promised, "done": kept.done, "late": kept.late},
        "windows": [
            {**_dated(asdict(row)), "weight": format_percent(row.weight)} for row in statement.windows
        ],
        "grants": [_dated(asdict(grant)) for grant in statement.grants],
        "lines": [_line(line, header.currency) for line in statement.lines],
        "total": format_money(statement.total, header.currency),
        "tax": _tax(statement),
        "gross": format_money(statement.gross, header.currency),
        "changes": _changes(statement),
        "work": [_dated(asdict(row)) for row in statement.work],
        "timesheet": [_dated(asdict(row)) for row in statement.timesheet],
    }


def write_statement_json(statement: Statement) -> bytes:
    """The document as UTF-8 text."""
    return (
        json_safe(json.dumps(statement_document(statement), ensure_ascii=False, indent=1)) + "\n"
    ).encode()


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _tax(statement: Statement) -> dict[str, Any] | None:
    """The tax on the total, or why there is none; null for a desk without tax."""
    tax, header = statement.tax, statement.header
    if tax is None:
        return None if header.tax_note is None else {"note": header.tax_note}
    amount = format_money(tax.amount, header.currency)
    return {"name": tax.name, "percent": format_percent(tax.percent), "amount": amount}


def _changes(statement: Statement) -> dict[str, Any] | None:
    """What differs from the version before: minutes, seconds or money as the measure says."""
    header = statement.header
    if header.changed_since is None:
        return None
    version, day = header.changed_since
    rows = [
        {
            "kind": row.change.kind,
            "name": row.change.name or None,
            "contract": row.change.contract,
            "work_type": row.change.work_type,
            "charge": row.change.charge,
            "late": row.change.late,
            "rate": _number(row.change.rate, "money", header.currency),
            "measure": row.change.measure,
            "before": _number(row.change.before, row.change.measure, header.currency),
            "after": _number(row.change.after, row.change.measure, header.currency),
        }
        for row in statement.changes
    ]
    return {"version": version, "issued_on": day.isoformat(), "changed": rows}


def _number(number: int | None, measure: str, currency: str) -> int | str | None:
    return format_money(number, currency) if number is not None and measure == "money" else number


def _balance(statement: Statement) -> str:
    signs = ("", "+ ", "- ", "- ", "- ", "+ ")
    terms = [
        f"{sign}{flow} {getattr(statement.sums, flow)}" for sign, flow in zip(signs, FLOWS[:-1], strict=True)
    ]
    return f"{' '.join(terms)} = closing {statement.sums.closing}"


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}


def _line(line: StatementLine, currency: str) -> dict[str, Any]:
    """A line; quantity and unit price multiply out to the amount, hours as a number with decimals."""
    document = _dated(asdict(line))
    found = billed(line)
    quantity = str(found.quantity) if found.hours else int(found.quantity)
    document |= {"quantity": quantity, "unit_price": found.price}
    for name in ("rate", "amount", "unit_price"):
        if document[name] is not None:
            document[name] = format_money(document[name], currency)
    return document
