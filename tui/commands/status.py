"""The command that prompts and status bars ask: `deskhours status` (`--json` has a short way in tui/__main__)."""

from __future__ import annotations

from tui.commands.base import Context, Parsers, command, print_json, print_line


def declare(parsers: Parsers) -> None:
    """Add the parser of this module."""
    parser = command(parsers, "status", "the running timer and today's total", status, reads=True)
    parser.add_argument("--agent", metavar="A", help="whose (default: the only agent, else all)")


def status(context: Context) -> int:
    """`deskhours status`."""
    from models.location import resolve_text
    from models.status import status_document, status_line

    document = status_document(resolve_text(context.args.database), context.now, context.args.agent)
    if context.args.json:
        print_json(document)
    else:
        print_line(status_line(document))
    return 0
