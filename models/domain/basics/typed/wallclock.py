"""Which instants show a given wall clock? None in the spring gap, two in the repeated autumn hour, else one.

An instant is never guessed. Whoever has a local time asks here and deals with all three answers.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from models.domain.basics.zone import Zone


def instants_of(local: datetime, zone: Zone) -> tuple[int, ...]:
    """Every instant at which the clock of `zone` shows the naive `local`, earliest first, in epoch seconds.

    Berlin, 25 Oct 2026 02:30 gives two, 3600 s apart; 29 Mar 2026 02:30 gives none.
    """
    pendulum = _pendulum()
    place = pendulum.timezone(zone.name)
    try:
        return (int(place.convert(local, raise_on_unknown_times=True).timestamp()),)
    except pendulum.tz.exceptions.NonExistingTime:
        return ()
    except pendulum.tz.exceptions.AmbiguousTime:
        return tuple(int(place.convert(local.replace(fold=fold)).timestamp()) for fold in (0, 1))


def _pendulum() -> Any:
    """Loaded here: only a typed or imported local time needs it, and it would slow every start."""
    import pendulum

    return pendulum


def gap_around(local: datetime, zone: Zone) -> tuple[datetime, datetime]:
    """The naive bounds of the gap that holds `local`: the clock jumps from the first to the second.

    Berlin, 29 Mar 2026 02:30 lies between 02:00 and 03:00. Only for a `local` without any instant.
    """
    place = _pendulum().timezone(zone.name)
    before, after = (int(place.convert(local.replace(fold=fold)).timestamp()) for fold in (0, 1))
    offset = zone.local(before).utcoffset()
    while after - before > 1:
        middle = (before + after) // 2
        if zone.local(middle).utcoffset() == offset:
            before = middle
        else:
            after = middle
    last = zone.local(before).replace(tzinfo=None) + timedelta(seconds=1)
    return last, zone.local(after).replace(tzinfo=None)
