"""What exactly is handed over of a statement? Its lines, or what differs from the version that was handed over before.

Guarantees (`test_handed_over_lines_add_up`): the lines of an invoice and its tax add up to the statement, and those of
all versions that were handed over add up to the newest one, to the minor unit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from models.domain.papers import ClientTax
from models.exporters.invoices.mapping import InvoiceMapping
from models.exporters.statements.billing import billed
from models.exporters.statements.rows import line_words
from models.exporters.statements.statement import Statement, StatementLine
from models.exporters.statements.words import speech


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """A line; quantity × price, rounded half up, is the amount; `tax` its part of the invoice's tax."""

    position: int
    kind: str
    description: str
    quantity: Decimal
    price: int
    amount: int
    tax: int
    work_type: str | None = None
    contract: str | None = None
    minutes: int | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Invoice:
    """What is handed over of one version of a statement; money in minor units of `currency`."""

    client: str
    contact: str
    month: str
    title: str
    number: str
    statement: int
    version: int
    issued_on: date
    due_on: date
    currency: str
    lines: tuple[InvoiceLine, ...]
    order_number: str = ""
    address: tuple[str, ...] = ()
    tax_name: str = ""
    tax: int = 0
    tax_note: ClientTax | None = None

    @property
    def net(self) -> int:
        """The sum of the lines."""
        return sum(line.amount for line in self.lines)

    @property
    def gross(self) -> int:
        """What is to be paid."""
        return self.net + self.tax


def invoice_of(statement: Statement, before: Statement | None, mapping: InvoiceMapping) -> Invoice | None:
    """The invoice of an issued statement, `before` being the version handed over earlier; None for nothing.

    Raises ValueError for a draft.
    """
    header = statement.header
    if header.number is None or header.version is None or header.issued_on is None:
        raise ValueError("a draft is not handed over")
    lines = _whole(statement) if before is None else _difference(statement, before)
    tax = _tax(statement) - (0 if before is None else _tax(before))
    if not lines and not tax:
        return None
    say = speech(header.language, header.currency)
    return Invoice(
        client=header.client,
        contact=mapping.contacts.get(header.client, header.client_name),
        month=str(header.month),
        title=f"{say['title']} {say['number']} {header.number}, {say.month(header.month)}",
        number=f"{mapping.number_prefix}{header.number}{f'-v{header.version}' if before else ''}",
        statement=header.number,
        version=header.version,
        issued_on=header.issued_on,
        due_on=_due(statement, mapping),
        currency=header.currency,
        lines=_taxed(lines, tax),
        order_number=header.order_number,
        address=header.client_address,
        tax_name="" if statement.tax is None else statement.tax.name,
        tax=tax,
        tax_note=header.tax_note,
    )


def _tax(statement: Statement) -> int:
    return 0 if statement.tax is None else statement.tax.amount


def _due(statement: Statement, mapping: InvoiceMapping) -> date:
    header = statement.header
    issued = header.issued_on or header.month.last_day
    if mapping.due_days is not None:
        return issued + timedelta(days=mapping.due_days)
    return header.due_on or issued


def _whole(statement: Statement) -> list[InvoiceLine]:
    say = speech(statement.header.language, statement.header.currency)
    return [
        _line(position, line, line_words(line, say), billed(line).quantity, billed(line).price, line.amount)
        for position, line in enumerate(statement.lines, 1)
    ]


def _line(
    position: int, line: StatementLine, words: str, quantity: Decimal, price: int, amount: int
) -> InvoiceLine:
    return InvoiceLine(
        position=position,
        kind=line.kind,
        description=words,
        quantity=quantity,
        price=price,
        amount=amount,
        tax=0,
        work_type=line.work_type,
        contract=line.contract,
        minutes=line.minutes,
        late=line.late,
    )


_Key = tuple[str, str | None, str | None, int | None, bool, str | None]


def _difference(statement: Statement, before: Statement) -> list[InvoiceLine]:
    """One line for each that differs, with what it is more or less than before."""
    header = statement.header
    say = speech(header.language, header.currency)
    number = f"{say['number']} {header.number}"
    old, new = _by_key(before), _by_key(statement)
    lines: list[InvoiceLine] = []
    for key in dict.fromkeys((*new, *old)):
        (line, now), (_, then) = new.get(key) or (old[key][0], 0), old.get(key, (None, 0))
        if now != then:
            words = f"{say['correction'].format(number=number)}: {line_words(line, say)}"
            lines.append(_line(len(lines) + 1, line, words, Decimal(1), now - then, now - then))
    return lines


def _by_key(statement: Statement) -> dict[_Key, tuple[StatementLine, int]]:
    found: dict[_Key, tuple[StatementLine, int]] = {}
    for line in statement.lines:
        key = line.kind, line.contract, line.work_type, line.rate, line.late, line.charge
        first, amount = found.get(key, (line, 0))
        found[key] = first, amount + line.amount
    return found


def _taxed(lines: list[InvoiceLine], tax: int) -> tuple[InvoiceLine, ...]:
    """The lines with their parts of the tax, by cumulative sums, so that the parts make the tax."""
    net, run, given = sum(line.amount for line in lines), 0, 0
    shared = []
    for at, line in enumerate(lines):
        run += line.amount
        until = tax if at == len(lines) - 1 or net == 0 else (2 * tax * run + net) // (2 * net)
        shared.append(replace(line, tax=until - given))
        given = until
    return tuple(shared)
