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
from models.exporters.statements.billing import billed
from models.exporters.statements.rows import line_words
from models.exporters.statements.statement import Statement, StatementLine
from models.exporters.statements.words import Speech, speech

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
    header, found = statement.header, billed(line)
    hours = None if line.minutes is None else (Decimal(line.minutes) / 60).quantize(_FOUR, ROUND_HALF_UP)
    return (
        neutral(header.client),
        neutral(header.client_name),
        str(header.month),
        "" if header.number is None else header.number,
        header.status,
        position,
        line.kind,
        neutral(line_words(line, say)),
        neutral(line.contract or ""),
        neutral(line.work_type or ""),
        "yes" if line.late else "",
        "" if line.minutes is None else line.minutes,
        "" if hours is None else hours,
        found.quantity,
        format_money(found.price, header.currency),
        format_money(line.amount, header.currency),
        header.currency,
    )
