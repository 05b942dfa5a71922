"""How does another program read a statement? As JSON: minutes and seconds as integers, money as strings.

Every number of the statement stands here as it is; both identities of RULES 3.7 are written out.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from models.domain.basics.notation import format_money
from models.domain.basics.text import json_safe
from models.domain.ledger.sums import FLOWS, SPLIT
from models.exporters.statements.statement import Statement, StatementLine


def statement_document(statement: Statement) -> dict[str, Any]:
    """The statement as JSON-ready values."""
    header, sums = statement.header, statement.sums
    return {
        "statement": {
            "number": header.number,
            "version": header.version,
            "status": header.status,
            "issued_on": None if header.issued_on is None else header.issued_on.isoformat(),
        },
        "desk": {"name": header.desk_name, "address": list(header.desk_address)},
        "client": {"key": header.client, "name": header.client_name},
        "month": str(header.month),
        "language": header.language,
        "currency": header.currency,
        "minutes": asdict(sums),
        "identities": {
            "balance": _balance(statement),
            "balance_holds": sums.balance_holds,
            "split": " + ".join(f"{part} {getattr(sums, part)}" for part in SPLIT)
            + f" = accounted {sums.accounted}",
            "split_holds": sums.split_holds,
        },
        "grants": [_dated(asdict(grant)) for grant in statement.grants],
        "lines": [_line(line, header.currency) for line in statement.lines],
        "total": format_money(statement.total, header.currency),
        "work": [_dated(asdict(row)) for row in statement.work],
        "timesheet": [_dated(asdict(row)) for row in statement.timesheet],
    }


def write_statement_json(statement: Statement) -> bytes:
    """The document as UTF-8 text."""
    return (
        json_safe(json.dumps(statement_document(statement), ensure_ascii=False, indent=1)) + "\n"
    ).encode()


def _balance(statement: Statement) -> str:
    signs = ("", "+ ", "- ", "- ", "- ", "+ ")
    terms = [
        f"{sign}{flow} {getattr(statement.sums, flow)}" for sign, flow in zip(signs, FLOWS[:-1], strict=True)
    ]
    return f"{' '.join(terms)} = closing {statement.sums.closing}"


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}


def _line(line: StatementLine, currency: str) -> dict[str, Any]:
    document = _dated(asdict(line))
    for name in ("rate", "amount", "unit_price"):
        if document[name] is not None:
            document[name] = format_money(document[name], currency)
    return document
