"""What was promised, and was it done? `recurring` in the shell, which can open what is due (RULES 2.9, 11)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from models.domain.basics.errors import InvalidValue
from models.domain.basics.zone import zone
from models.queries.desk.promised import promised_documents, read_promised
from models.services.requests.recurring import open_promised
from models.storage.rows.reading import read_desk
from tui.commands.base import Context, Parsers, command, lines
from tui.commands.desk import desk_of, who_writes

_DAYS = 31


def declare(parsers: Parsers) -> None:
    """Add the parser of the command of this file."""
    parser = command(parsers, "recurring", recurring, reads=True)
    parser.add_argument("--client", metavar="C", help="of this client only")
    parser.add_argument("--from", dest="first", metavar="DATE", help=f"due from (default: {_DAYS} days ago)")
    parser.add_argument("--to", dest="last", metavar="DATE", help=f"due up to (default: in {_DAYS} days)")
    parser.add_argument("--open", action="store_true", help="open what is due and has no request yet")


def recurring(context: Context) -> int:
    """List promised work by due day (`deskhours recurring [--client C] [--from DATE] [--to DATE] [--open]`)."""
    args = context.args
    args.reads = not args.open
    first = None if args.first is None else context.day(args.first, "--from")
    last = None if args.last is None else context.day(args.last, "--to")
    with desk_of(context):
        today = zone(read_desk().timezone).date_of(context.now)
        first = first or today - timedelta(days=_DAYS)
        last = last or today + timedelta(days=_DAYS)
        if last < first:
            raise InvalidValue("--to", f"{last} lies before {first}; accepted is that day or later")
        if args.open:
            open_promised(context.now, who_writes(context))
        rows = promised_documents(read_promised(context.now, first, last, args.client), context.now)
    return context.answer(rows, lambda: lines(rows, _words, "nothing promised"))


def _words(row: dict[str, Any]) -> str:
    state = "done late" if row["late"] else row["state"]
    what = f"{row['client']:<16} {row['name']:<32} {row['request'] or '–':<8} {row['contract']}"
    return f"{row['due']}  {state:<9} {what}"
