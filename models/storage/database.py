"""Which engine keeps the desk of a place? The one module that knows; a file is SQLite's.

What the engines have in common is said in `engine`; each stands in a room of its own and is loaded when a place of
its kind is opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.storage.location import APPLICATION_ID as APPLICATION_ID
from models.storage.location import SCHEMA_VERSION as SCHEMA_VERSION
from models.storage.location import VERIFIED_BYTES as VERIFIED_BYTES
from models.storage.location import Place, Server
from models.storage.sqlite.opened import open_file

if TYPE_CHECKING:
    from models.storage.engine import Keeper, Opened, OwnFiles

COMMAND_BYTES = 16 << 20
"""Like VERIFIED_BYTES, for a single command, which a person waits for (about 7 ms a megabyte)."""


def open_database(place: Place, *, create: bool = True, verified_bytes: int = 0) -> Opened:
    """Open (and create, upgrade) the desk of `place` and bind the tables to it; raises StorageError.

    Up to `verified_bytes` all of it is checked before the first write.
    """
    if isinstance(place, Server):
        # Loaded here, as below: a desk in a file knows nothing of servers, and needs no driver.
        from models.storage.postgres.opened import open_server

        return open_server(place, create=create)
    return open_file(place, create=create, verified_bytes=verified_bytes)


def keeper_of(place: Place) -> Keeper:
    """What backs the place up, restores and examines it; loaded late: a first frame needs none of that."""
    if isinstance(place, Server):
        from models.storage.postgres.keeping import ServerKeeper

        return ServerKeeper()
    from models.storage.sqlite.keeping import FileKeeper

    return FileKeeper()


def own_files() -> OwnFiles:
    """What knows the files of desks, wherever the open one is kept: nothing is written over them."""
    from models.storage.sqlite import own_files as of_files

    return of_files
