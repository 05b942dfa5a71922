"""How do invoices get into the books? `deskhours export invoice-lines --for PROGRAM`, each version once."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.basics.months import Month
from models.domain.basics.phrases import money_words
from models.exporters.invoices.invoice import Invoice, invoice_of
from models.exporters.invoices.mapping import InvoiceMapping, read_invoice_mapping
from models.exporters.invoices.programs import BY_NAME, Program
from models.queries.month_end.handovers import HandOver, Sent, check_names, read_handovers
from models.services.month_end.handovers import mark_handed_over
from models.storage.files.named import named_file
from models.storage.files.outputs import INVOICES
from tui.commands.base import Context
from tui.commands.desk import check_leads, desk_of
from tui.commands.output import named, to_file, to_standard
from tui.printing import warn


@dataclass(slots=True)
class Collected:
    """The invoices to write, what is marked when they are written, and what must be said."""

    invoices: list[Invoice] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def hand_over(context: Context) -> int:
    """Write what the program has not got yet, then mark it as handed over."""
    args, program = context.args, BY_NAME[context.args.program]
    if args.agent is not None:
        raise InvalidValue("--agent", "is not for invoices; what is billed is the work of all agents")
    mapping = mapping_of(args.mapping)
    with desk_of(context) as opened:
        check_leads(opened, "invoice lines")
        months = (
            None if args.first is None else Month.of(context.day(args.first, "--from")),
            None if args.last is None else Month.of(context.day(args.last, "--to")),
        )
        check_names(mapping.contacts, mapping.work_types)
        found = collect(
            read_handovers(program.name, *months, args.client, again=args.again), program, mapping
        )
    for problem in found.problems:
        warn(problem)
    name = named(args.output)
    if not found.invoices and name is not None:
        _mark(context, program, found)
        words = (
            f"nothing to hand over to {program.title}: what closed months issued went once (--again repeats)"
        )
        return context.answer({"file": None, "invoices": []}, lambda: iter([words]))
    data = program.write(found.invoices, mapping).encode(program.encoding)
    if name is None:
        to_standard(io.BytesIO(data))
        _mark(context, program, found)
        return 0
    path = to_file(context, name, data, INVOICES)
    _mark(context, program, found)
    document = {
        "file": str(path),
        "bytes": len(data),
        "invoices": [_document(each) for each in found.invoices],
    }
    return context.answer(document, lambda: iter([f"wrote {path}: {said(found.invoices)}"]))


def collect(handovers: Iterable[HandOver], program: Program, mapping: InvoiceMapping) -> Collected:
    """The invoices of what is to be handed over; a version without a difference is marked all the same."""
    found = Collected()
    for each in handovers:
        if each.problem:
            found.problems.append(each.problem)
            continue
        found.sent.append(each.sent)
        invoice = invoice_of(each.statement, each.before, mapping)
        if invoice is None:
            continue
        found.invoices.append(invoice)
        if invoice.gross < 0 and not program.credits:
            amount = money_words(-invoice.gross, invoice.currency)
            found.problems.append(
                f"{invoice.number}, {invoice.contact}: {program.title} imports no credit of {amount};"
                " enter a credit memo by hand"
            )
    return found


def said(invoices: Iterable[Invoice]) -> str:
    """How many invoices there are and what they come to, for a person."""
    listed = list(invoices)
    count = f"{len(listed):,} invoice{'' if len(listed) == 1 else 's'}"
    return (
        f"{count}, {money_words(sum(each.gross for each in listed), listed[0].currency)}" if listed else count
    )


def _document(invoice: Invoice) -> dict[str, object]:
    return {
        "number": invoice.number,
        "client": invoice.client,
        "month": invoice.month,
        "version": invoice.version,
        "lines": len(invoice.lines),
    }


def mapping_of(name: str | None) -> InvoiceMapping:
    """The mapping of a file, an empty one without; raises DeskError."""
    if name is None:
        return InvoiceMapping()
    try:
        return read_invoice_mapping(named_file(name, at_home=True).read_bytes())
    except OSError as error:
        raise DeskError(f"{name}: cannot be read ({error.strerror})") from error
    except InvalidValue as error:
        raise DeskError(f"{name}: {error}") from error


def _mark(context: Context, program: Program, found: Collected) -> None:
    if found.sent:
        with desk_of(context, writes=True):
            mark_handed_over(program.name, found.sent)
