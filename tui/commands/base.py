"""What does every command have in common? The database, the clock, JSON or words, and a calm refusal."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NoReturn

from models.domain.basics.errors import DeskError, NotFound
from models.domain.basics.text import clean, json_safe
from models.storage.machine_user import user_name

if TYPE_CHECKING:
    from models.domain.basics.months import Month

Run = Callable[["Context"], int]


@dataclass(frozen=True)
class Context:
    """The parsed arguments of one command, and what it needs from outside."""

    args: argparse.Namespace
    now: int
    """What now is, in seconds since 1970 (UTC): --at where the command reads, else the clock."""

    @contextmanager
    def desk(self, *, create: bool = False) -> Iterator[None]:
        """The opened database with a connection, for a command that reads with one state of it.

        Storage faults become refusals.
        """
        from models.storage.database import COMMAND_BYTES, open_database
        from models.storage.location import resolve

        path = resolve(self.args.database)
        opened = open_database(path, create=create, verified_bytes=COMMAND_BYTES)
        with opened.snapshot() if self.args.reads else opened.connection():
            yield

    def month(self, text: str, path: str = "MONTH") -> Month:
        """The month that was named; raises InvalidValue for what is none, and beyond the horizon."""
        from models.domain.basics.months import parse_month, within_horizon

        month = parse_month(text, path)
        within_horizon(month.first_day, self._today(), path)
        return month

    def day(self, text: str, path: str) -> date:
        """The day that was named; raises InvalidValue for what is none, and beyond the horizon."""
        from models.domain.basics.months import parse_date, within_horizon

        return within_horizon(parse_date(text, path), self._today(), path)

    def _today(self) -> date:
        return datetime.fromtimestamp(max(self.now, clock()), UTC).date()

    def answer(self, document: Any, words: Callable[[], Iterator[str]] | None = None) -> int:
        """Print JSON when --json was given (or there are no words for it), else the words."""
        if words is None or getattr(self.args, "json", False):
            print_json(document)
        else:
            for line in words():
                print_line(line)
        return 0

    @property
    def who(self) -> str:
        """Who makes a change, for the history: the agent of --agent or of this user, else the user's name."""
        return self.agent_or_none() or user_name()

    def agent_or_none(self) -> str | None:
        """--agent, else the agent this user chose on the screen, else the only agent, else None."""
        from models.queries.desk.settings import known_agents, setting

        agents = known_agents()
        named = getattr(self.args, "agent", None)
        if named is not None:
            if named not in agents:
                raise NotFound(f"agent: {named!r} is not known; known are {', '.join(agents) or 'none'}")
            return str(named)
        chosen = setting(f"me:{user_name()}")
        if chosen in agents:
            return str(chosen)
        return agents[0] if len(agents) == 1 else None

    def agent(self) -> str:
        """The agent of the command (RULES 11); raises DeskError when it is not clear who."""
        found = self.agent_or_none()
        if found is None:
            from models.queries.desk.settings import known_agents

            agents = ", ".join(known_agents()) or "none yet"
            raise DeskError(f"agent: say who with --agent; the desk's agents are {agents}")
        return found


def clock() -> int:
    """The wall clock, in whole seconds."""
    return int(time.time())


def print_json(document: Any) -> None:
    """JSON on standard output, readable in every locale."""
    encoding = (sys.stdout.encoding or "ascii").lower()
    text = json.dumps(document, ensure_ascii=not encoding.startswith("utf"), indent=1)
    print(json_safe(text))


def print_bytes(data: bytes) -> None:
    """A file itself into a pipe, in UTF-8 whatever the locale; a terminal gets harmless lines instead."""
    if sys.stdout.isatty():
        for line in data.decode("utf-8-sig").splitlines():
            print_line(line)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)


def print_line(line: str) -> None:
    """A line for people: nothing in it can steer the terminal, and no locale makes it fail."""
    encoding = sys.stdout.encoding or "ascii"
    print(clean(line).encode(encoding, "replace").decode(encoding))


def refuse(error: DeskError) -> int:
    """Say on standard error why nothing was done; the status of a refusal."""
    warn(str(error))
    return 1


def warn(words: str) -> None:
    """Words for a person on standard error."""
    encoding = sys.stderr.encoding or "ascii"
    message = clean(f"deskhours: {words}", lines=True)
    print(message.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr)


class Parser(argparse.ArgumentParser):
    """argparse, but what it says of wrong words cannot steer the terminal."""

    def error(self, message: str) -> NoReturn:
        """Say how the command is used, and leave with status 2."""
        super().error(clean(message))


Parsers = Any
"""What argparse's add_subparsers returns; its type is private."""


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


def command(
    parsers: Parsers, name: str, text: str, run: Run, *, reads: bool = False
) -> argparse.ArgumentParser:
    """Declare one command; `text` is its help."""
    parser: argparse.ArgumentParser = parsers.add_parser(name, help=text, description=text)
    locating(parser)
    if reads:
        reading(parser)
    else:
        parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.set_defaults(run=run, reads=reads)
    return parser


def now_of(args: argparse.Namespace) -> int:
    """What now is for the command; raises InvalidValue for a bad --at."""
    at = getattr(args, "at", None)
    if at is None:
        return clock()
    from models.domain.basics.months import within_horizon
    from models.domain.basics.notation import parse_instant

    instant = parse_instant(at, "--at")
    today, day = (datetime.fromtimestamp(moment, UTC).date() for moment in (clock(), instant))
    within_horizon(day, today, "--at")
    return instant
