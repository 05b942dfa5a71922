"""How does a statement go into a spreadsheet as text? One table, each row saying what part of it it is.

Numbers are those of the statement, unformatted; text that a person typed is neutralised (see spreadsheet.py). Write
the text with newline="" and the encoding utf-8-sig, so that spreadsheets find the encoding.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict

from models.domain.basics.notation import format_money
from models.exporters.spreadsheet import neutral
from models.exporters.statements.statement import Statement
from models.exporters.statements.words import hours

COLUMNS = (
    *("part", "name", "date", "until", "from", "to", "who", "request", "description", "cause"),
    *("work_type", "contract", "scope", "late", "minutes", "time", "seconds", "covered_minutes"),
    *("billed_minutes", "quantity", "rate", "amount", "currency"),
)
Row = dict[str, object]


def write_statement_csv(statement: Statement) -> str:
    """Parts `statement`, `sum`, `grant`, `line`, `total`, `work`, `time`, in this order; CRLF at ends."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(statement):
        writer.writerow({name: _cell(name, value) for name, value in row.items() if value is not None})
    return text.getvalue()


_NUMBERS = {
    *("minutes", "seconds", "covered_minutes", "billed_minutes", "quantity", "rate", "amount", "time"),
    *("date", "until", "from", "to", "part"),
}


def _cell(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    text = str(value)
    return text if name in _NUMBERS else neutral(text)


def _rows(statement: Statement) -> Iterator[Row]:
    yield from _heading(statement)
    for name, value in asdict(statement.sums).items():
        if name.endswith("_seconds"):
            yield {"part": "sum", "name": name.removesuffix("_seconds"), "seconds": value}
        else:
            yield {"part": "sum", "name": name, "minutes": value, "time": hours(value)}
    yield from _grants(statement)
    yield from _lines(statement)
    yield from _work(statement)
    yield from _times(statement)


def _heading(statement: Statement) -> Iterator[Row]:
    header = statement.header
    facts = {
        "desk": header.desk_name,
        "address": "; ".join(header.desk_address),
        "client": header.client,
        "client_name": header.client_name,
        "month": str(header.month),
        "number": header.number,
        "version": header.version,
        "status": header.status,
        "issued_on": header.issued_on,
    }
    for name, value in facts.items():
        if value not in {None, ""}:
            yield {"part": "statement", "name": name, "description": value}


def _grants(statement: Statement) -> Iterator[Row]:
    for grant in statement.grants:
        for flow in ("opening", "granted", "drawn", "lapsed", "forfeited", "reversed", "closing"):
            value = getattr(grant, flow)
            counted: Row = (
                {"quantity": value} if grant.unit == "sessions" else {"minutes": value, "time": hours(value)}
            )
            yield {
                "part": "grant",
                "name": flow,
                "date": grant.valid_from,
                "until": grant.expires_on,
                "contract": grant.contract_name,
                **counted,
            }


def _lines(statement: Statement) -> Iterator[Row]:
    currency = statement.header.currency

    def money(value: int | None) -> str | None:
        return None if value is None else format_money(value, currency)

    for line in statement.lines:
        yield {
            "part": "line",
            "name": line.kind,
            "date": line.day,
            "description": line.description,
            "work_type": line.work_type_name,
            "contract": line.contract_name,
            "late": line.late,
            "minutes": line.minutes,
            "time": None if line.minutes is None else hours(line.minutes),
            "quantity": line.quantity,
            "rate": money(line.rate if line.rate is not None else line.unit_price),
            "amount": money(line.amount),
            "currency": currency,
        }
    yield {"part": "total", "amount": money(statement.total), "currency": currency}


def _work(statement: Statement) -> Iterator[Row]:
    for row in statement.work:
        yield {
            "part": "work",
            "date": row.first,
            "until": row.last,
            "request": row.request,
            "description": row.subject,
            "cause": row.cause,
            "work_type": row.work_type_name,
            "late": row.late,
            "minutes": row.accounted,
            "time": hours(row.accounted),
            "seconds": row.spent_seconds,
            "covered_minutes": row.covered,
            "billed_minutes": row.billed,
        }


def _times(statement: Statement) -> Iterator[Row]:
    for row in statement.timesheet:
        yield {
            "part": "time",
            "date": row.day,
            "from": row.started,
            "to": row.ended,
            "who": row.agent,
            "request": row.request,
            "description": row.note,
            "work_type": row.work_type_name,
            "scope": row.scope,
            "late": row.late,
            "minutes": row.accounted,
            "time": None if row.accounted is None else hours(row.accounted),
            "seconds": row.spent_seconds,
        }
