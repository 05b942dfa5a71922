"""How do screen lockers and idle daemons tell of an absence? `deskhours away` and `deskhours back` (RULES 7)."""

from __future__ import annotations

from typing import Any

from models.domain.basics.typed.typed_time import parse_ago
from models.domain.basics.zone import to_iso, zone
from models.services.time.absence import come_back, go_away
from models.storage.engine import Opened
from models.storage.rows.reading import read_desk
from tui.commands.base import Context, Parsers, command
from tui.commands.desk import agent_of, check_writes, desk_of
from tui.printing import print_json, print_line


def declare(parsers: Parsers) -> None:
    parser = command(parsers, "away", away)
    parser.add_argument("--ago", metavar="10m", help="since that long ago")
    _agent(parser)
    parser = command(parsers, "back", back)
    parser.add_argument("--keep", action="store_true", help="ask nothing: the absence counts as work")
    _agent(parser)


def _agent(parser: Any) -> None:
    parser.add_argument("--agent", metavar="A", help="who (default: who sits here, else the only agent)")


def away(context: Context) -> int:
    """Note on the running timer that its agent went away (`deskhours away [--ago 10m]`)."""
    ago = 0 if context.args.ago is None else parse_ago(context.args.ago, "--ago")
    with desk_of(context) as opened:
        return _tell(context, go_away(_who(context, opened), context.now, ago), "away since {since}")


def back(context: Context) -> int:
    """End the agent's absence from a running timer (`deskhours back [--keep]`)."""
    keep = context.args.keep
    with desk_of(context) as opened:
        told = come_back(_who(context, opened), context.now, keep=keep)
        words = "kept as work" if keep else "the dashboard asks when it is next seen"
        return _tell(context, told, f"away from {{since}} to {{until}}; {words}")


def _who(context: Context, opened: Opened) -> str:
    """Whose timer is meant; raises DeskError where it is not for whoever signed in to write."""
    agent = agent_of(context)
    check_writes(opened, "entry", agent)
    return agent


def _tell(context: Context, told: dict[str, Any] | None, words: str) -> int:
    """The absence with its instants; a locker is never told that it did wrong."""
    if context.args.json:
        instants = ("since", "until")
        print_json(told and told | {name: told[name] and to_iso(told[name]) for name in instants})
    elif told is None:
        print_line("no timer is running that an absence could be noted on")
    else:
        local = zone(read_desk().timezone).local
        shown = {name: f"{local(told[name]):%H:%M}" for name in ("since", "until") if told[name] is not None}
        print_line(words.format(**shown))
    return 0
