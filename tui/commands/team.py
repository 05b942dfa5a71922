"""Who works on the desk of a server, as what? `team add`, `team list` and `team remove` (RULES 13)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.domain.basics.rights import ROLES, Member
from tui.commands.base import Context, Parsers, command, lines, locating
from tui.commands.desk import desk_of

ACTIONS = {
    "add": "make a login of the server a member, or change the role",
    "list": "everybody with a role",
    "remove": "take all rights at this desk from somebody",
}


def declare(parsers: Parsers) -> None:
    """Add the parser of the command of this file."""
    parser = parsers.named("team")
    parser.description = "Who works on the desk of a server, and as what; never a password."
    locating(parser)
    one = Parsers(parser.add_subparsers(metavar="ACTION", title="actions", required=True), ACTIONS)
    adding = command(one, "add", add)
    adding.add_argument("key", metavar="KEY", help="the agent's key")
    adding.add_argument("--role", choices=ROLES, required=True, help="what they may do")
    adding.add_argument("--login", metavar="NAME", required=True, help="the name they sign in with")
    adding.add_argument("--print", action="store_true", help="print the SQL, for an administrator to run")
    command(one, "list", members, reads=True)
    command(one, "remove", remove).add_argument("key", metavar="KEY", help="the agent's key")


def members(context: Context) -> int:
    """List everybody with a role (`deskhours team list`)."""
    with desk_of(context) as opened:
        rows = [_document(member) for member in opened.team().members()]
    return context.answer(rows, lambda: lines(rows, _words, "nobody has a role yet"))


def add(context: Context) -> int:
    """Make a login of the server a member, or change the role (`deskhours team add KEY --role R --login NAME`)."""
    args = context.args
    with desk_of(context) as opened:
        team = opened.team()
        if args.print:
            statements = team.add_statements(args.key, args.role, args.login)
            return context.answer({"sql": list(statements)}, lambda: _script(statements))
        member = team.add(args.key, args.role, args.login)
    added = f"added {args.key} as {args.role}: signs in as {member.login}; a password is the server's matter"
    return context.answer(_document(member), lambda: iter([added]))


def remove(context: Context) -> int:
    """Take all rights at this desk from somebody (`deskhours team remove KEY`)."""
    with desk_of(context) as opened:
        gone = opened.team().remove(context.args.key)
    return context.answer(
        _document(gone), lambda: iter([f"removed {gone.agent}, who signed in as {gone.login}"])
    )


def _script(statements: tuple[str, ...]) -> Iterator[str]:
    yield "BEGIN;"
    yield "SET LOCAL client_min_messages = error;"
    yield from (f"{statement};" for statement in statements)
    yield "COMMIT;"


def _document(member: Member) -> dict[str, Any]:
    return {"agent": member.agent, "role": member.role, "login": member.login}


def _words(row: dict[str, Any]) -> str:
    return f"{row['agent'] or '–':<20} {row['role']:<8} {row['login']}"
