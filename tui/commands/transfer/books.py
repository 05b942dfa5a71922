"""How does a whole desk go in and out on the command line? load, dump."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from models.book.streaming import open_book
from models.book.writing import dump_lines
from models.domain.basics.errors import DeskError
from models.domain.basics.months import Month
from models.domain.basics.zone import zone
from models.queries.clients.alike import read_twins
from models.queries.desk.book.reading import each_entry, each_request
from models.queries.desk.book.whole import read_whole_head
from models.services.core.month_records import derive_through
from models.services.desk.desks import load_book
from models.storage.files.named import named_file
from tui.commands.base import Context, Parsers, command
from tui.commands.desk import check_leads, desk_of
from tui.printing import print_line, print_pieces, warn
from tui.progress import progress

NO_HISTORY = (
    "Everything of the desk is in it: statement numbers with their versions and days, notes, plans, settings. "
    "The history (who changed what, and undo) is not: backup copies that too."
)


def declare(parsers: Parsers) -> None:
    parser = command(parsers, "load", load)
    parser.add_argument("file", metavar="FILE", help="the book, a JSON file")
    parser = command(parsers, "dump", dump, reads=True)
    parser.description = f"{parser.description}. {NO_HISTORY}"


@contextmanager
def opened_file(name: str) -> Iterator[BinaryIO]:
    """A file the user named, to be read; raises DeskError when that cannot be."""
    path = named_file(name)
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        if error.filename is not None and str(error.filename) != str(path):
            raise
        raise DeskError(f"{name}: cannot be read ({error.strerror})") from error


def read_file(name: str) -> bytes:
    """The bytes of a file the user named; raises DeskError."""
    try:
        return named_file(name).read_bytes()
    except OSError as error:
        raise DeskError(f"{name}: cannot be read ({error.strerror})") from error


def load(context: Context) -> int:
    """Load a book into a database without a desk and compute its ledgers (`deskhours load FILE`)."""
    with opened_file(context.args.file) as file, progress() as bar:
        book = open_book(file)
        head = book.head
        with desk_of(context, create=True) as opened:
            opened.expect_many_rows()
            load_book(book, context.now, step=bar.step)
            bar.clear()
            derive_through(Month.of(zone(head.desk.timezone).date_of(context.now)))
            for keys in read_twins():
                warn(f"the names of the clients {', '.join(keys)} look the same")
            if context.args.json:
                return _write_book()
    counts = {"clients": len(head.clients), "contracts": len(head.contracts), "entries": book.entry_count}
    words = ", ".join(f"{count} {noun}" for noun, count in counts.items())
    print_line(f"loaded {head.desk.name}: {words}")
    return 0


def _write_book() -> int:
    """The book of the open database on standard output, in pieces."""
    print_pieces(dump_lines(read_whole_head(), each_request(), each_entry()))
    return 0


def dump(context: Context) -> int:
    """Write the whole desk as a book, without the history (`deskhours dump`)."""
    with desk_of(context) as opened:
        check_leads(opened, "a book of the whole desk")
        return _write_book()
