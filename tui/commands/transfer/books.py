"""How does a whole desk go in and out on the command line? load, dump."""

from __future__ import annotations

from pathlib import Path

from models.book import decode, dump_text, parse_book
from models.domain.basics.errors import DeskError
from models.domain.basics.months import Month
from models.domain.basics.zone import zone
from models.queries.clients.alike import read_twins
from models.queries.desk.books import read_book
from models.services.core.month_records import derive_through
from models.services.desk.desks import load_book
from tui.commands.base import Context, Parsers, command
from tui.commands.desk import desk_of
from tui.printing import print_bytes, print_line, warn


def declare(parsers: Parsers) -> None:
    parser = command(parsers, "load", load)
    parser.add_argument("file", metavar="FILE", help="the book, a JSON file")
    command(parsers, "dump", dump, reads=True)


def read_file(name: str) -> bytes:
    """The bytes of a file the user named; raises DeskError."""
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise DeskError(f"{name}: cannot be read ({error.strerror})") from error


def load(context: Context) -> int:
    """Load a book into a database without a desk and compute its ledgers (`deskhours load FILE`)."""
    book = parse_book(decode(read_file(context.args.file)))
    with desk_of(context, create=True):
        load_book(book, context.now)
        derive_through(Month.of(zone(book.desk.timezone).date_of(context.now)))
        for keys in read_twins():
            warn(f"the names of the clients {', '.join(keys)} look the same")
        if context.args.json:
            return _write_book()
    counts = {"clients": len(book.clients), "contracts": len(book.contracts), "entries": len(book.entries)}
    words = ", ".join(f"{count} {noun}" for noun, count in counts.items())
    print_line(f"loaded {book.desk.name}: {words}")
    return 0


def _write_book() -> int:
    """The book of the open database on standard output."""
    print_bytes(dump_text(read_book()).encode())
    return 0


def dump(context: Context) -> int:
    """Write the whole desk as a book (`deskhours dump`)."""
    with desk_of(context):
        return _write_book()
