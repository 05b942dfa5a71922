"""What does every command have in common? Its parser, what now is, and an answer as JSON or in words.

It opens no database (`tui.commands.desk` does), so that `--help` and `status` need not load one.
"""

from __future__ import annotations

import argparse
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NoReturn

from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.basics.months import month_within_horizon, parse_date, parse_month, within_horizon
from models.domain.basics.notation import parse_instant
from models.domain.basics.text import clean
from models.domain.basics.zone import AFTER_ALL
from tui.printing import print_json, print_line
from tui.text.privacy import money_is_hidden, struck, struck_document

if TYPE_CHECKING:
    from models.domain.basics.months import Month

Run = Callable[["Context"], int]


@dataclass(frozen=True)
class Context:
    """The parsed arguments of one command, and what it needs from outside."""

    args: argparse.Namespace
    now: int
    """What now is, in seconds since 1970 (UTC): --at where the command reads, else the clock."""

    def month(self, text: str, path: str = "MONTH") -> Month:
        """The month that was named; raises InvalidValue for what is none, and beyond the horizon."""
        return month_within_horizon(parse_month(text, path), self._today(), path)

    def day(self, text: str, path: str) -> date:
        """The day that was named; raises InvalidValue for what is none, and beyond the horizon."""
        return within_horizon(parse_date(text, path), self._today(), path)

    def _today(self) -> date:
        return datetime.fromtimestamp(max(self.now, clock()), UTC).date()

    def answer(self, document: Any, words: Callable[[], Iterator[str]] | None = None) -> int:
        """Print JSON when --json was given (or there are no words for it), else the words."""
        hidden = money_is_hidden()
        if words is None or getattr(self.args, "json", False):
            print_json(struck_document(document) if hidden else document)
        else:
            for line in words():
                print_line(struck(line) if hidden else line)
        return 0


def clock() -> int:
    """The wall clock, in whole seconds."""
    return int(time.time())


class Parser(argparse.ArgumentParser):
    """argparse, but what it says of wrong words cannot steer the terminal, and a command declares itself late."""

    declare_late: Callable[[], None] | None = None
    """Adds everything but the name and the help line, when the command is asked for or its help is wanted."""

    def complete(self) -> None:
        """Add what is declared late; nothing where that is done."""
        declare, self.declare_late = self.declare_late, None
        if declare is not None:
            declare()

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """What the words mean; completes itself before it looks."""
        self.complete()
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        """Say how the command is used, and leave with status 2."""
        super().error(clean(message))


@dataclass(frozen=True, slots=True)
class Parsers:
    """Where a module declares its commands: what argparse's `add_subparsers` gave, and the help line of each."""

    place: Any
    """Its type is private to argparse."""
    help_lines: Mapping[str, str]

    def named(self, name: str) -> Parser:
        """The parser of a command: the one that is there already, bare, or a new one."""
        there = self.place.choices.get(name)
        if there is None:
            words = self.help_lines[name]
            there = self.place.add_parser(name, help=words, description=words)
        parser: Parser = there
        return parser


def reading(parser: argparse.ArgumentParser) -> None:
    """Options of every command that reads."""
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.add_argument(
        "--at", metavar="INSTANT", help="what now is, like 2026-03-02T09:00:00Z (default: the clock)"
    )


def locating(parser: argparse.ArgumentParser) -> None:
    """The option of every command; without a default, so that `deskhours --database X load` keeps its X."""
    parser.add_argument(
        "--database",
        metavar="PATH",
        default=argparse.SUPPRESS,
        help="the database file (default: DESKHOURS_DATABASE)",
    )


def command(parsers: Parsers, name: str, run: Run, *, reads: bool = False) -> Parser:
    """Declare one command; a reading one takes --at as well, and gets one state of the database."""
    parser = parsers.named(name)
    locating(parser)
    if reads:
        reading(parser)
    else:
        parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.set_defaults(run=run, reads=reads)
    return parser


def lines(rows: list[dict[str, Any]], words: Callable[[dict[str, Any]], str], none: str) -> Iterator[str]:
    """The rows of an answer in words, a line each; `none` where there are none."""
    if not rows:
        yield none
    for row in rows:
        yield words(row)


def whole_number(text: str, path: str, least: int, most: int) -> int:
    """The number of an option or word; raises InvalidValue outside the bounds."""
    if text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most:
        return int(text)
    raise InvalidValue(path, f"{text!r} is not accepted; accepted is a whole number from {least} to {most}")


def compose(args: argparse.Namespace) -> None:
    """Have every word in NFC, as what the database holds is (RULES 12); names of files stay as they were typed."""
    for name, value in vars(args).items():
        if name not in _FILES and isinstance(value, str) and not value.isascii():
            setattr(args, name, unicodedata.normalize("NFC", value))


_FILES = frozenset({"database", "file", "mapping", "output", "to"})
"""What arguments are called that name a file, or may."""


def _sane(now: int) -> int:
    """What the clock says; raises DeskError for a clock beyond all dates, from which nothing can be counted."""
    if now < AFTER_ALL:
        return now
    raise DeskError(
        "the clock of this machine stands beyond the year 2999: set it first; nothing was changed"
    )


def now_of(args: argparse.Namespace) -> int:
    """What now is for the command; raises InvalidValue for a bad --at."""
    at = getattr(args, "at", None)
    if at is None:
        return _sane(clock())
    instant = parse_instant(at, "--at")
    today, day = (datetime.fromtimestamp(moment, UTC).date() for moment in (clock(), instant))
    within_horizon(day, today, "--at")
    return instant
