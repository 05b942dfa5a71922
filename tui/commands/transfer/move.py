"""How does a desk move to a server, or from one? `deskhours move --to URL`: a copy that is compared."""

from __future__ import annotations

from models.services.safety.moving import move_desk
from models.storage.location import resolve
from tui.commands.base import Context, Parsers, command
from tui.progress import progress


def declare(parsers: Parsers) -> None:
    """Add the parser of the command of this file."""
    parser = command(parsers, "move", move)
    parser.add_argument(
        "--to", required=True, metavar="PLACE", help="where to: postgresql://…, or a file that is not there"
    )


def move(context: Context) -> int:
    """Copy the whole desk to another place and compare both (`deskhours move --to PLACE`)."""
    source, target = resolve(context.args.database), resolve(context.args.to)
    with progress() as bar:
        moved = move_desk(source, target, bar.step)
    document = {
        "from": str(source),
        "to": str(target),
        "clients": moved.clients,
        "contracts": moved.contracts,
        "requests": moved.requests,
        "entries": moved.entries,
        "changes": moved.changes,
        "digest": moved.digest,
    }
    what = f"{moved.clients:,} clients, {moved.contracts:,} contracts, {moved.entries:,} entries"
    words = (
        f"copied {source} to {target}: {what}; both books are the same",
        f"nothing was changed in {source}; work on with: deskhours --database {target}",
    )
    return context.answer(document, lambda: iter(words))
