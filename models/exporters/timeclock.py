"""How does a plain-text accounting program read the time? The timeclock format of ledger and hledger.

Guarantees (`test_every_second_is_counted_once_in_every_zone`): the seconds that ledger adds up, on any date, are the
seconds of the entries on that date. Both programs subtract wall clocks without a zone, so a stretch is cut at local
midnight (RULES 3.1) and where the clock is changed, and each part is written in the one offset in which it lies.

An account is `Client:Work type`, with `:scope` behind it unless it is support; what has no client stands
under `No client`. hledger keeps hundredths of an hour of each part, ledger keeps seconds; ledger fails on an
account's part of 256 bytes and on a line of 4,096, so names and notes are cut before that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone

from models.domain.basics.months import day_after
from models.domain.basics.text import clean
from models.domain.basics.zone import Zone
from models.domain.values import Entry
from models.exporters.names import Names

_EDGES = re.compile(r"^[\W_]+|[\s:;]+$")
"""Marks that either program gives a meaning at the start of an account's part, and loose ends."""
_DAY = 86_400
_PART_BYTES, _TWIN_BYTES, _NOTE_BYTES = 250, 120, 2_000


def timeclock(entries: Iterable[Entry], names: Names, zone: Zone) -> Iterator[str]:
    """The finished entries in wall clock times of `zone`, in parts: any number of them, that come by their start.

    A running timer is left out.
    """
    yield f"; deskhours, times of {zone.name}\n"
    clients = _Parts({**names.clients, "": "No client"})
    work_types = _Parts(names.work_types)
    for entry in entries:
        if entry.ended_at is None:
            continue
        scope = "" if entry.scope == "support" else f":{entry.scope}"
        account = f"{clients[entry.client or '']}:{work_types[entry.work_type]}{scope}"
        note = _note(entry)
        for start, end in _parts_of(entry.started_at, entry.ended_at, zone):
            yield f"i {start} {account}  {note}".rstrip() + f"\no {end}\n"


class _Parts(dict[str, str]):
    """A part of an account's name for each key; keys of the same name are told apart by the key."""

    def __init__(self, names: Mapping[str, str]) -> None:
        parts = {key: _part(name) or _part(key) or "unnamed" for key, name in names.items()}
        often = Counter(part.casefold() for part in parts.values())
        super().__init__(
            (key, part)
            if often[part.casefold()] == 1
            else (key, f"{_cut(part, _TWIN_BYTES)} - {_part(key) or number}")
            for number, (key, part) in enumerate(parts.items())
        )

    def __missing__(self, key: str) -> str:
        """What has no name is called by its key."""
        return _part(key) or "unnamed"


def _part(name: str) -> str:
    words = " ".join(clean(name).replace(":", "-").replace(";", ",").split())
    return _cut(_EDGES.sub("", words), _PART_BYTES)


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore").rstrip()


def _note(entry: Entry) -> str:
    """Request and note on one line; a semicolon would begin a comment."""
    return _cut(" ".join(clean(f"{entry.request or ''} {entry.note}").replace(";", ",").split()), _NOTE_BYTES)


def _parts_of(start: int, end: int, zone: Zone) -> Iterator[tuple[str, str]]:
    """The wall clocks of `start` to `end`, cut at each local midnight and change of the offset."""
    cuts = sorted({cut for cut in (*_midnights(start, end, zone), *_changes(start, end, zone))})
    for first, last in zip((start, *cuts), (*cuts, end), strict=True):
        # The end takes the offset of the start: on the day of a change 02:00 or 03:00 of the old clock.
        offset = timezone(zone.local(first).utcoffset() or timedelta(0))
        yield _stamp(first, offset), _stamp(last, offset)


def _stamp(instant: int, offset: timezone) -> str:
    return f"{datetime.fromtimestamp(instant, offset):%Y/%m/%d %H:%M:%S}"


def _midnights(start: int, end: int, zone: Zone) -> Iterator[int]:
    day = day_after(zone.date_of(start))
    while (midnight := zone.starts(day)) < end:
        yield midnight
        day = day_after(day)


def _changes(start: int, end: int, zone: Zone) -> Iterator[int]:
    """Instants between `start` and `end` at which another offset begins; no zone changes twice in a day."""
    for low in range(start, end, _DAY):
        high = min(low + _DAY, end)
        if zone.local(low).utcoffset() != zone.local(high).utcoffset():
            change = _change(low, high, zone)
            if change < end:
                yield change


def _change(low: int, high: int, zone: Zone) -> int:
    old = zone.local(low).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if zone.local(middle).utcoffset() == old else (low, middle)
    return high
