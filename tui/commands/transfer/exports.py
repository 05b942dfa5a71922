"""How does time get into another program? `deskhours export`, in every form that `formats` knows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from models.exporters.invoices.programs import PROGRAMS
from tui.commands.base import Context, Parsers, command
from tui.commands.desk import check_sees_money, desk_of
from tui.commands.output import named, spool, to_file, to_standard, writing
from tui.commands.transfer.formats import BY_NAME, FORMATS, Wanted
from tui.commands.transfer.invoices import hand_over


def declare(parsers: Parsers) -> None:
    words = "; ".join(f"{each.name}: {each.words}" for each in FORMATS)
    parser = command(parsers, "export", export, reads=True)
    parser.add_argument("format", metavar="FORMAT", choices=[each.name for each in FORMATS], help=words)
    parser.add_argument("--from", dest="first", metavar="DAY", help="from that day on, like 2026-03-01")
    parser.add_argument("--to", dest="last", metavar="DAY", help="up to that day, inclusive")
    parser.add_argument("--client", metavar="CLIENT", help="of one client only")
    parser.add_argument("--agent", metavar="A", help="of one agent only")
    names = [each.name for each in PROGRAMS]
    parser.add_argument(
        "--for", dest="program", choices=names, help="invoice-lines: the program that reads them"
    )
    parser.add_argument("--mapping", metavar="FILE", help="invoice-lines: accounts, taxes, contacts (TOML)")
    parser.add_argument(
        "--again", action="store_true", help="invoice-lines: what was handed over before, too"
    )
    writing(parser, "--output", "the file to write (default: standard output)")


@contextmanager
def _opened(context: Context) -> Iterator[None]:
    """The desk, where whoever signed in may see what the form is made of."""
    with desk_of(context) as opened:
        if context.args.format == "invoice-lines":
            check_sees_money(opened, "invoice lines")
        yield


def export(context: Context) -> int:
    """Write entries in a foreign format to a file or to stdout (`deskhours export FORMAT`)."""
    args = context.args
    if args.program is not None and args.format == "invoice-lines":
        return hand_over(context)
    if args.program is not None or args.mapping is not None or args.again:
        print("deskhours: --for, --mapping and --again go with invoice-lines --for PROGRAM", file=sys.stderr)
        return 2
    form = BY_NAME[args.format]
    wanted = Wanted(
        None if args.first is None else context.day(args.first, "--from"),
        None if args.last is None else context.day(args.last, "--to"),
        args.client,
        args.agent,
    )
    name = named(args.output)
    if name is None:
        with _opened(context):
            file = spool(form.make(wanted))
        to_standard(file)
        return 0

    def fill(file: BinaryIO) -> None:
        with _opened(context):
            file.writelines(form.make(wanted))

    path = to_file(context, name, fill, form.kind)
    document = {"file": str(path), "bytes": path.stat().st_size}
    return context.answer(document, lambda: iter([f"wrote {path}"]))
