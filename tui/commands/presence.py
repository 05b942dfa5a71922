"""Commands for screen lockers and idle daemons: `deskhours away` and `deskhours back` (RULES 7)."""

from __future__ import annotations

from typing import Any

from tui.commands.base import Context, Parsers, command, print_json, print_line


def declare(parsers: Parsers) -> None:
    """Add the parsers of this module."""
    parser = command(
        parsers, "away", "mark that nobody is there, for a screen locker or an idle daemon", away
    )
    parser.add_argument("--ago", metavar="10m", help="since that long ago")
    _agent(parser)
    parser = command(parsers, "back", "mark that somebody is there again; the dashboard then asks", back)
    parser.add_argument("--keep", action="store_true", help="ask nothing: the absence counts as work")
    _agent(parser)


def _agent(parser: Any) -> None:
    parser.add_argument("--agent", metavar="A", help="who (default: who sits here, else the only agent)")


def away(context: Context) -> int:
    """`deskhours away [--ago 10m]`."""
    from models.domain.basics.typed_time import parse_ago
    from models.services.time.absence import go_away

    ago = 0 if context.args.ago is None else parse_ago(context.args.ago, "--ago")
    with context.desk():
        return _tell(context, go_away(context.agent(), context.now, ago), "away since {since}")


def back(context: Context) -> int:
    """`deskhours back [--keep]`."""
    from models.services.time.absence import come_back

    keep = context.args.keep
    with context.desk():
        told = come_back(context.agent(), context.now, keep=keep)
        words = "kept as work" if keep else "the dashboard asks when it is next seen"
        return _tell(context, told, f"away from {{since}} to {{until}}; {words}")


def _tell(context: Context, told: dict[str, Any] | None, words: str) -> int:
    """The absence with its instants; a locker is never told that it did wrong."""
    from models.domain.basics.zone import to_iso, zone
    from models.storage.reading import read_desk

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
