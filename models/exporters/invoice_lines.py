"""What does an accounting program need of a month? One row a line to bill, for all clients.

Law: the amounts add up to the statements' totals, to the minor unit; minutes are exact, the decimal hours
beside them are for people and rounded to four digits.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from models.domain.notation import format_money
from models.exporters.spreadsheet import neutral
from models.exporters.statement import BillLine, Statement
from models.exporters.statement_words import Speech, speech

COLUMNS = (
    *("client", "client_name", "month", "statement", "status", "position", "kind", "description", "contract"),
    *("work_type", "late", "minutes", "hours", "quantity", "unit_price", "amount", "currency"),
)
_FOUR = Decimal("0.0001")


def write_invoice_lines(statements: Iterable[Statement]) -> str:
    """The lines of the statements in their order; `unit_price` is the rate an hour where there are minutes.

    Lines end in CRLF; write with newline="" and the encoding utf-8-sig.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for statement in statements:
        say = speech(statement.header.language, statement.header.currency)
        for position, line in enumerate(statement.lines, 1):
            writer.writerow(_row(statement, position, line, say))
    return text.getvalue()


def _row(statement: Statement, position: int, line: BillLine, say: Speech) -> tuple[object, ...]:
    header = statement.header
    price = line.rate if line.rate is not None else line.unit_price
    quantity: object = 1 if line.quantity is None else line.quantity
    hours: object = ""
    if line.minutes is not None:
        hours = quantity = (Decimal(line.minutes) / 60).quantize(_FOUR, ROUND_HALF_UP)
    return (
        neutral(header.client),
        neutral(header.client_name),
        str(header.month),
        "" if header.number is None else header.number,
        header.status,
        position,
        line.kind,
        neutral(_description(line, say)),
        neutral(line.contract or ""),
        neutral(line.work_type or ""),
        "yes" if line.late else "",
        "" if line.minutes is None else line.minutes,
        hours,
        quantity,
        format_money(line.amount if price is None else price, header.currency),
        format_money(line.amount, header.currency),
        header.currency,
    )


def _description(line: BillLine, say: Speech) -> str:
    words = [say[line.kind]] if line.kind != "charge" else [line.description]
    words += [name for name in (line.work_type_name, line.contract_name) if name]
    return " · ".join([*words, *([say["late"]] if line.late else [])])
