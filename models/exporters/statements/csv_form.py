"""How does a statement go into a spreadsheet as text? One table, each row saying what part of it it is.

Numbers are those of the statement, unformatted; text that a person typed is neutralised (see spreadsheet.py). Write
the text with newline="" and the encoding utf-8-sig, so that spreadsheets find the encoding.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import asdict

from models.domain.basics.notation import format_money, format_percent
from models.exporters.spreadsheet import neutral
from models.exporters.statements.billing import billed
from models.exporters.statements.statement import Statement, StatementLine
from models.exporters.statements.words import hours

COLUMNS = (
    *("part", "name", "date", "until", "from", "to", "who", "request", "description", "cause"),
    *("work_type", "contract", "scope", "late", "minutes", "time", "seconds", "counted_minutes"),
    "covered_minutes",
    *("billed_minutes", "quantity", "rate", "amount", "currency"),
)
Row = dict[str, object]


def write_statement_csv(statement: Statement) -> str:
    """Parts `statement`, `before`, `after`, `sum`, `grant`, `line`, `total`, `tax`, `gross`, `work`, `time`; CRLF."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(statement):
        writer.writerow({name: _cell(name, value) for name, value in row.items() if value is not None})
    return text.getvalue()


_NUMBERS = {
    *(
        "minutes",
        "seconds",
        "counted_minutes",
        "covered_minutes",
        "billed_minutes",
        "quantity",
        "rate",
        "amount",
        "time",
    ),
    *("date", "until", "from", "to", "part"),
}


def _cell(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    text = str(value)
    return text if name in _NUMBERS else neutral(text)


def _rows(statement: Statement) -> Iterator[Row]:
    yield from _heading(statement)
    yield from _changes(statement)
    for name, value in asdict(statement.sums).items():
        if name.endswith("_seconds"):
            yield {"part": "sum", "name": name.removesuffix("_seconds"), "seconds": value}
        else:
            yield {"part": "sum", "name": name, "minutes": value, "time": hours(value)}
    for window in statement.windows:
        yield {
            "part": "window",
            "name": window.name,
            "rate": format_percent(window.weight),
            "minutes": window.accounted,
            "time": hours(window.accounted),
            "seconds": window.seconds,
        }
    yield from _grants(statement)
    yield from _lines(statement)
    yield from _work(statement)
    yield from _times(statement)


def _heading(statement: Statement) -> Iterator[Row]:
    header = statement.header
    facts = {
        "desk": header.desk_name,
        "address": "; ".join(header.desk_address),
        "tax_id": header.desk_tax_id,
        "bank": "; ".join(header.bank),
        "client": header.client,
        "client_name": header.client_name,
        "client_address": "; ".join(header.client_address),
        "client_tax_id": header.client_tax_id,
        "order_number": header.order_number,
        "month": str(header.month),
        "number": header.number,
        "version": header.version,
        "status": header.status,
        "issued_on": header.issued_on,
        "due_on": header.due_on,
        "promised": None if statement.promised is None else statement.promised.promised,
        "promised_done": None if statement.promised is None else statement.promised.done,
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
            "description": _described(line, money),
            "work_type": line.work_type_name,
            "contract": line.contract_name,
            "late": line.late,
            "minutes": line.minutes,
            "time": None if line.minutes is None else hours(line.minutes),
            "quantity": billed(line).quantity,
            "rate": money(billed(line).price),
            "amount": money(line.amount),
            "currency": currency,
        }
    yield {"part": "total", "amount": money(statement.total), "currency": currency}
    tax = statement.tax
    if tax is not None:
        amount, rate = money(tax.amount), format_percent(tax.percent)
        yield {"part": "tax", "name": tax.name, "rate": rate, "amount": amount, "currency": currency}
        yield {"part": "gross", "amount": money(statement.gross), "currency": currency}
    elif statement.header.tax_note is not None:
        yield {"part": "tax", "name": statement.header.tax_note}


def _described(line: StatementLine, money: Callable[[int | None], str | None]) -> str:
    """The description, with the hours where they are not the quantity."""
    if line.minutes is None or not billed(line).spelled:
        return line.description
    rate = "" if line.rate is None else f" × {money(line.rate)}"
    return f"{line.description} {hours(line.minutes)}{rate}".strip()


def _changes(statement: Statement) -> Iterator[Row]:
    """Each number that differs from the version before, twice: as it was, and as it is."""
    for row in statement.changes:
        change = row.change
        for part, number in (("before", change.before), ("after", change.after)):
            shown: Row = {change.measure: number}
            if change.measure == "money":
                shown = {
                    "amount": None if number is None else format_money(number, statement.header.currency)
                }
            elif change.measure == "minutes" and number is not None:
                shown["time"] = hours(number)
            yield {
                "part": part,
                "name": change.name or change.kind,
                "description": row.subject,
                "work_type": row.work_type_name,
                "contract": row.contract_name,
                "late": change.late,
                **shown,
            }


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
            "counted_minutes": row.counted,
            "covered_minutes": row.covered,
            "billed_minutes": row.billed,
        }


def _times(statement: Statement) -> Iterator[Row]:
    for row in statement.timesheet:
        yield {
            "part": "time",
            "counted_minutes": row.counted,
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
