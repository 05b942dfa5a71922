"""What if a colleague changed the record while a form with it stood open? Nobody's change is lost (RULES 13).

A form that was opened with a record writes only while the record still is as the form read it; that is checked in the
transaction that writes. What was changed meanwhile is told field by field, with who and when.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from models.domain.basics.errors import Meanwhile, NotFound, Overtaken
from models.domain.basics.zone import zone
from models.storage import tables as t
from models.storage.rights import last_change
from models.storage.rows.reading import read_desk
from models.storage.rows.whole import whole

T = TypeVar("T")
Document = Mapping[str, Any]
STEPS_READ = 200
"""Changes of one record that are looked through for who changed a field."""
_STRUCTURED = ("rates", "contacts", "domains", "tiers", "weekly_hours")


@dataclass(frozen=True, slots=True)
class Base:
    """A record as a form was opened with it: `value` is its document, `read` reads it as it is now.

    `table` and `key` are those of the history; `name` is what people call it: "client Acme Ltd".
    """

    table: str
    key: str
    name: str
    value: Document
    read: Callable[[], Document]

    def check(self) -> None:
        """Raises Overtaken when the record is not what it was; to be called in the transaction that writes."""
        try:
            now = self.read()
        except NotFound as error:
            raise self._gone() from error
        paths = changed_paths(self.value, now)
        if paths:
            raise self._overtaken(paths)

    def _overtaken(self, paths: Sequence[str]) -> Overtaken:
        steps = _steps(self.table, self.key)
        changes = tuple(_last_of(path, steps) for path in paths)
        newest = max(changes, key=lambda change: change.at)
        words = f"{self.name} was changed by {newest.who} at {_clock(newest.at)}, after it was read here"
        return Overtaken(words, changes)

    def _gone(self) -> Overtaken:
        steps = [step for step in _steps(self.table, self.key) if step.after is None]
        if not steps:
            return Overtaken(f"{self.name} is gone", (), gone=True)
        words = f"{self.name} was deleted by {steps[0].who} at {_clock(steps[0].at)}"
        return Overtaken(words, (Meanwhile("", steps[0].who, steps[0].at),), gone=True)


def save_over(bases: Sequence[Base], write: Callable[[], T]) -> T:
    """Write, provided that every record is still as its form was opened with it: one transaction.

    Raises Overtaken, with nothing written, and whatever `write` raises.
    """
    with t.database.atomic():
        for base in bases:
            base.check()
        return write()


def changed_paths(before: Document, now: Document) -> tuple[str, ...]:
    """Where two documents differ: ("allowances[0].hours", "name"); absent and null are the same."""
    old, new = dict(_opened("", before)), dict(_opened("", now))
    return tuple(path for path in dict.fromkeys((*old, *new)) if old.get(path) != new.get(path))


def _opened(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _opened(f"{path}.{name}" if path else str(name), inner)
    elif isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value):
        for number, inner in enumerate(value):
            yield from _opened(f"{path}[{number}]", inner)
    elif isinstance(value, list | tuple):
        yield path, list(value) or None
    else:
        yield path, value


@dataclass(frozen=True, slots=True)
class _Step:
    who: str
    at: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    withheld: bool = False
    """Whether what it changed may not be read here: it may have been anything."""


def _steps(table: str, key: str) -> list[_Step]:
    """What happened to one record, newest first, as far as it may be read; of the rest the last change."""
    r, c = t.ChangeRow, t.Change
    written = (
        r.select(c.who, c.at, whole(r.before), whole(r.after))
        .join(c)
        .where((r.table == table) & (r.key == key))
    )
    rows = written.order_by(r.id.desc()).limit(STEPS_READ).tuples()
    steps = [_Step(who, at, _columns(before), _columns(after)) for who, at, before, after in rows]
    last = last_change(table, key)
    if last is not None and (not steps or (steps[0].who, steps[0].at) != last):
        steps.insert(0, _Step(*last, None, None, withheld=True))
    return steps


def _columns(row: dict[str, Any] | None) -> dict[str, Any] | None:
    """The columns of a recorded row, structures opened up as in a form's document."""
    if row is None:
        return None
    document = row.pop("document", None)
    for name in _STRUCTURED:
        if isinstance(row.get(name), str):
            row[name] = json.loads(row[name])
    inner = json.loads(document) if isinstance(document, str) else {}
    paper = row.pop("paper", None)
    if isinstance(paper, str):
        inner |= json.loads(paper)
    return dict(_opened("", inner if isinstance(inner, dict) else {})) | dict(_opened("", row))


def _last_of(path: str, steps: Sequence[_Step]) -> Meanwhile:
    """Who changed a field last; of a field that no column is named after, who changed the record last."""
    for step in steps:
        before, after = step.before or {}, step.after or {}
        if step.withheld or before.get(path) != after.get(path):
            return Meanwhile(path, step.who, step.at)
    return Meanwhile(path, steps[0].who, steps[0].at) if steps else Meanwhile(path, "somebody", 0)


def _clock(at: int) -> str:
    return zone(read_desk().timezone).local(at).strftime("%H:%M")
