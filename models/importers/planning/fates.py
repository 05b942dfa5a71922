"""What may become of a line of a foreign file, and what does an import need to know of the desk?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from models.domain.values import Entry
from models.importers.base import Doubt
from models.importers.mapping import Asked

Outcome = Literal["add", "update", "exists", "changed", "unmapped", "skipped", "bad"]
OUTCOMES: tuple[Outcome, ...] = ("add", "update", "exists", "changed", "unmapped", "skipped", "bad")


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one line; `entry` comes with `add` and `update`, `reason` with all others and with doubts.

    `fingerprint` is that of the source's words, by which a later import sees whether they changed.
    """

    line: int
    outcome: Outcome
    reason: str = ""
    entry: Entry | None = None
    doubts: tuple[Doubt, ...] = ()
    identity: str = ""
    fingerprint: str = ""
    asked: tuple[tuple[Asked, str], ...] = ()
    what: str = ""
    """Who and when, for a line that has no entry yet."""
    proposed: Entry | None = None
    """What an open line would become if it were kept as it is; None while a name is open."""

    @property
    def open(self) -> str:
        """The reason without the doubts: what has to be answered."""
        doubts = "; ".join(words for _, words in self.doubts)
        return self.reason.removesuffix(doubts).removesuffix("; ") if doubts else self.reason


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A question: a foreign name without a meaning, or a decision; `lines` are stopped by it.

    No line is stopped by a name that is merely kept in the notes.
    """

    kind: Asked
    text: str
    lines: int


class Counts(NamedTuple):
    """How many lines have each fate."""

    add: int = 0
    update: int = 0
    exists: int = 0
    changed: int = 0
    unmapped: int = 0
    skipped: int = 0
    bad: int = 0


@dataclass(frozen=True, slots=True)
class Here:
    """An entry of the desk that an earlier import brought, or that has the key which a row would get."""

    entry: Entry
    identity: str | None
    fingerprint: str | None


Stretch = tuple[int, int, str]
"""Start, end and key of an entry of the desk."""


class AtDesk(Protocol):
    """What an import asks of the desk that it comes to."""

    def imported(self, tool: str, identities: Sequence[str], keys: Sequence[str]) -> Iterable[Here]:
        """Entries that came from `tool` under these identities, or that have these keys."""

    def stretches(self, agent: str, first: int, last: int) -> Iterable[Stretch]:
        """An agent's finished work that shares time with the span, by start."""


class NothingThere:
    """A desk without any entries."""

    def imported(self, tool: str, identities: Sequence[str], keys: Sequence[str]) -> Iterable[Here]:
        """No entry was here before, so none is met again."""
        return ()

    def stretches(self, agent: str, first: int, last: int) -> Iterable[Stretch]:
        """No work is here that could share time with a line."""
        return ()
