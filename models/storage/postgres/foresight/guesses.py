"""What will a statement be asked about? Guesses at its values, from what a read was given and what was answered.

A guess is a short list: `["given", "now"]`, `["starts", ["first", ["given", "month"], 0], 0]`, `["found", 4, 0]`. One
that is wrong costs nothing but a statement: an answer counts only for the same text with the same values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, timedelta
from functools import partial
from itertools import islice, product
from typing import Any

from models.domain.basics.months import Month
from models.domain.basics.zone import Zone
from models.storage.fields import month_of
from models.storage.tables import LONG_SECONDS

Guess = tuple[Any, ...]
Rows = Sequence[Sequence[Any]]
NOW, TODAY = ("given", "now"), ("today",)
_DAY, _MONTH = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d")
_NUMBERED = re.compile(r"(.*\D)(\d{1,12})")
_INSTANT = 10**8
_MOST_DAYS, _MOST_MONTHS, _MOST_GUESSES, _MOST_AGAIN = 400, 36, 14, 3


@dataclass
class World:
    """What is known when a statement is guessed: what the read was given, the desk's zone, what was answered."""

    given: Mapping[str, Any]
    zone: Zone | None = None
    found: dict[int, Rows] = field(default_factory=dict)
    """Answers by the number of their statement."""
    asked: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    """The values with which a statement was asked, by its number."""
    before: dict[int, Rows] = field(default_factory=dict)
    """What they were the last time: likely still, as long as they have not come."""

    def rows(self, step: int) -> Rows:
        """The answer to a statement; raises LookupError before there is any."""
        return self.found[step] if step in self.found else self.before[step]

    @property
    def today(self) -> date:
        """The desk's date; raises LookupError where the read knows no time."""
        if self.zone is None:
            raise LookupError("zone")
        return self.zone.date_of(self.given["now"])


def read_of(call: Any) -> tuple[str, dict[str, Any]]:
    """The name of a read and what it was given, by name; structures by their parts."""
    places: tuple[Any, ...] = ()
    named: dict[str, Any] = {}
    while isinstance(call, partial):
        places, named = (*call.args, *places), {**call.keywords, **named}
        call = call.func
    names = getattr(getattr(call, "__code__", None), "co_varnames", ())
    if getattr(call, "__self__", None) is not None:
        names = names[1:]
    values = dict(zip(names, places, strict=False)) | named
    name = f"{getattr(call, '__module__', '')}:{getattr(call, '__qualname__', type(call).__name__)}"
    return name, {key: value for pair in values.items() for key, value in _plain(*pair)}


def _plain(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Month):
        yield name, str(value)
    elif isinstance(value, date):
        yield name, value.isoformat()
    elif value is None or isinstance(value, str | int):
        yield name, value
    elif is_dataclass(value):
        for part in fields(value):
            yield from _plain(f"{name}.{part.name}", getattr(value, part.name))
    elif isinstance(value, list | tuple | set | frozenset) and all(isinstance(each, str) for each in value):
        yield name, tuple(value)


def value_of(guess: Guess, world: World) -> Any:
    """What a guess comes to; raises LookupError or ValueError where that cannot be known yet."""
    kind, *rest = guess
    return _VALUES[kind](world, *rest)


def _day(world: World, guess: Guess) -> date:
    if guess == TODAY:
        return world.today
    return date.fromisoformat(_text(world, guess))


def _month(world: World, guess: Guess) -> Month:
    if guess == TODAY:
        return Month.of(world.today)
    text = _text(world, guess)
    return month_of(text[:7])


def _text(world: World, guess: Guess) -> str:
    value = value_of(guess, world)
    if not isinstance(value, str):
        raise LookupError(guess)
    return value


def _starts(world: World, day: Guess, seconds: int) -> int:
    if world.zone is None:
        raise LookupError("zone")
    return world.zone.starts(_day(world, day)) + seconds


def _found(world: World, step: int, column: int) -> Any:
    value = world.rows(step)[0][column]
    if value is None:
        raise LookupError(step)
    return value


def _all(world: World, step: int, column: int) -> tuple[Any, ...]:
    values = tuple(sorted({row[column] for row in world.rows(step)} - {None}))
    if not values:
        raise LookupError(step)
    return values


_VALUES: dict[str, Any] = {
    "is": lambda world, value: value,
    "given": lambda world, name: world.given[name],
    "month": lambda world, base, months: str(_month(world, base).plus(months)),
    "plus": lambda world, base, days: (_day(world, base) + timedelta(days=days)).isoformat(),
    "first": lambda world, base, months: _month(world, base).plus(months).first_day.isoformat(),
    "last": lambda world, base, months: _month(world, base).plus(months).last_day.isoformat(),
    "starts": _starts,
    "next": lambda world, step, prefix: f"{prefix}{_found(world, step, 0) + 1}",
    "after": lambda world, base, seconds: value_of(base, world) + seconds,
    "found": _found,
    "json": lambda world, step, column: json.loads(_found(world, step, column)),
    "joined": lambda world, *parts: ":".join(str(value_of(part, world)) for part in parts),
    "asked": lambda world, step, place: world.asked[step][place],
    "only": lambda world, guess: (value_of(guess, world),),
    "all": _all,
}


