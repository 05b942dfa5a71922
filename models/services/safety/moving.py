"""How does a desk move from a file to a server, or back? As a copy that is compared; the source stays as it is.

Both sides are written out as books and compared before anything is kept, so that the same questions have the same
answers there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from models.book.writing import dump_lines
from models.domain.basics.errors import DeskError
from models.domain.values import Entry
from models.queries.desk.book.reading import each_entry, each_request, read_head
from models.storage import tables as t
from models.storage.database import open_database
from models.storage.engine import Opened
from models.storage.location import Place
from models.storage.rows.copying import Step, copy_desk


@dataclass(frozen=True, slots=True)
class Moved:
    """What was copied, and the digest that both books have."""

    clients: int
    contracts: int
    requests: int
    entries: int
    changes: int
    digest: str


def move_desk(source: Place, target: Place, step: Step) -> Moved:
    """Copy the desk of `source` to `target`, which must hold none; raises DeskError, then nothing is kept there."""
    if source == target:
        raise DeskError(f"{target}: is the desk itself; name another place")
    here = open_database(source, create=False)
    if not here.rights.leads:
        raise DeskError("only a lead makes a copy of the whole desk")
    there = open_database(target)
    with _bound(here), here.snapshot():
        if not t.Desk.select().exists():
            raise DeskError(f"{source}: there is no desk in this database yet; nothing to move")
        original = _digest("the book of the source", step)
        with _bound(there), there.connection(), there.change_lock():
            if t.Desk.select().exists():
                raise DeskError(f"{target}: has a desk already; accepted is a place without one")
            there.expect_many_rows()
            with there.filling():
                counts = copy_desk(here.database, there.database, step)
            if _digest("the book of the copy", step) != original:
                raise DeskError(f"{target}: the book of the copy differs from the source; nothing was kept")
    return Moved(
        counts["client"], counts["contract"], counts["request"], counts["entry"], counts["change"], original
    )


@contextmanager
def _bound(opened: Opened) -> Iterator[None]:
    """What is read and written inside is read and written there."""
    before = t.database.obj
    t.database.initialize(opened.database)
    try:
        yield
    finally:
        t.database.initialize(before)


def _digest(what: str, step: Step) -> str:
    """Of the whole book of the bound desk."""
    total = t.Entry.select().count()
    digest = hashlib.sha256()

    def entries() -> Iterator[Entry]:
        for number, entry in enumerate(each_entry(), 1):
            if number % 1000 == 0 or number == total:
                step(what, total, number)
            yield entry

    for piece in dump_lines(read_head(), each_request(), entries()):
        digest.update(piece.encode())
    return digest.hexdigest()
