"""Which desk is shown? Opens the database for the screen, or makes the sample desk of `deskhours demo`.

What can fail fails here, in words, before the screen is taken over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from models.domain.basics.frozen import dataclass
from models.domain.basics.rights import OWNER, Present, Rights
from models.queries.desk.session import has_desk
from models.queries.desk.settings import read_sorts, setting
from models.storage.database import VERIFIED_BYTES, open_database
from models.storage.location import Place, Stamp, resolve
from models.storage.machine.user import user_name
from models.storage.machine.zone import guess_zone
from tui.data import Data
from tui.late import load
from tui.text.privacy import hide_money

if TYPE_CHECKING:
    from models.storage.engine import Hearing, Opened


def staying(stamp: Stamp) -> Stamp:
    """The stamp of what nobody else writes to."""
    return stamp


def deaf(tell: Callable[[], None]) -> None:
    """Hears of no changes, since nobody else makes any."""


def silent(request: str | None, now: int) -> None:
    """Tells nobody which request is open: a desk alone has no colleagues."""


def alone(now: int) -> tuple[Present, ...]:
    """The colleagues of a desk that has none."""
    return ()


def everything() -> Rights:
    """The rights of whoever works alone."""
    return OWNER


@dataclass(frozen=True, slots=True)
class OpenedDesk:
    """An open desk: where it is read from, whose screen this is, and what to say about the file."""

    data: Data
    user: str
    has_desk: bool
    read_only: bool
    warning: str | None
    path: Path
    """Beside it stand private files of this desk (`models.storage.location.home`)."""
    theme: str | None = None
    """The theme that this user chose last."""
    sorts: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    """By which column, and whether reversed, this user sorts each list; lists that are not named stay as they come."""
    kept_at: Place | None = None
    """Where the desk is kept; None where it is the file of `path`."""
    shared: bool = False
    """Do others work on it at the same time, who see what stands open here?"""
    changed_since: Callable[[Stamp], Stamp] = staying
    """Another stamp than the given one when anybody wrote since."""
    listen: Callable[[Callable[[], None]], Hearing | None] = deaf
    """Has the server tell of changes; None where nothing can (a file)."""
    show_presence: Callable[[str | None, int], None] = silent
    """Lets others know which request's page stands open here."""
    present: Callable[[int], tuple[Present, ...]] = alone
    """Which requests others have open."""
    rights: Callable[[], Rights] = everything
    """What whoever signed in may do, as the server said last (RULES 13)."""
    machine_zone: str = ""
    """Where this machine stands, to be compared with the desk; empty where that is not asked."""

    @property
    def place(self) -> Place:
        """Where the desk is kept."""
        return self.kept_at or self.path


def open_desk(database: str | None) -> OpenedDesk:
    """Open (or create) the database of `--database`; raises StorageError with a sentence."""
    return _described(open_database(resolve(database), verified_bytes=VERIFIED_BYTES), guess_zone())


def open_demo(now: int) -> OpenedDesk:
    """A sample desk in a folder of its own that goes with the program; what makes it is loaded for it alone."""
    return _described(load("tui.sample.desk:make_sample_desk")(now))


def _first_look(user: str) -> tuple[bool, str | None, Mapping[str, tuple[str, bool]]]:
    """Is there a desk, and which theme and sorting did this user choose?"""
    return has_desk(), setting(f"theme:{user}"), read_sorts(user)


def _described(opened: Opened, machine_zone: str = "") -> OpenedDesk:
    """What the screen must know of an opened database before its first frame."""
    user = user_name()
    hide_money(not opened.rights.sees_money)
    data = Data(opened.path, opened.connection, snapshot=opened.snapshot, failures=opened.FAILURES)
    data.expect = opened.expect
    data.find_damage = lambda: str(load("tui.program.telling.damage:damage")(opened.snapshot, opened.check))
    data.place = str(opened.place) if opened.shared else ""
    if opened.expect is None:
        with opened.looking():
            found, theme, sorts = _first_look(user)
    else:
        found, theme, sorts = data.fetch_now(_first_look, user)
    return OpenedDesk(
        data,
        user,
        found,
        opened.read_only,
        opened.warning,
        opened.path,
        theme,
        sorts,
        opened.place,
        opened.shared,
        opened.changed_since,
        opened.listen,
        opened.show_presence,
        opened.present,
        lambda: opened.rights,
        machine_zone,
    )
