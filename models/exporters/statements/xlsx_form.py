"""How does a statement become a workbook? A sheet a part; durations and money are numbers, texts are strings.

Text of people goes in as a string and can never be a formula; a cell's number is the statement's number: minutes are
a share of a day shown as [h]:mm, money has the currency's digits.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from models.domain.basics.errors import DeskError
from models.domain.basics.notation import currency_digits
from models.domain.ledger.sums import FLOWS, SPLIT
from models.exporters.statements.billing import billed
from models.exporters.statements.page import printed
from models.exporters.statements.rows import change_name, line_words, tax_name, tax_note
from models.exporters.statements.statement import Statement
from models.exporters.statements.words import Speech, speech

Cell = tuple[str, Any]
"""A kind of cell (`text`, `time`, `at`, `clock`, `money`, `count`, `quantity`, `day`, `bold`) and its value."""
_MINUTES, _SECONDS = 1440, 86400


def write_statement_xlsx(statement: Statement) -> bytes:
    """The workbook; raises DeskError where the extra `xlsx` is not installed."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise DeskError("XLSX needs an extra: pip install 'deskhours[xlsx]'") from error
    target = io.BytesIO()
    say = speech(statement.header.language, statement.header.currency)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    header = statement.header
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": statement.moment})
        sheet = _Sheets(book, header.currency, letter=(header.page or say.page) == "letter")
        sheet.write(say["hours"], (34, 24, 16), _summary(statement, say))
        if header.changed_since is not None:
            sheet.write(say["version"].capitalize(), (60, 16, 16), _changes(statement, say), head=1)
        sheet.write(say["lines"].split(" (")[0], (60, 12, 12, 14, 16), _lines(statement, say), head=1)
        if header.annex != "none":
            widths = (12, 12, 12, 48, *((20,) if header.causes else ()), 20, 12, 12, 12, 12)
            sheet.write(say["work"], widths, _work(statement, say), head=1)
        if header.annex == "full":
            sheet.write(say["annex"].split(": ")[-1], _TIME_WIDTHS, _times(statement, say), head=1)
    return target.getvalue()


_TIME_WIDTHS = (12, 9, 9, 16, 12, 56, 20, 14, 12, 12, 12)


