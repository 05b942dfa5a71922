"""What will a read ask the server? What it asked before, so that all of it is sent at once.

A screen makes twenty to forty small statements one after the other; on a line of 20 ms that would be a second. Each
read has a list of what it is known to ask, with a guess at every value (`guesses`); what can be guessed goes out
together with the beginning of the snapshot, what depends on an answer with the next. A guess that is wrong changes
nothing: the read then asks by itself, and the list is mended.

The lists for the program's own reads come with it (`foresight.json`, written by `python -m tests.server_walk`); what a
desk asks beyond them is learnt in the running program and kept nowhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from models.storage.postgres.foresight.guesses import Guess, Rows, World, guesses_at, sources, value_of

LISTS = Path(__file__).with_name("foresight.json")
MOST_STEPS = 160
_MOST_READS = 300
_PATIENCE = 8
"""So often a statement may be sent for nothing before it is left out."""
_MOST_KEPT = 300
"""Rows of an answer that are kept for the next time."""
_LIST = re.compile(r"IN \((%s(?:, %s)*)\)")

Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A statement with its values; a list of `IN` is one of them, in any order."""

    text: str
    values: Values

    def written(self) -> tuple[str, list[Any]]:
        """The statement as the driver takes it."""
        parts, flat = self.text.split("%*"), list[Any]()
        lists = iter([value for value in self.values if isinstance(value, tuple)])
        text = parts[0] + "".join(", ".join(["%s"] * len(next(lists))) + part for part in parts[1:])
        for value in self.values:
            flat.extend(value if isinstance(value, tuple) else (value,))
        return text, flat


def question(sql: str, values: Sequence[Any]) -> Question:
    """A statement and its values, whose lists are put together; raises TypeError for values that are no plain ones."""
    text, counts = _shape(sql)
    if not counts:
        made = Question(sql, tuple(values))
    else:
        rest = iter(values)
        grouped = [
            next(rest) if count == 0 else tuple(sorted(next(rest) for _ in range(count))) for count in counts
        ]
        made = Question(text, tuple(grouped))
    hash(made)
    return made


@lru_cache(2000)
def _shape(sql: str) -> tuple[str, tuple[int, ...]]:
    """The text with `IN (%*)` for lists, and for each of its values how many make a list, 0 for a single one."""
    if not _LIST.search(sql):
        return sql, ()
    counts: list[int] = []
    at = 0
    for found in _LIST.finditer(sql):
        counts += [0] * _marks(sql[at : found.start()])
        counts.append(found[1].count("%s"))
        at = found.end()
    counts += [0] * _marks(sql[at:])
    return _LIST.sub("IN (%*)", sql), tuple(counts)


def _marks(sql: str) -> int:
    return sql.replace("%%", "").count("%s")


@dataclass
class Step:
    """One statement that a read asks, with what each of its values may be."""

    number: int
    text: str
    guesses: tuple[tuple[Guess, ...], ...]
    """For each value; none where it is only known when the read asks: then others may go on from there."""
    idle: int = 0
    """How often it was sent for nothing, one after the other."""

    def question(self, world: World) -> Question | None:
        """The statement, None while one of its values is not known."""
        try:
            values = tuple(value_of(guesses[0], world) for guesses in self.guesses)
        except (LookupError, ValueError, TypeError):
            return None
        lists = sum(isinstance(value, tuple) for value in values)
        return Question(self.text, values) if lists == self.text.count("%*") else None

    def narrowed(self, asked: tuple[tuple[Guess, ...], ...]) -> tuple[tuple[Guess, ...], ...] | None:
        """What the guesses have in common with those of the same statement at another time; None for nothing."""
        both = tuple(
            tuple(guess for guess in mine if guess in theirs) if mine else theirs
            for mine, theirs in zip(self.guesses, asked, strict=True)
        )
        return both if all(both) else None


@dataclass
class Foreseen:
    """What one read asks; the numbers of its steps never change."""

    steps: dict[int, Step] = field(default_factory=dict)
    next: int = 0
    before: dict[int, Rows] = field(default_factory=dict)
    """The last answers that others of its statements depend on."""

    def add(self, text: str, guesses: tuple[tuple[Guess, ...], ...]) -> Step:
        """Take in a statement."""
        step = self.steps[self.next] = Step(self.next, text, guesses)
        self.next += 1
        return step


