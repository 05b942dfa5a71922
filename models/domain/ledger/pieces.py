"""On which dates was an entry worked? It is cut at the desk's midnights (RULES 3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from models.domain.basics.zone import Zone
from models.domain.values import Entry

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of an entry that lies on one date of the desk; `carried` when it began before midnight."""

    entry: Entry
    work_date: date
    started_at: int
    seconds: int
    carried: bool


def pieces_of(entry: Entry, zone: Zone, last: date = date.max) -> tuple[Piece, ...]:
    """Cut a finished entry at the desk's midnights; a timer that runs has no pieces (RULES 3.1).

    Pieces after `last` are left out: an entry that a typing mistake made centuries long need not be cut to its end.

    31 Jan 23:30 to 1 Feb 00:45 gives 30 minutes on 31 Jan and 45 on 1 Feb.
    """
    if entry.ended_at is None:
        return ()
    start, end = entry.started_at, entry.ended_at
    day = zone.date_of(start)
    midnight = zone.starts(day + _ONE_DAY)
    if end <= midnight:
        return (Piece(entry, day, start, end - start, False),)
    pieces = [Piece(entry, day, start, midnight - start, False)]
    while midnight < end and day < last:
        day += _ONE_DAY
        start, midnight = midnight, zone.starts(day + _ONE_DAY)
        # A date that a zone left out (Apia, 30 Dec 2011) has no time to work in, and no piece.
        if midnight > start:
            pieces.append(Piece(entry, day, start, min(end, midnight) - start, True))
    return tuple(pieces)