class _Sheets:
    """Writes rows of cells in the formats of one currency."""

    def __init__(self, book: Any, currency: str, *, letter: bool) -> None:
        digits = currency_digits(currency)
        self._book = book
        self._paper = 1 if letter else 9
        self._digits = digits
        money = "#,##0" + ("." + "0" * digits if digits else "")
        self._formats = {
            "bold": book.add_format({"bold": True}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "time": book.add_format({"num_format": "[h]:mm"}),
            "at": book.add_format({"num_format": "hh:mm"}),
            "clock": book.add_format({"num_format": "[h]:mm:ss"}),
            "money": book.add_format({"num_format": money}),
            "count": book.add_format({"num_format": "0"}),
            "quantity": book.add_format({"num_format": "0.00"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        }

    def write(
        self, name: str, widths: Sequence[int], rows: Sequence[Sequence[Cell]], *, head: int = 0
    ) -> None:
        """A sheet of that name with these rows, the first `head` of them staying in sight."""
        sheet = self._book.add_worksheet(_sheet_name(name))
        sheet.set_paper(self._paper)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        if head:
            sheet.freeze_panes(head, 0)
        for at, row in enumerate(rows):
            for column, (kind, value) in enumerate(row):
                self._cell(sheet, at, column, kind, value)

    def _cell(self, sheet: Any, row: int, column: int, kind: str, value: Any) -> None:
        style = self._formats[kind]
        if value is None or value == "":
            return
        if kind in {"text", "bold", "title"}:
            sheet.write_string(row, column, str(value), style)
        elif kind == "day":
            sheet.write_number(row, column, _serial(value), style)
        else:
            number = {"time": _MINUTES, "at": _MINUTES, "clock": _SECONDS}.get(kind)
            amount = value / number if number else value
            if kind == "money":
                amount = Decimal(value).scaleb(-self._digits)
            sheet.write_number(row, column, float(amount), style)


def _sheet_name(name: str) -> str:
    return "".join(char for char in name if char not in "[]:*?/\\'")[:31] or "Sheet"


def _serial(day: date) -> int:
    """The day as spreadsheets count it."""
    return day.toordinal() - date(1899, 12, 30).toordinal()


def _summary(statement: Statement, say: Speech) -> list[list[Cell]]:
    header, sums = statement.header, statement.sums
    rows: list[list[Cell]] = [[("title", header.desk_name)]]
    rows += [[("text", line)] for line in (*header.desk_address, header.desk_tax_id) if line]
    rows += [[], [("title", say["title"]), ("title", header.number or say["draft_mark"])]]
    rows.append([("text", say["client"]), ("text", header.client_name)])
    rows += [
        [("text", ""), ("text", line)] for line in (*header.client_address, header.client_tax_id) if line
    ]
    rows.append([("text", say["month"]), ("text", str(header.month))])
    if header.version is not None:
        rows.append([("text", say["version"]), ("count", header.version)])
    if header.issued_on is not None:
        rows.append([("text", say["issued"]), ("day", header.issued_on)])
    if header.due_on is not None:
        rows.append([("text", say["due"]), ("day", header.due_on)])
    if header.order_number:
        rows.append([("text", say["order_number"]), ("text", header.order_number)])
    rows += [[], [("bold", say["hours"])]]
    rows += [[("text", say[flow]), ("time", getattr(sums, flow))] for flow in FLOWS]
    rows += [[], [("text", say["spent"]), ("clock", sums.spent_seconds)]]
    rows += [[("text", say[part]), ("time", getattr(sums, part))] for part in SPLIT]
    rows.append([("bold", say["accounted"]), ("time", sums.accounted)])
    if statement.weighted:
        rows.append([("bold", say["counted"]), ("time", sums.counted)])
        rows += [
            [("text", f"{say['window']}: {row.name}"), ("time", row.accounted), ("quantity", row.weight)]
            for row in statement.windows
        ]
    rows.append([("text", say["courtesy"]), ("clock", sums.courtesy_seconds)])
    rows.append([("text", say["late_work"]), ("time", sums.late_accounted)])
    if (kept := statement.promised) is not None:
        rows.append([("text", say["promised"]), ("text", f"{kept.done} {say['of']} {kept.promised}")])
    rows += [
        [],
        *([("bold", f"{name}, {header.currency}"), money] for name, money in _totals(statement, say)),
    ]
    notes = (tax_note(header, say), *header.bank)
    rows += [[("text", line)] for line in notes if line]
    return rows


def _totals(statement: Statement, say: Speech) -> list[tuple[str, Cell]]:
    """The total, or net, tax and gross, as money."""
    tax = statement.tax
    if tax is None:
        return [(say["total"], ("money", statement.total))]
    return [
        (say["net"], ("money", statement.total)),
        (tax_name(tax, say), ("money", tax.amount)),
        (say["gross"], ("money", statement.gross)),
    ]


def _changes(statement: Statement, say: Speech) -> list[list[Cell]]:
    title = printed(statement).changes_title
    rows: list[list[Cell]] = [[("bold", title), *_heads(say, "was", "is")]]
    kinds = {"money": "money", "minutes": "time", "seconds": "clock"}
    for row in statement.changes:
        change = row.change
        cells: list[Cell] = [
            (kinds[change.measure], number) if number is not None else ("text", say[none])
            for number, none in ((change.before, "new"), (change.after, "gone"))
        ]
        rows.append([("text", change_name(row, say)), *cells])
    return rows if statement.changes else [*rows, [("text", say["no_changes"])]]


def _heads(say: Speech, *words: str) -> list[Cell]:
    return [("bold", say[word]) for word in words]


def _lines(statement: Statement, say: Speech) -> list[list[Cell]]:
    rows: list[list[Cell]] = [_heads(say, "description", "time", "quantity", "price", "amount")]
    for line in statement.lines:
        found = billed(line)
        quantity: Cell = ("quantity" if found.hours else "count", found.quantity)
        money: list[Cell] = [("money", found.price), ("money", line.amount)]
        rows.append([("text", line_words(line, say)), ("time", line.minutes), quantity, *money])
    for name, total in _totals(statement, say):
        rows.append([("bold", name), ("text", ""), ("text", ""), ("text", ""), total])
    return rows


def _work(statement: Statement, say: Speech) -> list[list[Cell]]:
    causes = statement.header.causes
    cause = ("cause",) if causes else ()
    counted = ("counted",) if statement.weighted else ()
    heads = ("date", "until", "request", "description", *cause, "work_type", "spent", "accounted", *counted)
    rows = [_heads(say, *heads, "billed")]
    for row in statement.work:
        rows.append(
            [
                ("day", row.first),
                ("day", row.last),
                ("text", row.request),
                ("text", row.subject or say["no_request"]),
                *([("text", row.cause)] if causes else []),
                ("text", row.work_type_name),
                ("clock", row.spent_seconds),
                ("time", row.accounted),
                *([("time", row.counted)] if counted else []),
                ("time", row.billed),
            ]
        )
    return rows


_TIMES = ("date", "started", "ended", "who", "request", "what", "work_type", "remark", "spent", "accounted")


def _times(statement: Statement, say: Speech) -> list[list[Cell]]:
    counted = ("counted",) if statement.weighted else ()
    rows = [_heads(say, *_TIMES, *counted)]
    scopes = {"courtesy": say["courtesy_scope"], "additional": say["additional_scope"]}
    for row in statement.timesheet:
        rows.append(
            [
                ("day", row.day),
                ("at", _minute_of_day(row.started)),
                ("at", _minute_of_day(row.ended)),
                ("text", row.agent),
                ("text", row.request),
                ("text", row.note),
                ("text", row.work_type_name),
                ("text", scopes.get(row.scope, "")),
                ("clock", row.spent_seconds),
                ("time", row.accounted),
                *([("time", row.counted)] if counted else []),
            ]
        )
    return rows


def _minute_of_day(text: str) -> int | None:
    """The minutes from midnight of `HH:MM`; None where no time of day is known."""
    if not text:
        return None
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)
