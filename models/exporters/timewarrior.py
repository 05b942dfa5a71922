"""How does Timewarrior read the time? JSON as `timew export` prints it, in UTC.

What Timewarrior would export of the same intervals is what is written: newest last, ids counted from the newest, tags
sorted. The importer reads it back: `client:` and `agent:` tags say who is who.

Tags are `client:Name`, the work type, the request, the scope unless it is support, and `agent:Name` when the
entries are of several people: Timewarrior itself knows only one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from models.domain.basics.text import clean, json_safe
from models.domain.values import Entry
from models.exporters.names import Names


def timewarrior(entries: Iterable[Entry], names: Names, count: int, *, several: bool) -> Iterator[str]:
    """The finished entries, one on a line, in parts: any number of them, that come by their start.

    A running timer and one without length are left out. `count` is how many have an end and a length; `several`
    whether they are of more than one person.
    """
    yield "[\n"
    number = count
    for entry in entries:
        if entry.ended_at is None or entry.ended_at <= entry.started_at:
            continue
        interval = _interval(number, entry, entry.ended_at, names, several)
        number -= 1
        text = json.dumps(interval, ensure_ascii=False, separators=(",", ":"))
        yield json_safe(text) + (",\n" if number else "\n")
    yield "]\n"


def _interval(number: int, entry: Entry, ended_at: int, names: Names, several: bool) -> dict[str, object]:
    interval: dict[str, object] = {"id": number, "start": _stamp(entry.started_at), "end": _stamp(ended_at)}
    interval["tags"] = _tags(entry, names, several)
    note = _line(entry.note)
    return {**interval, "annotation": note} if note else interval


def _tags(entry: Entry, names: Names, several: bool) -> list[str]:
    client = _line(names.client(entry))
    tags = {_line(names.work_type(entry)), _line(entry.request or "")}
    tags |= {f"client:{client}"} if client else set()
    tags |= {entry.scope} if entry.scope != "support" else set()
    tags |= {f"agent:{_line(names.agent(entry))}"} if several else set()
    return sorted(tag for tag in tags if tag)


def _line(text: str) -> str:
    """Timewarrior keeps an interval on one line, so nothing in it may break the line."""
    return " ".join(clean(text).split())


def _stamp(instant: int) -> str:
    return f"{datetime.fromtimestamp(instant, UTC):%Y%m%dT%H%M%SZ}"
