"""What does an accounting program need of a month? One row a line to bill, for all clients.

The amounts add up to the statements' totals, to the minor unit; quantity × unit price, rounded, is the amount in
every row: hours are the quantity only where that holds, else it is 1 and the hours stand in the text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from models.domain.basics.notation import format_money
from models.exporters.spreadsheet import neutral
from models.exporters.statements.statement import Statement, StatementLine
from models.exporters.statements.words import Speech, speech
from models.exporters.statements.words import hours as spelled

COLUMNS = (
    *("client", "client_name", "month", "statement", "status", "position", "kind", "description", "contract"),
    *("work_type", "late", "minutes", "hours", "quantity", "unit_price", "amount", "currency"),
)
_FOUR = Decimal("0.0001")


def write_invoice_lines(statements: Iterable[Statement]) -> str:
    """The lines of the statements in their order; `unit_price` is the rate an hour where the hours are the quantity.

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


def _row(statement: Statement, position: int, line: StatementLine, say: Speech) -> tuple[object, ...]:
    header = statement.header
    words, quantity, price = _description(line, say), Decimal(line.quantity or 1), line.unit_price
    hours = None if line.minutes is None else (Decimal(line.minutes) / 60).quantize(_FOUR, ROUND_HALF_UP)
    if hours is not None and line.rate is not None and multiplies_out(hours, line.rate, line.amount):
        quantity, price = hours, line.rate
    elif line.minutes is not None:
        rate = "" if line.rate is None else f" × {format_money(line.rate, header.currency)}"
        words = f"{words} · {spelled(line.minutes)}{rate}"
    return (
        neutral(header.client),
        neutral(header.client_name),
        str(header.month),
        "" if header.number is None else header.number,
        header.status,
        position,
        line.kind,
        neutral(words),
        neutral(line.contract or ""),
        neutral(line.work_type or ""),
        "yes" if line.late else "",
        "" if line.minutes is None else line.minutes,
        "" if hours is None else hours,
        quantity,
        format_money(line.amount if price is None else price, header.currency),
        format_money(line.amount, header.currency),
        header.currency,
    )


def multiplies_out(hours: Decimal, rate: int, amount: int) -> bool:
    """Is `hours` × `rate`, rounded half up to a minor unit, the `amount` (RULES 6.5)? 1.3333 × 65.00 is not 86.67."""
    return (hours * rate).quantize(Decimal(1), ROUND_HALF_UP) == amount


def _description(line: StatementLine, say: Speech) -> str:
    words = [say[line.kind]] if line.kind != "charge" else [line.description]
    words += [name for name in (line.work_type_name, line.contract_name) if name]
    return " · ".join([*words, *([say["late"]] if line.late else [])])
