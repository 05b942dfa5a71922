"""How is a JSON document read? Typed access to objects and lists, each value with its path.

Guarantees (`test_anything_anywhere_is_taken_or_refused_with_a_path`): a key that is unknown, given twice or of a
wrong type is refused at its own path, never passed over.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import parse_choice
from models.domain.basics.text import join_path, refuse_repeats, shown

T = TypeVar("T")
Word = TypeVar("Word", bound=str)
Parse = Callable[[object, str], T]
"""Reads a JSON value that stands at a path, or raises InvalidValue with that path."""

_MOST_DIGITS = 18


class JsonObject(dict[str, object]):
    """A JSON object that remembers the first key it was given twice, until its reader knows the path."""

    repeated: str | None = None


def json_object(pairs: list[tuple[str, object]]) -> JsonObject:
    """An object of JSON for `load_json`."""
    document = JsonObject(pairs)
    if len(document) != len(pairs):
        times = Counter(key for key, _ in pairs)
        document.repeated = next(key for key, count in times.items() if count > 1)
    return document


def json_whole(digits: str) -> int | float:
    """A number of JSON for `load_json`."""
    # Python refuses to read very long integers at all; as a float each is refused where its path is known.
    return int(digits) if len(digits) <= _MOST_DIGITS else float(digits)


def load_json(text: str) -> object:
    """The JSON of `text`, a byte order mark tolerated; InvalidValue names line and column of what is no JSON.

    NaN, Infinity and numbers with a point become floats, which no field of the book accepts.
    """
    try:
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=json_object, parse_int=json_whole)
    except json.JSONDecodeError as error:
        raise InvalidValue("", f"no JSON at line {error.lineno} column {error.colno}: {error.msg}") from error
    except RecursionError as error:
        raise InvalidValue("", "no book: lists and objects are nested too deep") from error


def decode(data: bytes) -> str:
    """The text of a file's bytes, which must be UTF-8, with or without a byte order mark."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidValue("", f"no UTF-8 at line {line}, byte {error.start}; accepted is UTF-8") from error


def open_object(document: object, path: str) -> dict[str, object]:
    """An object whose keys are free, but each given once."""
    if not isinstance(document, dict):
        raise InvalidValue(path, f"{shown(document)} is not accepted; it is an object {{…}}")
    if isinstance(document, JsonObject) and document.repeated is not None:
        raise InvalidValue(join_path(path, document.repeated), "is given twice; each key is accepted once")
    return document


def parse_list(value: object, path: str, parse: Parse[T]) -> tuple[T, ...]:
    """Every item of a list by `parse`, at `path[0]`, `path[1]` …; null is the empty list."""
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise InvalidValue(path, f"{shown(value)} is not accepted; it is a list […]")
    return tuple(parse(item, f"{path}[{position}]") for position, item in enumerate(value))


class Fields:
    """The keys of one object: what is null counts as left out."""

    __slots__ = ("_document", "path")

    def __init__(self, document: object, path: str, accepted: frozenset[str]) -> None:
        """Raises InvalidValue at the path of a key that is given twice or not in `accepted`."""
        self._document = open_object(document, path)
        self.path = path
        if not accepted.issuperset(self._document):
            unknown = next(key for key in self._document if key not in accepted)
            raise InvalidValue(
                join_path(path, str(unknown)), f"is no key here; accepted are {', '.join(sorted(accepted))}"
            )

    def accept_only(self, keys: frozenset[str]) -> None:
        """Refuses a key that is not in `keys`, where the object itself says which form it has."""
        Fields(self._document, self.path, keys)

    def at(self, key: str) -> str:
        """The path of `key` in this object: "contracts[2].key"."""
        return f"{self.path}.{key}" if self.path else key

    def has(self, key: str) -> bool:
        """Whether `key` is given and not null."""
        return self._document.get(key) is not None

    def needed(self, key: str, parse: Parse[T]) -> T:
        """The value of a key that must be there."""
        if key not in self._document:
            raise InvalidValue(self.at(key), "is missing; it is needed here")
        return parse(self._document[key], self.at(key))

    def optional(self, key: str, parse: Parse[T]) -> T | None:
        """The value of `key`, None when it is left out."""
        value = self._document.get(key)
        return None if value is None else parse(value, self.at(key))

    def value(self, key: str, parse: Parse[T], default: T) -> T:
        """The value of `key`, or `default`."""
        value = self._document.get(key)
        return default if value is None else parse(value, self.at(key))

    def choice(self, key: str, options: tuple[Word, ...], default: Word) -> Word:
        """One of the words of `options`, or `default`."""
        value = self._document.get(key)
        return default if value is None else parse_choice(value, self.at(key), options)

    def items(self, key: str, parse: Parse[T]) -> tuple[T, ...]:
        """Every item of the list at `key`, none when it is left out."""
        return parse_list(self._document.get(key), self.at(key), parse)

    def different(self, key: str, parse: Parse[T], noun: str) -> tuple[T, ...]:
        """Every item of a list in which nothing may stand twice."""
        values = self.items(key, parse)
        refuse_repeats(values, self.at(key), noun)
        return values


def one_of(options: tuple[Word, ...]) -> Parse[Word]:
    """A reader of one word of `options`."""
    return partial(parse_choice, options=options)


def as_given(value: object, path: str) -> Any:
    """The value itself, which the record that is made of it checks at this path."""
    return value
