"""What has been answered in this transaction? Each statement is sent once, and what is foreseen goes with it.

Within a snapshot the same statement has the same answer. Within a change it has until the change writes to a table
that the statement names: whoever else writes waits for the lock.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import psycopg

from models.storage import tables as t
from models.storage.postgres.foresight.guesses import Rows, World
from models.storage.postgres.foresight.lists import Foresight, Question, Step, question

_MOST_ROWS = 2_000
"""A longer answer is handed on and not kept."""
_MOST_ASKED = 400
_MOST_IDLE, _MOST_AGAIN, _MOST_TOO_SOON = 3, 8, 2
_WRITTEN = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) "([^"]+)"')


class Answer:
    """Rows that came with others, in the way of a cursor."""

    def __init__(self, rows: Rows, description: Any, count: int | None = None) -> None:
        """All rows of one statement; `count` where it wrote that many."""
        self.rows, self.description = rows, description
        self.rowcount = len(rows) if count is None else count
        self._rest = iter(rows)

    def again(self) -> Answer:
        """From the first row."""
        return Answer(self.rows, self.description)

    def fetchone(self) -> Any:
        """The next row, None behind the last."""
        return next(self._rest, None)

    def fetchall(self) -> list[Any]:
        """The rows that are left."""
        return list(self._rest)

    def __iter__(self) -> Iterator[Any]:
        return self._rest

    def close(self) -> None:
        """As peewee asks of every cursor; the rows are here already, the server holds none."""


@dataclass
class Answers:
    """What one transaction was asked and answered."""

    foresight: Foresight
    read: str
    world: World
    send: Callable[[str], Any]
    """Sends one text of several statements; the cursor stands at the first of their answers."""
    written: Callable[[str, Sequence[Any]], str]
    """A statement with its values in their places."""
    _known: dict[Question, Answer] = field(default_factory=dict)
    _asked: list[tuple[Question, Rows]] = field(default_factory=list)
    _used: set[Question] = field(default_factory=set)
    _sent: set[int] = field(default_factory=set)
    _carried: set[Question] = field(default_factory=set)
    """What was sent unasked; two steps may be one question."""
    _gone: set[Question] = field(default_factory=set)
    """What was answered before a write made it wrong: asked again when it is wanted, not ahead."""
    _too_soon: Counter[Question] = field(default_factory=Counter)
    """What a write made wrong before it was wanted goes out once more, with that write."""
    _waiting: list[str] = field(default_factory=list)
    """What is to be written with what is sent next."""
    _missed: bool = False

    def __post_init__(self) -> None:
        self.world.before = dict(self.foresight.before(self.read))

    def begin(self, beginning: str) -> None:
        """Begin the transaction; what is foreseen goes with it."""
        self._together(beginning, self._ready())

    def _ready(self) -> list[tuple[Step, Question]]:
        """What is foreseen and not asked yet, as far as its values are known or likely."""
        found = []
        for step in self.foresight.steps(self.read):
            asked = step.question(self.world)
            if asked is None:
                continue
            self.world.asked.setdefault(step.number, asked.values)
            if (known := self._known.get(asked)) is not None:
                self.world.found[step.number] = known.rows
            elif asked not in self._gone:
                if (old := self.world.found.pop(step.number, None)) is not None:
                    self.world.before[step.number] = old  # likely still
                found.append((step, asked))
        return found

    def ask(self, sql: str, values: Sequence[Any]) -> Any:
        """The answer to a question of the read; None where it must be asked in the common way."""
        try:
            wanted = question(sql, values)
        except TypeError:
            return None
        if (known := self._known.get(wanted)) is None:
            self._missed = True
            self._note(wanted)
            self._together("", self._ready(), wanted)
            known = self._known[wanted]
        self._used.add(wanted)
        if len(self._asked) < _MOST_ASKED and len(known.rows) <= _MOST_ROWS:
            self._asked.append((wanted, known.rows))
        if len(known.rows) > _MOST_ROWS:
            del self._known[wanted]
        return known.again()

    def _note(self, wanted: Question) -> None:
        """With which values a foreseen statement is asked in truth, others go on from there."""
        for step in self.foresight.steps(self.read):
            if step.text == wanted.text and step.number not in self.world.asked:
                self.world.asked[step.number] = wanted.values
                return

    def _together(
        self, beginning: str, foreseen: Sequence[tuple[Step, Question]], wanted: Question | None = None
    ) -> None:
        """Send a beginning, what is wanted and what is foreseen as one text, and keep the answers."""
        fresh = [wanted] if wanted is not None else []
        for step, each in foreseen:
            self._sent.add(step.number)
            self._carried.add(each)
            if each not in self._known and each not in fresh:
                fresh.append(each)
        texts = [self.written(*each.written()) for each in fresh]
        cursor = self.send("; ".join(([beginning] if beginning else []) + self.waiting() + texts))
        if fresh:
            self._keep(cursor, fresh)
        for step, each in foreseen:
            self.world.found[step.number] = self._known[each].rows

    def _keep(self, cursor: psycopg.Cursor[Any], fresh: Sequence[Question]) -> None:
        """The last answers of the cursor are those of the questions."""
        answers = []
        while True:
            answers.append(Answer(cursor.fetchall(), cursor.description) if cursor.description else None)
            if not cursor.nextset():
                break
        for each, answer in zip(fresh, answers[-len(fresh) :], strict=True):
            self._known[each] = answer or Answer((), None)

    def postpone(self, sql: str, values: Sequence[Any]) -> Answer:
        """Write with what is sent next; a fault of it shows there."""
        self._forget(sql)
        self._waiting.append(self.written(sql, values))
        return Answer((), None)

    def waiting(self) -> list[str]:
        """What was postponed, for whoever sends it now."""
        texts, self._waiting = self._waiting, []
        return texts

    def write(self, sql: str, values: Sequence[Any]) -> Answer:
        """Write; what is likely to be asked next goes with it, and what it makes wrong is asked again."""
        again = [each for each in self._forget(sql) if each in self._used][:_MOST_AGAIN]
        foreseen = self._ready()
        fresh = [*dict.fromkeys((*again, *(each for _, each in foreseen)))]
        texts = [self.written(sql, values), *(self.written(*each.written()) for each in fresh)]
        waiting = self.waiting()
        cursor = self.send("; ".join(waiting + texts))
        for _ in waiting:
            cursor.nextset()
        written = Answer(cursor.fetchall() if cursor.description else (), cursor.description, cursor.rowcount)
        if fresh:
            cursor.nextset()
            self._keep(cursor, fresh)
        self._sent |= {step.number for step, _ in foreseen}
        self._carried |= {each for _, each in foreseen}
        for step, each in foreseen:
            self.world.found[step.number] = self._known[each].rows
        return written

    def _forget(self, sql: str) -> list[Question]:
        """What a statement that writes may make wrong."""
        written = _WRITTEN.match(sql)
        names = None if written is None else touched(written[1], written[2])
        found = [
            known
            for known in self._known
            if names is None or any(f'"{name}"' in known.text for name in names)
        ]
        for known in found:
            del self._known[known]
            self._too_soon[known] += 1
            if known in self._used or self._too_soon[known] > _MOST_TOO_SOON:
                self._gone.add(known)
        return found

    def wrote(self, sql: str) -> None:
        """Forget what a statement that goes its own way may have made wrong."""
        self._forget(sql)

    def learn(self) -> None:
        """Mend the list of the read, where it missed something or sent too much."""
        if self._missed or len(self._carried - self._used) > _MOST_IDLE:
            self.foresight.learn(self.read, self.world, self._asked, self._sent)
        self.foresight.remember(self.read, self.world.found)


@cache
def touched(how: str, table: str) -> frozenset[str]:
    """The tables whose rows a write to a table may change: its own, and those that follow by their references."""
    found, new = {table}, {table}
    while new:
        fields = [each for model in t.ALL if model._meta.table_name in new for each in model._meta.backrefs]
        followed = {each.model._meta.table_name for each in fields if _follows(each, how)}
        new = followed - found
        found |= new
    return frozenset(found)


def _follows(reference: Any, how: str) -> bool:
    return bool(reference.on_delete if how == "DELETE FROM" else reference.on_update and how == "UPDATE")
