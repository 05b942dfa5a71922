"""What was asked for? The command line: parses, runs one command, turns refusals into status 1 (RULES 11)."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from models.domain.basics.errors import DeskError
from tui.commands import (
    books,
    contracts,
    history,
    ledger,
    presence,
    requests,
    search,
    statements,
    status,
    timer,
    transfer,
)
from tui.commands.base import Context, Parser, command, now_of, refuse, warn
from tui.commands.order import options_first
from tui.launch import launch
from tui.program.machine import unset_clock
from tui.version import VERSION

MODULES = (status, books, timer, presence, ledger, requests, search, contracts, history, statements, transfer)


def build_parser() -> argparse.ArgumentParser:
    """The parser of every command; without one the dashboard opens."""
    parser = Parser(
        prog="deskhours",
        description="Support hours, contracts and the timer in one terminal. Without a command: the dashboard.",
    )
    parser.add_argument("--database", metavar="PATH", help="the database file (default: DESKHOURS_DATABASE)")
    parser.add_argument(
        "--version", action="version", version=f"deskhours {VERSION}", help="print the version"
    )
    parser.set_defaults(run=dashboard)
    parsers = parser.add_subparsers(metavar="COMMAND", title="commands")
    command(parsers, "demo", "open the dashboard on a sample desk, in a throw-away database", demo)
    for module in MODULES:
        module.declare(parsers)
    return parser


def dashboard(context: Context) -> int:
    """`deskhours`: the full-screen dashboard."""
    return launch(context.args.database)


def demo(context: Context) -> int:
    """`deskhours demo`: the dashboard on a sample desk."""
    return launch(None, demo=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 refused, 2 wrong usage."""
    parser = build_parser()
    asked = [_readable(word) for word in (sys.argv[1:] if arguments is None else arguments)]
    args = parser.parse_args(options_first(parser, asked))
    for name, value in vars(args).items():
        if value == []:  # what argparse makes of `--ago=--`
            parser.error(f"argument --{name}: expected a value")
    try:
        context = Context(args, now_of(args))
        if getattr(args, "reads", True) is False and (words := unset_clock(context.now)):
            warn(words)
        status = int(args.run(context))
        sys.stdout.flush()
        return status
    except DeskError as error:
        return refuse(error)
    except OSError as error:
        return unwritten(error)
    except Exception as error:  # noqa: BLE001  # the last boundary: no traceback and no value of a variable
        return unexpected(error, args.database)


def unexpected(error: Exception, database: str | None) -> int:
    """The status of a command that met a program error, once that is said and written to a private file."""
    from models.storage.location import resolve
    from tui.data import Data

    place = Data(resolve(database)).log(error)
    told = f"; details are in {place}" if place else ""
    return refuse(
        DeskError(
            f"something went wrong inside deskhours, nothing was saved{told}. deskhours doctor looks for damage"
        )
    )


def unwritten(error: OSError) -> int:
    """The status of a command whose answer could not be written, once that is said."""
    # Whatever is left in the buffer goes nowhere, which keeps Python from complaining at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return 0  # the reader has gone, as with `| head`: leave quietly
    return refuse(DeskError(f"{error.filename or 'the answer'}: cannot be written ({error.strerror})"))


def _readable(word: str) -> str:
    """A word of the command line; in a locale without letters Python hands its bytes over, and they are UTF-8."""
    return os.fsencode(word).decode("utf-8", "replace") if not word.isascii() and _has_bytes(word) else word


def _has_bytes(word: str) -> bool:
    return any("\udc80" <= letter <= "\udcff" for letter in word)
