"""How is a desk on a server looked after? The server's own backups are its administrator's; here copies go to files.

A copy is a desk in a file, like any other: it can be opened, looked at and put back, on a server or not.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from models.domain.basics.errors import DeskError
from models.storage import tables as t
from models.storage.engine import Finding, Upkeep
from models.storage.files.whole import private_folder, refused, replacing
from models.storage.location import Server, home
from models.storage.postgres.opened import OpenedServer, open_server
from models.storage.postgres.schema import read_version
from models.storage.rows.copying import clear_desk, copy_desk
from models.storage.sqlite.backup import backup_folder, backups, copy_faults, is_sound, made_at, stamp
from models.storage.sqlite.keeping import check_copy
from models.storage.sqlite.opened import open_file


class ServerKeeper:
    """The keeper of desks on a server (`models.storage.engine.Keeper`)."""

    def back_up(self, place: Server, now: int, target: Path | None = None) -> Path:
        """The whole desk as a file, history included, checked row by row."""
        beside = home(place)
        folder = backup_folder(beside)
        path = target or folder / f"{beside.stem}-{stamp(beside, now)}.db"
        with refused(path):
            if target is None:
                private_folder(folder)
            with replacing(path) as part, _bound_again():
                opened = open_server(place, create=False)
                file = open_file(part)
                with opened.snapshot(), file.connection(), file.change_lock():
                    copy_desk(opened.database, file.database, _unwatched)
        return path

    def daily_upkeep(self, place: Server, now: int, days: tzinfo) -> Upkeep:
        """Nothing: many sit at one server, and its administrator backs it up (README)."""
        return Upkeep()

    def restore(self, place: Server, source: Path, now: int) -> Path | None:
        """Put a copy in the desk's place, in one transaction; what was there is copied to a file first.

        The team stays, which no copy holds. Raises DeskError for whoever did not make the database.
        """
        check_copy(source)
        with tempfile.TemporaryDirectory(prefix="deskhours-restore-") as folder, _bound_again():
            ready = Path(folder) / "desk.db"
            shutil.copyfile(source, ready)
            copy = open_file(ready)
            opened = open_server(place)
            if opened.rights.role != "owner":
                raise DeskError("only who made the database of the desk, its owner, puts a copy in its place")
            kept = self.back_up(place, now) if self.holds_something(place) else None
            with copy.snapshot(), opened.connection(), opened.change_lock():
                team = opened.team()
                members = team.members()
                clear_desk(opened.database)
                copy_desk(copy.database, opened.database, _unwatched)
                team.enrol_again(members)
        return kept

    def holds_something(self, place: Server) -> bool:
        """Is there a desk in the server's database?"""
        with _bound_again():
            return _has_desk(open_server(place))

    def check_place(self, place: Server, now: int) -> tuple[Finding, ...]:
        """Is the line private, and how old is the newest copy that was made from here?"""
        with _bound_again():
            warning = open_server(place, create=False).warning
        line = (
            Finding("privacy", "note", "others may listen", (warning,))
            if warning
            else Finding("privacy", "ok", "the line to the server is private")
        )
        return line, _check_copies(place, now)

    def way_out(self, place: Server) -> str:
        """The server's administrator has its backups."""
        copies = backups(home(place))
        newest = next((copy for copy in copies if not copy_faults(copy)), None)
        return f"restore {newest}" if newest else "ask the server's administrator for a backup"

    def soundness(self) -> str:
        """What the server holds to."""
        return "the server holds to every constraint"


def _has_desk(opened: OpenedServer) -> bool:
    with opened.connection():
        return read_version(opened.database) > 0 and bool(t.Desk.select().exists())


def _check_copies(place: Server, now: int) -> Finding:
    copies = backups(home(place))
    if copies and not is_sound(copies[0]):
        return Finding("backups", "wrong", "the newest copy is damaged", (str(copies[0]),))
    if not copies:
        words = "the server's administrator backs it up; deskhours backup makes a copy in a file"
        return Finding("backups", "note", words)
    made = datetime.fromtimestamp(made_at(copies[0]), UTC)
    return Finding("backups", "ok", f"the newest of {len(copies)} copies is of {made:%Y-%m-%d %H:%M} UTC")


@contextmanager
def _bound_again() -> Iterator[None]:
    """Opening binds the tables; afterwards they are bound as they were."""
    before = t.database.obj
    try:
        yield
    finally:
        t.database.initialize(before)


def _unwatched(_what: str, _of: int, _done: int) -> None:
    """Nobody watches how far a copy is."""
