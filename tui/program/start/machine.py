"""Is this machine's clock the one that the desk goes by? Said once at the start, in a sentence."""

from __future__ import annotations

from models.domain.basics.errors import InvalidValue
from models.domain.basics.zone import BEFORE_ALL, zone


def unset_clock(now: int) -> str:
    """What to say of a clock that was never set; empty for all others."""
    if now >= BEFORE_ALL:
        return ""
    day = zone("UTC").date_of(now)
    return f"The clock of this machine says {day}: set it first, or what is recorded will stand on that day."


def odd_clock(machine_zone: str, desk_zone: str, now: int) -> str:
    """What to say where this machine shows another time than the desk does; empty where they agree."""
    if words := unset_clock(now):
        return words
    try:
        here, there = zone(machine_zone).local(now), zone(desk_zone).local(now)
    except InvalidValue:
        return ""
    if here.utcoffset() == there.utcoffset():
        return ""
    return (
        f"Times are the desk's, {desk_zone} {there:%H:%M}; this machine's are {machine_zone}, {here:%H:%M}."
    )
