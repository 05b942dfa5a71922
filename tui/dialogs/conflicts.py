"""A colleague changed what this form changes, too: what is theirs, what mine, and what comes of both?

What nobody else touched is saved as typed; what only the other one changed stays theirs; a field that both changed is
asked about. No text is lost by any of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from models.domain.basics.errors import Overtaken

if TYPE_CHECKING:
    from tui.dialogs.form import Form

THEIRS, MINE = "ctrl+t", "ctrl+y"
TEXT_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that both changed: the text that takes theirs, how that is said, who changed it and when."""

    theirs: str
    said: str
    who: str
    at: str

    def sentence(self) -> str:
        """`Mo changed this at 10:42 to “Website down”: ctrl+t takes that, ctrl+y keeps yours`."""
        to = f"to “{self.said}”" if self.said else "to nothing"
        when = f" at {self.at}" if self.at else ""
        return f"{self.who} changed this{when} {to}: {THEIRS} takes theirs, {MINE} keeps yours"


@dataclass(frozen=True, slots=True)
class Names:
    """How a form says who and when."""

    people: Mapping[str, str]
    clock: Callable[[int], str]

    def who(self, key: str) -> str:
        """The agent's name, else the name of the user."""
        return self.people.get(key, key)


def names_of(program: object) -> Names:
    """The people and the clock of the program."""
    session = getattr(program, "session", None)
    people = {person.key: person.name for person in session.agents} if session is not None else {}
    zone, now = getattr(program, "zone", None), program.now()  # type: ignore[attr-defined]  # every app here has a clock

    def clock(at: int) -> str:
        if not at:
            return ""
        moment, today = datetime.fromtimestamp(at, zone), datetime.fromtimestamp(now, zone).date()
        return f"{moment:%H:%M}" if moment.date() == today else f"{moment.day} {moment:%b %H:%M}"

    return Names(people, clock)


def merge(old: Form, fresh: Form, found: Overtaken, names: Names) -> dict[str, Conflict]:
    """Put what was typed into `old` into `fresh`, which is filled with what stands there now; what both changed.

    A field in conflict keeps what was typed until it is decided.
    """
    conflicts: dict[str, Conflict] = {}
    known = {field.name for field in fresh.view.fields}
    for name in (field.name for field in old.view.fields if field.name in known):
        if not old.was_touched(name):
            continue
        text = old.view.texts[name]
        moved = old.stood(name) != fresh.stood(name)
        if moved and fresh.same(name, text):
            continue
        if moved:
            by = next((change for change in found.changes if fresh.place_of(change.path) == name), None)
            newest = by or max(found.changes, key=lambda change: change.at, default=None)
            who, at = (newest.who, newest.at) if newest is not None else ("somebody", 0)
            said = fresh.said(name)
            said = said if len(said) <= TEXT_SHOWN else f"{said[: TEXT_SHOWN - 1]}…"
            conflicts[name] = Conflict(fresh.their_text(name), said, names.who(who), names.clock(at))
        fresh.view.set_text(name, text)
    return conflicts


def told(old: Form, fresh: Form, found: Overtaken, names: Names) -> str:
    """Who changed which fields meanwhile: what is said once both stand; empty when no field shows it."""
    labels = [
        field.label
        for field in fresh.view.fields
        if field.name in {one.name for one in old.view.fields}
        and old.stood(field.name) != fresh.stood(field.name)
    ]
    people = ", ".join(dict.fromkeys(names.who(change.who) for change in found.changes))
    if not labels:
        return ""
    more = f" and {len(labels) - 3} more" if len(labels) > 3 else ""
    return f"{people} changed {', '.join(labels[:3])}{more} meanwhile; that stands, too."
