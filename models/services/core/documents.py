"""How does a form's document become a record? Blank texts are left out; a refusal names the form's field.

A path is relative to the record ("rates[0].rate"), so that a form can place the message beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import within_horizon
from models.domain.basics.text import check_known as check_among
from models.domain.basics.text import clean, shown
from models.domain.basics.typed.keys import suggest_key
from models.services.core.changes import ChangeInProgress
from models.storage import tables as t
from models.storage.rows.unknown import not_known

Document = Mapping[str, Any]
T = TypeVar("T")

_ROOT = "record"


def filled(document: Document) -> dict[str, Any]:
    """The document without what was left blank, in its lists and objects too."""
    return {key: _filled(value) for key, value in document.items() if not _blank(value)}


def _filled(value: Any) -> Any:
    if isinstance(value, Mapping):
        return filled(value)
    if isinstance(value, list | tuple):
        return [_filled(item) for item in value if not _blank(item)]
    return value


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def brief(text: object, most: int = 60) -> str:
    """A text as the title of a change may quote it: clean, on one line, short."""
    line = clean("" if text is None else str(text)).strip()
    return line if len(line) <= most else f"{line[: most - 1]}…"


def read_record(parse: Callable[[object, str], T], document: object) -> T:
    """What `parse` makes of the document; raises InvalidValue with a path relative to the record."""
    try:
        return parse(document, _ROOT)
    except InvalidValue as error:
        raise InvalidValue(relative(error.path, _ROOT), error.message) from error


def relative(path: str, root: str) -> str:
    """`path` without its beginning `root`: "record.rates[0].rate" is "rates[0].rate"."""
    return path.removeprefix(root).removeprefix(".")


def taken_keys(table: type[t.Table]) -> set[str]:
    """Every key of a table."""
    return set(_keys(table))


def _keys(table: type[t.Table]) -> list[str]:
    return [key for (key,) in table.select(table.key).order_by(table.id).tuples()]


def with_new_key(table: type[t.Table], document: Document, fallback: str) -> dict[str, Any]:
    """The filled document with a free key: its own, else one made of its name; InvalidValue at `key`."""
    values = filled(document)
    taken = taken_keys(table)
    if "key" not in values:
        values["key"] = suggest_key(str(values.get("name", "")), taken, fallback)
    elif isinstance(values["key"], str) and values["key"] in taken:
        raise used_already(values["key"])
    return values


def used_already(key: object) -> InvalidValue:
    """The refusal of a key that another record has."""
    return InvalidValue("key", f"{shown(key)} is used already; accepted is a key that is free")


def with_same_key(key: str, document: Document) -> dict[str, Any]:
    """The filled document of a record whose key stays; raises InvalidValue at `key` when it names another."""
    values = filled(document)
    if values.setdefault("key", key) != key:
        raise InvalidValue("key", f"{shown(values['key'])} is not accepted; the key stays {key!r}")
    return values


def row_of(table: type[t.Table], key: str, noun: str) -> int:
    """The primary key of a record; raises NotFound."""
    row = table.select(table.id).where(table.key == key).tuples().first()
    if row is None:
        raise not_known(table, key, noun)
    return int(row[0])


def check_not_far(work: ChangeInProgress, day: date, path: str) -> None:
    """A day that somebody enters lies within the horizon, since the months up to it are reckoned one by one.

    Raises InvalidValue, which names the last day that is accepted.
    """
    within_horizon(day, work.guards.zone.date_of(work.now), path)


def check_known(table: type[t.Table], key: str | None, path: str, noun: str) -> None:
    """Refuses a key that names nothing, at `path`, with what is accepted."""
    if key is None:
        return
    check_among(key, _keys(table), path, noun)


def check_there(*references: tuple[type[t.Table], str | None, str]) -> None:
    """Every key (table, key, noun) is that of a record; None names nothing. Raises NotFound."""
    for table, key, noun in references:
        if key is not None:
            row_of(table, key, noun)
