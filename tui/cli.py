"""What was asked for? The command line: parses, runs one command, turns refusals into status 1 (RULES 11).

`COMMANDS` names all of them and is the one place that loads them: a command's file is read when it is asked for.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from models.domain.basics.errors import DeskError
from models.storage.location import home, resolve
from tui.commands.base import Context, Parser, Parsers, command, compose, now_of
from tui.error_log import log_error
from tui.late import load
from tui.launch import launch
from tui.option_order import options_first
from tui.printing import refuse, unwritten, warn
from tui.program.start.machine import unset_clock
from tui.version import VERSION

COMMANDS: Mapping[str, Mapping[str, str]] = {
    "tui.cli": {"demo": "open the dashboard on a sample desk, in a throw-away database"},
    "tui.commands.time.status": {"status": "the running timer and today's total"},
    "tui.commands.transfer.books": {
        "load": "read a whole desk from a book file into an empty database",
        "dump": "write the whole desk as a book",
    },
    "tui.commands.time.timer": {
        "start": "start the timer on a client",
        "switch": "stop the running timer and start another at the same instant",
        "stop": "stop the running timer",
        "continue": "start the timer on what was worked on last; "
        "while one runs, switch back to what was before it",
        "discard": "discard the running timer",
        "add": "record finished work",
    },
    "tui.commands.time.presence": {
        "away": "mark that nobody is there, for a screen locker or an idle daemon",
        "back": "mark that somebody is there again; the dashboard then asks",
    },
    "tui.commands.ledger": {
        "ledger": "a client's month, down to the entry",
        "month": "the desk's month: checks, clients, total",
        "close": "close a month: its numbers never move again",
        "reopen": "open the newest closed month again",
    },
    "tui.commands.explaining": {
        "explain": "where a unit's minutes and money come from",
        "preview": "what changing or deleting an entry would do to the ledgers",
    },
    "tui.commands.requests": {
        "requests": "what is asked of the desk, most urgent first",
        "causes": "what costs the time, by cause and client",
        "request": "one request: add, show, resolve …",
    },
    "tui.commands.contracts.recurring": {
        "recurring": "work that was promised: done, late, missed, open, due, planned",
    },
    "tui.commands.contracts.charging": {"charge": "bill by the piece, or give a credit"},
    "tui.commands.search": {
        "search": "requests, notes, entries, clients, contacts and contracts that hold every word, newest first",
    },
    "tui.commands.contracts.decisions": {
        "renewals": "contracts that end, by the day to decide by",
        "renew": "make the successor of a contract",
        "decline": "let a contract end without a successor",
        "cancel": "end a contract before its term does",
        "cancel-quote": "what leaving a prepaid contract early pays back",
    },
    "tui.commands.contracts.planning": {
        "price": "a monthly price from what a client used",
        "replay": "a client's real work under other contracts",
        "drift": "clients far above or below what they pay for",
        "opportunities": "what is worth a talk with a client, the largest amount first",
        "capacity": "hours sold and hours available",
        "lapsing": "hours that lapse within the next days",
        "alerts": "marks reached, hours about to lapse, renewals, clocks",
    },
    "tui.commands.history": {
        "history": "who changed what and when, newest first",
        "undo": "undo the last change",
        "redo": "redo what was undone",
    },
    "tui.commands.statements": {"statement": "a client's statement of a month, or all of them"},
    "tui.commands.transfer.imports": {"import": "bring history in from another tool"},
    "tui.commands.transfer.exports": {"export": "write time for another program"},
    "tui.commands.transfer.move": {"move": "copy the desk to a server, or back into a file"},
    "tui.commands.team": {"team": "who works on the desk of a server: add, list, remove"},
    "tui.commands.transfer.safety": {
        "backup": "make a verified copy of the database",
        "restore": "put a backup in the place of the database",
        "doctor": "look for anything wrong with the database",
    },
}
"""The file of each command and the command's line in `deskhours --help`, in the order of that help."""