def guesses_at(value: Any, world: World) -> tuple[Guess, ...]:
    """Every way in which a value may have come about, the likeliest first."""
    found = [*dict.fromkeys(_likely(value, world))]
    if isinstance(value, tuple) or (isinstance(value, str | int) and value not in (0, 1, "")):
        again = [
            ("asked", step, values.index(value)) for step, values in world.asked.items() if value in values
        ]
        at = 0 if isinstance(value, tuple) else len(found) - 1
        found[at:at] = again[:_MOST_AGAIN]  # a list that was asked for before is hardly another one
    return tuple(found[:_MOST_GUESSES])


def _likely(value: Any, world: World) -> Iterator[Guess]:
    if isinstance(value, tuple):
        return _of_many(value, world)
    if isinstance(value, bool) or value is None:
        return iter((("is", value),))
    if isinstance(value, int):
        return _of_number(value, world)
    return _of_text(value, world) if isinstance(value, str) else iter(())


def _of_many(values: tuple[Any, ...], world: World) -> Iterator[Guess]:
    wanted = set(values)
    for name, given in world.given.items():
        if isinstance(given, tuple) and set(given) == wanted:
            yield "given", name
    if len(values) == 1:
        yield from (("only", guess) for guess in guesses_at(values[0], world) if guess[0] != "is")
    if wanted:
        for step, rows in world.found.items():
            for column in range(len(rows[0]) if rows else 0):
                if {row[column] for row in rows} - {None} == wanted:
                    yield "all", step, column
    yield "is", values


def _of_number(value: int, world: World) -> Iterator[Guess]:
    if value < _INSTANT:
        yield "is", value
        yield from (("after", ("found", step, 0), 1) for step in _numbers(value - 1, world))
        return
    yield from _given(value, world)
    yield from _found_as(value, world)
    if world.zone is not None:
        for seconds in (0, -LONG_SECONDS):
            day = world.zone.date_of(value - seconds)
            if world.zone.starts(day) + seconds == value:
                yield from (("starts", guess, seconds) for guess in _of_day(day, world))
    now = world.given.get("now")
    if isinstance(now, int):
        yield "after", NOW, value - now


def _of_text(value: str, world: World) -> Iterator[Guess]:
    yield from _given(value, world)
    if _DAY.fullmatch(value):
        yield from _of_day(date.fromisoformat(value), world)
    elif _MONTH.fullmatch(value):
        month = month_of(value)
        for base, known in _months(world):
            if abs(known.until(month)) <= _MOST_MONTHS:
                yield "month", base, known.until(month)
    elif ":" in value:
        words = [(*_given(part, world), *_found_as(part, world), ("is", part)) for part in value.split(":")]
        yield from (
            ("joined", *parts) for parts in islice(product(*(each[:4] for each in words)), _MOST_GUESSES - 2)
        )
    yield from _found_as(value, world)
    if numbered := _NUMBERED.fullmatch(value):
        yield from (("next", step, numbered[1]) for step in _numbers(int(numbered[2]) - 1, world))
    yield "is", value


def _numbers(value: int, world: World) -> Iterator[int]:
    """The answers that are this number and nothing else: the next key and the next id come after the highest."""
    for step, rows in world.found.items():
        if len(rows) == 1 and len(rows[0]) == 1 and type(rows[0][0]) is int and rows[0][0] == value:
            yield step


def _of_day(day: date, world: World) -> Iterator[Guess]:
    for base, known in _days(world):
        if known == day:
            yield "plus", base, 0
    for kind, edge in (("first", Month.of(day).first_day), ("last", Month.of(day).last_day)):
        if edge == day:
            for base, month in _months(world):
                if abs(months := month.until(Month.of(day))) <= _MOST_MONTHS:
                    yield kind, base, month.until(Month.of(day)) if months else 0
    for base, known in _days(world):
        if known != day and abs((day - known).days) <= _MOST_DAYS:
            yield "plus", base, (day - known).days


def _days(world: World) -> Iterator[tuple[Guess, date]]:
    if world.zone is not None and "now" in world.given:
        yield TODAY, world.today
    for name, value in world.given.items():
        if isinstance(value, str) and _DAY.fullmatch(value):
            yield ("given", name), date.fromisoformat(value)


def _months(world: World) -> Iterator[tuple[Guess, Month]]:
    for name, value in world.given.items():
        if isinstance(value, str) and _MONTH.fullmatch(value):
            yield ("given", name), month_of(value)
    for base, day in _days(world):
        yield base, Month.of(day)
    for step, rows in world.found.items():
        if len(rows) == 1:
            for column, value in enumerate(rows[0]):
                if isinstance(value, str) and _MONTH.fullmatch(value):
                    yield ("found", step, column), month_of(value)


def _given(value: Any, world: World) -> Iterator[Guess]:
    return (("given", name) for name, given in world.given.items() if given == value and given is not True)


def _found_as(value: Any, world: World) -> Iterator[Guess]:
    """Where the value stands in an answer; one that has but one row comes first."""
    for alone in (True, False):
        for step, rows in world.found.items():
            if rows and (len(rows) == 1) is alone:
                for column, each in enumerate(rows[0]):
                    if type(each) is type(value) and each == value:
                        yield "found", step, column
                    elif isinstance(each, str) and alone and each[:1] == '"' and each == json.dumps(value):
                        yield "json", step, column


def sources(guess: Guess) -> Iterator[int]:
    """The statements whose answers a guess looks at."""
    if guess[0] in ("found", "json", "all", "next"):
        yield guess[1]
    for part in guess[1:]:
        if isinstance(part, tuple) and part and isinstance(part[0], str) and guess[0] != "is":
            yield from sources(part)
