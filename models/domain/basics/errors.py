"""Which errors may a caller meet? One tree under DeskError, each a sentence that a person can act on."""

from __future__ import annotations

from models.domain.basics.frozen import dataclass


class DeskError(Exception):
    """A refusal with a human sentence; nothing has been changed when it is raised."""


class InvalidValue(DeskError):
    """A value that is not accepted: names the field by its path, the value and what is accepted."""

    def __init__(self, path: str, message: str) -> None:
        """Keep `path` (as in `contracts[2].allowances[0].hours`) so that a form can place the message."""
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
        self.message = message


class NotFound(DeskError):
    """A key that names nothing here: a client, contract, request, entry or agent."""


class MonthClosed(DeskError):
    """A change that would move the numbers of a closed month (RULES 6.2)."""


class TimerRuns(DeskError):
    """A timer cannot start beside another one of the agent, which may have been started at another machine."""


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """A field that somebody changed while a form stood open: its path, who, when (epoch seconds)."""

    path: str
    who: str
    at: int


class Overtaken(DeskError):
    """The record is not what a form was opened with: `changes` tells each field, `gone` that it was deleted."""

    def __init__(self, message: str, changes: tuple[Meanwhile, ...] = (), *, gone: bool = False) -> None:
        """Keep what changed, so that a form can ask: theirs or mine."""
        super().__init__(message)
        self.changes = changes
        self.gone = gone


class StorageError(DeskError):
    """The database cannot be used as it is; the sentence says what to do."""


class NotAllowed(StorageError):
    """The server keeps from whoever signed in what was asked for (RULES 13)."""


class Unusable(StorageError):
    """The database is damaged, gone or another one: nothing is written until somebody has looked at it."""


class Damaged(Unusable):
    """Something in the file itself is wrong, and stays so."""


class Foreign(StorageError):
    """The file is another program's database."""


class DatabaseProblem(StorageError):
    """The engine refused something that nobody foresaw, such as a row that a colleague took meanwhile."""