def build_parser() -> Parser:
    """The parser of all commands, each with all its options; without a command the dashboard opens."""
    parser = bare_parser()
    for each in command_parsers(parser):
        each.complete()
    return parser


def bare_parser() -> Parser:
    """The parser of all commands; each reads its file and declares its options when it is asked for."""
    parser = Parser(
        prog="deskhours",
        description="Support hours, contracts and the timer in one terminal. Without a command: the dashboard.",
    )
    parser.add_argument(
        "--database",
        metavar="PATH",
        help="the database file or postgresql://… (default: DESKHOURS_DATABASE)",
    )
    parser.add_argument(
        "--version", action="version", version=f"deskhours {VERSION}", help="print the version"
    )
    parser.set_defaults(run=dashboard)
    place = parser.add_subparsers(metavar="COMMAND", title="commands")
    for module, help_lines in COMMANDS.items():
        parsers = Parsers(place, help_lines)
        for name in help_lines:
            parsers.named(name).declare_late = partial(_declare, module, parsers)
    return parser


def _declare(module: str, parsers: Parsers) -> None:
    """Declare the commands of one file, all at once."""
    for name in parsers.help_lines:
        parsers.named(name).declare_late = None
    load(module).declare(parsers)


def command_parsers(parser: Parser) -> Iterator[Parser]:
    """The parser of every command."""
    for action in parser._actions:
        if isinstance(action.choices, dict):
            yield from action.choices.values()


def declare(parsers: Parsers) -> None:
    """Add the parser of the command of this file."""
    command(parsers, "demo", demo)


def dashboard(context: Context) -> int:
    """`deskhours`: the full-screen dashboard."""
    return launch(context.args.database)


def demo(context: Context) -> int:
    """`deskhours demo`: the dashboard on a sample desk."""
    return launch(None, demo=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 refused, 2 wrong usage."""
    parser = bare_parser()
    asked = [_readable(word) for word in (sys.argv[1:] if arguments is None else arguments)]
    args = parser.parse_args(options_first(parser, asked))
    for name, value in vars(args).items():
        if value == []:  # what argparse makes of `--ago=--`
            parser.error(f"argument --{name}: expected a value")
    compose(args)
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
        return unwritten(error, writes=error.filename is None and getattr(args, "reads", True) is False)
    except UnicodeEncodeError as error:
        if any(map(_has_bytes, asked)):
            return refuse(
                DeskError("a word of this command is no text in UTF-8; only names of files may be that")
            )
        return unexpected(error, args.database, _what_is_saved(args))
    except KeyboardInterrupt:
        warn(f"interrupted; {_what_is_saved(args)}")
        return 130
    except Exception as error:  # noqa: BLE001  # the last boundary: no traceback and no value of a variable
        return unexpected(error, args.database, _what_is_saved(args))


def _what_is_saved(args: argparse.Namespace) -> str:
    """What whoever is told of an end in the middle may rely on: a change may have been saved before."""
    if getattr(args, "reads", True) is False:
        return "deskhours history tells whether anything was saved"
    return "nothing was saved"


def unexpected(error: Exception, database: str | None, saved: str) -> int:
    """The status of a command that met a program error, once that is said and written to a private file."""
    place = log_error(home(resolve(database)), error)
    told = f"; details are in {place}" if place else ""
    return refuse(
        DeskError(f"something went wrong inside deskhours; {saved}{told}. deskhours doctor looks for damage")
    )


def _readable(word: str) -> str:
    """A word of the command line; in a locale without letters Python hands its bytes over, and they are UTF-8."""
    # What is no UTF-8 stays as it is: such names of files there are.
    return os.fsencode(word).decode("utf-8", "surrogateescape") if _has_bytes(word) else word


def _has_bytes(word: str) -> bool:
    return not word.isascii() and any("\udc80" <= letter <= "\udcff" for letter in word)
