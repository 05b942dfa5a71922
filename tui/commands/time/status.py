"""What do prompts and status bars ask? `deskhours status` (most forms have a short way in tui/__main__)."""

from __future__ import annotations

from models.storage.location import resolve_text
from models.storage.machine.user import user_name
from models.storage.status import read_status, status_line
from tui.commands.base import Context, Parsers, command
from tui.commands.time.statusbar import check_format, printed, wants_left
from tui.printing import print_json, print_line

READERS = ("waybar", "polybar", "i3blocks", "tmux", "starship")


def declare(parsers: Parsers) -> None:
    parser = command(parsers, "status", status, reads=True)
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--agent", metavar="A", help="whose (default: who sits here, else the only agent)")
    whose.add_argument("--all", action="store_true", help="of everybody")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--format", metavar="F", help="such as '{elapsed} {client} {left}'")
    form.add_argument("--for", dest="reader", choices=READERS, help="what that bar or prompt reads")


def status(context: Context) -> int:
    """Print the running timer in the form asked for, without loading the screen (`deskhours status`)."""
    args = context.args
    wanted, given = args.reader or "", args.format
    if given is not None:
        check_format(given)
    found = read_status(
        resolve_text(args.database),
        context.now,
        args.agent,
        user=None if args.all else user_name(),
        past=args.at is not None,
        left=wants_left(wanted, given),
        everybody=args.all,
    )
    if args.json:
        print_json(found.document)
    elif wanted or given is not None:
        for line in printed(found, wanted, given).split("\n"):
            print_line(line)
    else:
        print_line(status_line(found))
    return 0