class Foresight:
    """The lists of all reads; any thread may ask."""

    def __init__(self, path: Path | None = LISTS) -> None:
        """With the lists of a file; None for none."""
        self._path = path
        self._loaded: dict[str, Foreseen] | None = None
        self._lock = Lock()

    @property
    def _reads(self) -> dict[str, Foreseen]:
        """All lists; the file is read when the first is looked for."""
        if self._loaded is None:
            self._loaded = loaded(self._path) if self._path is not None and self._path.exists() else {}
        return self._loaded

    def steps(self, read: str) -> tuple[Step, ...]:
        """What a read is known to ask, in order."""
        with self._lock:
            known = self._reads.get(read)
            return () if known is None else tuple(known.steps.values())

    def before(self, read: str) -> dict[int, Rows]:
        """The last answers that statements of a read depend on."""
        with self._lock:
            known = self._reads.get(read)
            return {} if known is None else known.before

    def remember(self, read: str, found: Mapping[int, Rows]) -> None:
        """Keep the answers that others depend on for the next time."""
        with self._lock:
            if (known := self._reads.get(read)) is not None:
                likely = (each[0] for step in known.steps.values() for each in step.guesses if each)
                wanted = {number for guess in likely for number in sources(guess)}
                known.before = {n: found[n] for n in wanted if n in found and len(found[n]) <= _MOST_KEPT}

    def forget(self, read: str) -> None:
        """Its list is no good: the server refused a part of it."""
        with self._lock:
            self._reads.pop(read, None)

    def learn(self, read: str, world: World, asked: Iterable[tuple[Question, Rows]], sent: set[int]) -> None:
        """Take in what a read asked, and how it was answered; `sent` are the steps that went out."""
        with self._lock:
            if read not in self._reads and len(self._reads) >= _MOST_READS:
                return
            _Lesson(self._reads.setdefault(read, Foreseen()), World(world.given, world.zone)).take(
                asked, sent
            )

    def dump(self) -> str:
        """All lists as a file holds them."""
        texts: dict[str, int] = {}
        reads = {}
        for name, known in sorted(self._reads.items()):
            reads[name] = [
                [
                    step.number,
                    texts.setdefault(step.text, len(texts)),
                    [list(each[:3]) for each in step.guesses],
                ]
                for step in known.steps.values()
            ]
        return (
            json.dumps({"statements": list(texts), "reads": reads}, separators=(",", ":")).replace(
                '],"', '],\n"'
            )
            + "\n"
        )


class _Lesson:
    """One read's statements, held against what was known of it."""

    def __init__(self, known: Foreseen, world: World) -> None:
        """`world` without answers: they come in as they were asked for."""
        self._known, self._world = known, world
        self._met: set[int] = set()

    def take(self, asked: Iterable[tuple[Question, Rows]], sent: set[int]) -> None:
        """Take in each statement; what was sent and never asked for has been idle once more."""
        for each, rows in asked:
            step = self._step(each)
            if step is None:
                continue
            step.idle = 0
            self._met.add(step.number)
            self._world.found[step.number] = rows
            self._world.asked[step.number] = each.values
        for number in sent - self._met:
            if (idle := self._known.steps.get(number)) is not None:
                idle.idle += 1
                if idle.idle > _PATIENCE:
                    del self._known.steps[number]

    def _step(self, asked: Question) -> Step | None:
        same = [s for s in self._known.steps.values() if s.text == asked.text and s.number not in self._met]
        guesses = tuple(guesses_at(value, self._world) for value in asked.values)
        if not all(guesses):
            return None
        for step in sorted(same, key=lambda step: step.question(self._world) != asked):
            if (narrow := step.narrowed(guesses)) is not None:
                step.guesses = narrow
                return step
        return self._known.add(asked.text, guesses) if len(self._known.steps) < MOST_STEPS else None


def loaded(path: Path) -> dict[str, Foreseen]:
    """The lists of a file."""
    document = json.loads(path.read_text(encoding="utf-8"))
    texts = document["statements"]
    reads = {}
    for name, steps in document["reads"].items():
        known = reads[name] = Foreseen(next=1 + max((number for number, *_ in steps), default=-1))
        for number, text, guesses in steps:
            made = tuple(tuple(_frozen(guess) for guess in each) for each in guesses)
            known.steps[number] = Step(number, texts[text], made)
    return reads


def _frozen(guess: Any) -> Any:
    return tuple(map(_frozen, guess)) if isinstance(guess, list) else guess
