"""What must an engine do? Open a desk, and look after what keeps it; nobody outside its room knows which one runs.

`models/storage/database.py` picks the engine of a place. Queries and services speak peewee to `tables.database` and
never ask: the outermost `atomic()` of that database takes the lock of changes, so that one change at a time is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Any, ClassVar, Literal, Protocol

from models.domain.basics.rights import Member, Present, Rights, Role
from models.storage.location import Place, Stamp

Level = Literal["ok", "note", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: `ok`, a `note` for a person to look at, or something `wrong`; `details` name the rows."""

    name: str
    level: Level
    message: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What the daily upkeep did; `warning` is a sentence for a banner, empty when all is well."""

    made: Path | None = None
    removed: int = 0
    warning: str = ""


class Team(Protocol):
    """The members of a desk and their roles (RULES 13)."""

    def members(self) -> tuple[Member, ...]:
        """Everybody with a role, by login."""

    def add_statements(self, agent: str, role: Role, login: str) -> tuple[str, ...]:
        """What would be run to add somebody, for an administrator."""

    def add(self, agent: str, role: Role, login: str) -> Member:
        """Make a login a member, or change what it is."""

    def remove(self, agent: str) -> Member:
        """Take all rights at this desk from an agent's login."""


class Hearing(Protocol):
    """How changes of others are heard of: "told" by the server, "asked" every few seconds, or "lost"."""

    state: str

    def stop(self) -> None:
        """Hear of nothing any more."""


class Speech(Protocol):
    """What the peewee database of an engine can do beside peewee's own, and how it says what engines say differently.

    In SQL it knows `deskhours_whole(text, amounts)`, which puts money back into a text (`rows.money.whole_text`).
    """

    @property
    def rights(self) -> Rights:
        """What whoever opened it may do (RULES 13)."""

    def packed(self, text: str) -> str | bytes:
        """A long text as it is kept."""

    def is_json(self, column: Any, *, packed: bool) -> Any:
        """The condition that a text is JSON; `packed` where the column holds what `packed()` made."""

    def beyond_ascii(self, column: Any) -> Any:
        """The condition that a text may hold letters whose case the engine does not know."""

    def refers_ahead(self, table: str) -> bool:
        """May a row that is written now name one that comes later?"""

    def bulk_insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Add many rows at once."""

    def later(self) -> AbstractContextManager[None]:
        """What is written in this block may wait for what is sent next."""

    def whisper(self) -> None:
        """What the transaction under way writes is no news to others."""


class Opened(Protocol):
    """An open desk; `tables.database` is bound to it."""

    FAILURES: ClassVar[tuple[type[Exception], ...]]
    """What the engine raises where nobody foresaw it; all else arrives as a StorageError."""

    @property
    def database(self) -> Any:
        """The peewee database of the tables, which knows `Speech`, too."""

    @property
    def path(self) -> Path:
        """Beside it stand private files of this desk: the log of errors, the backups."""

    @property
    def place(self) -> Place:
        """Where the desk is kept."""

    @property
    def shared(self) -> bool:
        """Do others work on it at the same time, who are told what stands open here?"""

    @property
    def read_only(self) -> bool:
        """Can nothing be written there?"""

    @property
    def warning(self) -> str | None:
        """What a person should know about the place."""

    @property
    def rights(self) -> Rights:
        """What whoever opened it may do (RULES 13)."""

    def team(self) -> Team:
        """Who else may open it, as what; within a connection. Raises DeskError where a place knows no roles."""

    def keep(self, thing: object) -> None:
        """Hold something for as long as the desk is open, such as its temporary folder."""

    @property
    def expect(self) -> Callable[[Callable[..., Any]], None] | None:
        """Hears what the calling thread reads or writes next; None where that helps nothing."""

    def connection(self) -> AbstractContextManager[None]:
        """A connection for the calling thread, to read and write; faults become StorageError."""

    def looking(self) -> AbstractContextManager[None]:
        """A connection that does not ask whether the data is sound, for what finds out."""

    def snapshot(self) -> AbstractContextManager[None]:
        """A connection for reading one state of the desk, whatever is written meanwhile; it cannot write."""

    def change_lock(self) -> AbstractContextManager[Any]:
        """A transaction that is the only one to change anything until it ends; whoever comes second waits."""

    def show_presence(self, request: str | None, now: int) -> None:
        """Let others know which request's page stands open here; None for none. Within a connection."""

    def present(self, now: int) -> tuple[Present, ...]:
        """Which requests others have open; nobody where a place knows no people. Within a connection."""

    def listen(self, tell: Callable[[], None]) -> Hearing | None:
        """Call `tell`, in another thread, whenever somebody may have changed the desk; None where nothing can tell."""

    def changed_since(self, stamp: Stamp) -> Stamp:
        """Another stamp than the given one when anybody wrote meanwhile; cheap, asked every few seconds."""

    def check(self) -> list[str]:
        """What the engine finds wrong with all it keeps, and references to nothing; empty when all is well."""

    def forgo_durability(self) -> None:
        """Called within a connection: what is written may vanish with the power (a sample desk)."""

    def expect_many_rows(self) -> None:
        """Called within a connection before a whole desk is written at once."""

    def filling(self) -> AbstractContextManager[None]:
        """Within a change that fills a desk in which nothing stands yet: indexes are made when all rows are there."""


class Keeper(Protocol):
    """What looks after the place of a desk, whether it is open or not; loaded when it is needed."""

    def back_up(self, place: Any, now: int, target: Path | None = None) -> Path:
        """A verified copy as `target`, else among the backups; raises DeskError with nothing left behind."""

    def daily_upkeep(self, place: Any, now: int, days: tzinfo) -> Upkeep:
        """A backup, at most one a day, and thinning; never raises for the disk or the engine."""

    def restore(self, place: Any, source: Path, now: int) -> Path | None:
        """Put a backup in the desk's place; returns where the replaced one is kept. Raises DeskError."""

    def holds_something(self, place: Any) -> bool:
        """Would a restore replace anything?"""

    def check_place(self, place: Any, now: int) -> tuple[Finding, ...]:
        """Who may read the place, and how old is its newest sound backup?"""

    def way_out(self, place: Any) -> str:
        """What to do when the data is damaged, as the end of a sentence."""

    def soundness(self) -> str:
        """What `check` has looked at when it found nothing, in words."""


class OwnFiles(Protocol):
    """What knows which files are databases, or belong to one, so that nothing else is written there."""

    def belongings(self, desk: Path) -> tuple[Path, ...]:
        """The file of a desk and what its engine keeps beside it, whether they are there or not."""

    def owner_of(self, target: Path) -> str:
        """The name of the database that a file beside it belongs to; empty for a file of its own."""

    def is_database(self, path: Path) -> bool:
        """Is it a database, whosever?"""

    def is_place_of_backups(self, folder: Path, desk: Path) -> bool:
        """Is this the folder in which the copies of the desk are kept?"""
